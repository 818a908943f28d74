import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import type { RJSFValidationError, ValidatorType } from '@rjsf/utils';
import { parseDate, parseDuration, parseInstant, parseTime } from '../../schema/expr/calendar.ts';
import type { JsonSchema } from '../../schema/template/metaschema.ts';

/** One mistake, as JSON Schema tells it: where, and which keyword is not kept. */
export interface SchemaMistake {
  readonly path: readonly (string | number)[];
  readonly keyword: string;
  /** What the keyword asks for: the least length, the pattern, the missing property. */
  readonly limit: unknown;
}

/** Keywords that only pass on what another says. */
const PASSED_ON = new Set(['properties', 'items', 'if', 'allOf', 'anyOf', 'not', '$ref']);

const validators = new WeakMap<JsonSchema, Validator>();

/**
 * The mistakes of a value, by keyword and place as AJV tells them (SPEC [FORM-4]). AJV itself makes functions out of
 * text, which our content security policy forbids, and a tenant's schemas are not known when the bundle is built.
 */
export function schemaMistakes(schema: JsonSchema, value: unknown): readonly SchemaMistake[] {
  const { errors } = validatorOf(schema).validate(value);
  const told = errors.filter(({ keyword }) => !PASSED_ON.has(keyword)).map((error) => mistakeOf(schema, value, error));
  return [...told.filter((mistake) => !isTwiceWrong(schema, value, mistake)), ...formatMistakes(schema, value, [])];
}

/** As in AJV, items of a wrong type are told for their type alone, not for being equal too. */
function isTwiceWrong(schema: JsonSchema, value: unknown, { path, keyword }: SchemaMistake): boolean {
  if (keyword !== 'uniqueItems') return false;
  const items = schemaAt(schema, path)?.['items'];
  const list = valueAt(value, path);
  if (!isSchema(items) || items['type'] !== 'string' || !Array.isArray(list)) return false;
  const texts = list.filter((item) => typeof item === 'string');
  return new Set(texts).size === texts.length;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((here, token) => {
    const list: readonly unknown[] | undefined = Array.isArray(here) ? here : undefined;
    if (typeof token === 'number') return list?.[token];
    return isSchema(here) ? here[token] : undefined;
  }, value);
}

function validatorOf(schema: JsonSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = new Validator(withoutFormats(schema), '2020-12', false);
  validators.set(schema, made);
  return made;
}

/** Formats are ours to judge: the library's times want an offset, and its durations know no `72h`. */
function withoutFormats(schema: JsonSchema): Schema {
  const { format: _, properties, items, ...rest } = schema;
  const inner = isSchema(properties)
    ? { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, innerSchema(one)])) }
    : {};
  return { ...rest, ...inner, ...(isSchema(items) ? { items: withoutFormats(items) } : {}) };
}

function innerSchema(schema: unknown): Schema {
  return isSchema(schema) ? withoutFormats(schema) : {};
}

function mistakeOf(
  schema: JsonSchema,
  value: unknown,
  { instanceLocation, keyword, error }: OutputUnit,
): SchemaMistake {
  const tokens = instanceLocation
    .replace(/^#\/?/, '')
    .split('/')
    .filter((token) => token !== '')
    .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = placedIn(value, tokens);
  if (keyword !== 'required') return { path, keyword, limit: schemaAt(schema, path)?.[keyword] };
  const missing = /"(.*)"/.exec(error)?.[1] ?? '';
  return { path: [...path, missing], keyword, limit: missing };
}

/** Which of a pointer's tokens are places in lists. */
function placedIn(value: unknown, tokens: readonly string[]): readonly (string | number)[] {
  const path: (string | number)[] = [];
  let here = value;
  for (const token of tokens) {
    const list: readonly unknown[] | undefined = Array.isArray(here) ? here : undefined;
    path.push(list === undefined ? token : Number(token));
    here = list === undefined ? (isSchema(here) ? here[token] : undefined) : list[Number(token)];
  }
  return path;
}

function schemaAt(schema: JsonSchema, path: readonly (string | number)[]): JsonSchema | undefined {
  let here: JsonSchema | undefined = schema;
  for (const token of path) {
    const properties: unknown = here?.['properties'];
    const next: unknown =
      typeof token === 'number' ? here?.['items'] : isSchema(properties) ? properties[token] : undefined;
    here = isSchema(next) ? next : undefined;
  }
  return here;
}

/** What each format of a form plan takes; the same readers as everywhere else. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => parseDate(text) !== undefined,
  time: (text) => parseTime(text) !== undefined,
  'date-time': (text) => parseInstant(text) !== undefined,
  duration: (text) => parseDuration(text) !== undefined || /^\d+(\.\d+)?$/.test(text),
};

function formatMistakes(
  schema: JsonSchema,
  value: unknown,
  path: readonly (string | number)[],
): readonly SchemaMistake[] {
  const { format, properties, items } = schema;
  if (typeof value === 'string' && typeof format === 'string')
    return FORMATS[format]?.(value) === false ? [{ path, keyword: 'format', limit: format }] : [];
  if (Array.isArray(value) && isSchema(items))
    return value.flatMap((item: unknown, index) => formatMistakes(items, item, [...path, index]));
  if (!isSchema(value) || !isSchema(properties)) return [];
  return Object.entries(properties).flatMap(([name, one]) =>
    isSchema(one) && Object.hasOwn(value, name) ? formatMistakes(one, value[name], [...path, name]) : [],
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The validator that rjsf asks. It is asked which branch of a schema holds; what a reader is told comes from
 * `schemaMistakes` in his own language.
 */
export const schemaValidator: ValidatorType<unknown> = {
  isValid: (schema, formData) => schemaMistakes(schema, formData ?? {}).length === 0,
  rawValidation: () => ({}),
  validateFormData(formData, schema) {
    const errors = schemaMistakes(schema, formData ?? {}).map(({ path, keyword }): RJSFValidationError => ({
      name: keyword,
      property: `.${path.join('.')}`,
      stack: `.${path.join('.')} ${keyword}`,
    }));
    return { errors, errorSchema: {} };
  },
};
