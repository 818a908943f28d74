import { sql, type RawBuilder } from 'kysely';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import { dateText } from '../../schema/expr/calendar.ts';
import { frameOf } from '../../schema/expr/frame.ts';
import { NOBODY_ID } from '../../schema/expr/types.ts';

/** A piece of SQL: one value, condition or source. Literals in it are parameters. */
export type Sql = RawBuilder<unknown>;

/**
 * How PostgreSQL holds a value. `int` is any integer type, `seconds` a `numeric` of seconds (durations), `uuid` an id:
 * ids are compared as `uuid` where both sides are, so that indexes serve, and as text otherwise.
 */
export type SqlKind =
  'bool' | 'int' | 'numeric' | 'text' | 'uuid' | 'date' | 'time' | 'timestamptz' | 'seconds' | 'json';

export interface SqlValue {
  readonly sql: Sql;
  readonly as: SqlKind;
}

/** A row in scope: the entity and the table alias under which its columns are read. */
export interface SqlRow {
  readonly entity: string;
  readonly alias: string;
}

/** Where a followed reference is read. Without `from`, the row's alias is already joined by the caller. */
export interface SqlTarget {
  readonly row: SqlRow;
  /** The table with its alias, for a `from` clause. */
  readonly from?: Sql;
  /** What ties it to the row that was followed. */
  readonly on?: Sql;
}

/**
 * A list of a row: rows of a table (child lines, links), or an array in a column whose elements are never null.
 * `entity` says that the array holds ids of that entity's rows.
 */
export type SqlList =
  | { readonly kind: 'rows'; readonly row: SqlRow; readonly from: Sql; readonly on: Sql }
  | { readonly kind: 'array'; readonly array: Sql; readonly element: SqlKind; readonly entity?: string };

/**
 * What the SQL compiler must be told; the read and write planners make it from the model. Rows that the reader may not
 * see are the planner's business: it leaves them out of `from`.
 */
export interface SqlBinding {
  /** A name for a table alias that no other part of the statement uses, live formulas included. */
  readonly newAlias: () => string;
  /** `doc` or `line`. */
  readonly row: (variable: string) => SqlRow;
  /**
   * A single-valued field: a stored column, or the SQL of a live formula. For a reference: the id it holds. Texts come
   * in one collation, the database's as a rule.
   */
  readonly column: (row: SqlRow, field: string) => SqlValue;
  /** The row that a reference points at, read under `alias`; rows in the bin included. */
  readonly follow: (row: SqlRow, field: string, alias: string) => SqlTarget;
  /** The row with an id, read under `alias`; for elements of arrays of ids. */
  readonly rowById: (entity: string, id: Sql, alias: string) => SqlTarget;
  /** A list-valued field; rows of it are read under `alias`. */
  readonly list: (row: SqlRow, field: string, alias: string) => SqlList;
  readonly context: SqlContext;
}

/** The clock, the time zone and the signed-in user, each as SQL. */
export interface SqlContext {
  /** `timestamptz` */
  readonly now: Sql;
  /** `date` in the tenant's time zone */
  readonly today: Sql;
  /** `text`, an IANA name */
  readonly timeZone: Sql;
  readonly actor: (field: string) => SqlValue;
  readonly actorList: (field: string) => SqlList;
}

/** The context as parameters. `ids` is how user and department ids are stored. */
export function sqlContextOf(context: EvalContext, ids: 'uuid' | 'text'): SqlContext {
  const frame = frameOf({}, context);
  const { actor } = context;
  return {
    now: sql`${context.now}::timestamptz`,
    today: sql`${dateText(frame.today)}::date`,
    timeZone: sql`${context.timeZone}::text`,
    actor: (field) => {
      const values: Readonly<Record<string, string | null | undefined>> = {
        id: actor?.id ?? NOBODY_ID,
        name: actor?.name,
        email: actor?.email,
        role: actor?.role ?? '',
      };
      const value = values[field] ?? null;
      return field === 'id' && ids === 'uuid'
        ? { sql: sql`${value}::uuid`, as: 'uuid' }
        : { sql: sql`${value}::text`, as: 'text' };
    },
    actorList: (field) => {
      const isIds = field === 'departments' && ids === 'uuid';
      const list = (field === 'departments' ? actor?.departments : actor?.roles) ?? [];
      const array = isIds ? sql`${[...list]}::uuid[]` : sql`${[...list]}::text[]`;
      return { kind: 'array', array, element: isIds ? 'uuid' : 'text' };
    },
  };
}
