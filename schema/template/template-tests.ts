import type { Text } from '../core/text.ts';

/*
 * Tests as a template's author writes them (SPEC PCK). Type aliases, not interfaces, so that the model can keep them as
 * plain items.
 */

export const TEST_DECISIONS = ['approve', 'reject', 'sendBack'] as const;

type Values = Readonly<Record<string, unknown>>;

/** Rows of balances: dimensions, measures, and of a double ledger the `account`. */
export type TestBalances = Readonly<Record<string, readonly Values[]>>;

/** A test is a scenario that is played, or rows of values that one rule is tried on. */
export type TestDef = ScenarioDef | RuleTestDef;

export type ScenarioDef = {
  readonly id: string;
  readonly label?: Text;
  readonly given?: TestGivenDef;
  readonly when: readonly TestStepDef[];
  readonly then: TestOutcomeDef;
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
};

export type RuleTestDef = {
  readonly id: string;
  readonly label?: Text;
  /** Where the expression stands, by names and ids: `entities/SalesOrder/checks/discountMax/when`. */
  readonly rule: string;
  /** The entity whose record is `doc`. */
  readonly of: string;
  readonly cases: readonly RuleCaseDef[];
  readonly ifPack?: string;
  readonly origin?: string;
};

/** Values by field id, those of a reference within it; what is not given is empty. */
export type RuleCaseDef = {
  readonly id: string;
  readonly doc?: Values;
  readonly line?: Values;
  /** The role of who asks. */
  readonly as?: string;
  /** The clock. */
  readonly at?: string;
  /** What the expression gives; null where it gives nothing. */
  readonly gives: unknown;
};

export type TestGivenDef = {
  readonly records?: readonly { readonly entity: string; readonly as?: string; readonly values: Values }[];
  readonly ledger?: TestBalances;
  /** People by name, with their roles; a role's own person is called as the role. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  /** Who takes the steps that do not say it: a role or a person. */
  readonly as?: string;
  /** The clock at the first step; a step without its own time is at that of the step before. */
  readonly at?: string;
};

type StepBase = { readonly as?: string; readonly at?: string };

export type TestStepDef =
  | (StepBase & { readonly create: string; readonly input: Values; readonly name?: string })
  | (StepBase & { readonly update: string; readonly patch: Values })
  | (StepBase & {
      readonly transition: string;
      readonly on?: string;
      readonly input?: Values;
      readonly reason?: string;
    })
  | (StepBase & { readonly delete: string })
  /** An open approval of the record, decided by the one who takes the step. */
  | (StepBase & {
      readonly decide: (typeof TEST_DECISIONS)[number];
      readonly on?: string;
      readonly comment?: string;
    })
  /** Time passes: automations, schedules, reservations and lots that are due by then. */
  | (StepBase & { readonly wait: string });

export type TestOutcomeDef = {
  /** The last step, or the one at `refusedAt` (counted from 0), is refused with this code and those beside it. */
  readonly refused?: string;
  readonly alsoRefused?: readonly string[];
  readonly refusedAt?: number;
  /** The record that `state` and `values` are of; the last one worked on when absent. */
  readonly on?: string;
  readonly state?: string;
  readonly values?: Values;
  /** The transition that waits for a decision on the record. */
  readonly awaits?: string;
  readonly balances?: TestBalances;
  /** How many live rows of an entity there are. */
  readonly counts?: Readonly<Record<string, number>>;
};
