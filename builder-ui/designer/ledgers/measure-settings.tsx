import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import type { Json } from '../../../schema/model/edits.ts';
import { parseFieldType } from '../../../schema/template/field-types.ts';
import type { BalanceLedgerDef, MeasureDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { newId } from '../parts/new-id.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { BoundInput } from './bound-input.tsx';
import type { LedgerText } from './ledger-texts.ts';
import { useLedgerDesign } from './use-ledgers.ts';

const TYPES = ['int', 'decimal(18,2)', 'decimal(18,4)', 'money'] as const;
const MEASURES_MAX = 4;

/** What a ledger counts, each with its bounds. */
export function MeasureSettings({
  ledger,
  path,
}: {
  readonly ledger: BalanceLedgerDef;
  readonly path: string;
}): ReactNode {
  const { text, locale, run } = useLedgerDesign();
  const add = (): void => {
    const label = { en: 'Amount', 'zh-CN': '数额' };
    const id = newId({ label, taken: ledger.measures.map((one) => one.id), style: 'camel', fallback: 'amount' });
    const list = ['ledgers', ledger.id, 'measures'];
    const what = text('measures');
    run(text('stepSet', { name: nameOf(ledger, locale), what }), [
      { kind: 'addItem', list, item: { id, label, type: 'decimal(18,2)', min: '0' } },
    ]);
  };
  return (
    <section className="points-group">
      <h3>{text('measures')}</h3>
      {ledger.measures.map((measure, index) => (
        <Measure key={measure.id} ledger={ledger} measure={measure} path={`${path}/measures/${index}`} />
      ))}
      <Button size="small" icon={<PlusOutlined />} disabled={ledger.measures.length >= MEASURES_MAX} onClick={add}>
        {text('measures')}
      </Button>
      <MistakesAt path={`${path}/measures`} isExact />
    </section>
  );
}

function Measure({
  ledger,
  measure,
  path,
}: {
  readonly ledger: BalanceLedgerDef;
  readonly measure: MeasureDef;
  readonly path: string;
}): ReactNode {
  const { text, locale, set, run } = useLedgerDesign();
  const name = nameOf(measure, locale);
  const put = (key: string, value: Json | undefined, what: string): void =>
    set(['ledgers', ledger.id, 'measures', measure.id], { key, value }, { name, what });
  const types = [...new Set([...TYPES, measure.type])];
  return (
    <div className="points-approval">
      <div className="points-group-head">
        <BilingualInput
          hideLabel
          label={text('nameOf', { name })}
          value={measure.label}
          onCommit={(label) => put('label', label, text('name'))}
        />
        {measure.id.startsWith('x_') && ledger.measures.length > 1 && (
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={text('remove', { name })}
            onClick={() =>
              run(text('remove', { name }), [
                { kind: 'removeItem', list: ['ledgers', ledger.id, 'measures'], id: measure.id },
              ])
            }
          />
        )}
      </div>
      <Labelled label={text('type')}>
        <Select
          aria-label={`${name}: ${text('type')}`}
          value={measure.type}
          options={types.map((type) => ({ value: type, label: typeWords(type, text, locale) }))}
          onChange={(type: string) => put('type', type, text('type'))}
        />
      </Labelled>
      <div className="points-pair">
        {(['min', 'max'] as const).map((key) => (
          <Labelled key={key} label={text(key)}>
            <BoundInput
              ledger={ledger}
              label={`${name}: ${text(key)}`}
              value={measure[key]}
              onCommit={(bound) => put(key, bound, text(key))}
            />
          </Labelled>
        ))}
      </div>
      <small className="flow-hint">{text('boundHint')}</small>
      <MistakesAt path={path} />
    </div>
  );
}

/** `decimal(18,4)` as people call it: a number, and how many digits it has after the point. */
function typeWords(type: string, text: LedgerText, locale: Locale): string {
  const parsed = parseFieldType(type);
  if (!parsed.ok) return type;
  const { kind, scale } = parsed.value;
  const name = FIELD_TYPE_INFO[kind].name[locale];
  return kind === 'decimal' && scale !== undefined ? text('typeDigits', { name, scale }) : name;
}
