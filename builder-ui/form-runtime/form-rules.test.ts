import { describe, expect, it } from 'vitest';
import { resolveModel } from '../../schema/model/resolve.ts';
import { fieldStates } from '../../schema/model/field-conditions.ts';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { tripTemplate } from '../../server/test/trip-template.ts';
import { compileForm, type CompiledForm } from './form-plan.ts';
import { formRules } from './form-rules.ts';
import type { RecordValue } from './form-value.ts';

const CONTEXT = { now: '2026-03-01T00:00:00.000Z', timeZone: 'Asia/Shanghai', actor: null };

function formOf(template: Template, entity: string): CompiledForm {
  const resolved = resolveModel(template);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return compileForm(resolved.value, entity, { locale: 'en' });
}

function noteTemplate(fields: readonly FieldDef[]): Template {
  return {
    format: 1,
    pack: 'notes',
    version: '1.0.0',
    entities: [
      {
        id: 'Person',
        kind: 'master',
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'level', type: 'text' },
        ],
      },
      { id: 'Note', kind: 'master', title: 'title', fields: [{ id: 'title', type: 'text' }, ...fields] },
    ],
  };
}

const trip = formOf(tripTemplate(), 'Trip');
const row = (key: string, qty: string, price: string): RecordValue => ({ $key: key, qty, price });

describe('rules of a form', () => {
  it('[FORM-8] shows, asks and locks by conditions, as the writer judges them', () => {
    const rules = formRules(trip);
    const high = rules({ value: { level: 'high' }, stored: null }, CONTEXT);
    expect(high.states.get('reason')).toEqual({ visible: true, required: true, readonly: false });
    expect(high.nodes.get('warn')?.visible).toBe(true);
    const low = rules({ value: { level: 'low' }, stored: null }, CONTEXT);
    expect(low.states.get('reason')).toEqual({ visible: false, required: false, readonly: false });
    expect(low.nodes.get('warn')?.visible).toBe(false);
  });

  it('[FORM-8] agrees with fieldStates on every field of a stored and of a new record', () => {
    const form = formOf(
      noteTemplate([
        { id: 'done', type: 'bool' },
        { id: 'why', type: 'text', required: 'doc.done == true' },
        { id: 'sum', type: 'money', readonly: 'doc.done == true', visible: "doc.title != 'x'" },
      ]),
      'Note',
    );
    const rules = formRules(form);
    for (const title of ['x', 'y'])
      for (const done of [true, false, null])
        for (const stored of [null, { title: 'y', done: true }, { title: 'x', done: false }]) {
          const value = { title, done };
          const theirs = fieldStates(form.entity, { row: value, before: stored }, CONTEXT);
          const ours = rules({ value, stored }, CONTEXT).states;
          for (const field of form.fields) expect(ours.get(field.apiName)).toEqual(theirs.get(field.field));
        }
  });

  it('[FORM-9] computes rows and then what adds them up, exactly', () => {
    const rules = formRules(trip);
    const legs = [row('a', '3', '0.1'), row('b', '1', '12345678901234.5'), row('c', '2', '')];
    const { computed, rows } = rules({ value: { legs }, stored: null }, CONTEXT);
    expect(rows.get('a')?.computed).toEqual({ amount: '0.3' });
    expect(rows.get('c')?.computed).toEqual({ amount: null });
    expect(computed).toEqual({ total: '12345678901234.8' });
  });

  it('[FORM-9] evaluates again only the row that has changed', () => {
    const rules = formRules(trip);
    const legs = Array.from({ length: 500 }, (_, index) => row(`r${index}`, '1', String(index)));
    const first = rules({ value: { legs }, stored: null }, CONTEXT);
    const next = rules({ value: { legs: legs.with(7, row('r7', '2', '7')) }, stored: null }, CONTEXT);
    const changed = [...next.rows].filter(([key, derived]) => first.rows.get(key) !== derived);
    expect(changed.map(([key]) => key)).toEqual(['r7']);
    expect([first.computed['total'], next.computed['total']]).toEqual(['124750', '124757']);
    expect(next.states).toBe(first.states);
  });

  it('[FORM-9] leaves what reads other records to the server, and judges titles of references itself', () => {
    const form = formOf(
      noteTemplate([
        { id: 'owner', type: 'ref', to: 'Person' },
        { id: 'hello', type: 'text', formula: 'doc.owner.name' },
        { id: 'rank', type: 'text', formula: 'doc.owner.level' },
        { id: 'extra', type: 'text', visible: "doc.owner.level == 'gold'" },
      ]),
      'Note',
    );
    const value = { owner: { id: 'p1', title: 'Ann' }, rank: 'gold' };
    const { computed, states } = formRules(form)({ value, stored: null }, CONTEXT);
    expect(computed).toEqual({ hello: 'Ann' });
    expect(states.get('extra')?.visible).toBe(true);
  });
});
