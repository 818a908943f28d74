import { textIn, type Locale } from '../../../schema/core/text.ts';
import { compileExpr } from '../../../schema/expr/compile-expr.ts';
import type { ExprType } from '../../../schema/expr/ast.ts';
import { sentenceOf } from '../../../schema/expr/sentence.ts';
import { exprLabels, exprScopeOf } from '../../../schema/model/expr-words.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { DimensionDef, LedgerDef, PostingDef } from '../../../schema/template/template-rules.ts';
import { nameOf } from '../points/award-words.ts';
import { durationWords } from '../points/duration-parts.ts';
import type { LedgerText } from './ledger-texts.ts';

/** What words about postings are made of. */
export interface PostingWording {
  readonly template: Template;
  readonly locale: Locale;
  readonly text: LedgerText;
}

/** What the rows are that a posting runs over: `line`, where it runs over a list. */
export function lineOf(template: Template, { of, each }: PostingDef): Readonly<Record<string, ExprType>> {
  const scope = exprScopeOf(template, of);
  if (scope === undefined || each === undefined) return {};
  const compiled = compileExpr(each, scope, 'any');
  const type = compiled.ok ? compiled.value.root.type : undefined;
  return type?.kind === 'list' && type.of.kind === 'row' ? { line: type.of } : {};
}

/** A posting in words (SPEC [DSG-93]): for what it is made, what it moves, and how long that holds. */
export function postingWords(posting: PostingDef, wording: PostingWording): readonly string[] {
  const { template, text, locale } = wording;
  const extra = lineOf(template, posting);
  const say = (source: string): string => exprWords(source, posting, { wording, extra });
  const ledger = template.ledgers?.find(({ id }) => id === posting.ledger);
  const consumed = template.postings?.find(({ id }) => id === posting.consume);
  return [
    ...(posting.each === undefined ? [] : [text('eachOf', { list: say(posting.each) })]),
    ...(posting.when === undefined ? [] : [text('onlyIf', { condition: say(posting.when) })]),
    ...(ledger?.mode === 'double'
      ? entryWords(posting, ledger, { wording, say })
      : moveWords(posting, ledger, { wording, say })),
    ...(posting.expires === undefined ? [] : [text('lapses', { time: durationWords(posting.expires, locale) })]),
    ...(consumed === undefined ? [] : [text('usesUp', { posting: nameOf(consumed, locale) })]),
    ...(posting.cost === undefined
      ? []
      : [posting.cost === 'auto' ? text('costAuto') : text('costIs', { cost: say(posting.cost) })]),
  ];
}

interface Saying {
  readonly wording: PostingWording;
  readonly say: (source: string) => string;
}

function moveWords(posting: PostingDef, ledger: LedgerDef | undefined, { wording, say }: Saying): readonly string[] {
  const { text, locale } = wording;
  const nameIn = (items: readonly { readonly id: string }[] | undefined, id: string): string =>
    nameOf(items?.find((one) => one.id === id) ?? { id }, locale);
  const measures = ledger?.mode === 'balance' ? ledger.measures : undefined;
  const dimensions = ledger?.mode === 'balance' ? ledger.dimensions : undefined;
  const keys = inOrder(posting.key, dimensions).map(([id, source]) => keyWord(nameIn(dimensions, id), say(source)));
  const moves = inOrder(posting.move, measures).map(([id, source]) => {
    const measure = nameIn(measures, id);
    if (posting.to === id) return text('becomes', { measure, amount: say(source) });
    const taken = /^-(?![^(]*[-+*/?])/.exec(source.trim());
    return taken === null
      ? text('adds', { measure, amount: say(source) })
      : text('takes', { measure, amount: say(source.trim().slice(1)) });
  });
  const follows = (posting.follow ?? []).map((id) => text('follows', { measure: nameIn(measures, id) }));
  return [
    ...moves,
    ...follows,
    ...(keys.length === 0 ? [] : [text('keptBy', { keys: keys.join(locale === 'en' ? ', ' : '、') })]),
  ];
}

/** Expressions by name in the order of the ledger: keys of JSON objects have none. */
function inOrder(
  named: Readonly<Record<string, string>> = {},
  items: readonly { readonly id: string }[] = [],
): readonly (readonly [string, string])[] {
  const place = (id: string): number => items.findIndex((one) => one.id === id);
  return Object.entries(named).toSorted(([a], [b]) => place(a) - place(b));
}

function keyWord(name: string, value: string): string {
  return name === value ? name : `${name} = ${value}`;
}

function entryWords(
  posting: PostingDef,
  ledger: Extract<LedgerDef, { readonly mode: 'double' }>,
  { wording, say }: Saying,
): readonly string[] {
  const { text, locale } = wording;
  return (posting.entries ?? []).map(({ account, key, amount }) => {
    const found = ledger.accounts.find(({ id }) => id === account);
    const name = found === undefined ? text('openingAccount') : nameOf(found, locale);
    const of = Object.values(key ?? {}).map(say);
    const place =
      of.length === 0 ? name : text('accountOf', { account: name, of: of.join(locale === 'en' ? ', ' : '、') });
    const isTaken = amount.trim().startsWith('-');
    return isTaken
      ? text('outOf', { account: place, amount: say(amount.trim().slice(1)) })
      : text('into', { account: place, amount: say(amount) });
  });
}

function exprWords(
  source: string,
  posting: PostingDef,
  { wording, extra }: { readonly wording: PostingWording; readonly extra: Readonly<Record<string, ExprType>> },
): string {
  const { template, locale } = wording;
  const scope = exprScopeOf(template, posting.of, extra);
  const compiled = scope === undefined ? undefined : compileExpr(source, scope, 'any');
  if (compiled?.ok !== true) return source;
  const { root } = compiled.value;
  const entity = template.entities?.find(({ id }) => id === posting.of);
  // The record itself goes by what it is called.
  if (root.kind === 'variable' && root.name === 'doc' && entity !== undefined) return nameOf(entity, locale);
  return sentenceOf(compiled.value, exprLabels(template, locale), locale);
}

/** What a bound is: a number, or a field of what the ledger is kept by. */
export function boundWords(bound: string, ledger: LedgerDef, wording: PostingWording): string {
  const { template, locale } = wording;
  const [dimensionId = '', fieldId] = bound.split('.');
  const dimension: DimensionDef | undefined = ledger.dimensions?.find(({ id }) => id === dimensionId);
  const entity = template.entities?.find(({ id }) => id === dimension?.ref);
  const field = entity?.fields.find(({ id }) => id === fieldId);
  return field === undefined || dimension === undefined
    ? bound
    : `${nameOf(dimension, locale)} · ${textIn(field.label, locale) || field.id}`;
}
