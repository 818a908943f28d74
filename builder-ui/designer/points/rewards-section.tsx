import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Empty, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { RewardDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { nameOf } from './award-words.ts';
import { MistakesAt } from './mistakes-at.tsx';
import { addedReward, shopFlows } from './part-edits.ts';
import { usePartDesign, type PartDesign } from './use-part.ts';

const WINDOWS = ['P1D', 'P1W', 'P1M', 'P3M', 'P1Y'] as const;

/** What points buy. */
export function RewardsSection(): ReactNode {
  const design = usePartDesign();
  const { template, text, run } = design;
  const rewards = template.rewards ?? [];
  const canSell = shopFlows(template).length > 0;
  return (
    <section className="panel" aria-labelledby="rewards-title">
      <h2 id="rewards-title">{text('rewardsTitle')}</h2>
      <p className="flow-hint">{text(canSell ? 'rewardsHint' : 'noFlow')}</p>
      {rewards.length === 0 && <Empty description={text('noRewards')} />}
      <ul className="points-cards">
        {rewards.map((reward, index) => (
          <li key={reward.id} data-item={reward.id} className="points-card">
            <Reward design={design} reward={reward} />
            <MistakesAt path={`/rewards/${index}`} />
          </li>
        ))}
      </ul>
      <Button
        icon={<PlusOutlined />}
        disabled={!canSell}
        onClick={() => run(text('newReward'), [addedReward(template, { en: 'New reward', 'zh-CN': '新奖品' })])}
      >
        {text('addReward')}
      </Button>
    </section>
  );
}

function Reward({ design, reward }: { readonly design: PartDesign; readonly reward: RewardDef }): ReactNode {
  const { template, text, locale, run } = design;
  const name = nameOf(reward, locale);
  const share = reward.per?.['user'];
  const put = (key: keyof RewardDef, value: unknown, what: string): void =>
    design.set(['rewards', reward.id], { key, value }, { item: reward.label, what });
  const putShare = (made: { readonly max: number; readonly window?: string } | undefined): void =>
    put('per', made === undefined ? undefined : { user: made }, text('perPerson'));
  const flows = (template.workflows ?? []).filter(({ id }) => shopFlows(template).includes(id));
  const flowName = (of: string): string => nameOf(template.entities?.find(({ id }) => id === of) ?? { id: of }, locale);
  return (
    <>
      <div className="points-group-head">
        <strong>{name}</strong>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={text('removeItem', { name })}
          onClick={() => run(text('removeItem', { name }), [{ kind: 'removeItem', list: ['rewards'], id: reward.id }])}
        />
      </div>
      <BilingualInput
        hideLabel
        label={`${text('reward')}: ${name}`}
        value={reward.label}
        onCommit={(label) => put('label', label, text('reward'))}
      />
      <BilingualInput
        hideLabel
        multiline
        label={`${name}: ${text('help')}`}
        placeholder={text('help')}
        value={reward.help}
        onCommit={(help) => put('help', help, text('help'))}
      />
      <div className="points-pair">
        <Labelled label={text('cost')}>
          <InputNumber<string>
            stringMode
            min="0"
            aria-label={`${name}: ${text('cost')}`}
            value={reward.cost}
            onChange={(cost) => cost !== null && /^\d+(\.\d+)?$/.test(cost) && put('cost', cost, text('cost'))}
          />
        </Labelled>
        <Labelled label={text('stock')}>
          <InputNumber
            min={0}
            precision={0}
            placeholder={text('unlimited')}
            aria-label={`${name}: ${text('stock')}`}
            value={reward.stock ?? null}
            onChange={(stock) => put('stock', stock ?? undefined, text('stock'))}
          />
        </Labelled>
        <Labelled label={text('perPerson')}>
          <InputNumber
            min={1}
            precision={0}
            placeholder={text('unlimited')}
            aria-label={`${name}: ${text('perPerson')}`}
            value={share?.max ?? null}
            onChange={(max) => putShare(max === null ? undefined : { ...share, max })}
          />
        </Labelled>
        <Labelled label={text('perWindow')}>
          <Select
            disabled={share === undefined}
            aria-label={`${name}: ${text('perWindow')}`}
            value={share?.window ?? 'all'}
            options={[
              { value: 'all', label: text('window_all') },
              ...WINDOWS.map((one) => ({ value: one, label: text(`window_${one}`) })),
            ]}
            onChange={(window: string) =>
              share !== undefined && putShare({ max: share.max, ...(window === 'all' ? {} : { window }) })
            }
          />
        </Labelled>
      </div>
      <Labelled label={text('fulfil')}>
        <Select
          aria-label={`${name}: ${text('fulfil')}`}
          {...(reward.fulfil === undefined ? {} : { value: reward.fulfil.workflow })}
          options={flows.map(({ id, of }) => ({ value: id, label: flowName(of) }))}
          onChange={(workflow: string) => put('fulfil', { workflow }, text('fulfil'))}
        />
      </Labelled>
    </>
  );
}
