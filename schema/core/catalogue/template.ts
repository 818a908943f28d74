import type { IssueSpec } from '../issues.ts';

export const TEMPLATE_ISSUES = {
} as const satisfies Readonly<Record<string, IssueSpec>>;
