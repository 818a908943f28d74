import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with a template's own tests. */
export const PACK_TEST_ISSUES = {} as const satisfies Readonly<Record<string, IssueSpec>>;
