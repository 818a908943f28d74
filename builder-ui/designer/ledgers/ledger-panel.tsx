import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { LEDGER_PERIODS, type LedgerDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { toJson } from '../form/to-json.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { ledgerOf } from '../points/points-ledger.ts';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { AccountSettings } from './account-settings.tsx';
import { MeasureSettings } from './measure-settings.tsx';
import { OverrideSettings } from './override-settings.tsx';
import { useLedgerDesign, type LedgerDesign } from './use-ledgers.ts';
import { useDraft } from '../session/draft-context.tsx';

export interface LedgerPanelProps {
  readonly ledger: LedgerDef;
  readonly onNewPosting: () => void;
  readonly onRemoved: () => void;
}

/** All that is set of one ledger. */
export function LedgerPanel({ ledger, onNewPosting, onRemoved }: LedgerPanelProps): ReactNode {
  const design = useLedgerDesign();
  const { template, text, locale, set, run } = design;
  const name = nameOf(ledger, locale);
  const path = `/ledgers/${template.ledgers?.indexOf(ledger) ?? 0}`;
  const isUsed = isInUse(ledger, design);
  return (
    <>
      <h2>{text('ledgerPanel', { name })}</h2>
      <MistakesAt path={path} isExact />
      <BilingualInput
        label={text('name')}
        value={ledger.label}
        onCommit={(label) => set(['ledgers', ledger.id], { key: 'label', value: label }, { name, what: text('name') })}
      />
      {ledger.mode === 'balance' ? (
        <>
          <Dimensions ledger={ledger} />
          <MeasureSettings ledger={ledger} path={path} />
          <OverrideSettings ledger={ledger} path={path} />
        </>
      ) : (
        <AccountSettings ledger={ledger} path={path} />
      )}
      <Periods ledger={ledger} />
      <div className="flow-actions">
        <Button icon={<PlusOutlined />} onClick={onNewPosting}>
          {text('newPosting')}
        </Button>
        <Button
          danger
          icon={<DeleteOutlined />}
          disabled={isUsed}
          title={isUsed ? text('removeUsed') : ''}
          onClick={() => {
            if (run(text('remove', { name }), [{ kind: 'removeItem', list: ['ledgers'], id: ledger.id }])) onRemoved();
          }}
        >
          {text('removeLedger')}
        </Button>
      </div>
    </>
  );
}

function isInUse(ledger: LedgerDef, { template }: LedgerDesign): boolean {
  return (
    (template.postings ?? []).some((posting) => posting.ledger === ledger.id) ||
    (template.awards ?? []).some((award) => ledgerOf(template, award)?.id === ledger.id)
  );
}

/** What balances are kept by. What a ledger is kept by stays: there are balances under it. */
function Dimensions({ ledger }: { readonly ledger: Extract<LedgerDef, { readonly mode: 'balance' }> }): ReactNode {
  const { text, locale, set } = useLedgerDesign();
  const isPublished = useDraft(({ base }) => base.template.ledgers?.some(({ id }) => id === ledger.id) === true);
  return (
    <section className="points-group">
      <h3>{text('by')}</h3>
      {isPublished && <p className="flow-hint">{text('byStays')}</p>}
      {ledger.dimensions.map((dimension) => (
        <BilingualInput
          key={dimension.id}
          hideLabel
          label={text('nameOf', { name: nameOf(dimension, locale) })}
          value={dimension.label}
          onCommit={(label) =>
            set(
              ['ledgers', ledger.id, 'dimensions', dimension.id],
              { key: 'label', value: label },
              { name: nameOf(ledger, locale), what: text('by') },
            )
          }
        />
      ))}
    </section>
  );
}

function Periods({ ledger }: { readonly ledger: LedgerDef }): ReactNode {
  const { text, locale, set } = useLedgerDesign();
  return (
    <Labelled label={text('period')}>
      <Select
        aria-label={text('period')}
        value={ledger.period?.by ?? 'none'}
        options={(['none', ...LEDGER_PERIODS] as const).map((one) => ({ value: one, label: text(`period_${one}`) }))}
        onChange={(by) =>
          set(
            ['ledgers', ledger.id],
            { key: 'period', value: by === 'none' ? undefined : toJson({ ...ledger.period, by }) },
            { name: nameOf(ledger, locale), what: text('period') },
          )
        }
      />
    </Labelled>
  );
}
