import type { Locale } from '../core/text.ts';
import type { Expr } from './ast.ts';
import { evaluate, type EvalContext, type ExprValue } from './evaluate.ts';
import { localText, parseInstant } from './calendar.ts';

/** A piece of a text with values in it: words, or an expression whose value stands there. */
export type TextPart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'value'; readonly value: Expr };

/** A piece before its expression is compiled; `from` is where the expression starts in the text. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly source: string; readonly from: number };

/**
 * Takes `Shipped {doc.number}` apart. A brace that is shown is written twice; quotes inside a placeholder may hold
 * braces. `open` is the place of a brace that nothing closes.
 */
export function textPieces(text: string): { readonly pieces: readonly TextPiece[]; readonly open?: number } {
  const pieces: TextPiece[] = [];
  let words = '';
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if ((character === '{' || character === '}') && text.charAt(at + 1) === character) {
      words += character;
      at += 2;
    } else if (character !== '{') {
      words += character;
      at += 1;
    } else {
      const end = closing(text, at + 1);
      if (end === undefined) return { pieces, open: at };
      if (words !== '') pieces.push({ kind: 'text', text: words });
      words = '';
      pieces.push({ kind: 'value', source: text.slice(at + 1, end), from: at + 1 });
      at = end + 1;
    }
  }
  if (words !== '') pieces.push({ kind: 'text', text: words });
  return { pieces };
}

function closing(text: string, from: number): number | undefined {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && quote !== '') at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '}') return at;
  }
  return undefined;
}

/** What the values of a text are read from. */
export interface ExplainContext {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly evaluation: EvalContext;
  readonly locale: Locale;
  /** What a role is called; without it, and where it knows none, the id stands. */
  readonly roleOf?: (id: string) => string | undefined;
}

/**
 * The text with its values filled in, in the reader's language, else in English, else in any (SPEC [EXP-29]); empty
 * values leave nothing behind. Moments stand in the tenant's time zone.
 */
export function explainText(
  parts: Readonly<Record<string, readonly TextPart[]>>,
  { variables, evaluation, locale, roleOf }: ExplainContext,
): string {
  const chosen = parts[locale] ?? parts['en'] ?? Object.values(parts)[0] ?? [];
  return chosen
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const value = evaluate(part.value, variables, evaluation);
      return shown(isOfRoles(part.value) ? named(value, roleOf) : value, part.value, { evaluation, locale });
    })
    .join('');
}

/** The role of who acts, or all their roles. */
function isOfRoles({ root }: Expr): boolean {
  return root.kind === 'field' && root.of.type.kind === 'actor' && (root.field === 'role' || root.field === 'roles');
}

function named(value: ExprValue, roleOf: ExplainContext['roleOf']): ExprValue {
  if (Array.isArray(value)) return value.map((one: ExprValue) => named(one, roleOf));
  return typeof value === 'string' ? (roleOf?.(value) ?? value) : value;
}

function shown(
  value: ExprValue,
  { root }: Expr,
  { evaluation, locale }: Pick<ExplainContext, 'evaluation' | 'locale'>,
): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return WORDS[locale][value ? 'yes' : 'no'];
  if (Array.isArray(value))
    return value
      .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
      .join(locale === 'zh-CN' ? '、' : ', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  const at = root.type.kind === 'datetime' ? parseInstant(value) : undefined;
  return at === undefined ? value : localText(at, evaluation.timeZone);
}

const WORDS: Readonly<Record<Locale, { readonly yes: string; readonly no: string }>> = {
  en: { yes: 'yes', no: 'no' },
  'zh-CN': { yes: '是', no: '否' },
};
