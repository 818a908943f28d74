import { parseInstant, parseTime } from '../../../schema/expr/calendar.ts';
import { decimalText, parseDecimal } from '../../../schema/core/decimal.ts';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import {
  isRecord,
  isReference,
  plainText,
  referencesIn,
  rowsIn,
  type FieldValue,
  type FormIssue,
  type RecordValue,
} from '../../form-runtime/form-value.ts';
import type { TenantIssue } from '../../data/tenant-client.ts';
import type { ApiRights } from './api-rights.ts';
import { entityById } from './field-path.ts';

export type ApiInput = Readonly<Record<string, unknown>>;

export interface Writing {
  readonly model: Model;
  readonly rights: ApiRights;
}

/** Fields of the entity that the caller may give, each with its value: what a create sends (SPEC [WRK-10]). */
export function createInput(writing: Writing, entity: EntityModel, value: RecordValue): ApiInput {
  return inputOf(writing, { entity, value, use: 'create' });
}

interface Giving {
  readonly entity: EntityModel;
  readonly value: RecordValue;
  readonly use: 'create' | 'update';
}

function inputOf(writing: Writing, { entity, value, use }: Giving): ApiInput {
  return Object.fromEntries(
    writable(writing, entity, use).flatMap((field): readonly (readonly [string, unknown])[] => {
      const given = value[field.apiName];
      if (given === undefined || given === null || given === '') return [];
      if (field.type.kind !== 'lines') return [[field.apiName, apiValue(field, given)]];
      const lines = entityById(writing.model, field.type.of);
      if (lines === undefined) return [];
      const rows = rowsIn(given).map((row) => inputOf(writing, { entity: lines, value: row, use: 'create' }));
      return [[field.apiName, rows]];
    }),
  );
}

function writable({ rights }: Writing, entity: EntityModel, use: 'create' | 'update'): readonly FieldModel[] {
  return entity.fields.filter(
    ({ apiName, formula, rollup, readonly: isGiven }) =>
      !isGiven && formula === undefined && rollup === undefined && rights.gives(entity, apiName, use),
  );
}

/** The values of some fields, as a transition asks for them. */
export function givenInput(fields: readonly FieldModel[], value: RecordValue): ApiInput {
  return Object.fromEntries(fields.map((field) => [field.apiName, apiValue(field, value[field.apiName] ?? null)]));
}

/** References are named by their ids; an empty text is none. */
function apiValue({ type }: FieldModel, value: FieldValue): unknown {
  switch (type.kind) {
    case 'ref':
    case 'user':
    case 'org':
      return isReference(value) ? { id: value.id } : null;
    case 'multiRef':
      return referencesIn(value).map(({ id }) => ({ id }));
    case 'int':
      return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    default:
      return value === '' ? null : value;
  }
}

/** What an update sends: only fields whose value differs from what is stored; lines by their ids. `undefined` for nothing. */
export function updatePatch(writing: Writing, entity: EntityModel, { stored, value }: Change): ApiInput | undefined {
  const entries = writable(writing, entity, 'update').flatMap((field): readonly (readonly [string, unknown])[] => {
    const [before, after] = [stored[field.apiName] ?? null, value[field.apiName] ?? null];
    if (field.type.kind !== 'lines')
      return isSameValue(field, before, after) ? [] : [[field.apiName, apiValue(field, after)]];
    const lines = entityById(writing.model, field.type.of);
    const patch = lines === undefined ? undefined : linesPatch(writing, lines, { before, after });
    return patch === undefined ? [] : [[field.apiName, patch]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export interface Change {
  readonly stored: RecordValue;
  readonly value: RecordValue;
}

/** Whether the API would be told the same: `1` is `1.0000`, and a moment is one whatever its offset. */
export function isSameValue(field: FieldModel, before: FieldValue | undefined, after: FieldValue | undefined): boolean {
  const [a, b] = [apiValue(field, before ?? null) ?? null, apiValue(field, after ?? null) ?? null];
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return plainForm(field, a) === plainForm(field, b);
  return canonicalJson(a) === canonicalJson(b);
}

/** One text for each value that can be written in several ways. */
function plainForm({ type }: FieldModel, text: string): string {
  switch (type.kind) {
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent': {
      const number = parseDecimal(text);
      return number === undefined
        ? text
        : decimalText(number)
            .replace(/(\.\d*?)0+$/, '$1')
            .replace(/\.$/, '');
    }
    case 'datetime':
      return String(parseInstant(text) ?? text);
    case 'time':
      return parseTime(text) ?? text;
    default:
      return text;
  }
}

function linesPatch(
  writing: Writing,
  lines: EntityModel,
  { before, after }: { readonly before: FieldValue; readonly after: FieldValue },
): ApiInput | undefined {
  const old = new Map(recordsIn(before).map((row) => [plainText(row['id']), row]));
  const now = recordsIn(after);
  const kept = new Set(now.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])));
  const create = now
    .filter(({ id }) => typeof id !== 'string')
    .map((row) => inputOf(writing, { entity: lines, value: row, use: 'create' }));
  const update = now.flatMap((row) => {
    const { id } = row;
    const stored = typeof id === 'string' ? old.get(id) : undefined;
    const patch = stored === undefined ? undefined : updatePatch(writing, lines, { stored, value: row });
    return patch === undefined ? [] : [{ id, patch }];
  });
  const gone = [...old.keys()].filter((id) => !kept.has(id));
  const order = orderOf(
    [...old.keys()].filter((id) => kept.has(id)),
    now,
  );
  if (create.length + update.length + gone.length === 0 && order === undefined) return undefined;
  return {
    ...(create.length === 0 ? {} : { create }),
    ...(update.length === 0 ? {} : { update }),
    ...(gone.length === 0 ? {} : { delete: gone }),
    ...(order === undefined ? {} : { order }),
  };
}

/** The rows in their order, new ones as `+0`, `+1`; `undefined` where it is what comes about by itself. */
function orderOf(stood: readonly string[], now: readonly RecordValue[]): readonly string[] | undefined {
  let added = 0;
  const order = now.map(({ id }) => {
    if (typeof id === 'string') return id;
    added += 1;
    return `+${String(added - 1)}`;
  });
  const alone = [...stood, ...order.filter((id) => id.startsWith('+'))];
  return alone.every((id, index) => id === order[index]) ? undefined : order;
}

/** The records of a list. */
export function recordsIn(value: FieldValue | undefined): readonly RecordValue[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/**
 * The issues of an answer beside the fields that they are about (SPEC [WRK-11]). Places inside a patch name what was
 * sent (`/patch/lines/update/0/patch/qty`): the form is told the row.
 */
export function formIssues(
  issues: readonly TenantIssue[],
  { value, patch }: { readonly value: RecordValue; readonly patch?: ApiInput },
): readonly FormIssue[] {
  return issues.map(({ message, cure, place }) => ({
    message,
    ...(cure === '' ? {} : { cure }),
    path: formPath(place, value, patch),
  }));
}

function formPath(place: string, value: RecordValue, patch: ApiInput | undefined): readonly (string | number)[] {
  const tokens = place
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [root = '', name = '', third = '', fourth = '', ...rest] = tokens;
  const isInside = root === 'input' || root === 'patch';
  if (!isInside) return root in value ? [root, ...tokens.slice(1).map(numbered)].slice(0, 3) : [];
  if (name === '') return [];
  if (root === 'patch' && (third === 'create' || third === 'update')) {
    const index = rowIndex({ value, patch }, { name, list: third, place: Number(fourth) });
    const field = third === 'update' ? rest[1] : rest[0];
    return index < 0 ? [name] : [name, index, ...(field === undefined ? [] : [field])];
  }
  // Behind a reference stands the key by which it was named; the form has one field for all of it.
  return /^\d+$/.test(third) ? [name, Number(third), ...(fourth === '' ? [] : [fourth])] : [name];
}

function numbered(token: string): string | number {
  return /^\d+$/.test(token) ? Number(token) : token;
}

interface RowPlace {
  readonly name: string;
  readonly list: 'create' | 'update';
  readonly place: number;
}

function rowIndex(
  { value, patch }: { readonly value: RecordValue; readonly patch: ApiInput | undefined },
  { name, list, place }: RowPlace,
): number {
  const rows = recordsIn(value[name]);
  if (list === 'create') {
    const added = rows.flatMap(({ id }, index) => (typeof id === 'string' ? [] : [index]));
    return added[place] ?? -1;
  }
  const lines = patch?.[name];
  const sent: unknown = isList(lines) ? lines.update[place] : undefined;
  return rows.findIndex(({ id }) => typeof sent === 'object' && sent !== null && 'id' in sent && sent.id === id);
}

function isList(value: unknown): value is { readonly update: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'update' in value && Array.isArray(value.update);
}
