import { areaTexts } from '../i18n/area-texts.ts';

/** Words that every page of points uses. */
export const usePointsText = areaTexts('points', {
  nav: { en: 'Points', 'zh-CN': '积分' },
  mine: { en: 'My points', 'zh-CN': '我的积分' },
  rules: { en: 'Rules', 'zh-CN': '积分规则' },
  ranking: { en: 'Ranking', 'zh-CN': '排行榜' },
  rewards: { en: 'Rewards', 'zh-CN': '积分兑换' },
  committee: { en: 'Committee', 'zh-CN': '积分委员会' },
  give: { en: 'Give', 'zh-CN': '发放奖励' },
  programme: { en: 'Report', 'zh-CN': '运营报告' },
  pt: { en: 'points', 'zh-CN': '分' },
  ptOf_one: { en: 'point', 'zh-CN': '分' },
  ptOf_other: { en: 'points', 'zh-CN': '分' },
  none: { en: 'There are no points in this company.', 'zh-CN': '本企业尚未启用积分。' },
  noneHint: {
    en: 'Whoever designs here can add a points programme.',
    'zh-CN': '有设计权限的同事可以在“设计”中添加积分方案。',
  },
  cancel: { en: 'Cancel', 'zh-CN': '取消' },
  close: { en: 'Close', 'zh-CN': '关闭' },
  more: { en: 'Show more', 'zh-CN': '查看更多' },
  yes: { en: 'yes', 'zh-CN': '是' },
  no: { en: 'no', 'zh-CN': '否' },
  nothingFound: { en: 'Nothing found.', 'zh-CN': '没有找到。' },
});
