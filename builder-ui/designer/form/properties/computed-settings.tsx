import { Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { isComputed } from '../../../../schema/template/computed.ts';
import { textIn } from '../../../../schema/core/text.ts';
import { exprTypeOf, fieldKindSpec, parseFieldType } from '../../../../schema/template/field-types.ts';
import { ROLLUP_FNS, type FieldDef, type RollupDef } from '../../../../schema/template/template.ts';
import type { ExprType } from '../../../../schema/expr/ast.ts';
import { ExpressionInput } from '../../parts/expression-input.tsx';
import { toJson } from '../to-json.ts';
import { balanceLedgers } from './balance-edits.ts';
import { BalanceInput } from './balance-input.tsx';
import { computedEdits } from './field-setters.ts';
import type { Setting } from './setting.tsx';
import { knows, type FieldSetting } from './type-settings.tsx';

/** The settings by which a field is computed instead of filled in. */
export function computedSettings(making: FieldSetting): readonly Setting[] {
  const { field, template } = making;
  const is = (key: 'formula' | 'rollup' | 'balance'): boolean =>
    field[key] !== undefined || (knows(making, key) && !isComputed(field));
  const hasBooks = field.balance !== undefined || balanceLedgers(template).length > 0;
  return [
    ...(is('formula') ? [formulaSetting(making)] : []),
    ...(field.formula !== undefined ? [storedSetting(making)] : []),
    ...(is('rollup') ? [rollupSetting(making)] : []),
    ...(is('balance') && hasBooks ? [balanceSetting(making)] : []),
  ];
}

/** The type that expressions give a field of this type. */
export function valueTypeOf({ type }: FieldSetting): ExprType {
  const { kind, precision = 18, scale = 4 } = type;
  switch (kind) {
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return exprTypeOf({ kind, precision, scale });
    case 'int':
    case 'bool':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
      return exprTypeOf({ kind });
    default:
      return { kind: 'text' };
  }
}

function formulaSetting(making: FieldSetting): Setting {
  const { field, text, entity, set, run } = making;
  return {
    key: 'formula',
    label: text('formula'),
    means: text('formulaMeans'),
    isSet: field.formula !== undefined,
    control: (
      <ExpressionInput
        value={field.formula}
        onCommit={(value) => {
          if (value === undefined || field.formula !== undefined) set('formula', value, text('formula'));
          else run(text('formula'), computedEdits(entity.id, field, { key: 'formula', value }));
        }}
        scope={{ entity: entity.id, expected: valueTypeOf(making) }}
        label={text('formula')}
        placeholder={text('notComputed')}
      />
    ),
  };
}

function storedSetting({ field, text, set }: FieldSetting): Setting {
  return {
    key: 'stored',
    label: text('stored'),
    means: text('storedMeans'),
    control: (
      <Switch
        aria-label={text('stored')}
        checked={field.stored === true}
        onChange={(isOn) => set('stored', isOn ? true : undefined, text('stored'))}
      />
    ),
  };
}

function rollupSetting(making: FieldSetting): Setting {
  const { field, text } = making;
  return {
    key: 'rollup',
    label: text('rollup'),
    means: text('rollupMeans'),
    isSet: field.rollup !== undefined,
    control: <RollupEditor making={making} />,
  };
}

function balanceSetting({ field, entity, text }: FieldSetting): Setting {
  return {
    key: 'balance',
    label: text('balance'),
    means: text('balanceMeans'),
    isSet: field.balance !== undefined,
    control: <BalanceInput entity={entity} field={field} />,
  };
}

interface RollupSource {
  readonly of: string;
  readonly label: string;
  readonly fields: readonly FieldDef[];
}

/** The records that refer to this object: by a reference of theirs, or as its lines. */
function sourcesOf({ template, entity, locale }: FieldSetting): readonly RollupSource[] {
  const entities = template.entities ?? [];
  const byReference = entities.flatMap((other) =>
    other.fields
      .filter(({ type, to }) => type === 'ref' && to === entity.id)
      .map((by) => ({
        of: `${other.id}.${by.id}`,
        label: `${textIn(other.label, locale) || other.id} · ${textIn(by.label, locale) || by.id}`,
        fields: other.fields,
      })),
  );
  const asLines = entity.fields.flatMap((lines) => {
    const other = lines.type === 'lines' ? entities.find(({ id }) => id === lines.of) : undefined;
    if (other === undefined) return [];
    return [{ of: `${other.id}.parent`, label: textIn(lines.label, locale) || lines.id, fields: other.fields }];
  });
  return [...asLines, ...byReference];
}

function RollupEditor({ making }: { readonly making: FieldSetting }): ReactNode {
  const { field, entity, text, locale, set, run } = making;
  const { rollup } = field;
  const sources = sourcesOf(making);
  const source = sources.find(({ of }) => of === rollup?.of);
  const change = (next: RollupDef | undefined): void => {
    if (next === undefined || rollup !== undefined)
      set('rollup', next === undefined ? undefined : toJson(next), text('rollup'));
    else run(text('rollup'), computedEdits(entity.id, field, { key: 'rollup', value: toJson(next) }));
  };
  const summable = (fn: RollupDef['fn']): readonly FieldDef[] =>
    (source?.fields ?? []).filter((one) => {
      const parsed = parseFieldType(one.type);
      return fn !== 'count' && parsed.ok && fieldKindSpec(parsed.value.kind).aggregates.includes(fn);
    });
  const isLedger = rollup?.mode === 'ledger';
  return (
    <div className="rollup">
      <Select
        aria-label={text('rollupOf')}
        disabled={isLedger}
        value={rollup?.of ?? ''}
        options={[
          { value: '', label: text('rollupNone') },
          ...sources.map(({ of, label }) => ({ value: of, label })),
          ...(isLedger && rollup !== undefined ? [{ value: rollup.of, label: rollup.of }] : []),
        ]}
        onChange={(of) => change(of === '' ? undefined : { of, fn: 'count' })}
      />
      {rollup !== undefined && !isLedger && (
        <>
          <Select
            aria-label={text('rollupFn')}
            value={rollup.fn}
            options={ROLLUP_FNS.map((fn) => ({ value: fn, label: text(fn) }))}
            onChange={(fn) => {
              const { field: _, ...rest } = rollup;
              const first = summable(fn)[0]?.id;
              change(
                fn === 'count' || first === undefined ? { ...rest, fn } : { ...rest, fn, field: rollup.field ?? first },
              );
            }}
          />
          {rollup.fn !== 'count' && (
            <Select
              aria-label={text('rollupField')}
              value={rollup.field ?? null}
              options={summable(rollup.fn).map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
              onChange={(value) => value !== null && change({ ...rollup, field: value })}
            />
          )}
          <ExpressionInput
            value={rollup.where}
            onCommit={(where) => {
              const { where: _, ...rest } = rollup;
              change(where === undefined ? rest : { ...rest, where });
            }}
            scope={{ entity: rollup.of.split('.')[0] ?? '', expected: { kind: 'bool' } }}
            label={text('rollupWhere')}
            placeholder={text('rollupWhere')}
          />
        </>
      )}
    </div>
  );
}
