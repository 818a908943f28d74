import { areaTexts } from '../i18n/area-texts.ts';

/** Words that tell of points as they come. */
export const useToastText = areaTexts('points.toast', {
  region: { en: 'News of your points', 'zh-CN': '积分动态' },
  came: { en: '{amount} points', 'zh-CN': '{amount} 积分' },
  waiting: { en: '{amount} points, waiting to be confirmed', 'zh-CN': '{amount} 积分，待确认' },
  takenBack: { en: '{amount} points, taken back', 'zh-CN': '{amount} 积分，已收回' },
  several_one: { en: '{count} entry', 'zh-CN': '共 {count} 笔' },
  several_other: { en: '{count} entries', 'zh-CN': '共 {count} 笔' },
  why: { en: 'Why?', 'zh-CN': '原因' },
  close: { en: 'Close', 'zh-CN': '关闭' },
});
