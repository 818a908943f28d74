import { CloseCircleFilled, DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Issue } from '../../../schema/core/result.ts';
import type { Template } from '../../../schema/template/template.ts';
import { useDraftSession } from '../session/draft-context.tsx';
import { useChangesText } from './changes-texts.ts';
import { mistakeFix } from './mistake-fix.ts';
import { mistakeGroups, type ToldMistake } from './mistake-groups.ts';
import { PlaceAnchor } from './place-anchor.tsx';
import { useIssueReader } from './use-issue-reader.ts';

/** What is wrong with the draft, what is wrong in many places first, then by place, each with what to do and the way to it. */
export function MistakesList({
  issues,
  template,
}: {
  readonly issues: readonly Issue[];
  readonly template: Template;
}): ReactNode {
  const text = useChangesText();
  const reader = { ...useIssueReader(), template };
  return (
    <section className="panel is-bad" aria-labelledby="mistakes-title">
      <header className="panel-head">
        <h2 id="mistakes-title">{text('mistakeCount', { count: issues.length })}</h2>
        <span className="soft">{text('mistakesHint')}</span>
      </header>
      <ul className="change-list">
        {mistakeGroups(issues, reader).map(({ kind, key, mistakes }) =>
          kind === 'everywhere' ? (
            <Everywhere key={key} mistakes={mistakes} />
          ) : (
            <li key={key} className="mistake">
              {mistakes.slice(0, 1).map((one) => (
                <PlaceOf key={one.issue.path} mistake={one} />
              ))}
              {mistakes.map(({ issue, message, cure }) => (
                <p key={`${issue.code} ${issue.path}`}>
                  <CloseCircleFilled aria-hidden="true" /> {message} <span className="soft">{cure}</span>{' '}
                  <Fix template={template} issue={issue} />
                </p>
              ))}
            </li>
          ),
        )}
      </ul>
    </section>
  );
}

/** Places shown at once of what is wrong in many. */
const PLACES_MAX = 8;

/** What is wrong in many places: told once, with the way to each. */
function Everywhere({ mistakes }: { readonly mistakes: readonly ToldMistake[] }): ReactNode {
  const text = useChangesText();
  const places = mistakes.map((one) => <PlaceOf key={one.issue.path} mistake={one} />);
  return (
    <li className="mistake">
      {mistakes.slice(0, 1).map(({ issue, message, cure }) => (
        <p key={issue.code}>
          <CloseCircleFilled aria-hidden="true" /> {message} <span className="soft">{cure}</span>
        </p>
      ))}
      <div className="mistake-places">{places.slice(0, PLACES_MAX)}</div>
      {places.length > PLACES_MAX && (
        <details className="mistake-more">
          <summary>{text('andMore', { count: places.length - PLACES_MAX })}</summary>
          <div className="mistake-places">{places.slice(PLACES_MAX)}</div>
        </details>
      )}
    </li>
  );
}

function PlaceOf({ mistake: { place } }: { readonly mistake: ToldMistake }): ReactNode {
  const text = useChangesText();
  return (
    <PlaceAnchor place={place} className="mistake-place">
      {place.words.length === 0 ? text('wholeTemplate') : place.words.join(' › ')}
    </PlaceAnchor>
  );
}

/** Puts the mistake right with one click, where that is plain. */
function Fix({ template, issue }: { readonly template: Template; readonly issue: Issue }): ReactNode {
  const text = useChangesText();
  const session = useDraftSession();
  const fix = mistakeFix(template, issue);
  if (fix === undefined) return null;
  return (
    <Button size="small" icon={<DeleteOutlined aria-hidden />} onClick={() => session.run(text(fix.kind), fix.edits)}>
      {text(fix.kind)}
    </Button>
  );
}
