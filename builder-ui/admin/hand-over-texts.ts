import { areaTexts } from '../i18n/area-texts.ts';

/** Words of handing over. */
export const useHandOverText = areaTexts('admin-hand-over', {
  handOver: { en: 'Hand over', 'zh-CN': '交接' },
  title: { en: 'Hand over the work of {name}', 'zh-CN': '交接“{name}”的工作' },
  lead: {
    en: 'All of it goes in one step, or none. Records keep their history, and who takes over is told.',
    'zh-CN': '全部内容一次完成交接，失败则不做任何更改；数据保留历史记录，接手人会收到通知。',
  },
  to: { en: 'Goes to', 'zh-CN': '接手人' },
  toHint: {
    en: 'Leave it empty to hand over later.',
    'zh-CN': '可留空，之后再交接。',
  },
  nobody: { en: 'Choose who takes over', 'zh-CN': '请选择接手人' },
  inHand: { en: 'In the hands of {name}', 'zh-CN': '“{name}”名下的工作' },
  nothing: { en: 'Nothing is in the hands of {name}.', 'zh-CN': '“{name}”名下没有需要交接的工作。' },
  records_one: { en: '{entity}, {field}: {count} record', 'zh-CN': '{entity}（{field}）：{count} 条' },
  records_other: { en: '{entity}, {field}: {count} records', 'zh-CN': '{entity}（{field}）：{count} 条' },
  over_one: {
    en: '({count} more stays: it is over, or waits for a decision)',
    'zh-CN': '（另有 {count} 条已结束或审批中，保持不变）',
  },
  over_other: {
    en: '({count} more stay: they are over, or wait for a decision)',
    'zh-CN': '（另有 {count} 条已结束或审批中，保持不变）',
  },
  approvals_one: { en: '{count} decision that waits', 'zh-CN': '待审批 {count} 项' },
  approvals_other: { en: '{count} decisions that wait', 'zh-CN': '待审批 {count} 项' },
  views_one: { en: '{count} shared view of a list', 'zh-CN': '共享视图 {count} 个' },
  views_other: { en: '{count} shared views of lists', 'zh-CN': '共享视图 {count} 个' },
  done: {
    en: '{to} has taken over: records {records}, decisions {approvals}, views {views}.',
    'zh-CN': '“{to}”已接手：数据 {records} 条、待审批 {approvals} 项、视图 {views} 个。',
  },
  left_one: {
    en: '{count} decision stays: {to} asked for it, or decides it already.',
    'zh-CN': '有 {count} 项审批未转交：“{to}”是申请人或已在审批人中。',
  },
  left_other: {
    en: '{count} decisions stay: {to} asked for them, or decides them already.',
    'zh-CN': '有 {count} 项审批未转交：“{to}”是申请人或已在审批人中。',
  },
  show: { en: 'Show records', 'zh-CN': '查看数据' },
  moved: { en: 'Records that changed hands', 'zh-CN': '已交接的数据' },
  movedNone: { en: 'No records changed hands.', 'zh-CN': '没有交接的数据。' },
  untitled: { en: 'without a title', 'zh-CN': '无标题' },
});
