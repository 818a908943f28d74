import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with workflow. */
export const WORKFLOW_ISSUES = {} as const satisfies Readonly<Record<string, IssueSpec>>;
