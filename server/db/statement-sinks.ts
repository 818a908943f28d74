import type { TextRow } from './database.ts';

/** What a statement gave: its rows by the names of their columns, as the connection's types have them. */
export interface Answered {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** What PostgreSQL calls what it did: `INSERT`, `COMMIT`. */
  readonly command: string;
}

/** Takes what PostgreSQL answers to one statement, and tells whoever waits for it once the whole batch was answered. */
export interface Sink {
  /** Whether PostgreSQL must say what the columns are. */
  readonly asksColumns: boolean;
  columns(fields: readonly Field[]): void;
  /** Throws where a value can't be read: the batch then counts as failed. */
  row(values: TextRow): void;
  ended(command: string): void;
  answered(): void;
  failed(error: unknown): void;
  /** One before it failed, so PostgreSQL passed over it. */
  passedOver(error: unknown): void;
}

export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** The columns of a statement that a connection keeps: they never change, PostgreSQL refuses a plan whose result did. */
export interface KeptColumns {
  columns: Columns | undefined;
}

export interface Columns {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

const NO_COLUMNS: Columns = { names: [], parsers: [] };

/** Rows by the names of their columns. */
export class RowSink implements Sink {
  readonly answer = Promise.withResolvers<Answered>();
  readonly asksColumns: boolean;
  private readonly rows: Record<string, unknown>[] = [];
  private readonly kept: KeptColumns;
  private readonly columnsOf: (fields: readonly Field[]) => Columns;
  private command = '';

  /** `kept` is shared by all who run the statement on this connection. */
  constructor(kept: KeptColumns, columnsOf: (fields: readonly Field[]) => Columns) {
    this.kept = kept;
    this.columnsOf = columnsOf;
    this.asksColumns = kept.columns === undefined;
    // Not everybody waits for what they sent.
    this.answer.promise.catch(() => undefined);
  }

  columns(fields: readonly Field[]): void {
    this.kept.columns = this.columnsOf(fields);
  }

  row(values: TextRow): void {
    const { names, parsers } = this.kept.columns ?? NO_COLUMNS;
    const row: Record<string, unknown> = {};
    names.forEach((name, index) => {
      const text = values[index] ?? null;
      row[name] = text === null ? null : parsers[index]?.(text);
    });
    this.rows.push(row);
  }

  ended(command: string): void {
    this.command = command;
    this.kept.columns ??= NO_COLUMNS;
  }

  answered(): void {
    this.answer.resolve({ rows: this.rows, command: this.command });
  }

  failed(error: unknown): void {
    this.answer.reject(error);
  }

  passedOver(error: unknown): void {
    this.answer.reject(error);
  }
}

/** A statement whose rows pass through as PostgreSQL writes them. Each is told once. */
export interface TextAsk {
  answered(rows: readonly TextRow[]): void;
  failed(error: unknown): void;
  /** One before it in its batch failed, so it was not done. */
  passedOver(): void;
}

export class TextSink implements Sink {
  readonly asksColumns = false;
  private readonly ask: TextAsk;
  private readonly rows: TextRow[] = [];

  constructor(ask: TextAsk) {
    this.ask = ask;
  }

  columns(): void {
    // Nobody asked for them.
  }

  row(values: TextRow): void {
    this.rows.push(values);
  }

  ended(): void {
    // What it did is known.
  }

  answered(): void {
    this.ask.answered(this.rows);
  }

  failed(error: unknown): void {
    this.ask.failed(error);
  }

  passedOver(): void {
    this.ask.passedOver();
  }
}
