/**
 * A ledger as simple as it can be: maps in memory, one thing after another. The engine must agree with it on every
 * answer and every balance. Stock: measure `available` with minimum 0. Points: budget, wallet with lots, pending, owed.
 */
export interface Lot {
  left: number;
  readonly expires: number;
  readonly of: string;
}

export interface Reservation {
  readonly key: number;
  readonly amount: number;
  readonly expires: number;
  state: 'open' | 'consumed' | 'lapsed' | 'reversed';
  /** Whether its consumption took it anew. */
  retaken: boolean;
}

interface Award {
  readonly user: number;
  readonly amount: number;
  state: 'pending' | 'granted' | 'clawed' | 'released';
}

export class LedgerModelState {
  now = 0;
  stock = [0, 0, 0];
  readonly reservations = new Map<string, Reservation>();
  readonly receipts = new Map<string, { readonly key: number; readonly amount: number; reversed: boolean }>();
  budget = 0;
  readonly lots: Lot[][] = [[], []];
  readonly owed = [0, 0];
  readonly pending = [0, 0];
  readonly used = [0, 0];
  breakage = 0;
  private readonly expired = new Map<string, number>();
  readonly awards = new Map<string, Award>();

  /** Time goes on; what is due is due at once. Whoever asks for a balance has let the jobs run. */
  pass(days: number): void {
    this.now += days;
    for (const one of this.reservations.values())
      if (one.state === 'open' && one.expires <= this.now) this.give(one, 'lapsed');
    for (const lots of this.lots)
      for (const lot of lots.filter(({ expires, left }) => left > 0 && expires <= this.now)) {
        this.breakage += lot.left;
        this.expired.set(lot.of, (this.expired.get(lot.of) ?? 0) + lot.left);
        lot.left = 0;
      }
  }

  private give(one: Reservation, state: Reservation['state']): void {
    this.stock[one.key] = this.at(one.key) + one.amount;
    one.state = state;
  }

  at(key: number): number {
    return this.stock[key] ?? 0;
  }

  move(id: string, key: number, amount: number): boolean {
    if (amount < 0 && this.at(key) + amount < 0) return false;
    this.stock[key] = this.at(key) + amount;
    this.receipts.set(id, { key, amount, reversed: false });
    return true;
  }

  reverse(id: string): boolean {
    const one = this.receipts.get(id);
    if (one === undefined || one.reversed) return true;
    if (one.amount > 0 && this.at(one.key) - one.amount < 0) return false;
    this.stock[one.key] = this.at(one.key) - one.amount;
    one.reversed = true;
    return true;
  }

  reserve(id: string, key: number, amount: number, days: number): boolean {
    if (this.at(key) - amount < 0) return false;
    this.stock[key] = this.at(key) - amount;
    this.reservations.set(id, { key, amount, expires: this.now + days, state: 'open', retaken: false });
    return true;
  }

  consume(id: string): boolean {
    const one = this.reservations.get(id);
    if (one === undefined || one.state === 'consumed' || one.state === 'reversed') return false;
    if (one.state === 'lapsed') {
      if (this.at(one.key) - one.amount < 0) return false;
      this.stock[one.key] = this.at(one.key) - one.amount;
    }
    one.state = 'consumed';
    return true;
  }

  award(id: string, user: number, asked: number, more: { readonly pending: boolean; readonly days: number }): number {
    const granted = Math.max(0, Math.min(asked, 40 - (this.used[user] ?? 0), this.budget));
    if (granted === 0) return 0;
    this.used[user] = (this.used[user] ?? 0) + granted;
    this.awards.set(id, { user, amount: granted, state: more.pending ? 'pending' : 'granted' });
    this.budget -= granted;
    if (more.pending) this.pending[user] = (this.pending[user] ?? 0) + granted;
    else this.credit(id, user, granted, this.now + more.days);
    return granted;
  }

  private credit(id: string, user: number, amount: number, expires: number): void {
    const settled = Math.min(this.owed[user] ?? 0, amount);
    this.owed[user] = (this.owed[user] ?? 0) - settled;
    this.budget += settled;
    if (amount > settled) this.lots[user]?.push({ left: amount - settled, expires, of: id });
  }

  mature(id: string, days: number): void {
    const one = this.awards.get(id);
    if (one?.state !== 'pending') return;
    one.state = 'granted';
    this.pending[one.user] = (this.pending[one.user] ?? 0) - one.amount;
    this.credit(id, one.user, one.amount, days);
  }

  clawback(id: string): void {
    const one = this.awards.get(id);
    if (one === undefined || one.state === 'clawed' || one.state === 'released') return;
    if (one.state === 'pending') {
      this.pending[one.user] = (this.pending[one.user] ?? 0) - one.amount;
      this.budget += one.amount;
    } else {
      const lots = this.lots[one.user] ?? [];
      const amount = one.amount - (this.expired.get(id) ?? 0);
      const [own, others] = [lots.filter(({ of }) => of === id), lots.filter(({ of }) => of !== id)];
      const taken = take([...own, ...byExpiry(others)], amount);
      this.budget += taken;
      this.owed[one.user] = (this.owed[one.user] ?? 0) + amount - taken;
    }
    one.state = 'clawed';
  }

  wallet(user: number): number {
    return (this.lots[user] ?? []).reduce((sum, { left }) => sum + left, 0);
  }

  redeem(user: number, amount: number): boolean {
    if (this.wallet(user) < amount) return false;
    take(byExpiry(this.lots[user] ?? []), amount);
    return true;
  }
}

function byExpiry(lots: readonly Lot[]): readonly Lot[] {
  return lots.toSorted((a, b) => a.expires - b.expires);
}

/** Takes from the lots in order; gives what there was. */
function take(lots: readonly Lot[], amount: number): number {
  let rest = amount;
  for (const lot of lots) {
    const part = Math.min(rest, lot.left);
    lot.left -= part;
    rest -= part;
  }
  return amount - rest;
}
