import { Button, Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import type { Problem } from './checked-rows.ts';
import type { ImportTable } from './import-table.ts';
import { useImportText } from './import-texts.ts';

interface ProblemListProps {
  readonly table: ImportTable;
  readonly problems: readonly Problem[];
  readonly more: number;
  readonly onReplace: (problem: Problem, value: string) => void;
  readonly onLeave: (problem: Problem) => void;
  /** Whether what the rows refer to can be made, and the step that does it. */
  readonly mayMake: (problem: Problem) => boolean;
  readonly onMake: (problem: Problem) => void;
  readonly onShow: (problem: Problem) => void;
  /** What the cells of a column may say; none where they are free. */
  readonly choicesOf: (column: number) => readonly string[];
}

const SHOWN_MAX = 40;

/** What is wrong, the same mistake once however often it was made, with what mends all of it. */
export function ProblemList(props: ProblemListProps): ReactNode {
  const { problems, more } = props;
  const text = useImportText();
  const { locale } = useLanguage();
  const hidden = problems.length - SHOWN_MAX;
  return (
    <aside className="imports-problems" aria-label={text('problems')}>
      <h2>{text('problems')}</h2>
      <ul>
        {problems.slice(0, SHOWN_MAX).map((problem) => (
          <ProblemCard key={problem.id} {...props} problem={problem} />
        ))}
      </ul>
      {(more > 0 || hidden > 0) && (
        <p className="imports-soft">
          {text('moreProblems', { count: (more + Math.max(0, hidden)).toLocaleString(locale) })}
        </p>
      )}
    </aside>
  );
}

function ProblemCard({
  table,
  problem,
  onReplace,
  onLeave,
  mayMake,
  onMake,
  onShow,
  choicesOf,
}: ProblemListProps & { readonly problem: Problem }): ReactNode {
  const text = useImportText();
  const [value, setValue] = useState('');
  const { column, rows, message, cure } = problem;
  const choices = column === undefined ? [] : choicesOf(column);
  const shownValue = problem.value === '' ? text('emptyCell') : (problem.value ?? '');
  return (
    <li className="imports-problem">
      <p className="imports-problem-head">
        {column !== undefined && <span className="imports-problem-column">{table.header[column]}</span>}
        <span className="imports-problem-count">{text('problemRows', { count: rows.length })}</span>
      </p>
      <p className="imports-problem-message">{message}</p>
      <p className="imports-soft">{cure}</p>
      {choices.length > 0 && (
        <div className="imports-replace">
          <Select<string>
            size="small"
            aria-label={text('replaceWith', { value: shownValue })}
            placeholder={text('replaceWith', { value: shownValue })}
            value={null}
            options={choices.map((choice) => ({ value: choice, label: choice }))}
            onChange={(choice) => onReplace(problem, choice)}
          />
        </div>
      )}
      {column !== undefined && choices.length === 0 && (
        <form
          className="imports-replace"
          onSubmit={(event) => {
            event.preventDefault();
            onReplace(problem, value);
          }}
        >
          <Input
            size="small"
            aria-label={text('replaceWith', { value: shownValue })}
            placeholder={text('replaceWith', { value: shownValue })}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <Button size="small" htmlType="submit">
            {text('replaceAll')}
          </Button>
        </form>
      )}
      <div className="imports-problem-acts">
        {mayMake(problem) && (
          <Button size="small" onClick={() => onMake(problem)}>
            {text('makeThese')}
          </Button>
        )}
        <Button size="small" type="text" onClick={() => onShow(problem)}>
          {text('showThese')}
        </Button>
        <Button size="small" type="text" onClick={() => onLeave(problem)}>
          {text('leaveThese')}
        </Button>
      </div>
    </li>
  );
}
