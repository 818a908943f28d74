import type { Pool } from 'pg';
import { must } from '../../schema/core/result.ts';
import type { JoinedStatement, SqlText } from './database.ts';
import { isRolledBack, pgFailureOf } from './pg-errors.ts';
import { batchSender } from './statement-batch.ts';
import type { Answered } from './statement-sinks.ts';
import { atTurnEnd } from './turn-end.ts';

/** A statement, and whom to tell what came of it. */
export interface Asked {
  readonly statement: SqlText;
  readonly answer: PromiseWithResolvers<Answered>;
}

/** A transaction that is one message: nobody waits for an answer before its last statement has left. */
export interface WholeWrite {
  /** As whom and for how long, and the gate of the tenant's version. */
  readonly settings: Asked | undefined;
  /** The settings of one that waits for a lock no longer than that, in milliseconds. */
  readonly settingsWaiting: (lockTimeoutMs: number) => SqlText;
  readonly asked: readonly Asked[];
}

/** Messages of one tenant that are under way; what comes meanwhile gathers for the next. */
const UNDER_WAY_MAX = 2;
/** So many need not wait for the end of the turn, where none or one is under way: PostgreSQL works while others are heard. */
const ENOUGH: readonly number[] = [3, 4];
/** Unless it has waited for so long: then it leaves beside them. Somebody may be waiting for a lock there. */
const HELD_MS = 25;
/** Transactions of one message: its locks are held until the last is done. */
const TOGETHER_MAX = 16;
/** Characters of one transaction that may go with others: a long one would keep them waiting. */
const CHARACTERS_MAX = 20_000;

interface Queue {
  waiting: { readonly write: WholeWrite; readonly since: number }[];
  underWay: number;
  isScheduled: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** Whoever waits longer for a lock than this waits alone: the others need not wait for what they do not touch. */
const LOCK_WAIT_MS = 500;

/** Sends transactions that are one message each, those of one tenant and version together. */
export interface WholeWrites {
  /** Settles each statement's answer once its transaction is committed, or has failed. */
  readonly send: (write: WholeWrite) => void;
}

const senders = new WeakMap<Pool, WholeWrites>();

/** The one sender of a pool. */
export function wholeWrites(pool: Pool): WholeWrites {
  const known = senders.get(pool) ?? make(pool);
  senders.set(pool, known);
  return known;
}

/**
 * Several transactions become one: its settings, its gate, its commit and the waking of both sides cost as much as for
 * one. Where anything in it fails, nothing of it was done, and each is sent by itself: only the one that cannot be done
 * fails. So each is done wholly or not at all, as if it had been alone.
 */
function make(pool: Pool): WholeWrites {
  const queues = new Map<string, Queue>();

  function go(key: string, queue: Queue): void {
    clearTimeout(queue.timer);
    while (queue.waiting.length > 0) {
      const [oldest] = queue.waiting;
      const left = HELD_MS - (performance.now() - (oldest?.since ?? 0));
      if (queue.underWay >= UNDER_WAY_MAX && left > 0) {
        queue.timer = setTimeout(() => go(key, queue), Math.ceil(left));
        return;
      }
      const writes = queue.waiting.splice(0, TOGETHER_MAX).map(({ write }) => write);
      queue.underWay += 1;
      void sendTogether(pool, writes).finally(() => {
        queue.underWay -= 1;
        schedule(key, queue);
      });
    }
    if (queue.underWay === 0) queues.delete(key);
  }

  function schedule(key: string, queue: Queue): void {
    if (queue.isScheduled) return;
    queue.isScheduled = true;
    atTurnEnd(() => {
      queue.isScheduled = false;
      go(key, queue);
    });
  }

  return {
    send(write) {
      const { settings } = write;
      if (settings === undefined || isLong(write)) {
        void sendTogether(pool, [write]);
        return;
      }
      const key = [settings.statement.text, ...settings.statement.params].join('\n');
      const queue = queues.get(key) ?? { waiting: [], underWay: 0, isScheduled: false, timer: undefined };
      queues.set(key, queue);
      queue.waiting.push({ write, since: performance.now() });
      if (queue.waiting.length >= (ENOUGH[queue.underWay] ?? Infinity)) go(key, queue);
      else schedule(key, queue);
    },
  };
}

function isLong({ asked }: WholeWrite): boolean {
  let characters = 0;
  for (const { statement } of asked)
    for (const param of statement.params) characters += typeof param === 'string' ? param.length : 0;
  return characters > CHARACTERS_MAX;
}

/** Settles the answers of all. */
async function sendTogether(pool: Pool, writes: readonly WholeWrite[]): Promise<void> {
  try {
    await attempt(pool, writes);
  } catch (error) {
    for (const { settings, asked } of writes)
      for (const { answer } of [...(settings === undefined ? [] : [settings]), ...asked]) answer.reject(error);
  }
}

async function attempt(pool: Pool, writes: readonly WholeWrite[]): Promise<void> {
  const message = messageOf(writes);
  if (message === undefined) {
    await Promise.all(writes.map((write) => sendTogether(pool, [write])));
    return;
  }
  const done = await answersOf(
    pool,
    message.map(({ statement }) => statement),
  );
  const failed = done.find((one) => one.status === 'rejected');
  if (failed !== undefined && writes.length > 1 && isRolledBack(failed.reason)) {
    await Promise.all(writes.map((write) => sendTogether(pool, [write])));
    return;
  }
  for (const [index, one] of done.entries()) {
    const { answers, joined } = must(message[index], 'statement');
    for (const [part, { resolve, reject }] of answers.entries())
      if (one.status === 'rejected') reject(one.reason);
      // What came before a failure was answered, and rolled back.
      else if (failed !== undefined && writes.length > 1) reject(failed.reason);
      else resolve(joined === undefined ? one.value : ownAnswer(one.value, joined, part));
  }
}

function ownAnswer(all: Answered, joined: JoinedStatement, part: number): Answered {
  const rows = joined.ownRows?.(all.rows, part);
  return rows === undefined ? all : { ...all, rows };
}

async function answersOf(
  pool: Pool,
  statements: readonly SqlText[],
): Promise<readonly PromiseSettledResult<Answered>[]> {
  try {
    const client = await pool.connect();
    let isOver = true;
    try {
      const done = await Promise.allSettled(batchSender(client).send(statements));
      isOver = done.some((one) => one.status === 'rejected' && isSessionOver(one.reason));
      return done;
    } finally {
      // A session that ends says so before its connection does: nobody else may be given it.
      client.release(isOver);
    }
  } catch (reason) {
    return statements.map(() => ({ status: 'rejected', reason }));
  }
}

function isSessionOver(error: unknown): boolean {
  return pgFailureOf(error) !== undefined && !isRolledBack(error);
}

/** A statement of the message, and all whom its answer goes to. */
interface Sent {
  readonly statement: SqlText;
  readonly answers: readonly Asked['answer'][];
  /** What they have joined in it, which tells each its own rows. */
  readonly joined?: JoinedStatement;
}

/**
 * One after the other, with the settings once. First what each writes, neighbours that write the same kinds of rows as
 * one statement; then what else they do. What all may do as one statement comes behind all that stands before it in any
 * of them: it takes locks in the one order that everybody keeps, and nothing may be locked after it.
 */
function messageOf(writes: readonly WholeWrite[]): readonly Sent[] | undefined {
  const settings = writes.flatMap((write) => (write.settings === undefined ? [] : [write.settings]));
  const [own, write] = [settings[0]?.statement, writes[0]];
  const statement = writes.length > 1 ? write?.settingsWaiting(LOCK_WAIT_MS) : own;
  const begin: Sent[] = statement === undefined ? [] : [{ statement, answers: settings.map(({ answer }) => answer) }];
  const [before, between, after, shared]: [Asked[], Asked[], Asked[], Asked[]] = [[], [], [], []];
  for (const { asked } of writes.toSorted(byLocks)) {
    const at = asked.findIndex(({ statement }) => statement.shared !== undefined);
    const place = at < 0 ? asked.length : at;
    const head = Math.min(headOf(asked), place);
    before.push(...asked.slice(0, head));
    between.push(...asked.slice(head, place));
    shared.push(...asked.slice(place, place + 1));
    after.push(...asked.slice(place + 1));
  }
  if (writes.length > 1 && after.some(({ statement }) => statement.shared !== undefined)) return undefined;
  const one = asOne(shared);
  if (one === undefined) return undefined;
  return [...begin, ...neighboursAsOne(before), ...neighboursAsOne(between), ...one, ...neighboursAsOne(after)];
}

/** How many of its statements come before those of the others: up to what it writes, or what it is told of that. */
function headOf(asked: readonly Asked[]): number {
  for (const [index, { statement }] of asked.entries())
    if (statement.joined !== undefined) return statement.joined.ownRows === undefined ? index + 1 : index;
  return asked.length;
}

/** Statements that stand beside each other and are of one kind, each run of them as one. */
function neighboursAsOne(asked: readonly Asked[]): readonly Sent[] {
  const runs: Asked[][] = [];
  for (const one of asked) {
    const run = runs.at(-1);
    const kind = one.statement.joined?.kind;
    if (run !== undefined && kind !== undefined && run[0]?.statement.joined?.kind === kind) run.push(one);
    else runs.push([one]);
  }
  return runs.flatMap((run) => {
    const parts = run.flatMap(({ statement }) => (statement.joined === undefined ? [] : [statement.joined]));
    const [first] = parts;
    if (first === undefined || run.length === 1) return run.map(alone);
    return [{ statement: first.together(parts), answers: run.map(({ answer }) => answer), joined: first }];
  });
}

function byLocks(a: WholeWrite, b: WholeWrite): number {
  const [first, second] = [locksOf(a), locksOf(b)];
  return first === second ? 0 : first < second ? -1 : 1;
}

function locksOf({ asked }: WholeWrite): string {
  return asked.find(({ statement }) => statement.locks !== undefined)?.statement.locks ?? '';
}

function alone({ statement, answer }: Asked): Sent {
  return { statement, answers: [answer] };
}

function asOne(asked: readonly Asked[]): readonly Sent[] | undefined {
  const [first] = asked;
  if (first === undefined || asked.length === 1) return asked.map(alone);
  if (asked.some(({ statement }) => statement.text !== first.statement.text)) return undefined;
  const parts = asked.flatMap(({ statement }) => (statement.shared === undefined ? [] : [statement.shared]));
  const params = first.statement.shared?.paramsOf(parts);
  if (params === undefined) return undefined;
  return [{ statement: { ...first.statement, params }, answers: asked.map(({ answer }) => answer) }];
}
