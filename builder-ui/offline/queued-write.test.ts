import { describe, expect, it } from 'vitest';
import {
  addressed,
  discardedWith,
  EMPTY_OUTBOX,
  nextToSend,
  OUTBOX_MAX,
  stuckChange,
  withAgain,
  withChanged,
  withDone,
  without,
  withQueuedValues,
  withWrite,
  type Outbox,
  type QueuedWrite,
} from './queued-write.ts';

const LOCAL = 'local-00000000-0000-4000-8000-000000000001';

function write(key: string, given: Partial<QueuedWrite> = {}): QueuedWrite {
  return {
    key,
    kind: 'update',
    entity: 'Task',
    record: 'r1',
    title: 'Task',
    query: 'mutation',
    variables: { id: 'r1', version: 3, patch: {} },
    isLater: false,
    isSent: false,
    state: 'waiting',
    issues: [],
    queuedAt: `2026-01-01T00:00:0${key}.000Z`,
    ...given,
  };
}

function boxOf(...writes: readonly QueuedWrite[]): Outbox {
  return writes.reduce<Outbox>((box, one) => withWrite(box, one) ?? box, EMPTY_OUTBOX);
}

const CREATE = write('1', { kind: 'create', record: LOCAL, variables: { input: { name: 'A' } } });
const CHANGE = write('2', { record: LOCAL, variables: { id: LOCAL, version: 0, patch: { name: 'B' } } });
const CHILD = write('3', { kind: 'create', record: 'x', variables: { input: { task: { id: LOCAL } } } });

describe('the outbox', () => {
  it('[OFF-1] takes fifty writes and not one more', () => {
    const full = boxOf(...Array.from({ length: OUTBOX_MAX }, (_, index) => write(String(index))));
    expect(full.writes).toHaveLength(50);
    expect(withWrite(full, write('51'))).toBeUndefined();
  });

  it('[OFF-2] sends what follows a record made here after it, with its id and version', () => {
    const box = boxOf(CREATE, CHANGE, CHILD);
    expect(nextToSend(box)?.key).toBe('1');
    // A lost connection changes nothing; a refusal holds up what follows, and only that.
    const refused = withChanged(boxOf(CREATE, CHANGE, CHILD, write('4')), '1', { state: 'refused' });
    expect(nextToSend(refused)?.key).toBe('4');
    const done = withDone(box, '1', { id: 's1', version: 1 });
    expect(nextToSend(done)?.key).toBe('2');
    expect(addressed(CHANGE, done.made).variables).toEqual({ id: 's1', version: 1, patch: { name: 'B' } });
    expect(addressed(CHILD, done.made).variables).toEqual({ input: { task: { id: 's1' } } });
  });

  it('[OFF-2] never changes a request that may have arrived, and goes by the version that was read without a former write', () => {
    const made = { r1: { id: 'r1', version: 9 } };
    expect(addressed(write('1', { isSent: true, isLater: true }), made).variables['version']).toBe(3);
    expect(addressed(write('1'), made).variables['version']).toBe(3);
    expect(addressed(write('1', { isLater: true }), made).variables['version']).toBe(9);
  });

  it('[OFF-4] discards what cannot be without it, and brings it all back in its place', () => {
    const box = boxOf(CREATE, CHANGE, CHILD, write('4'));
    const gone = discardedWith(box, '1');
    expect(gone.map(({ key }) => key)).toEqual(['1', '2', '3']);
    const rest = without(box, gone);
    expect(rest.writes.map(({ key }) => key)).toEqual(['4']);
    expect(withAgain(rest, gone).writes.map(({ key }) => key)).toEqual(['1', '2', '3', '4']);
    expect(discardedWith(box, '2').map(({ key }) => key)).toEqual(['2']);
  });

  it('[OFF-3] shows what waits on top of what the server told', () => {
    const box = boxOf(write('1', { variables: { id: 'r1', patch: { note: 'b' } }, value: { note: 'b', name: 'old' } }));
    expect(withQueuedValues({ name: 'new', note: 'a' }, 'r1', box)).toEqual({ name: 'new', note: 'b' });
    const other = { name: 'new' };
    expect(withQueuedValues(other, 'r2', box)).toBe(other);
  });

  it('[OFF-33] brings back what was refused with what waits behind it, and puts what is saved now in their place', () => {
    const first = write('1', {
      variables: { id: 'r1', version: 3, patch: { note: 'b' } },
      value: { note: 'b', name: 'n' },
    });
    const second = write('3', { variables: { id: 'r1', patch: { name: 'm' } }, value: { note: 'b', name: 'm' } });
    const step = write('4', { kind: 'step' });
    const refused = withChanged(boxOf(first, write('2', { record: 'r2' }), second, step), '1', { state: 'refused' });
    expect(withQueuedValues({ name: 'n', note: 'a' }, 'r1', refused)).toEqual({ name: 'n', note: 'a' });
    const stuck = stuckChange(refused, 'r1');
    expect([stuck?.keys, stuck?.value]).toEqual([['1', '3'], { note: 'b', name: 'm' }]);
    const again = withWrite(refused, write('5'), stuck?.keys);
    expect(again?.writes.map(({ key, isLater }) => `${key} ${isLater}`)).toEqual(['5 false', '2 false', '4 true']);
    expect(stuckChange(again ?? EMPTY_OUTBOX, 'r1')).toBeUndefined();
  });

  it('[OFF-5] nobody is in conflict with what he wrote himself, however fast he goes on', () => {
    const first = write('1', {
      variables: { patch: { note: 'b' } },
      base: { note: 'a', place: 'x' },
      value: { note: 'b', place: 'x' },
    });
    // The page had not drawn the first yet.
    const second = write('2', {
      variables: { patch: { note: 'c' } },
      base: { note: 'a', place: 'x' },
      value: { note: 'c', place: 'x' },
    });
    expect(boxOf(first, second).writes[1]?.base).toEqual({ note: 'b', place: 'x' });
    const elsewhere = write('2', {
      variables: { patch: { place: 'y' } },
      base: { note: 'a', place: 'x' },
      value: { note: 'a', place: 'y' },
    });
    expect(boxOf(first, elsewhere).writes[1]?.base).toEqual({ note: 'a', place: 'x' });
  });

  it('[OFF-33] knows the writes of a record under both of its ids', () => {
    const made = withDone(boxOf(CREATE, CHANGE), '1', { id: 's1', version: 1 });
    const stuck = withChanged(made, '2', { state: 'refused', value: { name: 'B' } });
    expect([stuckChange(stuck, 's1')?.keys, stuckChange(stuck, LOCAL)?.keys]).toEqual([['2'], ['2']]);
  });

  it('[OFF-32] sends a decision as it is, whatever became of its record', () => {
    const decision = write('1', { kind: 'decide', variables: { id: 'request', decision: 'APPROVE' }, isLater: true });
    expect(addressed(decision, { r1: { id: 'r1', version: 9 } }).variables).toEqual(decision.variables);
  });
});
