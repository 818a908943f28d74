import { pointer, type JsonPointer } from '../core/result.ts';

/** Where JSON text breaks, or that it is too deep, or the keys that one object says twice. */
export type SyntaxReport =
  | { readonly kind: 'syntax'; readonly line: number; readonly column: number; readonly found: string }
  | { readonly kind: 'deep' }
  | { readonly kind: 'ok'; readonly repeated: readonly { readonly path: JsonPointer; readonly key: string }[] };

class SyntaxStop extends Error {}
class DepthStop extends Error {}

/**
 * Reads JSON text (RFC 8259) only for what `JSON.parse` does not tell: the same line and column on every engine, and
 * repeated keys, of which `JSON.parse` silently keeps the last.
 */
export function locateSyntaxError(text: string, depthMax: number): SyntaxReport {
  const reader = new Reader(text, depthMax);
  try {
    reader.document();
    return { kind: 'ok', repeated: reader.repeated };
  } catch (error) {
    if (error instanceof DepthStop) return { kind: 'deep' };
    if (!(error instanceof SyntaxStop)) throw error;
    const before = text.slice(0, reader.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const found = reader.at >= text.length ? 'end' : (text.slice(reader.at, reader.at + 12).split(/\s/)[0] ?? '');
    return { kind: 'syntax', line: before.split('\n').length, column: reader.at - lineStart + 1, found };
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\r\n]*/y;

/** A cursor over the text: holds the position, hence a class. */
class Reader {
  at = 0;
  readonly repeated: { readonly path: JsonPointer; readonly key: string }[] = [];
  readonly #text: string;
  readonly #depthMax: number;

  constructor(text: string, depthMax: number) {
    this.#text = text;
    this.#depthMax = depthMax;
  }

  document(): void {
    this.#value('', 0);
    this.#take(SPACE);
    if (this.at < this.#text.length) throw new SyntaxStop();
  }

  #value(path: JsonPointer, depth: number): void {
    if (depth > this.#depthMax) throw new DepthStop();
    this.#take(SPACE);
    const first = this.#text[this.at];
    if (first === '{') this.#object(path, depth);
    else if (first === '[') this.#list(path, depth);
    else if (first === '"') this.#string();
    else if (!this.#word('true') && !this.#word('false') && !this.#word('null') && this.#take(NUMBER) === '') {
      throw new SyntaxStop();
    }
  }

  #object(path: JsonPointer, depth: number): void {
    const seen = new Set<string>();
    this.at += 1;
    if (this.#next('}')) return;
    do {
      this.#take(SPACE);
      const key = this.#string();
      if (seen.has(key)) this.repeated.push({ path, key });
      seen.add(key);
      if (!this.#next(':')) throw new SyntaxStop();
      this.#value(pointer(path, key), depth + 1);
    } while (this.#next(','));
    if (!this.#next('}')) throw new SyntaxStop();
  }

  #list(path: JsonPointer, depth: number): void {
    this.at += 1;
    if (this.#next(']')) return;
    let index = 0;
    do {
      this.#value(pointer(path, index), depth + 1);
      index += 1;
    } while (this.#next(','));
    if (!this.#next(']')) throw new SyntaxStop();
  }

  /** By hand and not by pattern: an unfinished text must cost no more than its length. */
  #string(): string {
    const start = this.at;
    if (this.#text[start] !== '"') throw new SyntaxStop();
    for (this.at += 1; this.#text[this.at] !== '"'; this.at += 1) {
      if (this.at >= this.#text.length || this.#text.charCodeAt(this.at) < 0x20) throw new SyntaxStop();
      if (this.#text[this.at] !== '\\') continue;
      ESCAPE.lastIndex = this.at;
      const escape = ESCAPE.exec(this.#text)?.[0];
      if (escape === undefined) throw new SyntaxStop();
      this.at += escape.length - 1;
    }
    this.at += 1;
    return String(JSON.parse(this.#text.slice(start, this.at)));
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  #next(mark: string): boolean {
    this.#take(SPACE);
    return this.#word(mark);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}
