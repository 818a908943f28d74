import { LIMITS } from '../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import type { Decimal } from '../../schema/core/decimal.ts';
import type { AwardModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import { booksOf, budgetKey } from '../compile/award-plan.ts';
import { explainAward, type AwardWhy } from '../compile/award-why.ts';
import type { BookKey } from '../compile/post-request.ts';
import { budgetLabel, isOf, type AssumedBudget } from './assumed-budget.ts';
import { readLab, type LabPlace, type Period } from './lab-place.ts';
import type { PointsBook, SimEffect } from './points-book.ts';
import { placeOf } from './points-grant.ts';
import { keyText, units, unitsDecimal, unitsText } from './points-units.ts';
import type { Members } from './read-people.ts';
import { readLedgerScores } from './read-ledger.ts';
import { eventOf, runLab } from './run-lab.ts';
import type { SimContext, SimItem } from './simulate.ts';
import { ratio, sumOf } from './statistics.ts';
import { Tally, type CutTally, type PersonTally, type RuleTally } from './tally.ts';
import { compareScores, type Comparison } from './what-if-compare.ts';

export interface WhatIfQuestion {
  readonly place: LabPlace;
  readonly live: Model;
  readonly draft: Model;
  readonly templateVersion: number;
  readonly period: Period;
  readonly ledger: string;
  readonly budgets: readonly AssumedBudget[];
  readonly now: string;
  readonly topMax?: number;
  readonly eventsMax?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a draft of rules would have given for what happened: re-scoring, not prediction (SPEC [LAB-6]). */
export interface WhatIf {
  /** Rules in force against the draft, both scored on the same events. */
  readonly comparison: Comparison;
  /** What the ledger has of the period, by whatever rules were in force then. */
  readonly posted: Decimal;
  readonly members: Members;
  readonly rules: readonly WhatIfRule[];
  readonly budgets: readonly WhatIfBudget[];
  readonly cuts: readonly CutTally[];
  readonly samples: readonly WhatIfSample[];
  readonly flags: readonly WhatIfFlag[];
  readonly events: number;
  readonly withoutSnapshot: number;
  readonly missed: number;
  readonly asOfNow: readonly string[];
}

export interface WhatIfRule {
  readonly rule: string;
  readonly before: RuleTally | null;
  readonly after: RuleTally | null;
}

export interface WhatIfBudget {
  readonly label: string;
  readonly opening: Decimal;
  /** What is left at the end, with what was put in and came back. */
  readonly left: Decimal;
  /** When it first could not pay in full. */
  readonly ranOutAt: string | null;
}

export interface WhatIfSample {
  readonly at: string;
  readonly user: string;
  readonly entity: string | null;
  readonly record: string | null;
  readonly rule: string;
  readonly asked: string;
  readonly granted: string;
  readonly cutBy: string | null;
  readonly why: AwardWhy | null;
}

/** Something to look at before the draft goes live. */
export interface WhatIfFlag {
  readonly kind: 'oneRule' | 'oftenCut';
  readonly user: string;
  readonly rule: string | null;
  readonly share: Decimal;
}

const SAMPLES_MAX = 10;
/** Of fewer entries nothing is said. */
const FLAG_ENTRIES_MIN = 10;

/** Re-scores a period. `LAB_NO_AWARDS` where the draft has none on the ledger, `LAB_PERIOD_WRONG`, `LAB_PERIOD_LONG`. */
export async function askWhatIf(question: WhatIfQuestion): Promise<Result<WhatIf>> {
  const { place, live, draft, period, ledger } = question;
  if (!(Date.parse(period.from) < Date.parse(period.to))) {
    return refused([issue('LAB_PERIOD_WRONG', '/to', { from: period.from, to: period.to })]);
  }
  const awards = draft.behaviour.awards.filter((award) => award.ledger === ledger);
  if (awards.length === 0) return refused([issue('LAB_NO_AWARDS', '')]);
  const [was, is] = [new Tally(), new Tally()];
  const samples = new Samples();
  let budgets: readonly OpenBudget[] = [];
  const run = await runLab({
    ...question,
    mode: 'draft',
    sides: [
      {
        rules: draft,
        prepare: (book, context) => {
          budgets = openBudgets(book, context, { awards, assumed: question.budgets });
        },
        onEffect: (effect, item) => {
          is.add(effect);
          if (effect.kind === 'award') samples.look(effect, item);
        },
      },
      { rules: live, onEffect: (effect) => was.add(effect) },
    ],
  });
  if (!run.ok) return run;
  const ledgerScores = await readLab(place, (execute) => readLedgerScores(execute, { ...period, ledger }));
  const top = Math.min(question.topMax ?? 10, LIMITS.labTopMax);
  const { sides, members, events, withoutSnapshot, asOfNow } = run.value;
  const [{ book, missed, context }] = sides;
  const rules = [
    ...new Set([...live.behaviour.awards, ...awards].filter((award) => award.ledger === ledger).map(({ id }) => id)),
  ];
  const tallied = (tally: Tally, rule: string): RuleTally | null =>
    tally.rules().find((one) => one.rule === rule) ?? null;
  return ok({
    comparison: compareScores(members.people, { before: was.scores(), after: is.scores() }, top),
    posted: sumOf([...ledgerScores.people.values()]),
    members,
    rules: rules.map((rule): WhatIfRule => ({ rule, before: tallied(was, rule), after: tallied(is, rule) })),
    budgets: budgets.map(({ label, opening, key }) => ({
      label,
      opening,
      left: unitsDecimal(book.balance(key.book, keyText(key.key))),
      ranOutAt: is.ranOutAt(placeOf(key.book, keyText(key.key))),
    })),
    cuts: is.cuts(),
    samples: samples.told(context),
    flags: flagsOf(is.people()),
    events,
    withoutSnapshot,
    missed,
    asOfNow,
  });
}

interface OpenBudget {
  readonly label: string;
  readonly key: BookKey;
  readonly opening: Decimal;
}

/** The budgets that awards are paid from, with what is assumed of them put in. */
function openBudgets(
  book: PointsBook,
  context: SimContext,
  { awards, assumed }: { readonly awards: readonly AwardModel[]; readonly assumed: readonly AssumedBudget[] },
): readonly OpenBudget[] {
  const found = new Map<string, OpenBudget>();
  for (const award of awards) {
    const key = budgetKey(context, award);
    if (key === undefined) continue;
    const at = { book: booksOf(context.model.behaviour, award).budget.id, key };
    const text = keyText(key);
    const given = assumed.find(({ of }) => isOf(award.budget, of));
    if (given !== undefined) book.assume(at.book, text, units(given.amount));
    found.set(placeOf(at.book, text), {
      label: budgetLabel(award.budget),
      key: at,
      opening: unitsDecimal(book.balance(at.book, text)),
    });
  }
  return [...found.values()];
}

/** Ten entries to look at: of each rule one that was cut and one that was not, then the first that come. */
class Samples {
  readonly #kinds = new Map<string, Seen>();
  readonly #others: Seen[] = [];

  look(effect: Seen['effect'], item: SimItem): void {
    const kind = `${effect.posting.rule} ${effect.cutBy ?? ''}`;
    if (!this.#kinds.has(kind)) this.#kinds.set(kind, { effect, item });
    else if (this.#others.length < SAMPLES_MAX) this.#others.push({ effect, item });
  }

  told(context: SimContext): readonly WhatIfSample[] {
    return [...this.#kinds.values(), ...this.#others].slice(0, SAMPLES_MAX).map(({ effect, item }) => {
      const { posting, at, asked, granted, cutBy } = effect;
      return {
        at,
        user: posting.user,
        entity: posting.source?.entity ?? null,
        record: posting.source?.record ?? null,
        rule: posting.rule,
        asked: unitsText(asked),
        granted: unitsText(granted),
        cutBy: cutBy ?? null,
        why: whyOf(context, effect, item),
      };
    });
  }
}

interface Seen {
  readonly effect: Extract<SimEffect, { readonly kind: 'award' }>;
  readonly item: SimItem;
}

/** Awards are scored without their reasons, which cost more than all else; those that are shown are told afterwards. */
function whyOf(context: SimContext, effect: Seen['effect'], item: SimItem): AwardWhy | null {
  const { posting } = effect;
  const event = eventOf(item, effect);
  const award = context.model.behaviour.awards.find(({ id }) => id === posting.rule);
  if (event === undefined || award === undefined || item.kind !== 'transaction') return null;
  const evaluation = { now: item.at, timeZone: context.timeZone, actor: item.actor };
  const { user, asked } = posting;
  return explainAward({ ...context, evaluation }, award, { user, asked, variables: { doc: event.doc } });
}

function flagsOf(people: readonly PersonTally[]): readonly WhatIfFlag[] {
  return people.flatMap(({ user, entries, cut, byRule }): readonly WhatIfFlag[] => {
    if (entries < FLAG_ENTRIES_MIN) return [];
    const amounts = [...byRule].toSorted(([, a], [, b]) => (a.coefficient < b.coefficient ? 1 : -1));
    const total = { coefficient: amounts.reduce((sum, [, { coefficient }]) => sum + coefficient, 0n), scale: 12 };
    const first = amounts[0];
    const oneRule = first === undefined || byRule.size < 2 ? undefined : ratio(first[1], total);
    const often = ratio({ coefficient: BigInt(cut), scale: 0 }, { coefficient: BigInt(entries), scale: 0 });
    return [
      ...(first !== undefined && oneRule !== undefined && oneRule.coefficient >= ONE_RULE_MIN
        ? [{ kind: 'oneRule', user, rule: first[0], share: oneRule } as const]
        : []),
      ...(often !== undefined && often.coefficient >= OFTEN_CUT_MIN
        ? [{ kind: 'oftenCut', user, rule: null, share: often } as const]
        : []),
    ];
  });
}

/** Shares have four digits: nine tenths of the points from one rule, a third of the entries cut. */
const ONE_RULE_MIN = 9000n;
const OFTEN_CUT_MIN = 3333n;
