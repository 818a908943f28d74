import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the home page that only it has. */
export const useHomeText = areaTexts('home', {
  openInbox: { en: 'Open the inbox', 'zh-CN': '进入待办' },
  approveThis: { en: 'Approve {what}', 'zh-CN': '同意 {what}' },
  changed: { en: 'Since you were last here', 'zh-CN': '您离开后的变化' },
  changedNone: { en: 'Nothing of yours was changed by others.', 'zh-CN': '您关注的单据没有新的变化。' },
  allQuiet: { en: 'All quiet', 'zh-CN': '一切正常' },
  byItself: { en: 'By itself', 'zh-CN': '系统' },
  did_new: { en: 'made it', 'zh-CN': '新建' },
  did_step: { en: 'took “{what}”', 'zh-CN': '执行了“{what}”' },
  did_change_one: { en: 'changed it', 'zh-CN': '修改了' },
  did_change_other: { en: 'changed it, {count} changes in all', 'zh-CN': '修改了，共 {count} 处变更' },
  favourites: { en: 'Favourites', 'zh-CN': '我的收藏' },
  favouritesHint: {
    en: 'Press the star at the top of a list, a record or a dashboard.',
    'zh-CN': '点击列表、单据或仪表盘顶部的星标即可收藏。',
  },
  create: { en: 'New', 'zh-CN': '快速新建' },
  points: { en: 'My points', 'zh-CN': '我的积分' },
  pending: { en: '{count} on their way', 'zh-CN': '待确认 {count}' },
  toNext: { en: '{count} to “{tier}”', 'zh-CN': '距“{tier}”还差 {count}' },
  pointsTrend: { en: 'The last {count} entries', 'zh-CN': '最近 {count} 笔变动' },
} as const);
