type Plain = Readonly<Record<string, unknown>>;

/**
 * `after`, with each part of it that equals one of `before` replaced by that one: who compares by identity sees what
 * changed. Of plain data, in depth; the order of keys counts. Items of a list are found by their `id`, if they have one.
 */
export function shared<T>(before: unknown, after: T): T {
  // The codec: what is given back equals `after`.
  return sharing(before, after) as T;
}

function sharing(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (Array.isArray(after)) return Array.isArray(before) ? sharedList(before, after) : after;
  return isPlain(before) && isPlain(after) ? sharedRecord(before, after) : after;
}

function sharedList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const byId = new Map(before.flatMap((item) => (idOf(item) === undefined ? [] : [[idOf(item), item] as const])));
  const items = after.map((item, index) => {
    const id = idOf(item);
    return sharing(id === undefined ? before[index] : byId.get(id), item);
  });
  if (items.length === before.length && items.every((item, index) => Object.is(item, before[index]))) return before;
  return items.every((item, index) => Object.is(item, after[index])) ? after : items;
}

function sharedRecord(before: Plain, after: Plain): Plain {
  const keys = Object.keys(after);
  const keysBefore = Object.keys(before);
  let isBefore = keys.length === keysBefore.length;
  let isAfter = true;
  const made: Record<string, unknown> = {};
  for (const [index, key] of keys.entries()) {
    const value = sharing(before[key], after[key]);
    made[key] = value;
    isBefore &&= key === keysBefore[index] && Object.is(value, before[key]);
    isAfter &&= Object.is(value, after[key]);
  }
  return isBefore ? before : isAfter ? after : made;
}

function idOf(item: unknown): string | undefined {
  return isPlain(item) && typeof item['id'] === 'string' ? item['id'] : undefined;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
