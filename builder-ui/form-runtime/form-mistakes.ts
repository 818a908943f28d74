import { compareDecimal, decimalDigits, parseDecimal } from '../../schema/core/decimal.ts';
import type { FieldState } from '../../schema/model/field-conditions.ts';
import type { CompiledForm, FormField } from './form-plan.ts';
import type { Derived } from './form-rules.ts';
import type { FormText } from './form-texts.ts';
import { isEmpty, isRecord, rowsIn, wireValue, type FieldValue, type RecordValue } from './form-value.ts';
import { schemaMistakes, type SchemaMistake } from './schema-validator.ts';

/** A mistake of a field, in no language yet. `path` names rows by their key. */
export interface Mistake extends SchemaMistake {
  readonly path: readonly string[];
  readonly field: FormField;
}

/** What is wrong with the values: by the schema, and by what the schema can't say (SPEC [FORM-4], [FORM-5]). */
export function formMistakes(form: CompiledForm, value: RecordValue, derived: Derived): readonly Mistake[] {
  const wire = wireValue(form.fields, value);
  const found = schemaMistakes(form.schema, wire).flatMap((mistake) => placed(form, value, mistake));
  const own = form.fields.flatMap((field): readonly Mistake[] => [
    ...fieldMistakes(field, [field.apiName], value[field.apiName], requiredOf(form, derived, field)),
    ...rowMistakes(field, value, derived),
  ]);
  return firstOfEach([...found, ...own]).filter(({ path }) => isOpen(derived, path));
}

function rowMistakes(field: FormField, value: RecordValue, derived: Derived): readonly Mistake[] {
  const { lines } = field;
  if (lines === undefined) return [];
  return rowsIn(value[field.apiName]).flatMap((row) =>
    lines.fields.flatMap((column) =>
      fieldMistakes(
        column,
        [field.apiName, row.$key, column.apiName],
        row[column.apiName],
        derived.rows.get(row.$key)?.states.get(column.apiName)?.required === true && !column.required,
      ),
    ),
  );
}

/** Required by a condition of the field or of its place in the layout; what always is, the schema says. */
function requiredOf(form: CompiledForm, derived: Derived, field: FormField): boolean {
  if (field.required) return false;
  const states: readonly (FieldState | undefined)[] = [
    derived.states.get(field.apiName),
    ...form.requiringNodes.filter(({ apiName }) => apiName === field.apiName).map(({ id }) => derived.nodes.get(id)),
  ];
  return states.some((state) => state?.required === true);
}

function fieldMistakes(
  field: FormField,
  path: readonly string[],
  value: FieldValue | undefined,
  required: boolean,
): readonly Mistake[] {
  const mistake = (keyword: string, limit: unknown): readonly Mistake[] => [{ path, keyword, limit, field }];
  if (field.lock !== undefined) return [];
  if (isEmpty(value)) return required ? mistake('required', field.apiName) : [];
  if (field.widget === 'decimal' && typeof value === 'string') return boundMistakes(field, value, mistake);
  if (field.widget === 'date' && typeof value === 'string') {
    if (field.min !== undefined && value < field.min) return mistake('formatMinimum', field.min);
    if (field.max !== undefined && value > field.max) return mistake('formatMaximum', field.max);
  }
  if (field.widget === 'json' && isRecord(value) && '$text' in value) return mistake('json', undefined);
  if (field.widget === 'geo' && isRecord(value)) return geoMistakes(value, mistake);
  return [];
}

type Telling = (keyword: string, limit: unknown) => readonly Mistake[];

function boundMistakes({ min, max, scale }: FormField, text: string, mistake: Telling): readonly Mistake[] {
  const number = parseDecimal(text);
  if (number === undefined) return [];
  const [low, high] = [parseDecimal(min ?? ''), parseDecimal(max ?? '')];
  if (low !== undefined && compareDecimal(number, low) < 0) return mistake('minimum', min);
  if (high !== undefined && compareDecimal(number, high) > 0) return mistake('maximum', max);
  return scale !== undefined && decimalDigits(number).fraction > scale ? mistake('scale', scale) : [];
}

function geoMistakes({ lat, lng }: RecordValue, mistake: Telling): readonly Mistake[] {
  if (isBeyond(lat, '90')) return mistake('latitude', '90');
  return isBeyond(lng, '180') ? mistake('longitude', '180') : [];
}

function isBeyond(value: FieldValue | undefined, bound: string): boolean {
  const number = typeof value === 'string' ? parseDecimal(value.replace('-', '')) : undefined;
  const limit = parseDecimal(bound);
  return number !== undefined && limit !== undefined && compareDecimal(number, limit) > 0;
}

/** The schema's mistakes by field; a mistake inside a value (a latitude) is the field's. */
function placed(form: CompiledForm, value: RecordValue, mistake: SchemaMistake): readonly Mistake[] {
  const [name, index, column] = mistake.path;
  const field = form.fields.find(({ apiName }) => apiName === name);
  if (field === undefined) return [];
  const row = typeof index === 'number' ? rowsIn(value[field.apiName])[index] : undefined;
  if (field.lines === undefined || row === undefined) return [{ ...mistake, path: [field.apiName], field }];
  const inner = field.lines.fields.find(({ apiName }) => apiName === column);
  return inner === undefined ? [] : [{ ...mistake, path: [field.apiName, row.$key, inner.apiName], field: inner }];
}

/** One mistake a field is enough to correct it. */
function firstOfEach(mistakes: readonly Mistake[]): readonly Mistake[] {
  const seen = new Map<string, Mistake>();
  for (const mistake of mistakes) {
    const key = mistake.path.join('/');
    if (!seen.has(key)) seen.set(key, mistake);
  }
  return [...seen.values()];
}

/** Whether the reader can do something about it: the field is not locked. */
function isOpen({ states, rows }: Derived, [name = '', row, column]: readonly string[]): boolean {
  const state = row === undefined ? states.get(name) : rows.get(row)?.states.get(column ?? '');
  return state?.readonly !== true;
}

/** What to tell of a mistake, and what helps. */
export interface MistakeWords {
  readonly message: string;
  readonly cure?: string;
}

/** The words for a mistake (SPEC [FORM-4]): by what the field is, never by the word of JSON Schema. */
export function mistakeWords({ keyword, limit, field }: Mistake, t: FormText): MistakeWords {
  const bound = typeof limit === 'string' || typeof limit === 'number' ? limit : '';
  switch (keyword) {
    case 'required':
      return { message: t('mistakeRequired') };
    case 'minLength':
      return { message: t('mistakeTooShort', { limit: bound }) };
    case 'maxLength':
      return { message: t('mistakeTooLong', { limit: bound }) };
    case 'pattern':
      return patternWords(field, t);
    case 'type':
      return { message: field.widget === 'number' ? t('mistakeWhole') : t('mistakeShape') };
    case 'minimum':
      return { message: t('mistakeTooSmall', { limit: bound }) };
    case 'maximum':
      return { message: t('mistakeTooLarge', { limit: bound }) };
    case 'formatMinimum':
      return { message: t('mistakeTooEarly', { limit: bound }) };
    case 'formatMaximum':
      return { message: t('mistakeTooLate', { limit: bound }) };
    case 'scale':
      return { message: t('mistakeScale', { limit: bound }) };
    case 'format':
      return formatWords(field, t);
    case 'const':
    case 'oneOf':
    case 'enum':
      return { message: t('mistakeOption') };
    case 'uniqueItems':
      return { message: t('mistakeTwice') };
    case 'minItems':
      return { message: t('mistakeRowsMin', { count: bound }) };
    case 'maxItems':
      return { message: t('mistakeRowsMax', { count: bound }) };
    case 'json':
      return { message: t('mistakeJson') };
    case 'latitude':
      return { message: t('mistakeLatitude') };
    case 'longitude':
      return { message: t('mistakeLongitude') };
    default:
      return { message: t('mistakeShape') };
  }
}

function patternWords(field: FormField, t: FormText): MistakeWords {
  if (field.widget === 'decimal' || field.widget === 'geo')
    return { message: t('mistakeNumber'), cure: t('mistakeNumberCure') };
  return {
    message: t('mistakePattern'),
    ...(field.example === undefined ? {} : { cure: t('mistakePatternExample', { example: field.example }) }),
  };
}

function formatWords({ widget }: FormField, t: FormText): MistakeWords {
  if (widget === 'time') return { message: t('mistakeTime') };
  if (widget === 'duration') return { message: t('mistakeDuration'), cure: t('mistakeDurationCure') };
  return { message: t('mistakeDate') };
}
