import { areaTexts } from '../i18n/area-texts.ts';

/** Words of the leaderboards. */
export const useRankingText = areaTexts('points.ranking', {
  title: { en: 'Ranking', 'zh-CN': '排行榜' },
  lead: {
    en: 'Of what was earned in the period in course. Spending never costs a place; a new period begins anew for everyone.',
    'zh-CN': '按本期获得的积分统计。兑换不影响名次，每期从零开始。',
  },
  board: { en: 'Board', 'zh-CN': '榜单' },
  until: { en: 'Since {date}', 'zh-CN': '自 {date} 起' },
  allTime: { en: 'All time', 'zh-CN': '不限时间' },
  myPlace: { en: 'My place', 'zh-CN': '我的名次' },
  ourPlace: { en: 'My department', 'zh-CN': '我的部门' },
  place: { en: '#{rank} of {members}', 'zh-CN': '第 {rank} 名，共 {members} 名' },
  noPlace: {
    en: 'No place yet: the first points of the period bring one.',
    'zh-CN': '本期暂无名次，获得首笔积分后即可上榜。',
  },
  noTeam: {
    en: 'Your department is not shown: it has fewer than three active members, or you belong to none.',
    'zh-CN': '您所在部门暂不显示：在职成员少于三人，或您尚未加入部门。',
  },
  isOut: {
    en: 'You stay off boards of people. Nobody sees a place of yours.',
    'zh-CN': '您已选择不参与个人排行，他人看不到您的名次。',
  },
  next: { en: '{amount} more to the next place', 'zh-CN': '再获得 {amount} 分可前进一名' },
  lead1: { en: 'You are in front. Thank you!', 'zh-CN': '目前领先，感谢您的付出！' },
  around: { en: 'Around me', 'zh-CN': '我的前后' },
  aroundUs: { en: 'Around my department', 'zh-CN': '本部门前后' },
  top: { en: 'In front', 'zh-CN': '榜首' },
  empty: { en: 'Nobody has earned points in this period yet.', 'zh-CN': '本期还没有人获得积分。' },
  emptyTeams: {
    en: 'No department to show: those of fewer than three active members are left out.',
    'zh-CN': '暂无可显示的部门：在职成员少于三人的部门不参与显示。',
  },
  me: { en: 'me', 'zh-CN': '我' },
  us: { en: 'mine', 'zh-CN': '本部门' },
  perHead: { en: 'per active member', 'zh-CN': '人均' },
  stayOff: { en: 'Stay off boards of people', 'zh-CN': '不参与个人排行' },
  stayOffHint: {
    en: 'Your points, levels and rewards stay the same. Your department counts you without a name.',
    'zh-CN': '不影响积分、等级和兑换；部门数据仍不记名计入。',
  },
});
