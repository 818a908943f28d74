import { LRUCache } from 'lru-cache';
import type { ClientBase, Connection, Submittable } from 'pg';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { SqlText } from './database.ts';
import {
  RowSink,
  TextSink,
  type Answered,
  type Columns,
  type Field,
  type KeptColumns,
  type Sink,
  type TextAsk,
} from './statement-sinks.ts';

/**
 * Sends statements of the extended protocol in one message with one answer at its end: PostgreSQL and we make one
 * system call for all of them instead of one for each. Outside of a transaction they are one of their own, which
 * commits at the end of the message. A named statement is prepared once per connection, and its columns are known then.
 */
export interface BatchSender {
  /** One promise a statement; all settle when the whole batch has been answered. What follows a failure is not done. */
  readonly send: (statements: readonly SqlText[]) => readonly Promise<Answered>[];
  /** The same for rows that pass through as text; nobody asks for their columns. */
  readonly sendForTexts: (asks: readonly StatementAsk[]) => void;
}

/** A statement, and whom to tell what came of it. */
export interface StatementAsk extends TextAsk {
  readonly statement: SqlText;
}

const senders = new WeakMap<ClientBase, BatchSender>();

/** The one sender of batches of a connection, which knows what it has prepared there. */
export function batchSender(client: ClientBase): BatchSender {
  const known = senders.get(client) ?? make(client);
  senders.set(client, known);
  return known;
}

/** A statement that the connection keeps. */
interface Prepared extends KeptColumns {
  readonly name: string;
  /** Whether PostgreSQL has been told to prepare it; it may not have come to it. */
  isSent: boolean;
}

function make(client: ClientBase): BatchSender {
  const closed: string[] = [];
  let named = 0;
  const kept = new LRUCache<string, Prepared>({
    // Each costs the server some 20–100 KB of plan.
    max: LIMITS.preparedStatementsPerConnectionMax,
    // A name is never given twice, so those of an older message may still be on their way.
    dispose: ({ name }) => void closed.push(name),
  });
  const preparedFor = ({ text, name }: SqlText): Prepared | undefined => {
    if (name === undefined) return undefined;
    const known = kept.get(text);
    if (known !== undefined) return known;
    named += 1;
    const made = { name: `fw_${String(named)}`, isSent: false, columns: undefined };
    kept.set(text, made);
    return made;
  };
  const columnsOf = (fields: readonly Field[]): Columns => ({
    names: fields.map(({ name }) => name),
    parsers: fields.map(({ dataTypeID }) => client.getTypeParser(dataTypeID, 'text') as (text: string) => unknown),
  });
  const write = (parts: readonly Part[]): void => {
    // Whether it was prepared is not known: another name is.
    client.query(new Batch(parts, { closed: closed.splice(0), forget: (text) => void kept.delete(text) }));
  };
  return {
    send(statements) {
      const answers: Promise<Answered>[] = [];
      const parts = statements.map((statement): Part => {
        const prepared = preparedFor(statement);
        const sink = new RowSink(prepared ?? { columns: undefined }, columnsOf);
        answers.push(sink.answer.promise);
        return { statement, prepared, sink, isFirst: false };
      });
      write(parts);
      return answers;
    },
    sendForTexts(asks) {
      write(
        asks.map((ask): Part => {
          const { statement } = ask;
          return { statement, prepared: preparedFor(statement), sink: new TextSink(ask), isFirst: false };
        }),
      );
    },
  };
}

interface Part {
  readonly statement: SqlText;
  readonly prepared: Prepared | undefined;
  readonly sink: Sink;
  /** Prepared by this batch. */
  isFirst: boolean;
}

/** What the driver calls while the batch's answers come in. */
class Batch implements Submittable {
  private readonly parts: readonly Part[];
  private readonly at: { readonly closed: readonly string[]; readonly forget: (text: string) => void };
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
      const { statement, prepared, sink } = part;
      const name = prepared?.name ?? '';
      if (prepared?.isSent !== true) connection.parse({ name, text: statement.text, types: [] }, true);
      part.isFirst = prepared?.isSent === false;
      if (prepared !== undefined) prepared.isSent = true;
      connection.bind({ statement: name, values: statement.params.map(wireValue) }, true);
      if (sink.asksColumns) connection.describe({ type: 'P', name: '' }, true);
      connection.execute(null, true);
    }
    connection.sync();
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.current().sink.columns(fields);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.failure !== undefined) return;
    try {
      this.current().sink.row(fields);
    } catch (error) {
      this.failure = error;
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.current().sink.ended(text.split(' ', 1)[0] ?? '');
    this.index += 1;
  }

  handleEmptyQuery(): void {
    this.index += 1;
  }

  handlePortalSuspended(): void {
    throw new Error('Broken invariant: all rows are asked for');
  }

  handleReadyForQuery(): void {
    if (this.failure === undefined) for (const { sink } of this.parts) sink.answered();
    else this.fail(this.failure, 0);
  }

  /** Nothing more comes of this batch. Failing at its very end, by what was deferred to the commit, nothing of it counts. */
  handleError(error: unknown): void {
    const from = this.index < this.parts.length ? this.index : 0;
    for (const { sink } of this.parts.slice(0, from)) sink.answered();
    this.fail(error, from);
  }

  private fail(error: unknown, from: number): void {
    for (const part of this.parts.slice(from)) if (part.isFirst) this.at.forget(part.statement.text);
    for (const [index, { sink }] of this.parts.slice(from).entries())
      if (index === 0) sink.failed(error);
      else sink.passedOver(error);
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
    if (PLAIN.test(text)) return `"${text}"`;
    // Texts of JSON are what has most to mark, and JSON marks it in one pass, the same way where nothing else is in it.
    if (!MARKED_OTHERWISE.test(text)) return JSON.stringify(text);
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${parts.join(',')}}`;
}

const PLAIN = /^[^"\\]*$/;
/** Among them is all that JSON writes as an escape of its own (ECMA-262, QuoteJSONString). */
const MARKED_OTHERWISE = /[\p{Cc}\p{Cs}]/u;
