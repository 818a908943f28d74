import { LRUCache } from 'lru-cache';
import type { ClientBase, Connection, Submittable } from 'pg';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { SqlText } from './database.ts';

/** What a statement gave: its rows by the names of their columns, as the connection's types have them. */
export interface Answered {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** What PostgreSQL calls what it did: `INSERT`, `COMMIT`. */
  readonly command: string;
}

/**
 * Sends statements of the extended protocol in one message with one answer at its end: PostgreSQL and we make one
 * system call for all of them instead of one for each. Outside of a transaction they are one of their own, which
 * commits at the end of the message. A named statement is prepared once per connection, and its columns are known then.
 */
export interface BatchSender {
  /** One promise a statement; all settle when the whole batch has been answered. What follows a failure is not done. */
  readonly send: (statements: readonly SqlText[]) => readonly Promise<Answered>[];
}

const senders = new WeakMap<ClientBase, BatchSender>();

/** The one sender of batches of a connection, which knows what it has prepared there. */
export function batchSender(client: ClientBase): BatchSender {
  const known = senders.get(client) ?? make(client);
  senders.set(client, known);
  return known;
}

/** A statement that the connection keeps. */
interface Prepared {
  readonly name: string;
  /** Whether PostgreSQL has been told to prepare it; it may not have come to it. */
  isSent: boolean;
  /** Its columns, once it has answered; they never change: PostgreSQL refuses a plan whose result did. */
  columns: Columns | undefined;
}

interface Columns {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

const NO_COLUMNS: Columns = { names: [], parsers: [] };

function make(client: ClientBase): BatchSender {
  const closed: string[] = [];
  let named = 0;
  const kept = new LRUCache<string, Prepared>({
    // Each costs the server some 20–100 KB of plan.
    max: LIMITS.preparedStatementsPerConnectionMax,
    // A name is never given twice, so those of an older message may still be on their way.
    dispose: ({ name }) => void closed.push(name),
  });
  const preparedFor = (text: string): Prepared => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    named += 1;
    const made = { name: `fw_${String(named)}`, isSent: false, columns: undefined };
    kept.set(text, made);
    return made;
  };
  const columnsOf = (fields: readonly FieldOf[]): Columns => ({
    names: fields.map(({ name }) => name),
    parsers: fields.map(({ dataTypeID }) => client.getTypeParser(dataTypeID, 'text') as (text: string) => unknown),
  });
  return {
    send(statements) {
      const parts = statements.map((statement) => partOf(statement, preparedFor));
      client.query(
        new Batch(parts, {
          closed: closed.splice(0),
          columnsOf,
          // Whether it was prepared is not known: another name is.
          forget: (text) => void kept.delete(text),
        }),
      );
      return parts.map(({ answer }) => answer.promise);
    },
  };
}

interface FieldOf {
  readonly name: string;
  readonly dataTypeID: number;
}

interface Part {
  readonly statement: SqlText;
  readonly prepared: Prepared | undefined;
  readonly rows: Record<string, unknown>[];
  command: string;
  readonly answer: PromiseWithResolvers<Answered>;
  /** Prepared by this batch. */
  isFirst: boolean;
  columns: Columns | undefined;
}

function partOf(statement: SqlText, preparedFor: (text: string) => Prepared): Part {
  const prepared = statement.name === undefined ? undefined : preparedFor(statement.text);
  const answer = Promise.withResolvers<Answered>();
  // Not everybody waits for what they sent.
  answer.promise.catch(() => undefined);
  return { statement, prepared, rows: [], command: '', answer, isFirst: false, columns: prepared?.columns };
}

/** What the driver calls while the batch's answers come in. */
class Batch implements Submittable {
  private readonly parts: readonly Part[];
  private readonly at: {
    readonly closed: readonly string[];
    readonly columnsOf: (fields: readonly FieldOf[]) => Columns;
    readonly forget: (text: string) => void;
  };
  private index = 0;
  private failure: unknown = undefined;

  constructor(parts: readonly Part[], at: Batch['at']) {
    this.parts = parts;
    this.at = at;
  }

  submit(connection: Connection): null {
    // One write for all of it.
    connection.stream.cork();
    this.write(connection);
    connection.stream.uncork();
    return null;
  }

  private write(connection: Connection): void {
    for (const name of this.at.closed) connection.close({ type: 'S', name }, true);
    for (const part of this.parts) {
      const { statement, prepared } = part;
      const name = prepared?.name ?? '';
      if (prepared?.isSent !== true) connection.parse({ name, text: statement.text, types: [] }, true);
      part.isFirst = prepared?.isSent === false;
      if (prepared !== undefined) prepared.isSent = true;
      connection.bind({ statement: name, values: statement.params.map(wireValue) }, true);
      if (part.columns === undefined) connection.describe({ type: 'P', name: '' }, true);
      connection.execute(null, true);
    }
    connection.sync();
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldOf[] }): void {
    const part = this.current();
    part.columns = this.at.columnsOf(fields);
    if (part.prepared !== undefined) part.prepared.columns = part.columns;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.failure !== undefined) return;
    const { rows, columns = NO_COLUMNS } = this.current();
    try {
      const row: Record<string, unknown> = {};
      columns.names.forEach((name, index) => {
        const text = fields[index] ?? null;
        row[name] = text === null ? null : columns.parsers[index]?.(text);
      });
      rows.push(row);
    } catch (error) {
      this.failure = error;
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const part = this.current();
    const { prepared } = part;
    part.command = text.split(' ', 1)[0] ?? '';
    if (prepared !== undefined) prepared.columns ??= NO_COLUMNS;
    this.index += 1;
  }

  handleEmptyQuery(): void {
    this.index += 1;
  }

  handlePortalSuspended(): void {
    throw new Error('Broken invariant: all rows are asked for');
  }

  handleReadyForQuery(): void {
    if (this.failure === undefined)
      for (const { answer, rows, command } of this.parts) answer.resolve({ rows, command });
    else this.fail(this.failure, 0);
  }

  /** Nothing more comes of this batch. Failing at its very end, by what was deferred to the commit, nothing of it counts. */
  handleError(error: unknown): void {
    const from = this.index < this.parts.length ? this.index : 0;
    for (const { answer, rows, command } of this.parts.slice(0, from)) answer.resolve({ rows, command });
    this.fail(error, from);
  }

  private fail(error: unknown, from: number): void {
    for (const part of this.parts.slice(from)) {
      if (part.isFirst) this.at.forget(part.statement.text);
      part.answer.reject(error);
    }
  }

  private current(): Part {
    return must(this.parts[this.index], 'statement that is answered');
  }
}

/** A value as PostgreSQL reads it: text, an array's literal, JSON, or bytes as they are. */
function wireValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.isBuffer(value) ? value : Buffer.from(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayLiteral(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}

/** Elements in quotes, so that none is taken for NULL or for a part of the literal (PostgreSQL §8.15.2). */
function arrayLiteral(values: readonly unknown[]): string {
  const parts = values.map((value): string => {
    if (Array.isArray(value)) return arrayLiteral(value);
    const text = wireValue(value);
    if (text === null) return 'NULL';
    if (typeof text !== 'string') return `"\\\\x${text.toString('hex')}"`;
    return PLAIN.test(text) ? `"${text}"` : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${parts.join(',')}}`;
}

const PLAIN = /^[^"\\]*$/;
