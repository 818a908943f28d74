import type { ExprField, ExprScope, ExprType, TableModel } from './ast.ts';

/** A small company to try expressions on: orders with lines, customers in regions, items. */
const text: ExprType = { kind: 'text' };
const decimal: ExprType = { kind: 'decimal' };
const rowOf = (entity: string): ExprType => ({ kind: 'row', entity });
const listOf = (of: ExprType): ExprType => ({ kind: 'list', of });

const required = (type: ExprType): ExprField => ({ type, nullable: false });
const optional = (type: ExprType): ExprField => ({ type, nullable: true });

export const SAMPLE_FIELDS: Readonly<Record<string, Readonly<Record<string, ExprField>>>> = {
  Order: {
    id: required(text),
    state: required(text),
    customer: required(rowOf('Customer')),
    backup: optional(rowOf('Customer')),
    assignee: optional(text),
    note: optional(text),
    code: required(text),
    total: required(decimal),
    discount: optional(decimal),
    count: required({ kind: 'int' }),
    rank: optional({ kind: 'int' }),
    vip: required({ kind: 'bool' }),
    checked: optional({ kind: 'bool' }),
    dueAt: required({ kind: 'datetime' }),
    shippedAt: optional({ kind: 'datetime' }),
    orderedOn: required({ kind: 'date' }),
    paidOn: optional({ kind: 'date' }),
    opensAt: optional({ kind: 'time' }),
    lead: optional({ kind: 'duration' }),
    place: optional({ kind: 'json' }),
    tags: optional(listOf(text)),
    watchers: optional(listOf(rowOf('Customer'))),
    lines: { type: listOf(rowOf('Line')), nullable: false, listMax: 100 },
  },
  Line: {
    id: required(text),
    lineNo: required({ kind: 'int' }),
    item: optional(rowOf('Item')),
    qty: required(decimal),
    price: optional(decimal),
    label: optional(text),
    spent: optional({ kind: 'duration' }),
    neededOn: optional({ kind: 'date' }),
  },
  Customer: {
    id: required(text),
    name: required(text),
    limit: optional(decimal),
    region: optional(rowOf('Region')),
    contacts: { type: listOf(rowOf('Contact')), nullable: false, listMax: 20 },
  },
  Contact: { id: required(text), email: optional(text), rank: required({ kind: 'int' }) },
  Region: { id: required(text), name: required(text), tax: optional(decimal) },
  Item: { id: required(text), name: required(text), weight: optional(decimal) },
};

/** A weight by role, a discount by amount and state, and fees that add up. */
const TABLES: readonly TableModel[] = [
  {
    id: 'weight',
    label: { en: 'Weight of roles', 'zh-CN': '岗位系数' },
    hit: 'unique',
    inputs: [{ id: 'role', type: text }],
    out: decimal,
    rows: [
      { cells: [{ kind: 'oneOf', values: ['sales', 'finance'] }], out: '1.2' },
      { cells: [{ kind: 'oneOf', values: ['warehouse', null] }], out: '1.1' },
    ],
    otherwise: '1',
  },
  {
    id: 'discount',
    hit: 'first',
    inputs: [
      { id: 'total', type: decimal },
      { id: 'state', type: text },
    ],
    out: decimal,
    rows: [
      { cells: [{ kind: 'range', low: '1000', lowOpen: false, highOpen: false }, { kind: 'any' }], out: '0.1' },
      {
        cells: [
          { kind: 'range', low: '100', high: '1000', lowOpen: true, highOpen: true },
          { kind: 'oneOf', values: ['draft'] },
        ],
        out: '0.05',
      },
    ],
    otherwise: null,
  },
  {
    id: 'fees',
    hit: 'collect',
    inputs: [{ id: 'count', type: { kind: 'int' } }],
    out: decimal,
    rows: [
      { cells: [{ kind: 'any' }], out: '1' },
      { cells: [{ kind: 'range', low: '10', lowOpen: false, highOpen: false }], out: '2.5' },
    ],
    otherwise: '0',
  },
];
const TABLE_MAP = new Map(TABLES.map((table) => [table.id, table]));

const MAPS = new Map(Object.entries(SAMPLE_FIELDS).map(([id, fields]) => [id, new Map(Object.entries(fields))]));

export const SAMPLE_SCOPE: ExprScope = {
  variables: { doc: rowOf('Order'), actor: { kind: 'actor' } },
  fieldsOf: (entity) => MAPS.get(entity),
  tables: TABLE_MAP,
};

/** The scope of a line's own expressions. */
export const LINE_SCOPE: ExprScope = {
  variables: { doc: rowOf('Order'), line: rowOf('Line'), actor: { kind: 'actor' } },
  fieldsOf: (entity) => MAPS.get(entity),
  tables: TABLE_MAP,
};
