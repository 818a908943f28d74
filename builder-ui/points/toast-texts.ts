import { areaTexts } from '../i18n/area-texts.ts';

/** Words that tell of points as they come. */
export const useToastText = areaTexts('points.toast', {
  region: { en: 'News of your points', 'zh-CN': '积分动态' },
  came_one: { en: '{amount} point', 'zh-CN': '{amount} 积分' },
  came_other: { en: '{amount} points', 'zh-CN': '{amount} 积分' },
  waiting_one: { en: '{amount} point, waiting to be confirmed', 'zh-CN': '{amount} 积分，待确认' },
  waiting_other: { en: '{amount} points, waiting to be confirmed', 'zh-CN': '{amount} 积分，待确认' },
  takenBack_one: { en: '{amount} point, taken back', 'zh-CN': '{amount} 积分，已收回' },
  takenBack_other: { en: '{amount} points, taken back', 'zh-CN': '{amount} 积分，已收回' },
  several_one: { en: '{count} entry', 'zh-CN': '共 {count} 笔' },
  several_other: { en: '{count} entries', 'zh-CN': '共 {count} 笔' },
  why: { en: 'Why?', 'zh-CN': '原因' },
  close: { en: 'Close', 'zh-CN': '关闭' },
});
