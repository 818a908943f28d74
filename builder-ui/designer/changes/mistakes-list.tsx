import { CloseCircleFilled, DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Issue } from '../../../schema/core/result.ts';
import type { Template } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useChangesText } from './changes-texts.ts';
import { mistakeFix } from './mistake-fix.ts';
import { PlaceAnchor } from './place-anchor.tsx';
import { placeLink } from './place-link.ts';
import { toldIssue } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';

/** What is wrong with the draft, grouped by place, each with what to do and the way to it. */
export function MistakesList({
  issues,
  template,
}: {
  readonly issues: readonly Issue[];
  readonly template: Template;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const reader = { ...useIssueReader(), template };
  const groups = new Map<string, Issue[]>();
  for (const issue of issues) {
    const words = placeLink(template, issue.path, locale).words.join(' › ');
    groups.set(words, [...(groups.get(words) ?? []), issue]);
  }
  return (
    <section className="panel is-bad" aria-labelledby="mistakes-title">
      <header className="panel-head">
        <h2 id="mistakes-title">{text('mistakeCount', { count: issues.length })}</h2>
        <span className="soft">{text('mistakesHint')}</span>
      </header>
      <ul className="change-list">
        {[...groups].map(([words, list]) => {
          const [first] = list;
          return (
            <li key={words} className="mistake">
              {first !== undefined && (
                <PlaceAnchor place={placeLink(template, first.path, locale)} className="mistake-place">
                  {words === '' ? text('wholeTemplate') : words}
                </PlaceAnchor>
              )}
              {list.map((issue) => {
                const { message, cure } = toldIssue(issue, reader);
                return (
                  <p key={`${issue.code} ${issue.path}`}>
                    <CloseCircleFilled aria-hidden="true" /> {message} <span className="soft">{cure}</span>{' '}
                    <Fix template={template} issue={issue} />
                  </p>
                );
              })}
            </li>
          );
        })}
      </ul>
    </section>
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
