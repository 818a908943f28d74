import { Select } from 'antd';
import type { ReactNode } from 'react';
import { ALIGNMENTS } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { nameOf, stepName } from './award-words.ts';
import { DurationInput } from './duration-input.tsx';
import { MistakesAt } from './mistakes-at.tsx';
import { canExpire, ledgerOf, personalAccounts } from './points-ledger.ts';
import type { AwardDesign } from './use-award.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** What becomes of points that were given: when they count, how long they last, what takes them back. */
export function AftermathSettings({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award } = design;
  return (
    <>
      {award.on?.entity !== undefined && <Pending design={design} />}
      <Expiry design={design} />
      {award.on?.entity !== undefined && <Clawback design={design} />}
    </>
  );
}

function useSteps({ award, wording }: AwardDesign): { value: string; label: string }[] {
  const { template, locale } = wording;
  const entity = award.on?.entity ?? '';
  const steps = template.workflows?.find(({ of }) => of === entity)?.transitions ?? [];
  return steps.map(({ id }) => ({ value: id, label: stepName(template, entity, { step: id, locale }) }));
}

function Pending({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set } = design;
  const { text } = design.wording;
  const steps = useSteps(design);
  const { pending } = award;
  return (
    <Labelled label={text('pending')}>
      <Select
        aria-label={text('pending')}
        value={pending?.until?.transition ?? ''}
        options={[
          { value: '', label: text('pendingNow') },
          ...steps.map(({ value, label }) => ({ value, label: text('pendingStep', { step: label }) })),
        ]}
        onChange={(transition: string) =>
          set('pending', transition === '' ? undefined : { ...pending, until: { transition } }, text('pending'))
        }
      />
      {pending !== undefined && (
        <>
          <small>{text('pendingMost')}</small>
          <DurationInput
            label={text('pendingMost')}
            unit="days"
            placeholder={text('pendingNone')}
            value={pending.atMost}
            onCommit={(atMost) => {
              const { atMost: _, ...rest } = pending;
              set('pending', atMost === undefined ? rest : { ...rest, atMost }, text('pendingMost'));
            }}
          />
        </>
      )}
      <MistakesAt path={`${path}/pending`} />
    </Labelled>
  );
}

function Expiry({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set, wording } = design;
  const { text, template } = wording;
  const ledger = ledgerOf(template, award);
  const { expires } = award;
  if (ledger !== undefined && !canExpire(ledger) && expires === undefined)
    return (
      <Labelled label={text('expires')}>
        <small>{text('noLots')}</small>
      </Labelled>
    );
  return (
    <Labelled label={text('expires')}>
      <DurationInput
        label={text('expires')}
        placeholder={text('never')}
        value={expires?.after}
        onCommit={(after) => set('expires', after === undefined ? undefined : { ...expires, after }, text('expires'))}
      />
      {expires !== undefined && (
        <>
          <small>{text('align')}</small>
          <Select
            aria-label={text('align')}
            value={expires.align ?? ''}
            options={[
              { value: '', label: text('alignNone') },
              ...ALIGNMENTS.map((one) => ({ value: one, label: text(`align_${one}`) })),
            ]}
            onChange={(align: string) =>
              set('expires', { after: expires.after, ...(align === '' ? {} : { align }) }, text('align'))
            }
          />
        </>
      )}
      <MistakesAt path={`${path}/expires`} />
    </Labelled>
  );
}

function Clawback({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set, wording } = design;
  const { text, template, locale } = wording;
  const steps = useSteps(design);
  const ledger = ledgerOf(template, award);
  const { clawback } = award;
  const accounts = ledger === undefined ? [] : personalAccounts(ledger).filter((id) => id !== 'wallet');
  const accountName = (id: string): string => nameOf(ledger?.accounts.find((one) => one.id === id) ?? { id }, locale);
  return (
    <Labelled label={text('clawback')}>
      <ChoiceSelect
        mode="multiple"
        aria-label={text('clawback')}
        placeholder={text('clawbackNone')}
        value={[...(clawback?.on ?? [])]}
        options={steps}
        onChange={(on: string[]) =>
          set('clawback', on.length === 0 ? undefined : { ...clawback, on }, text('clawback'))
        }
      />
      {clawback !== undefined && (
        <>
          <small>{text('short')}</small>
          <Select
            aria-label={text('short')}
            value={clawback.short ?? ''}
            options={[
              { value: '', label: text('shortNone') },
              ...accounts.map((id) => ({ value: id, label: text('shortOwed', { account: accountName(id) }) })),
            ]}
            onChange={(short: string) =>
              set('clawback', { on: clawback.on, ...(short === '' ? {} : { short }) }, text('short'))
            }
          />
        </>
      )}
      <MistakesAt path={`${path}/clawback`} />
    </Labelled>
  );
}
