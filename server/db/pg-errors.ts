import type { IssueCode } from '../../schema/core/issues.ts';
import { issue, pointer, type Issue, type JsonPointer } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { UNFORESEEN_STATE } from '../compile/ddl-errors.ts';
import { tablesOf, type TableSpec } from '../compile/ddl-tables.ts';
import { workName } from '../compile/sql-name.ts';

/** What a constraint of ours guards, by its name in the database. */
export interface ConstraintEntry {
  readonly kind: 'unique' | 'foreignKey' | 'bound';
  readonly entity: string;
  /** Field ids; a system column by its column name. */
  readonly fields: readonly string[];
  readonly side?: 'min' | 'max';
  readonly bound?: string;
}

/** The constraints and columns of one shape, as errors name them. */
export interface ConstraintRegistry {
  readonly constraints: ReadonlyMap<string, ConstraintEntry>;
  /** `table.column` → entity and field. */
  readonly columns: ReadonlyMap<string, { readonly entity: string; readonly field: string }>;
}

/** Names of constraints are functions of the model, so the registry needs no database. */
export function constraintRegistry(model: Model): ConstraintRegistry {
  const constraints = new Map<string, ConstraintEntry>();
  const columns = new Map<string, { readonly entity: string; readonly field: string }>();
  for (const spec of tablesOf(model)) {
    for (const [name, entry] of entriesOf(spec)) {
      constraints.set(name, entry);
      // While a publication works, the guard to come has another name.
      constraints.set(workName(name), entry);
    }
    for (const { column, field } of spec.columns)
      columns.set(`${spec.table}.${column}`, { entity: spec.entity, field: field ?? column });
  }
  return { constraints, columns };
}

function entriesOf(spec: TableSpec): readonly (readonly [Parameters<typeof workName>[0], ConstraintEntry])[] {
  const fieldAt = (column: string): string =>
    spec.columns.find((one) => one.column === column)?.field ?? spec.field ?? column;
  const { entity } = spec;
  return [
    ...spec.indexes
      .filter(({ unique }) => unique)
      .map(({ name, columns }) => [name, { kind: 'unique' as const, entity, fields: columns.map(fieldAt) }] as const),
    ...spec.foreignKeys.map(
      ({ name, column }) => [name, { kind: 'foreignKey' as const, entity, fields: [fieldAt(column)] }] as const,
    ),
    ...spec.checks.map(
      ({ name, column, side, bound }) =>
        [name, { kind: 'bound' as const, entity, fields: [fieldAt(column)], side, bound }] as const,
    ),
  ];
}

/**
 * What PostgreSQL says of a failure; also found on what MikroORM and PGlite throw. Its message and detail, and the
 * severity beside them, are in the server's own language (`lc_messages`): only states and names tell what it was.
 */
export interface PgFailure {
  readonly sqlState: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly detail?: string;
  /** The function of PostgreSQL that refused. */
  readonly routine?: string;
  readonly message: string;
}

/**
 * Whether a write that was sent as sure met what it had not counted on: it says so itself, the CHECK of a balance does,
 * its movements are there already, what it refers to is not, or it waited for one that waited for it.
 */
export function isUnforeseen(error: unknown): boolean {
  const failure = pgFailureOf(error);
  if (failure === undefined) return false;
  const table = TABLES[failure.sqlState];
  return table === undefined ? STATES.has(failure.sqlState) : failure.table === table;
}

const STATES: ReadonlySet<string> = new Set([UNFORESEEN_STATE, '40P01', '23503']);
const TABLES: Readonly<Record<string, string>> = { '23514': 'fw_balance', '23505': 'fw_movement' };

/** The failure in an error, or in its cause; `undefined` when the error is not the database's. */
export function pgFailureOf(error: unknown): PgFailure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const code = text('code');
  const message = text('message') ?? '';
  const sqlState = code !== undefined && SQL_STATE.test(code) ? code : connectionState(code, message);
  if (sqlState === undefined) return pgFailureOf(Reflect.get(error, 'cause'));
  const told = FURTHER.flatMap((key) => {
    const value = text(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { sqlState, message, ...Object.fromEntries(told) };
}

const FURTHER = ['constraint', 'table', 'column', 'detail', 'routine'] as const;
const SQL_STATE = /^(?!E[A-Z])[0-9A-Z]{5}$/;
const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

/** Node's and the driver's own failures as the class they belong to: 08006, connection failure. */
function connectionState(code: string | undefined, message: string): string | undefined {
  if (code !== undefined && CONNECTION_CODES.has(code)) return '08006';
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    message,
  )
    ? '08006'
    : undefined;
}

const PLAIN: Readonly<Record<string, IssueCode>> = {
  '55P03': 'DATABASE_BUSY',
  '57014': 'DATABASE_TIMEOUT',
  '40001': 'DATABASE_CONFLICT',
  '40P01': 'DATABASE_CONFLICT',
  // Our own: `fw_begin_write` found another version than the caller's.
  FW001: 'SHAPE_STALE',
  '42P01': 'SHAPE_STALE',
  '42703': 'SHAPE_STALE',
  '3F000': 'SHAPE_STALE',
  '42501': 'DATABASE_FORBIDDEN',
  '54000': 'RECORD_VALUE_TOO_LARGE',
  '22001': 'RECORD_VALUE_TOO_LARGE',
  '22003': 'RECORD_VALUE_TOO_LARGE',
  // NUL, as text and within JSON.
  '22021': 'TEXT_CHARACTER',
  '22P05': 'TEXT_CHARACTER',
};

/**
 * The user's issue behind a database error, or `undefined` when it is none (our bug, to be thrown on). Sources of the
 * states: PostgreSQL appendix A.
 */
export function issueOfError(error: unknown, registry?: ConstraintRegistry): Issue | undefined {
  const failure = pgFailureOf(error);
  if (failure === undefined) return undefined;
  if (isConnectionLost(failure)) return issue('DATABASE_UNAVAILABLE', '');
  const plain = PLAIN[failure.sqlState];
  if (plain !== undefined) return issue(plain, '');
  // JSON comes from us and is whole, but for half a pair of surrogates in one of its texts (PostgreSQL json.c).
  if (failure.sqlState === '22P02' && failure.routine?.startsWith('json_') === true) return issue('TEXT_CHARACTER', '');
  if (failure.sqlState === '23502') return requiredIssue(failure, registry);
  const entry = failure.constraint === undefined ? undefined : registry?.constraints.get(failure.constraint);
  return entry === undefined ? undefined : constraintIssue(entry, failure);
}

function requiredIssue({ table, column }: PgFailure, registry: ConstraintRegistry | undefined): Issue | undefined {
  const place = registry?.columns.get(`${table ?? ''}.${column ?? ''}`);
  return place === undefined ? undefined : issue('RECORD_REQUIRED', pointer('', place.field), { ...place });
}

function constraintIssue(entry: ConstraintEntry, { sqlState, detail }: PgFailure): Issue | undefined {
  const [field = ''] = entry.fields;
  const path = pointer('', field);
  const params = { entity: entry.entity, field: entry.fields.join(', ') };
  switch (entry.kind) {
    case 'unique':
      return issue('RECORD_NOT_UNIQUE', path, params);
    case 'bound':
      return issue('RECORD_OUT_OF_BOUNDS', path, {
        ...params,
        side: entry.side === 'min' ? '≥' : '≤',
        bound: entry.bound ?? '',
      });
    case 'foreignKey':
      // 23503 is raised on both ends. The detail begins with the key that was looked for, in any language (PostgreSQL
      // ri_triggers.c), and all keys of ours lead to `id`.
      return sqlState === '23001' || /\(id\)=\(/.test(detail ?? '')
        ? issue('RECORD_IN_USE', '', params)
        : issue('RECORD_REFERENCE_MISSING', path, params);
  }
}

/** The connection or the server went away: nothing is known of a commit that was on its way. */
export function isConnectionLost({ sqlState }: PgFailure): boolean {
  return sqlState.startsWith('08') || sqlState === '57P01' || sqlState === '57P02' || sqlState === '57P03';
}

/** Why a command or a start has no database: it is away, or does not let this server in. */
export function databaseIssue(error: unknown, path: JsonPointer): Issue | undefined {
  const failure = pgFailureOf(error);
  if (failure === undefined) return undefined;
  return isConnectionLost(failure)
    ? issue('DATABASE_UNAVAILABLE', path)
    : issue('DATABASE_REFUSED', path, { reason: `${failure.message} (${failure.sqlState})` });
}

/**
 * Whether PostgreSQL refused a statement and went on, so that nothing was done; of a session that ended nobody knows.
 * States that come with the end of one, or may: PostgreSQL appendix A.
 */
export function isRolledBack(error: unknown): boolean {
  const failure = pgFailureOf(error);
  return failure !== undefined && !isConnectionLost(failure) && !ENDINGS.test(failure.sqlState);
}

const ENDINGS = /^(?:28|3D|58|F0|XX|57P|40003|53300|25P0[34])/;

/** Whether the same work may simply be tried again: it left nothing behind. */
export function isRetryable(error: unknown): boolean {
  const failure = pgFailureOf(error);
  return failure !== undefined && ['40001', '40P01', '55P03', '57P03'].includes(failure.sqlState);
}

/** Whether a lock was not to be had in time. */
export function isLockTimeout(error: unknown): boolean {
  return pgFailureOf(error)?.sqlState === '55P03';
}
