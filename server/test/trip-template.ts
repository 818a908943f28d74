import type { Template } from '../../schema/template/template.ts';

/** A travel request with a field of every kind, tabs, columns, a note and lines: what the tests of forms type into. */
export function tripTemplate(): Template {
  return {
    format: 1,
    pack: 'wide',
    version: '1.0.0',
    label: { en: 'Wide' },
    entities: [
      {
        id: 'Person',
        kind: 'master',
        label: { en: 'Person', 'zh-CN': '人员' },
        title: 'name',
        fields: [{ id: 'name', type: 'text', required: true, label: { en: 'Name', 'zh-CN': '姓名' } }],
      },
      {
        id: 'Trip',
        kind: 'document',
        label: { en: 'Trip', 'zh-CN': '差旅申请' },
        title: 'title',
        fields: [
          {
            id: 'title',
            type: 'text',
            required: true,
            label: { en: 'Title', 'zh-CN': '标题' },
            help: { en: 'Short and clear.', 'zh-CN': '简短明了。' },
          },
          { id: 'mail', type: 'text', pattern: 'email', label: { en: 'E-mail', 'zh-CN': '邮箱' } },
          {
            id: 'level',
            type: 'enum',
            label: { en: 'Urgency', 'zh-CN': '紧急程度' },
            options: [
              { id: 'low', label: { en: 'Low', 'zh-CN': '低' }, color: 'green' },
              { id: 'mid', label: { en: 'Medium', 'zh-CN': '中' }, color: 'amber' },
              { id: 'high', label: { en: 'High', 'zh-CN': '高' }, color: 'red' },
            ],
          },
          {
            id: 'tags',
            type: 'multiEnum',
            label: { en: 'Tags', 'zh-CN': '标签' },
            options: [
              { id: 'a', label: { en: 'Abroad', 'zh-CN': '境外' }, color: 'blue' },
              { id: 'b', label: { en: 'Client', 'zh-CN': '客户' } },
            ],
          },
          {
            id: 'reason',
            type: 'longtext',
            label: { en: 'Reason', 'zh-CN': '事由' },
            visible: "doc.level == 'high'",
            required: "doc.level == 'high'",
          },
          { id: 'days', type: 'int', min: '1', max: '60', label: { en: 'Days', 'zh-CN': '天数' } },
          { id: 'cost', type: 'money', label: { en: 'Cost', 'zh-CN': '费用' }, currency: 'CNY' },
          { id: 'weight', type: 'quantity', unit: 'kg', label: { en: 'Luggage', 'zh-CN': '行李' } },
          { id: 'share', type: 'percent', label: { en: 'Share', 'zh-CN': '分摊比例' } },
          { id: 'urgent', type: 'bool', label: { en: 'Flight needed', 'zh-CN': '需要机票' } },
          { id: 'from', type: 'date', required: true, label: { en: 'From', 'zh-CN': '出发日期' } },
          { id: 'at', type: 'time', label: { en: 'Leaves at', 'zh-CN': '出发时间' } },
          { id: 'until', type: 'datetime', label: { en: 'Back at', 'zh-CN': '返回时间' } },
          { id: 'takes', type: 'duration', label: { en: 'Takes', 'zh-CN': '路程时长' } },
          { id: 'person', type: 'ref', to: 'Person', label: { en: 'Traveller', 'zh-CN': '出差人' } },
          { id: 'with', type: 'multiRef', to: 'Person', label: { en: 'Companions', 'zh-CN': '同行人' } },
          { id: 'boss', type: 'user', label: { en: 'Approver', 'zh-CN': '审批人' } },
          { id: 'dept', type: 'org', label: { en: 'Department', 'zh-CN': '部门' } },
          { id: 'plan', type: 'file', label: { en: 'Plan', 'zh-CN': '行程单' } },
          { id: 'sign', type: 'signature', label: { en: 'Signature', 'zh-CN': '签名' } },
          { id: 'place', type: 'geo', label: { en: 'Place', 'zh-CN': '地点' } },
          { id: 'extra', type: 'json', label: { en: 'Extra', 'zh-CN': '附加数据' } },
          { id: 'story', type: 'richtext', label: { en: 'Report', 'zh-CN': '出差报告' } },
          { id: 'legs', type: 'lines', of: 'Leg', label: { en: 'Legs', 'zh-CN': '行程明细' } },
          {
            id: 'total',
            type: 'money',
            currency: 'CNY',
            label: { en: 'Total', 'zh-CN': '合计' },
            formula: 'sum(doc.legs.map(l, l.amount))',
          },
        ],
      },
      {
        id: 'Leg',
        kind: 'line',
        label: { en: 'Leg', 'zh-CN': '行程' },
        fields: [
          { id: 'to', type: 'text', required: true, label: { en: 'To', 'zh-CN': '目的地' } },
          {
            id: 'by',
            type: 'enum',
            label: { en: 'By', 'zh-CN': '交通方式' },
            options: [
              { id: 'train', label: { en: 'Train', 'zh-CN': '火车' }, color: 'green' },
              { id: 'plane', label: { en: 'Plane', 'zh-CN': '飞机' }, color: 'blue' },
            ],
          },
          { id: 'who', type: 'ref', to: 'Person', label: { en: 'Who', 'zh-CN': '人员' } },
          { id: 'on', type: 'date', label: { en: 'On', 'zh-CN': '日期' } },
          { id: 'qty', type: 'quantity', label: { en: 'Tickets', 'zh-CN': '数量' }, default: "dec('1')" },
          { id: 'price', type: 'money', label: { en: 'Price', 'zh-CN': '单价' } },
          { id: 'amount', type: 'money', label: { en: 'Amount', 'zh-CN': '金额' }, formula: 'line.qty * line.price' },
        ],
      },
    ],
    views: [
      {
        id: 'tripForm',
        kind: 'form',
        of: 'Trip',
        label: { en: 'Trip' },
        layout: [
          {
            kind: 'section',
            id: 'head',
            label: { en: 'Trip', 'zh-CN': '差旅信息' },
            children: [
              { kind: 'field', id: 'title', field: 'title', width: 'half' },
              { kind: 'field', id: 'mail', field: 'mail', width: 'half' },
              { kind: 'field', id: 'level', field: 'level', width: 'third' },
              { kind: 'field', id: 'tags', field: 'tags', width: 'third' },
              { kind: 'field', id: 'urgent', field: 'urgent', width: 'third' },
              {
                kind: 'text',
                id: 'warn',
                text: { en: 'Urgent trips are seen by the board.', 'zh-CN': '紧急出差将抄送董事会。' },
                tone: 'warning',
                visible: "doc.level == 'high'",
              },
              { kind: 'field', id: 'reason', field: 'reason' },
            ],
          },
          {
            kind: 'tabs',
            id: 'tabs',
            children: [
              {
                kind: 'section',
                id: 't1',
                label: { en: 'Figures', 'zh-CN': '费用与时间' },
                children: [
                  {
                    kind: 'columns',
                    id: 'c1',
                    children: [
                      { kind: 'field', id: 'days', field: 'days' },
                      { kind: 'field', id: 'cost', field: 'cost' },
                      { kind: 'field', id: 'weight', field: 'weight' },
                      { kind: 'field', id: 'share', field: 'share' },
                    ],
                  },
                  { kind: 'field', id: 'from', field: 'from', width: 'third' },
                  { kind: 'field', id: 'at', field: 'at', width: 'third' },
                  { kind: 'field', id: 'until', field: 'until', width: 'third' },
                  { kind: 'field', id: 'takes', field: 'takes', width: 'third' },
                ],
              },
              {
                kind: 'section',
                id: 't2',
                label: { en: 'People', 'zh-CN': '人员' },
                children: [
                  { kind: 'field', id: 'person', field: 'person', width: 'half' },
                  { kind: 'field', id: 'with', field: 'with', width: 'half' },
                  { kind: 'field', id: 'boss', field: 'boss', width: 'half' },
                  { kind: 'field', id: 'dept', field: 'dept', width: 'half' },
                ],
              },
              {
                kind: 'section',
                id: 't3',
                label: { en: 'More', 'zh-CN': '更多' },
                children: [
                  { kind: 'field', id: 'plan', field: 'plan', width: 'half' },
                  { kind: 'field', id: 'sign', field: 'sign', width: 'half' },
                  { kind: 'field', id: 'place', field: 'place', width: 'half' },
                  { kind: 'field', id: 'extra', field: 'extra', width: 'half' },
                  { kind: 'field', id: 'story', field: 'story' },
                ],
              },
            ],
          },
          {
            kind: 'section',
            id: 'legsSection',
            label: { en: 'Legs', 'zh-CN': '行程明细' },
            children: [
              { kind: 'childGrid', id: 'legs', field: 'legs' },
              { kind: 'field', id: 'total', field: 'total', width: 'third' },
            ],
          },
        ],
      },
    ],
  };
}

/** The ids of the fields of `wideTemplate` that take text. */
export function textFieldIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `field${index}`).filter((_, index) => index % 5 < 2);
}

/** One entity of so many fields of the usual kinds on one page: texts, numbers, dates, options. */
export function wideTemplate(count: number): Template {
  const kinds = ['text', 'text', 'money', 'date', 'enum'] as const;
  const fields = Array.from({ length: count }, (_, index) => {
    const type = kinds[index % kinds.length] ?? 'text';
    const label = { en: `Field ${index}`, 'zh-CN': `字段 ${index}` };
    const options = [
      { id: 'one', label: { en: 'One' } },
      { id: 'two', label: { en: 'Two' }, color: 'blue' },
    ];
    return { id: `field${index}`, type, label, ...(type === 'enum' ? { options } : {}) };
  });
  const layout = fields.map(({ id }, index) => ({
    kind: 'field' as const,
    id,
    field: id,
    width: 'third' as const,
    ...(index % 10 === 9 ? { visible: "doc.field0 != 'hide'" } : {}),
  }));
  return {
    format: 1,
    pack: 'wide',
    version: '1.0.0',
    entities: [{ id: 'Wide', kind: 'master', label: { en: 'Wide' }, title: 'field0', fields }],
    views: [{ id: 'wideForm', kind: 'form', of: 'Wide', layout }],
  };
}
