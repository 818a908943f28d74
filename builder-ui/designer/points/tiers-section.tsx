import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Empty, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { TiersDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { useRoleOptions } from '../flow/use-role-names.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { nameOf } from './award-words.ts';
import { DurationInput } from './duration-input.tsx';
import { MistakesAt } from './mistakes-at.tsx';
import { addedLevel, newTiers } from './part-edits.ts';
import { usePartDesign, type PartDesign } from './use-part.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

const NAMES = {
  bronze: { en: 'Bronze', 'zh-CN': '铜级' },
  silver: { en: 'Silver', 'zh-CN': '银级' },
  gold: { en: 'Gold', 'zh-CN': '金级' },
} as const;
const TIERS = ['tiers'] as const;

/** The tiers that people rise to by what they earned. */
export function TiersSection(): ReactNode {
  const design = usePartDesign();
  const { template, text, run } = design;
  const { tiers } = template;
  return (
    <section className="panel" aria-labelledby="tiers-title">
      <h2 id="tiers-title">{text('tiersTitle')}</h2>
      <p className="flow-hint">{text('tiersHint')}</p>
      {tiers === undefined ? (
        <Empty description={text('noTiers')}>
          <Button type="primary" onClick={() => run(text('makeTiers'), [newTiers(NAMES)])}>
            {text('makeTiers')}
          </Button>
        </Empty>
      ) : (
        <Tiers design={design} tiers={tiers} />
      )}
    </section>
  );
}

interface TiersProps {
  readonly design: PartDesign;
  readonly tiers: TiersDef;
}

function Tiers({ design, tiers }: TiersProps): ReactNode {
  const { text, run } = design;
  const put = (key: keyof TiersDef, value: unknown, what: string): void =>
    design.set(TIERS, { key, value }, { item: { en: text('tiersTitle'), 'zh-CN': text('tiersTitle') }, what });
  return (
    <>
      <div className="points-settings">
        <Labelled label={text('metric')}>
          <Select
            aria-label={text('metric')}
            value={tiers.metric}
            options={(['earned', 'balance'] as const).map((one) => ({ value: one, label: text(`metric_${one}`) }))}
            onChange={(metric) => put('metric', metric, text('metric'))}
          />
        </Labelled>
        <Labelled label={text('window')}>
          <DurationInput
            label={text('window')}
            placeholder={text('allTime')}
            value={tiers.window}
            onCommit={(window) => put('window', window, text('window'))}
          />
        </Labelled>
        <Labelled label={text('grace')}>
          <DurationInput
            label={text('grace')}
            placeholder={text('neverFalls')}
            value={tiers.demote?.grace}
            onCommit={(grace) => put('demote', grace === undefined ? undefined : { grace }, text('grace'))}
          />
          <small>{text('graceHint')}</small>
        </Labelled>
      </div>
      <Levels design={design} tiers={tiers} />
      <div className="flow-actions">
        <Button
          icon={<PlusOutlined />}
          onClick={() => run(text('newLevel'), [addedLevel(tiers, { en: 'New tier', 'zh-CN': '新等级' })])}
        >
          {text('addLevel')}
        </Button>
        <Button
          danger
          type="text"
          onClick={() => run(text('removeTiers'), [{ kind: 'setProperty', at: [], key: 'tiers' }])}
        >
          {text('removeTiers')}
        </Button>
      </div>
      <MistakesAt path="/tiers" />
    </>
  );
}

function Levels({ design, tiers }: TiersProps): ReactNode {
  const { text, locale, run } = design;
  const roles = useRoleOptions();
  return (
    <ol className="tiers">
      {tiers.levels.map((level, index) => {
        const at = ['tiers', 'levels', level.id];
        const name = nameOf(level, locale);
        const put = (key: string, value: unknown, what: string): void =>
          design.set(at, { key, value }, { item: level.label, what });
        return (
          <li key={level.id} className={`tier is-${Math.min(index, 3)}`}>
            <div className="points-group-head">
              <strong>{text('levelNumber', { number: index + 1 })}</strong>
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                disabled={tiers.levels.length === 1}
                aria-label={text('removeLevel', { name })}
                onClick={() =>
                  run(text('removeLevel', { name }), [{ kind: 'removeItem', list: ['tiers', 'levels'], id: level.id }])
                }
              />
            </div>
            <BilingualInput
              hideLabel
              label={`${text('level')}: ${name}`}
              value={level.label}
              onCommit={(label) => put('label', label, text('level'))}
            />
            <Labelled label={text('fromPoints')}>
              <InputNumber<string>
                stringMode
                min="0"
                aria-label={`${name}: ${text('fromPoints')}`}
                value={level.from}
                onChange={(from) =>
                  from !== null && /^\d+(\.\d+)?$/.test(from) && put('from', from, text('fromPoints'))
                }
              />
            </Labelled>
            <Labelled label={text('grants')}>
              <ChoiceSelect
                mode="multiple"
                aria-label={`${name}: ${text('grants')}`}
                placeholder={text('none')}
                value={[...(level.grants ?? [])]}
                options={roles}
                onChange={(grants: string[]) => put('grants', grants, text('grants'))}
              />
            </Labelled>
          </li>
        );
      })}
    </ol>
  );
}
