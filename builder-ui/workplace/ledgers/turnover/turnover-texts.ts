import { areaTexts } from '../../../i18n/area-texts.ts';

/** Texts of what came and went over a period. */
export const useTurnoverText = areaTexts('turnover', {
  opening: { en: 'Opening', 'zh-CN': '期初' },
  in: { en: 'In', 'zh-CN': '本期收入' },
  out: { en: 'Out', 'zh-CN': '本期发出' },
  closing: { en: 'Closing', 'zh-CN': '期末结存' },
  debit: { en: 'Debit', 'zh-CN': '本期借方' },
  credit: { en: 'Credit', 'zh-CN': '本期贷方' },
  ofMeasure: { en: '{word}: {what}', 'zh-CN': '{word}·{what}' },
  cut: { en: 'the first 10,000 only: filter, or show fewer columns', 'zh-CN': '仅统计前 10,000 组，请筛选或减少维度' },
});
