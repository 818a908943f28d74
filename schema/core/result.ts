import type { IssueCode } from './issues.ts';

/** RFC 6901 JSON pointer; `''` is the whole document. */
export type JsonPointer = string;

export type IssueParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * One user mistake: a stable code, the place, and what the message needs. Text is rendered by `renderIssue` in the
 * reader's language and is never compared by programs.
 */
export interface Issue {
  readonly code: IssueCode;
  readonly path: JsonPointer;
  readonly params: IssueParams;
  /** Other places that take part, for example the item this one collides with. */
  readonly related?: readonly JsonPointer[];
}

export type Result<T> = Ok<T> | Refused;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Refused {
  readonly ok: false;
  readonly issues: readonly Issue[];
}

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function refused(issues: readonly Issue[]): Refused {
  return { ok: false, issues };
}

/** An issue at a path; params default to none. */
export function issue(
  code: IssueCode,
  path: JsonPointer,
  params: IssueParams = {},
  related?: readonly JsonPointer[],
): Issue {
  return related === undefined ? { code, path, params } : { code, path, params, related };
}

/** Appends one reference token to a pointer, escaped as RFC 6901 §3 asks. */
export function pointer(base: JsonPointer, ...tokens: readonly (string | number)[]): JsonPointer {
  let path = base;
  for (const token of tokens) path += `/${escaped(String(token))}`;
  return path;
}

/** Ids have nothing to escape, and every check of a template makes pointers. */
function escaped(token: string): string {
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

/** Our own bug: throws when a thing that must hold does not. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${what}`);
}

/** Ends a switch over a union: a forgotten kind does not compile. */
export function assertNever(value: never, what = 'kind'): never {
  throw new Error(`Broken invariant: unhandled ${what} ${JSON.stringify(value)}`);
}

/** The value of a key that must be there. */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`Broken invariant: missing ${what}`);
  return value;
}
