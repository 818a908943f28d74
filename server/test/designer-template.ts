import type { FieldDef, Template } from '../../schema/template/template.ts';
import { master, templateOf } from './publishing.ts';

const WIDE_FIELDS = 200;

/**
 * Objects to design forms of: customers whose form nobody designed, orders with a form of every part, and one of 200
 * fields.
 */
export function designerTemplate(): Template {
  return templateOf(
    [
      master(
        'Customer',
        [
          { id: 'city', type: 'text', label: { en: 'City', 'zh-CN': '城市' } },
          { id: 'limit', type: 'money', label: { en: 'Limit', 'zh-CN': '额度' }, min: '0' },
        ],
        { label: { en: 'Customer', 'zh-CN': '客户' } },
      ),
      {
        id: 'Order',
        kind: 'document',
        label: { en: 'Order', 'zh-CN': '订单' },
        title: 'subject',
        fields: ORDER_FIELDS,
        checks: [{ id: 'paid', when: 'doc.amount >= dec("0")', message: { en: 'Not below zero' } }],
      },
      {
        id: 'OrderLine',
        kind: 'line',
        label: { en: 'Order line', 'zh-CN': '订单明细' },
        fields: [
          { id: 'item', type: 'text', label: { en: 'Item', 'zh-CN': '品名' } },
          { id: 'qty', type: 'quantity', label: { en: 'Quantity', 'zh-CN': '数量' } },
        ],
      },
      master('Wide', WIDE, { label: { en: 'Wide', 'zh-CN': '宽表' } }),
    ],
    { views: [ORDER_FORM, ORDER_LIST] },
  );
}

const ORDER_FIELDS: readonly FieldDef[] = [
  { id: 'subject', type: 'text', required: true, label: { en: 'Subject', 'zh-CN': '主题' } },
  { id: 'customer', type: 'ref', to: 'Customer', label: { en: 'Customer', 'zh-CN': '客户' } },
  { id: 'due', type: 'date', label: { en: 'Due', 'zh-CN': '交期' } },
  { id: 'amount', type: 'money', label: { en: 'Amount', 'zh-CN': '金额' } },
  {
    id: 'level',
    type: 'enum',
    label: { en: 'Level', 'zh-CN': '级别' },
    options: [
      { id: 'low', label: { en: 'Low', 'zh-CN': '低' }, color: 'gray' },
      { id: 'high', label: { en: 'High', 'zh-CN': '高' }, color: 'red' },
    ],
  },
  { id: 'note', type: 'longtext', visible: 'doc.amount > dec("10")', label: { en: 'Note', 'zh-CN': '备注' } },
  { id: 'lines', type: 'lines', of: 'OrderLine', label: { en: 'Lines', 'zh-CN': '明细' } },
];

const ORDER_FORM = {
  id: 'orderForm',
  kind: 'form',
  of: 'Order',
  label: { en: 'Order form', 'zh-CN': '订单表单' },
  layout: [
    {
      kind: 'section',
      id: 'head',
      label: { en: 'Head', 'zh-CN': '抬头' },
      children: [
        { kind: 'field', id: 'subject', field: 'subject', width: 'half' },
        { kind: 'field', id: 'customer', field: 'customer', width: 'half' },
        {
          kind: 'columns',
          id: 'row',
          children: [
            { kind: 'field', id: 'due', field: 'due' },
            { kind: 'field', id: 'amount', field: 'amount' },
          ],
        },
        { kind: 'text', id: 'hint', text: { en: 'Mind the date.', 'zh-CN': '请注意交期。' }, tone: 'info' },
      ],
    },
    {
      kind: 'tabs',
      id: 'tabs',
      children: [
        {
          kind: 'section',
          id: 'goods',
          label: { en: 'Goods', 'zh-CN': '货物' },
          children: [{ kind: 'childGrid', id: 'grid', field: 'lines' }],
        },
        {
          kind: 'section',
          id: 'more',
          label: { en: 'More', 'zh-CN': '其他' },
          children: [{ kind: 'field', id: 'note', field: 'note' }],
        },
      ],
    },
  ],
} as const;

const ORDER_LIST = {
  id: 'orders',
  kind: 'list',
  of: 'Order',
  label: { en: 'Orders', 'zh-CN': '订单' },
  columns: [{ id: 'subject' }, { id: 'due' }, { id: 'amount', summary: 'sum' }],
  sort: [{ field: 'due', direction: 'desc' }],
} as const;

const WIDE_TYPES = ['text', 'money', 'date', 'bool', 'longtext', 'int'] as const;

const WIDE: readonly FieldDef[] = Array.from({ length: WIDE_FIELDS - 1 }, (_, index) => ({
  id: `field${index + 1}`,
  type: WIDE_TYPES[index % WIDE_TYPES.length] ?? 'text',
  label: { en: `Field ${index + 1}`, 'zh-CN': `字段${index + 1}` },
}));
