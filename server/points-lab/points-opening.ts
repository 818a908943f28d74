/*
 * What the ledger tells a simulation. Keys are the canonical texts of the ledger, amounts exact texts, instants ISO
 * 8601 in UTC.
 */

/** Points as they stood when the period began. */
export interface PointsOpening {
  readonly balances: readonly {
    readonly book: string;
    readonly key: string;
    readonly amount: string;
    /** How far it may go down; null: unbounded, which awards take as nothing. */
    readonly lo: string | null;
    readonly lastAt: string | null;
  }[];
  /** Rule and once-key of the awards made before. */
  readonly onces: readonly (readonly [rule: string, once: string])[];
  /** Awards made before that the period's outcomes may find. */
  readonly awards: readonly OpenAward[];
  readonly lots: readonly {
    /** The award that the lot is of; for other lots the posting. */
    readonly award: string;
    readonly rule: string;
    readonly user: string | null;
    readonly book: string;
    readonly key: string;
    readonly remaining: string;
    readonly expiresAt: string | null;
  }[];
}

type BookPair = readonly [book: string, key: string];

export interface OpenAward {
  readonly id: string;
  readonly ledger: string;
  readonly rule: string;
  readonly user: string | null;
  readonly record: string | null;
  readonly granted: string;
  /** What has expired of its lots already. */
  readonly expired: string;
  readonly state: 'open' | 'settled' | 'lapsed' | 'reversed';
  /** When pending points go back. */
  readonly until: string | null;
  readonly lotExpiresAt: string | null;
  readonly budget: BookPair | null;
  readonly wallet: BookPair;
  readonly pending: BookPair | null;
  readonly owed: BookPair | null;
}

/** Movements on the books of points that no award of the period made. */
export interface LedgerMove {
  readonly at: string;
  readonly deltas: readonly {
    readonly book: string;
    readonly key: string;
    readonly amount: string;
    /** Of books with lots: the award or posting whose lot it was, and when that expires. */
    readonly lots?: { readonly award: string; readonly expiresAt: string | null };
  }[];
  /** The award whose pending points a job gave back. */
  readonly released?: string;
  /** Whether lots expired by it. */
  readonly expires?: boolean;
}
