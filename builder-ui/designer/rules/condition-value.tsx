import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import type { ConditionValue, LiteralKind, TestOp } from '../../../schema/expr/condition.ts';
import type { Word } from '../../../schema/expr/condition-words.ts';
import type { ExprType } from '../../../schema/expr/ast.ts';
import { useRuleText, type RuleText } from './rule-texts.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

export interface ConditionValueProps {
  readonly word: Word;
  readonly words: readonly Word[];
  readonly op: TestOp;
  readonly value: readonly ConditionValue[];
  readonly onChange: (value: readonly ConditionValue[]) => void;
}

/** What a field is compared with: a value, another field, today, or now. */
export function ConditionValueInput({ word, words, op, value, onChange }: ConditionValueProps): ReactNode {
  const text = useRuleText();
  if (op === 'in' || op === 'notIn') return <ManyValues word={word} words={words} value={value} onChange={onChange} />;
  const element = word.type.kind === 'list' ? word.type.of : word.type;
  const [one] = value;
  const sources = sourcesFor(element, op);
  const source = one?.kind ?? 'literal';
  return (
    <>
      {sources.length > 1 && (
        <Select
          className="condition-source"
          aria-label={text('sourceLabel')}
          value={source}
          options={sources.map((key) => ({ value: key, label: text(SOURCE_NAMES[key]) }))}
          onChange={(key) => onChange(startOf(key))}
        />
      )}
      {one?.kind === 'path' ? (
        <PathSelect word={word} words={words} value={one} onChange={onChange} />
      ) : one?.kind === 'today' ? (
        <Offset label={text('daysLater')} count={one.days} onChange={(days) => onChange([{ kind: 'today', days }])} />
      ) : one?.kind === 'now' ? (
        <Offset
          label={text('hoursLater')}
          count={Number(one.seconds) / HOUR}
          onChange={(hours) => onChange([{ kind: 'now', seconds: String(Math.round(hours * HOUR)) }])}
        />
      ) : source === 'path' ? (
        <PathSelect word={word} words={words} value={undefined} onChange={onChange} />
      ) : (
        <LiteralInput type={element} options={word.options} value={one} onChange={onChange} />
      )}
    </>
  );
}

const HOUR = 3_600;
const SOURCE_NAMES = {
  literal: 'sourceLiteral',
  path: 'sourcePath',
  today: 'sourceToday',
  now: 'sourceNow',
} as const satisfies Readonly<Record<ConditionValue['kind'], Parameters<RuleText>[0]>>;

function sourcesFor(type: ExprType, op: TestOp): readonly ConditionValue['kind'][] {
  if (op === 'has' || op === 'hasNot') return ['literal'];
  if (type.kind === 'date') return ['literal', 'today', 'path'];
  if (type.kind === 'datetime') return ['now', 'literal', 'path'];
  return type.kind === 'row' ? ['path'] : ['literal', 'path'];
}

/** What a kind of value begins as; a value and a field are still to be chosen. */
function startOf(kind: ConditionValue['kind']): readonly ConditionValue[] {
  if (kind === 'today') return [{ kind, days: 0 }];
  if (kind === 'now') return [{ kind, seconds: '0' }];
  return kind === 'path' ? [{ kind, path: [] }] : [];
}

function ManyValues({ word, value, onChange }: Omit<ConditionValueProps, 'op'>): ReactNode {
  const text = useRuleText();
  const type = literalKind(word.type);
  const shown = value.flatMap((one) => (one.kind === 'literal' ? [one.value] : []));
  return (
    <ChoiceSelect
      className="condition-value"
      mode={word.options.length > 0 ? 'multiple' : 'tags'}
      aria-label={text('valueLabel')}
      value={shown}
      options={word.options.map((option) => ({ value: option.value, label: option.label }))}
      onChange={(made: readonly string[]) =>
        onChange(made.filter((one) => fits(type, one)).map((one) => ({ kind: 'literal', type, value: one })))
      }
    />
  );
}

function fits(type: LiteralKind, value: string): boolean {
  return type !== 'number' || /^-?\d+(?:\.\d+)?$/.test(value);
}

function PathSelect({
  word,
  words,
  value,
  onChange,
}: {
  readonly word: Word;
  readonly words: readonly Word[];
  readonly value: Extract<ConditionValue, { readonly kind: 'path' }> | undefined;
  readonly onChange: (value: readonly ConditionValue[]) => void;
}): ReactNode {
  const text = useRuleText();
  const isNumber = (type: ExprType): boolean => type.kind === 'int' || type.kind === 'decimal';
  const alike = words.filter(
    ({ type, path }) =>
      path !== word.path &&
      (type.kind === word.type.kind ||
        (isNumber(type) && isNumber(word.type)) ||
        (type.kind === 'text' && word.type.kind === 'row')),
  );
  const key = value?.path.join('.');
  return (
    <ChoiceSelect
      className="condition-value"
      aria-label={text('valueLabel')}
      {...(key === undefined || key === '' ? {} : { value: key })}
      options={alike.map(({ path, label }) => ({ value: path.join('.'), label }))}
      onChange={(chosen: string) => onChange([{ kind: 'path', path: chosen.split('.') }])}
    />
  );
}

function Offset({
  label,
  count,
  onChange,
}: {
  readonly label: string;
  readonly count: number;
  readonly onChange: (count: number) => void;
}): ReactNode {
  return (
    <span className="condition-offset">
      <InputNumber aria-label={label} value={count} precision={0} onChange={(made) => onChange(made ?? 0)} />
      <span>{label}</span>
    </span>
  );
}

function LiteralInput({
  type,
  options,
  value,
  onChange,
}: {
  readonly type: ExprType;
  readonly options: Word['options'];
  readonly value: ConditionValue | undefined;
  readonly onChange: (value: readonly ConditionValue[]) => void;
}): ReactNode {
  const text = useRuleText();
  const kind = literalKind(type);
  const given = value?.kind === 'literal' ? value.value : undefined;
  const set = (made: string | null | undefined): void =>
    onChange(made === null || made === undefined || made === '' ? [] : [{ kind: 'literal', type: kind, value: made }]);
  const label = { 'aria-label': text('valueLabel'), className: 'condition-value' } as const;
  if (options.length > 0) {
    return (
      <ChoiceSelect
        {...label}
        {...(given === undefined ? {} : { value: given })}
        options={options.map((option) => ({ value: option.value, label: option.label }))}
        onChange={set}
      />
    );
  }
  switch (kind) {
    case 'number':
      // As text: an amount never becomes a float.
      return <InputNumber {...label} stringMode value={given ?? null} onChange={(made) => set(made?.toString())} />;
    case 'bool':
      return (
        <Select
          {...label}
          {...(given === undefined ? {} : { value: given })}
          options={[
            { value: 'true', label: text('yes') },
            { value: 'false', label: text('no') },
          ]}
          onChange={set}
        />
      );
    case 'date':
      return (
        <DatePicker
          {...label}
          value={given === undefined ? null : dayjs(given)}
          onChange={(made) => set(made?.format('YYYY-MM-DD'))}
        />
      );
    case 'datetime':
      return (
        <DatePicker
          {...label}
          showTime
          value={given === undefined ? null : dayjs(given)}
          onChange={(made) => set(made?.toDate().toISOString())}
        />
      );
    case 'duration':
      return (
        <Offset
          label={text('hoursLater')}
          count={Number(given ?? '0') / HOUR}
          onChange={(hours) => set(String(Math.round(hours * HOUR)))}
        />
      );
    case 'time':
      return (
        <Input
          {...label}
          type="time"
          value={given?.slice(0, 5) ?? ''}
          onChange={(event) => set(event.target.value === '' ? '' : `${event.target.value}:00`)}
        />
      );
    case 'text':
      return <Input {...label} value={given ?? ''} onChange={(event) => set(event.target.value)} />;
  }
}

function literalKind(type: ExprType): LiteralKind {
  switch (type.kind) {
    case 'int':
    case 'decimal':
      return 'number';
    case 'bool':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
      return type.kind;
    case 'list':
      return literalKind(type.of);
    default:
      return 'text';
  }
}
