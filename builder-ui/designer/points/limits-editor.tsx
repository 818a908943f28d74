import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import type { LimitDef } from '../../../schema/template/template-rules.ts';
import { addedLimit, changedLimit } from './award-edits.ts';
import { entityOf, fieldName, perWord } from './award-words.ts';
import { DurationInput } from './duration-input.tsx';
import type { AwardDesign } from './use-award.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

export interface LimitsEditorProps {
  readonly design: AwardDesign;
  readonly value: readonly LimitDef[];
  readonly onChange: (limits: readonly LimitDef[]) => void;
  /** Counted by who gives, too. */
  readonly isOfGiver?: boolean;
}

const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
/** Fields that a count can be kept by: one value, easily told from another. */
const COUNTED = /^(ref|enum|text|int|date|user|org|bool|sequence)/;

/** Caps and pauses of a rule as a small grid: counted by what, at most how many, how long between. */
export function LimitsEditor({ design, value, onChange, isOfGiver = false }: LimitsEditorProps): ReactNode {
  const { award, wording } = design;
  const { text, template, locale } = wording;
  const entity = entityOf(template, award.on?.entity ?? '');
  const words = ['user', ...(isOfGiver ? ['giver'] : []), ...PERIODS];
  const fields = (entity?.fields ?? []).filter(({ type, secret }) => COUNTED.test(type) && secret !== true);
  const options = [
    ...words.map((word) => ({ value: word, label: perWord(word, award, wording) })),
    ...fields.map(({ id }) => ({ value: id, label: text('per_field', { field: fieldName(entity, id, locale) }) })),
  ];
  const put = (index: number, change: Parameters<typeof changedLimit>[1]): void => {
    const limit = value[index];
    if (limit !== undefined) onChange(value.with(index, changedLimit(limit, change)));
  };
  const label = (what: string, index: number): string => text('limitOf', { what, number: index + 1 });
  return (
    <div className="limits">
      {value.map((limit, index) => (
        <div key={limit.id ?? limit.per.join(' ')} className="limit">
          <ChoiceSelect
            mode="multiple"
            aria-label={label(text('limitPer'), index)}
            placeholder={text('limitPer')}
            value={[...limit.per]}
            options={options}
            onChange={(per: string[]) => per.length > 0 && put(index, { per })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={text('removeLimit', { number: index + 1 })}
            onClick={() => onChange(value.toSpliced(index, 1))}
          />
          <div className="limit-numbers">
            <span className="limit-part">
              <span aria-hidden="true">{text('limitMax')}</span>
              <InputNumber<string>
                stringMode
                min="0"
                aria-label={label(text('limitMax'), index)}
                placeholder={text('none')}
                value={limit.max ?? null}
                onChange={(max) => put(index, { max: max === null || max === '' ? undefined : max })}
              />
            </span>
            <span className="limit-part">
              <span aria-hidden="true">{text('limitPause')}</span>
              <DurationInput
                label={label(text('limitPause'), index)}
                unit="minutes"
                placeholder={text('none')}
                value={limit.cooldown}
                onCommit={(cooldown) => put(index, { cooldown })}
              />
            </span>
          </div>
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => onChange(addedLimit(value, isOfGiver ? ['giver', 'month'] : ['user', 'day']))}
      >
        {text('addLimit')}
      </Button>
    </div>
  );
}
