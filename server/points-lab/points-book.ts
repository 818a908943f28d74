import type { AwardPosting, ClawbackPosting, MaturePosting } from '../compile/post-request.ts';
import { DueQueue } from './due-queue.ts';
import type { LedgerMove, PointsOpening } from './points-opening.ts';
import { bookPlace, grantOf, limitPlace, openGrant, placeOf, type Grant } from './points-grant.ts';
import { truncated, units } from './points-units.ts';

/** What happened to an award in the simulation. Amounts in units. */
export type SimEffect =
  | {
      readonly kind: 'award';
      readonly posting: AwardPosting;
      readonly at: string;
      readonly asked: bigint;
      readonly granted: bigint;
      /** `once`, a limit's id, or `budget`. */
      readonly cutBy: string | undefined;
    }
  | {
      readonly kind: 'matured' | 'released' | 'clawed' | 'expired';
      readonly award: string;
      readonly rule: string;
      readonly user: string | null;
      readonly at: string;
      readonly amount: bigint;
    };

export type SimPosting = AwardPosting | MaturePosting | ClawbackPosting;

interface Balance {
  amount: bigint;
  lo: bigint;
  lastMs: number;
}

interface Lot {
  readonly award: string;
  readonly rule: string;
  readonly user: string | null;
  readonly wallet: string;
  readonly expiresMs: number;
  readonly order: number;
  remaining: bigint;
}

/** What mature and claw-back of one request build on, as it stood before the request (SPEC [LED]). */
type Step =
  | { readonly kind: 'award'; readonly posting: AwardPosting }
  | { readonly kind: 'matured' | 'clawed'; readonly grant: Grant; readonly wasPending: boolean };

/**
 * Balances, caps, budgets, lots and once-keys of points in memory, with the same semantics as `fw_post`: an award
 * grants the least of what is asked, what each limit leaves and what the budget holds, cut to the ledger's digits;
 * pending, maturity, claw-back and debts as there (SPEC [LAB-2]). `sweeps` says when pending points go back and lots
 * expire: `whenDue`, or `asLogged`, when the ledger says that its job did it, so that a replay is exact.
 */
export class PointsBook {
  readonly #balances = new Map<string, Balance>();
  readonly #onces = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #grants = new Map<string, Grant>();
  readonly #byRecord = new Map<string, Grant[]>();
  readonly #lots = new Map<string, Lot[]>();
  readonly #due = new DueQueue<Grant | Lot>();
  readonly #assumed = new Set<string>();
  /** What has expired of the lots of each award: it is neither taken back nor owed. */
  readonly #expired = new Map<string, bigint>();
  readonly #whenDue: boolean;
  #order = 0;

  constructor(opening: PointsOpening, { sweeps }: { readonly sweeps: 'whenDue' | 'asLogged' }) {
    this.#whenDue = sweeps === 'whenDue';
    for (const { book, key, amount, lo, lastAt } of opening.balances) {
      this.#balances.set(placeOf(book, key), {
        amount: units(amount),
        lo: lo === null ? 0n : units(lo),
        lastMs: lastAt === null ? Number.NEGATIVE_INFINITY : Date.parse(lastAt),
      });
    }
    for (const [rule, once] of opening.onces) this.#onces.add(`${rule} ${once}`);
    for (const award of opening.awards) {
      const grant = openGrant(award);
      this.#addGrant(grant);
      this.#noteExpired(award.id, units(award.expired));
      if (grant.state === 'open' && award.until !== null) this.#due.add(Date.parse(award.until), grant);
    }
    for (const { award, rule, user, book, key, remaining, expiresAt } of opening.lots) {
      this.#addLot({ award, rule, user, wallet: placeOf(book, key), expiresAt }, units(remaining));
    }
  }

  /** What a balance holds now, in units. */
  balance(book: string, key: string): bigint {
    return this.#balances.get(placeOf(book, key))?.amount ?? 0n;
  }

  /** All balances that are not zero, by book and key. */
  balances(): ReadonlyMap<string, bigint> {
    return new Map([...this.#balances].flatMap(([place, { amount }]) => (amount === 0n ? [] : [[place, amount]])));
  }

  /** Sets a balance, as a question assumes it; what was put into it or taken out later is left out then. */
  assume(book: string, key: string, amount: bigint): void {
    const place = placeOf(book, key);
    this.#at(place).amount = amount;
    this.#assumed.add(place);
  }

  /** The postings of one transaction, in order. What has been posted already does nothing. */
  post(postings: readonly SimPosting[], now: string): readonly SimEffect[] {
    const swept = this.sweep(now);
    const steps = postings.flatMap((posting): readonly Step[] => this.#planned(posting));
    return [...swept, ...steps.flatMap((step) => this.#run(step, now))];
  }

  /** Lets go of what is due at an instant, when that is how this book sweeps. */
  sweep(now: string): readonly SimEffect[] {
    if (!this.#whenDue) return [];
    const nowMs = Date.parse(now);
    const effects: SimEffect[] = [];
    for (let item = this.#due.take(nowMs); item !== undefined; item = this.#due.take(nowMs)) {
      if ('state' in item) effects.push(...this.#release(item, now));
      else effects.push(...this.#expire(item, now));
    }
    return effects;
  }

  /** What the ledger tells of other things than awards: redemptions, funding, and, in a replay, what its jobs did. */
  move({ at, deltas, released, expires }: LedgerMove): readonly SimEffect[] {
    const swept = this.sweep(at);
    const grant = released === undefined ? undefined : this.#grants.get(released);
    const effects = grant === undefined ? [] : this.#release(grant, at);
    for (const { book, key, amount, lots } of deltas) {
      const place = placeOf(book, key);
      if (this.#assumed.has(place)) continue;
      const change = units(amount);
      this.#change(place, change, Date.parse(at));
      if (lots === undefined) continue;
      if (change < 0n && expires === true) this.#noteExpired(lots.award, -change);
      if (change < 0n) this.#consume(place, -change, { award: lots.award, nowMs: Date.parse(at), own: 'any' });
      else this.#giveBack(place, change, lots);
    }
    return [...swept, ...effects];
  }

  #planned(posting: SimPosting): readonly Step[] {
    if (this.#ids.has(posting.id)) return [];
    this.#ids.add(posting.id);
    if (posting.kind === 'award') return [{ kind: 'award', posting }];
    const grants = this.#byRecord.get(`${posting.rule} ${posting.record}`) ?? [];
    if (posting.kind === 'mature') {
      return grants
        .filter(({ state }) => state === 'open')
        .map((grant) => ({ kind: 'matured', grant, wasPending: true }));
    }
    return grants
      .filter(({ state, granted }) => granted > 0n && state !== 'lapsed' && state !== 'reversed')
      .map((grant) => ({ kind: 'clawed', grant, wasPending: grant.state === 'open' }));
  }

  #run(step: Step, now: string): readonly SimEffect[] {
    if (step.kind === 'award') return [this.#award(step.posting, now)];
    const { grant } = step;
    const nowMs = Date.parse(now);
    if (step.kind === 'matured') {
      grant.state = 'settled';
      this.#pay(grant.payer, grant.pending, { amount: grant.granted, atMs: nowMs });
      this.#credit(grant, nowMs);
    } else {
      grant.state = 'reversed';
      if (step.wasPending) this.#pay(grant.payer, grant.pending, { amount: grant.granted, atMs: nowMs });
      else this.#takeBack(grant, nowMs);
    }
    return [effectOf(step.kind, grant, now)];
  }

  #award(posting: AwardPosting, now: string): SimEffect {
    const at = posting.effectiveAt ?? now;
    const atMs = Date.parse(at);
    const asked = units(posting.asked);
    const done = (granted: bigint, cutBy: string | undefined): SimEffect => ({
      kind: 'award',
      posting,
      at: now,
      asked,
      granted,
      cutBy,
    });
    const once = `${posting.rule} ${posting.once}`;
    if (this.#onces.has(once)) return done(0n, 'once');
    this.#onces.add(once);
    const { granted, cutBy } = this.#roomFor(posting, asked, atMs);
    const grant = grantOf(posting, granted);
    this.#addGrant(grant);
    if (granted > 0n) {
      for (const limit of posting.limits) this.#change(limitPlace(posting.rule, limit), granted, atMs);
      if (grant.pending === undefined) this.#credit(grant, atMs);
      else this.#pay(grant.pending, grant.payer, { amount: granted, atMs });
    }
    const until = posting.pending?.until ?? null;
    if (grant.state === 'open' && until !== null) this.#due.add(Date.parse(until), grant);
    return done(granted, cutBy);
  }

  #roomFor(
    posting: AwardPosting,
    asked: bigint,
    atMs: number,
  ): { readonly granted: bigint; readonly cutBy: string | undefined } {
    let granted = asked > 0n ? asked : 0n;
    let cutBy: string | undefined;
    for (const limit of posting.limits) {
      const used = this.#at(limitPlace(posting.rule, limit));
      let room = limit.max === undefined ? undefined : units(limit.max) - used.amount;
      const { cooldownSeconds } = limit;
      if (cooldownSeconds !== undefined && Math.abs(atMs - used.lastMs) < cooldownSeconds * 1000) room = 0n;
      if (room === undefined || room >= granted) continue;
      granted = room > 0n ? room : 0n;
      cutBy = limit.id;
    }
    if (posting.budget !== null) {
      const budget = this.#at(bookPlace(posting.budget));
      const room = budget.amount - budget.lo;
      if (room < granted) {
        granted = room > 0n ? room : 0n;
        cutBy = 'budget';
      }
    }
    return { granted: truncated(granted, posting.scale), cutBy };
  }

  /** To the person: what is owed is settled first, the rest is a lot of the wallet. */
  #credit(grant: Grant, atMs: number): void {
    const owed = grant.owed === undefined ? 0n : this.#at(grant.owed).amount;
    const settled = owed <= 0n ? 0n : owed < grant.granted ? owed : grant.granted;
    const rest = grant.granted - settled;
    if (settled > 0n) this.#pay(grant.opening, grant.owed, { amount: settled, atMs });
    if (rest === 0n) return;
    this.#pay(grant.wallet, grant.payer, { amount: rest, atMs });
    const { id: award, rule, user, wallet, lotExpiresAt: expiresAt } = grant;
    this.#addLot({ award, rule, user, wallet, expiresAt }, rest);
  }

  /** Back to the budget as far as the wallet has it, own lots first; what was spent is owed, what has expired is not. */
  #takeBack(grant: Grant, atMs: number): void {
    const lots = this.#lots.get(grant.wallet) ?? [];
    const sum = (of: readonly Lot[]): bigint => of.reduce((total, { remaining }) => total + remaining, 0n);
    const left = sum(lots.filter(({ expiresMs }) => expiresMs > atMs));
    const gone = sum(lots.filter(({ award, expiresMs }) => award === grant.id && expiresMs <= atMs));
    const due = grant.granted - gone - (this.#expired.get(grant.id) ?? 0n);
    const taken = left < due ? left : due;
    if (taken > 0n) {
      this.#pay(grant.payer, grant.wallet, { amount: taken, atMs });
      this.#consume(grant.wallet, taken, { award: grant.id, nowMs: atMs, own: 'unexpired' });
    }
    if (grant.owed !== undefined && taken < due) this.#pay(grant.owed, grant.opening, { amount: due - taken, atMs });
  }

  #release(grant: Grant, now: string): readonly SimEffect[] {
    if (grant.state !== 'open') return [];
    grant.state = 'lapsed';
    this.#pay(grant.payer, grant.pending, { amount: grant.granted, atMs: Date.parse(now) });
    return [effectOf('released', grant, now)];
  }

  #expire(lot: Lot, now: string): readonly SimEffect[] {
    const { award, rule, user, remaining: amount } = lot;
    if (amount === 0n) return [];
    lot.remaining = 0n;
    this.#noteExpired(award, amount);
    this.#change(lot.wallet, -amount, Date.parse(now));
    return [{ kind: 'expired', award, rule, user, at: now, amount }];
  }

  #noteExpired(award: string, amount: bigint): void {
    this.#expired.set(award, (this.#expired.get(award) ?? 0n) + amount);
  }

  /** The lots of an award first, then those that expire first; of others what has expired can't be spent. */
  #consume(
    wallet: string,
    amount: bigint,
    by: { readonly award: string | null; readonly nowMs: number; readonly own: 'any' | 'unexpired' },
  ): void {
    let rest = amount;
    const lots = (this.#lots.get(wallet) ?? []).filter(({ remaining }) => remaining > 0n);
    const ordered = [
      ...lots.filter(({ award, expiresMs }) => award === by.award && (by.own === 'any' || expiresMs > by.nowMs)),
      ...lots.filter(({ award, expiresMs }) => award !== by.award && expiresMs > by.nowMs).toSorted(byExpiry),
    ];
    for (const lot of ordered) {
      const part = lot.remaining < rest ? lot.remaining : rest;
      lot.remaining -= part;
      rest -= part;
    }
    this.#lots.set(
      wallet,
      lots.filter(({ remaining }) => remaining > 0n),
    );
  }

  #giveBack(wallet: string, amount: bigint, lots: NonNullable<LedgerMove['deltas'][number]['lots']>): void {
    const known = (this.#lots.get(wallet) ?? []).find(({ award }) => award === lots.award);
    if (known !== undefined) known.remaining += amount;
    else this.#addLot({ award: lots.award, rule: '', user: null, wallet, expiresAt: lots.expiresAt }, amount);
  }

  #addGrant(grant: Grant): void {
    this.#grants.set(grant.id, grant);
    if (grant.record === null) return;
    const key = `${grant.rule} ${grant.record}`;
    const grants = this.#byRecord.get(key);
    if (grants === undefined) this.#byRecord.set(key, [grant]);
    else grants.push(grant);
  }

  #addLot(
    lot: Omit<Lot, 'remaining' | 'expiresMs' | 'order'> & { readonly expiresAt: string | null },
    amount: bigint,
  ): void {
    this.#order += 1;
    const { expiresAt, ...rest } = lot;
    const expiresMs = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
    const made: Lot = { ...rest, expiresMs, order: this.#order, remaining: amount };
    const lots = this.#lots.get(lot.wallet);
    if (lots === undefined) this.#lots.set(lot.wallet, [made]);
    else lots.push(made);
    if (expiresAt !== null) this.#due.add(expiresMs, made);
  }

  #pay(
    taker: string | undefined,
    giver: string | undefined,
    by: { readonly amount: bigint; readonly atMs: number },
  ): void {
    if (giver !== undefined) this.#change(giver, -by.amount, by.atMs);
    if (taker !== undefined) this.#change(taker, by.amount, by.atMs);
  }

  #change(place: string, amount: bigint, atMs: number): void {
    if (amount === 0n) return;
    const balance = this.#at(place);
    balance.amount += amount;
    if (atMs > balance.lastMs) balance.lastMs = atMs;
  }

  #at(place: string): Balance {
    const known = this.#balances.get(place);
    if (known !== undefined) return known;
    const made = { amount: 0n, lo: 0n, lastMs: Number.NEGATIVE_INFINITY };
    this.#balances.set(place, made);
    return made;
  }
}

function effectOf(kind: 'matured' | 'released' | 'clawed', grant: Grant, at: string): SimEffect {
  return { kind, award: grant.id, rule: grant.rule, user: grant.user, at, amount: grant.granted };
}

function byExpiry(a: Lot, b: Lot): number {
  return a.expiresMs === b.expiresMs ? a.order - b.order : a.expiresMs < b.expiresMs ? -1 : 1;
}
