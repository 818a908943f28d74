import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import { keyedRows, type RecordValue } from '../../form-runtime/form-value.ts';
import { allNames, apiRights } from './api-rights.ts';
import { createDocument, transitionDocument, updateDocument } from './record-document.ts';
import { mergeRecord, settleConflicts } from './record-merge.ts';
import { formRecord } from './row-values.ts';
import { createInput, formIssues, updatePatch } from './write-input.ts';

const file = path.resolve(import.meta.dirname, '../../../schema/cases/passing/orders/template.json');
const template = parseTemplate(JSON.parse(readFileSync(file, 'utf8')));
if (!template.ok) throw new Error(JSON.stringify(template.issues));
const resolved = resolveModel(template.value);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;
const order = must(
  model.entities.find(({ id }) => id === 'SalesOrder'),
  'SalesOrder',
);
const writing = { model, rights: apiRights(allNames(model)) };

const stored = formRecord(model, order, {
  id: 'o1',
  version: 3,
  state: 'draft',
  number: 'SO-1',
  customer: { id: 'c1', name: 'Ann' },
  assignee: null,
  channel: 'web',
  remark: null,
  discount: '0.0000',
  total: '30.0000',
  lines: [
    { id: 'l1', item: { id: 'i1', name: 'Tea' }, qty: '1.0000', price: '10.0000', amount: '10.0000' },
    { id: 'l2', item: { id: 'i2', name: 'Cup' }, qty: '2.0000', price: '10.0000', amount: '20.0000' },
  ],
});
const [first = {}, second = {}] = keyedRows(stored['lines']);

describe('writing', () => {
  it('[WRK-10] a create sends what was given, references by id, and nothing computed', () => {
    const value: RecordValue = {
      customer: { id: 'c1', title: 'Ann' },
      channel: 'web',
      remark: '',
      total: '99',
      number: 'SO-9',
      lines: [{ $key: 'new-1', item: { id: 'i1', title: 'Tea' }, qty: '2', amount: '20' }],
    };
    expect(createInput(writing, order, value)).toEqual({
      customer: { id: 'c1' },
      channel: 'web',
      lines: [{ item: { id: 'i1' }, qty: '2' }],
    });
    expect(createDocument(order)).toBe(
      'mutation ($input: SalesOrderInput!, $key: String) { row: createSalesOrder(input: $input, idempotencyKey: $key) { id version } }',
    );
  });

  it('[WRK-10] an update sends only what changed, lines by their ids', () => {
    expect(updatePatch(writing, order, { stored, value: { ...stored, total: '31' } })).toBeUndefined();
    const lines = [
      { ...first, qty: '5' },
      { $key: 'new-1', item: { id: 'i3', title: 'Pot' }, qty: '1' },
    ];
    const value = { ...stored, customer: { id: 'c2', title: 'Bo' }, channel: null, lines };
    expect(updatePatch(writing, order, { stored, value })).toEqual({
      customer: { id: 'c2' },
      channel: null,
      lines: {
        create: [{ item: { id: 'i3' }, qty: '1' }],
        update: [{ id: 'l1', patch: { qty: '5' } }],
        delete: ['l2'],
      },
    });
    expect(updateDocument(order)).toContain('updateSalesOrder(id: $id, version: $version, patch: $patch');
  });

  it('[WRK-52] the order of rows is sent where it is not what comes about by itself', () => {
    const [added, more] = [
      { $key: 'new-1', qty: '1' },
      { $key: 'new-2', qty: '2' },
    ];
    const patched = (lines: readonly RecordValue[]): unknown =>
      updatePatch(writing, order, { stored, value: { ...stored, lines } })?.['lines'];
    expect(patched([first, second])).toBeUndefined();
    expect(patched([second, first])).toEqual({ order: ['l2', 'l1'] });
    expect(patched([first, added, second, more])).toMatchObject({ order: ['l1', '+0', 'l2', '+1'] });
    expect(patched([second, added])).toEqual({ create: [{ qty: '1' }], delete: ['l1'] });
  });

  it('[WRK-10] what the API does not take is not sent', () => {
    const names = allNames(model);
    const types = new Map(
      [...names.types].map(([name, fields]) => [name, name === 'SalesOrderPatch' ? new Set(['remark']) : fields]),
    );
    const rights = apiRights({ ...names, types });
    const value = { ...stored, channel: null, remark: 'soon' };
    expect(updatePatch({ model, rights }, order, { stored, value })).toEqual({ remark: 'soon' });
  });

  it('[WRK-13] a step sends what it asks for', () => {
    const ask = { id: 'cancel', mutation: 'cancelSalesOrder', reason: 'required', hasInput: true } as const;
    expect(transitionDocument(order, ask)).toBe(
      'mutation ($id: ID!, $version: Int!, $key: String, $reason: String!, $input: CancelSalesOrderInput) { row: cancelSalesOrder(id: $id, version: $version, idempotencyKey: $key, reason: $reason, input: $input) { id version state } }',
    );
  });

  it('[WRK-11] issues stand beside their fields, also those of lines in a patch', () => {
    const value: RecordValue = {
      ...stored,
      lines: [second, { $key: 'new-1' }, { ...first, qty: '-1' }, { $key: 'new-2' }],
    };
    const patch = { lines: { update: [{ id: 'l1', patch: { qty: '-1' } }], create: [{}, {}] } };
    const issue = (place: string) => ({ code: 'X', message: place, cure: '', place });
    const told = formIssues(
      [
        '/patch/discount',
        '/patch/lines/update/0/patch/qty',
        '/patch/lines/create/1/item',
        '/lines/2',
        '',
        '/version',
      ].map(issue),
      { value, patch },
    );
    expect(told.map((one) => one.path)).toEqual([
      ['discount'],
      ['lines', 2, 'qty'],
      ['lines', 3, 'item'],
      ['lines', 2],
      [],
      ['version'],
    ]);
    const created = formIssues([issue('/input/lines/0/item/code'), issue('/input/customer')], { value });
    expect(created.map((one) => one.path)).toEqual([['lines', 0, 'item'], ['customer']]);
  });
});

describe('merging', () => {
  it('[WRK-12] what one side changed comes together, what both changed is a conflict', () => {
    const mine = { ...stored, remark: 'mine', channel: 'phone', discount: '1' };
    const theirs = { ...stored, version: 4, assignee: { id: 'u2', title: 'Bo' }, channel: 'phone', discount: '2' };
    const merged = mergeRecord(model, order, { base: stored, mine, theirs });
    expect(merged.value).toMatchObject({
      version: 4,
      remark: 'mine',
      channel: 'phone',
      assignee: { id: 'u2' },
      discount: '1',
    });
    expect(merged.taken.map(({ id }) => id)).toEqual(['assignee']);
    expect(merged.conflicts).toMatchObject([
      { place: { field: { id: 'discount' } }, base: '0.0000', mine: '1', theirs: '2' },
    ]);
    expect(settleConflicts(merged.value, merged.conflicts, () => true)['discount']).toBe('2');
    expect(settleConflicts(merged.value, merged.conflicts, () => false)['discount']).toBe('1');
  });

  it('[WRK-12] lines are merged one by one', () => {
    const mine = {
      ...stored,
      lines: [
        { ...first, qty: '7' },
        { $key: 'new-1', qty: '3' },
      ],
    };
    const theirs = { ...stored, lines: [{ ...first, price: '12', qty: '8' }, second, { id: 'l9', qty: '1' }] };
    const merged = mergeRecord(model, order, { base: stored, mine, theirs });
    expect(merged.value['lines']).toMatchObject([
      { id: 'l1', qty: '7', price: '12' },
      { id: 'l9', qty: '1' },
      { $key: 'new-1', qty: '3' },
    ]);
    expect(merged.conflicts.map(({ place }) => [place.field.id, place.line?.id, place.line?.number])).toEqual([
      ['qty', 'l1', 1],
    ]);
    const settled = settleConflicts(merged.value, merged.conflicts, () => true);
    expect(settled['lines']).toMatchObject([{ id: 'l1', qty: '8' }, { id: 'l9' }, { $key: 'new-1' }]);
  });

  it('[WRK-12] lines that were sent are not added a second time once they have ids', () => {
    const sent = { ...stored, lines: [first, second, { $key: 'new-1', item: { id: 'i3', title: 'Pot' }, qty: '1' }] };
    const mine = { ...sent, lines: [first, second, { $key: 'new-1', item: { id: 'i3', title: 'Pot' }, qty: '4' }] };
    const theirs = { ...stored, lines: [first, second, { id: 'l3', item: { id: 'i3', title: 'Pot' }, qty: '1.0000' }] };
    const merged = mergeRecord(model, order, { base: sent, mine, theirs });
    expect(merged.value['lines']).toMatchObject([{ id: 'l1' }, { id: 'l2' }, { id: 'l3', qty: '4' }]);
    expect(merged.conflicts).toEqual([]);
  });
});

describe('the order of rows', () => {
  it('[WRK-52] stays as it was moved here when others changed rows meanwhile', () => {
    const third = { ...first, id: 'l3', $key: 'l3', qty: '9' };
    const merged = (mine: readonly RecordValue[], theirs: readonly RecordValue[]): unknown =>
      mergeRecord(model, order, {
        base: stored,
        mine: { ...stored, lines: mine },
        theirs: { ...stored, lines: theirs },
      }).value['lines'];
    expect(merged([second, first], [first, third, { ...second, qty: '7' }])).toEqual([
      { ...second, qty: '7' },
      first,
      third,
    ]);
    expect(merged([first, { $key: 'new-1' }, second], [first, second, third])).toEqual([
      first,
      { $key: 'new-1' },
      second,
      third,
    ]);
    expect(merged([first, second], [second, first])).toEqual([second, first]);
  });
});
