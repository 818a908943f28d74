import { sql } from 'kysely';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldKind } from '../../schema/model/model.ts';
import type { ReadContext } from './read-context.ts';
import { rowValue } from './read-rows.ts';
import { allowedValue } from './read-values.ts';
import type { Selection } from './selection.ts';
import { column, type Sql } from './sql-text.ts';
import { systemField } from './storage.ts';

/**
 * How the text that PostgreSQL sends of a column becomes JSON: in quotes after escaping, in quotes as it is, as it is,
 * `t` and `f`, or an instant in UTC.
 */
type FlatForm = 'text' | 'quoted' | 'raw' | 'bool' | 'instant';

interface FlatColumn {
  readonly key: string;
  readonly value: Sql;
  readonly form: FlatForm;
  /** Whether it may be empty: its text then begins with a sign. */
  readonly nullable: boolean;
}

/** A long list whose values come as one text, to be put together here: `before`, the rows, `after`. */
export interface FlatList {
  readonly before: string;
  readonly after: string;
  readonly columns: readonly Omit<FlatColumn, 'value'>[];
}

/**
 * From so many rows on a list comes flat. Making JSON costs PostgreSQL more than twice what the text of the values does,
 * and the copying of long texts from object to object comes on top; short lists are cheaper as JSON.
 */
export const FLAT_ROWS_MIN = 200;

/** Part values and rows. A text may hold them too; then there are more of them than there should be, and it shows. */
const UNIT = '\u001F';
const RECORD = '\u001E';

/** The selected fields of the row at `alias`, each as it leaves PostgreSQL cheapest. */
export function flatColumns(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  selections: readonly Selection[],
): readonly FlatColumn[] {
  return selections.map((selection) => {
    const { key } = selection;
    return plainColumn(context, entity, alias, selection) ?? { key, ...jsonColumn(context, entity, alias, selection) };
  });
}

/** The statement that gives the number of rows and their values as one text; `from` says which rows, in order. */
export function flatSelect(context: ReadContext, columns: readonly FlatColumn[], from: Sql): Sql {
  const name = (index: number): Sql => sql.id(`c${index}`);
  const list = sql.join(columns.map(({ value }, index) => sql`${value} as ${name(index)}`));
  const texts = sql.join(
    columns.map(({ nullable }, index) => (nullable ? sql`coalesce('+' || (${name(index)})::text, '-')` : name(index))),
  );
  const record = sql.lit(RECORD);
  return sql`select count(*) || coalesce(${record} || string_agg(concat_ws(${sql.lit(UNIT)}, ${texts}), ${record}), '') from (select ${list} ${from}) as ${sql.id(context.alias())}`;
}

/** Exact numbers and instants, which JSON would have PostgreSQL turn into text first, where nothing masks them. */
function plainColumn(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  { key, plan }: Selection,
): FlatColumn | undefined {
  const source = plan?.source;
  if (source?.kind === 'system' && INSTANTS.has(source.field))
    return {
      key,
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
  return { key, value, form, nullable: !field.required || field.formula !== undefined };
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
function jsonColumn(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  selection: Selection,
): Omit<FlatColumn, 'key'> {
  const value = rowValue(context, entity, alias, selection);
  const nullable = true;
  const source = selection.plan?.source;
  if (source === undefined) return { value, form: 'text', nullable };
  if (source.kind === 'system')
    return { value, form: SYSTEM_FORMS[source.field] ?? 'quoted', nullable: !CERTAIN.has(source.field) };
  if (source.kind !== 'field') return { value, form: 'raw', nullable };
  const { type } = must(
    entity.fields.find(({ id }) => id === source.field),
    source.field,
  );
  return type.kind === 'multiEnum'
    ? { value: sql`to_json(${value})`, form: 'raw', nullable }
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

/**
 * The JSON of a flat list from the text of its values; `undefined` when a value holds what parts them. Written for
 * speed: a list has ten thousand values, and calls and iterators of its own for each would double the time.
 */
export function flatJson({ before, after, columns }: FlatList, text: string): string | undefined {
  const rows = text.split(RECORD);
  if (rows.length - 1 !== Number(rows[0])) return undefined;
  const heads = columns.map(({ key }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
  const { length } = columns;
  let json = before;
  for (let row = 1; row < rows.length; row += 1) {
    const values = (rows[row] ?? '').split(UNIT);
    if (values.length !== length) return undefined;
    let object = row === 1 ? '' : ',';
    for (let index = 0; index < length; index += 1) {
      const { form, nullable } = columns[index] ?? NO_COLUMN;
      const given = values[index] ?? '';
      object += heads[index] ?? '';
      if (!nullable) object += printed(form, given);
      else if (given === '-') object += 'null';
      else object += printed(form, given.slice(1));
    }
    json += `${object}}`;
  }
  return json + after;
}

const NO_COLUMN = { form: 'raw', nullable: false } as const;

/** What JSON escapes, and halves of characters, which it can't hold as they are. */
const ESCAPED = /[^ -\uD7FF\uE000-\uFFFF]|["\\]/;

function printed(form: FlatForm, value: string): string {
  switch (form) {
    case 'text':
      return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
    case 'quoted':
      return `"${value}"`;
    case 'raw':
      return value;
    case 'bool':
      return value === 't' || value === 'true' ? 'true' : 'false';
    case 'instant':
      return `"${instant(value)}"`;
  }
}

/** `2026-03-01 09:00:00.12+00` → `2026-03-01T09:00:00.120Z`; sessions run in UTC. */
function instant(text: string): string {
  const end = text.lastIndexOf('+');
  const dot = text.indexOf('.');
  const seconds = text.slice(0, dot < 0 ? end : dot).replace(' ', 'T');
  return `${seconds}.${dot < 0 ? '000' : text.slice(dot + 1, end).padEnd(3, '0')}Z`;
}
