import { compareDecimal, decimalDigits, decimalText, parseDecimal } from '../../schema/core/decimal.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import type { IssueCode } from '../../schema/core/issues.ts';
import { issue, must, ok, refused, type IssueParams, type JsonPointer, type Result } from '../../schema/core/result.ts';
import { filesMax } from '../../schema/model/file-fields.ts';
import type { FieldKind, FieldModel, FieldType } from '../../schema/model/model.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { presetPattern } from '../../schema/template/patterns.ts';
import { canonicalScalar, SCALAR_FORMATS, type CustomScalar } from './scalar-format.ts';

/** Either the value as it is stored, or the code and params of what is wrong with it. */
type Outcome = { readonly value: unknown } | { readonly code: IssueCode; readonly params?: IssueParams };
type Check = (value: unknown, field: FieldModel) => Outcome;

/**
 * A caller's value as the database keeps it: exact decimals as text, instants in UTC, durations in seconds, with the
 * field's own bounds checked. Every path in (API, import, records, offline) comes through here.
 */
export function storedValue(field: FieldModel, value: unknown, path: JsonPointer): Result<unknown> {
  if (value === null || value === undefined || value === '') {
    // An empty text is no value: "required" means that something is there.
    return field.required && field.default === undefined
      ? refused([issue('VALUE_REQUIRED', path, { field: field.apiName })])
      : ok(null);
  }
  const check: Check = CHECKS[field.type.kind];
  const outcome = check(value, field);
  if ('value' in outcome) return ok(outcome.value);
  return refused([issue(outcome.code, path, { field: field.apiName, ...outcome.params })]);
}

const text: Check = (value, field) => {
  if (typeof value !== 'string' || value.includes('\u0000') || !value.isWellFormed()) return form('"Wang & Co."');
  const max = field.max === undefined ? LIMITS.textBytesMax : Number(field.max);
  if ([...value].length > max) return { code: 'VALUE_TOO_LONG', params: { max } };
  if (field.min !== undefined && [...value].length < Number(field.min))
    return { code: 'VALUE_TOO_SHORT', params: { min: field.min } };
  const preset = field.pattern === undefined ? undefined : must(presetPattern(field.pattern), field.pattern);
  if (preset !== undefined && !new RegExp(preset.pattern).test(value)) {
    return { code: 'VALUE_PATTERN', params: { pattern: must(field.pattern, 'pattern'), example: preset.example } };
  }
  return { value };
};

const int: Check = (value, field) => {
  const number = typeof value === 'string' && /^[+-]?\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || Math.abs(number) > 2_147_483_647) return form('42');
  return bounded(field, (bound) => number - Number(bound), { value: number });
};

const bool: Check = (value) => {
  const known = typeof value === 'boolean' ? value : BOOLEANS.get(String(value).toLowerCase());
  return known === undefined ? form('true') : { value: known };
};
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', '1', '是', '真'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0', '否', '假'].map((word) => [word, false] as const),
]);

const exact: Check = (value, field) => {
  const { precision, scale } = field.type as Extract<FieldType, { readonly precision: number }>;
  const canonical =
    typeof value === 'string' || typeof value === 'number' ? canonicalScalar('Decimal', String(value)) : undefined;
  const number = canonical === undefined ? undefined : parseDecimal(canonical);
  if (number === undefined) return form(SCALAR_FORMATS.Decimal.example);
  const digits = decimalDigits(number);
  if (digits.fraction > scale || digits.whole > precision - scale)
    return { code: 'VALUE_TOO_PRECISE', params: { precision, scale } };
  return bounded(field, (bound) => compareDecimal(number, must(parseDecimal(bound), bound)), {
    value: decimalText(number),
  });
};

const scalar =
  (name: CustomScalar): Check =>
  (value, field) => {
    const canonical =
      typeof value === 'string' || typeof value === 'number' ? canonicalScalar(name, String(value)) : undefined;
    if (canonical === undefined) return form(SCALAR_FORMATS[name].example);
    return bounded(field, (bound) => (canonical < bound ? -1 : canonical > bound ? 1 : 0), { value: canonical });
  };

/** A duration comes from GraphQL as seconds already, from elsewhere in ISO 8601. */
const duration: Check = (value, field) => {
  const seconds = /^-?\d+(\.\d+)?$/.test(String(value)) ? String(value) : canonicalScalar('Duration', String(value));
  const number = seconds === undefined ? undefined : parseDecimal(seconds);
  if (number === undefined) return form(SCALAR_FORMATS.Duration.example);
  return bounded(
    field,
    (bound) => compareDecimal(number, must(parseDecimal(canonicalScalar('Duration', bound) ?? bound), bound)),
    { value: seconds },
  );
};

const option: Check = (value, field) => {
  const { options } = field.type as Extract<FieldType, { readonly options: unknown }>;
  const found = options.find(
    ({ id, label }) => id === value || Object.values(label ?? {}).some((name) => name === value),
  );
  return found === undefined
    ? { code: 'VALUE_OPTION', params: { options: options.slice(0, 20).map(({ id }) => id) } }
    : { value: found.id };
};

const optionList: Check = (value, field) => {
  const items: readonly unknown[] = Array.isArray(value) ? value : String(value).split(/[,;，；]/);
  const found = items.map((item) => option(typeof item === 'string' ? item.trim() : item, field));
  const wrong = found.find((outcome) => !('value' in outcome));
  return wrong ?? { value: [...new Set(found.flatMap((outcome) => ('value' in outcome ? [outcome.value] : [])))] };
};

const json: Check = (value) => {
  const size = new TextEncoder().encode(JSON.stringify(value)).length;
  return size > LIMITS.textBytesMax ? { code: 'VALUE_TOO_LONG', params: { max: LIMITS.textBytesMax } } : { value };
};

/** Numbers, or the texts of some, as forms and spreadsheets have them; kept as numbers. */
const geo: Check = (value) => {
  if (!isRecord(value)) return form(GEO_FORM);
  const [lat, lng] = [coordinate(value['lat'], 90), coordinate(value['lng'], 180)];
  return lat === undefined || lng === undefined ? form(GEO_FORM) : { value: { lat, lng } };
};

const GEO_FORM = '{ "lat": 39.9, "lng": 116.4 }';

function coordinate(value: unknown, limit: number): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,3}(\.\d{1,15})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= limit ? number : undefined;
}

/** What a file field holds: which stored files, one or up to as many as the field takes. The bytes are elsewhere. */
const file: Check = (value, field) => {
  const max = filesMax(field);
  if (max === 1 || !Array.isArray(value)) {
    const one = oneFile(value);
    return one === undefined ? form(FILE_FORM) : { value: max === 1 ? one : [one] };
  }
  const items: readonly unknown[] = value;
  const files = items.map(oneFile);
  if (files.length > max) return { code: 'FILE_TOO_MANY', params: { max } };
  if (files.includes(undefined)) return form(`[${FILE_FORM}]`);
  return { value: files.length === 0 ? null : files };
};

const FILE_FORM = '{ "id": "01890a5d-…" }';

/** Name, size and type are the upload's own; what stands beside the id is looked at only for its form. */
function oneFile(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, size, type } = value;
  const isWhole =
    typeof id === 'string' &&
    (name === undefined || (typeof name === 'string' && name.length <= LIMITS.fileNameCharsMax)) &&
    (size === undefined || typeof size === 'number') &&
    (type === undefined || typeof type === 'string');
  if (!isWhole) return undefined;
  return Object.fromEntries(Object.entries({ id, name, size, type }).filter(([, one]) => one !== undefined));
}

const never: Check = () => ({ code: 'VALUE_READONLY' });

const CHECKS = {
  text,
  longtext: text,
  richtext: text,
  sequence: text,
  int,
  bool,
  date: scalar('Date'),
  time: scalar('Time'),
  datetime: scalar('DateTime'),
  duration,
  geo,
  json,
  decimal: exact,
  money: exact,
  quantity: exact,
  percent: exact,
  enum: option,
  multiEnum: optionList,
  ref: never,
  multiRef: never,
  lines: never,
  user: never,
  org: never,
  file,
  image: file,
  signature: file,
} satisfies Readonly<Record<FieldKind, Check>>;

function form(example: string): Outcome {
  return { code: 'VALUE_FORM', params: { form: example } };
}

function bounded(field: FieldModel, compare: (bound: string) => number, outcome: { readonly value: unknown }): Outcome {
  if (field.min !== undefined && compare(field.min) < 0) return { code: 'VALUE_BELOW_MIN', params: { min: field.min } };
  if (field.max !== undefined && compare(field.max) > 0) return { code: 'VALUE_ABOVE_MAX', params: { max: field.max } };
  return outcome;
}
