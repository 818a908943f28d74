import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with ledger. */
export const LEDGER_ISSUES = {} as const satisfies Readonly<Record<string, IssueSpec>>;
