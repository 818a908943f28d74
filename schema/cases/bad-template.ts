/** One mistake in a good document: JSON pointer → new value (`undefined` removes), and every issue it must give. */
export interface BadTemplate {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  /** `[code, pointer]` of all issues, in any order. */
  readonly issues: readonly (readonly [string, string])[];
}

/** Parts of `passing/orders/template.json` that mistakes are made in. */
export const ORDER = '/entities/3';
export const LINE = '/entities/4';
export const LABEL = { en: 'A', 'zh-CN': '甲' };

/** Where a key of a field of the order stands. */
export function field(index: number, key: string): string {
  return `${ORDER}/fields/${index}/${key}`;
}

/** JSON pointers set, appended (`-`) or removed in a copy of the document. */
export function changed(document: unknown, change: Readonly<Record<string, unknown>>): unknown {
  const copy: unknown = structuredClone(document);
  for (const [path, value] of Object.entries(change)) {
    const tokens = path.split('/').slice(1);
    const last = tokens.pop() ?? '';
    let at = copy;
    for (const token of tokens) at = Reflect.get(Object(at), token);
    if (Array.isArray(at)) {
      if (last === '-') at.push(value);
      else if (value === undefined) at.splice(Number(last), 1);
      else at[Number(last)] = value;
    } else if (value === undefined) Reflect.deleteProperty(Object(at), last);
    else Reflect.set(Object(at), last, value);
  }
  return copy;
}
