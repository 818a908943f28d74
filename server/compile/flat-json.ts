/**
 * How the text that PostgreSQL sends of a value becomes JSON: in quotes after escaping, in quotes as it is, as it is,
 * `t` and `f`, or an instant in UTC.
 */
export type FlatForm = 'text' | 'quoted' | 'raw' | 'bool' | 'instant';

/**
 * Rows as the text of their values, each list within them a text of the same kind: how many rows there are, then
 * `record` and the row for each, whose values `unit` parts. Each depth of lists has signs of its own.
 */
export interface FlatList {
  readonly unit: string;
  readonly record: string;
  /** Values of a row. */
  readonly length: number;
  readonly members: readonly FlatMember[];
}

/** A member of a row's object: what stands before its value (a brace or comma, the key, a colon), and the value. */
export interface FlatMember {
  readonly head: string;
  readonly value: FlatValue;
}

/** Where a value stands in its row, from 0. */
export type FlatValue =
  /** JSON that is the same in all rows. */
  | { readonly kind: 'known'; readonly json: string }
  /** Nothing at all is null. A text that may be null begins with a sign, as it may be empty as well. */
  | { readonly kind: 'plain'; readonly at: number; readonly form: FlatForm; readonly nullable: boolean }
  /** Another row, whose values stand in this one; `at` says something where there is one. */
  | { readonly kind: 'row'; readonly at: number; readonly members: readonly FlatMember[] }
  | { readonly kind: 'list'; readonly at: number; readonly list: FlatList };

/** The members of an object, in order. */
export function flatMembers(members: readonly { readonly key: string; readonly value: FlatValue }[]): FlatMember[] {
  return members.map(({ key, value }, index) => ({
    head: `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`,
    value,
  }));
}

/**
 * The JSON of a flat list; `undefined` when a value holds what parts values, for then there are more of them than there
 * should be. Written for speed: a list has ten thousand values, and calls and iterators of its own for each would double
 * the time.
 */
export function flatJson({ unit, record, length, members }: FlatList, text: string): string | undefined {
  const rows = text.split(record);
  if (rows.length - 1 !== Number(rows[0])) return undefined;
  let json = '[';
  for (let row = 1; row < rows.length; row += 1) {
    const values = (rows[row] ?? '').split(unit);
    const object = values.length === length ? objectJson(members, values) : undefined;
    if (object === undefined) return undefined;
    json += row === 1 ? object : `,${object}`;
  }
  return `${json}]`;
}

function objectJson(members: readonly FlatMember[], values: readonly string[]): string | undefined {
  let json = '';
  for (let index = 0; index < members.length; index += 1) {
    const { head, value } = members[index] ?? NO_MEMBER;
    if (value.kind === 'plain') {
      const given = values[value.at] ?? '';
      if (!value.nullable) json += head + printed(value.form, given);
      else if (given === '') json += `${head}null`;
      else json += head + printed(value.form, value.form === 'text' ? given.slice(1) : given);
      continue;
    }
    const told = otherJson(value, values);
    if (told === undefined) return undefined;
    json += head + told;
  }
  return `${json}}`;
}

function otherJson(value: Exclude<FlatValue, { kind: 'plain' }>, values: readonly string[]): string | undefined {
  switch (value.kind) {
    case 'known':
      return value.json;
    case 'row':
      return values[value.at] === '' ? 'null' : objectJson(value.members, values);
    case 'list':
      return flatJson(value.list, values[value.at] ?? '');
  }
}

const NO_MEMBER: FlatMember = { head: '', value: { kind: 'known', json: 'null' } };

/** What JSON escapes, and halves of characters, which it can't hold as they are. */
const ESCAPED = /[^ -\uD7FF\uE000-\uFFFF]|["\\]/;

function printed(form: FlatForm, value: string): string {
  switch (form) {
    case 'text':
      return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
    case 'quoted':
      return `"${value}"`;
    case 'raw':
      return value;
    case 'bool':
      return value === 't' || value === 'true' ? 'true' : 'false';
    case 'instant':
      return `"${instant(value)}"`;
  }
}

/** `2026-03-01 09:00:00.12+00` → `2026-03-01T09:00:00.120Z`; sessions run in UTC. */
function instant(text: string): string {
  const end = text.lastIndexOf('+');
  const dot = text.indexOf('.');
  const seconds = text.slice(0, dot < 0 ? end : dot).replace(' ', 'T');
  return `${seconds}.${dot < 0 ? '000' : text.slice(dot + 1, end).padEnd(3, '0')}Z`;
}
