import type { Issue, JsonPointer } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import type { RowInput, RowKey } from '../compile/write-input.ts';
import type { SecretBox } from './secret-box.ts';

/** One change of one row. A patch of an update and the input of an upsert hold only what was given. */
export type RowOperation =
  | {
      readonly kind: 'create';
      readonly input: RowInput;
      /** Values for fields that callers can't set, such as numbers that an import brings. */ readonly preset?: Readonly<
        Record<string, unknown>
      >;
    }
  | { readonly kind: 'update'; readonly id: string; readonly version: number | null; readonly input: RowInput }
  | {
      readonly kind: 'upsert';
      readonly by: RowKey;
      readonly input: RowInput;
      readonly preset?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'delete'; readonly entity: EntityModel; readonly id: string; readonly version: number }
  | { readonly kind: 'restore'; readonly entity: EntityModel; readonly id: string }
  | TransitionOperation;

/** A step of a row's workflow. Without a version it is taken from whatever the row is now. */
export interface TransitionOperation {
  readonly kind: 'transition';
  readonly entity: EntityModel;
  readonly id: string;
  readonly version: number | null;
  /** By id. */
  readonly transition: string;
  /** Values for the fields that the transition asks for. */
  readonly input: RowInput | null;
  readonly reason: string | null;
  /** The request whose approvals have all been given; without it a transition that needs approval only asks for it. */
  readonly approved?: string;
  /** Where the row was given, of several. */
  readonly path?: JsonPointer;
  /** The step is only tried, to be rolled back: what its input would answer is not asked for. */
  readonly probe?: TransitionProbe;
}

/** What trying a step finds besides its problems. */
export interface TransitionProbe {
  needsApproval: boolean;
}

/** An upsert has become the update or the create that it turned out to be. */
export type SettledOperation = Exclude<RowOperation, { readonly kind: 'upsert' }>;

/** The input of an operation that has one. */
export function inputOf(operation: RowOperation): RowInput | null {
  return 'input' in operation ? operation.input : null;
}

/** The entity whose row an operation changes. */
export function entityOfOperation(operation: RowOperation): EntityModel {
  return 'entity' in operation ? operation.entity : operation.input.entity;
}

export interface WriterOptions {
  readonly access: Access;
  readonly locale: Locale;
  readonly requestId: string;
  readonly secrets: SecretBox;
  /** The tenant's id, which secrets are sealed for. */
  readonly tenant: string;
  /** What is wrong with the values already; told with all that the database finds, and nothing is written. */
  readonly wrongValues?: readonly Issue[];
  /**
   * Nothing is waited for that only a refusal would change, so that the commit can leave with the writes. What turns
   * out otherwise fails as `isUnforeseen` tells, and the caller writes once more without this.
   */
  readonly isSure?: boolean;
  /**
   * Rows that are deleted are as an import made them, and it is taken back: whoever may put a row into a state by an
   * import may take that row away, also when the state freezes it.
   */
  readonly takesBack?: boolean;
  /** What made the change when no person did: `automation:<id>`, and how many causes stand before it. */
  readonly cause?: { readonly by: string; readonly depth: number };
}

/** Thrown inside a unit of work so that it rolls back; holds every problem that was found. */
export class WriteRefused extends Error {
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super('The write was refused');
    this.issues = issues;
  }
}
