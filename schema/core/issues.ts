import { API_ISSUES } from './catalogue/api.ts';
import { DESIGNING_ISSUES } from './catalogue/designing.ts';
import { EXPR_ISSUES } from './catalogue/expr.ts';
import { FILE_ISSUES } from './catalogue/files.ts';
import { IMPORT_ISSUES } from './catalogue/import.ts';
import { MODEL_ISSUES } from './catalogue/model.ts';
import { PLATFORM_ISSUES } from './catalogue/platform.ts';
import { PUBLISH_ISSUES } from './catalogue/publish.ts';
import { TEMPLATE_ISSUES } from './catalogue/template.ts';
import { UPGRADE_ISSUES } from './catalogue/upgrade.ts';
import { AUTOMATION_ISSUES } from './catalogue/automation.ts';
import { LAB_ISSUES } from './catalogue/lab.ts';
import { LEDGER_ISSUES } from './catalogue/ledger.ts';
import { POINTS_ISSUES } from './catalogue/points.ts';
import { WORKFLOW_ISSUES } from './catalogue/workflow.ts';
import { PEOPLE_ISSUES } from './catalogue/people.ts';
import { RECORD_ISSUES } from './catalogue/record.ts';
import { PACK_TEST_ISSUES } from './catalogue/pack-tests.ts';
import type { IssueSpec } from './issue-spec.ts';
import type { Issue, IssueParams } from './result.ts';
import { textIn, type Locale } from './text.ts';

/** Every code a user can meet. Codes are never renamed or reused; text may change at any time. */
export const ISSUES = {
  ...TEMPLATE_ISSUES,
  ...MODEL_ISSUES,
  ...EXPR_ISSUES,
  ...PUBLISH_ISSUES,
  ...API_ISSUES,
  ...PLATFORM_ISSUES,
  ...IMPORT_ISSUES,
  ...UPGRADE_ISSUES,
  ...PACK_TEST_ISSUES,
  ...WORKFLOW_ISSUES,
  ...POINTS_ISSUES,
  ...LEDGER_ISSUES,
  ...LAB_ISSUES,
  ...AUTOMATION_ISSUES,
  ...DESIGNING_ISSUES,
  ...RECORD_ISSUES,
  ...FILE_ISSUES,
  ...PEOPLE_ISSUES,
} as const satisfies Readonly<Record<string, IssueSpec>>;

export type IssueCode = keyof typeof ISSUES;

/** An issue as a reader sees it. */
export interface RenderedIssue extends Issue {
  readonly message: string;
  readonly cure: string;
}

/** Also true where there is something to choose from that is not listed. */
const NONE = { en: 'Add it first, or take it out here.', 'zh-CN': '请先添加，或从此处删除。' } as const;

/**
 * The issue with message and cure in the reader's language. A missing param shows as `?`, never as a crash; a cure that
 * has nothing to choose from says what to do instead (SPEC [DSG-120]).
 */
export function renderIssue(issue: Issue, locale: Locale): RenderedIssue {
  const spec: IssueSpec = ISSUES[issue.code];
  const { params } = issue;
  const cure = textIn(spec.cure, locale);
  return {
    ...issue,
    message: fill(textIn(spec.message, locale), params, locale),
    cure: fill(isBare(cure, params) ? textIn(spec.none ?? NONE, locale) : cure, params, locale),
  };
}

function isBare(text: string, params: IssueParams): boolean {
  return Object.entries(params).some(
    ([name, value]) => Array.isArray(value) && value.length === 0 && text.includes(`{${name}}`),
  );
}

function fill(text: string, params: IssueParams, locale: Locale): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return Array.isArray(value) ? value.join(locale === 'en' ? ', ' : '、') : String(value ?? '?');
  });
}
