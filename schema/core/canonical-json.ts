/**
 * JSON text that is equal for equal values whatever the order of keys (RFC 8785 for the JSON we have: texts, booleans,
 * null, integers, lists and objects): keys sorted by UTF-16 units, no spaces, `undefined` left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  // Texts are put together piece by piece: lists of entries in between took as long again.
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item ?? null)}`;
    return `[${text}]`;
  }
  const byKey = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(value).sort()) {
    const child = byKey[key];
    if (child !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(child)}`;
  }
  return `{${text}}`;
}
