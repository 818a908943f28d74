import { expect, it } from 'vitest';
import { fieldId, sqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { depotTemplate, stockCount } from '../test/depot-template.ts';
import { countBalances, planBalances, wantedBalances, type WantedBalance } from './balance-values.ts';
import type { RowState } from './row-state.ts';
import { textFor } from './sql-text.ts';
import type { CompleteContext } from './write-row.ts';

const resolved = resolveModel(
  depotTemplate({ entities: [...(depotTemplate().entities ?? []), ...stockCount('doc.warehouse')] }),
);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;
const entity = (id: string): EntityModel =>
  must(
    model.entities.find((one) => one.id === id),
    id,
  );
const field = (of: string, id: string): FieldModel =>
  must(
    entity(of).fields.find((one) => one.id === id),
    id,
  );

const context: CompleteContext = {
  model,
  roles: [],
  locale: 'en',
  evaluation: { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null },
};
const [BOLT, MAIN, SIDE] = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`);

type Row = Readonly<Record<string, unknown>>;

function stateOf(id: string, values: Row, before: Row | null): RowState {
  const more = { lines: new Map(), removed: new Map(), path: '', paths: new Map() };
  return { entity: entity(id), id: 'x', before, values: { ...values }, related: {}, ...more };
}

/** What the books are asked for a document with one line, as they were and as they will be. */
function wanted(doc: Row, line: Row, before?: { readonly doc: Row; readonly line: Row }): readonly WantedBalance[] {
  const document = stateOf('Count', doc, before?.doc ?? null);
  const row = stateOf('CountLine', line, before?.line ?? null);
  document.lines.set(fieldId('lines'), [row]);
  row.related['parent'] = doc;
  return [document, row].flatMap((one) => wantedBalances(context, one, document));
}

it('[MOD-17] of a new row every balance is wanted, by the columns of its key', () => {
  const found = wanted({ warehouse: MAIN }, { item: BOLT, lot: 'A' });
  expect(found.map(({ field: { id }, key }) => [id, key])).toEqual([
    ['booked', { u0: BOLT, u1: MAIN, t0: 'A' }],
    ['worth', { u0: BOLT, u1: MAIN, t0: 'A' }],
  ]);
  expect([countBalances(model, entity('Count')), countBalances(model, entity('Receipt'))]).toEqual([2, 0]);
});

it('[MOD-17] a key is whole without what is optional, and none without the rest or with what is no id', () => {
  const keys = (doc: Row, line: Row) => wanted(doc, line).map(({ key }) => key)[0];
  expect(keys({ warehouse: MAIN }, { item: BOLT })).toEqual({ u0: BOLT, u1: MAIN, t0: null });
  expect(keys({ warehouse: null }, { item: BOLT })).toBeUndefined();
  expect(keys({ warehouse: MAIN }, { item: 'nobody', lot: 'A' })).toBeUndefined();
});

it('[MOD-17] of a stored row they are wanted when the line or its document names another balance', () => {
  const before = { doc: { warehouse: MAIN, note: 'a' }, line: { item: BOLT, lot: null } };
  expect(wanted({ warehouse: MAIN, note: 'b' }, { item: BOLT, lot: null }, before)).toEqual([]);
  expect(wanted({ warehouse: SIDE }, { item: BOLT, lot: null }, before)).toHaveLength(2);
  expect(wanted({ warehouse: MAIN }, { item: BOLT, lot: 'A' }, before)).toHaveLength(2);
});

it('[MOD-17] one statement gives the measure for each key in their order, zero where nothing has moved', () => {
  const plan = planBalances(model, must(field('CountLine', 'worth').balance, 'balance'));
  expect(textFor(plan, sqlName('t'))).toBe(
    'select coalesce(json_agg((select coalesce(sum("b"."m1"), 0)::text from "t"."fw_balance" as b' +
      ` where b.book = 'stock' and ("b"."u0" = (w.key->>'u0')::uuid and "b"."u1" = (w.key->>'u1')::uuid` +
      ` and ("b"."t0" = (w.key->>'t0')::text or ("b"."t0" is null and (w.key->>'t0')::text is null)))) order by w.n), '[]')::text` +
      ' as found from jsonb_array_elements($1::jsonb) with ordinality as w(key, n)',
  );
});
