import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useChangesText } from './changes-texts.ts';
import { toldAnew } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';
import type { TestOutcome } from './draft-plan.ts';

/** How each test of the template went, what failed first. */
export function TestList({ tests }: { readonly tests: readonly TestOutcome[] }): ReactNode {
  const text = useChangesText();
  const reader = useIssueReader();
  const failed = tests.filter(({ holds }) => !holds);
  const passed = tests.filter(({ holds }) => holds);
  return (
    <details className={failed.length > 0 ? 'panel is-warm' : 'panel'} open={failed.length > 0}>
      <summary className="panel-head">
        <h2>{text('tests')}</h2>
        <span className="soft">
          {failed.length === 0
            ? text('testsPassed', { count: tests.length })
            : text('testsFailed', { failed: failed.length, count: tests.length })}
        </span>
      </summary>
      <ul className="change-list">
        {[...failed, ...passed].map(({ id, label, holds, sentence, issues }) => (
          <li key={id} className="test-outcome">
            <p>
              {holds ? (
                <CheckCircleFilled className="good" aria-hidden="true" />
              ) : (
                <CloseCircleFilled className="bad" aria-hidden="true" />
              )}{' '}
              <strong>{label}</strong> <span className="soft">{sentence}</span>
            </p>
            {issues
              .map((one) => toldAnew(one, reader))
              .map(({ code, message, cure }) => (
                <p key={`${code} ${message}`}>
                  {message} <span className="soft">{cure}</span>
                </p>
              ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
