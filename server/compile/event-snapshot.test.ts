import { describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { fieldId } from '../../schema/core/ids.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { flowTemplate } from '../test/flow-template.ts';
import { keptDocument, wholeDocument } from './event-snapshot.ts';
import { changesOf, snapshotOf } from './row-changes.ts';
import type { RowState } from './row-state.ts';
import { entityOf } from './storage.ts';

const resolved = resolveModel(flowTemplate());
const model = must(resolved.ok ? resolved.value : undefined, 'model');
const ORDER = must(
  model.entities.find(({ id }) => id === 'Order'),
  'Order',
);
const LINES = must(
  ORDER.fields.find(({ type }) => type.kind === 'lines'),
  'lines',
);
const LINE = entityOf(model, LINES.type.kind === 'lines' ? LINES.type.of : ORDER.id);
const [ADA, BOB] = ['0198a000-0000-7000-8000-0000000000c1', '0198a000-0000-7000-8000-0000000000c2'];
const [FIRST, LATER] = ['2026-01-31T17:00:00.000Z', '2026-02-01T08:00:00.000Z'];

const made = (at: string, by: string) => ({ createdAt: at, updatedAt: at, createdBy: by, updatedBy: by });
const state = (entity: RowState['entity'], id: string, more: Partial<RowState>): RowState => ({
  ...{ entity, id, before: null, values: {}, related: {}, path: '', paths: new Map() },
  ...{ lines: new Map(), removed: new Map(), ...more },
});
const line = (id: string, values: object, more: Partial<RowState> = {}): RowState =>
  state(LINE, id, {
    values: { id, version: 1, ...made(FIRST, ADA), deletedAt: null, parent: 'd', ...values },
    ...more,
  });
const order = (lines: RowState[], values: object, before: RowState['before'] = null): RowState =>
  state(ORDER, 'd', {
    before,
    values: { id: 'd', version: 1, state: 'draft', ...made(FIRST, ADA), deletedAt: null, note: null, ...values },
    related: { client: { id: BOB, limit: '1000' } },
    lines: new Map([[fieldId(LINES.id), lines]]),
  });
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What is kept of the document in an event, and what is read of it. */
function around(of: RowState) {
  const changes = changesOf(of);
  const kept = keptDocument(model, of, changes);
  const read = wholeDocument(json(kept) as typeof kept, json(changes));
  return { kept, read, whole: json(snapshotOf(model, of)) };
}

describe('documents in events', () => {
  it('[WKF-50] keep of a new document no line twice, and are read whole', () => {
    const lines = [line('l1', { lineNo: 1, qty: '3', item: 'b1' }), line('l2', { lineNo: 2, qty: '2.5', item: 'b2' })];
    const { kept, read, whole } = around(order(lines, {}));
    expect(kept.doc).not.toHaveProperty(LINES.id);
    expect(read).toEqual(whole);
    const related = { item: { id: 'b2', price: '4' } };
    const behind = around(order([lines[0] ?? line('l1', {}), { ...must(lines[1], 'line'), related }], {}));
    expect(behind.kept.doc[LINES.id]).toEqual([{}, { item: { id: 'b2', price: '4' } }]);
    expect(behind.read).toEqual(behind.whole);
    const none = around(order([], {}));
    expect(none.read).toEqual(none.whole);
  });

  it('[WKF-50] keep of lines that were there only what is not their document’s', () => {
    const before = { id: 'd', version: 1, state: 'draft', ...made(FIRST, ADA), deletedAt: null };
    const old = { id: 'l1', version: 1, ...made(FIRST, ADA), deletedAt: null, lineNo: 1, qty: '3', item: 'b1' };
    const lines = [
      line('l1', { lineNo: 1, qty: '3', item: 'b1' }, { before: old }),
      line(
        'l2',
        { lineNo: 2, qty: '5', item: 'b2', version: 3, updatedAt: LATER, updatedBy: BOB },
        { before: { ...old, id: 'l2', lineNo: 2, qty: '4', item: 'b2', version: 2 } },
      ),
      line('l3', { ...made(LATER, BOB), lineNo: 3, qty: '1', item: 'b3' }),
    ];
    const { kept, read, whole } = around(order(lines, { version: 2, updatedAt: LATER, updatedBy: BOB }, before));
    expect(kept.doc[LINES.id]).toEqual([
      { id: 'l1', lineNo: 1, qty: '3', item: 'b1' },
      { id: 'l2', lineNo: 2, qty: '5', item: 'b2', version: 3, updatedAt: LATER, updatedBy: BOB },
      { id: 'l3', lineNo: 3, qty: '1', item: 'b3', createdAt: LATER, createdBy: BOB },
    ]);
    expect(read).toEqual(whole);
  });

  it('[WKF-50] keep no plain value that the changes tell, and no secret is put back', () => {
    const before = { id: 'd', version: 4, state: 'draft', ...made(FIRST, ADA), deletedAt: null, note: 'old' };
    const { kept, read, whole } = around(
      order([], { version: 5, state: 'done', note: 'new', updatedAt: LATER, updatedBy: BOB }, before),
    );
    expect(Object.keys(kept.doc).toSorted()).toEqual(
      ['client', 'createdAt', 'createdBy', 'id', LINES.id, 'updatedAt', 'updatedBy', 'version'].toSorted(),
    );
    expect(read).toEqual(whole);
    const emptied = around(order([], { version: 5, note: null }, before));
    expect(emptied.kept.doc).toHaveProperty('note', null);
    expect(emptied.read).toEqual(emptied.whole);
    const kept2 = { doc: { id: 'd', version: 2 } };
    expect(wholeDocument(kept2, { pin: ['•••', '•••'], tags: [['a'], ['b']], note: [null, 'x'] })).toEqual({
      ...kept2.doc,
      note: 'x',
    });
  });

  it('[WKF-50] are read as they are where they were kept whole', () => {
    const doc = { id: 'd', version: 1, [LINES.id]: [{ id: 'l1', qty: '3' }] };
    expect(wholeDocument({ doc }, { [LINES.id]: [{ id: 'l1', added: { qty: [null, '4'] } }] })).toEqual(doc);
  });
});
