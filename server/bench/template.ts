import type { EntityDef, RoleDef, Template, WorkflowDef } from '../../schema/template/template.ts';
import type { LedgerDef } from '../../schema/template/template-rules.ts';
import { POINTS_PER_CONFIRM } from './plain-schema.ts';

const label = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const ENTITIES: readonly EntityDef[] = [
  {
    id: 'Customer',
    kind: 'master',
    label: label('Customer', '客户'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true },
      { id: 'city', type: 'text', required: true },
      { id: 'region', type: 'text', required: true },
    ],
  },
  {
    id: 'Product',
    kind: 'master',
    label: label('Product', '产品'),
    title: 'name',
    fields: [
      { id: 'sku', type: 'text', required: true, unique: true },
      { id: 'name', type: 'text', required: true },
      { id: 'category', type: 'text', required: true },
      { id: 'price', type: 'decimal(12,2)', required: true },
    ],
  },
  {
    id: 'Order',
    kind: 'document',
    label: label('Order', '订单'),
    title: 'number',
    number: { field: 'number', pattern: 'N-{seq:7}', per: [], gapless: false },
    fields: [
      { id: 'number', type: 'sequence' },
      { id: 'customer', type: 'ref', to: 'Customer', required: true, onDelete: 'restrict' },
      { id: 'assignee', type: 'user', default: 'actor.id' },
      { id: 'orderedOn', type: 'date', required: true, default: 'today()' },
      { id: 'shipCity', type: 'text' },
      { id: 'freight', type: 'decimal(12,2)', required: true, default: '0' },
      { id: 'discount', type: 'decimal(5,4)', required: true, default: '0' },
      { id: 'priority', type: 'int', required: true, default: '3' },
      { id: 'confidential', type: 'bool', required: true, default: 'false' },
      { id: 'note', type: 'text' },
      { id: 'lines', type: 'lines', of: 'OrderLine', min: 1, max: 100 },
      {
        id: 'total',
        type: 'decimal(14,2)',
        formula: 'sum(doc.lines.map(l, l.price * l.quantity))',
        stored: true,
      },
    ],
    unique: [{ id: 'byNumber', fields: ['number'] }],
    indexes: [
      { id: 'byState', fields: ['state', 'orderedOn'] },
      { id: 'byDay', fields: ['orderedOn'] },
    ],
  },
  {
    id: 'OrderLine',
    kind: 'line',
    label: label('Line', '明细'),
    fields: [
      { id: 'product', type: 'ref', to: 'Product', required: true, onDelete: 'restrict' },
      { id: 'quantity', type: 'int', required: true },
      { id: 'price', type: 'decimal(12,2)', required: true },
    ],
  },
  {
    id: 'Receipt',
    kind: 'document',
    label: label('Receipt', '入库单'),
    fields: [{ id: 'lines', type: 'lines', of: 'ReceiptLine', min: 1, max: 500 }],
  },
  {
    id: 'ReceiptLine',
    kind: 'line',
    label: label('Line', '明细'),
    fields: [
      { id: 'product', type: 'ref', to: 'Product', required: true, onDelete: 'restrict' },
      { id: 'quantity', type: 'int', required: true },
    ],
  },
];

const WORKFLOWS: readonly WorkflowDef[] = [
  {
    id: 'orderFlow',
    of: 'Order',
    initial: 'draft',
    states: [
      { id: 'draft' },
      { id: 'confirmed', class: 'posted' },
      { id: 'packed', class: 'posted' },
      { id: 'shipped', class: 'posted' },
      { id: 'closed', class: 'closed' },
    ],
    transitions: [
      { id: 'confirm', from: ['draft'], to: 'confirmed', roles: ['clerk'], post: ['issue'] },
      { id: 'pack', from: ['confirmed'], to: 'packed', roles: ['clerk'] },
      { id: 'ship', from: ['packed'], to: 'shipped', roles: ['clerk'] },
      { id: 'close', from: ['shipped'], to: 'closed', roles: ['clerk'] },
    ],
  },
  {
    id: 'receiptFlow',
    of: 'Receipt',
    initial: 'open',
    states: [{ id: 'open' }, { id: 'done', class: 'posted' }],
    transitions: [{ id: 'receive', from: ['open'], to: 'done', roles: ['clerk'], post: ['receive'] }],
  },
];

const LEDGERS: readonly LedgerDef[] = [
  {
    id: 'stock',
    mode: 'balance',
    label: label('Stock', '库存'),
    dimensions: [{ id: 'product', ref: 'Product' }],
    measures: [{ id: 'onHand', type: 'decimal(18,4)', min: '0' }],
  },
  {
    id: 'points',
    mode: 'double',
    unit: 'pt',
    scale: 2,
    dimensions: [],
    accounts: [
      { id: 'budget', by: [] },
      { id: 'wallet', by: ['user'], min: '0' },
      { id: 'pending', by: ['user'], min: '0' },
      { id: 'owed', by: ['user'], min: '0' },
      { id: 'redeemed', by: [] },
      { id: 'breakage', by: [] },
    ],
  },
];

const READS = ['Customer', 'Product'].map((entity) => ({ entity, can: ['read'] as const }));
const ROLES: readonly RoleDef[] = [
  {
    id: 'clerk',
    label: label('Clerk', '业务员'),
    grants: [
      ...READS,
      { entity: 'Order', can: ['read', 'create', 'update', 'delete'] },
      { entity: 'Receipt', can: ['read', 'create', 'update'] },
      { ledger: 'stock', can: ['read'] },
    ],
  },
  {
    // W7: a row rule and a field rule.
    id: 'limited',
    label: label('Limited', '受限'),
    grants: [...READS, { entity: 'Order', can: ['read'], rows: '!doc.confidential', hide: ['total'] }],
  },
];

/** Shipped packs carry a label on everything; here the id is one. */
function labelled<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  return items.map((item) => ({ label: label(item.id, item.id), ...item }));
}

/** The company that the bench measures Formwork with; its rows are those of the schema `plain`. */
export function benchTemplate(): Template {
  return {
    format: 1,
    pack: 'bench',
    version: '1.0.0',
    label: label('Bench', '性能测试'),
    entities: ENTITIES.map((entity) => ({ ...entity, fields: labelled(entity.fields ?? []) })),
    workflows: WORKFLOWS.map((flow) => ({
      ...flow,
      states: labelled(flow.states),
      transitions: labelled(flow.transitions),
    })),
    ledgers: LEDGERS,
    postings: [
      {
        id: 'issue',
        of: 'Order',
        ledger: 'stock',
        each: 'doc.lines',
        key: { product: 'line.product' },
        move: { onHand: '-line.quantity' },
      },
      {
        id: 'receive',
        of: 'Receipt',
        ledger: 'stock',
        each: 'doc.lines',
        key: { product: 'line.product' },
        move: { onHand: 'line.quantity' },
      },
    ],
    awards: [
      {
        id: 'confirmed',
        label: label('Order confirmed', '订单确认'),
        ledger: 'points',
        on: { entity: 'Order', transition: 'confirm' },
        to: 'doc.assignee',
        when: 'true',
        amount: `dec('${POINTS_PER_CONFIRM}')`,
        once: ['doc.id'],
        explain: label('Confirmed {doc.number}', '确认 {doc.number}'),
      },
    ],
    roles: ROLES,
  };
}
