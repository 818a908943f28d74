import { v5 as uuidV5 } from 'uuid';
import { decimalText, floorDecimal, parseDecimal, type Decimal } from '../../schema/core/decimal.ts';
import type { EntityId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import { admits, evaluate, type EvalContext, type ExprValue } from '../../schema/expr/evaluate.ts';
import { NOBODY_ID } from '../../schema/expr/types.ts';
import type { AwardModel, Behaviour, BookModel, LimitModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import type { ROW_CHANGES } from '../../schema/template/template-rules.ts';
import { addIsoDuration, alignedEnd, periodKey, secondsOfDuration } from './business-calendar.ts';
import { explainAward, type AwardContext, type AwardWhy } from './award-why.ts';
import { whyParts, type WhyPart } from './award-words.ts';
import type { AwardLimit, AwardPosting, PostingRequest, PostingSource } from './post-request.ts';

/** What happened, and the row as expressions see it after it did. */
export interface AwardEvent {
  readonly happened:
    | { readonly kind: 'transition'; readonly transition: string }
    | { readonly kind: 'change'; readonly change: (typeof ROW_CHANGES)[number]; readonly fields: readonly string[] }
    | { readonly kind: 'event'; readonly event: string };
  /** Absent for events that are of no record. */
  readonly row?: {
    readonly entity: EntityId;
    readonly id: string;
    readonly version: number;
    readonly doc: Readonly<Record<string, unknown>>;
  };
}

/** Why an award was not made: kept for thirty days, so that a person can ask (SPEC [PTS-9]). */
export interface AwardMiss {
  readonly rule: string;
  readonly user: string | null;
  readonly source: PostingSource | null;
  readonly reason: 'condition' | 'nobody' | 'amount' | 'budget' | 'inactive';
  readonly parts: readonly WhyPart[];
}

export interface AwardPlan {
  readonly postings: readonly PostingRequest[];
  readonly misses: readonly AwardMiss[];
}

/** What every award of one event shares: ids are made from these, so a second attempt is the same posting. */
const AWARD_IDS = 'a3c5e1f0-6f0f-5a1e-9d53-0f3a2b7c9d10';

/**
 * The postings that awards make of an event: points where condition, person and amount say so, maturity where the
 * outcome came that pending points waited for, claw-back where the template takes points back. Pure (SPEC [PTS-1]).
 */
export function planAwards(context: AwardContext, event: AwardEvent): AwardPlan {
  const postings: PostingRequest[] = [];
  const misses: AwardMiss[] = [];
  for (const award of context.model.behaviour.awards) {
    const earned = isTriggered(award, event) ? planAward(context, award, event) : undefined;
    if (earned !== undefined) {
      if ('kind' in earned) postings.push(earned);
      else misses.push(earned);
    }
    postings.push(...outcomePostings(award, event));
  }
  return { postings, misses };
}

/** Whether any award listens to rows of the entity, or to one kind of change of them: others need not be looked at. */
export function hasAwards({ awards }: Behaviour, entity: EntityId, change?: (typeof ROW_CHANGES)[number]): boolean {
  return awards.some(
    ({ on }) =>
      'entity' in on &&
      on.entity === entity &&
      (change === undefined || (on.kind === 'change' && on.change === change)),
  );
}

function isTriggered({ on }: AwardModel, { happened, row }: AwardEvent): boolean {
  switch (on.kind) {
    case 'transition':
      return happened.kind === 'transition' && row?.entity === on.entity && happened.transition === on.transition;
    case 'change':
      return (
        happened.kind === 'change' &&
        row?.entity === on.entity &&
        happened.change === on.change &&
        (on.fields.length === 0 || on.fields.some((field) => happened.fields.includes(field)))
      );
    case 'event':
      return happened.kind === 'event' && happened.event === on.event;
    case 'manual':
      return false;
  }
}

function planAward(context: AwardContext, award: AwardModel, event: AwardEvent): AwardPosting | AwardMiss | undefined {
  const { model, evaluation } = context;
  const variables = event.row === undefined ? {} : { doc: event.row.doc };
  const source = sourceOf(event);
  const to = award.to === undefined ? null : personOf(evaluate(award.to, variables, evaluation));
  const miss = (reason: AwardMiss['reason'], parts: readonly WhyPart[] = []): AwardMiss => ({
    rule: award.id,
    user: to,
    source,
    reason,
    parts,
  });
  const told = (expr: Expr): readonly WhyPart[] =>
    context.told === false ? [] : whyParts(model, expr, { variables, evaluation });
  const { when, amount } = award;
  if (when !== undefined && !admits(when, variables, evaluation)) return miss('condition', told(when));
  if (to === null) return miss('nobody');
  const asked = askedAmount(context, award, amount === undefined ? null : evaluate(amount, variables, evaluation));
  if (asked === undefined) {
    return miss('amount', amount === undefined ? [] : told(amount));
  }
  const cause = causeOf(event, to, evaluation);
  const once = award.once.map((expr) => evaluate(expr, variables, evaluation));
  const posting = awardPosting(context, award, {
    id: uuidV5(`${award.id}|${cause}`, AWARD_IDS),
    once: once.length === 0 ? cause : onceKey(once),
    user: to,
    giver: evaluation.actor?.id ?? null,
    asked,
    variables,
    source,
    explain: explainAward(context, award, { user: to, asked, variables }),
  });
  return posting ?? miss('budget');
}

export interface AwardGrant {
  readonly id: string;
  readonly once: string;
  readonly user: string;
  readonly giver: string | null;
  /** Exact text at the ledger's scale. */
  readonly asked: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly source: PostingSource | null;
  readonly explain: AwardWhy;
}

/** The posting of one award for one person; `undefined` where its budget names a row that is not there. */
export function awardPosting(context: AwardContext, award: AwardModel, grant: AwardGrant): AwardPosting | undefined {
  const { now } = context.evaluation;
  const books = booksOf(context.model.behaviour, award);
  const keyOf = (book: BookModel) => bookKey(context, award, { book, user: grant.user });
  const budget = keyOf(books.budget);
  const wallet = keyOf(books.wallet);
  const pending = award.pending === undefined ? undefined : books.pending;
  const pendingKey = pending && keyOf(pending);
  const { owed, breakage } = books;
  const owedKey = owed && keyOf(owed);
  const breakageKey = breakage && keyOf(breakage);
  if (budget === undefined || wallet === undefined) return undefined;
  return {
    kind: 'award',
    id: grant.id,
    source: grant.source,
    place: award.id,
    ledger: award.ledger,
    rule: award.id,
    once: grant.once,
    user: grant.user,
    asked: grant.asked,
    scale: scaleOf(books.wallet),
    budget: { book: books.budget.id, key: budget },
    wallet: { book: books.wallet.id, key: wallet },
    ...(pending === undefined || pendingKey === undefined
      ? {}
      : { pending: { book: pending.id, key: pendingKey, until: pendingUntil(context, award, now) } }),
    ...(owed === undefined || owedKey === undefined ? {} : { owed: { book: owed.id, key: owedKey } }),
    ...(breakage === undefined || breakageKey === undefined
      ? {}
      : { expireTo: { book: breakage.id, key: breakageKey } }),
    lotExpiresAt: expiryOf(context, award, now),
    limits: award.limits.map((limit) => limitKey(context, limit, grant)),
    explain: grant.explain,
  };
}

/** When points granted at an instant expire; null: never (SPEC [PTS-7]). */
export function expiryOf(
  { evaluation }: Pick<AwardContext, 'evaluation'>,
  { expires }: AwardModel,
  at: string,
): string | null {
  if (expires === undefined) return null;
  const end = addIsoDuration(at, expires.after, { timeZone: evaluation.timeZone });
  return expires.align === undefined ? end : alignedEnd(end, expires.align, evaluation.timeZone);
}

function pendingUntil({ evaluation }: AwardContext, { pending }: AwardModel, at: string): string | null {
  return pending?.atMost === undefined ? null : addIsoDuration(at, pending.atMost, { timeZone: evaluation.timeZone });
}

/** The accounts of an award's ledger by their part in points (SPEC [PTS-2]). */
export function booksOf(
  { ledgers }: Behaviour,
  { ledger, clawback }: Pick<AwardModel, 'ledger' | 'clawback'>,
): {
  readonly wallet: BookModel;
  readonly budget: BookModel;
  readonly pending: BookModel | undefined;
  readonly owed: BookModel | undefined;
  readonly breakage: BookModel | undefined;
} {
  const books = ledgers.find(({ id }) => id === ledger)?.books ?? [];
  const book = (account: string): BookModel | undefined => books.find((own) => own.account === account);
  const wallet = must(book('wallet'), `account wallet of ${ledger}`);
  const expireTo = wallet.lots?.expireTo;
  return {
    wallet,
    budget: must(book('budget'), `account budget of ${ledger}`),
    pending: book('pending'),
    owed: book(clawback?.short ?? 'owed'),
    breakage: expireTo === undefined ? undefined : book(expireTo),
  };
}

export function scaleOf({ measures }: BookModel): number {
  return measures[0]?.scale ?? 0;
}

/** Which balance of the budget's account pays an award; `undefined` where a code names no row. */
export function budgetKey(
  context: Pick<AwardContext, 'model' | 'rowOfCode'>,
  award: AwardModel,
): Readonly<Record<string, string | null>> | undefined {
  return bookKey(context, award, { book: booksOf(context.model.behaviour, award).budget, user: NOBODY_ID });
}

/**
 * The key of a book by column: people's dimensions are the person, all others what the award's `budget` says of them.
 * `undefined` where a code names no row.
 */
function bookKey(
  context: Pick<AwardContext, 'rowOfCode'>,
  award: AwardModel,
  { book, user }: { readonly book: BookModel; readonly user: string },
): Readonly<Record<string, string | null>> | undefined {
  const key: Record<string, string | null> = {};
  for (const dimension of book.dimensions) {
    const named = award.budget[dimension.id];
    if (dimension.kind === 'user') key[dimension.column] = user;
    else if (named === undefined) key[dimension.column] = null;
    else if (dimension.kind === 'row' && dimension.entity !== undefined) {
      const row = context.rowOfCode(dimension.entity, named);
      if (row === undefined) return undefined;
      key[dimension.column] = row;
    } else key[dimension.column] = named;
  }
  return key;
}

/** What rows the budgets of awards are kept by: entity and code, each once. */
export function budgetCodes(model: Model): readonly RowCode[] {
  const codes = codesOfModels.get(model) ?? codesOf(model);
  codesOfModels.set(model, codes);
  return codes;
}

interface RowCode {
  readonly entity: EntityId;
  readonly code: string;
}

const codesOfModels = new WeakMap<Model, readonly RowCode[]>();

function codesOf({ behaviour }: Model): readonly RowCode[] {
  const found = new Map<string, RowCode>();
  for (const award of behaviour.awards) {
    const { budget, wallet, pending, owed, breakage } = booksOf(behaviour, award);
    for (const book of [budget, wallet, pending, owed, breakage]) {
      for (const { id, kind, entity } of book?.dimensions ?? []) {
        const code = award.budget[id];
        if (kind === 'row' && entity !== undefined && code !== undefined)
          found.set(`${entity}|${code}`, { entity, code });
      }
    }
  }
  return [...found.values()];
}

function limitKey({ evaluation }: AwardContext, limit: LimitModel, grant: AwardGrant): AwardLimit {
  const { now, timeZone } = evaluation;
  return {
    id: limit.id,
    key: limitKeyNow(limit, {
      user: grant.user,
      giver: grant.giver,
      now,
      timeZone,
      valueText: (value) => JSON.stringify(evaluate(value, grant.variables, evaluation)),
    }),
    ...(limit.max === undefined ? {} : { max: limit.max }),
    ...(limit.cooldown === undefined ? {} : { cooldownSeconds: secondsOfDuration(now, limit.cooldown, timeZone) }),
  };
}

/** The key of a limit's balance at an instant: the person in `u0`, everything else in `t0`. */
export function limitKeyNow(
  limit: LimitModel,
  of: {
    readonly user: string;
    readonly giver?: string | null;
    readonly now: string;
    readonly timeZone: string;
    readonly valueText?: (value: Expr) => string;
  },
): Readonly<Record<string, string | null>> {
  const people: string[] = [];
  const rest: string[] = [];
  for (const part of limit.per) {
    if (part.kind === 'user') people.push(of.user);
    else if (part.kind === 'giver') people.push(of.giver ?? of.user);
    else if (part.kind === 'value') rest.push(`${part.name}:${of.valueText?.(part.value) ?? 'null'}`);
    else rest.push(periodKey(part.kind, of.now, of.timeZone));
  }
  const [first = null, ...others] = people;
  const text = [...others, ...rest].join('|');
  return { u0: first, t0: text === '' ? null : text };
}

/** Maturity and claw-back of what an award granted before for the same record. */
function outcomePostings(award: AwardModel, event: AwardEvent): readonly PostingRequest[] {
  const { happened, row } = event;
  const { on } = award;
  if (happened.kind !== 'transition' || row === undefined || !('entity' in on) || on.entity !== row.entity) return [];
  const base = (kind: string) => ({
    id: uuidV5(`${kind}|${award.id}|${row.id}|${String(row.version)}`, AWARD_IDS),
    source: sourceOf(event),
    place: award.id,
    ledger: award.ledger,
    rule: award.id,
    record: row.id,
  });
  return [
    ...(award.pending?.until === happened.transition ? [{ kind: 'mature', ...base('mature') } as const] : []),
    ...(award.clawback?.on.includes(happened.transition) === true
      ? [{ kind: 'clawback', ...base('clawback') } as const]
      : []),
  ];
}

/** More than nothing, cut to the ledger's digits; `undefined` else. */
function askedAmount(context: AwardContext, award: AwardModel, value: ExprValue): string | undefined {
  const number = typeof value === 'string' ? parseDecimal(value) : undefined;
  if (number === undefined) return undefined;
  return pointsText(number, scaleOf(booksOf(context.model.behaviour, award).wallet));
}

/** An amount rounded down to the ledger's digits; `undefined` when that leaves nothing. */
export function pointsText(amount: Decimal, scale: number): string | undefined {
  const unit = 10n ** BigInt(scale);
  const cut = floorDecimal({ coefficient: amount.coefficient * unit, scale: amount.scale });
  return cut.coefficient <= 0n ? undefined : decimalText({ coefficient: cut.coefficient, scale: cut.scale + scale });
}

function personOf(value: ExprValue): string | null {
  return typeof value === 'string' && value !== NOBODY_ID && value !== '' ? value : null;
}

/** The same event gives the same text, whenever it is planned again. */
function causeOf({ happened, row }: AwardEvent, user: string, { now, timeZone }: EvalContext): string {
  if (row === undefined) return JSON.stringify([happened, user, periodKey('day', now, timeZone)]);
  const what = happened.kind === 'transition' ? happened.transition : happened.kind;
  return JSON.stringify([row.entity, row.id, what, row.version]);
}

function onceKey(values: readonly ExprValue[]): string {
  return JSON.stringify(values);
}

function sourceOf({ happened, row }: AwardEvent): PostingSource | null {
  if (row === undefined) return null;
  return {
    entity: row.entity,
    record: row.id,
    ...(happened.kind === 'transition' ? { transition: happened.transition } : {}),
  };
}
