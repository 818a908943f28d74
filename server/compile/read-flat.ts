import { sql } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldKind } from '../../schema/model/model.ts';
import { flatMembers, type FlatForm, type FlatList, type FlatMember, type FlatValue } from './flat-json.ts';
import { memberRow, referredRow, type RowsBelow } from './read-below.ts';
import type { ReadContext } from './read-context.ts';
import { guarded, listRows, memberValue, rowValue } from './read-rows.ts';
import { allowedValue } from './read-values.ts';
import type { Selection } from './selection.ts';
import { column, type Sql } from './sql-text.ts';
import { systemField } from './storage.ts';

interface FlatColumn {
  readonly value: Sql;
  readonly form: FlatForm;
  readonly nullable: boolean;
}

/**
 * From so many rows on, those of lists and references within them counted, a list comes flat. Making JSON costs
 * PostgreSQL more than twice what the text of the values does, and the copying of long texts from object to object comes
 * on top: a page of 20 with what each refers to takes it 133 µs as JSON and 110 so, for some ten of the server's.
 */
export const FLAT_ROWS_MIN = 20;

/** How many rows a list within a row is taken to have, where the query does not say less: a document has few lines. */
const LIST_ROWS_ASSUMED = 4;

/** How many rows come with each row that is so selected, itself counted. */
export function rowsOfEach(selections: readonly Selection[]): number {
  return selections.reduce((sum, { on, plan, args }) => {
    const below = on();
    if (below.length === 0) return sum;
    const first = args.get('first');
    const most = first?.kind === 'leaf' ? Number(first.value) : LIST_ROWS_ASSUMED;
    const isList = (plan?.args ?? []).some(({ name }) => name === 'first');
    return sum + (isList ? Math.min(most, LIST_ROWS_ASSUMED) : 1) * rowsOfEach(below);
  }, 1);
}

/**
 * What parts values and rows: two signs for each depth of lists. A text may hold them too; then there are more of them
 * than there should be, and it shows. Those that texts do hold, tabs and ends of lines, are none.
 */
const SIGNS = Array.from({ length: 0x1f }, (_, index) => String.fromCodePoint(0x1f - index)).filter(
  (sign) => !'\t\n\r'.includes(sign),
);

/** The values of one row while they are put together, and the joins that they come from. */
interface RowScope {
  readonly depth: number;
  readonly values: Sql[];
  readonly joins: Sql[];
}

/** A list as one text (`flatJson`), and how it is read. */
export function flatList(
  context: ReadContext,
  entity: EntityModel,
  {
    rows,
    selections,
    depth = 0,
  }: { readonly rows: RowsBelow; readonly selections: readonly Selection[]; readonly depth?: number },
): { readonly value: Sql; readonly list: FlatList } {
  const scope: RowScope = { depth, values: [], joins: [] };
  const members = rowMembers(context, entity, rows.alias, { selections, scope });
  const unit = must(SIGNS[2 * depth], `sign of depth ${depth}, of at most ${LIMITS.queryDepthMax}`);
  const record = must(SIGNS[2 * depth + 1], `sign of depth ${depth}`);
  const alias = sql.id(rows.alias);
  const joins = sql.join([sql``, ...scope.joins], sql` `);
  // Joins and texts are made of the rows that are left; those that a limit passes over are not looked into.
  const value = sql`(select concat(count(*), ${sql.lit(record)} || string_agg(${parted(scope.values, unit)}, ${sql.lit(record)})) from (select ${alias}.* ${rows.from}) as ${alias}${joins})`;
  return { value, list: { unit, record, length: Math.max(1, scope.values.length), members } };
}

/** PostgreSQL's functions take a hundred arguments; this many values and what parts them fit. */
const VALUES_AT_ONCE = 40;

/** The values as one text, with `unit` between them; null is nothing. */
export function parted(values: readonly Sql[], unit: string): Sql {
  const between = sql`, ${sql.lit(unit)}, `;
  if (values.length === 0) return sql`''`;
  if (values.length <= VALUES_AT_ONCE) return sql`concat(${sql.join(values, between)})`;
  const some = Math.ceil(values.length / VALUES_AT_ONCE);
  const parts = Array.from({ length: some }, (_, index) =>
    parted(values.slice(index * VALUES_AT_ONCE, (index + 1) * VALUES_AT_ONCE), unit),
  );
  return parted(parts, unit);
}

interface RowParts {
  readonly selections: readonly Selection[];
  readonly scope: RowScope;
}

function rowMembers(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  { selections, scope }: RowParts,
): readonly FlatMember[] {
  return flatMembers(
    selections.map((selection) => ({
      key: selection.key,
      value: rowMember(context, entity, alias, { selection, scope }),
    })),
  );
}

interface RowPart {
  readonly selection: Selection;
  readonly scope: RowScope;
}

function rowMember(context: ReadContext, entity: EntityModel, alias: string, part: RowPart): FlatValue {
  const { selection, scope } = part;
  const source = selection.plan?.source;
  if (source === undefined) return { kind: 'known', json: JSON.stringify(selection.typeName) };
  if (source.kind === 'createdBy' || source.kind === 'updatedBy')
    return memberValues(context, 'user', column(alias, systemField(source.kind).column), part);
  if (source.kind === 'parent')
    return referredValues(context, context.entity(source.entity), column(alias, 'parent_id'), part);
  if (source.kind === 'field') {
    const field = must(
      entity.fields.find(({ id }) => id === source.field),
      source.field,
    );
    const { type } = field;
    const key = (): Sql => allowedValue(context, entity, field, { alias, use: 'show' });
    if (type.kind === 'ref') return referredValues(context, context.entity(type.to), key(), part);
    if (type.kind === 'user' || type.kind === 'org') return memberValues(context, type.kind, key(), part);
    if (type.kind === 'lines' || type.kind === 'multiRef') {
      const rows = listRows(context, entity, alias, { field, selection });
      const target = context.entity(type.kind === 'lines' ? type.of : type.to);
      const below = { rows, selections: selection.on(), depth: scope.depth + 1 };
      const { value, list } = flatList(context, target, below);
      return {
        kind: 'list',
        at: added(scope, guarded(context, entity, alias, { field, list: value, none: NO_ROWS })),
        list,
      };
    }
  }
  return plainValue(
    scope,
    plainColumn(context, entity, alias, selection) ?? jsonColumn(context, entity, alias, selection),
  );
}

const NO_ROWS = sql`'0'`;

function referredValues(context: ReadContext, target: EntityModel, key: Sql, { selection, scope }: RowPart): FlatValue {
  const row = referredRow(context, target, key);
  const at = joined(scope, row);
  return { kind: 'row', at, members: rowMembers(context, target, row.alias, { selections: selection.on(), scope }) };
}

/** A member or department, and what is above it. */
function memberValues(
  context: ReadContext,
  of: 'user' | 'org',
  key: Sql,
  { selection: { on }, scope }: RowPart,
): FlatValue {
  const row = memberRow(context, of, key);
  const at = joined(scope, row);
  const values = on().map((selection) => {
    const source = selection.plan?.source;
    if (source === undefined)
      return { key: selection.key, value: { kind: 'known', json: JSON.stringify(selection.typeName) } as const };
    const value =
      source.kind === 'member' && source.column === 'parent'
        ? memberValues(context, of, column(row.alias, 'parent_id'), { selection, scope })
        : plainValue(scope, { value: memberValue(context, of, row.alias, selection), form: 'text', nullable: true });
    return { key: selection.key, value };
  });
  return { kind: 'row', at, members: flatMembers(values) };
}

function plainValue(scope: RowScope, { value, form, nullable }: FlatColumn): FlatValue {
  // Whatever is not a text says something where it is not null; a text may be empty.
  const told = form === 'text' && nullable ? sql`'+' || (${value})::text` : value;
  return { kind: 'plain', at: added(scope, told), form, nullable };
}

/** The place of a value that was added to the row's. */
function added({ values }: RowScope, value: Sql): number {
  values.push(value);
  return values.length - 1;
}

/**
 * Joins at most one row to each: the place of what says whether there is one. A query of its own for each value costs
 * 6 to 18 % more, and a plain join lets PostgreSQL read whole tables where it takes rows to be more than they are.
 */
function joined(scope: RowScope, { alias, from }: RowsBelow): number {
  const row = sql.id(alias);
  scope.joins.push(sql`left join lateral (select ${row}.* ${from} offset 0) as ${row} on true`);
  return added(scope, sql`case when ${column(alias, 'id')} is not null then 1 end`);
}

/** Exact numbers and instants, which JSON would have PostgreSQL turn into text first, where nothing masks them. */
function plainColumn(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  { plan }: Selection,
): FlatColumn | undefined {
  const source = plan?.source;
  if (source?.kind === 'system' && INSTANTS.has(source.field))
    return {
      value: column(alias, systemField(source.field).column),
      form: 'instant',
      nullable: source.field === 'deletedAt',
    };
  if (source?.kind !== 'field') return undefined;
  const field = must(
    entity.fields.find(({ id }) => id === source.field),
    source.field,
  );
  const form = PLAIN_FORMS[field.type.kind];
  if (form === undefined || field.secret || context.shownRows(entity, field.id) !== 'all') return undefined;
  const value = allowedValue(context, entity, field, { alias, use: 'show' });
  return { value, form, nullable: !field.required || field.formula !== undefined };
}

const INSTANTS: ReadonlySet<string> = new Set(['createdAt', 'updatedAt', 'deletedAt']);
const PLAIN_FORMS: Readonly<Partial<Record<FieldKind, FlatForm>>> = {
  decimal: 'quoted',
  money: 'quoted',
  quantity: 'quoted',
  percent: 'quoted',
  datetime: 'instant',
};

/** Everything else as it stands in a JSON row. */
function jsonColumn(context: ReadContext, entity: EntityModel, alias: string, selection: Selection): FlatColumn {
  const value = rowValue(context, entity, alias, selection);
  const nullable = true;
  const source = must(selection.plan, selection.key).source;
  if (source.kind === 'system')
    return { value, form: SYSTEM_FORMS[source.field] ?? 'quoted', nullable: !CERTAIN.has(source.field) };
  if (source.kind !== 'field') return { value, form: 'raw', nullable };
  const { type } = must(
    entity.fields.find(({ id }) => id === source.field),
    source.field,
  );
  return type.kind === 'multiEnum'
    ? { value: sql`to_json((${value})::text[])`, form: 'raw', nullable }
    : { value, form: FORMS[type.kind], nullable };
}

const CERTAIN: ReadonlySet<string> = new Set(['id', 'version', 'state']);
const SYSTEM_FORMS: Readonly<Partial<Record<string, FlatForm>>> = { version: 'raw', lineNo: 'raw', state: 'text' };

const FORMS = {
  text: 'text',
  longtext: 'text',
  richtext: 'text',
  sequence: 'text',
  int: 'raw',
  bool: 'bool',
  date: 'quoted',
  time: 'quoted',
  datetime: 'quoted',
  duration: 'quoted',
  geo: 'raw',
  json: 'raw',
  decimal: 'quoted',
  money: 'quoted',
  quantity: 'quoted',
  percent: 'quoted',
  enum: 'text',
  multiEnum: 'raw',
  ref: 'raw',
  multiRef: 'raw',
  lines: 'raw',
  user: 'raw',
  org: 'raw',
  file: 'raw',
  image: 'raw',
  signature: 'raw',
} satisfies Readonly<Record<FieldKind, FlatForm>>;
