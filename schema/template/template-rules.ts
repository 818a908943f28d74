import type { Text } from '../core/text.ts';
import type { AwardApprovalDef } from './template.ts';
import type { ReportBody } from './template-views.ts';

/*
 * Ledgers, points and automation as authored. They are type aliases, not interfaces, so that the model can keep them
 * as plain items (`OpaqueDef`) until their compilers read them.
 */

export const LEDGER_PERIODS = ['month', 'quarter', 'year'] as const;
export const VALUATION_METHODS = ['movingAverage'] as const;
export const LOT_ORDERS = ['earliestExpiry', 'fifo', 'lifo'] as const;
export const HIT_POLICIES = ['unique', 'first', 'collect'] as const;
export const ALIGNMENTS = ['dayEnd', 'weekEnd', 'monthEnd', 'quarterEnd', 'yearEnd'] as const;
export const ROW_CHANGES = ['created', 'updated', 'deleted', 'restored'] as const;
/** What happens without a record, and can be awarded. */
export const AWARD_EVENTS = ['signIn.firstOfDay'] as const;
export const SCHEDULE_UNITS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

export type LedgerDef = BalanceLedgerDef | DoubleLedgerDef;

/** Dimensions × measures; every measure may be bounded. */
export type BalanceLedgerDef = {
  readonly id: string;
  readonly mode: 'balance';
  readonly label?: Text;
  readonly dimensions: readonly DimensionDef[];
  readonly measures: readonly MeasureDef[];
  readonly valuation?: {
    readonly method: (typeof VALUATION_METHODS)[number];
    readonly quantity: string;
    readonly amount: string;
    readonly lateCost?: string;
  };
  readonly override?: {
    readonly measure: string;
    readonly floor: string;
    readonly roles: readonly string[];
    readonly approval?: boolean;
    readonly expires?: string;
  };
  readonly period?: LedgerPeriodDef;
  readonly origin?: string;
};

/** Accounts; the movements of one posting sum to zero. */
export type DoubleLedgerDef = {
  readonly id: string;
  readonly mode: 'double';
  readonly label?: Text;
  readonly unit?: string;
  readonly scale?: number;
  /** What the names that accounts are kept by stand for, where it is more than a text, a user or a department. */
  readonly dimensions?: readonly DimensionDef[];
  readonly accounts: readonly AccountDef[];
  readonly period?: LedgerPeriodDef;
  readonly origin?: string;
};

export type LedgerPeriodDef = {
  readonly by: (typeof LEDGER_PERIODS)[number];
  readonly close?: string;
  readonly backdate?: string;
};

export type DimensionDef = {
  readonly id: string;
  readonly label?: Text;
  /** The entity whose rows are the dimension's values; else `type` says what a value is. */
  readonly ref?: string;
  readonly type?: string;
  readonly optional?: boolean;
};

export type MeasureDef = {
  readonly id: string;
  readonly label?: Text;
  readonly type: string;
  /** A decimal text, or a path from a dimension: `customer.creditLimit`. */
  readonly min?: string;
  readonly max?: string;
};

export type AccountDef = {
  readonly id: string;
  readonly label?: Text;
  readonly by: readonly string[];
  readonly min?: string;
  readonly max?: string;
  readonly lots?: { readonly consume: (typeof LOT_ORDERS)[number]; readonly expireTo?: string };
};

export type PostingDef = {
  readonly id: string;
  readonly label?: Text;
  readonly of: string;
  readonly ledger: string;
  /** A list in the document, one movement for each row, which expressions call `line`. */
  readonly each?: string;
  readonly when?: string;
  readonly key?: Readonly<Record<string, string>>;
  /** Balance ledgers: measure → expression of the change. */
  readonly move?: Readonly<Record<string, string>>;
  /** The measure whose `move` says what there is afterwards, as a count does; its change is found when it is posted. */
  readonly to?: string;
  /** Measures that change by as much as the one in `to`. */
  readonly follow?: readonly string[];
  /** Double ledgers: what goes to which account. */
  readonly entries?: readonly EntryDef[];
  readonly at?: string;
  readonly expires?: string;
  readonly consume?: string;
  readonly cost?: string;
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
};

export type EntryDef = {
  readonly id: string;
  readonly account: string;
  readonly key?: Readonly<Record<string, string>>;
  readonly amount: string;
};

export type TableDef = {
  readonly id: string;
  readonly label?: Text;
  readonly hit: (typeof HIT_POLICIES)[number];
  /** Column → field type text. */
  readonly in: Readonly<Record<string, string>>;
  /** The order of the columns in rows and arguments; keys of JSON objects have none. Needed from two columns on. */
  readonly columns?: readonly string[];
  readonly out: string;
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly else?: string | number | boolean;
  readonly origin?: string;
};

export type LimitDef = {
  readonly id?: string;
  /** `user giver day week month quarter year`, or fields of the document. */
  readonly per: readonly string[];
  readonly max?: string;
  readonly cooldown?: string;
};

export type AwardDef = {
  readonly id: string;
  readonly label?: Text;
  readonly ledger?: string;
  /** A transition, a change of a record (of any of `fields`, where given), or an event. */
  readonly on?: {
    readonly entity?: string;
    readonly transition?: string;
    readonly change?: (typeof ROW_CHANGES)[number];
    readonly fields?: readonly string[];
    readonly event?: string;
  };
  readonly manual?: {
    readonly by: readonly string[];
    readonly approvals?: readonly AwardApprovalDef[];
    readonly reason?: 'required' | 'optional';
    readonly notToSelf?: boolean;
    readonly limits?: readonly LimitDef[];
  };
  readonly to?: string;
  readonly when?: string;
  readonly amount?: string;
  readonly once?: readonly string[];
  readonly limits?: readonly LimitDef[];
  readonly budget?: Readonly<Record<string, string>>;
  readonly pending?: { readonly until?: { readonly transition: string }; readonly atMost?: string };
  readonly expires?: { readonly after: string; readonly align?: (typeof ALIGNMENTS)[number] };
  readonly clawback?: { readonly on: readonly string[]; readonly short?: string };
  readonly explain?: Text;
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
};

export type TiersDef = {
  readonly metric: 'earned' | 'balance';
  readonly window?: string;
  readonly levels: readonly {
    readonly id: string;
    readonly label?: Text;
    readonly from: string;
    readonly grants?: readonly string[];
  }[];
  readonly demote?: { readonly grace: string };
  readonly origin?: string;
};

export type RewardDef = {
  readonly id: string;
  readonly label?: Text;
  readonly help?: Text;
  readonly cost: string;
  readonly stock?: number;
  readonly per?: Readonly<Record<string, { readonly max: number; readonly window?: string }>>;
  readonly fulfil?: { readonly workflow: string };
  readonly origin?: string;
};

export type LeaderboardDef = {
  readonly id: string;
  readonly label?: Text;
  readonly group: string;
  readonly metric: string;
  readonly window?: string;
  readonly show?: string;
  readonly optOut?: boolean;
  readonly origin?: string;
};

export type ActionDef =
  | { readonly kind: 'set'; readonly id: string; readonly values: Readonly<Record<string, string>> }
  | {
      readonly kind: 'create';
      readonly id: string;
      readonly entity: string;
      readonly values: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'transition'; readonly id: string; readonly transition: string }
  | {
      readonly kind: 'notify';
      readonly id: string;
      readonly roles?: readonly string[];
      readonly to?: string;
      readonly message: Text;
    }
  | { readonly kind: 'webhook'; readonly id: string; readonly connection: string };

export type AutomationDef = {
  readonly id: string;
  readonly label?: Text;
  readonly on: {
    readonly entity: string;
    readonly change?: (typeof ROW_CHANGES)[number];
    readonly transition?: string;
    readonly fields?: readonly string[];
  };
  readonly when?: string;
  readonly do: readonly ActionDef[];
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
};

export type ScheduleDef = {
  readonly id: string;
  readonly label?: Text;
  readonly every: (typeof SCHEDULE_UNITS)[number];
  /** Wall-clock time of day, `02:30`, in `timeZone` or the tenant's. */
  readonly at?: string;
  readonly timeZone?: string;
  readonly of?: string;
  readonly where?: string;
  readonly do: readonly ActionDef[];
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
};

export type ReportDef = ReportBody & {
  readonly id: string;
  readonly label?: Text;
  readonly help?: Text;
  readonly roles?: readonly string[];
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
};
