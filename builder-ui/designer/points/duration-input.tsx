import { InputNumber, Select, Space } from 'antd';
import { useState, type ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { EchoInput } from '../parts/echo-input.tsx';
import { DURATION_UNITS, durationOf, durationParts, unitWord, type DurationUnit } from './duration-parts.ts';
import { usePointsText } from './points-texts.ts';

export interface DurationInputProps {
  readonly value: string | undefined;
  readonly onCommit: (value: string | undefined) => void;
  readonly label: string;
  /** The unit that is offered first. */
  readonly unit?: DurationUnit;
  readonly placeholder?: string;
}

/** A length of time as a number and its unit; one of several units as it is written. */
export function DurationInput({ value, onCommit, label, unit = 'months', placeholder }: DurationInputProps): ReactNode {
  const text = usePointsText();
  const { locale } = useLanguage();
  const parts = value === undefined ? undefined : durationParts(value);
  const [chosen, setChosen] = useState<DurationUnit>(unit);
  if (value !== undefined && parts === undefined) {
    return (
      <EchoInput aria-label={label} value={value} onCommit={(typed) => onCommit(typed === '' ? undefined : typed)} />
    );
  }
  const shown = parts?.unit ?? chosen;
  return (
    <Space.Compact block>
      <InputNumber
        aria-label={label}
        min={1}
        max={999_999}
        precision={0}
        className="points-grow"
        {...(placeholder === undefined ? {} : { placeholder })}
        value={parts?.count ?? null}
        onChange={(count) => onCommit(count === null ? undefined : durationOf({ count, unit: shown }))}
      />
      <Select<DurationUnit>
        aria-label={text('unitOf', { label })}
        className="points-unit"
        value={shown}
        options={DURATION_UNITS.map((one) => ({ value: one, label: unitWord(one, locale) }))}
        onChange={(made) => {
          setChosen(made);
          if (parts !== undefined) onCommit(durationOf({ count: parts.count, unit: made }));
        }}
      />
    </Space.Compact>
  );
}
