import type { Decimal } from '../../schema/core/decimal.ts';
import type { SimEffect } from './points-book.ts';
import { placeOf } from './points-grant.ts';
import { keyText, unitsDecimal } from './points-units.ts';

/** What one award came to. */
export interface RuleTally {
  readonly rule: string;
  readonly entries: number;
  readonly asked: Decimal;
  readonly granted: Decimal;
  /** Taken back, and given back from pending. */
  readonly returned: Decimal;
}

/** How often something cut an award, and by how much. */
export interface CutTally {
  readonly rule: string;
  /** `once`, a limit's id, or `budget`. */
  readonly by: string;
  readonly count: number;
  readonly amount: Decimal;
}

/** Entries of a person: how many there were, how many were cut, and how much each rule gave. */
export interface PersonTally {
  readonly user: string;
  readonly entries: number;
  readonly cut: number;
  readonly byRule: ReadonlyMap<string, Decimal>;
}

interface Counting {
  entries: number;
  cut: number;
  asked: bigint;
  granted: bigint;
  returned: bigint;
}

/** Adds effects up as they come. */
export class Tally {
  readonly #rules = new Map<string, Counting>();
  readonly #people = new Map<string, { readonly all: Counting; readonly rules: Map<string, bigint> }>();
  readonly #cuts = new Map<string, { readonly rule: string; readonly by: string; count: number; amount: bigint }>();
  readonly #ranOut = new Map<string, string>();

  add(effect: SimEffect): void {
    if (effect.kind === 'matured' || effect.kind === 'expired') return;
    if (effect.kind === 'award') this.#award(effect);
    else {
      this.#rule(effect.rule).returned += effect.amount;
      if (effect.user !== null) this.#person(effect.user).all.returned += effect.amount;
    }
  }

  /** Points of each person, less what was taken back. */
  scores(): ReadonlyMap<string, Decimal> {
    return new Map(
      [...this.#people].map(([user, { all }]) => [user, unitsDecimal(all.granted - all.returned)] as const),
    );
  }

  rules(): readonly RuleTally[] {
    return [...this.#rules].map(([rule, { entries, asked, granted, returned }]) => ({
      rule,
      entries,
      asked: unitsDecimal(asked),
      granted: unitsDecimal(granted),
      returned: unitsDecimal(returned),
    }));
  }

  people(): readonly PersonTally[] {
    return [...this.#people].map(([user, { all, rules }]) => ({
      user,
      entries: all.entries,
      cut: all.cut,
      byRule: new Map([...rules].map(([rule, amount]) => [rule, unitsDecimal(amount)] as const)),
    }));
  }

  /** What was cut most often comes first. */
  cuts(): readonly CutTally[] {
    return [...this.#cuts.values()]
      .map(({ rule, by, count, amount }) => ({ rule, by, count, amount: unitsDecimal(amount) }))
      .sort((a, b) => b.count - a.count || (`${a.rule} ${a.by}` < `${b.rule} ${b.by}` ? -1 : 1));
  }

  /** When a budget first could not pay in full. */
  ranOutAt(place: string): string | null {
    return this.#ranOut.get(place) ?? null;
  }

  #award({ posting, asked, granted, cutBy, at }: Extract<SimEffect, { readonly kind: 'award' }>): void {
    const { rule, user, budget } = posting;
    const person = this.#person(user);
    for (const counting of [this.#rule(rule), person.all]) {
      counting.entries += 1;
      counting.asked += asked;
      counting.granted += granted;
      if (cutBy !== undefined) counting.cut += 1;
    }
    person.rules.set(rule, (person.rules.get(rule) ?? 0n) + granted);
    if (cutBy === undefined) return;
    const key = `${rule} ${cutBy}`;
    const cut = this.#cuts.get(key) ?? { rule, by: cutBy, count: 0, amount: 0n };
    this.#cuts.set(key, cut);
    cut.count += 1;
    cut.amount += asked - granted;
    if (cutBy !== 'budget' || budget === null) return;
    const place = placeOf(budget.book, keyText(budget.key));
    if (!this.#ranOut.has(place)) this.#ranOut.set(place, at);
  }

  #rule(rule: string): Counting {
    const known = this.#rules.get(rule);
    if (known !== undefined) return known;
    const made = nothing();
    this.#rules.set(rule, made);
    return made;
  }

  #person(user: string): { readonly all: Counting; readonly rules: Map<string, bigint> } {
    const known = this.#people.get(user);
    if (known !== undefined) return known;
    const made = { all: nothing(), rules: new Map<string, bigint>() };
    this.#people.set(user, made);
    return made;
  }
}

function nothing(): Counting {
  return { entries: 0, cut: 0, asked: 0n, granted: 0n, returned: 0n };
}
