import { sql } from 'kysely';
import { flatJson, type FlatList } from './flat-json.ts';
import { checkKey } from './read-rows.ts';
import type { ReadContext } from './read-context.ts';
import type { Sql } from './sql-text.ts';

/**
 * JSON whose outside is known before anything is read: texts, and between them values that a statement gives, each
 * JSON. PostgreSQL copies a list several times for each object that it is put into; a page of 50 orders with their
 * lines, 43 kB, cost it a fifth more so.
 */
export interface Shell {
  readonly parts: readonly (string | Sql | FlatPart)[];
  /** What the values are read from: each gives one row. */
  readonly from: readonly Sql[];
}

/** A value that comes as flat rows. */
interface FlatPart {
  readonly value: Sql;
  readonly list: FlatList;
}

/** How an answer is put together: `texts[0]`, the first value, `texts[1]`, and so on. */
export type ShellTexts = readonly string[];

/** One value, which is an answer of its own. */
export function valueShell(value: Sql): Shell {
  return { parts: [value], from: [] };
}

/** A list that becomes JSON here. */
export function flatShell(value: Sql, list: FlatList): Shell {
  return { parts: [{ value, list }], from: [] };
}

/** A text that is known. */
export function textShell(text: string): Shell {
  return { parts: [JSON.stringify(text)], from: [] };
}

/** An object of such members; what it reads from comes before what they do. */
export function objectShell(
  context: ReadContext,
  members: readonly { readonly key: string; readonly value: Shell }[],
  from: readonly Sql[] = [],
): Shell {
  const parts = members.flatMap(({ key, value }, index) => {
    checkKey(context, key);
    return [`${index === 0 ? '' : ','}${JSON.stringify(key)}:`, ...value.parts];
  });
  return { parts: ['{', ...parts, '}'], from: [...from, ...members.flatMap(({ value }) => value.from)] };
}

/** The statement that gives the values as one row, the texts around them, and which of them are flat rows. */
export function shellStatement({ parts, from }: Shell): {
  readonly statement: Sql;
  readonly texts: ShellTexts;
  readonly lists: readonly (FlatList | undefined)[];
} {
  const texts = [''];
  const values: Sql[] = [];
  const lists: (FlatList | undefined)[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      texts.push(`${texts.pop() ?? ''}${part}`);
      continue;
    }
    const value = 'list' in part ? part.value : part;
    values.push(sql`${value} as ${sql.id(`c${values.length}`)}`);
    lists.push('list' in part ? part.list : undefined);
    texts.push('');
  }
  const source = from.length === 0 ? sql`` : sql` from ${sql.join(from)}`;
  // All may be known: a document may ask for nothing but type names.
  return { statement: sql`select ${values.length === 0 ? sql`null` : sql.join(values)}${source}`, texts, lists };
}

/** The whole answer; a value that is not there is null. */
export function inShell(texts: ShellTexts, values: readonly (string | null)[]): string {
  let json = texts[0] ?? '';
  for (let index = 1; index < texts.length; index += 1) json += `${values[index - 1] ?? 'null'}${texts[index] ?? ''}`;
  return json;
}

/** The whole answer where values are flat rows; `undefined` where the text of one holds what parts them. */
export function inFlatShell(
  { texts, lists }: { readonly texts: ShellTexts; readonly lists: readonly (FlatList | undefined)[] },
  values: readonly (string | null)[],
): string | undefined {
  const told: (string | null)[] = [];
  for (const [index, value] of values.entries()) {
    const list = lists[index];
    const json = list === undefined || value === null ? value : flatJson(list, value);
    if (json === undefined) return undefined;
    told.push(json);
  }
  return inShell(texts, told);
}
