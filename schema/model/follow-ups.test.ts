import { describe, expect, it } from 'vitest';
import { must } from '../core/result.ts';
import type { FieldDef, Template } from '../template/template.ts';
import { followUps } from './follow-ups.ts';
import { resolveModel } from './resolve.ts';

const ref = (id: string, to: string, required = false): FieldDef => ({ id, type: 'ref', to, required });
const lines = (of: string): FieldDef => ({ id: 'lines', type: 'lines', of });
const LINE: readonly FieldDef[] = [ref('item', 'Item', true), { id: 'qty', type: 'quantity', required: true }];

const TRADE: Template = {
  format: 1,
  pack: 'trade',
  version: '1.0.0',
  entities: [
    { id: 'Item', kind: 'master', fields: [{ id: 'name', type: 'text' }] },
    { id: 'Supplier', kind: 'master', fields: [{ id: 'name', type: 'text' }] },
    { id: 'Wish', kind: 'document', fields: [{ id: 'why', type: 'text' }, lines('WishLine')] },
    { id: 'WishLine', kind: 'line', fields: [...LINE] },
    {
      id: 'Order',
      kind: 'document',
      fields: [ref('supplier', 'Supplier', true), ref('wish', 'Wish'), lines('OrderLine')],
    },
    { id: 'OrderLine', kind: 'line', fields: [...LINE, { id: 'price', type: 'money', default: '0' }] },
    { id: 'Receipt', kind: 'document', fields: [ref('order', 'Order', true), lines('ReceiptLine')] },
    { id: 'ReceiptLine', kind: 'line', fields: [...LINE] },
    { id: 'Payment', kind: 'document', fields: [ref('supplier', 'Supplier', true), lines('PaymentLine')] },
    {
      id: 'PaymentLine',
      kind: 'line',
      fields: [ref('order', 'Order', true), { id: 'amount', type: 'money', required: true }],
    },
    { id: 'Note', kind: 'document', fields: [ref('about', 'Order'), { id: 'text', type: 'text' }] },
  ],
  ledgers: [
    {
      id: 'onOrder',
      mode: 'balance',
      dimensions: [
        { id: 'of', ref: 'Order' },
        { id: 'what', ref: 'Item' },
      ],
      measures: [{ id: 'left', type: 'decimal(18,4)' }],
    },
    {
      id: 'owed',
      mode: 'balance',
      dimensions: [
        { id: 'whom', ref: 'Supplier' },
        { id: 'for', ref: 'Order' },
      ],
      measures: [{ id: 'due', type: 'money' }],
    },
  ],
  postings: [
    {
      ...{ id: 'arrive', of: 'Receipt', ledger: 'onOrder', each: 'doc.lines' },
      ...{ key: { of: 'doc.order', what: 'line.item' }, move: { left: '-line.qty' } },
    },
    {
      ...{ id: 'pay', of: 'Payment', ledger: 'owed', each: 'doc.lines' },
      ...{ key: { whom: 'doc.supplier', for: 'line.order' }, move: { due: '-line.amount' } },
    },
  ],
};

describe('documents that follow from a record', () => {
  const resolved = resolveModel(TRADE);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  const model = resolved.value;
  const from = (id: string) =>
    followUps(
      model,
      must(
        model.entities.find((entity) => entity.id === id),
        id,
      ),
    ).map(({ entity, by, isByLine, shared, lines: taken }) => ({
      made: entity.id,
      by: `${isByLine ? 'line.' : ''}${by.id}`,
      shared,
      copied: taken?.copied?.fields ?? [],
      ...(taken?.open === undefined ? {} : { open: taken.open }),
    }));

  it('[MOD-18] take what the books keep open of it, or its lines; a reference that may be empty makes none', () => {
    expect(from('Order')).toEqual([
      {
        ...{ made: 'Receipt', by: 'order', shared: [], copied: ['item', 'qty'] },
        open: {
          ...{ ledger: 'onOrder', dimension: 'of', measure: 'left', amount: 'qty' },
          ofLine: [{ dimension: 'what', field: 'item' }],
          ofDocument: [{ dimension: 'of', field: 'order' }],
        },
      },
      {
        ...{ made: 'Payment', by: 'line.order', shared: ['supplier'], copied: [] },
        open: {
          ...{ ledger: 'owed', dimension: 'for', measure: 'due', amount: 'amount' },
          ofLine: [{ dimension: 'for', field: 'order' }],
          ofDocument: [{ dimension: 'whom', field: 'supplier' }],
        },
      },
    ]);
    expect(from('Wish')).toEqual([{ made: 'Order', by: 'wish', shared: [], copied: ['item', 'qty'] }]);
    expect(from('Supplier').map(({ made }) => made)).toEqual(['Order', 'Payment']);
    // What goods are in is no document's to take.
    expect(from('Item')).toEqual([]);
  });
});
