/** Depth and approximate UTF-8 size of a JSON value; stops counting once a maximum is passed, so cycles end too. */
export function measureJson(
  json: unknown,
  limits: { readonly depthMax: number; readonly bytesMax: number },
): JsonMeasure {
  let bytes = 0;
  let depth = 0;
  const waiting: { readonly value: unknown; readonly level: number }[] = [{ value: json, level: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, level } = next;
    if (typeof value === 'string') bytes += utf8Length(value, limits.bytesMax);
    else bytes += 1;
    if (typeof value === 'object' && value !== null) {
      depth = Math.max(depth, level + 1);
      if (depth > limits.depthMax) return { depth, bytes };
      const isList = Array.isArray(value);
      for (const [key, child] of Object.entries(value)) {
        bytes += isList ? 1 : key.length + 4;
        waiting.push({ value: child, level: level + 1 });
      }
    }
    if (bytes > limits.bytesMax) return { depth, bytes };
  }
  return { depth, bytes };
}

export interface JsonMeasure {
  readonly depth: number;
  readonly bytes: number;
}

/** UTF-8 bytes of a text (RFC 3629); lone surrogates count as the replacement character's three. */
export function utf8Length(text: string, stopAt: number): number {
  if (text.length > stopAt) return text.length;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
