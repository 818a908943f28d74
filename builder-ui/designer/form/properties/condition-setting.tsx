import { Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import { ExpressionInput } from '../../parts/expression-input.tsx';
import { usePropertyText } from './property-texts.ts';

/** Never, always, or while a rule is true. */
export function ConditionSetting({
  value,
  onCommit,
  entity,
  label,
}: {
  readonly value: boolean | string | undefined;
  readonly onCommit: (value: boolean | string | undefined) => void;
  readonly entity: string;
  readonly label: string;
}): ReactNode {
  const text = usePropertyText();
  const [isAsking, setAsking] = useState(false);
  const isWhen = typeof value === 'string' || isAsking;
  const mode = isWhen ? 'when' : value === true ? 'always' : 'never';
  return (
    <>
      <Segmented
        block
        aria-label={label}
        value={mode}
        options={(['never', 'always', 'when'] as const).map((one) => ({ value: one, label: text(one) }))}
        onChange={(next) => {
          setAsking(next === 'when');
          if (next !== 'when') onCommit(next === 'always' ? true : undefined);
        }}
      />
      {isWhen && (
        <ExpressionInput
          value={typeof value === 'string' ? value : undefined}
          onCommit={onCommit}
          scope={{ entity, expected: { kind: 'bool' } }}
          label={label}
        />
      )}
    </>
  );
}

/** A rule, or none. */
export function RuleSetting({
  value,
  onCommit,
  entity,
  label,
  placeholder,
}: {
  readonly value: string | undefined;
  readonly onCommit: (value: string | undefined) => void;
  readonly entity: string;
  readonly label: string;
  readonly placeholder: string;
}): ReactNode {
  return (
    <ExpressionInput
      value={value}
      onCommit={onCommit}
      scope={{ entity, expected: { kind: 'bool' } }}
      label={label}
      placeholder={placeholder}
    />
  );
}
