import { InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import type { BalanceLedgerDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { useRoleOptions } from '../flow/use-role-names.ts';
import { toJson } from '../form/to-json.ts';
import { nameOf } from '../points/award-words.ts';
import { DurationInput } from '../points/duration-input.tsx';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { useLedgerDesign } from './use-ledgers.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

type Override = NonNullable<BalanceLedgerDef['override']>;

/** Who may let a measure go below its bound, how far and how long. */
export function OverrideSettings({
  ledger,
  path,
}: {
  readonly ledger: BalanceLedgerDef;
  readonly path: string;
}): ReactNode {
  const { text, locale, set } = useLedgerDesign();
  const roles = useRoleOptions();
  const { override } = ledger;
  const put = (made: Override | undefined): void =>
    set(
      ['ledgers', ledger.id],
      { key: 'override', value: made === undefined ? undefined : toJson(made) },
      { name: nameOf(ledger, locale), what: text('override') },
    );
  const first = (): Override => ({
    measure: ledger.measures[0]?.id ?? '',
    floor: '-1',
    roles: roles.slice(0, 1).map(({ value }) => value),
    approval: true,
    expires: 'P1D',
  });
  return (
    <section className="points-group">
      <h3>{text('override')}</h3>
      <label className="points-switch">
        <Switch checked={override !== undefined} onChange={(isOn) => put(isOn ? first() : undefined)} />
        <span>{text('overrideOn')}</span>
      </label>
      <p className="flow-hint">{text('overrideHint')}</p>
      {override !== undefined && (
        <>
          <div className="points-pair">
            <Labelled label={text('measure')}>
              <Select
                aria-label={`${text('override')}: ${text('measure')}`}
                value={override.measure}
                options={ledger.measures.map((one) => ({ value: one.id, label: nameOf(one, locale) }))}
                onChange={(measure: string) => put({ ...override, measure })}
              />
            </Labelled>
            <Labelled label={text('floor')}>
              <InputNumber<string>
                stringMode
                aria-label={`${text('override')}: ${text('floor')}`}
                value={override.floor}
                onChange={(floor) => floor !== null && /^-?\d+(\.\d+)?$/.test(floor) && put({ ...override, floor })}
              />
            </Labelled>
          </div>
          <Labelled label={text('roles')}>
            <ChoiceSelect
              mode="multiple"
              aria-label={text('roles')}
              value={[...override.roles]}
              options={roles}
              onChange={(made: string[]) => put({ ...override, roles: made })}
            />
          </Labelled>
          <Labelled label={text('lasts')}>
            <DurationInput
              label={text('lasts')}
              unit="days"
              placeholder={text('forGood')}
              value={override.expires}
              onCommit={(expires) => {
                const { expires: _, ...rest } = override;
                put(expires === undefined ? rest : { ...rest, expires });
              }}
            />
          </Labelled>
          <label className="points-switch">
            <Switch checked={override.approval === true} onChange={(approval) => put({ ...override, approval })} />
            <span>{text('approval')}</span>
          </label>
          <MistakesAt path={`${path}/override`} />
        </>
      )}
    </section>
  );
}
