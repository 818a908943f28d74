import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { Issue } from '../../../schema/core/result.ts';
import type { Template } from '../../../schema/template/template.ts';
import { usePartText } from '../parts/part-texts.ts';
import { placeLink } from './place-link.ts';
import { toldIssue } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';

const SHOWN_MAX = 6;

/** What would be wrong with the draft after a step, told before it is taken: where, and what. */
export function BrokenList({
  issues,
  after,
}: {
  readonly issues: readonly Issue[];
  readonly after: Template;
}): ReactNode {
  const text = usePartText();
  const now = useIssueReader();
  // What the step takes away is still called what it is now.
  const reader = { ...now, template: after, former: now.template };
  if (issues.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={text('breaks')}
      description={
        <ul className="archive-issues">
          {issues.slice(0, SHOWN_MAX).map((issue) => (
            <li key={`${issue.path}${issue.code}`}>
              <strong>{placeLink(after, issue.path, reader.locale).words.join(' › ')}</strong>{' '}
              {toldIssue(issue, reader).message}
            </li>
          ))}
          {issues.length > SHOWN_MAX && <li>{text('andMore', { count: issues.length - SHOWN_MAX })}</li>}
        </ul>
      }
    />
  );
}
