import { expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Template } from '../../schema/template/template.ts';
import { apiRights, allNames } from '../workplace/documents/api-rights.ts';
import { balanceQuestion } from '../workplace/documents/balance-document.ts';
import { followBalances } from './balances.ts';
import { compileForm } from './form-plan.ts';
import type { BalanceAsk } from './form-sources.ts';
import { createFormStore } from './form-store.ts';
import { rowsIn, type RecordValue } from './form-value.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'test',
  version: '1.0.0',
  entities: [
    { id: 'Item', kind: 'master', fields: [{ id: 'name', type: 'text', required: true }] },
    { id: 'Lot', kind: 'master', fields: [{ id: 'name', type: 'text', required: true }] },
    { id: 'Count', kind: 'document', fields: [{ id: 'lines', type: 'lines', of: 'CountLine' }] },
    {
      id: 'CountLine',
      kind: 'line',
      fields: [
        { id: 'item', type: 'ref', to: 'Item' },
        { id: 'lot', type: 'ref', to: 'Lot' },
        { id: 'counted', type: 'quantity' },
        {
          id: 'booked',
          type: 'quantity',
          balance: { ledger: 'stock', measure: 'onHand', key: { item: 'line.item', lot: 'line.lot' } },
        },
        { id: 'difference', type: 'quantity', formula: 'line.counted - line.booked' },
      ],
    },
  ],
  ledgers: [
    {
      id: 'stock',
      mode: 'balance',
      dimensions: [
        { id: 'item', ref: 'Item' },
        { id: 'lot', ref: 'Lot', optional: true },
      ],
      measures: [{ id: 'onHand', type: 'decimal(18,4)' }],
    },
  ],
};
const resolved = resolveModel(TEMPLATE);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;
const context = () => ({ now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null });
const tea = { id: 'i1', title: 'Tea' };

it('[FORM-30] a new row says what the books say once it is known of what; a stored one stays until that changes', async () => {
  const form = compileForm(model, 'Count', { locale: 'en' });
  const stored: RecordValue = { id: 'c1', lines: [{ id: 'l1', item: tea, lot: null, counted: '4', booked: '7' }] };
  const store = createFormStore(form, { value: stored, stored, onChange: () => undefined, context });
  const asked: BalanceAsk[] = [];
  const stop = followBalances(
    store,
    async (asks) => {
      asked.push(...asks);
      return Promise.resolve(asks.map(({ key }) => (key['item'] === null ? undefined : '10')));
    },
    context,
  );
  const rows = () => rowsIn(store.state.getState().value['lines']);
  store.setRows('lines', [...rows(), { $key: 'new-1', counted: '3' }]);
  store.set(['lines', 'new-1', 'item'], tea);
  await expect.poll(() => rows().map((row) => row['booked'])).toEqual(['7', '10']);
  expect(store.state.getState().derived.rows.get('new-1')?.computed['difference']).toBe('-7');
  store.set(['lines', 'l1', 'lot'], { id: 'o1', title: 'A' });
  await expect.poll(() => rows().map((row) => row['booked'])).toEqual(['10', '10']);
  expect(asked.map(({ key }) => key)).toContainEqual({ item: 'i1', lot: 'o1' });
  stop();
});

it('[FORM-30] where the books don’t answer nothing stands there, and nothing of a row that they said of another', async () => {
  const form = compileForm(model, 'Count', { locale: 'en' });
  const stored: RecordValue = { id: 'c1', lines: [{ id: 'l1', item: tea, lot: null, booked: '7' }] };
  const store = createFormStore(form, { value: stored, stored, onChange: () => undefined, context });
  const asks: string[] = [];
  const stop = followBalances(
    store,
    async ([one]) => {
      asks.push(String(one?.key['item']));
      return Promise.reject(new TypeError('Failed to fetch'));
    },
    context,
  );
  const booked = () => rowsIn(store.state.getState().value['lines']).map((row) => row['booked']);
  store.set(['lines', 'l1', 'item'], { id: 'i2', title: 'Cup' });
  await expect.poll(booked).toEqual([null]);
  expect(asks).toEqual(['i2']);
  stop();
});

it('[FORM-30] is asked of the balances that the reader may read, of keys that are whole', () => {
  const ask = (item: string | null): BalanceAsk => ({ ledger: 'stock', measure: 'onHand', key: { item, lot: null } });
  const names = allNames(model);
  const rights = apiRights({ ...names, queries: new Set([...names.queries, 'stockBalances']) });
  expect(balanceQuestion(model, apiRights(names), [ask('i1')])).toBeUndefined();
  const question = must(balanceQuestion(model, rights, [ask(null), ask('i1')]), 'a question');
  expect(question.query).toBe(
    'query ($w1: StockBalanceWhere) { b1: stockBalances(where: $w1, first: 1) { nodes { onHand } } }',
  );
  expect(question.variables).toEqual({ w1: { and: [{ item: { id: { eq: 'i1' } } }, { lot: { isNull: true } }] } });
  expect(question.read({ b1: { nodes: [] } })).toEqual([undefined, '0']);
  expect(balanceQuestion(model, rights, [ask(null)])).toBeUndefined();
});
