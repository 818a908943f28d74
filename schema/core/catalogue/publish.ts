import type { IssueSpec } from '../issues.ts';

export const PUBLISH_ISSUES = {
} as const satisfies Readonly<Record<string, IssueSpec>>;
