import type { IssueSpec } from '../issues.ts';

export const EXPR_ISSUES = {
} as const satisfies Readonly<Record<string, IssueSpec>>;
