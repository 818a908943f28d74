import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with points. */
export const POINTS_ISSUES = {} as const satisfies Readonly<Record<string, IssueSpec>>;
