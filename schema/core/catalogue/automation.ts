import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with automation. */
export const AUTOMATION_ISSUES = {} as const satisfies Readonly<Record<string, IssueSpec>>;
