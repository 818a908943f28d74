/**
 * What `fw_post` is asked, as plain JSON (SPEC LED). One call does all postings of one transaction, or none of them.
 * Amounts are exact texts; instants are ISO 8601 in UTC; ids are UUIDs.
 */
export interface PostRequest {
  /** Time of the transaction. */
  readonly now: string;
  readonly actor: string | null;
  readonly templateVersion: number;
  readonly postings: readonly PostingRequest[];
}

export type PostingRequest = MovePosting | ReversePosting | AwardPosting | MaturePosting | ClawbackPosting;

interface PostingBase {
  /** Made from what causes it, so that a second attempt has the same id and changes nothing. */
  readonly id: string;
  /** What is told about the posting: the document and the transition that made it. */
  readonly source: PostingSource | null;
  /** JSON pointer or name that refusals are told at. */
  readonly place?: string;
}

export interface PostingSource {
  readonly entity: string;
  readonly record: string;
  readonly transition?: string;
}

/** Movements as given, each within its bounds or all refused. */
export interface MovePosting extends PostingBase {
  readonly kind: 'move';
  readonly ledger: string;
  /** Id of the posting in the template, `opening`, `expiry`, `adjustment`, … */
  readonly rule: string;
  /** Business time. Absent: `now`. */
  readonly effectiveAt?: string;
  /** A reservation: what it takes comes back by itself then, unless a posting consumed or reversed it before. */
  readonly expiresAt?: string;
  /** The open reservation of the same record that this posting uses up; one that has lapsed is taken anew. */
  readonly consume?: string;
  readonly lines: readonly LineRequest[];
  readonly explain?: unknown;
}

/** One balance: a book and the value of each of its columns. */
export interface BookKey {
  readonly book: string;
  readonly key: Readonly<Record<string, string | null>>;
}

export interface LineRequest {
  readonly book: string;
  /** Value by column of the dimension (`u0`, `t0`); null where an optional one is not given. */
  readonly key: Readonly<Record<string, string | null>>;
  /**
   * Change of each measure by index; `auto` is the cost at the moving average, of the amount measure; `=8` is what there
   * is to be afterwards, and `~0` changes by as much as measure 0, whose change is known.
   */
  readonly amounts: readonly (string | null)[];
  readonly bounds: readonly BoundRequest[];
  /** Cost of what is taken at the moving average: which measure is the quantity and which the amount. */
  readonly cost?: { readonly quantity: number; readonly amount: number; readonly scale: number };
  /** Lots: when the lot that this line adds expires (null: never); a line that takes consumes lots in the book's order. */
  readonly lot?: { readonly expiresAt: string | null } | null;
  /** How a taking line consumes lots, where the book keeps them. */
  readonly consumeLots?: 'earliestExpiry' | 'fifo' | 'lifo';
  /** Of a book with lots: where a lot goes when it expires; the ledger's `opening` when absent. */
  readonly expireTo?: BookKey;
  readonly place?: string;
}

/** Of one measure; null is unbounded. */
export interface BoundRequest {
  readonly measure: number;
  readonly lo: string | null;
  readonly hi: string | null;
}

/** Mirror movements of what a record's rules have posted and nobody reversed; nothing where there is nothing. */
export interface ReversePosting extends PostingBase {
  readonly kind: 'reverse';
  readonly record: string;
  readonly rules: readonly string[];
  readonly effectiveAt?: string;
  readonly reason?: string;
  /** Whether finding nothing to reverse is refused (`LEDGER_ALREADY_REVERSED`) instead of being nothing to do. */
  readonly strict?: boolean;
}

/** Points for a person: as much of what is asked as every limit and the budget leave. Never refuses; may grant nothing. */
export interface AwardPosting extends PostingBase {
  readonly kind: 'award';
  readonly ledger: string;
  /** The award's id in the template. */
  readonly rule: string;
  /** The same rule and once-key are granted once in a tenant's life. */
  readonly once: string;
  readonly user: string;
  readonly asked: string;
  readonly scale: number;
  readonly effectiveAt?: string;
  readonly budget: { readonly book: string; readonly key: Readonly<Record<string, string | null>> } | null;
  readonly wallet: { readonly book: string; readonly key: Readonly<Record<string, string | null>> };
  /** Where it waits until its outcome; absent: straight to the wallet. */
  readonly pending?: {
    readonly book: string;
    readonly key: Readonly<Record<string, string | null>>;
    /** Given back to the budget then when the outcome has not come. */
    readonly until: string | null;
  };
  readonly owed?: { readonly book: string; readonly key: Readonly<Record<string, string | null>> };
  /** Where the lot goes when it expires; the ledger's `opening` when absent. */
  readonly expireTo?: BookKey;
  /** When the lot expires, counted from the grant; null: never. */
  readonly lotExpiresAt: string | null;
  readonly limits: readonly AwardLimit[];
  /** Why: rule, version, values read and the value of each part; kept with the entry. */
  readonly explain: unknown;
}

/** The outcome that pending points of a record waited for: they go to the wallets. Nothing where nothing is pending. */
export interface MaturePosting extends PostingBase {
  readonly kind: 'mature';
  readonly ledger: string;
  /** The award's id in the template. */
  readonly rule: string;
  readonly record: string;
  readonly effectiveAt?: string;
  /** `failed`: the outcome will not come; what is pending goes back to the budget. */
  readonly outcome?: 'come' | 'failed';
}

/**
 * Takes back what a rule granted for a record, once: from pending, from the wallet, and what was spent already into
 * `owed` where the award has such a book. Nothing where nothing was granted.
 */
export interface ClawbackPosting extends PostingBase {
  readonly kind: 'clawback';
  readonly ledger: string;
  readonly rule: string;
  readonly record: string;
  readonly effectiveAt?: string;
  readonly reason?: string;
}

/** A cap or cool-down; each is a book of its own (`@limit.<award>.<limit>`), so that it is locked like any balance. */
export interface AwardLimit {
  readonly id: string;
  /** Of whom and when: `u0` a user, `t0` everything else in one text. */
  readonly key: Readonly<Record<string, string | null>>;
  readonly max?: string;
  readonly cooldownSeconds?: number;
}

export type PostAnswer =
  | { readonly ok: true; readonly postings: readonly PostedAnswer[] }
  | { readonly ok: false; readonly refusals: readonly PostRefusal[] };

export interface PostedAnswer {
  readonly id: string;
  /** The id had been posted before; nothing was done again. */
  readonly replayed: boolean;
  /** Of awards: what was granted and what cut it (`once`, a limit's id, `budget`). */
  readonly granted?: string;
  readonly cutBy?: string;
}

/** Every line that is out of bounds, at once. */
export interface PostRefusal {
  readonly code:
    | 'LEDGER_BELOW_MINIMUM'
    | 'LEDGER_ABOVE_MAXIMUM'
    | 'LEDGER_PERIOD_CLOSED'
    | 'LEDGER_BACKDATED_BELOW_MINIMUM'
    | 'LEDGER_UNBALANCED'
    | 'LEDGER_ALREADY_REVERSED'
    | 'LEDGER_NOT_CONSUMABLE'
    | 'LEDGER_IN_FUTURE'
    | 'LEDGER_POSTING_MISMATCH';
  readonly place: string | null;
  /** The other lines that take part. */
  readonly related?: readonly string[];
  readonly params: Readonly<Record<string, string | number | null>>;
}
