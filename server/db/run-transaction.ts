import type { ClientBase, Pool, PoolClient } from 'pg';
import { must } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { Committing, type SqlText, type TenantScope, type Transaction, type TransactionOptions } from './database.ts';
import { batchSender } from './statement-batch.ts';
import type { Answered } from './statement-sinks.ts';
import { atTurnEnd } from './turn-end.ts';
import { wholeWrites, type Asked } from './whole-writes.ts';

/** Where transactions are done. */
export interface TransactionPlace {
  readonly pool: Pool;
  /** Reads one text under the tenant's role, apart from any transaction. */
  readonly look: (scope: TenantScope, statement: SqlText) => Promise<string | null>;
}

/**
 * Does `work` in a transaction on a connection of the pool. What is asked for in one turn of the event loop leaves in
 * one message: the settings and what is read first, then what is written and the commit. Work that never waits for an
 * answer is one message in all, which is a transaction by itself, and may go together with others.
 */
export async function runTransaction<T>(
  place: TransactionPlace,
  options: TransactionOptions,
  work: (tx: Transaction) => Promise<T | Committing<T>>,
): Promise<T> {
  const open = new OpenTransaction(place, options);
  let broken: Error | undefined;
  try {
    const done = await work({
      // The caller says what its rows are.
      query: <Row>(statement: SqlText) => open.query(statement).then(({ rows }) => rows as unknown as readonly Row[]),
      look: (statement) => open.look(statement),
    });
    const committed = open.commit(done instanceof Committing);
    const [answer, end] = await Promise.allSettled([done instanceof Committing ? done.value : done, committed]);
    if (answer.status === 'rejected') throw answer.reason;
    if (end.status === 'rejected') throw end.reason;
    return answer.value;
  } catch (error) {
    // A connection that can't even roll back is thrown away.
    await open.rollback().catch((reason: unknown) => {
      broken = reason instanceof Error ? reason : new Error('ROLLBACK failed');
    });
    throw error;
  } finally {
    if (open.isConnected()) await open.release(broken);
  }
}

class OpenTransaction {
  private readonly place: TransactionPlace;
  /** Its connection, from when something leaves that is not the whole of it. */
  private client: Promise<PoolClient> | undefined;
  private readonly options: TransactionOptions;
  private readonly failures = firstFailure();
  private readonly settings: Asked | undefined;
  private waiting: Asked[] = [];
  private isScheduled = false;
  /** Whether anything was asked in it. */
  private isUsed = false;
  /** Whether a `BEGIN` has left. */
  private isBegun = false;
  /** Whether nothing more is to be done: it was one message, or has been ended. */
  private isOver = false;

  constructor(place: TransactionPlace, options: TransactionOptions) {
    this.place = place;
    this.options = options;
    const settings = settingStatement(options);
    if (settings !== undefined) void this.add(settings);
    [this.settings] = this.waiting;
  }

  query(statement: SqlText): Promise<Answered> {
    if (this.isOver) return Promise.reject(new Error('The transaction is over'));
    this.isUsed = true;
    const answer = this.add(statement);
    if (!this.isScheduled) {
      this.isScheduled = true;
      // After all that was asked for in this turn.
      atTurnEnd(() => {
        this.isScheduled = false;
        this.flush();
      });
    }
    return answer;
  }

  async look(statement: SqlText): Promise<string | null> {
    const { tenant } = this.options;
    if (tenant !== undefined && !this.isUsed) return this.place.look(tenant, statement);
    const { rows } = await this.query(statement);
    const [text] = Object.values(must(rows[0], 'row of a look'));
    return typeof text === 'string' ? text : null;
  }

  /** Ends it well. `isWhole` when nothing else was waited for: then what has not left yet may go as one message. */
  async commit(isWhole: boolean): Promise<void> {
    const isOneMessage =
      isWhole && !this.isBegun && this.options.readOnly !== true && this.waiting.every((one) => !isText(one.statement));
    this.isOver = true;
    if (isOneMessage) {
      const all = this.waiting.splice(0);
      const { settings, options } = this;
      const settingsWaiting = (lockTimeoutMs: number): SqlText =>
        must(settingStatement({ ...options, lockTimeoutMs }), 'settings');
      wholeWrites(this.place.pool).send({ settings, settingsWaiting, asked: all.filter((one) => one !== settings) });
      // What follows a failure fails too, so the last tells of all.
      await all.at(-1)?.answer.promise;
      return;
    }
    const committed = this.add(statementOf('COMMIT'));
    this.flush();
    const { command } = await committed;
    // PostgreSQL answers the commit of a failed transaction with a rollback, and calls that no error.
    if (command !== 'COMMIT') throw this.failures.cause() ?? new Error('The transaction was rolled back');
  }

  async rollback(): Promise<void> {
    this.isOver = true;
    for (const { answer } of this.waiting.splice(0)) answer.reject(new Error('The transaction was rolled back'));
    // Without a connection nothing was begun.
    const client = await this.client?.catch(() => undefined);
    await client?.query('ROLLBACK');
  }

  /** Gives the connection back; one that is broken is thrown away. */
  async release(broken: Error | undefined): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    client?.release(broken);
  }

  /** Whether it has a connection of its own. */
  isConnected(): boolean {
    return this.client !== undefined;
  }

  private add(statement: SqlText): Promise<Answered> {
    const answer = this.failures.watched();
    this.waiting.push({ statement, answer });
    return answer.promise;
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const statements = this.waiting.splice(0);
    if (!this.isBegun) {
      this.isBegun = true;
      statements.unshift({ statement: statementOf(beginWord(this.options)), answer: this.failures.watched() });
    }
    this.client ??= this.place.pool.connect();
    this.client.then(
      (client) => sendOn(client, statements),
      (error: unknown) => {
        for (const { answer } of statements) answer.reject(error);
      },
    );
  }
}

/** A text may be several statements, which only the simple protocol takes. */
function sendOn(client: ClientBase, statements: readonly Asked[]): void {
  let batch: Asked[] = [];
  for (const one of statements) {
    if (!isText(one.statement)) batch.push(one);
    else {
      sendBatch(client, batch);
      batch = [];
      client.query(one.statement.text).then(one.answer.resolve, one.answer.reject);
    }
  }
  sendBatch(client, batch);
}

function sendBatch(client: ClientBase, batch: readonly Asked[]): void {
  if (batch.length === 0) return;
  const answers = batchSender(client).send(batch.map(({ statement }) => statement));
  for (const [index, answer] of answers.entries()) {
    const { resolve, reject } = must(batch[index], 'statement').answer;
    answer.then(resolve, reject);
  }
}

function isText({ params, name }: SqlText): boolean {
  return params.length === 0 && name === undefined;
}

/** A statement of our own that each connection prepares once. */
function statementOf(text: string): SqlText {
  return { text, params: [], name: text };
}

/** In a failed transaction every statement fails because of an earlier one: whoever waits is told of that one. */
function firstFailure(): {
  readonly watched: () => Asked['answer'];
  readonly cause: () => unknown;
} {
  let cause: unknown;
  return {
    watched() {
      const { promise, resolve, reject } = Promise.withResolvers<Answered>();
      // Not everybody waits for what they sent; the commit tells them.
      promise.then(undefined, () => undefined);
      return {
        promise,
        resolve,
        reject(error: unknown) {
          if (cause === undefined || !FOLLOWING.has(String(Reflect.get(Object(error), 'code')))) cause = error;
          reject(cause);
        },
      };
    },
    cause: () => cause,
  };
}

/** What every statement of a failed transaction fails with (PostgreSQL, appendix A). */
export const IN_FAILED_TRANSACTION = '25P02';

/** A statement whose preparation was in a message that failed is not there either. */
const FOLLOWING: ReadonlySet<string> = new Set([IN_FAILED_TRANSACTION, '26000']);

/** `BEGIN` with the settings of just this transaction, in one round trip. */
export function beginText(options: TransactionOptions): string {
  const { first } = options;
  return [
    beginWord(options),
    ...settingsOf(options).map(([name, value]) => `SET LOCAL ${name} = ${quoteIdent(value)}`),
    ...(first === undefined ? [] : [`SELECT ${first}`]),
  ].join('; ');
}

function beginWord({ readOnly }: TransactionOptions): string {
  return readOnly === true ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN';
}

/** In the order in which they are set: the role last. */
function settingsOf(options: TransactionOptions): readonly (readonly [name: string, value: string])[] {
  const { tenant, lockTimeoutMs, timeoutMs, keepsPlans } = options;
  const statementTimeoutMs = timeoutMs ?? tenant?.timeoutMs;
  const ms = (name: string, value: number | undefined): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[name, String(Math.trunc(value))]];
  return [
    ...ms('lock_timeout', lockTimeoutMs),
    ...ms('statement_timeout', statementTimeoutMs),
    ...(keepsPlans === true ? ([['plan_cache_mode', 'force_generic_plan']] as const) : []),
    ...(tenant === undefined ? [] : ([['role', tenant.role]] as const)),
  ];
}

/**
 * The settings and what comes first as one statement that is prepared once a connection: as text, parsed and planned in
 * each transaction, they were some 15 % of what making an order with five lines costs PostgreSQL (samples of its stacks).
 */
function settingStatement(options: TransactionOptions): SqlText | undefined {
  const settings = settingsOf(options);
  if (settings.length === 0 && options.first === undefined) return undefined;
  const parts = settings.map(([name], index) => `set_config('${name}', $${String(index + 1)}, true)`);
  const text = `SELECT ${[...parts, ...(options.first === undefined ? [] : [options.first])].join(', ')}`;
  return { text, params: settings.map(([, value]) => value), name: text };
}
