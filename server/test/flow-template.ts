import type { EntityDef, RoleDef, Template, WorkflowDef } from '../../schema/template/template.ts';
import type { LedgerDef, PostingDef } from '../../schema/template/template-rules.ts';

const text = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const ENTITIES: readonly EntityDef[] = [
  {
    id: 'Client',
    kind: 'master',
    label: text('Client', '客户'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true, unique: true },
      { id: 'limit', type: 'money', default: "dec('1000')" },
    ],
  },
  {
    id: 'Item',
    kind: 'master',
    label: text('Item', '物料'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true, unique: true },
      { id: 'price', type: 'money', required: true },
    ],
  },
  {
    id: 'Order',
    kind: 'document',
    label: text('Order', '订单'),
    title: 'number',
    number: { field: 'number', pattern: 'O-{seq:4}', per: [], gapless: false },
    fields: [
      { id: 'number', type: 'sequence' },
      { id: 'client', type: 'ref', to: 'Client', required: true },
      { id: 'depot', type: 'text', default: "'main'" },
      { id: 'note', type: 'text', editableAfterPost: true },
      { id: 'carrier', type: 'text' },
      { id: 'pin', type: 'text', secret: true },
      { id: 'shippedAt', type: 'datetime', readonly: true },
      { id: 'confirmedBy', type: 'user', readonly: true },
      { id: 'lines', type: 'lines', of: 'OrderLine', min: 1, max: 50 },
      { id: 'total', type: 'money', formula: 'sum(doc.lines.map(l, l.amount))', stored: true },
    ],
    unique: [{ id: 'byNumber', fields: ['number'] }],
    checks: [
      {
        id: 'carrierName',
        when: "doc.carrier != 'none'",
        message: text('"none" is no carrier.', '“none”不是承运人。'),
      },
    ],
  },
  {
    id: 'OrderLine',
    kind: 'line',
    label: text('Line', '明细'),
    fields: [
      { id: 'item', type: 'ref', to: 'Item', required: true },
      { id: 'qty', type: 'quantity', required: true },
      { id: 'remark', type: 'text', editableAfterPost: true },
      { id: 'amount', type: 'money', formula: 'line.qty * line.item.price', stored: true },
    ],
  },
  {
    id: 'Receipt',
    kind: 'document',
    label: text('Receipt', '入库单'),
    fields: [
      { id: 'item', type: 'ref', to: 'Item', required: true },
      { id: 'qty', type: 'quantity', required: true },
      { id: 'depot', type: 'text' },
    ],
  },
];

/** The steps of an order: confirming reserves stock and uses credit, shipping takes the goods, cancelling undoes both. */
const ORDER_FLOW: WorkflowDef = {
  id: 'orderFlow',
  of: 'Order',
  initial: 'draft',
  label: text('Order', '订单'),
  states: [
    { id: 'draft', label: text('Draft', '草稿') },
    { id: 'confirmed', class: 'posted', label: text('Confirmed', '已确认') },
    { id: 'shipped', class: 'posted', label: text('Shipped', '已发货') },
    { id: 'cancelled', class: 'reversed', label: text('Cancelled', '已取消') },
  ],
  transitions: [
    {
      id: 'confirm',
      label: text('Confirm', '确认'),
      from: ['draft'],
      to: 'confirmed',
      roles: ['sales'],
      guard: "doc.total > dec('0')",
      message: text('The total must be above zero.', '总额必须大于零。'),
      set: { confirmedBy: 'actor.id' },
      post: ['reserve', 'useCredit'],
    },
    {
      id: 'ship',
      label: text('Ship', '发货'),
      from: ['confirmed'],
      to: 'shipped',
      roles: ['warehouse'],
      input: ['carrier'],
      guard: 'doc.carrier != null',
      message: text('A carrier is needed.', '必须填写承运人。'),
      set: { shippedAt: 'now()' },
      post: ['issue'],
    },
    {
      id: 'cancel',
      label: text('Cancel', '取消'),
      from: ['confirmed', 'shipped'],
      to: 'cancelled',
      roles: ['boss'],
      reason: 'required',
      reverse: ['reserve', 'useCredit', 'issue'],
    },
    { id: 'touch', label: text('Touch', '更新'), from: ['draft'], to: 'draft' },
  ],
};

const RECEIPT_FLOW: WorkflowDef = {
  id: 'receiptFlow',
  of: 'Receipt',
  initial: 'open',
  states: [{ id: 'open' }, { id: 'done', class: 'posted' }],
  transitions: [{ id: 'receive', from: ['open'], to: 'done', post: ['receive'] }],
};

const LEDGERS: readonly LedgerDef[] = [
  {
    id: 'stock',
    mode: 'balance',
    label: text('Stock', '库存'),
    dimensions: [
      { id: 'item', ref: 'Item', label: text('Item', '物料') },
      { id: 'depot', type: 'text', label: text('Depot', '仓库') },
    ],
    measures: [
      { id: 'onHand', type: 'quantity', min: '0', label: text('On hand', '现存量') },
      { id: 'available', type: 'quantity', min: '0', label: text('Available', '可用量') },
    ],
  },
  {
    id: 'credit',
    mode: 'balance',
    label: text('Credit', '信用'),
    dimensions: [{ id: 'client', ref: 'Client' }],
    measures: [{ id: 'used', type: 'money', min: '0', max: 'client.limit' }],
  },
];

const STOCK_KEY = { item: 'line.item', depot: 'doc.depot' };
const POSTINGS: readonly PostingDef[] = [
  {
    id: 'reserve',
    of: 'Order',
    ledger: 'stock',
    each: 'doc.lines',
    key: STOCK_KEY,
    move: { available: '-line.qty' },
    expires: 'P7D',
  },
  {
    id: 'issue',
    of: 'Order',
    ledger: 'stock',
    each: 'doc.lines',
    key: STOCK_KEY,
    move: { onHand: '-line.qty' },
    consume: 'reserve',
  },
  { id: 'useCredit', of: 'Order', ledger: 'credit', key: { client: 'doc.client' }, move: { used: 'doc.total' } },
  {
    id: 'receive',
    of: 'Receipt',
    ledger: 'stock',
    key: { item: 'doc.item', depot: 'doc.depot' },
    move: { onHand: 'doc.qty', available: 'doc.qty' },
  },
];

const reads = (...entities: readonly string[]) => entities.map((entity) => ({ entity, can: ['read'] as const }));
const ROLES: readonly RoleDef[] = [
  {
    id: 'sales',
    label: text('Sales', '销售'),
    grants: [{ entity: 'Order', can: ['read', 'create', 'update', 'delete'] }, ...reads('Client', 'Item')],
  },
  { id: 'warehouse', label: text('Warehouse', '仓库'), grants: reads('Order', 'Client', 'Item') },
  { id: 'boss', label: text('Boss', '主管'), grants: reads('Order', 'Client', 'Item') },
  { id: 'director', label: text('Director', '总监'), grants: reads('Order', 'Client', 'Item') },
  { id: 'guest', label: text('Guest', '访客'), grants: reads('Client') },
];

/** A small trade with orders that reserve, issue and use credit: what tests of workflows need. */
export function flowTemplate(change: (flow: WorkflowDef) => WorkflowDef = (same) => same): Template {
  return {
    format: 1,
    pack: 'trade',
    version: '1.0.0',
    label: text('Trade', '贸易'),
    entities: ENTITIES,
    workflows: [change(ORDER_FLOW), RECEIPT_FLOW],
    ledgers: LEDGERS,
    postings: POSTINGS,
    roles: ROLES,
  };
}
