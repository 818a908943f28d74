import { useState, type ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { BalanceLedgerDef, DimensionDef } from '../../../../schema/template/template-rules.ts';
import type { BalanceDef, EntityDef, FieldDef } from '../../../../schema/template/template.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import { Labelled } from '../../flow/labelled.tsx';
import { ExpressionInput } from '../../parts/expression-input.tsx';
import { nameOf } from '../../points/award-words.ts';
import { MistakesAt } from '../../points/mistakes-at.tsx';
import { useDraft, useDraftSession } from '../../session/draft-context.tsx';
import { balanceEdits, balanceLedgers, balanceOf, keyFields } from './balance-edits.ts';
import { usePropertyText } from './property-texts.ts';
import '../../parts/parts.css';
import { ChoiceSelect } from '../../parts/choice-select.tsx';

const NONE = '';
const FORMULA = 'formula';

/** What of the books a number says: which measure of which ledger, and of what (SPEC [DSG-141]). */
export function BalanceInput({ entity, field }: { readonly entity: EntityDef; readonly field: FieldDef }): ReactNode {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const { balance } = field;
  const ledgers = balanceLedgers(template);
  const ledger = ledgers.find(({ id }) => id === balance?.ledger);
  const owner = template.entities?.find(({ id }) => id === entity.id) ?? entity;
  const place = `/entities/${template.entities?.indexOf(owner) ?? 0}/fields/${owner.fields.findIndex(({ id }) => id === field.id)}/balance`;
  const put = (made: BalanceDef | undefined): void => {
    const name = textIn(field.label, locale) || field.id;
    session.run(text('set', { setting: text('balance'), name }), balanceEdits(entity, field, made));
  };
  const options = measureOptions(ledgers, locale);
  const value = balance === undefined ? NONE : `${balance.ledger}.${balance.measure}`;
  const chosen = options.flatMap(({ options: own }) => own).find((one) => one.value === value);
  return (
    <div className="balance-input">
      <ChoiceSelect
        aria-label={text('balanceOf')}
        value={value}
        popupMatchSelectWidth={false}
        labelRender={({ label }) => chosen?.title ?? (value === NONE ? label : value)}
        options={[{ value: NONE, label: text('balanceNone'), title: text('balanceNone') }, ...options]}
        onChange={(made: string) => {
          const [id, measure = ''] = made.split('.');
          const next = ledgers.find((one) => one.id === id);
          if (next === undefined) put(undefined);
          else if (next === ledger && balance !== undefined) put({ ...balance, measure });
          else put(balanceOf(template, owner, { ledger: next, measure }));
        }}
      />
      <MistakesAt path={`${place}/ledger`} />
      <MistakesAt path={`${place}/measure`} />
      {balance !== undefined &&
        ledger?.dimensions.map((dimension) => (
          <KeyInput
            key={`${ledger.id} ${dimension.id}`}
            entity={owner}
            dimension={dimension}
            value={balance.key[dimension.id]}
            path={`${place}/key/${dimension.id}`}
            onChange={(source) => {
              const { [dimension.id]: _, ...rest } = balance.key;
              put({ ...balance, key: source === undefined ? rest : { ...rest, [dimension.id]: source } });
            }}
          />
        ))}
      <MistakesAt path={`${place}/key`} isExact />
    </div>
  );
}

interface MeasureGroup {
  readonly label: string;
  readonly title: string;
  readonly options: { readonly value: string; readonly label: string; readonly title: string }[];
}

function measureOptions(ledgers: readonly BalanceLedgerDef[], locale: 'en' | 'zh-CN'): readonly MeasureGroup[] {
  return ledgers.map((one) => {
    const of = nameOf(one, locale);
    return {
      label: of,
      title: of,
      options: one.measures.map((measure) => ({
        value: `${one.id}.${measure.id}`,
        label: nameOf(measure, locale),
        title: `${of} · ${nameOf(measure, locale)}`,
      })),
    };
  });
}

/** Of what the balance is: a field that fits, or a formula. */
function KeyInput({
  entity,
  dimension,
  value,
  path,
  onChange,
}: {
  readonly entity: EntityDef;
  readonly dimension: DimensionDef;
  readonly value: string | undefined;
  readonly path: string;
  readonly onChange: (source: string | undefined) => void;
}): ReactNode {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const fields = keyFields(template, entity, dimension);
  const isKnown = value === undefined || fields.some(({ source }) => source === value);
  const [isFormula, setFormula] = useState(!isKnown);
  const name = nameOf(dimension, locale);
  const label = text('balanceWhich', { name });
  const none = text(dimension.optional === true ? 'balanceWithout' : 'balanceChoose', { name });
  const options = [
    { value: NONE, label: none },
    ...fields.map(({ source, of, field }) => ({
      value: source,
      label: of.id === entity.id ? nameOf(field, locale) : `${nameOf(of, locale)} · ${nameOf(field, locale)}`,
    })),
    { value: FORMULA, label: text('balanceFormula') },
  ];
  return (
    <Labelled label={label}>
      <ChoiceSelect
        aria-label={label}
        value={isFormula || !isKnown ? FORMULA : (value ?? NONE)}
        popupMatchSelectWidth={false}
        options={options}
        onChange={(made: string) => {
          setFormula(made === FORMULA);
          if (made !== FORMULA) onChange(made === NONE ? undefined : made);
        }}
      />
      {(isFormula || !isKnown) && (
        <ExpressionInput
          label={label}
          placeholder={none}
          value={value}
          scope={{
            entity: entity.id,
            expected: dimension.ref === undefined ? 'any' : { kind: 'row', entity: dimension.ref },
          }}
          onCommit={onChange}
        />
      )}
      <MistakesAt path={path} hasEditor={isFormula || !isKnown} />
    </Labelled>
  );
}
