import { LIMITS } from '../core/limits.ts';
import { TEXT_FORMS, type TextForm } from './text-forms.ts';

/**
 * The small language in which the template format is written down once (`format.ts`). The parser and the published
 * JSON Schema both read it, so they cannot disagree.
 */
export type Shape =
  | TextShape
  | ListShape
  | ObjectShape
  | VariantsShape
  | ByKeyShape
  | { readonly kind: 'flag' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | number)[] }
  /** A text for each language tag. */
  | { readonly kind: 'labels' }
  | { readonly kind: 'scalar'; readonly of: readonly ScalarType[] }
  | { readonly kind: 'map'; readonly names: TextForm; readonly of: Shape; readonly max: number }
  /** Any JSON value: the cells of records and tests, whose form the entity decides later. */
  | { readonly kind: 'json' }
  /** A shape that contains itself, by its name in the format's definitions. */
  | { readonly kind: 'named'; readonly name: string };

export type ScalarType = 'string' | 'number' | 'boolean' | 'null';

export interface TextShape {
  readonly kind: 'text';
  readonly form?: TextForm;
  readonly charsMax: number;
}

export interface ListShape {
  readonly kind: 'list';
  readonly of: Shape;
  readonly min: number;
  readonly max: number;
  /** Items have an identity (`itemKey`), unique in the list. */
  readonly keyed: boolean;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly keys: Readonly<Record<string, KeyShape>>;
}

/** Objects told apart by the value of one key. */
export interface VariantsShape {
  readonly kind: 'variants';
  readonly by: string;
  readonly of: Readonly<Record<string, ObjectShape>>;
}

/** Objects told apart by which of these keys they have. */
export interface ByKeyShape {
  readonly kind: 'byKey';
  readonly of: Readonly<Record<string, ObjectShape>>;
}

export interface KeyShape {
  readonly shape: Shape;
  readonly required: boolean;
}

/** A key that must be there. */
export interface Needed extends KeyShape {
  readonly required: true;
}
/** A key that may be there. */
export interface Optional extends KeyShape {
  readonly required: false;
}

/** Every key of `T`, needed exactly where the type needs it: a forgotten key does not compile. */
export type KeysOf<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional : Needed;
};

/** An object with exactly these keys. */
export function object<T>(keys: KeysOf<T>): ObjectShape {
  return { kind: 'object', keys };
}

export function need(shape: Shape): Needed {
  return { shape, required: true };
}

export function may(shape: Shape): Optional {
  return { shape, required: false };
}

/** A text of a form; forms bound their own length. */
export function form(name: TextForm): TextShape {
  return { kind: 'text', form: name, charsMax: TEXT_FORMS[name].charsMax };
}

/** An expression: text up to `exprLengthMax`; its meaning is checked when the model is resolved. */
export const EXPRESSION: TextShape = { kind: 'text', charsMax: LIMITS.exprLengthMax };
export const PROSE: TextShape = { kind: 'text', charsMax: LIMITS.labelCharsMax };
export const NAME: TextShape = { kind: 'text', charsMax: LIMITS.nameCharsMax };
export const FLAG: Shape = { kind: 'flag' };
export const LABELS: Shape = { kind: 'labels' };
export const JSON_VALUE: Shape = { kind: 'json' };

export function choice(values: readonly (string | number)[]): Shape {
  return { kind: 'choice', values };
}

export function integer(min: number, max: number): Shape {
  return { kind: 'integer', min, max };
}

/** Items with an identity, unique in the list. */
export function keyed(of: Shape, options: { readonly min?: number; readonly max?: number } = {}): ListShape {
  return { kind: 'list', of, min: options.min ?? 0, max: options.max ?? LIMITS.itemsPerListMax, keyed: true };
}

/** A plain list, an atom for merges. */
export function list(of: Shape, options: { readonly min?: number; readonly max?: number } = {}): ListShape {
  return { kind: 'list', of, min: options.min ?? 0, max: options.max ?? LIMITS.itemsPerListMax, keyed: false };
}

export function map(names: TextForm, of: Shape): Shape {
  return { kind: 'map', names, of, max: LIMITS.itemsPerListMax };
}
