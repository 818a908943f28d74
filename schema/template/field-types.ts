import { LIMITS } from '../core/limits.ts';
import { issue, ok, refused, type Result } from '../core/result.ts';
import { suggest } from '../core/suggest.ts';
import type { ExprType } from '../expr/ast.ts';
import type { FieldKind, FieldType } from '../model/model.ts';

/** Attributes that only some types allow; every other attribute of `FieldDef` goes with any type. */
export const TYPED_ATTRIBUTES = [
  'required',
  'default',
  'formula',
  'stored',
  'rollup',
  'unique',
  'min',
  'max',
  'pattern',
  'secret',
  'to',
  'of',
  'onDelete',
  'choices',
  'balance',
  'options',
  'unit',
  'currency',
] as const;
export type TypedAttribute = (typeof TYPED_ATTRIBUTES)[number];

export type FieldOperator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'isNull'
  | 'contains'
  | 'startsWith'
  | 'icontains'
  | 'some'
  | 'every'
  | 'none';

export type FieldAggregate = 'sum' | 'avg' | 'min' | 'max' | 'countDistinct';

/** What `min` and `max` bound. */
export type FieldBounds = 'none' | 'number' | 'length' | 'moment' | 'rows' | 'files';

/** What one field type allows and means, wherever a stage asks. */
export interface FieldKindSpec {
  readonly exprType: (type: FieldType) => ExprType;
  readonly attributes: readonly TypedAttribute[];
  readonly operators: readonly FieldOperator[];
  readonly aggregates: readonly FieldAggregate[];
  readonly sortable: boolean;
  readonly groupable: boolean;
  /** Whether rows can be found or kept apart by it: unique keys and indexes. */
  readonly keyable: boolean;
  readonly bounds: FieldBounds;
  /** Default and only parameters of decimals. */
  readonly decimal?: { readonly precision: number; readonly scale: number };
}

const EQUALITY = ['eq', 'ne', 'in', 'notIn', 'isNull'] as const;
const ORDER = [...EQUALITY, 'lt', 'lte', 'gt', 'gte'] as const;
const TEXT = [...ORDER, 'contains', 'startsWith', 'icontains'] as const;
const ROWS = ['some', 'every', 'none'] as const;
const COMPUTED = ['formula', 'stored'] as const;
const KEY = { sortable: true, groupable: true, keyable: true } as const;
const PLAIN = { sortable: false, groupable: false, keyable: false } as const;

/** Members, departments and stored files are known to expressions by their id. */
function textType(): ExprType {
  return { kind: 'text' };
}

const NUMBER = {
  ...KEY,
  attributes: ['required', 'default', ...COMPUTED, 'rollup', 'balance', 'unique', 'min', 'max', 'secret', 'unit'],
  operators: ORDER,
  aggregates: ['sum', 'avg', 'min', 'max', 'countDistinct'],
  bounds: 'number',
} as const;

const MOMENT = {
  ...KEY,
  attributes: ['required', 'default', ...COMPUTED, 'rollup', 'unique', 'min', 'max', 'secret'],
  operators: ORDER,
  aggregates: ['min', 'max', 'countDistinct'],
  bounds: 'moment',
} as const;

const MEMBER = {
  ...KEY,
  exprType: textType,
  attributes: ['required', 'default', 'unique'],
  operators: EQUALITY,
  aggregates: ['countDistinct'],
  bounds: 'none',
} as const;

const STORED_FILE = {
  ...PLAIN,
  exprType: textType,
  attributes: ['required'],
  operators: ['isNull'],
  aggregates: [],
  bounds: 'none',
} as const;

/** Several may be kept in one field where its `max` says so. */
const STORED_FILES = { ...STORED_FILE, attributes: ['required', 'max'], bounds: 'files' } as const;

const STRUCTURE = {
  ...PLAIN,
  exprType: (): ExprType => ({ kind: 'json' }),
  attributes: ['required'],
  operators: ['isNull'],
  aggregates: [],
  bounds: 'none',
} as const;

const CURRENCY_NUMBER = { ...NUMBER, attributes: [...NUMBER.attributes, 'currency'] } as const;

/** The field types (SPEC [TPL-5]). A new type is a new row here and in `schema/model/forms.ts`, and a column type. */
export const FIELD_KINDS = {
  text: {
    ...KEY,
    exprType: () => ({ kind: 'text' }),
    attributes: ['required', 'default', ...COMPUTED, 'unique', 'min', 'max', 'pattern', 'secret'],
    operators: TEXT,
    aggregates: ['min', 'max', 'countDistinct'],
    bounds: 'length',
  },
  longtext: {
    ...PLAIN,
    exprType: () => ({ kind: 'text' }),
    attributes: ['required', 'default', ...COMPUTED, 'min', 'max', 'secret'],
    operators: ['isNull', 'contains', 'icontains'],
    aggregates: [],
    bounds: 'length',
  },
  richtext: {
    ...PLAIN,
    exprType: () => ({ kind: 'text' }),
    attributes: ['required', 'default', 'min', 'max', 'secret'],
    operators: ['isNull', 'icontains'],
    aggregates: [],
    bounds: 'length',
  },
  sequence: {
    ...KEY,
    exprType: () => ({ kind: 'text' }),
    attributes: ['unique'],
    operators: TEXT,
    aggregates: ['min', 'max', 'countDistinct'],
    bounds: 'none',
  },
  int: { ...NUMBER, exprType: () => ({ kind: 'int' }) },
  decimal: { ...NUMBER, exprType: () => ({ kind: 'decimal' }), decimal: { precision: 18, scale: 4 } },
  money: { ...CURRENCY_NUMBER, exprType: () => ({ kind: 'decimal' }), decimal: { precision: 18, scale: 4 } },
  quantity: { ...NUMBER, exprType: () => ({ kind: 'decimal' }), decimal: { precision: 18, scale: 4 } },
  percent: { ...NUMBER, exprType: () => ({ kind: 'decimal' }), decimal: { precision: 9, scale: 4 } },
  bool: {
    ...KEY,
    exprType: () => ({ kind: 'bool' }),
    attributes: ['required', 'default', ...COMPUTED],
    operators: EQUALITY,
    aggregates: ['countDistinct'],
    bounds: 'none',
  },
  date: { ...MOMENT, exprType: () => ({ kind: 'date' }) },
  time: { ...MOMENT, exprType: () => ({ kind: 'time' }) },
  datetime: { ...MOMENT, exprType: () => ({ kind: 'datetime' }) },
  duration: {
    ...KEY,
    exprType: () => ({ kind: 'duration' }),
    attributes: ['required', 'default', ...COMPUTED],
    operators: ORDER,
    aggregates: ['min', 'max', 'countDistinct'],
    bounds: 'none',
  },
  enum: {
    ...KEY,
    exprType: () => ({ kind: 'text' }),
    attributes: ['required', 'default', ...COMPUTED, 'unique', 'options'],
    operators: EQUALITY,
    aggregates: ['countDistinct'],
    bounds: 'none',
  },
  multiEnum: {
    ...PLAIN,
    exprType: () => ({ kind: 'list', of: { kind: 'text' } }),
    attributes: ['required', 'options'],
    operators: ['isNull', 'contains'],
    aggregates: [],
    bounds: 'none',
  },
  ref: {
    ...KEY,
    exprType: (type) => rowOf(type.kind === 'ref' ? type.to : ''),
    attributes: ['required', 'default', 'unique', 'to', 'onDelete', 'choices'],
    operators: EQUALITY,
    aggregates: ['countDistinct'],
    bounds: 'none',
  },
  multiRef: {
    ...PLAIN,
    exprType: (type) => ({ kind: 'list', of: rowOf(type.kind === 'multiRef' ? type.to : '') }),
    attributes: ['required', 'to'],
    operators: ROWS,
    aggregates: [],
    bounds: 'none',
  },
  lines: {
    ...PLAIN,
    exprType: (type) => ({ kind: 'list', of: rowOf(type.kind === 'lines' ? type.of : '') }),
    attributes: ['of', 'min', 'max'],
    operators: ROWS,
    aggregates: [],
    bounds: 'rows',
  },
  user: MEMBER,
  org: MEMBER,
  file: STORED_FILES,
  image: STORED_FILES,
  signature: STORED_FILE,
  geo: STRUCTURE,
  json: STRUCTURE,
} as const satisfies Readonly<Record<FieldKind, FieldKindSpec>>;

/** The row of the field-type table. */
export function fieldKindSpec(kind: FieldKind): FieldKindSpec {
  return FIELD_KINDS[kind];
}

/** The type that expressions give a field's value. */
export function exprTypeOf(type: FieldType): ExprType {
  return fieldKindSpec(type.kind).exprType(type);
}

function rowOf(entity: string): ExprType {
  return { kind: 'row', entity };
}

/** A field type as written: its kind and, for decimals, digits in all and after the point. */
export interface ParsedFieldType {
  readonly kind: FieldKind;
  readonly precision?: number;
  readonly scale?: number;
}

const TYPE_TEXT = /^([a-zA-Z]+)(?:\( *(\d{1,3}) *(?:, *(\d{1,3}) *)?\))?$/;

/**
 * `money`, `decimal(18,4)`, …: issues `MODEL_FIELD_TYPE_UNKNOWN` with the likeliest type, `MODEL_FIELD_TYPE_PARAMETERS`
 * where parameters stand with a type that has none or are past PostgreSQL's and our limits. Pointers are `''`.
 */
export function parseFieldType(text: string): Result<ParsedFieldType> {
  const match = TYPE_TEXT.exec(text);
  const kind = kindNamed(match?.[1] ?? text);
  if (match === null || kind === undefined) {
    const known = Object.keys(FIELD_KINDS);
    const suggestion = suggest(match?.[1] ?? text, known) ?? 'text';
    return refused([issue('MODEL_FIELD_TYPE_UNKNOWN', '', { type: text.slice(0, 60), suggestion, known })]);
  }
  const { decimal } = fieldKindSpec(kind);
  if (decimal === undefined) return match[2] === undefined ? ok({ kind }) : refused([parametersIssue(text)]);
  if (match[2] === undefined) return ok({ kind, ...decimal });
  const precision = Number(match[2]);
  const scale = Number(match[3] ?? 0);
  const fits =
    precision >= 1 && precision <= LIMITS.decimalPrecisionMax && scale <= LIMITS.decimalScaleMax && scale <= precision;
  return fits ? ok({ kind, precision, scale }) : refused([parametersIssue(text)]);
}

function parametersIssue(type: string) {
  return issue('MODEL_FIELD_TYPE_PARAMETERS', '', {
    type,
    precisionMax: LIMITS.decimalPrecisionMax,
    scaleMax: LIMITS.decimalScaleMax,
  });
}

function kindNamed(name: string): FieldKind | undefined {
  return isFieldKind(name) ? name : undefined;
}

/** Whether a word names a field type. */
export function isFieldKind(name: string): name is FieldKind {
  return Object.hasOwn(FIELD_KINDS, name);
}
