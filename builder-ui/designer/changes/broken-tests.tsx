import { CloseCircleFilled, DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Issue } from '../../../schema/core/result.ts';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { ScenarioDef } from '../../../schema/template/template-tests.ts';
import type { Template } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useChangesText } from './changes-texts.ts';
import { testSteps } from './deed-text.ts';
import { toldIssue } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';

/** The tests that can't be played, with their steps, and what is wrong beside the step that it is in (SPEC [DSG-143]). */
export function BrokenTests({
  issues,
  template,
}: {
  readonly issues: readonly Issue[];
  readonly template: Template;
}): ReactNode {
  const text = useChangesText();
  const broken = (template.tests ?? []).flatMap((test, index) => {
    const own = issues.filter(({ path }) => path.startsWith(`/tests/${String(index)}/`));
    return 'rule' in test || own.length === 0 ? [] : [{ test, own, path: `/tests/${String(index)}` }];
  });
  if (broken.length === 0) return null;
  return (
    <section className="panel is-bad" aria-labelledby="broken-tests-title">
      <header className="panel-head">
        <h2 id="broken-tests-title">{text('brokenTests', { count: broken.length })}</h2>
        <span className="soft">{text('brokenTestsHint')}</span>
      </header>
      <ul className="change-list">
        {broken.map(({ test, own, path }) => (
          <BrokenTest key={test.id} test={test} issues={own} path={path} template={template} />
        ))}
      </ul>
    </section>
  );
}

function BrokenTest({
  test,
  issues,
  path,
  template,
}: {
  readonly test: ScenarioDef;
  readonly issues: readonly Issue[];
  readonly path: string;
  readonly template: Template;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const stepOf = (issue: Issue): string | undefined => /^\/when\/(\d+)/.exec(issue.path.slice(path.length))?.[1];
  const name = textIn(test.label ?? humanText(test.id), locale);
  return (
    <li className="mistake" data-item={test.id}>
      <p>
        <strong>{name}</strong>{' '}
        <Button
          size="small"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={`${text('fixTest')}: ${name}`}
          onClick={() => session.run(text('fixTest'), [{ kind: 'removeItem', list: ['tests'], id: test.id }])}
        >
          {text('fixTest')}
        </Button>
      </p>
      <Told issues={issues.filter((issue) => stepOf(issue) === undefined)} />
      <ol className="test-steps">
        {testSteps(template, test, locale).map((words, index) => {
          const own = issues.filter((issue) => stepOf(issue) === String(index));
          return (
            <li key={words} data-item={`${test.id}/${String(index + 1)}`} tabIndex={-1}>
              {words}
              <Told issues={own} />
            </li>
          );
        })}
      </ol>
    </li>
  );
}

function Told({ issues }: { readonly issues: readonly Issue[] }): ReactNode {
  const reader = useIssueReader();
  const told = issues.map((issue) => toldIssue(issue, reader));
  const once = [...new Map(told.map((one) => [`${one.message} ${one.cure}`, one])).values()];
  return once.map(({ message, cure }) => (
    <p key={`${message} ${cure}`}>
      <CloseCircleFilled aria-hidden="true" /> {message} <span className="soft">{cure}</span>
    </p>
  ));
}
