import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import { isRecord, type FieldValue, type RecordValue } from '../../form-runtime/form-value.ts';
import { entityById, titleName } from './field-path.ts';

/** A row as the API answers it, by API names. */
export type ApiRow = Readonly<Record<string, unknown>>;

export function isApiRow(value: unknown): value is ApiRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows of a list. */
export function rowsOf(value: unknown): readonly ApiRow[] {
  return Array.isArray(value) ? value.filter(isApiRow) : [];
}

/** A value that is a text or a number, as text; `''` for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** What stands at the end of a path of API names. */
export function valueIn(row: ApiRow, steps: readonly string[]): unknown {
  let here: unknown = row;
  for (const step of steps) here = isApiRow(here) ? here[step] : undefined;
  return here;
}

/** The row as expressions read it: by field id, references as the rows behind them. */
export function expressionRow(model: Model, entity: EntityModel, row: ApiRow): ApiRow {
  const own = entity.fields
    .filter(({ apiName }) => apiName in row)
    .map((field) => [field.id, expressionValue(model, field, row[field.apiName])] as const);
  const people = ['createdBy', 'updatedBy']
    .filter((name) => name in row)
    .map((name) => [name, idOf(row[name])] as const);
  const system = ['id', 'version', 'state', 'createdAt', 'updatedAt', 'deletedAt'].map(
    (name) => [name, row[name]] as const,
  );
  return Object.fromEntries([...system, ...people, ...own]);
}

function expressionValue(model: Model, { type }: FieldModel, value: unknown): unknown {
  if (type.kind === 'user' || type.kind === 'org') return idOf(value);
  const to = type.kind === 'lines' ? type.of : type.kind === 'ref' || type.kind === 'multiRef' ? type.to : undefined;
  const target = to === undefined ? undefined : entityById(model, to);
  if (target === undefined) return value;
  if (Array.isArray(value)) return rowsOf(value).map((one) => expressionRow(model, target, one));
  return isApiRow(value) ? expressionRow(model, target, value) : value;
}

function idOf(value: unknown): unknown {
  return isApiRow(value) ? value['id'] : value;
}

/** The record as a form holds it: references with their titles, rows of lines with their ids. */
export function formRecord(model: Model, entity: EntityModel, row: ApiRow): RecordValue {
  const own = entity.fields
    .filter(({ apiName }) => apiName in row)
    .map((field) => [field.apiName, formValue(model, field, row[field.apiName])] as const);
  const system = ['id', 'version', 'state', 'createdAt', 'updatedAt']
    .filter((name) => name in row)
    .map((name) => [name, plain(row[name])] as const);
  return Object.fromEntries([...system, ...own]);
}

function formValue(model: Model, { type }: FieldModel, value: unknown): FieldValue {
  switch (type.kind) {
    case 'ref':
    case 'multiRef': {
      const target = entityById(model, type.to);
      const title = target === undefined ? 'id' : titleName(target);
      if (Array.isArray(value)) return rowsOf(value).map((one) => named(one, title));
      return isApiRow(value) ? named(value, title) : null;
    }
    case 'user':
    case 'org':
      return isApiRow(value) ? named(value, 'name') : null;
    case 'lines': {
      const target = entityById(model, type.of);
      return target === undefined ? [] : rowsOf(value).map((one) => formRecord(model, target, one));
    }
    default:
      return plain(value);
  }
}

/** What refers to a row: without a title that the reader may see, its id begins to tell it. */
function named(row: ApiRow, title: string): FieldValue {
  const id = textOf(row['id']);
  const text = row[title];
  return { id, title: typeof text === 'string' && text !== '' ? text : id.slice(0, 8) };
}

function plain(value: unknown): FieldValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)])) : null;
}
