import type { IssueSpec } from '../issues.ts';

export const MODEL_ISSUES = {
} as const satisfies Readonly<Record<string, IssueSpec>>;
