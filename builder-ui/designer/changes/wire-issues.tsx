import { CloseCircleFilled } from '@ant-design/icons';
import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { useChangesText } from './changes-texts.ts';
import { toldAnew } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';
import type { DraftPlan, RuleImpact } from './draft-plan.ts';
import { failedCasts, issueOfImpact } from './publish-checks.ts';

/** What the data refuses, each with what to do; where values may be emptied, the choice to do so. */
export function WireIssues({
  plan,
  impact,
  emptied,
  onEmptied,
}: {
  readonly plan: DraftPlan;
  /** Issues that an impact tells, with its records, are not told again, but where there is something to choose. */
  readonly impact: readonly RuleImpact[];
  readonly emptied: readonly string[];
  readonly onEmptied: (casts: readonly string[]) => void;
}): ReactNode {
  const text = useChangesText();
  const reader = useIssueReader();
  const casts = failedCasts(plan);
  const told = new Set(impact.map((one) => issueOfImpact(plan.issues, one)));
  const issues = plan.issues.filter(
    (issue) => !told.has(issue) || casts.some(({ message }) => message === issue.message),
  );
  const dropped = plan.plan?.dropped ?? [];
  if (issues.length === 0 && emptied.length === 0) return null;
  return (
    <section className={issues.length > 0 ? 'panel is-bad' : 'panel'} aria-labelledby="data-issues">
      <header className="panel-head">
        <h2 id="data-issues">
          {issues.length > 0 ? text('recordsBlocking', { count: issues.length }) : text('dropped')}
        </h2>
      </header>
      <ul className="change-list">
        {issues.map((issue) => {
          const { message, cure } = toldAnew(issue, reader);
          const cast = casts.find(({ message }) => message === issue.message)?.cast;
          return (
            <li key={`${issue.code} ${issue.path} ${issue.message}`} className="mistake">
              <p>
                <CloseCircleFilled aria-hidden="true" /> {message} <span className="soft">{cure}</span>
              </p>
              {cast !== undefined && (
                <Checkbox checked={false} onChange={() => onEmptied([...emptied, cast])}>
                  {text('emptyThese')}
                </Checkbox>
              )}
            </li>
          );
        })}
        {emptied.map((cast) => {
          const drop = dropped.find(({ params }) => `${String(params['entity'])}.${String(params['field'])}` === cast);
          return (
            <li key={cast} className="mistake is-chosen">
              <Checkbox checked onChange={() => onEmptied(emptied.filter((one) => one !== cast))}>
                {text('emptyThese')}: {drop === undefined ? cast : toldAnew(drop, reader).message}
              </Checkbox>
              <p className="soft">{text('emptiedHint')}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
