import type { ClientBase, Pool } from 'pg';
import { must } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { Committing, type SqlText, type Transaction, type TransactionOptions } from './database.ts';
import { batchSender } from './statement-batch.ts';
import type { Answered } from './statement-sinks.ts';
import { atTurnEnd } from './turn-end.ts';

/**
 * Does `work` in a transaction on a connection of the pool. What is asked for in one turn of the event loop leaves in
 * one message: the settings and what is read first, then what is written and the commit. Work that never waits for an
 * answer is one message in all, which is a transaction by itself.
 */
export async function runTransaction<T>(
  pool: Pool,
  options: TransactionOptions,
  work: (tx: Transaction) => Promise<T | Committing<T>>,
): Promise<T> {
  const client = await pool.connect();
  const open = new OpenTransaction(client, options);
  let broken: Error | undefined;
  try {
    const done = await work({
      // The caller says what its rows are.
      query: async <Row>(statement: SqlText) => (await open.query(statement)).rows as unknown as readonly Row[],
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
    client.release(broken);
  }
}

interface Waiting {
  readonly statement: SqlText;
  readonly answer: PromiseWithResolvers<Answered>;
}

class OpenTransaction {
  private readonly client: ClientBase;
  private readonly options: TransactionOptions;
  private readonly failures = firstFailure();
  private waiting: Waiting[] = [];
  private isScheduled = false;
  /** Whether a `BEGIN` has left. */
  private isBegun = false;
  /** Whether nothing more is to be done: it was one message, or has been ended. */
  private isOver = false;

  constructor(client: ClientBase, options: TransactionOptions) {
    this.client = client;
    this.options = options;
    const settings = settingStatement(options);
    if (settings !== undefined) void this.add(settings);
  }

  query(statement: SqlText): Promise<Answered> {
    if (this.isOver) return Promise.reject(new Error('The transaction is over'));
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

  /** Ends it well. `isWhole` when nothing else was waited for: then what has not left yet may go as one message. */
  async commit(isWhole: boolean): Promise<void> {
    const isOneMessage =
      isWhole && !this.isBegun && this.options.readOnly !== true && this.waiting.every((one) => !isText(one.statement));
    this.isOver = true;
    if (isOneMessage) {
      const all = this.waiting.map(({ answer }) => answer.promise);
      this.sendBatch(this.waiting.splice(0));
      await Promise.all(all);
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
    if (this.isBegun) await this.client.query('ROLLBACK');
  }

  private add(statement: SqlText): Promise<Answered> {
    const answer = Promise.withResolvers<Answered>();
    this.waiting.push({ statement, answer });
    return this.failures.watch(answer.promise);
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const statements = this.waiting.splice(0);
    if (!this.isBegun) {
      this.isBegun = true;
      statements.unshift({
        statement: statementOf(beginWord(this.options)),
        answer: Promise.withResolvers<Answered>(),
      });
      this.failures.watch(must(statements[0], 'begin').answer.promise).catch(() => undefined);
    }
    // A text may be several statements, which only the simple protocol takes.
    let batch: Waiting[] = [];
    for (const one of statements) {
      if (!isText(one.statement)) batch.push(one);
      else {
        this.sendBatch(batch);
        batch = [];
        this.client.query(one.statement.text).then(one.answer.resolve, one.answer.reject);
      }
    }
    this.sendBatch(batch);
  }

  private sendBatch(batch: readonly Waiting[]): void {
    if (batch.length === 0) return;
    const answers = batchSender(this.client).send(batch.map(({ statement }) => statement));
    for (const [index, answer] of answers.entries()) {
      const { resolve, reject } = must(batch[index], 'statement').answer;
      answer.then(resolve, reject);
    }
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
  readonly watch: <T>(sent: Promise<T>) => Promise<T>;
  readonly cause: () => unknown;
} {
  let cause: unknown;
  return {
    watch(sent) {
      const watched = sent.catch((error: unknown) => {
        if (cause === undefined || !FOLLOWING.has(String(Reflect.get(Object(error), 'code')))) cause = error;
        throw cause;
      });
      // Not everybody waits for what they sent; the commit tells them.
      watched.catch(() => undefined);
      return watched;
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
