import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the ways to look at a list: calendar, cards, chart. */
export const useLookText = areaTexts('listLook', {
  look: { en: 'Look', 'zh-CN': '展示方式' },
  table: { en: 'Table', 'zh-CN': '表格' },
  cards: { en: 'Cards', 'zh-CN': '卡片' },
  calendar: { en: 'Calendar', 'zh-CN': '日历' },
  chart: { en: 'Chart', 'zh-CN': '图表' },
  // Calendar
  month: { en: 'Month', 'zh-CN': '月' },
  week: { en: 'Week', 'zh-CN': '周' },
  span: { en: 'Month or week', 'zh-CN': '月或周' },
  today: { en: 'Today', 'zh-CN': '今天' },
  earlier: { en: 'Earlier', 'zh-CN': '上一页' },
  later: { en: 'Later', 'zh-CN': '下一页' },
  byDate: { en: 'By', 'zh-CN': '日期字段' },
  newOn: { en: 'New on {day}', 'zh-CN': '在 {day} 新建' },
  moreOn: { en: '{count} more', 'zh-CN': '还有 {count} 条' },
  moveEvent: { en: 'Move “{what}”', 'zh-CN': '移动“{what}”' },
  moveHint: { en: 'Alt + arrow keys move it', 'zh-CN': 'Alt + 方向键移动' },
  dayBack: { en: 'A day earlier', 'zh-CN': '提前一天' },
  dayOn: { en: 'A day later', 'zh-CN': '推后一天' },
  weekBack: { en: 'A week earlier', 'zh-CN': '提前一周' },
  weekOn: { en: 'A week later', 'zh-CN': '推后一周' },
  movedTo: { en: '“{what}” is now on {day}.', 'zh-CN': '“{what}”已移至 {day}。' },
  nothingThisMonth: { en: 'Nothing in these days.', 'zh-CN': '这段时间没有记录。' },
  cutSpan: {
    en: 'Only the first {count} are shown; filter to see the others.',
    'zh-CN': '仅显示前 {count} 条，请筛选后查看其余记录。',
  },
  // Cards
  moreCards: { en: 'Show more', 'zh-CN': '加载更多' },
  // Groups
  gather: { en: 'Group', 'zh-CN': '分组' },
  gatherNot: { en: 'No groups', 'zh-CN': '不分组' },
  gatheredBy: { en: 'Grouped by {what}', 'zh-CN': '按{what}分组' },
  allOfGroup: { en: 'Show all {count} in the list', 'zh-CN': '在列表中查看全部 {count} 条' },
  // Chart
  groupBy: { en: 'By', 'zh-CN': '分组' },
  measure: { en: 'Measure', 'zh-CN': '指标' },
  count: { en: 'Number of records', 'zh-CN': '记录数' },
  fn_sum: { en: 'Sum of {what}', 'zh-CN': '{what}合计' },
  fn_avg: { en: 'Average of {what}', 'zh-CN': '{what}平均值' },
  fn_min: { en: 'Least {what}', 'zh-CN': '{what}最小值' },
  fn_max: { en: 'Greatest {what}', 'zh-CN': '{what}最大值' },
  shape: { en: 'Kind of chart', 'zh-CN': '图表类型' },
  bar: { en: 'Bars', 'zh-CN': '柱状图' },
  line: { en: 'Line', 'zh-CN': '折线图' },
  pie: { en: 'Pie', 'zh-CN': '饼图' },
  bucket: { en: 'In steps of', 'zh-CN': '时间粒度' },
  bucket_day: { en: 'days', 'zh-CN': '日' },
  bucket_week: { en: 'weeks', 'zh-CN': '周' },
  bucket_month: { en: 'months', 'zh-CN': '月' },
  bucket_quarter: { en: 'quarters', 'zh-CN': '季度' },
  bucket_year: { en: 'years', 'zh-CN': '年' },
  others: { en: 'Others', 'zh-CN': '其他' },
  without: { en: 'Empty', 'zh-CN': '未填' },
  chartOf: { en: '{measure} by {by}', 'zh-CN': '按{by}统计{measure}' },
  pickHint: { en: 'A click shows the records behind it.', 'zh-CN': '点击可查看对应记录。' },
  notGroupable: { en: 'Nothing here can be grouped.', 'zh-CN': '没有可分组的字段。' },
  notWhole: {
    en: 'A part of this view’s filter can’t be counted by the server; look at it as a table.',
    'zh-CN': '该视图的部分筛选条件无法由服务器统计，请以表格查看。',
  },
} as const);

export type LookText = ReturnType<typeof useLookText>;
