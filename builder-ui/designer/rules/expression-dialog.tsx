import { Alert, Button, Input, Modal, Segmented } from 'antd';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { renderIssue } from '../../../schema/core/issues.ts';
import { conditionOf, conditionSource } from '../../../schema/expr/condition.ts';
import { readSentence } from '../../../schema/expr/condition-sentence.ts';
import type { Edit, EditPath } from '../../../schema/model/edits.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { conditionIn, type BuilderQuery } from './builder-query.ts';
import { builderQuery, ConditionBuilder } from './condition-builder.tsx';
import type { FormulaEditorHandle } from './formula-editor.tsx';
import { InsertList } from './insert-list.tsx';
import { useRuleText } from './rule-texts.ts';
import { TryOut } from './try-out.tsx';
import { useRuleTests } from './use-rule-tests.ts';
import { useExpression, type ExpressionContext, type ExpressionPlace } from './use-expression.ts';
import './rules.css';

/** Conditions and sentences need no code editor: it comes when a formula is asked for. */
const FormulaEditor = lazy(async () => ({ default: (await import('./formula-editor.tsx')).FormulaEditor }));

export interface ExpressionDialogProps {
  readonly value: string | undefined;
  readonly label: string;
  readonly place: ExpressionPlace;
  /** Where the rule stands, when rows of values can stay with it as its test. */
  readonly testedAt?: EditPath;
  /** The edits are those of the rule's test, to be done in the same step. */
  readonly onCommit: (value: string | undefined, tests: readonly Edit[]) => void;
  readonly onClose: () => void;
}

type Mode = 'builder' | 'sentence' | 'formula';

/** One rule in three views of the same thing: conditions, a sentence, a formula. */
export function ExpressionDialog(props: ExpressionDialogProps): ReactNode {
  const { value, label, place, testedAt, onCommit, onClose } = props;
  const text = useRuleText();
  const { locale } = useLanguage();
  const context = useExpression(place);
  const isCondition = place.expected !== 'any' && place.expected.kind === 'bool';
  const [source, setSource] = useState(value ?? '');
  const read = source.trim() === '' ? undefined : context.read(source);
  const condition = read?.expr === undefined ? undefined : conditionOf(read.expr.root);
  // A rule that was just added is true for every record: conditions make it narrower.
  const isOpen = source.trim() === '' || source.trim() === 'true';
  const canBuild = isCondition && (isOpen || condition !== undefined);
  const [mode, setMode] = useState<Mode>(canBuild ? 'builder' : 'formula');
  const [unfinished, setUnfinished] = useState(0);
  // A condition that still lacks its value must not vanish without a word.
  const isHalf = mode === 'builder' && unfinished > 0;
  const canApply = !isHalf && (read === undefined ? value !== undefined : read.issues.length === 0);
  const tests = useRuleTests(props);
  const clear = (): void => onCommit(undefined, tests.without());
  const apply = (): void => {
    if (canApply && source.trim() === '') clear();
    else if (canApply) onCommit(source.trim(), read?.expr === undefined ? [] : tests.edits(read.expr));
  };
  return (
    <Modal
      open
      width={860}
      title={label}
      onCancel={onClose}
      footer={[
        ...(value === undefined
          ? []
          : [
              <Button key="clear" danger type="text" onClick={clear}>
                {text('clear')}
              </Button>,
            ]),
        <Button key="cancel" onClick={onClose}>
          {text('cancel')}
        </Button>,
        <Button key="apply" type="primary" disabled={!canApply} onClick={apply}>
          {text('apply')}
        </Button>,
      ]}
    >
      <div className="expression-dialog">
        {isCondition && (
          <Segmented<Mode>
            aria-label={text('modeLabel')}
            value={mode}
            onChange={setMode}
            options={[
              { value: 'builder', label: text('modeBuilder') },
              { value: 'sentence', label: text('modeSentence') },
              { value: 'formula', label: text('modeFormula') },
            ]}
          />
        )}
        {mode === 'builder' &&
          (canBuild ? (
            <BuilderMode source={source} context={context} onChange={setSource} onUnfinished={setUnfinished} />
          ) : (
            <Alert type="info" title={text('tooSpecial')} />
          ))}
        {mode === 'sentence' && <SentenceMode context={context} sentence={read?.sentence ?? ''} onChange={setSource} />}
        {mode === 'formula' && (
          <FormulaMode label={label} source={source} context={context} onChange={setSource} onApply={apply} />
        )}
        <div className="expression-meaning" role="status">
          <strong>{text('means')}</strong>
          <span>{read?.sentence ?? (read === undefined ? text('nothingYet') : '')}</span>
          {isHalf && <p className="rules-hint">{text('unfinished', { count: unfinished })}</p>}
          {read?.issues.map((found) => {
            const { message, cure } = renderIssue(found, locale);
            return (
              <p key={`${found.code}${JSON.stringify(found.params)}`} className="expression-mistake">
                {message} {cure}
              </p>
            );
          })}
        </div>
        {read?.expr !== undefined && (
          <TryOut
            expr={read.expr}
            words={context.words}
            entity={place.entity}
            rows={tests.rows}
            onRows={tests.setRows}
            isKept={testedAt !== undefined}
          />
        )}
      </div>
    </Modal>
  );
}

interface ModeProps {
  readonly source: string;
  readonly context: ExpressionContext;
  readonly onChange: (source: string) => void;
}

/** The builder keeps tests that are not finished; the text has only what is. */
function BuilderMode({
  source,
  context,
  onChange,
  onUnfinished,
}: ModeProps & { readonly onUnfinished: (count: number) => void }): ReactNode {
  const [query, setQuery] = useState<BuilderQuery>(() => {
    const read = source.trim() === '' ? undefined : context.read(source);
    return builderQuery(read?.expr === undefined ? undefined : conditionOf(read.expr.root), context.words);
  });
  return (
    <ConditionBuilder
      words={context.words}
      query={query}
      onChange={(made) => {
        setQuery(made);
        const { condition, unfinished } = conditionIn(made);
        onUnfinished(unfinished);
        onChange(condition === undefined ? '' : conditionSource(condition));
      }}
    />
  );
}

function SentenceMode({
  context,
  sentence,
  onChange,
}: {
  readonly context: ExpressionContext;
  readonly sentence: string;
  readonly onChange: (source: string) => void;
}): ReactNode {
  const text = useRuleText();
  const { locale } = useLanguage();
  const [typed, setTyped] = useState(sentence);
  const isUnread = typed.trim() !== '' && readSentence(typed, { words: context.words, locale }) === undefined;
  return (
    <div className="sentence-mode">
      <Input.TextArea
        autoFocus
        value={typed}
        rows={2}
        aria-label={text('modeSentence')}
        {...(isUnread ? { status: 'warning' as const } : {})}
        onChange={(event) => {
          setTyped(event.target.value);
          const read = readSentence(event.target.value, { words: context.words, locale });
          if (read !== undefined) onChange(conditionSource(read));
          else if (event.target.value.trim() === '') onChange('');
        }}
      />
      <p>{isUnread ? text('sentenceUnread') : text('sentenceHint')}</p>
    </div>
  );
}

function FormulaMode({
  label,
  source,
  context,
  onChange,
  onApply,
}: ModeProps & { readonly label: string; readonly onApply: () => void }): ReactNode {
  const text = useRuleText();
  const { locale } = useLanguage();
  const editor = useRef<FormulaEditorHandle>(null);
  return (
    <div className="formula-mode">
      <Suspense fallback={<div className="formula-editor" aria-busy="true" />}>
        <FormulaEditor
          ref={editor}
          value={source}
          onChange={onChange}
          onApply={onApply}
          context={context}
          locale={locale}
          label={text('formulaLabel', { label })}
          hint="doc."
        />
      </Suspense>
      <InsertList words={context.words} onInsert={(made) => editor.current?.insert(made)} />
    </div>
  );
}
