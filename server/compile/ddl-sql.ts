import { sql } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import { assert, assertNever } from '../../schema/core/result.ts';
import { inRowOrder } from './column-order.ts';
import { castSql } from './ddl-cast-sql.ts';
import type { ConstraintSpec, DdlStep, Fill, FillValue } from './ddl-steps.ts';
import type { CheckSpec, ColumnSpec, ForeignKeySpec, IndexSpec, TableSpec } from './ddl-tables.ts';
import { identList, literal, printDdl, qualified, type SqlFragment } from './ddl-text.ts';
import { checkedSqlName, derivedName } from './sql-name.ts';
import { JOIN_COLUMNS, SYSTEM_TABLES } from './storage.ts';

export interface DdlContext {
  readonly schema: SqlName;
  /** The tenant's role, which is granted what it may do. */
  readonly role: SqlName;
  readonly timeZone: string;
  /** The SQL of a field's formula or default over the row that `alias` names; `null` when it can't be said in SQL. */
  readonly exprSql: (value: Extract<FillValue, { readonly kind: 'expr' }>, alias: SqlName) => SqlFragment | null;
}

/** The statements of a step, in order. `backfill` gives one statement for all rows; batches are `backfillBatch`. */
export function stepSql(
  step: DdlStep,
  context: DdlContext,
  options: { readonly concurrently: boolean },
): readonly string[] {
  const table = qualified(context.schema, step.table);
  const alter = (rest: SqlFragment): readonly string[] => [printDdl(sql`ALTER TABLE ${table} ${rest}`)];
  switch (step.kind) {
    case 'createTable':
      return createTableSql(step.spec, context, []);
    case 'addColumn': {
      const value = step.default;
      return alter(
        sql`ADD COLUMN ${columnSql(step.column)}${value === undefined ? sql`` : sql` DEFAULT ${literal(value.text)}::${sql.raw(value.pgType)}`}`,
      );
    }
    case 'dualWrite':
      return dualWrite(step.trigger, step.fill, context);
    case 'dropDualWrite':
      return dropDualWrite(step.table, step.trigger, context);
    case 'backfill':
      return fillAll(step.fill, context);
    case 'assertEmpty':
      return [assertEmpty(table, step.table)];
    case 'createIndex':
      return [createIndex(table, step.index, { name: step.name, concurrently: options.concurrently })];
    case 'addConstraint':
      return alter(constraintAction(step, context));
    case 'validateConstraint':
      return alter(sql`VALIDATE CONSTRAINT ${sql.id(step.name)}`);
    case 'dropConstraint':
      return alter(sql`DROP CONSTRAINT IF EXISTS ${sql.id(step.name)}`);
    case 'dropIndex':
      return [printDdl(sql`DROP INDEX IF EXISTS ${qualified(context.schema, step.name)}`)];
    case 'renameConstraint':
      return alter(sql`RENAME CONSTRAINT ${sql.id(step.from)} TO ${sql.id(step.to)}`);
    case 'renameIndex':
      return [printDdl(sql`ALTER INDEX ${qualified(context.schema, step.from)} RENAME TO ${sql.id(step.to)}`)];
    case 'renameColumn':
      return alter(sql`RENAME COLUMN ${sql.id(step.from)} TO ${sql.id(step.to)}`);
    case 'setNotNull':
      return alter(sql`ALTER COLUMN ${sql.id(step.column)} SET NOT NULL`);
    case 'dropNotNull':
      return alter(sql`ALTER COLUMN ${sql.id(step.column)} DROP NOT NULL`);
    case 'dropDefault':
      return alter(sql`ALTER COLUMN ${sql.id(step.column)} DROP DEFAULT`);
    case 'alterColumnType':
      return alter(sql`ALTER COLUMN ${sql.id(step.column)} TYPE ${sql.raw(step.pgType)}`);
    case 'quarantineColumn':
      return alter(sql`RENAME COLUMN ${sql.id(step.column.column)} TO ${sql.id(step.to)}`);
    case 'restoreColumn':
      return alter(sql`RENAME COLUMN ${sql.id(step.from)} TO ${sql.id(step.column)}`);
    case 'quarantineTable':
      return moveTable({ from: step.table, to: step.to, spec: step.spec, granted: false }, context);
    case 'restoreTable':
      return moveTable({ from: step.from, to: step.table, spec: step.spec, granted: true }, context);
    case 'copyRefs':
      return [copyRefs(step, context)];
    case 'grant':
      return [printDdl(sql`GRANT ${sql.raw(step.grants.join(', '))} ON ${table} TO ${sql.id(context.role)}`)];
    case 'revoke':
      return [printDdl(sql`REVOKE ${sql.raw(step.grants.join(', '))} ON ${table} FROM ${sql.id(context.role)}`)];
    default:
      return assertNever(step, 'DDL step');
  }
}

function assertEmpty(table: SqlFragment, name: SqlName): string {
  const raise = sql`RAISE EXCEPTION USING ERRCODE = 'FW002', MESSAGE = ${literal(`the table ${name} has got rows meanwhile`)}`;
  return printDdl(
    sql`DO ${literal(printDdl(sql`BEGIN IF EXISTS (SELECT 1 FROM ${table}) THEN ${raise}; END IF; END`))}`,
  );
}

/**
 * A new table with its indexes and those foreign keys whose targets are there. PostgreSQL knows that it has no rows, and
 * does not look for any that a key does not hold for.
 */
export function createTableSql(
  spec: TableSpec,
  { schema, role }: DdlContext,
  keys: readonly ForeignKeySpec[],
): readonly string[] {
  const table = qualified(schema, spec.table);
  const parts = [
    ...inRowOrder(spec).map(columnSql),
    sql`CONSTRAINT ${sql.id(spec.primaryKey.name)} PRIMARY KEY (${identList(spec.primaryKey.columns)})`,
    ...spec.checks.map((check) => sql`CONSTRAINT ${sql.id(check.name)} CHECK (${checkSql(check)})`),
    ...keys.map((key) => sql`CONSTRAINT ${sql.id(key.name)} ${foreignKeySql(key, schema)}`),
  ];
  return [
    printDdl(sql`CREATE TABLE ${table} (${sql.join(parts, sql`, `)})`),
    ...spec.indexes.map((index) => createIndex(table, index, { name: index.name, concurrently: false })),
    printDdl(sql`GRANT ${sql.raw(spec.grants.join(', '))} ON ${table} TO ${sql.id(role)}`),
  ];
}

function columnSql({ column, pgType, notNull }: ColumnSpec): SqlFragment {
  return sql`${sql.id(column)} ${sql.raw(pgType)}${notNull ? sql` NOT NULL` : sql``}`;
}

function createIndex(
  table: SqlFragment,
  index: IndexSpec,
  { name, concurrently }: { readonly name: SqlName; readonly concurrently: boolean },
): string {
  const unique = index.unique ? sql`UNIQUE ` : sql``;
  const how = concurrently ? sql`CONCURRENTLY ` : sql``;
  const where = index.liveOnly ? sql` WHERE deleted_at IS NULL` : sql``;
  return printDdl(
    sql`CREATE ${unique}INDEX ${how}${sql.id(name)} ON ${table} USING ${sql.raw(index.method)} (${identList(index.columns)})${where}`,
  );
}

/** What `ALTER TABLE` is to do for a new constraint. */
export function constraintAction(
  { name, constraint, validated }: Extract<DdlStep, { readonly kind: 'addConstraint' }>,
  context: DdlContext,
): SqlFragment {
  return sql`ADD CONSTRAINT ${sql.id(name)} ${constraintSql(constraint, context)}${validated ? sql`` : sql` NOT VALID`}`;
}

/** What a constraint says, after its name. */
export function constraintSql(constraint: ConstraintSpec, { schema }: { readonly schema: SqlName }): SqlFragment {
  switch (constraint.kind) {
    case 'check':
      return sql`CHECK (${checkSql(constraint.check)})`;
    case 'notNull':
      return sql`CHECK (${sql.id(constraint.column)} IS NOT NULL)`;
    case 'foreignKey':
      return foreignKeySql(constraint.key, schema);
    default:
      return assertNever(constraint, 'constraint');
  }
}

function foreignKeySql({ column, target, onDelete }: ForeignKeySpec, schema: SqlName): SqlFragment {
  return sql`FOREIGN KEY (${sql.id(column)}) REFERENCES ${qualified(schema, target)} (id) ON DELETE ${sql.raw(onDelete)}`;
}

/** The bound as a condition on the column, or on `value` where the column is being converted. */
export function checkSql(check: CheckSpec, value: SqlFragment = sql.id(check.column)): SqlFragment {
  const measured = check.of === 'length' ? sql`char_length(${value})` : value;
  return sql`${measured} ${sql.raw(check.side === 'min' ? '>=' : '<=')} ${literal(check.bound)}::${sql.raw(check.boundType)}`;
}

/** The expression that fills a column, over the row `alias`. */
export function fillSql(value: FillValue, alias: SqlName, context: DdlContext): SqlFragment {
  switch (value.kind) {
    case 'literal':
      return sql`${literal(value.text)}::${sql.raw(value.pgType)}`;
    case 'cast':
      return castSql(value.cast, sql`${sql.id(alias)}.${sql.id(value.from)}`, context);
    case 'expr': {
      const compiled = context.exprSql(value, alias);
      assert(compiled !== null, `the ${value.which} of ${value.entity}.${value.field} has SQL`);
      return sql`(${compiled})`;
    }
    default:
      return assertNever(value, 'fill value');
  }
}

/** The row in a fill's expression. */
const ROW: SqlName = checkedSqlName('doc');

function fillAll(fill: Fill, context: DdlContext): readonly string[] {
  const target = sql.id(fill.column);
  const value = fillSql(fill.value, ROW, context);
  const where = fill.onlyNull
    ? sql`${sql.id(ROW)}.${target} IS NULL`
    : sql`${sql.id(ROW)}.${target} IS DISTINCT FROM ${value}`;
  return [
    printDdl(
      sql`UPDATE ${qualified(context.schema, fill.table)} AS ${sql.id(ROW)} SET ${target} = ${value} WHERE ${where}`,
    ),
  ];
}

/**
 * One batch of a backfill: the next rows by id after `$1`, at most `$2`, with the checkpoint of the publication `$3`,
 * whose step is `$4` and has gone through `$5` rows. One statement, so that its rows are locked no longer than PostgreSQL
 * takes. Answers the last id and the number of rows seen, since the checkpoint moves even where nothing was to be filled;
 * where the publication is in other hands, `moved` is false and nothing was done.
 */
export function backfillBatchSql(fill: Fill, context: DdlContext): string {
  const table = qualified(context.schema, fill.table);
  const target = sql.id(fill.column);
  const value = fillSql(fill.value, ROW, context);
  const due = fill.onlyNull
    ? sql`${sql.id(ROW)}.${target} IS NULL`
    : sql`${sql.id(ROW)}.${target} IS DISTINCT FROM ${value}`;
  const books = qualified(context.schema, SYSTEM_TABLES.publication);
  const isLast = sql`seen.rows < ${sql.raw('$2')}::integer`;
  return printDdl(
    sql`WITH batch AS MATERIALIZED (SELECT id FROM ${table} WHERE id > ${sql.raw('$1')}::uuid ORDER BY id LIMIT ${sql.raw('$2')}::integer), seen AS MATERIALIZED (SELECT count(*)::integer AS rows, (SELECT id FROM batch ORDER BY id DESC LIMIT 1) AS last FROM batch), moved AS (UPDATE ${books} AS p SET cursor = CASE WHEN ${isLast} THEN p.cursor + 1 ELSE p.cursor END, checkpoint = CASE WHEN ${isLast} THEN NULL ELSE seen.last END, rows_done = CASE WHEN ${isLast} THEN 0 ELSE ${sql.raw('$5')}::bigint + seen.rows END FROM seen WHERE p.id = ${sql.raw('$3')}::uuid AND p.cursor = ${sql.raw('$4')}::integer AND p.state = 'running' RETURNING 1), filled AS (UPDATE ${table} AS ${sql.id(ROW)} SET ${target} = ${value} FROM batch WHERE ${sql.id(ROW)}.id = batch.id AND ${due} AND EXISTS (SELECT FROM moved) RETURNING 1) SELECT seen.last::text AS last, seen.rows AS seen, (SELECT count(*)::integer FROM filled) AS filled, EXISTS (SELECT FROM moved) AS moved FROM seen`,
  );
}

/** The row trigger fills the new column from the row being written, as the backfill does for the rows there are. */
function dualWrite(trigger: SqlName, fill: Fill, context: DdlContext): readonly string[] {
  const { schema } = context;
  const row = sql.id(ROW);
  const value = fillSql(fill.value, ROW, context);
  const keep =
    fill.value.kind === 'cast' || !fill.onlyNull
      ? sql``
      : sql`IF NEW.${sql.id(fill.column)} IS NOT NULL THEN RETURN NEW; END IF; `;
  const body = printDdl(
    sql`BEGIN ${keep}SELECT ${value} INTO NEW.${sql.id(fill.column)} FROM (SELECT NEW.*) AS ${row}; RETURN NEW; END`,
  );
  return [
    ...dropDualWrite(fill.table, trigger, context),
    printDdl(sql`CREATE FUNCTION ${qualified(schema, trigger)}() RETURNS trigger LANGUAGE plpgsql AS ${literal(body)}`),
    printDdl(
      sql`CREATE TRIGGER ${sql.id(trigger)} BEFORE INSERT OR UPDATE ON ${qualified(schema, fill.table)} FOR EACH ROW EXECUTE FUNCTION ${qualified(schema, trigger)}()`,
    ),
  ];
}

function dropDualWrite(table: SqlName, trigger: SqlName, { schema }: DdlContext): readonly string[] {
  return [
    printDdl(sql`DROP TRIGGER IF EXISTS ${sql.id(trigger)} ON ${qualified(schema, table)}`),
    printDdl(sql`DROP FUNCTION IF EXISTS ${qualified(schema, trigger)}()`),
  ];
}

interface Move {
  readonly from: SqlName;
  readonly to: SqlName;
  readonly spec: TableSpec;
  readonly granted: boolean;
}

/** The primary key's index moves along, since its name would be in the way of a new table's. */
function moveTable({ from, to, spec, granted }: Move, { schema, role }: DdlContext): readonly string[] {
  const [keyFrom, keyTo] = granted ? [asideKey(from), spec.primaryKey.name] : [spec.primaryKey.name, asideKey(to)];
  const rights = granted
    ? sql`GRANT ${sql.raw(spec.grants.join(', '))} ON ${qualified(schema, to)} TO ${sql.id(role)}`
    : sql`REVOKE ALL ON ${qualified(schema, to)} FROM ${sql.id(role)}`;
  return [
    printDdl(sql`ALTER TABLE ${qualified(schema, from)} RENAME TO ${sql.id(to)}`),
    printDdl(sql`ALTER INDEX ${qualified(schema, keyFrom)} RENAME TO ${sql.id(keyTo)}`),
    printDdl(rights),
  ];
}

function asideKey(table: SqlName): SqlName {
  return derivedName('pk', table);
}

function copyRefs(step: Extract<DdlStep, { readonly kind: 'copyRefs' }>, { schema }: DdlContext): string {
  const { owner, target, position } = JOIN_COLUMNS;
  const [rows, join, column] = [qualified(schema, step.table), qualified(schema, step.join), sql.id(step.column)];
  if (step.direction === 'toJoinTable') {
    const missing = sql`NOT EXISTS (SELECT 1 FROM ${join} AS j WHERE j.${sql.id(owner)} = r.id AND j.${sql.id(target)} = r.${column})`;
    return printDdl(
      sql`INSERT INTO ${join} (${sql.id(owner)}, ${sql.id(target)}, ${sql.id(position)}) SELECT r.id, r.${column}, 1 FROM ${rows} AS r WHERE r.${column} IS NOT NULL AND ${missing}`,
    );
  }
  return printDdl(
    sql`UPDATE ${rows} AS r SET ${column} = j.${sql.id(target)} FROM ${join} AS j WHERE j.${sql.id(owner)} = r.id AND r.${column} IS DISTINCT FROM j.${sql.id(target)}`,
  );
}
