/**
 * What identifies an item of a keyed list: its `id`, else what it is about (`entity` or `ledger` of a grant, `entity` of an extension or a
 * record set; `role` of an extension). `undefined` when the value is no such item.
 */
export function itemKey(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  for (const key of ['id', 'entity', 'ledger', 'role']) {
    const value = item[key];
    if (Object.hasOwn(item, key) && typeof value === 'string') return value;
  }
  return undefined;
}

/** A JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
