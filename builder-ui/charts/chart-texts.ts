import { areaTexts } from '../i18n/area-texts.ts';

/** Texts around every chart. */
export const useChartText = areaTexts('charts', {
  asTable: { en: 'Show “{what}” as a table', 'zh-CN': '以表格显示“{what}”' },
  asChart: { en: 'Show “{what}” as a chart', 'zh-CN': '以图表显示“{what}”' },
  table: { en: 'Table', 'zh-CN': '表格' },
  chart: { en: 'Chart', 'zh-CN': '图表' },
  value: { en: 'Value', 'zh-CN': '数值' },
  name: { en: 'Name', 'zh-CN': '名称' },
});
