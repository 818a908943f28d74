import { textIn, type Locale } from '../../../schema/core/text.ts';
import { compileExpr } from '../../../schema/expr/compile-expr.ts';
import { sentenceOf } from '../../../schema/expr/sentence.ts';
import type { ExprType } from '../../../schema/expr/ast.ts';
import { SYSTEM_FIELD_LABELS, exprLabels, exprScopeOf } from '../../../schema/model/expr-words.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { EntityDef, Template } from '../../../schema/template/template.ts';
import type { AwardDef, LimitDef } from '../../../schema/template/template-rules.ts';
import { fixedNumber } from './award-edits.ts';
import { durationWords } from './duration-parts.ts';
import { budgetDimensions, budgetName, ledgerOf } from './points-ledger.ts';
import type { PointsText } from './points-texts.ts';

/** What words about a rule are made of. */
export interface AwardWording {
  readonly template: Template;
  readonly locale: Locale;
  readonly text: PointsText;
}

/** A rule of points in words (SPEC [DSG-81]): when what happens, who gets how many, caps, and what becomes of them. */
export interface AwardWords {
  readonly when: readonly string[];
  readonly gives: readonly string[];
  readonly caps: readonly string[];
  readonly then: readonly string[];
}

/** The whole rule in words, part by part. */
export function awardWords(award: AwardDef, wording: AwardWording): AwardWords {
  const { text } = wording;
  const say = (source: string): string => exprWords(source, award, wording);
  const condition =
    award.when === undefined || award.when.trim() === 'true' ? [] : [text('onlyIf', { condition: say(award.when) })];
  const limits = [...(award.limits ?? []), ...(award.manual?.limits ?? [])];
  const once = (award.once ?? []).map((key) => onceWord(key, award, wording));
  return {
    when: [triggerWords(award, wording), ...condition],
    gives: [...givesWords(award, wording), ...budgetWords(award, wording)],
    caps: [
      ...(once.length === 0 ? [] : [text('onceEach', { what: once.join(text('andOnce')) })]),
      ...limits.flatMap((limit) => limitWords(limit, award, wording)),
    ],
    then: thenWords(award, wording),
  };
}

/** An expression of a rule as a sentence; as it is written where it can't be read. */
export function exprWords(source: string, award: AwardDef, { template, locale }: AwardWording): string {
  const scope = exprScopeOf(template, award.on?.entity ?? '', extraOf(award));
  const compiled = scope === undefined ? undefined : compileExpr(source, scope, 'any');
  return compiled?.ok === true ? sentenceOf(compiled.value, exprLabels(template, locale), locale) : source;
}

/** What expressions know besides the record: what was granted, and for what was given by hand the reason. */
export function extraOf(award: AwardDef): Readonly<Record<string, ExprType>> {
  const amount: ExprType = { kind: 'decimal' };
  return award.manual === undefined ? { amount } : { amount, reason: { kind: 'text' } };
}

/** What happens, in words. */
export function triggerWords({ on, manual }: AwardDef, { template, locale, text }: AwardWording): string {
  if (manual !== undefined) return text('whenManual', { roles: roleNames(template, manual.by, locale) });
  if (on?.entity === undefined) return text('signIn');
  const entity = entityOf(template, on.entity);
  const object = nameOf(entity ?? { id: on.entity }, locale);
  if (on.transition !== undefined)
    return text('whenStep', { object, step: stepName(template, on.entity, { step: on.transition, locale }) });
  if (on.fields !== undefined && on.fields.length > 0) {
    const fields = on.fields.map((id) => fieldName(entity, id, locale)).join(locale === 'en' ? ', ' : '、');
    return text('whenFields', { object, fields });
  }
  return text('whenChange', { object, change: text(on.change ?? 'updated') });
}

function givesWords(award: AwardDef, wording: AwardWording): readonly string[] {
  const { text } = wording;
  if (award.amount === undefined) return [text('giverSays')];
  const fixed = fixedNumber(award.amount);
  const amount =
    fixed === undefined
      ? text('givesFormula', { amount: exprWords(award.amount, award, wording) })
      : text(fixed === '1' ? 'givesPoint' : 'givesPoints', { amount: fixed });
  return [
    amount,
    ...(award.to === undefined ? [] : [text('givesTo', { who: receiverWord(award.to, award, wording) })]),
  ];
}

/** Who gets the points, in words. */
export function receiverWord(to: string, award: AwardDef, wording: AwardWording): string {
  const { text } = wording;
  const known: Readonly<Record<string, string>> = {
    'actor.id': text('toActor'),
    'doc.createdBy': text('toCreator'),
    'doc.updatedBy': text('toUpdater'),
  };
  return known[to] ?? exprWords(to, award, wording);
}

function budgetWords(award: AwardDef, { template, locale, text }: AwardWording): readonly string[] {
  const ledger = ledgerOf(template, award);
  const dimensions = new Map((ledger === undefined ? [] : budgetDimensions(ledger)).map((one) => [one.id, one]));
  const names = Object.entries(award.budget ?? {}).flatMap(([id, code]) => {
    const dimension = dimensions.get(id);
    return code === '' ? [] : [(dimension && budgetName(template, dimension, code)) ?? code];
  });
  return names.length === 0 ? [] : [text('from', { budget: names.join(locale === 'en' ? ', ' : '、') })];
}

/** What a key of `once` stands for. */
export function onceWord(key: string, award: AwardDef, wording: AwardWording): string {
  const { template, locale, text } = wording;
  if (key === 'today') return text('onceToday');
  if (key === 'actor.id') return text('onceActor');
  const entity = entityOf(template, award.on?.entity ?? '');
  return key === 'doc.id' && entity !== undefined ? nameOf(entity, locale) : exprWords(key, award, wording);
}

const LIMIT_WORDS = ['user', 'giver', 'day', 'week', 'month', 'quarter', 'year'] as const;

/** What a limit counts by, in words. */
export function perWord(part: string, award: AwardDef, { template, locale, text }: AwardWording): string {
  const word = LIMIT_WORDS.find((one) => one === part);
  if (word !== undefined) return text(`per_${word}`);
  return text('per_field', { field: fieldName(entityOf(template, award.on?.entity ?? ''), part, locale) });
}

function limitWords(limit: LimitDef, award: AwardDef, wording: AwardWording): readonly string[] {
  const { text, locale } = wording;
  const per = limit.per.map((part) => perWord(part, award, wording)).join(text('andWord'));
  return [
    ...(limit.max === undefined ? [] : [text('atMost', { max: limit.max, per })]),
    ...(limit.cooldown === undefined ? [] : [text('pause', { time: durationWords(limit.cooldown, locale), per })]),
  ];
}

function thenWords(award: AwardDef, wording: AwardWording): readonly string[] {
  const { template, locale, text } = wording;
  const { pending, clawback, manual } = award;
  const step = (id: string): string => stepName(template, award.on?.entity ?? '', { step: id, locale });
  const approvers = (manual?.approvals ?? []).flatMap(({ roles }) => roles);
  return [
    ...(manual?.reason === 'required' ? [text('reasonNeeded')] : []),
    ...(approvers.length === 0 ? [] : [text('approvedBy', { roles: roleNames(template, approvers, locale) })]),
    ...(pending?.until === undefined ? [] : [text('waitsFor', { step: step(pending.until.transition) })]),
    ...(pending?.atMost === undefined ? [] : [text('waitsAtMost', { time: durationWords(pending.atMost, locale) })]),
    expiryWords(award, wording),
    ...(clawback === undefined || clawback.on.length === 0
      ? []
      : [text('takenBack', { steps: clawback.on.map(step).join(locale === 'en' ? '”, “' : '”“') })]),
  ];
}

function expiryWords({ expires }: AwardDef, { locale, text }: AwardWording): string {
  if (expires === undefined) return text('neverExpires');
  const time = durationWords(expires.after, locale);
  if (expires.align === undefined) return text('expiresAfter', { time });
  return text('expiresAligned', { time, end: text(`align_${expires.align}`) });
}

/** What an item is called. */
export function nameOf(item: { readonly id: string; readonly label?: EntityDef['label'] }, locale: Locale): string {
  return textIn(item.label, locale) || textIn(humanText(item.id), locale);
}

export function entityOf(template: Template, id: string): EntityDef | undefined {
  return template.entities?.find((entity) => entity.id === id);
}

/** What a field is called, one that every record has too. */
export function fieldName(entity: EntityDef | undefined, id: string, locale: Locale): string {
  const own = entity?.fields.find((field) => field.id === id);
  if (own !== undefined) return nameOf(own, locale);
  const system = Object.entries(SYSTEM_FIELD_LABELS).find(([known]) => known === id);
  return system === undefined ? textIn(humanText(id), locale) : system[1][locale];
}

/** What a step of an object's flow is called. */
export function stepName(
  template: Template,
  entity: string,
  { step, locale }: { readonly step: string; readonly locale: Locale },
): string {
  const found = template.workflows?.find(({ of }) => of === entity)?.transitions.find(({ id }) => id === step);
  return nameOf(found ?? { id: step }, locale);
}

function roleNames(template: Template, ids: readonly string[], locale: Locale): string {
  return ids
    .map((id) => nameOf(template.roles?.find((role) => role.id === id) ?? { id }, locale))
    .join(locale === 'en' ? ', ' : '、');
}
