import type { EntityDef, RoleDef, Template } from '../../schema/template/template.ts';

const text = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const ENTITIES: readonly EntityDef[] = [
  {
    id: 'Region',
    kind: 'master',
    label: text('Region', '地区'),
    title: 'name',
    fields: [{ id: 'name', type: 'text', required: true, unique: true, label: text('Name', '名称') }],
  },
  {
    id: 'Customer',
    kind: 'master',
    label: text('Customer', '客户'),
    title: 'name',
    fields: [
      { id: 'code', type: 'text', unique: true, pattern: 'code' },
      { id: 'name', type: 'text', required: true, max: '80' },
      { id: 'region', type: 'ref', to: 'Region' },
      { id: 'creditLimit', type: 'money', default: "dec('1000')", min: '0' },
      { id: 'idCard', type: 'text', secret: true },
      { id: 'tags', type: 'multiRef', to: 'Tag' },
      { id: 'vip', type: 'bool', default: 'false' },
      { id: 'orderCount', type: 'int', rollup: { of: 'SalesOrder.customer', fn: 'count', mode: 'live' } },
    ],
    unique: [{ id: 'byNameRegion', fields: ['name', 'region'] }],
  },
  {
    id: 'Tag',
    kind: 'master',
    label: text('Tag', '标签'),
    title: 'name',
    fields: [{ id: 'name', type: 'text', required: true, unique: true }],
  },
  {
    id: 'Product',
    kind: 'master',
    label: text('Product', '产品'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true, unique: true },
      { id: 'price', type: 'money', required: true, min: '0' },
      { id: 'cost', type: 'money' },
      { id: 'kinds', type: 'multiEnum', options: [{ id: 'food' }, { id: 'drink' }, { id: 'gift' }] },
      { id: 'size', type: 'json' },
      { id: 'weightKg', type: 'decimal(10,3)' },
      { id: 'shelfLife', type: 'duration' },
      { id: 'opensAt', type: 'time' },
    ],
  },
  {
    id: 'SalesOrder',
    kind: 'document',
    label: text('Sales order', '销售订单'),
    title: 'number',
    number: { field: 'number', pattern: 'SO-{yyyy}{MM}-{seq:4}', per: ['month'], gapless: true },
    fields: [
      { id: 'number', type: 'sequence' },
      { id: 'customer', type: 'ref', to: 'Customer', required: true, onDelete: 'restrict' },
      { id: 'assignee', type: 'user', default: 'actor.id' },
      { id: 'orderedOn', type: 'date', required: true, default: 'today()' },
      { id: 'dueAt', type: 'datetime' },
      { id: 'channel', type: 'enum', options: [{ id: 'web' }, { id: 'shop' }, { id: 'phone' }], default: "'web'" },
      { id: 'note', type: 'longtext' },
      { id: 'discount', type: 'money', default: "dec('0')", min: '0' },
      { id: 'lines', type: 'lines', of: 'SalesOrderLine', min: 1, max: 50 },
      { id: 'gross', type: 'money', formula: 'sum(doc.lines.map(l, l.amount))', stored: true },
      { id: 'total', type: 'money', formula: 'doc.gross - doc.discount', stored: true },
      { id: 'overLimit', type: 'bool', formula: 'doc.total > doc.customer.creditLimit' },
    ],
    indexes: [{ id: 'byCustomer', fields: ['customer', 'orderedOn'] }],
    checks: [
      {
        id: 'discountMax',
        when: "doc.discount <= doc.gross * dec('0.3')",
        unless: { role: 'manager' },
        message: text('Discount is at most 30 %', '折扣不得超过 30%'),
      },
    ],
  },
  {
    id: 'SalesOrderLine',
    kind: 'line',
    label: text('Line', '明细'),
    fields: [
      { id: 'product', type: 'ref', to: 'Product', required: true },
      { id: 'qty', type: 'quantity', required: true, min: '0.001' },
      { id: 'price', type: 'money', default: 'line.product.price' },
      { id: 'amount', type: 'money', formula: 'line.qty * line.price' },
      { id: 'share', type: 'percent', formula: 'line.amount / doc.gross * 100' },
    ],
  },
  {
    id: 'AuditNote',
    kind: 'log',
    label: text('Note', '记录'),
    title: 'text',
    fields: [{ id: 'text', type: 'text', required: true }],
  },
];

const ROLES: readonly RoleDef[] = [
  {
    id: 'sales',
    label: text('Sales', '销售'),
    grants: [
      { entity: 'SalesOrder', can: ['read', 'create', 'update'], rows: 'doc.assignee == actor.id', lock: ['discount'] },
      { entity: 'Customer', can: ['read'], mask: ['code'], hide: ['creditLimit', 'idCard'] },
      { entity: 'Product', can: ['read'], hide: ['cost'] },
    ],
  },
  {
    id: 'auditor',
    label: text('Auditor', '审计'),
    grants: [{ entity: 'SalesOrder', can: ['read'], hide: ['note', 'total'] }],
  },
  {
    id: 'manager',
    label: text('Manager', '经理'),
    grants: [
      { entity: 'SalesOrder', can: ['read', 'create', 'update', 'delete'] },
      { entity: 'Customer', can: ['read', 'create', 'update'] },
      { entity: 'Product', can: ['read', 'create', 'update', 'delete'] },
      { entity: 'Region', can: ['read'] },
      { entity: 'Tag', can: ['read'] },
    ],
  },
];

/** A small shop with every kind of thing the API must serve; the tests' own template. */
export function shopTemplate(change: (entities: EntityDef[]) => EntityDef[] = (same) => same): Template {
  return {
    format: 1,
    pack: 'shop',
    version: '1.0.0',
    label: text('Shop', '商店'),
    entities: change(structuredClone(ENTITIES) as EntityDef[]),
    roles: ROLES,
  };
}
