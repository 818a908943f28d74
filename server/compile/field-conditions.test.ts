import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import { fieldStates } from '../../schema/model/field-conditions.ts';
import { formPlan } from '../../schema/model/forms.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Template } from '../../schema/template/template.ts';
import type { RowState } from './row-state.ts';
import { completeRow, writeReads } from './write-row.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'test',
  version: '1.0.0',
  tables: [
    {
      id: 'needsReason',
      hit: 'first',
      in: { amount: 'money', urgent: 'bool' },
      columns: ['amount', 'urgent'],
      out: 'bool',
      rows: [
        ['>= 1000', '-', true],
        ['[100..1000)', true, true],
      ],
      else: false,
    },
  ],
  entities: [
    {
      id: 'Claim',
      kind: 'document',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'amount', type: 'money' },
        { id: 'urgent', type: 'bool' },
        { id: 'closed', type: 'bool' },
        { id: 'reason', type: 'text', required: "table('needsReason', doc.amount, doc.urgent)" },
        { id: 'approver', type: 'user', required: "doc.amount > dec('500') && actor.role != 'chief'" },
        { id: 'note', type: 'text', readonly: 'doc.closed', visible: 'doc.urgent' },
        { id: 'trip', type: 'ref', to: 'Trip', choices: 'doc.trip.open && doc.trip.name == doc.name' },
        { id: 'lines', type: 'lines', of: 'ClaimLine' },
      ],
    },
    {
      id: 'Trip',
      kind: 'master',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'open', type: 'bool' },
      ],
    },
    {
      id: 'ClaimLine',
      kind: 'line',
      fields: [
        { id: 'cost', type: 'money' },
        { id: 'proof', type: 'text', required: "line.cost >= doc.amount || line.cost > dec('50')" },
        { id: 'text', type: 'text', readonly: "line.cost > dec('50') && doc.closed" },
        { id: 'leg', type: 'ref', to: 'Trip', choices: 'line.leg.name == doc.name' },
      ],
    },
  ],
};

function modelOf(): Model {
  const resolved = resolveModel(TEMPLATE);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
}

const MODEL = modelOf();
const entityOf = (id: string): EntityModel =>
  must(
    MODEL.entities.find((entity) => entity.id === id),
    id,
  );
const CLAIM = entityOf('Claim');
const LINE = entityOf('ClaimLine');

type Values = Readonly<Record<string, unknown>>;

function stateOf(entity: EntityModel, values: Values, before: Values | null): RowState {
  // Every field is given, so that each change is one that somebody asked for.
  const paths = new Map(entity.fields.map(({ id, apiName }) => [id, `/${apiName}`]));
  const empty = { related: {}, lines: new Map(), removed: new Map() };
  return { entity, id: '1', before, values: { ...values }, path: '', paths, ...empty };
}

const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { nil: null, freq: 3 });
const money = maybe(fc.constantFrom('0', '50', '50.01', '100', '500', '500.5', '999.99', '1000'));
const claim = fc.record({
  name: maybe(fc.constantFrom('a')),
  amount: money,
  urgent: maybe(fc.boolean()),
  closed: maybe(fc.boolean()),
  reason: maybe(fc.constantFrom('', 'because')),
  approver: maybe(fc.constant('00000000-0000-7000-8000-00000000000a')),
  note: maybe(fc.constantFrom('x', 'y')),
});
const line = fc.record({ cost: money, proof: maybe(fc.constant('bill')), text: maybe(fc.constantFrom('x', 'y')) });
const actor = fc.constantFrom(null, { id: 'u', role: 'chief', roles: ['chief'], departments: [] });

it('[VIEW-12] the form and the writer say the same of every row: required, locked', () => {
  fc.assert(
    fc.property(claim, fc.option(claim), line, fc.option(line), actor, (row, before, lineRow, lineBefore, who) => {
      const evaluation: EvalContext = { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: who };
      const state = stateOf(CLAIM, row, before);
      const child = stateOf(LINE, lineRow, before === null ? null : lineBefore);
      state.lines.set(fieldId('lines'), [child]);
      const issues = completeRow({ model: MODEL, evaluation, roles: [], locale: 'en' }, state);
      const told = (code: string): readonly string[] =>
        issues.flatMap((found) => (found.code === code ? [found.path] : [])).sort();
      const document = { ...row, lines: [lineRow] };
      const forms = [
        { given: { row: document, before: before && { ...before } }, entity: CLAIM, values: row, old: before },
        { given: { row: lineRow, before: child.before, document }, entity: LINE, values: lineRow, old: child.before },
      ];
      const expected = forms.flatMap(({ given, entity, values, old }) =>
        [...fieldStates(entity, given, evaluation)].map(([id, field]) => {
          const [value, stored] = [Reflect.get(values, id) as unknown, old && (Reflect.get(old, id) as unknown)];
          return { id, ...field, isEmpty: (value ?? null) === null, isChanged: old !== null && stored !== value };
        }),
      );
      const required = expected.filter((field) => field.required && field.isEmpty && field.id !== 'lines');
      const locked = expected.filter((field) => field.readonly && field.isChanged && field.id !== 'lines');
      expect(told('VALUE_REQUIRED')).toEqual(required.map(({ id }) => `/${id}`).sort());
      expect(told('VALUE_READONLY')).toEqual(locked.map(({ id }) => `/${id}`).sort());
    }),
    { numRuns: 600 },
  );
});

it('[VIEW-12] a field is shown unless its condition is false', () => {
  const context: EvalContext = { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null };
  const shown = (urgent: boolean | null): boolean | undefined =>
    fieldStates(CLAIM, { row: { urgent }, before: null }, context).get('note')?.visible;
  expect([shown(true), shown(false), shown(null)]).toEqual([true, false, true]);
});

it('[VIEW-11] the form plan carries the condition, and asks for nothing unconditionally', () => {
  const plan = formPlan(MODEL, CLAIM, 'en');
  expect(plan.fields.find(({ field }) => field === 'approver')).toMatchObject({
    required: false,
    requiredWhen: { source: "doc.amount > dec('500') && actor.role != 'chief'" },
  });
  expect(plan.schema['required']).toBeUndefined();
});

it('[MOD-15] what a condition reads is read with the row', () => {
  expect(writeReads(MODEL, CLAIM)).toEqual(expect.arrayContaining([['amount'], ['urgent'], ['lines', 'cost']]));
});

describe('what can be chosen', () => {
  type Row = Readonly<Record<string, unknown>>;
  const evaluation: EvalContext = { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null };
  const refused = (values: Row, before: Row | null, behind: Row, leg?: { readonly row: Row; readonly before: Row }) => {
    const state = stateOf(CLAIM, { amount: '1', urgent: false, ...values }, before);
    state.related['trip'] = { id: 't1', ...behind };
    if (leg !== undefined) {
      const line = stateOf(LINE, leg.row, leg.before);
      line.related['leg'] = { id: 't1', ...behind };
      state.lines.set(fieldId('lines'), [line]);
    }
    const issues = completeRow({ model: MODEL, evaluation, roles: [], locale: 'en' }, state);
    return issues.flatMap(({ code, path, params }) => (code === 'CHOICE_NOT_OFFERED' ? [{ path, ...params }] : []));
  };
  const open = { name: 'a', open: true };
  const shut = { name: 'a', open: false };

  it('[MOD-16] is judged of a new row, with the reason in words', () => {
    expect(refused({ name: 'a', trip: 't1' }, null, open)).toEqual([]);
    expect(refused({ name: 'a' }, null, shut)).toEqual([]);
    expect(refused({ name: 'b', trip: 't1' }, null, open)).toEqual([
      { path: '/trip', field: 'trip', rule: 'Open of Trip and Name of Trip is Name' },
    ]);
  });

  it('[MOD-16] stays once it was chosen, until the reference changes or what the condition reads of the row', () => {
    const stored = { name: 'a', trip: 't1', note: 'x' };
    expect(refused({ ...stored, note: 'y' }, stored, shut)).toEqual([]);
    expect(refused({ ...stored, name: 'b' }, stored, shut)).toHaveLength(1);
    expect(refused(stored, { ...stored, trip: 't0' }, shut)).toHaveLength(1);
  });

  it('[MOD-16] is judged of a line when its document changes what the condition reads', () => {
    const leg = { row: { leg: 't1' }, before: { leg: 't1' } };
    expect(refused({ name: 'b' }, { name: 'b' }, open, leg)).toEqual([]);
    expect(refused({ name: 'b' }, { name: 'a' }, open, leg)).toMatchObject([{ path: '/leg' }]);
  });

  it('[MOD-16] is read with the row', () => {
    expect(writeReads(MODEL, CLAIM)).toEqual(
      expect.arrayContaining([
        ['trip', 'open'],
        ['lines', 'leg', 'name'],
      ]),
    );
  });
});
