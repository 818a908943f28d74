import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Json } from '../../../schema/model/edits.ts';
import { LOT_ORDERS, type AccountDef, type DoubleLedgerDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { toJson } from '../form/to-json.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { EchoInput } from '../parts/echo-input.tsx';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { addedAccount, dimensionsOf, isAccountUsed } from './account-edits.ts';
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
  const { text, locale, set, run } = useLedgerDesign();
  const name = nameOf(ledger, locale);
  const inForce = useLedgerInForce(ledger.id);
  const scale = inForce === undefined ? 0 : (inForce.scale ?? SCALE);
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
            min={scale}
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
      {inForce !== undefined && <p className="flow-hint">{text('scaleGrows', { scale })}</p>}
      <section className="points-group">
        <h3>{text('accounts')}</h3>
        {ledger.accounts.map((account, index) => (
          <Account key={account.id} ledger={ledger} account={account} path={`${path}/accounts/${index}`} />
        ))}
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => run(text('addAccount'), [addedAccount(ledger, { en: 'New account', 'zh-CN': '新账户' })])}
        >
          {text('addAccount')}
        </Button>
      </section>
    </>
  );
}

/** Digits after the point where the template says none. */
const SCALE = 2;

/** The double ledger as it is in force: there are balances as it says. */
function useLedgerInForce(id: string): DoubleLedgerDef | undefined {
  return useDraft(({ base }) =>
    base.template.ledgers?.find((one): one is DoubleLedgerDef => one.id === id && one.mode === 'double'),
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
  const { text, locale, set, run, template } = useLedgerDesign();
  const name = nameOf(account, locale);
  const isInForce = useLedgerInForce(ledger.id)?.accounts.some(({ id }) => id === account.id) === true;
  const isUsed = isAccountUsed(template, ledger, account.id);
  const put = (key: string, value: Json | undefined, what: string): void =>
    set(['ledgers', ledger.id, 'accounts', account.id], { key, value }, { name, what });
  const { lots } = account;
  const others = ledger.accounts.filter(({ id }) => id !== account.id);
  return (
    <div className="points-approval" role="group" aria-label={name}>
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
      {isInForce && <p className="flow-hint">{text('accountStays')}</p>}
      <Labelled label={text('accountBy')}>
        <Select
          mode="multiple"
          disabled={isInForce}
          aria-label={`${name}: ${text('accountBy')}`}
          placeholder={text('accountWhole')}
          value={[...account.by]}
          options={dimensionsOf(ledger).map((id) => ({
            value: id,
            label: nameOf(ledger.dimensions?.find((one) => one.id === id) ?? { id }, locale),
          }))}
          onChange={(by: readonly string[]) => put('by', [...by], text('accountBy'))}
        />
      </Labelled>
      <Labelled label={text('lots')}>
        <Select
          disabled={isInForce && lots === undefined}
          aria-label={`${name}: ${text('lots')}`}
          value={lots?.consume ?? 'none'}
          options={(['none', ...LOT_ORDERS] as const)
            .filter((one) => !isInForce || (one === 'none') === (lots === undefined))
            .map((one) => ({ value: one, label: text(`lots_${one}`) }))}
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
      <Button
        type="text"
        size="small"
        danger
        icon={<DeleteOutlined aria-hidden />}
        disabled={isUsed || others.length === 0}
        title={isUsed ? text('accountUsed') : ''}
        onClick={() => {
          const list = ['ledgers', ledger.id, 'accounts'];
          run(text('remove', { name }), [{ kind: 'removeItem', list, id: account.id }]);
        }}
      >
        {text('removeAccount', { name })}
      </Button>
    </div>
  );
}
