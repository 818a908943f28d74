import { textIn, type Locale } from '../core/text.ts';
import type { ExprScope, ExprType } from './ast.ts';
import { compileExpr } from './compile-expr.ts';
import { listFunctions, type FunctionSpec } from './functions.ts';
import { fieldsOfType, typeName } from './types.ts';

export interface Completion {
  readonly kind: 'variable' | 'field' | 'function' | 'keyword' | 'table';
  /** What is written in place of `[from, to)`. */
  readonly insert: string;
  /** The type of a variable or field, the signature of a function. */
  readonly detail: string;
  readonly doc: string;
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

const KEYWORDS = ['true', 'false', 'null', 'in'] as const;
const LIST_METHODS = new Set(['all', 'exists', 'exists_one', 'filter', 'map', 'size', 'sum', 'avg', 'min', 'max']);
const TEXT_METHODS = new Set([
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'lower',
  'upper',
  'trim',
  'substring',
  'orValue',
]);

/** What can stand at `offset`: fields and methods after a point, else names and functions. Works on unfinished text. */
export function completionsAt(
  source: string,
  offset: number,
  { scope, locale }: { readonly scope: ExprScope; readonly locale: Locale },
): Completions {
  const before = maskTexts(source.slice(0, offset));
  // Inside a text there is nothing to complete but the name of a table.
  if (before.endsWith(TEXT_MASK)) return tablesAt(source, offset, { scope, locale });
  const prefix = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? '';
  const from = offset - prefix.length;
  const to = offset + (/^\w*/.exec(source.slice(offset))?.[0].length ?? 0);
  const inner = withBound(scope, source, before);
  const found =
    before.charAt(from - 1) === '.'
      ? membersAt(source, before.slice(0, from - 1), { scope: inner, locale })
      : names(inner, locale);
  const wanted = prefix.toLowerCase();
  return { from, to, items: found.filter(({ insert }) => insert.toLowerCase().startsWith(wanted)) };
}

function hasTables({ tables }: ExprScope): boolean {
  return tables !== undefined && tables.size > 0;
}

function names(scope: ExprScope, locale: Locale): readonly Completion[] {
  return [
    ...Object.entries(scope.variables).map(([name, type]): Completion => {
      return { kind: 'variable', insert: name, detail: typeName(type), doc: '' };
    }),
    ...listFunctions()
      .filter(({ name, signature }) => !signature.startsWith('list.') && (name !== 'table' || hasTables(scope)))
      .map((spec) => functionItem(spec, locale)),
    ...KEYWORDS.map((word): Completion => ({ kind: 'keyword', insert: word, detail: '', doc: '' })),
  ];
}

const TABLE_OPEN = /(?:^|[^\w.])table\(\s*["']([\w.]*)$/;

/** The decision tables, where a text begins that names one. */
function tablesAt(
  source: string,
  offset: number,
  { scope, locale }: { readonly scope: ExprScope; readonly locale: Locale },
): Completions {
  const prefix = TABLE_OPEN.exec(source.slice(0, offset))?.[1];
  if (prefix === undefined) return { from: offset, to: offset, items: [] };
  const to = offset + (/^[\w.]*/.exec(source.slice(offset))?.[0].length ?? 0);
  const tables = [...(scope.tables?.values() ?? [])].map(({ id, label, inputs, out }): Completion => {
    const columns = inputs.map((input) => `${input.id}: ${typeName(input.type)}`).join(', ');
    return { kind: 'table', insert: id, detail: `(${columns}) → ${typeName(out)}`, doc: textIn(label, locale) };
  });
  const wanted = prefix.toLowerCase();
  const items = tables.filter(({ insert }) => insert.toLowerCase().startsWith(wanted));
  return { from: offset - prefix.length, to, items };
}

function membersAt(
  source: string,
  before: string,
  options: { scope: ExprScope; locale: Locale },
): readonly Completion[] {
  const type = typeOf(source.slice(receiverStart(before), before.length), options.scope);
  if (type === undefined) return [];
  const fields = [...(fieldsOfType(type, options.scope) ?? [])].map(([id, field]): Completion => {
    return { kind: 'field', insert: id, detail: typeName(field.type), doc: '' };
  });
  const fits = ({ name, method }: FunctionSpec): boolean => {
    if (type.kind === 'list') return LIST_METHODS.has(name);
    return type.kind === 'text' ? TEXT_METHODS.has(name) : type.kind !== 'actor' && method && name === 'orValue';
  };
  return [
    ...fields,
    ...listFunctions()
      .filter(fits)
      .map((spec) => functionItem(spec, options.locale)),
  ];
}

function functionItem({ name, signature, doc }: FunctionSpec, locale: Locale): Completion {
  return { kind: 'function', insert: name, detail: signature, doc: doc[locale] };
}

function typeOf(text: string, scope: ExprScope): ExprType | undefined {
  // A bare name keeps its type; compiled, the actor would stand for its id.
  if (Object.hasOwn(scope.variables, text)) return scope.variables[text];
  const result = compileExpr(text, scope, 'any');
  return result.ok ? result.value.root.type : undefined;
}

const TEXT_MASK = '\u0001';

/** The text with the insides of its string literals blanked, so that brackets in them do not count. */
function maskTexts(text: string): string {
  return text.replaceAll(/(["'])(?:\\.|(?!\1)[^\\])*(\1|$)/gs, (literal, quote: string, end: string) =>
    end === quote && literal.length > 1
      ? `${quote}${' '.repeat(literal.length - 2)}${quote}`
      : `${quote}${TEXT_MASK.repeat(literal.length - 1 || 0)}${literal.length === 1 ? TEXT_MASK : ''}`,
  );
}

/** Where the expression that ends at the end of `before` begins: names, points and whole brackets. */
function receiverStart(before: string): number {
  let at = before.length;
  while (at > 0) {
    const last = before.charAt(at - 1);
    if (/[\w.]/.test(last)) at -= 1;
    else if (last === ')' || last === ']') at = openingOf(before, at - 1);
    else if (last === '"' || last === "'") at = Math.max(0, before.lastIndexOf(last, at - 2));
    else break;
  }
  return at;
}

function openingOf(text: string, closing: number): number {
  let depth = 0;
  for (let at = closing; at >= 0; at -= 1) {
    if (')]'.includes(text.charAt(at))) depth += 1;
    if ('(['.includes(text.charAt(at))) depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

const MACRO_OPEN = /\.(?:all|exists|exists_one|filter|map)\(\s*$/;

/** The scope with the names that the list forms around the place have bound. */
function withBound(scope: ExprScope, source: string, before: string): ExprScope {
  const open: number[] = [];
  for (let at = 0; at < before.length; at += 1) {
    if ('(['.includes(before.charAt(at))) open.push(at);
    if (')]'.includes(before.charAt(at))) open.pop();
  }
  return open.reduce((inner, at) => {
    const name = /^\s*([A-Za-z_]\w*)\s*,/.exec(before.slice(at + 1))?.[1];
    const macro = MACRO_OPEN.exec(before.slice(0, at + 1));
    if (name === undefined || macro === null) return inner;
    const list = typeOf(source.slice(receiverStart(before.slice(0, macro.index)), macro.index), inner);
    return list?.kind === 'list' ? { ...inner, variables: { ...inner.variables, [name]: list.of } } : inner;
  }, scope);
}
