import { textIn, type Locale } from '../core/text.ts';
import type { Expr } from '../expr/ast.ts';
import { presetPattern } from '../template/patterns.ts';
import type { JsonSchema } from '../template/metaschema.ts';
import type { BalanceModel, EntityModel, FieldKind, FieldModel, FieldType, Model } from './model.ts';

/** How a form asks for one field: which widget, and what the widget needs. */
export interface FieldPlan {
  readonly field: string;
  readonly apiName: string;
  readonly label: string;
  readonly help?: string;
  readonly widget: Widget;
  readonly required: boolean;
  readonly readonly: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string; readonly color?: string }[];
  /** The entity whose rows are offered, and the field that names them. */
  readonly of?: { readonly entity: string; readonly title: string };
  /** Digits after the point. */
  readonly scale?: number;
  readonly unit?: string;
  readonly currency?: string;
  readonly visibleWhen?: Expr;
  readonly readonlyWhen?: Expr;
  readonly requiredWhen?: Expr;
  /** What the books say, read when the row is written (SPEC [MOD-17]). */
  readonly balance?: BalanceModel;
  /** Of a reference: what must be true of the row when it is chosen (SPEC [MOD-16]). */
  readonly choices?: Expr;
  /** Child lines: the plan of one row. */
  readonly lines?: FormPlan;
}

export type Widget =
  | 'text'
  | 'textarea'
  | 'richtext'
  | 'number'
  | 'decimal'
  | 'checkbox'
  | 'date'
  | 'time'
  | 'datetime'
  | 'duration'
  | 'select'
  | 'multiSelect'
  | 'reference'
  | 'multiReference'
  | 'lines'
  | 'member'
  | 'department'
  | 'file'
  | 'image'
  | 'signature'
  | 'geo'
  | 'json'
  | 'sequence';

/** A form's data contract: JSON Schema (the 2020-12 subset that rjsf reads) over API names, and the fields in order. */
export interface FormPlan {
  readonly entity: string;
  readonly schema: JsonSchema;
  readonly fields: readonly FieldPlan[];
}

interface FormKind {
  readonly widget: Widget;
  readonly schema: (field: FieldModel, locale: Locale) => JsonSchema;
}

const DECIMAL_TEXT = '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$';

const TEXT = { schema: textSchema } as const;
const DECIMAL = { widget: 'decimal', schema: () => ({ type: 'string', pattern: DECIMAL_TEXT }) } as const;
const ID = { schema: () => ({ type: 'string' }) } as const;
/** A file as the API gives it, or several. */
const FILES = { schema: () => ({}) } as const;
/** A coordinate as it is stored, or as it is typed. */
const COORDINATE = { type: ['number', 'string'], pattern: DECIMAL_TEXT } as const;

/** The widget and value of every field type; with `FIELD_KINDS` the place where a new type is entered. */
export const FORM_KINDS = {
  text: { ...TEXT, widget: 'text' },
  longtext: { ...TEXT, widget: 'textarea' },
  richtext: { ...TEXT, widget: 'richtext' },
  sequence: { widget: 'sequence', schema: () => ({ type: 'string', readOnly: true }) },
  int: { widget: 'number', schema: intSchema },
  decimal: DECIMAL,
  money: DECIMAL,
  quantity: DECIMAL,
  percent: DECIMAL,
  bool: { widget: 'checkbox', schema: () => ({ type: 'boolean' }) },
  date: { widget: 'date', schema: () => ({ type: 'string', format: 'date' }) },
  time: { widget: 'time', schema: () => ({ type: 'string', format: 'time' }) },
  datetime: { widget: 'datetime', schema: () => ({ type: 'string', format: 'date-time' }) },
  duration: { widget: 'duration', schema: () => ({ type: 'string', format: 'duration' }) },
  enum: { widget: 'select', schema: (field, locale) => ({ type: 'string', ...optionSchema(field.type, locale) }) },
  multiEnum: {
    widget: 'multiSelect',
    schema: (field, locale) => ({
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', ...optionSchema(field.type, locale) },
    }),
  },
  ref: { ...ID, widget: 'reference' },
  multiRef: {
    widget: 'multiReference',
    schema: () => ({ type: 'array', uniqueItems: true, items: { type: 'string' } }),
  },
  lines: { widget: 'lines', schema: linesSchema },
  user: { ...ID, widget: 'member' },
  org: { ...ID, widget: 'department' },
  file: { ...FILES, widget: 'file' },
  image: { ...FILES, widget: 'image' },
  signature: { ...FILES, widget: 'signature' },
  geo: {
    widget: 'geo',
    schema: () => ({
      type: 'object',
      properties: { lat: COORDINATE, lng: COORDINATE },
      required: ['lat', 'lng'],
    }),
  },
  json: { widget: 'json', schema: () => ({}) },
} as const satisfies Readonly<Record<FieldKind, FormKind>>;

/**
 * How to ask for a record (SPEC [VIEW-11]): values stand under API names; decimals are texts, so that no digit is lost;
 * computed fields are shown and never required. Layout is the view's business (`viewsFor`).
 */
export function formPlan(model: Model, entity: EntityModel, locale: Locale): FormPlan {
  const asked = entity.fields.filter((field) => field.required && !field.readonly && field.default === undefined);
  const lines = new Map(entity.fields.map((field) => [field.id, linePlan(model, field, locale)]));
  const properties = entity.fields.map((field) => [field.apiName, propertySchema(field, lines.get(field.id), locale)]);
  return {
    entity: entity.id,
    schema: {
      type: 'object',
      title: textIn(entity.label, locale),
      properties: Object.fromEntries(properties),
      ...(asked.length === 0 ? {} : { required: asked.map(({ apiName }) => apiName) }),
    },
    fields: entity.fields.map((field) => fieldPlan(model, field, { locale, lines: lines.get(field.id) })),
  };
}

function linePlan(model: Model, { type }: FieldModel, locale: Locale): FormPlan | undefined {
  const lines = type.kind === 'lines' ? model.entities.find(({ id }) => id === type.of) : undefined;
  return lines === undefined ? undefined : formPlan(model, lines, locale);
}

function propertySchema(field: FieldModel, lines: FormPlan | undefined, locale: Locale): JsonSchema {
  const help = textIn(field.help, locale);
  return {
    ...formKind(field.type.kind).schema(field, locale),
    ...(lines === undefined ? {} : { items: lines.schema }),
    title: textIn(field.label, locale),
    ...(help === '' ? {} : { description: help }),
    ...(field.readonly ? { readOnly: true } : {}),
  };
}

interface FieldPlanning {
  readonly locale: Locale;
  readonly lines: FormPlan | undefined;
}

function fieldPlan(model: Model, field: FieldModel, { locale, lines }: FieldPlanning): FieldPlan {
  const { type } = field;
  const help = textIn(field.help, locale);
  const target = 'to' in type ? model.entities.find(({ id }) => id === type.to) : undefined;
  const titleName = target?.fields.find(({ id }) => id === target.title)?.apiName ?? 'id';
  return {
    field: field.id,
    apiName: field.apiName,
    label: textIn(field.label, locale),
    ...(help === '' ? {} : { help }),
    widget: formKind(type.kind).widget,
    required: field.required,
    readonly: field.readonly,
    ...('options' in type ? { options: optionsIn(type, locale) } : {}),
    ...(target === undefined ? {} : { of: { entity: target.id, title: titleName } }),
    ...('scale' in type ? { scale: type.scale } : {}),
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    ...(field.currency === undefined ? {} : { currency: field.currency }),
    ...(field.visibleWhen === undefined ? {} : { visibleWhen: field.visibleWhen }),
    ...(field.readonlyWhen === undefined ? {} : { readonlyWhen: field.readonlyWhen }),
    ...(field.requiredWhen === undefined ? {} : { requiredWhen: field.requiredWhen }),
    ...(field.choices === undefined ? {} : { choices: field.choices }),
    ...(field.balance === undefined ? {} : { balance: field.balance }),
    ...(lines === undefined ? {} : { lines }),
  };
}

function formKind(kind: FieldKind): FormKind {
  return FORM_KINDS[kind];
}

function textSchema(field: FieldModel): JsonSchema {
  const preset = field.pattern === undefined ? undefined : presetPattern(field.pattern);
  return {
    type: 'string',
    ...(field.min === undefined ? {} : { minLength: Number(field.min) }),
    ...(field.max === undefined ? {} : { maxLength: Number(field.max) }),
    ...(preset === undefined ? {} : { pattern: preset.pattern, examples: [preset.example] }),
  };
}

function intSchema(field: FieldModel): JsonSchema {
  return {
    type: 'integer',
    ...(field.min === undefined ? {} : { minimum: Number(field.min) }),
    ...(field.max === undefined ? {} : { maximum: Number(field.max) }),
  };
}

function linesSchema({ type }: FieldModel): JsonSchema {
  return type.kind === 'lines' ? { type: 'array', minItems: type.min, maxItems: type.max } : { type: 'array' };
}

function optionSchema(type: FieldType, locale: Locale): JsonSchema {
  return { oneOf: optionsIn(type, locale).map(({ value, label }) => ({ const: value, title: label })) };
}

function optionsIn(type: FieldType, locale: Locale): NonNullable<FieldPlan['options']> {
  if (!('options' in type)) return [];
  return type.options.map(({ id, label, color }) => ({
    value: id,
    label: label === undefined ? id : textIn(label, locale),
    ...(color === undefined ? {} : { color }),
  }));
}
