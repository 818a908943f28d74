import { FunctionOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { renderIssue } from '../../../schema/core/issues.ts';
import type { Edit, EditPath } from '../../../schema/model/edits.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useRuleText } from '../rules/rule-texts.ts';
import { useExpression, type ExpressionPlace } from '../rules/use-expression.ts';
import './parts.css';

/** The editors bring CodeMirror and the rule builder, and are loaded when somebody opens one. */
const ExpressionDialog = lazy(async () => ({
  default: (await import('../rules/expression-dialog.tsx')).ExpressionDialog,
}));

export interface ExpressionInputProps {
  readonly value: string | undefined;
  /** `undefined` when the rule is taken away; `tests` are the edits of its test, to be done in the same step. */
  readonly onCommit: (value: string | undefined, tests: readonly Edit[]) => void;
  readonly scope: ExpressionPlace;
  readonly label: string;
  /** Shown while there is no rule. */
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** The editors are open from the start: for a rule that was just added. */
  readonly startsOpen?: boolean;
  /** Where the rule stands, when rows of values can stay with it as its test. */
  readonly testedAt?: EditPath;
}

/** A rule as a sentence; a click opens its editors: conditions, sentence, formula. */
export function ExpressionInput({
  value,
  onCommit,
  scope,
  label,
  placeholder,
  disabled = false,
  startsOpen = false,
  testedAt,
}: ExpressionInputProps): ReactNode {
  const { locale } = useLanguage();
  const text = useRuleText();
  const [isOpen, setOpen] = useState(startsOpen);
  const { read } = useExpression(scope);
  const found = value === undefined ? undefined : read(value);
  const [issue] = found?.issues ?? [];
  // What is seen is part of what it is called, for who speaks to the page (WCAG 2.5.3).
  const words = found?.sentence ?? value ?? placeholder ?? text('setRule');
  return (
    <div className="expression">
      <Button
        block
        disabled={disabled}
        icon={<FunctionOutlined aria-hidden />}
        className={issue === undefined ? 'expression-open' : 'expression-open has-mistake'}
        aria-label={`${text('edit', { label })}: ${words}`}
        onClick={() => setOpen(true)}
      >
        <span className={value === undefined ? 'expression-none' : 'expression-words'}>{words}</span>
      </Button>
      {issue !== undefined && <p className="expression-mistake">{renderIssue(issue, locale).message}</p>}
      {isOpen && (
        <Suspense fallback={null}>
          <ExpressionDialog
            label={label}
            place={scope}
            value={value}
            onClose={() => setOpen(false)}
            {...(testedAt === undefined ? {} : { testedAt })}
            onCommit={(made, tests) => {
              setOpen(false);
              if (made !== value || tests.length > 0) onCommit(made, tests);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
