import type { Kysely } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';

/** One statement: text with `$n` placeholders and their values. `name` lets PostgreSQL keep its plan. */
export interface SqlText {
  readonly text: string;
  readonly params: readonly unknown[];
  readonly name?: string;
  /** That transactions which are sent together may do it as one. */
  readonly shared?: SharedStatement;
  /** That transactions which are sent together may do it as one where neighbours are of its kind. */
  readonly joined?: JoinedStatement;
  /** What it locks first, by name: transactions that are sent together lock in the order of these. */
  readonly locks?: string;
}

/** What one transaction has in a statement that several may do as one. */
export interface SharedStatement {
  /** The values of the statement for all `parts`, in order; nothing where these can't go together. */
  readonly paramsOf: (parts: readonly SharedStatement[]) => readonly unknown[] | undefined;
}

/** A statement of one transaction that has a form for several, one behind the other. */
export interface JoinedStatement {
  /** Those of the same kind go together. */
  readonly kind: object;
  /** One statement that does what `parts` do, in their order, and fails where one of them would. */
  together(parts: readonly JoinedStatement[]): SqlText;
  /**
   * Of one that only reads, for whom what it reads is the same wherever it stands behind the writes: what the part at
   * `index` is told of the rows that all of them were given.
   */
  ownRows?(rows: readonly Row[], index: number): readonly Row[];
}

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** A row as PostgreSQL writes it. */
export type TextRow = readonly (string | null)[];

/** As whom a tenant statement runs and for how long, in milliseconds. */
export interface TenantScope {
  readonly role: SqlName;
  readonly timeoutMs: number;
}

/**
 * One open transaction. Statements run in order on one connection, and leave at once: what need not wait for an answer
 * is not awaited, and costs no round trip of its own. After a failure every later statement fails for the same reason,
 * until a savepoint is gone back to. A statement with a name is prepared once per connection.
 */
export interface Transaction {
  query<Row>(statement: SqlText): Promise<readonly Row[]>;
  /**
   * One row with one text of what is there before the transaction does anything, under the tenant's role: as long as
   * nothing else was asked, PostgreSQL is asked for it apart from the transaction, together with what others read.
   */
  look(statement: SqlText): Promise<string | null>;
}

/**
 * What the work of a transaction may give instead of its value: that no more statements come. The commit then leaves
 * behind them without waiting for their answers; a failure among them makes it a rollback, and is thrown.
 */
export class Committing<T> {
  readonly value: Promise<T>;
  constructor(value: Promise<T>) {
    this.value = value;
  }
}

/**
 * One PostgreSQL or PGlite. The pool logs in as the owner; whatever touches a tenant's rows goes through
 * `readAsTenant` or `transaction({ tenant })`, which run it under the tenant's role and no other.
 */
export interface Database {
  readonly kind: 'postgres' | 'pglite';
  /** The shared Kysely that the control plane's MikroORM is given as `driverOptions`: one pool for both. */
  readonly kysely: Kysely<Record<string, never>>;
  /** A statement as the owner, on its own. For DDL and the control plane. */
  query<Row>(statement: SqlText): Promise<readonly Row[]>;
  /** A statement that returns one row with one text column, under the tenant's role, in one round trip. */
  readAsTenant(scope: TenantScope, statement: SqlText): Promise<string | null>;
  /** The same for one row of any number of values, each as PostgreSQL writes it. */
  readRowAsTenant(scope: TenantScope, statement: SqlText): Promise<TextRow>;
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<T>(options: TransactionOptions, work: (tx: Transaction) => Promise<T | Committing<T>>): Promise<T>;
  /**
   * Takes the lock for as long as this process lives or until the returned function is called; `null` when another
   * holder has it. On PostgreSQL a session lock on a connection of its own, which dies with the process; on PGlite the
   * data folder has one process, so its memory is enough.
   */
  tryLock(key: string): Promise<(() => Promise<void>) | null>;
  /** Calls `onNotify` for each NOTIFY on the channel until the returned function is called. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface TransactionOptions {
  readonly tenant?: TenantScope;
  readonly readOnly?: boolean;
  readonly lockTimeoutMs?: number;
  readonly timeoutMs?: number;
  /** Named statements are planned once a connection: they look rows up by keys, and planning took longer than that. */
  readonly keepsPlans?: boolean;
  /**
   * Many tables are made or changed: on PostgreSQL by connections kept for that. Each of their changes makes a
   * connection look through every plan it has kept, which in one that has met 600 tenants took 0.5 s of a new tenant's.
   */
  readonly buildsTables?: boolean;
  /** A call without values that leaves as part of the beginning, under the tenant's role. */
  readonly first?: string;
}
