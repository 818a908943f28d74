import type { Widget } from '../../schema/model/forms.ts';

/** Any value of a form: plain JSON, so that a draft can be kept and sent as it is. */
export type FieldValue = null | boolean | number | string | readonly FieldValue[] | RecordValue;

/** A record by API names. Decimals are exact text, references `{ id, title }` or null, lines rows. */
export interface RecordValue {
  readonly [apiName: string]: FieldValue;
}

/** A row referred to, with what names it. */
export interface ReferenceValue extends RecordValue {
  readonly id: string;
  readonly title: string;
}

/**
 * A child row. `$key` is the form's own and stays the same while the row lives (no API name begins with `$`); a row
 * that is stored has its `id` too.
 */
export interface RowValue extends RecordValue {
  readonly $key: string;
}

/** A mistake told beside the field that it is about: `['lines', 2, 'qty']`. */
export interface FormIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly cure?: string;
}

/** Where a value stands: `['name']`, or `['lines', <row key>, 'qty']`. */
export type ValuePath = readonly string[];

/** The path as one text, to keep things by. */
export function pathKey(path: ValuePath): string {
  return path.join('/');
}

export function isRecord(value: unknown): value is RecordValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isReference(value: FieldValue | undefined): value is ReferenceValue {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['title'] === 'string';
}

/** The references of a value that holds several. */
export function referencesIn(value: FieldValue | undefined): readonly ReferenceValue[] {
  return Array.isArray(value) ? value.filter(isReference) : isReference(value) ? [value] : [];
}

export function isRow(value: FieldValue | undefined): value is RowValue {
  return isRecord(value) && typeof value['$key'] === 'string';
}

/** The rows of a `lines` value. */
export function rowsIn(value: FieldValue | undefined): readonly RowValue[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** The texts of a value that holds several. */
export function textsIn(value: FieldValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The value as one line of text; `''` where there is none. */
export function plainText(value: FieldValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Nothing was given: null, an empty text, an empty list. */
export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

let rowsMade = 0;

/** A new row with a key that no other has. */
export function newRow(values: RecordValue = {}): RowValue {
  rowsMade += 1;
  return { ...values, $key: `new-${rowsMade}` };
}

/** Rows as the API gives them, each with a key: its id, else a new one. Rows that have one keep it. */
export function keyedRows(value: FieldValue | undefined): readonly RowValue[] {
  const rows = Array.isArray(value) ? value.filter(isRecord) : [];
  return rows.map((row) => {
    if (isRow(row)) return row;
    return typeof row['id'] === 'string' ? { ...row, $key: row['id'] } : newRow(row);
  });
}

/** What of a field's plan says how its values travel. */
export interface ValuePlan {
  readonly apiName: string;
  readonly widget: Widget;
  readonly lines?: { readonly fields: readonly ValuePlan[] };
}

/**
 * The values as the API and the schema of the form speak: references as ids, rows without keys, nothing where nothing
 * was given.
 */
export function wireValue(fields: readonly ValuePlan[], value: RecordValue): RecordValue {
  const given = fields.flatMap((field): readonly (readonly [string, FieldValue])[] => {
    const wired = wireField(field, value[field.apiName]);
    return wired === undefined ? [] : [[field.apiName, wired]];
  });
  return Object.fromEntries(given);
}

function wireField(field: ValuePlan, value: FieldValue | undefined): FieldValue | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (field.widget === 'lines') return rowsIn(value).map((row) => wireValue(field.lines?.fields ?? [], row));
  if (field.widget === 'multiReference') return referencesIn(value).map(({ id }) => id);
  return isReference(value) ? value.id : value;
}
