import { InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Json } from '../../../schema/model/edits.ts';
import { LOT_ORDERS, type AccountDef, type DoubleLedgerDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { toJson } from '../form/to-json.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { EchoInput } from '../parts/echo-input.tsx';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { BoundInput } from './bound-input.tsx';
import { useLedgerDesign } from './use-ledgers.ts';

/** The unit and the accounts of a double ledger. */
export function AccountSettings({
  ledger,
  path,
}: {
  readonly ledger: DoubleLedgerDef;
  readonly path: string;
}): ReactNode {
  const { text, locale, set } = useLedgerDesign();
  const name = nameOf(ledger, locale);
  return (
    <>
      <div className="points-pair">
        <Labelled label={text('unit')}>
          <EchoInput
            aria-label={text('unit')}
            value={ledger.unit ?? ''}
            onCommit={(unit) =>
              set(
                ['ledgers', ledger.id],
                { key: 'unit', value: unit === '' ? undefined : unit },
                { name, what: text('unit') },
              )
            }
          />
        </Labelled>
        <Labelled label={text('scale')}>
          <InputNumber
            min={0}
            max={8}
            precision={0}
            aria-label={text('scale')}
            value={ledger.scale ?? null}
            onChange={(scale) =>
              set(['ledgers', ledger.id], { key: 'scale', value: scale ?? undefined }, { name, what: text('scale') })
            }
          />
        </Labelled>
      </div>
      <section className="points-group">
        <h3>{text('accounts')}</h3>
        {ledger.accounts.map((account, index) => (
          <Account key={account.id} ledger={ledger} account={account} path={`${path}/accounts/${index}`} />
        ))}
      </section>
    </>
  );
}

function Account({
  ledger,
  account,
  path,
}: {
  readonly ledger: DoubleLedgerDef;
  readonly account: AccountDef;
  readonly path: string;
}): ReactNode {
  const { text, locale, set } = useLedgerDesign();
  const name = nameOf(account, locale);
  const put = (key: string, value: Json | undefined, what: string): void =>
    set(['ledgers', ledger.id, 'accounts', account.id], { key, value }, { name, what });
  const { lots } = account;
  const others = ledger.accounts.filter(({ id }) => id !== account.id);
  return (
    <div className="points-approval">
      <BilingualInput
        hideLabel
        label={text('nameOf', { name })}
        value={account.label}
        onCommit={(label) => put('label', label, text('name'))}
      />
      <div className="points-pair">
        {(['min', 'max'] as const).map((key) => (
          <Labelled key={key} label={text(key)}>
            <BoundInput
              ledger={ledger}
              label={`${name}: ${text(key)}`}
              value={account[key]}
              onCommit={(bound) => put(key, bound, text(key))}
            />
          </Labelled>
        ))}
      </div>
      <Labelled label={text('lots')}>
        <Select
          aria-label={`${name}: ${text('lots')}`}
          value={lots?.consume ?? 'none'}
          options={(['none', ...LOT_ORDERS] as const).map((one) => ({ value: one, label: text(`lots_${one}`) }))}
          onChange={(consume) =>
            put('lots', consume === 'none' ? undefined : toJson({ ...lots, consume }), text('lots'))
          }
        />
      </Labelled>
      {lots !== undefined && (
        <Labelled label={text('expireTo')}>
          <Select
            allowClear
            aria-label={`${name}: ${text('expireTo')}`}
            placeholder={text('never')}
            {...(lots.expireTo === undefined ? {} : { value: lots.expireTo })}
            options={others.map((one) => ({ value: one.id, label: nameOf(one, locale) }))}
            onChange={(expireTo: string | undefined) =>
              put(
                'lots',
                toJson({ consume: lots.consume, ...(expireTo === undefined ? {} : { expireTo }) }),
                text('expireTo'),
              )
            }
          />
        </Labelled>
      )}
      <MistakesAt path={path} />
    </div>
  );
}
