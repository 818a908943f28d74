import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LIMITS } from '../../schema/core/limits.ts';
import { assert } from '../../schema/core/result.ts';
import { sqlName, type EntityId, type FieldId, type SqlName } from '../../schema/core/ids.ts';

/**
 * Physical names are a pure, injective function of immutable ids, so a rename is no DDL and nothing needs to be
 * looked up: `SalesOrder` → `sales_order`, `dueAt` → `due_at`, `x_Tag` → `x_tag`. Ids that would not come back
 * unchanged from that mapping, or that pass 63 bytes, get a short hash.
 */
export function tableName(entity: EntityId): SqlName {
  return physicalName(
    entity,
    entity.replace(/^(x_)?([A-Z])/, (_, x: string | undefined, head: string) => (x ?? '') + head.toLowerCase()),
  );
}

/** The entity that a table is of, or is a join table of; `undefined` where it is of none of these. */
export function entityOfTable(entities: readonly EntityId[], table: string): EntityId | undefined {
  return (
    entities.find((id) => tableName(id) === table) ?? entities.find((id) => table.startsWith(`${tableName(id)}__`))
  );
}

/** The column of a field of an entity table. */
export function columnName(field: FieldId): SqlName {
  return physicalName(field, field);
}

/** The join table of a `multiRef` field: `<entity>__<field>`. */
export function joinTableName(entity: EntityId, field: FieldId): SqlName {
  return derivedName(tableName(entity), '_', columnName(field));
}

/** A name made of parts joined by `_`, for constraints and indexes; deterministic, at most 63 bytes. */
export function derivedName(...parts: readonly string[]): SqlName {
  return fit(parts.join('_'), parts.join('\u0000'));
}

/** A name that comes from outside the model (schemas, roles); refuses what a name can't be. */
export function checkedSqlName(text: string): SqlName {
  assert(
    text.length > 0 && !text.includes('\u0000') && utf8ToBytes(text).length <= LIMITS.sqlNameBytesMax,
    `SQL name ${JSON.stringify(text)}`,
  );
  return sqlName(text);
}

function physicalName(id: string, camel: string): SqlName {
  const snake = camel.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  // `xTag` and `x_Tag`, or a clash with our own tables, columns and prefixes, would share a name without the hash.
  const ambiguous = OWN_PREFIX.test(camel) || snake.endsWith('_') || RESERVED_COLUMNS.has(snake);
  return ambiguous ? fit(`${snake}_${hash(id)}`, id) : fit(snake, id);
}

/**
 * First words that our own names begin with: `x_` of tenants, system tables (`fw_`), indexes and constraints (they
 * share a namespace with tables), what a publication builds (`n_`, `sh_`) and what it put aside (`q_`).
 */
const OWN_PREFIX = /^(x|fw|pk|uq|uk|ix|fi|fk|ck|nn|n|sh|dw|q)[A-Z]/;

/** Column names that every table has, which no field's column may take. */
const RESERVED_COLUMNS: ReadonlySet<string> = new Set([
  'parent_id',
  'line_no',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'deleted_at',
]);

function fit(name: string, identity: string): SqlName {
  if (name.length <= LIMITS.sqlNameBytesMax) return sqlName(name);
  return sqlName(`${name.slice(0, LIMITS.sqlNameBytesMax - 9)}_${hash(identity)}`);
}

function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 8);
}

/** What a column or table that was put aside is called: `q_20260301090000_due_at`. */
export function quarantineName(stamp: string, name: SqlName): SqlName {
  return derivedName('q', stamp, name);
}

/** What is built beside a thing of the same final name, until the switch renames it. */
export function workName(name: SqlName): SqlName {
  return derivedName('n', name);
}

/** The column that takes over from one whose type changes. */
export function shadowName(column: SqlName): SqlName {
  return derivedName('sh', column);
}

/** The trigger, and its function, that keeps a column right while two shapes write. */
export function dualWriteName(table: SqlName, column: SqlName): SqlName {
  return derivedName('dw', table, '', column);
}

/** The helper constraint through which a column becomes NOT NULL without a long lock. */
export function notNullName(table: SqlName, column: SqlName): SqlName {
  return derivedName('nn', table, '', column);
}
