import { sql } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import type { Model } from '../../schema/model/model.ts';
import { tablesOf } from '../compile/ddl-tables.ts';
import { identList, printDdl, qualified } from '../compile/ddl-text.ts';
import { checkedSqlName } from '../compile/sql-name.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Transaction } from '../db/database.ts';

/** A table as a backup takes and gives it. */
export interface StoredTable {
  readonly table: SqlName;
  readonly columns: readonly StoredColumn[];
  readonly primaryKey: readonly SqlName[];
  /** The column that numbers itself. */
  readonly identity?: SqlName;
}

export interface StoredColumn {
  readonly column: SqlName;
  /** As `format_type()` spells it. */
  readonly pgType: string;
  readonly notNull: boolean;
}

/**
 * What a backup leaves out: what publishing makes anew, answers remembered for requests that were repeated, how far
 * imports have come, and what was put aside.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  SYSTEM_TABLES.meta,
  SYSTEM_TABLES.publication,
  SYSTEM_TABLES.idempotency,
  SYSTEM_TABLES.import,
  SYSTEM_TABLES.quarantine,
]);

/** The transaction that wrote an event or posting is one of that database: readers of the log wait for its number. */
const OWN_COLUMNS: ReadonlySet<string> = new Set([`${SYSTEM_TABLES.event}.xid`, 'fw_posting.xid']);

/**
 * Every table of the tenant that has records: the system's, as the catalogue has them, so that none is forgotten when
 * one is added; then those of the model, without columns that were put aside.
 */
export async function storedTables(
  tx: Pick<Transaction, 'query'>,
  schema: SqlName,
  model: Model,
): Promise<readonly StoredTable[]> {
  const rows = await tx.query<CatalogueRow>({ text: CATALOGUE, params: [schema] });
  const found = [...Map.groupBy(rows, ({ table }) => table)].map(([, columns]) => storedTable(columns));
  const byName = new Map(found.map((one) => [one.table, one]));
  const system = found.filter(({ table }) => table.startsWith('fw_') && !LEFT_OUT.has(table));
  const own = tablesOf(model).flatMap((spec) => {
    const stored = byName.get(spec.table);
    const wanted = new Set<string>(spec.columns.map(({ column }) => column));
    return stored === undefined
      ? []
      : [{ ...stored, columns: stored.columns.filter(({ column }) => wanted.has(column)) }];
  });
  return [...system, ...own];
}

interface CatalogueRow {
  readonly table: string;
  readonly column: string;
  readonly pgType: string;
  readonly notNull: boolean;
  readonly isIdentity: boolean;
  /** Place in the primary key; -1 outside. */
  readonly key: number;
}

const CATALOGUE = `SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS "pgType",
  a.attnotnull AS "notNull", a.attidentity <> '' AS "isIdentity", coalesce(array_position(i.indkey::int2[], a.attnum), -1) AS key
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname, a.attnum`;

function storedTable(rows: readonly CatalogueRow[]): StoredTable {
  const [first] = rows;
  const identity = rows.find(({ isIdentity }) => isIdentity)?.column;
  return {
    table: checkedSqlName(first?.table ?? ''),
    columns: rows
      .filter(({ table, column }) => !OWN_COLUMNS.has(`${table}.${column}`))
      .map(({ column, pgType, notNull }) => ({ column: checkedSqlName(column), pgType, notNull })),
    primaryKey: rows
      .filter(({ key }) => key >= 0)
      .sort((a, b) => a.key - b.key)
      .map(({ column }) => checkedSqlName(column)),
    ...(identity === undefined ? {} : { identity: checkedSqlName(identity) }),
  };
}

const isOpen = (table: SqlName) =>
  table === SYSTEM_TABLES.outbox
    ? sql` WHERE done_at IS NULL`
    : table === SYSTEM_TABLES.file
      ? sql` WHERE used`
      : sql``;

/** Rows to save: all; of the outbox those that still have to be sent, of files those that records use. */
export function countSql(schema: SqlName, { table }: StoredTable): string {
  return printDdl(sql`SELECT count(*)::int AS rows FROM ${qualified(schema, table)}${isOpen(table)}`);
}

/** A cursor over the rows in key order, each one text: a JSON array of the columns' own texts, which lose nothing. */
export function cursorSql(schema: SqlName, { table, columns, primaryKey }: StoredTable): string {
  const texts = sql.join(
    columns.map(({ column }) => sql`${sql.id(column)}::text`),
    sql`, `,
  );
  const order = primaryKey.length === 0 ? sql`` : sql` ORDER BY ${identList(primaryKey)}`;
  return printDdl(
    sql`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT to_json(ARRAY[${texts}])::text AS line FROM ${qualified(schema, table)}${isOpen(table)}${order}`,
  );
}

/** Two accounts of one address become one on another server; publishing has noted the places of its ledgers already. */
const MAY_MEET: ReadonlySet<string> = new Set([SYSTEM_TABLES.user, SYSTEM_TABLES.ledgerColumn, 'fw_sign_in']);

/** Puts rows in; `$1` is a JSON array of rows. Numbers of identity columns are kept. */
export function insertSql(schema: SqlName, table: SqlName, columns: readonly StoredColumn[]): string {
  const names = identList(columns.map(({ column }) => column));
  const values = sql.join(
    // The types are the catalogue's own words, never the file's.
    columns.map(({ pgType }, index) => sql`(r->>${sql.lit(index)})::${sql.raw(pgType)}`),
    sql`, `,
  );
  const conflict = MAY_MEET.has(table) ? sql` ON CONFLICT DO NOTHING` : sql``;
  return printDdl(
    sql`INSERT INTO ${qualified(schema, table)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM json_array_elements(${sql.raw('$1')}::json) AS j(r)${conflict}`,
  );
}
