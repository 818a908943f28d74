import type { EntityId, FieldId } from '../core/ids.ts';
import type { Text } from '../core/text.ts';
import type { Expr, TableModel } from '../expr/ast.ts';
import type { TextPart } from '../expr/explain-text.ts';
import type { ApprovalDef, StateDef } from '../template/template.ts';
import type { ALIGNMENTS, LOT_ORDERS, LEDGER_PERIODS, ROW_CHANGES } from '../template/template-rules.ts';
import type { AutomationModel, ScheduleModel } from './build-automations.ts';

/**
 * What a template does, compiled: workflows, ledgers, postings, decision tables and awards with typed expressions.
 * Part of the model; plain JSON, frozen.
 */
export interface Behaviour {
  readonly workflows: readonly WorkflowModel[];
  readonly ledgers: readonly LedgerModel[];
  readonly postings: readonly PostingModel[];
  readonly tables: readonly TableModel[];
  readonly awards: readonly AwardModel[];
  readonly automations: readonly AutomationModel[];
  readonly schedules: readonly ScheduleModel[];
}

export interface WorkflowModel {
  readonly id: string;
  readonly entity: EntityId;
  readonly label: Text;
  readonly initial: string;
  readonly states: readonly StateDef[];
  readonly transitions: readonly TransitionModel[];
}

export interface TransitionModel {
  readonly id: string;
  readonly label: Text;
  readonly from: readonly string[];
  readonly to: string;
  /** Empty: whoever may update the row. */
  readonly roles: readonly string[];
  readonly guard?: Expr;
  readonly message?: Text;
  readonly approvals: readonly ApprovalModel[];
  readonly input: readonly FieldId[];
  readonly set: readonly { readonly field: FieldId; readonly value: Expr }[];
  readonly reason?: 'required' | 'optional';
  /** Postings made and reversed, by id. */
  readonly post: readonly string[];
  readonly reverse: readonly string[];
}

export interface ApprovalModel extends Omit<ApprovalDef, 'id' | 'when' | 'except'> {
  readonly id: string;
  readonly when?: Expr;
  /** The person of the row who does not decide. */
  readonly except?: Expr;
}

export interface LedgerModel {
  readonly id: string;
  readonly mode: 'balance' | 'double';
  readonly label: Text;
  /** One for a balance ledger, called as the ledger; one for each account of a double one: `points.wallet`. */
  readonly books: readonly BookModel[];
  readonly unit?: string;
  readonly valuation?: { readonly method: 'movingAverage'; readonly quantity: number; readonly amount: number };
  readonly override?: {
    readonly measure: number;
    readonly floor: string;
    readonly roles: readonly string[];
    readonly approval: boolean;
    /** ISO 8601. */
    readonly expires?: string;
  };
  /** `close` is the role whose members may close a period, besides the owner. */
  readonly period?: { readonly by: (typeof LEDGER_PERIODS)[number]; readonly close?: string };
}

/** Balances of one kind: a row for each key, with up to four measures. */
export interface BookModel {
  readonly id: string;
  readonly account?: string;
  readonly label: Text;
  readonly dimensions: readonly DimensionModel[];
  readonly measures: readonly MeasureModel[];
  readonly lots?: { readonly consume: (typeof LOT_ORDERS)[number]; readonly expireTo?: string };
}

export interface DimensionModel {
  readonly id: string;
  readonly label: Text;
  readonly kind: 'row' | 'user' | 'org' | 'text' | 'int' | 'decimal' | 'date' | 'bool';
  /** Of kind `row`. */
  readonly entity?: EntityId;
  readonly optional: boolean;
  /** The column of `fw_balance` and `fw_movement` that keeps it: `u0`… for ids, `t0`… for all else. */
  readonly column: string;
}

export interface MeasureModel {
  readonly id: string;
  readonly label: Text;
  /** 0 to 3: its column is `m<index>`. */
  readonly index: number;
  readonly kind: 'int' | 'decimal' | 'money' | 'quantity' | 'percent';
  readonly precision: number;
  readonly scale: number;
  readonly min?: BoundModel;
  readonly max?: BoundModel;
}

export type BoundModel =
  | { readonly kind: 'fixed'; readonly value: string }
  /** A field of the row that a dimension names: `customer.creditLimit`. */
  | { readonly kind: 'field'; readonly dimension: string; readonly entity: EntityId; readonly field: FieldId };

export interface PostingModel {
  readonly id: string;
  readonly label: Text;
  readonly entity: EntityId;
  readonly ledger: string;
  readonly each?: Expr;
  readonly when?: Expr;
  /** Of a balance ledger. */
  readonly key: readonly { readonly dimension: string; readonly value: Expr }[];
  readonly move: readonly { readonly measure: number; readonly value: Expr }[];
  /** The measure whose `move` is what there is afterwards, and those that change by as much. */
  readonly to?: { readonly measure: number; readonly follow: readonly number[] };
  /** Of a double ledger. */
  readonly entries: readonly EntryModel[];
  /** Business time of the movements; the time of the transition when absent. */
  readonly at?: Expr;
  /** ISO 8601. Of a balance ledger: how long the reservation holds. Of a double one: when the lots expire. */
  readonly expires?: string;
  /** The posting of the same document whose reservation this one uses up. */
  readonly consume?: string;
  readonly cost?: 'auto' | Expr;
}

export interface EntryModel {
  readonly id: string;
  readonly book: string;
  readonly key: readonly { readonly dimension: string; readonly value: Expr }[];
  readonly amount: Expr;
}

export interface LimitModel {
  readonly id: string;
  /** `user`, `giver`, `day`, `week`, `month`, `year`, or an expression's name of a reference of the document. */
  readonly per: readonly LimitPart[];
  readonly max?: string;
  /** ISO 8601. */
  readonly cooldown?: string;
}

export type LimitPart =
  | { readonly kind: 'user' | 'giver' | 'day' | 'week' | 'month' | 'quarter' | 'year' }
  | { readonly kind: 'value'; readonly name: string; readonly value: Expr };

export type AwardTrigger =
  | { readonly kind: 'transition'; readonly entity: EntityId; readonly transition: string }
  | {
      readonly kind: 'change';
      readonly entity: EntityId;
      readonly change: (typeof ROW_CHANGES)[number];
      /** Any of these changed; empty: any field. */
      readonly fields: readonly FieldId[];
    }
  /** `signIn.firstOfDay`. */
  | { readonly kind: 'event'; readonly event: string }
  | {
      readonly kind: 'manual';
      readonly by: readonly string[];
      readonly approvals: readonly ApprovalModel[];
      readonly reason: 'required' | 'optional';
      readonly notToSelf: boolean;
    };

export interface AwardModel {
  readonly id: string;
  readonly label: Text;
  /** A double ledger with the accounts `wallet` and `budget`, and `pending`, `owed`, `breakage` where they are used. */
  readonly ledger: string;
  readonly on: AwardTrigger;
  /** The person who earns; absent for manual awards. */
  readonly to?: Expr;
  readonly when?: Expr;
  readonly amount?: Expr;
  /** The award is made once for each value of these. */
  readonly once: readonly Expr[];
  readonly limits: readonly LimitModel[];
  /** Which budget pays: a text for each dimension of the budget's account; a row is named by its unique code. */
  readonly budget: Readonly<Record<string, string>>;
  readonly pending?: { readonly until?: string; readonly atMost?: string };
  readonly expires?: { readonly after: string; readonly align?: (typeof ALIGNMENTS)[number] };
  readonly clawback?: { readonly on: readonly string[]; readonly short?: string };
  readonly explain?: Text;
  /** `explain` taken apart: by language, texts and the values between them; shown by `explainText`. */
  readonly explainParts?: ExplainParts;
}

/** Like its text, no part of the shape. */
export type ExplainParts = Readonly<Record<string, readonly TextPart[]>>;
