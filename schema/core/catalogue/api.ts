import type { IssueSpec } from '../issues.ts';

export const API_ISSUES = {
} as const satisfies Readonly<Record<string, IssueSpec>>;
