import type { TenantIssue } from '../data/tenant-client.ts';
import type { RecordValue } from '../form-runtime/form-value.ts';

/** A write that this browser answers for until the server has answered it. */
export interface QueuedWrite {
  /** The idempotency key: sent again and again, the request is done once (SPEC [IDM-1]). */
  readonly key: string;
  readonly kind: 'create' | 'update' | 'step' | 'remove' | 'restore' | 'decide';
  /** The entity's id. */
  readonly entity: string;
  /** The record's id; a local one until the server has made the record. */
  readonly record: string;
  /** What the record is called, and for a step or a decision what it does. */
  readonly title: string;
  readonly step?: string;
  /** The step's id, and the request that a decision is about. */
  readonly about?: string;
  readonly query: string;
  /** Without the key. `id` and `version` of a write that waits for another are put in when that one is done. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the record was and what was typed: what a merge with the changes of others needs. */
  readonly base?: RecordValue;
  readonly value?: RecordValue;
  /** An earlier write of the same record was still waiting when this one was made. */
  readonly isLater: boolean;
  /** Sent at least once, so that it may have arrived: from then on the request under this key never changes. */
  readonly isSent: boolean;
  readonly state: 'waiting' | 'refused' | 'conflict';
  readonly issues: readonly TenantIssue[];
  readonly queuedAt: string;
}

/** What the server said of a record after a write. */
export interface MadeRecord {
  readonly id: string;
  readonly version: number;
  readonly state?: string;
}

/** All writes of one person in one tenant, in the order in which they were made. */
export interface Outbox {
  readonly writes: readonly QueuedWrite[];
  /** By the id under which this browser knew the record. */
  readonly made: Readonly<Record<string, MadeRecord>>;
}

export const EMPTY_OUTBOX: Outbox = { writes: [], made: {} };

/** Writes that wait at most: more would be a day's work that nobody has checked. */
export const OUTBOX_MAX = 50;
/** Records whose server's ids are remembered, for pages that are still open under the local one. */
const MADE_MAX = 200;
const LOCAL = 'local-';
const LOCAL_ID = /"(local-[0-9a-f-]{36})"/g;

/** An id for a record that the server does not know yet. */
export function localId(): string {
  return `${LOCAL}${crypto.randomUUID()}`;
}

export function isLocalId(id: string): boolean {
  return id.startsWith(LOCAL);
}

/** Local ids that the write's values speak of. */
function localIdsIn(value: unknown): readonly string[] {
  return [...(JSON.stringify(value) ?? '').matchAll(LOCAL_ID)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}

/**
 * The outbox with one more write at its end, or in the place of those that it stands for from now on; `undefined` where
 * it is full.
 */
export function withWrite(box: Outbox, write: QueuedWrite, replaced: readonly string[] = []): Outbox | undefined {
  const place = box.writes.findIndex(({ key }) => replaced.includes(key));
  const before = place < 0 ? box.writes : box.writes.slice(0, place);
  const after = place < 0 ? [] : box.writes.slice(place).filter(({ key }) => !replaced.includes(key));
  if (before.length + after.length >= OUTBOX_MAX) return undefined;
  const isLater = before.some(({ record }) => record === write.record);
  const earlier = writesOf({ ...box, writes: before }, write.record);
  return { ...box, writes: [...before, { ...onTopOf(write, earlier), isLater }, ...after] };
}

/**
 * A change that was typed before the page had drawn the one before it: what it changes was what that one made of it.
 * Nobody is in conflict with what he wrote himself.
 */
function onTopOf(write: QueuedWrite, earlier: readonly QueuedWrite[]): QueuedWrite {
  const { base, variables } = write;
  const { patch } = variables;
  if (write.kind !== 'update' || base === undefined || typeof patch !== 'object' || patch === null) return write;
  const known = withPatches(
    base,
    earlier.filter(({ state }) => state === 'waiting'),
  );
  const names = Object.keys(patch).filter((name) => known[name] !== base[name]);
  if (names.length === 0) return write;
  return { ...write, base: { ...base, ...Object.fromEntries(names.map((name) => [name, known[name] ?? null])) } };
}

/** The writes of a record, whichever of its ids they know. */
export function writesOf({ writes, made }: Outbox, id: string): readonly QueuedWrite[] {
  return writes.filter(({ record }) => record === id || made[record]?.id === id);
}

/** What was typed into a record and is not taken as it is: the reader goes on with it. */
export interface StuckChange {
  /** The first write of it, whose place a new one takes. */
  readonly write: QueuedWrite;
  /** All writes that it is made of. */
  readonly keys: readonly string[];
  /** All that was typed, also in what waits behind the first. */
  readonly value: RecordValue;
}

/** The change of a record that was refused or is in conflict, with what waits behind it. */
export function stuckChange(box: Outbox, id: string): StuckChange | undefined {
  const changes = writesOf(box, id).filter(({ kind }) => kind === 'create' || kind === 'update');
  const first = changes.findIndex(({ state }) => state !== 'waiting');
  const write = changes[first];
  if (write?.value === undefined) return undefined;
  const own = changes.slice(first);
  const keys = own.map(({ key }) => key);
  return { write, keys, value: withPatches(write.value, own) };
}

/**
 * The next write to send: the first that waits for nothing. Those of one record go one after the other, and what speaks
 * of a record that was made here goes after it; a write that was refused holds up nothing else.
 */
export function nextToSend({ writes, made }: Outbox): QueuedWrite | undefined {
  return writes.find((write, index) => {
    if (write.state !== 'waiting') return false;
    if (writes.slice(0, index).some(({ record }) => record === write.record)) return false;
    const isCreate = write.kind === 'create';
    return (
      (isCreate || !isLocalId(write.record) || write.record in made) &&
      localIdsIn(write.variables).every((id) => id in made)
    );
  });
}

/** The write as it is sent: with the server's ids, and with the version that an earlier write of ours has led to. */
export function addressed(write: QueuedWrite, made: Outbox['made']): QueuedWrite {
  if (write.isSent) return write;
  const variables = withServerIds(write.variables, made);
  const own = made[write.record];
  // A decision names its request, not the record.
  const names = write.kind !== 'create' && write.kind !== 'decide';
  const isFollowing = names && own !== undefined && (write.isLater || isLocalId(write.record));
  return { ...write, variables: isFollowing ? { ...variables, id: own.id, version: own.version } : variables };
}

function withServerIds(variables: QueuedWrite['variables'], made: Outbox['made']): Readonly<Record<string, unknown>> {
  if (localIdsIn(variables).length === 0) return variables;
  const text = JSON.stringify(variables).replace(LOCAL_ID, (all, id: string) => {
    const record = made[id];
    return record === undefined ? all : JSON.stringify(record.id);
  });
  // What was an object of variables is one again.
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

/** The outbox with a write changed; unchanged where it is gone. */
export function withChanged(box: Outbox, key: string, change: Partial<QueuedWrite>): Outbox {
  return { ...box, writes: box.writes.map((write) => (write.key === key ? { ...write, ...change } : write)) };
}

/** The outbox after the server has done a write. */
export function withDone(box: Outbox, key: string, record: MadeRecord): Outbox {
  const write = box.writes.find((one) => one.key === key);
  if (write === undefined) return box;
  const others = Object.entries(box.made).filter(([id]) => id !== write.record);
  return {
    writes: box.writes.filter((one) => one.key !== key),
    made: Object.fromEntries([...others, [write.record, record] as const].slice(-MADE_MAX)),
  };
}

/** The write and all that cannot be without it: what follows a record that is not made now never will be. */
export function discardedWith({ writes, made }: Outbox, key: string): readonly QueuedWrite[] {
  const first = writes.find((write) => write.key === key);
  if (first === undefined) return [];
  const gone = [first];
  const lost = new Set(first.kind === 'create' && !(first.record in made) ? [first.record] : []);
  for (const write of writes) {
    if (gone.includes(write) || lost.size === 0) continue;
    if (!lost.has(write.record) && !localIdsIn(write.variables).some((id) => lost.has(id))) continue;
    gone.push(write);
    if (write.kind === 'create') lost.add(write.record);
  }
  return gone;
}

/** The outbox without some writes. */
export function without(box: Outbox, gone: readonly QueuedWrite[]): Outbox {
  const keys = new Set(gone.map(({ key }) => key));
  return { ...box, writes: box.writes.filter(({ key }) => !keys.has(key)) };
}

/** The outbox with writes that were taken out of it back in their places (by the time at which they were made). */
export function withAgain(box: Outbox, back: readonly QueuedWrite[]): Outbox {
  const known = new Set(box.writes.map(({ key }) => key));
  const writes = [...box.writes, ...back.filter(({ key }) => !known.has(key))];
  return { ...box, writes: writes.sort((a, b) => a.queuedAt.localeCompare(b.queuedAt)) };
}

/** A record's value with what waits to be sent on top, so that nobody types a thing twice. */
export function withQueuedValues(value: RecordValue, record: string, box: Outbox): RecordValue {
  const own = writesOf(box, record);
  const stuck = own.findIndex(({ kind, state }) => (kind === 'create' || kind === 'update') && state !== 'waiting');
  // What was refused, and what follows it, is no value of the record: the form brings it back as something typed.
  return withPatches(value, stuck < 0 ? own : own.slice(0, stuck));
}

function withPatches(value: RecordValue, writes: readonly QueuedWrite[]): RecordValue {
  let shown = value;
  for (const { variables, value: mine } of writes) {
    const { patch } = variables;
    if (mine === undefined || typeof patch !== 'object' || patch === null) continue;
    shown = { ...shown, ...Object.fromEntries(Object.keys(patch).map((name) => [name, mine[name] ?? null])) };
  }
  return shown;
}
