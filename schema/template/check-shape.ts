import { LIMITS } from '../core/limits.ts';
import { assertNever, issue, pointer, type Issue, type IssueParams, type JsonPointer } from '../core/result.ts';
import type { IssueCode } from '../core/issues.ts';
import { suggest } from '../core/suggest.ts';
import { NAMED_SHAPES } from './format.ts';
import { isRecord, itemKey } from './item-key.ts';
import type { ByKeyShape, ListShape, ObjectShape, Shape, TextShape, VariantsShape } from './shape.ts';
import { TEXT_FORMS } from './text-forms.ts';

/**
 * Every place where `value` departs from the shape, in document order, at most `issuesPerAnswerMax` (then
 * `TEMPLATE_MORE_ISSUES` ends the list). Parts that `sound` has found to have their shape are passed over.
 */
export function checkShape(shape: Shape, value: unknown, sound?: SoundParts): readonly Issue[] {
  const sink = new Sink(sound);
  check(shape, value, { above: undefined, token: '', sink });
  return sink.issues();
}

/** Objects and lists found to have a shape, in depth; of values that nobody changes. */
export type SoundParts = WeakMap<object, Set<Shape>>;

class Sink {
  readonly sound: SoundParts | undefined;
  readonly #issues: Issue[] = [];
  #count = 0;

  constructor(sound: SoundParts | undefined) {
    this.sound = sound;
  }

  get count(): number {
    return this.#count;
  }

  add(code: IssueCode, path: JsonPointer, params: IssueParams = {}, related?: readonly JsonPointer[]): void {
    this.#count += 1;
    if (this.#issues.length < LIMITS.issuesPerAnswerMax) this.#issues.push(issue(code, path, params, related));
  }

  /** Whether an issue would only be counted: what it would say need not be worked out. */
  get isFull(): boolean {
    return this.#issues.length >= LIMITS.issuesPerAnswerMax;
  }

  issues(): readonly Issue[] {
    const more = this.#count - this.#issues.length;
    return more === 0 ? this.#issues : [...this.#issues, issue('TEMPLATE_MORE_ISSUES', '', { count: more })];
  }
}

/** Where a value stands: its pointer is only put together for an issue, which most values have none of. */
interface Place {
  readonly above: Place | undefined;
  readonly token: string | number;
  readonly sink: Sink;
}

function within(above: Place, token: string | number): Place {
  return { above, token, sink: above.sink };
}

function pathOf({ above, token }: Place): JsonPointer {
  return above === undefined ? '' : pointer(pathOf(above), token);
}

function check(shape: Shape, value: unknown, place: Place): void {
  const { sink } = place;
  if (sink.sound === undefined || typeof value !== 'object' || value === null || !PARTS.has(shape.kind))
    return checkAnew(shape, value, place);
  const known = sink.sound.get(value);
  if (known?.has(shape) === true) return;
  const before = sink.count;
  checkAnew(shape, value, place);
  if (sink.count > before) return;
  if (known === undefined) sink.sound.set(value, new Set([shape]));
  else known.add(shape);
}

/** The kinds of shapes that are worth remembering. */
const PARTS: ReadonlySet<Shape['kind']> = new Set(['list', 'object', 'variants', 'byKey']);

function checkAnew(shape: Shape, value: unknown, place: Place): void {
  switch (shape.kind) {
    case 'text':
      return checkText(shape, value, place);
    case 'flag':
      return void expectType(typeof value === 'boolean', 'boolean', { value, place });
    case 'integer':
      if (!expectType(Number.isInteger(value), 'integer', { value, place }) || typeof value !== 'number') return;
      if (value < shape.min || value > shape.max) {
        place.sink.add('TEMPLATE_NUMBER_OUT_OF_RANGE', pathOf(place), { value, min: shape.min, max: shape.max });
      }
      return;
    case 'choice':
      return checkChoice(shape.values, value, place);
    case 'labels':
      return checkLabels(value, place);
    case 'scalar':
      return void expectType(
        shape.of.some((type) => jsonType(value) === type),
        shape.of.join(' | '),
        { value, place },
      );
    case 'list':
      return checkList(shape, value, place);
    case 'object':
      return checkObject(shape, value, place);
    case 'map':
      return checkMap(shape, value, place);
    case 'variants':
      return checkVariants(shape, value, place);
    case 'byKey':
      return checkByKey(shape, value, place);
    case 'json':
      return;
    case 'named': {
      const named = NAMED_SHAPES[shape.name];
      return named === undefined ? undefined : check(named, value, place);
    }
    default:
      return assertNever(shape);
  }
}

interface Found {
  readonly value: unknown;
  readonly place: Place;
}

function expectType(holds: boolean, expected: string, { value, place }: Found): boolean {
  if (!holds) place.sink.add('TEMPLATE_TYPE_WRONG', pathOf(place), { expected, found: jsonType(value) });
  return holds;
}

/** The JSON type's name. */
function jsonType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function checkText(shape: TextShape, value: unknown, place: Place): void {
  if (!expectType(typeof value === 'string', 'string', { value, place }) || typeof value !== 'string') return;
  if (isLongerThan(value, shape.charsMax)) {
    place.sink.add('TEMPLATE_TEXT_TOO_LONG', pathOf(place), { max: shape.charsMax });
  } else if (shape.form !== undefined && !TEXT_FORMS[shape.form].pattern.test(value)) {
    const code =
      shape.form.endsWith('Id') || shape.form === 'packName' ? 'TEMPLATE_ID_INVALID' : 'TEMPLATE_TEXT_INVALID';
    place.sink.add(code, pathOf(place), {
      value: shown(value),
      form: shape.form,
      example: TEXT_FORMS[shape.form].example,
    });
  }
}

/** Counted in code points, as JSON Schema's `maxLength` does. */
function isLongerThan(text: string, charsMax: number): boolean {
  if (text.length <= charsMax) return false;
  return text.length > charsMax * 2 || Array.from(text).length > charsMax;
}

function checkChoice(values: readonly (string | number)[], value: unknown, place: Place): void {
  if (values.some((allowed) => allowed === value)) return;
  const allowed = values.map(String);
  const found = typeof value === 'string' || typeof value === 'number' ? shown(String(value)) : jsonType(value);
  place.sink.add('TEMPLATE_VALUE_NOT_ALLOWED', pathOf(place), {
    value: found,
    allowed,
    suggestion: (place.sink.isFull ? undefined : suggest(found, allowed)) ?? allowed[0] ?? '',
  });
}

function checkLabels(value: unknown, place: Place): void {
  if (!expectType(isRecord(value), 'text per language', { value, place }) || !isRecord(value)) return;
  const { pattern, charsMax, example } = TEXT_FORMS.language;
  for (const [language, text] of Object.entries(value)) {
    const here = within(place, language);
    if (!pattern.test(language) || language.length > charsMax) {
      place.sink.add('TEMPLATE_TEXT_INVALID', pathOf(here), { value: shown(language), form: 'language', example });
    }
    checkText({ kind: 'text', charsMax: LIMITS.labelCharsMax }, text, here);
  }
}

function checkList(shape: ListShape, value: unknown, place: Place): void {
  if (!Array.isArray(value)) return void expectType(false, 'list', { value, place });
  const items: readonly unknown[] = value;
  if (items.length > shape.max) {
    place.sink.add('TEMPLATE_LIST_TOO_LONG', pathOf(place), { count: items.length, max: shape.max });
    return;
  }
  if (items.length < shape.min) {
    place.sink.add('TEMPLATE_LIST_TOO_SHORT', pathOf(place), { count: items.length, min: shape.min });
  }
  for (const [index, item] of items.entries()) {
    check(shape.of, item, within(place, index));
  }
  if (shape.keyed) checkKeys(items, place);
}

function checkKeys(items: readonly unknown[], place: Place): void {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = itemKey(item);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else {
      const id = shown(key);
      place.sink.add('TEMPLATE_ID_DUPLICATE', pointer(pathOf(place), index), { id }, [pointer(pathOf(place), first)]);
    }
  }
}

function checkObject(shape: ObjectShape, value: unknown, place: Place): void {
  if (!isRecord(value)) return void expectType(false, 'object', { value, place });
  for (const key of Object.keys(value)) {
    const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (known !== undefined) check(known.shape, value[key], within(place, key));
    else addUnknownKey(key, Object.keys(shape.keys), place);
  }
  for (const key of requiredOf(shape))
    if (!Object.hasOwn(value, key)) place.sink.add('TEMPLATE_KEY_MISSING', pathOf(place), { key });
}

const requiredKeys = new WeakMap<ObjectShape, readonly string[]>();

/** Worked out once for a shape, which hundreds of objects of a template have. */
function requiredOf(shape: ObjectShape): readonly string[] {
  const known = requiredKeys.get(shape);
  if (known !== undefined) return known;
  const keys = Object.keys(shape.keys).filter((key) => shape.keys[key]?.required === true);
  requiredKeys.set(shape, keys);
  return keys;
}

function addUnknownKey(key: string, known: readonly string[], place: Place): void {
  const suggestion = place.sink.isFull ? undefined : suggest(key, known);
  const path = pointer(pathOf(place), key);
  if (suggestion === undefined) place.sink.add('TEMPLATE_KEY_UNKNOWN', path, { key: shown(key), known });
  else place.sink.add('TEMPLATE_KEY_MISSPELT', path, { key: shown(key), suggestion });
}

function checkMap(shape: Extract<Shape, { kind: 'map' }>, value: unknown, place: Place): void {
  if (!isRecord(value)) return void expectType(false, 'object', { value, place });
  const entries = Object.entries(value);
  if (entries.length > shape.max) {
    place.sink.add('TEMPLATE_LIST_TOO_LONG', pathOf(place), { count: entries.length, max: shape.max });
    return;
  }
  const { pattern, charsMax, example } = TEXT_FORMS[shape.names];
  for (const [name, child] of entries) {
    const here = within(place, name);
    if (!pattern.test(name) || name.length > charsMax) {
      place.sink.add('TEMPLATE_ID_INVALID', pathOf(here), { value: shown(name), form: shape.names, example });
    }
    check(shape.of, child, here);
  }
}

function checkVariants(shape: VariantsShape, value: unknown, place: Place): void {
  if (!isRecord(value)) return void expectType(false, 'object', { value, place });
  const tag = Object.hasOwn(value, shape.by) ? value[shape.by] : undefined;
  if (tag === undefined) return place.sink.add('TEMPLATE_KEY_MISSING', pathOf(place), { key: shape.by });
  const variant = typeof tag === 'string' && Object.hasOwn(shape.of, tag) ? shape.of[tag] : undefined;
  if (variant !== undefined) return checkObject(variant, value, place);
  checkChoice(Object.keys(shape.of), tag, within(place, shape.by));
}

function checkByKey(shape: ByKeyShape, value: unknown, place: Place): void {
  if (!isRecord(value)) return void expectType(false, 'object', { value, place });
  const names = Object.keys(shape.of);
  const name = names.find((key) => Object.hasOwn(value, key));
  const variant = name === undefined ? undefined : shape.of[name];
  if (variant !== undefined) return checkObject(variant, value, place);
  place.sink.add('TEMPLATE_KEY_MISSING', pathOf(place), { key: names.join(' | ') });
}

/** User text inside a message: short, so that one hostile value cannot flood the answer. */
function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
