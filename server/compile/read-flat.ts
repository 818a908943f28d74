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
}

/** A long list whose rows come as they are and are put together here: `before`, the rows, `after`. */
export interface FlatList {
  readonly before: string;
  readonly after: string;
  readonly columns: readonly { readonly key: string; readonly form: FlatForm }[];
}

/**
 * From so many rows on a list comes flat. Making JSON costs PostgreSQL three times what the rows cost (1,000 rows of 10
 * columns: 4.9 against 1.5 ms), and the server's part grows with the rows alone; short lists are cheaper as one text.
 */
export const FLAT_ROWS_MIN = 200;

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

/** `SELECT` list of the columns. Their names are ours: what the client calls them is of no concern to PostgreSQL. */
export function flatSelect(columns: readonly FlatColumn[]): Sql {
  return sql.join(columns.map(({ value }, index) => sql`${value} as ${sql.id(`c${index}`)}`));
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
    return { key, value: column(alias, systemField(source.field).column), form: 'instant' };
  if (source?.kind !== 'field') return undefined;
  const field = must(
    entity.fields.find(({ id }) => id === source.field),
    source.field,
  );
  const form = PLAIN_FORMS[field.type.kind];
  if (form === undefined || field.secret || context.access.fieldRows(entity.id, field.id, 'show') !== 'all')
    return undefined;
  return { key, value: allowedValue(context, entity, field, { alias, use: 'show' }), form };
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
): Pick<FlatColumn, 'value' | 'form'> {
  const value = rowValue(context, entity, alias, selection);
  const source = selection.plan?.source;
  if (source === undefined) return { value, form: 'text' };
  if (source.kind === 'system') return { value, form: SYSTEM_FORMS[source.field] ?? 'quoted' };
  if (source.kind !== 'field') return { value, form: 'raw' };
  const { type } = must(
    entity.fields.find(({ id }) => id === source.field),
    source.field,
  );
  return type.kind === 'multiEnum' ? { value: sql`to_json(${value})`, form: 'raw' } : { value, form: FORMS[type.kind] };
}

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

/** The JSON of a flat list whose rows have come. */
export function flatJson({ before, after, columns }: FlatList, rows: readonly (readonly unknown[])[]): string {
  const heads = columns.map(({ key }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
  const print = columns.map(({ form }) => PRINT[form]);
  const texts = rows.map((row) => {
    let text = '';
    for (let index = 0; index < heads.length; index += 1) {
      const value = row[index] ?? null;
      text += heads[index] ?? '';
      text += value === null ? 'null' : (print[index] ?? PRINT.text)(value);
    }
    return `${text}}`;
  });
  return `${before}${texts.join(',')}${after}`;
}

/** PGlite has parsed some values already; as text they are the same. */
const PRINT: Readonly<Record<FlatForm, (value: unknown) => string>> = {
  text: (value) => JSON.stringify(String(value)),
  quoted: (value) => `"${String(value)}"`,
  raw: (value) => String(value),
  bool: (value) => (value === 't' || value === true ? 'true' : 'false'),
  instant: (value) => `"${instant(String(value))}"`,
};

/** `2026-03-01 09:00:00.12+00` → `2026-03-01T09:00:00.120Z`; sessions run in UTC. */
function instant(text: string): string {
  const end = text.endsWith('Z') ? text.length - 1 : text.lastIndexOf('+');
  const dot = text.indexOf('.');
  const seconds = text.slice(0, dot < 0 ? end : dot).replace(' ', 'T');
  return `${seconds}.${dot < 0 ? '000' : text.slice(dot + 1, end).padEnd(3, '0')}Z`;
}
