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
  // What is wrong twice in one place is told once.
  const told = issues
    .map((issue) => ({
      place: placeLink(after, issue.path, reader.locale).words.join(' › '),
      message: toldIssue(issue, reader).message,
    }))
    .filter((one, index, all) => all.findIndex((other) => isAlike(one, other)) === index);
  return (
    <Alert
      type="warning"
      showIcon
      title={text('breaks')}
      description={
        <ul className="archive-issues">
          {told.slice(0, SHOWN_MAX).map(({ place, message }) => (
            <li key={`${place} ${message}`}>
              <strong>{place}</strong> {message}
            </li>
          ))}
          {told.length > SHOWN_MAX && <li>{text('andMore', { count: told.length - SHOWN_MAX })}</li>}
        </ul>
      }
    />
  );
}

interface Told {
  readonly place: string;
  readonly message: string;
}

function isAlike(one: Told, other: Told): boolean {
  return one.place === other.place && one.message === other.message;
}
