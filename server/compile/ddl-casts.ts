import type { SqlName } from '../../schema/core/ids.ts';
import type { EntityModel, FieldKind, FieldModel, FieldType, Model } from '../../schema/model/model.ts';
import { tableName } from './sql-name.ts';
import { SYSTEM_TABLES, columnOfField, entityOf, pgTypeOf, storageOf } from './storage.ts';

/**
 * How the values of one column become those of another type: plain data, printed as SQL by `castSql`. Every cast gives
 * NULL where a value has no counterpart and never fails midway, so that such rows can be counted beforehand.
 */
export type Cast =
  | { readonly kind: 'text'; readonly from: TextSource }
  | { readonly kind: 'int' | 'bool' | 'date' | 'time' | 'duration' | 'json' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'datetime' }
  /** A text, by option id or by label in any language. */
  | { readonly kind: 'option'; readonly options: readonly OptionTexts[] }
  | { readonly kind: 'options'; readonly options: readonly OptionTexts[] }
  | { readonly kind: 'singleton' | 'onlyElement' }
  | { readonly kind: 'lookup'; readonly in: Lookup }
  /** One cast after the other. */
  | { readonly kind: 'chain'; readonly first: Cast; readonly then: Cast; readonly viaType: string }
  /** Between types whose values are exact in each other: `date` ↔ `datetime` in the tenant's zone, numbers, … */
  | { readonly kind: 'direct'; readonly how: DirectCast }
  | { readonly kind: 'number'; readonly precision: number; readonly scale: number };

export type DirectCast =
  'dateToDatetime' | 'datetimeToDate' | 'datetimeToTime' | 'boolToInt' | 'numberToBool' | 'numberToInt' | 'toJson';
export type TextSource =
  'plain' | 'number' | 'date' | 'time' | 'datetime' | 'list' | 'jsonScalar' | 'fileName' | { readonly titleOf: Lookup };
export interface OptionTexts {
  readonly id: string;
  readonly texts: readonly string[];
}
/** Rows recognised by a text: the title of an entity, the e-mail of a user, the name of a department. */
export interface Lookup {
  readonly table: SqlName;
  readonly column: SqlName;
  readonly binned: boolean;
}

/** What a change of a field's type means for its column. */
export type CastPlan =
  | { readonly kind: 'same' }
  /** PostgreSQL changes the catalogue alone, without rewriting rows. */
  | { readonly kind: 'widen' }
  | { readonly kind: 'convert'; readonly cast: Cast }
  | { readonly kind: 'refToMultiRef' | 'multiRefToRef' }
  | { readonly kind: 'refused'; readonly why: 'DDL_CAST_MEANINGLESS' | 'DDL_SECRET_CHANGED' };

interface CastContext {
  readonly before: Model;
  readonly after: Model;
}

const MEANINGLESS: CastPlan = { kind: 'refused', why: 'DDL_CAST_MEANINGLESS' };
type Family =
  | 'text'
  | 'int'
  | 'decimal'
  | 'bool'
  | 'date'
  | 'time'
  | 'datetime'
  | 'duration'
  | 'json'
  | 'geo'
  | 'enum'
  | 'multiEnum'
  | 'ref'
  | 'multiRef'
  | 'lines'
  | 'user'
  | 'org'
  | 'file';

const FAMILIES = {
  text: 'text',
  longtext: 'text',
  richtext: 'text',
  sequence: 'text',
  int: 'int',
  bool: 'bool',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  duration: 'duration',
  geo: 'geo',
  json: 'json',
  decimal: 'decimal',
  money: 'decimal',
  quantity: 'decimal',
  percent: 'decimal',
  enum: 'enum',
  multiEnum: 'multiEnum',
  ref: 'ref',
  multiRef: 'multiRef',
  lines: 'lines',
  user: 'user',
  org: 'org',
  file: 'file',
  image: 'file',
  signature: 'file',
} as const satisfies Record<FieldKind, Family>;

/** What it takes to turn the values of `before` into those of `after`, for every pair of kinds. */
export function planCast(before: FieldModel, after: FieldModel, context: CastContext): CastPlan {
  if (before.secret !== after.secret) return { kind: 'refused', why: 'DDL_SECRET_CHANGED' };
  // Ciphertext is opaque to the database: only the reading of it changes.
  if (before.secret)
    return FAMILIES[before.type.kind] === FAMILIES[after.type.kind]
      ? { kind: 'same' }
      : { kind: 'refused', why: 'DDL_SECRET_CHANGED' };
  const [from, to] = [FAMILIES[before.type.kind], FAMILIES[after.type.kind]];
  if (from === to) return withinFamily(before.type, after.type, context);
  if (from === 'lines' || to === 'lines') return MEANINGLESS;
  if (from === 'ref' && to === 'multiRef')
    return targetOf(before.type) === targetOf(after.type) ? { kind: 'refToMultiRef' } : MEANINGLESS;
  if (from === 'multiRef' && to === 'ref')
    return targetOf(before.type) === targetOf(after.type) ? { kind: 'multiRefToRef' } : MEANINGLESS;
  if (from === 'multiRef' || to === 'multiRef') return MEANINGLESS;
  if (to === 'json')
    return from === 'geo' || from === 'file'
      ? { kind: 'same' }
      : convert(from === 'text' ? { kind: 'json' } : direct('toJson'));
  if (to === 'geo' || to === 'file') return MEANINGLESS;
  const straight = STRAIGHT[from]?.[to];
  if (straight !== undefined) return convert(straight(after.type));
  return viaText(before.type, after.type, context);
}

function withinFamily(before: FieldType, after: FieldType, context: CastContext): CastPlan {
  if (before.kind === 'lines' && after.kind === 'lines') return before.of === after.of ? { kind: 'same' } : MEANINGLESS;
  if (before.kind === 'multiRef' && after.kind === 'multiRef')
    return before.to === after.to ? { kind: 'same' } : MEANINGLESS;
  if (before.kind === 'ref' && after.kind === 'ref')
    return before.to === after.to ? { kind: 'same' } : viaText(before, after, context);
  if (!isDecimal(before) || !isDecimal(after)) return { kind: 'same' };
  if (before.scale === after.scale && before.precision <= after.precision)
    return before.precision === after.precision ? { kind: 'same' } : { kind: 'widen' };
  return convert({ kind: 'number', precision: after.precision, scale: after.scale });
}

type StraightCast = (after: FieldType) => Cast;
const toNumber: StraightCast = (after) =>
  isDecimal(after)
    ? { kind: 'number', precision: after.precision, scale: after.scale }
    : { kind: 'number', precision: 20, scale: 3 };
const toInt: StraightCast = () => direct('numberToInt');
const toBool: StraightCast = () => direct('numberToBool');

/** Casts that need no text in between. */
const STRAIGHT: Partial<Record<Family, Partial<Record<Family, StraightCast>>>> = {
  int: { decimal: toNumber, duration: toNumber, bool: toBool },
  decimal: { int: toInt, duration: toNumber, bool: toBool },
  duration: { int: toInt, decimal: toNumber },
  bool: { int: () => direct('boolToInt'), decimal: (after) => chain(direct('boolToInt'), toNumber(after), 'integer') },
  date: { datetime: () => direct('dateToDatetime') },
  datetime: { date: () => direct('datetimeToDate'), time: () => direct('datetimeToTime') },
  enum: { multiEnum: () => ({ kind: 'singleton' }) },
  multiEnum: { enum: () => ({ kind: 'onlyElement' }) },
};

/** Pairs that have no meaning even by way of text: a clock time is no date, an amount is no day. */
const NO_MEANING: Partial<Record<Family, readonly Family[]>> = {
  int: ['date', 'time', 'datetime'],
  decimal: ['date', 'time', 'datetime'],
  duration: ['date', 'time', 'datetime', 'bool'],
  bool: ['date', 'time', 'datetime', 'duration', 'ref', 'user', 'org'],
  date: ['time', 'bool', 'int', 'decimal', 'duration'],
  time: ['date', 'datetime', 'bool', 'int', 'decimal', 'duration'],
  datetime: ['bool', 'int', 'decimal', 'duration'],
};

function viaText(before: FieldType, after: FieldType, context: CastContext): CastPlan {
  const [from, to] = [FAMILIES[before.kind], FAMILIES[after.kind]];
  if (NO_MEANING[from]?.includes(to) === true) return MEANINGLESS;
  const source = textSource(before, context.before);
  if (source === null) return MEANINGLESS;
  const first: Cast = { kind: 'text', from: source };
  if (to === 'text')
    return from === 'text'
      ? { kind: 'same' }
      : source === 'plain' && from === 'enum'
        ? { kind: 'same' }
        : convert(first);
  const then = fromText(after, context.after);
  if (then === null) return MEANINGLESS;
  return convert(from === 'text' || from === 'enum' ? then : chain(first, then, 'text'));
}

/** How a type reads as text; `null` where nothing sensible can be said. */
function textSource(type: FieldType, model: Model): TextSource | null {
  switch (FAMILIES[type.kind]) {
    case 'text':
    case 'enum':
    case 'bool':
    case 'int':
      return 'plain';
    case 'decimal':
    case 'duration':
      return 'number';
    case 'date':
      return 'date';
    case 'time':
      return 'time';
    case 'datetime':
      return 'datetime';
    case 'multiEnum':
      return 'list';
    case 'json':
      return 'jsonScalar';
    case 'file':
      return 'fileName';
    case 'geo':
      return 'plain';
    case 'ref':
    case 'user':
    case 'org': {
      const lookup = lookupOf(type, model);
      return lookup === null ? 'plain' : { titleOf: lookup };
    }
    case 'multiRef':
    case 'lines':
      return null;
  }
}

/** How a text becomes a value of the type; `null` where it can't. */
function fromText(type: FieldType, model: Model): Cast | null {
  switch (type.kind) {
    case 'int':
    case 'bool':
    case 'date':
    case 'time':
    case 'duration':
    case 'datetime':
    case 'json':
      return { kind: type.kind };
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return { kind: 'decimal', precision: type.precision, scale: type.scale };
    case 'enum':
      return { kind: 'option', options: optionTexts(type) };
    case 'multiEnum':
      return { kind: 'options', options: optionTexts(type) };
    case 'ref':
    case 'user':
    case 'org': {
      const lookup = lookupOf(type, model);
      return lookup === null ? null : { kind: 'lookup', in: lookup };
    }
    default:
      return null;
  }
}

/** By what text the rows that a reference may point at are known; `null` when their title is not stored text. */
function lookupOf(type: FieldType, model: Model): Lookup | null {
  if (type.kind === 'user') return { table: SYSTEM_TABLES.user, column: columnOfField('email'), binned: false };
  if (type.kind === 'org') return { table: SYSTEM_TABLES.org, column: columnOfField('name'), binned: false };
  if (type.kind !== 'ref') return null;
  const target = entityOf(model, type.to);
  const title = titleField(target);
  return title === undefined ? null : { table: tableName(target.id), column: columnOfField(title.id), binned: true };
}

function titleField(entity: EntityModel): FieldModel | undefined {
  const field = entity.fields.find(({ id }) => id === entity.title);
  if (field === undefined || field.secret || pgTypeOf(field.type) !== 'text') return undefined;
  return storageOf(entity, field).kind === 'column' ? field : undefined;
}

function optionTexts(type: Extract<FieldType, { readonly kind: 'enum' | 'multiEnum' }>): readonly OptionTexts[] {
  return type.options.map(({ id, label }) => ({ id, texts: [...new Set([id, ...Object.values(label ?? {})])] }));
}

function isDecimal(type: FieldType): type is Extract<FieldType, { readonly precision: number }> {
  return FAMILIES[type.kind] === 'decimal';
}

function targetOf(type: FieldType): string | undefined {
  return type.kind === 'ref' || type.kind === 'multiRef' ? type.to : undefined;
}

function convert(cast: Cast): CastPlan {
  return { kind: 'convert', cast };
}

function direct(how: DirectCast): Cast {
  return { kind: 'direct', how };
}

function chain(first: Cast, then: Cast, viaType: string): Cast {
  return { kind: 'chain', first, then, viaType };
}
