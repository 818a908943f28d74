import type { QueryClient } from '@tanstack/react-query';
import { ServerError } from '../data/platform-client.ts';
import { askTenant, type TenantAnswer, type TenantIssue } from '../data/tenant-client.ts';
import type { Columning } from '../workplace/documents/list-columns.ts';
import { isApiRow } from '../workplace/documents/row-values.ts';
import type { Reading } from '../workplace/list/cell.tsx';
import { renewRows } from '../workplace/use-api-rights.ts';
import { countDone } from './done-count.ts';
import { changeOutbox, outboxName, readOutbox, showSending, type OutboxPlace } from './outbox-store.ts';
import { mergeWrite } from './merge-write.ts';
import {
  addressed,
  isLocalId,
  nextToSend,
  withChanged,
  withDone,
  without,
  withWrite,
  type MadeRecord,
  type QueuedWrite,
} from './queued-write.ts';

// What tells of the queue at signing out comes with what fills it: a moment later there may be no connection [OFF-34].
void Promise.all([import('./sign-out.tsx'), import('../shell/dropdown.ts')]).catch(() => undefined);

/** What sending needs of the page that it happens in. */
export interface OutboxHost {
  readonly place: OutboxPlace;
  readonly client: QueryClient;
  readonly reading: Reading;
  /** How records of the entity are read and written; `undefined` where the reader no longer may. */
  readonly columningOf: (entity: string) => Promise<Columning | undefined>;
}

/** A write as a page makes it. */
export type NewWrite = Pick<QueuedWrite, 'kind' | 'entity' | 'record' | 'title' | 'query' | 'variables'> &
  Partial<Pick<QueuedWrite, 'base' | 'value' | 'step' | 'about'>>;

/** What became of a write that somebody waits for. */
export type Delivered =
  | { readonly kind: 'done'; readonly record: MadeRecord }
  | { readonly kind: 'refused'; readonly issues: readonly TenantIssue[] }
  /** It is on this device, and goes out when the server can be reached. */
  | { readonly kind: 'kept' }
  /** As many wait as may. */
  | { readonly kind: 'full' };

/** Who saves does not wait longer for the network than this. */
const PATIENCE_MS = 10_000;
/** A connection that says nothing for so long is lost. */
const SILENCE_MS = 30_000;

/**
 * Writes something: first to this device, then to the server, and off the device when the server has answered (SPEC
 * [OFF-1]). Whatever is killed in between, it is sent again under its key when the application starts.
 */
export async function submit(host: OutboxHost, made: NewWrite, replaced: readonly string[] = []): Promise<Delivered> {
  const write = queued(made);
  const { key } = write;
  let isFull = false;
  try {
    await changeOutbox(host.place, (box) => {
      const next = withWrite(box, write, replaced);
      isFull = next === undefined;
      return next ?? box;
    });
  } catch {
    // A browser that keeps nothing (a private window) still saves what can be sent at once.
    return sendOnce(host, write);
  }
  if (isFull) return { kind: 'full' };
  const answer = await within(PATIENCE_MS, drain(host, key));
  return answer === undefined ? { kind: 'kept' } : outcomeOf(host, write, replaced.length > 0);
}

function queued(made: NewWrite): QueuedWrite {
  const queuedAt = new Date().toISOString();
  return { ...made, key: crypto.randomUUID(), isLater: false, isSent: false, state: 'waiting', issues: [], queuedAt };
}

/**
 * Sends a write at once, beside whatever waits; where no answer comes it is kept under its key (SPEC [OFF-32]). For
 * what depends on nothing that waits.
 */
export async function sendOrKeep(host: OutboxHost, made: NewWrite): Promise<Delivered> {
  const isSent = navigator.onLine;
  const write: QueuedWrite = { ...queued(made), isSent };
  try {
    const answer = isSent ? await send(host, write) : undefined;
    if (answer?.ok === true) return { kind: 'done', record: recordIn(answer.data) ?? NO_RECORD };
    if (answer?.issues.every(({ code }) => !isPassing(code)) === true)
      return { kind: 'refused', issues: answer.issues };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
  }
  let isFull = false;
  await changeOutbox(host.place, (box) => {
    const next = withWrite(box, write);
    isFull = next === undefined;
    return next ?? box;
  });
  return { kind: isFull ? 'full' : 'kept' };
}

/** What a decision answers is no record. */
const NO_RECORD: MadeRecord = { id: '', version: 0 };

/** What stands in the outbox after it was sent, for the one who waits: what was refused goes back to the form. */
async function outcomeOf({ place }: OutboxHost, { key, record }: QueuedWrite, stays: boolean): Promise<Delivered> {
  const box = await readOutbox(place);
  const write = box.writes.find((one) => one.key === key);
  if (write === undefined) {
    const made = box.made[record];
    return made === undefined ? { kind: 'kept' } : { kind: 'done', record: made };
  }
  if (write.state === 'waiting') return { kind: 'kept' };
  // What stands for something that was kept stays kept.
  if (stays) return { kind: 'refused', issues: write.issues };
  await changeOutbox(place, (now) => without(now, [write]));
  return { kind: 'refused', issues: write.issues };
}

async function sendOnce(host: OutboxHost, write: QueuedWrite): Promise<Delivered> {
  const answer = await send(host, write);
  if (!answer.ok) return { kind: 'refused', issues: answer.issues };
  const record = recordIn(answer.data);
  return record === undefined ? { kind: 'kept' } : { kind: 'done', record };
}

/**
 * Sends what waits, one after the other, until nothing is left or the server can't be reached. One tab at a time does
 * it; `own` is a write whose conflict the caller settles with whom it asks.
 */
export async function drain(host: OutboxHost, own?: string): Promise<'empty' | 'unreachable'> {
  return navigator.locks.request(outboxName(host.place), async () => {
    try {
      for (;;) {
        const box = await readOutbox(host.place);
        const next = nextToSend(box);
        if (next === undefined) return 'empty';
        if (!(await sendNext(host, next, own))) return 'unreachable';
      }
    } finally {
      showSending(host.place, undefined);
    }
  });
}

/** Sends one write and notes what became of it; false where no answer came. */
async function sendNext(host: OutboxHost, write: QueuedWrite, own: string | undefined): Promise<boolean> {
  const { place, client } = host;
  showSending(place, write.key);
  try {
    const ready = await prepared(host, write);
    if (ready === undefined) return true;
    const answer = await send(host, ready);
    const record = answer.ok ? recordIn(answer.data) : undefined;
    if (record !== undefined) {
      countDone();
      await changeOutbox(place, (box) => withDone(box, write.key, record));
      void renewRows(client, place.tenant, write.entity);
      return true;
    }
    if (answer.ok && write.kind === 'decide') {
      countDone();
      await changeOutbox(place, (box) => without(box, [write]));
      void renewRows(client, place.tenant, 'inbox');
      void renewRows(client, place.tenant, write.entity);
      return true;
    }
    const issues = answer.ok ? [] : answer.issues;
    const isOwn = write.key === own;
    if (issues.some(({ code }) => isPassing(code) || (code === 'NOT_SIGNED_IN' && !isOwn))) return false;
    const isConflict = issues.some(({ code }) => code === 'VERSION_CONFLICT');
    if (isConflict && !isOwn && write.kind === 'update') {
      // Where the record cannot be read now it goes on waiting, and is merged the next time.
      await settle(host, ready);
      return true;
    }
    const state = isConflict ? 'conflict' : 'refused';
    await changeOutbox(place, (box) => withChanged(box, write.key, { state, issues }));
    return true;
  } catch (error) {
    if (error instanceof ServerError) return false;
    throw error;
  }
}

/**
 * The write as it goes out, kept in this form before it does: from then on its key stands for exactly this request.
 * `undefined` where there is nothing to send any more, or somebody has to choose first.
 */
async function prepared(host: OutboxHost, write: QueuedWrite): Promise<QueuedWrite | undefined> {
  if (write.isSent) return write;
  const { place } = host;
  const { made } = await readOutbox(place);
  const own = addressed(write, made);
  const isFollowing = write.kind === 'update' && (write.isLater || isLocalId(write.record));
  if (isFollowing && !(await settle(host, own))) return undefined;
  const box = await changeOutbox(place, (now) => {
    const merged = now.writes.find(({ key }) => key === write.key);
    const variables = isFollowing ? (merged?.variables ?? own.variables) : own.variables;
    return withChanged(now, write.key, { variables, isSent: true });
  });
  return box.writes.find(({ key }) => key === write.key);
}

/**
 * Brings a change up to what the server has now, where nobody else changed the same: then it waits under a new key.
 * False where it is a conflict that somebody has to settle, or nothing is left of it.
 */
export async function settle(host: OutboxHost, write: QueuedWrite): Promise<boolean> {
  const { place } = host;
  if (write.kind !== 'update') return false;
  const outcome = await mergeWrite(host, write);
  if (outcome.kind === 'same') {
    await changeOutbox(place, (box) => withDone(box, write.key, outcome.record));
    return false;
  }
  if (outcome.kind !== 'merged') {
    await changeOutbox(place, (box) => withChanged(box, write.key, { state: 'conflict' }));
    return false;
  }
  const fresh = write.isSent ? { key: crypto.randomUUID(), isSent: false } : {};
  const change = { ...fresh, ...outcome.change, isLater: false, state: 'waiting', issues: [] } as const;
  await changeOutbox(place, (box) => withChanged(box, write.key, change));
  return true;
}

async function send({ place, reading }: OutboxHost, write: QueuedWrite): Promise<TenantAnswer<unknown>> {
  const { query, variables, key } = write;
  const sent = askTenant<unknown>(place.tenant, { query, variables: { ...variables, key }, locale: reading.locale });
  const answer = await within(SILENCE_MS, sent);
  if (answer === undefined) throw new ServerError('', 'NETWORK', '');
  return answer;
}

/** Refusals that say nothing of the write: it is sent again as it is. The server remembers none of them [IDM-5]. */
const PASSING: ReadonlySet<string> = new Set([
  ...['UNAVAILABLE', 'TIMEOUT', 'SERVER_BUSY', 'SHAPE_STALE'],
  ...['DATABASE_BUSY', 'DATABASE_TIMEOUT', 'DATABASE_CONFLICT', 'DATABASE_UNAVAILABLE'],
]);

function isPassing(code: string): boolean {
  return PASSING.has(code) || /^HTTP_(?:5\d\d|429|408)$/.test(code);
}

function recordIn(data: unknown): MadeRecord | undefined {
  const row = isApiRow(data) ? data['row'] : undefined;
  if (!isApiRow(row) || typeof row['id'] !== 'string') return undefined;
  const state = row['state'];
  return { id: row['id'], version: Number(row['version']), ...(typeof state === 'string' ? { state } : {}) };
}

async function within<Value>(ms: number, given: Promise<Value>): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([given, late]);
  } finally {
    clearTimeout(timer);
  }
}
