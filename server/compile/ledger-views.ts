import { sql, type SqlBool } from 'kysely';
import { fieldId, sqlName, type SqlName } from '../../schema/core/ids.ts';
import type { BookModel, DimensionModel, MeasureModel } from '../../schema/model/behaviour.ts';
import {
  ACCOUNT_FIELD,
  changeFields,
  dimensionsOf,
  ledgerEntities,
  sourceFieldId,
  type LedgerEntity,
} from '../../schema/model/ledger-entities.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { columnName } from './sql-name.ts';
import type { Condition, Sql } from './sql-text.ts';

const TABLES = { balance: sqlName('fw_balance'), movement: sqlName('fw_movement'), posting: sqlName('fw_posting') };

/** How a plan names the tables of the tenant, and the business moment at which balances are wanted. */
export interface LedgerRowsOptions {
  readonly table: (name: SqlName) => Sql;
  /** An instant. Balances are then added up from the movements that took effect until it. */
  readonly at?: Sql;
}

const ledgersOf = new WeakMap<Model, ReadonlyMap<string, LedgerEntity>>();

/** Whose balances or movements the entity shows; `undefined` for entities with a table of their own. */
export function ledgerEntityOf(model: Model, id: string): LedgerEntity | undefined {
  const known = ledgersOf.get(model) ?? new Map(ledgerEntities(model).map((one) => [one.entity.id, one]));
  ledgersOf.set(model, known);
  return known.get(id);
}

/**
 * Balances or movements as rows with the columns that an entity's table would have: a derived table that PostgreSQL
 * opens up like a view, so that filters on dimensions reach the indexes of `fw_balance` and `fw_movement`. It is part of
 * the statement and not a view, because a ledger then comes and goes without any DDL (SPEC [LGQ-2]). `undefined` for
 * entities with a table of their own.
 */
export function ledgerTable(model: Model, id: string, options: LedgerRowsOptions): Sql | undefined {
  const shown = ledgerEntityOf(model, id);
  if (shown === undefined) return undefined;
  const sources = sourcesOf(model, shown.entity);
  const parts = shown.ledger.books.map((book) => {
    const part = { shown, book, options, sources };
    if (shown.rows === 'movement') return movements(part);
    return options.at === undefined ? balances(part) : balancesAt(part, options.at);
  });
  return sql`(${sql.join(parts, sql` union all `)})`;
}

interface Part {
  readonly shown: LedgerEntity;
  readonly book: BookModel;
  readonly options: LedgerRowsOptions;
  readonly sources: readonly EntityModel[];
}

/** One column: its value and the name under which planners look for it. */
type Column = readonly [name: string, value: Sql];

function select(columns: readonly Column[], rest: Sql): Sql {
  return sql`select ${sql.join(columns.map(([name, value]) => sql`${value} as ${sql.id(name)}`))} ${rest}`;
}

/** The id of a balance: made from its book and key, so that it stays the same while the balance lives. */
export function balanceId(book: Sql, key: Sql): Sql {
  return sql`md5(${book} || chr(31) || ${key})::uuid`;
}

/** The id of a movement: its number in hexadecimal. */
function movementId(seq: Sql): Sql {
  return sql`lpad(to_hex(${seq}), 32, '0')::uuid`;
}

/** The column by which movements are ordered and found: the number that their id stands for has the index. */
const MOVEMENT_SEQ = 'seq';

/** By what rows come when no order is asked for, and what makes an order total. */
export function rowOrder(
  model: Model,
  entity: EntityModel,
  alias: string,
): { readonly value: Sql; readonly pgType: string } {
  return ledgerEntityOf(model, entity.id)?.rows === 'movement'
    ? { value: sql.id(alias, MOVEMENT_SEQ), pgType: 'bigint' }
    : { value: sql.id(alias, 'id'), pgType: 'uuid' };
}

/** Whether the row at `alias` has the id, an `uuid` as SQL. */
export function hasId(model: Model, entity: EntityModel, alias: string, id: Sql): Condition {
  const same = sql<SqlBool>`${sql.id(alias, 'id')} = ${id}`;
  if (ledgerEntityOf(model, entity.id)?.rows !== 'movement') return same;
  const seq = sql`('x' || right(replace(${id}::text, '-', ''), 16))::bit(64)::bigint`;
  return sql<SqlBool>`(${same} and ${sql.id(alias, MOVEMENT_SEQ)} = ${seq})`;
}

const INT_MAX = sql.lit(2_147_483_647);
const INSTANT = sql`timestamp(3) with time zone`;
const NO_USER = sql`null::uuid`;

function systemColumns(row: {
  readonly id: Sql;
  readonly version: Sql;
  readonly created: Sql;
  readonly updated: Sql;
  readonly by: Sql;
}): readonly Column[] {
  return [
    ['id', row.id],
    ['version', row.version],
    ['created_at', row.created],
    ['created_by', row.by],
    ['updated_at', row.updated],
    ['updated_by', row.by],
    ['deleted_at', sql`null::${INSTANT}`],
  ];
}

function balances({ shown, book, options }: Part): Sql {
  const updated = sql`coalesce(b.updated_at, b.last_at, to_timestamp(0))::${INSTANT}`;
  const columns: readonly Column[] = [
    ...systemColumns({
      id: balanceId(sql`b.book`, sql`b.key`),
      version: sql`least(b.version, ${INT_MAX})::integer`,
      created: updated,
      updated,
      by: NO_USER,
    }),
    ...keyColumns(shown, book, 'b'),
    ...book.measures.map((measure): Column => [measureColumn(measure), exact(sql`b.${m(measure)}`, measure)]),
  ];
  return select(columns, sql`from ${options.table(TABLES.balance)} as b where b.book = ${sql.lit(book.id)}`);
}

/** Balances at a moment are the sums of what took effect until then, however late it was posted. */
function balancesAt({ shown, book, options }: Part, at: Sql): Sql {
  const keys = sql.join(
    ['book', 'key', ...book.dimensions.map(({ column }) => column)].map((name) => sql.id('m', name)),
  );
  const updated = sql`max(m.at)::${INSTANT}`;
  const columns: readonly Column[] = [
    ...systemColumns({
      id: balanceId(sql`m.book`, sql`m.key`),
      version: sql`least(count(*), ${INT_MAX})::integer`,
      created: updated,
      updated,
      by: NO_USER,
    }),
    ...keyColumns(shown, book, 'm'),
    ...book.measures.map((measure): Column => [
      measureColumn(measure),
      exact(sql`sum(m.${sql.id(`d${String(measure.index)}`)})`, measure),
    ]),
  ];
  return select(
    columns,
    sql`from ${options.table(TABLES.movement)} as m where m.book = ${sql.lit(book.id)} and m.effective_at <= ${at} group by ${keys}`,
  );
}

function movements({ shown, book, options, sources }: Part): Sql {
  const posting = options.table(TABLES.posting);
  const columns: readonly Column[] = [
    [MOVEMENT_SEQ, sql`m.seq`],
    ...systemColumns({
      id: movementId(sql`m.seq`),
      version: sql`1`,
      created: sql`m.at`,
      updated: sql`m.at`,
      by: sql`p.actor`,
    }),
    ...keyColumns(shown, book, 'm'),
    ...book.measures.flatMap((measure): readonly Column[] => {
      const { change, after } = changeFields(measure.id);
      return [
        [columnName(change), exact(sql`m.${sql.id(`d${String(measure.index)}`)}`, measure)],
        [columnName(after), exact(sql`m.${sql.id(`a${String(measure.index)}`)}`, measure)],
      ];
    }),
    ...POSTING_COLUMNS.map(([field, value]): Column => [columnName(fieldId(field)), value]),
    ...sources.map((source, index): Column => [
      columnName(sourceFieldId(source.id)),
      sql`${sql.id(`s${String(index)}`)}.record_id`,
    ]),
  ];
  // Joins to unique keys: PostgreSQL drops those whose columns nobody asks for, and a filter by document goes through
  // the index of its posting.
  const joins = sources.map((source, index) => {
    const alias = sql.id(`s${String(index)}`);
    return sql` left join ${posting} as ${alias} on ${alias}.id = m.posting and ${alias}.entity = ${sql.lit(source.id)}`;
  });
  return select(
    columns,
    sql`from ${options.table(TABLES.movement)} as m left join ${posting} as p on p.id = m.posting left join ${posting} as r on r.reverses = m.posting${sql.join(joins, sql``)} where m.book = ${sql.lit(book.id)}`,
  );
}

/** Values of the fields that each movement has, besides its key and its measures. */
const POSTING_COLUMNS: readonly (readonly [field: string, value: Sql])[] = [
  ['effectiveAt', sql`m.effective_at`],
  ['postedAt', sql`m.at`],
  ['postedBy', sql`p.actor`],
  ['postingId', sql`m.posting`],
  ['postingKind', sql`p.kind`],
  ['postingRule', sql`p.rule`],
  ['postingReason', sql`p.reason`],
  ['reversesId', sql`p.reverses`],
  ['reversedById', sql`r.id`],
  ['recordEntity', sql`p.entity`],
  ['recordId', sql`p.record_id`],
  ['transition', sql`p.transition`],
  ['templateVersion', sql`p.template_version`],
  ['lotId', sql`m.lot`],
];

/** The account and the dimensions; those that an account lacks are empty. */
export function keyColumns({ ledger }: LedgerEntity, book: BookModel, row: string): readonly Column[] {
  return [
    ...(ledger.mode === 'double'
      ? [[columnName(ACCOUNT_FIELD), sql`${sql.lit(book.account ?? '')}::text`] as const]
      : []),
    ...dimensionsOf(ledger).map((dimension): Column => {
      const own = book.dimensions.find(({ id }) => id === dimension.id);
      const type = sql.raw(DIMENSION_TYPES[dimension.kind]);
      const value = own === undefined ? sql`null::${type}` : dimensionValue(own, row);
      return [columnName(fieldId(dimension.id)), value];
    }),
  ];
}

/** Ids are kept as such, all else as text that is turned back. */
const DIMENSION_TYPES = {
  row: 'uuid',
  user: 'uuid',
  org: 'uuid',
  text: 'text',
  int: 'integer',
  decimal: 'numeric',
  date: 'date',
  bool: 'boolean',
} as const satisfies Readonly<Record<DimensionModel['kind'], string>>;

function dimensionValue({ kind, column }: DimensionModel, row: string): Sql {
  const value = sql.id(row, column);
  const type = DIMENSION_TYPES[kind];
  return type === 'uuid' || type === 'text' ? value : sql`${value}::${sql.raw(type)}`;
}

function m({ index }: MeasureModel): Sql {
  return sql.id(`m${String(index)}`);
}

function measureColumn({ id }: MeasureModel): string {
  return columnName(fieldId(id));
}

/** With the measure's own number of decimals; a sum may have more digits before the point than one amount. */
function exact(value: Sql, { scale }: MeasureModel): Sql {
  return sql`round(${value}, ${sql.lit(scale)})`;
}

/** Entities that the movements' `from…` fields lead to. */
function sourcesOf(model: Model, entity: EntityModel): readonly EntityModel[] {
  return model.entities.filter(({ id }) => entity.fields.some((field) => field.id === sourceFieldId(id)));
}
