import type { EntityDef, RoleDef, Template } from '../../schema/template/template.ts';

const text = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const ENTITIES: readonly EntityDef[] = [
  {
    id: 'Item',
    kind: 'master',
    label: text('Item', '物料'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true, unique: true },
      { id: 'onHand', type: 'quantity', rollup: { of: 'stock.item', fn: 'sum', field: 'onHand', mode: 'ledger' } },
      {
        id: 'inMain',
        type: 'quantity',
        rollup: {
          of: 'stock.item',
          fn: 'sum',
          field: 'onHand',
          mode: 'ledger',
          where: "doc.warehouse.name == 'Main'",
        },
      },
      { id: 'isShort', type: 'bool', formula: "doc.onHand < dec('5')" },
    ],
  },
  {
    id: 'Warehouse',
    kind: 'master',
    label: text('Warehouse', '仓库'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true, unique: true },
      { id: 'keeper', type: 'user' },
    ],
  },
  {
    id: 'Employee',
    kind: 'master',
    label: text('Employee', '员工'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true, unique: true },
      { id: 'login', type: 'user' },
      {
        id: 'points',
        type: 'decimal(20,2)',
        rollup: { of: 'points.wallet.user', via: 'login', fn: 'sum', field: 'amount', mode: 'ledger' },
      },
    ],
  },
  {
    id: 'Receipt',
    kind: 'document',
    label: text('Receipt', '入库单'),
    title: 'number',
    number: { field: 'number', pattern: 'RC-{seq:4}', per: [], gapless: false },
    fields: [
      { id: 'number', type: 'sequence' },
      { id: 'warehouse', type: 'ref', to: 'Warehouse', required: true },
      { id: 'lines', type: 'lines', of: 'ReceiptLine', min: 1, max: 50 },
    ],
  },
  {
    id: 'ReceiptLine',
    kind: 'line',
    label: text('Line', '明细'),
    fields: [
      { id: 'item', type: 'ref', to: 'Item', required: true },
      { id: 'quantity', type: 'quantity', required: true },
      { id: 'had', type: 'quantity', default: 'line.item.onHand' },
      { id: 'has', type: 'quantity', formula: 'line.item.onHand + line.quantity' },
    ],
  },
];

const ROLES: readonly RoleDef[] = [
  {
    id: 'keeper',
    label: text('Keeper', '仓管员'),
    grants: [
      { entity: 'Item', can: ['read'] },
      { entity: 'Warehouse', can: ['read'] },
      { ledger: 'stock', can: ['read'], rows: 'doc.warehouse.keeper == actor.id', hide: ['value'] },
    ],
  },
  { id: 'reader', label: text('Reader', '查阅者'), grants: [{ entity: '*', can: ['read'] }] },
  { id: 'controller', label: text('Controller', '财务'), grants: [{ ledger: 'stock', can: ['read'] }] },
  { id: 'clerk', label: text('Clerk', '文员'), grants: [{ entity: 'Item', can: ['read'] }] },
  {
    id: 'earner',
    label: text('Earner', '积分人'),
    grants: [{ ledger: 'points', can: ['read', 'export'], rows: "doc.account == 'wallet' && doc.user == actor.id" }],
  },
];

/** A depot with a stock ledger and a points ledger, as the tests of ledgers in the API need them. */
export function depotTemplate(more: Partial<Template> = {}): Template {
  return {
    format: 1,
    pack: 'depot',
    version: '1.0.0',
    label: text('Depot', '仓储'),
    entities: ENTITIES,
    roles: ROLES,
    ledgers: [
      {
        id: 'stock',
        mode: 'balance',
        label: text('Stock', '库存'),
        dimensions: [
          { id: 'item', ref: 'Item', label: text('Item', '物料') },
          { id: 'warehouse', ref: 'Warehouse', label: text('Warehouse', '仓库') },
          { id: 'lot', type: 'text', optional: true, label: text('Lot', '批次') },
        ],
        measures: [
          { id: 'onHand', type: 'quantity', min: '0', label: text('On hand', '在库') },
          { id: 'value', type: 'money(18,2)', label: text('Value', '金额') },
        ],
        override: { measure: 'onHand', floor: '-10', roles: ['keeper'], approval: true },
        period: { by: 'month', close: 'controller' },
      },
      {
        id: 'points',
        mode: 'double',
        label: text('Points', '积分'),
        unit: 'pt',
        scale: 2,
        accounts: [
          { id: 'wallet', by: ['user'], min: '0', label: text('Wallet', '钱包') },
          { id: 'budget', by: ['programme', 'year'], min: '0', label: text('Budget', '预算') },
        ],
      },
    ],
    postings: [
      {
        id: 'receive',
        of: 'Receipt',
        ledger: 'stock',
        each: 'doc.lines',
        key: { item: 'line.item', warehouse: 'doc.warehouse' },
        move: { onHand: 'line.quantity' },
      },
    ],
    ...more,
  };
}

/** A count of stock whose lines say what the books say, of the warehouse that `warehouse` names. */
export function stockCount(warehouse: string): readonly EntityDef[] {
  const key = { item: 'line.item', warehouse, lot: 'line.lot' };
  return [
    {
      id: 'Count',
      kind: 'document',
      fields: [
        { id: 'warehouse', type: 'ref', to: 'Warehouse' },
        { id: 'note', type: 'text' },
        { id: 'lines', type: 'lines', of: 'CountLine' },
        { id: 'missing', type: 'quantity', formula: 'sum(doc.lines.map(l, l.booked - l.counted))', stored: true },
      ],
    },
    {
      id: 'CountLine',
      kind: 'line',
      fields: [
        { id: 'item', type: 'ref', to: 'Item' },
        { id: 'lot', type: 'text' },
        { id: 'booked', type: 'quantity', balance: { ledger: 'stock', measure: 'onHand', key } },
        { id: 'worth', type: 'money(18,2)', balance: { ledger: 'stock', measure: 'value', key } },
        { id: 'counted', type: 'quantity', default: 'line.booked' },
      ],
    },
  ];
}
