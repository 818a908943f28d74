import { describe, expect, it } from 'vitest';
import { resolveModel } from '../../schema/model/resolve.ts';
import { tripTemplate } from '../../server/test/trip-template.ts';
import { compileForm } from './form-plan.ts';
import { createFormStore, mergeValues, type FormStore } from './form-store.ts';
import { keyedRows, wireValue, type RecordValue } from './form-value.ts';

const resolved = resolveModel(tripTemplate());
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const form = compileForm(resolved.value, 'Trip', { locale: 'en' });

function storeOf(
  value: RecordValue,
  stored: RecordValue | null = null,
): { readonly store: FormStore; readonly told: RecordValue[] } {
  const told: RecordValue[] = [];
  const context = () => ({ now: '2026-03-01T00:00:00.000Z', timeZone: 'UTC', actor: null });
  return { store: createFormStore(form, { value, stored, context, onChange: (next) => told.push(next) }), told };
}

describe('the values of a form', () => {
  it('[FORM-6] tells the caller what was typed, with what the formulas make of it', () => {
    const { store, told } = storeOf({ legs: [{ id: 'l1', qty: '2', price: '5' }] });
    store.set(['legs', 'l1', 'price'], '7.5');
    expect(told).toEqual([{ legs: [{ id: 'l1', $key: 'l1', qty: '2', price: '7.5', amount: '15' }], total: '15' }]);
  });

  it('[FORM-6] keeps what is being typed in, and takes all else that others changed', () => {
    const { store } = storeOf({ title: 'old', mail: 'a@b.c' });
    store.buffers.set('title', { flush: () => undefined, isBusy: () => true });
    store.set(['title'], 'typed');
    store.replace({ title: 'theirs', mail: 'new@b.c' });
    expect(store.state.getState().value).toMatchObject({ title: 'typed', mail: 'new@b.c' });
  });

  it('[FORM-6] takes its own echo, late or not, for no change of others', () => {
    const { store, told } = storeOf({ title: '' });
    store.set(['title'], 'a');
    store.set(['title'], 'ab');
    const [first, second] = told;
    if (first !== undefined) store.replace(first);
    expect(store.state.getState().value['title']).toBe('ab');
    if (second !== undefined) store.replace(second);
    expect(store.state.getState().value['title']).toBe('ab');
  });

  it('[FORM-6] keeps the cell that is typed in when rows come anew', () => {
    const base = {
      legs: keyedRows([
        { id: 'l1', to: 'A' },
        { id: 'l2', to: 'B' },
      ]),
    };
    const now = {
      legs: keyedRows([
        { id: 'l1', to: 'A typed' },
        { id: 'l2', to: 'B' },
      ]),
    };
    const incoming = {
      legs: keyedRows([
        { id: 'l2', to: 'B2' },
        { id: 'l1', to: 'A2' },
      ]),
    };
    expect(mergeValues({ base, incoming, now }, ['legs/l1/to'])).toEqual({
      legs: [
        { id: 'l2', $key: 'l2', to: 'B2' },
        { id: 'l1', $key: 'l1', to: 'A typed' },
      ],
    });
  });

  it('[FORM-5] tells bounds and digits exactly, and what a condition asks for', () => {
    const { store } = storeOf({
      title: 'x',
      from: '2026-03-01',
      level: 'high',
      days: 61,
      cost: '1.23456',
      legs: [{ $key: 'r', qty: 'x' }],
    });
    const found = [...store.state.getState().mistakes].map(([key, { keyword }]) => `${key} ${keyword}`).sort();
    expect(found).toEqual([
      'cost scale',
      'days maximum',
      'legs/r/qty pattern',
      'legs/r/to required',
      'reason required',
    ]);
  });

  it('[FORM-12] moves an issue with its row and forgets it when the value changes', () => {
    const { store } = storeOf({ legs: [{ id: 'a' }, { id: 'b' }] });
    store.setIssues([{ path: ['legs', 1, 'to'], message: 'No such place.' }]);
    expect([...store.state.getState().issues.keys()]).toEqual(['legs/b/to']);
    store.set(['legs', 'b', 'to'], 'Kiel');
    expect([...store.state.getState().issues.keys()]).toEqual([]);
  });

  it('[FORM-3] starts a new record and a new row with the defaults that read nothing else', () => {
    const { store } = storeOf({});
    expect(store.rowDefaults('legs')).toEqual({ qty: '1' });
  });

  it('[FORM-1] speaks to the API in ids, without keys and without what is empty', () => {
    const value = {
      title: '',
      person: { id: 'p1', title: 'Ann' },
      with: [{ id: 'p2', title: 'Bob' }],
      legs: keyedRows([{ to: 'Kiel', who: { id: 'p1', title: 'Ann' }, price: null }]),
    };
    expect(wireValue(form.fields, value)).toEqual({ person: 'p1', with: ['p2'], legs: [{ to: 'Kiel', who: 'p1' }] });
  });
});
