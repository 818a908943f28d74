import { Link, useParams } from '@tanstack/react-router';
import { InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn, type Locale } from '../../../../schema/core/text.ts';
import type { Edit, Json } from '../../../../schema/model/edits.ts';
import { LIMITS } from '../../../../schema/core/limits.ts';
import { fieldKindSpec, type ParsedFieldType, type TypedAttribute } from '../../../../schema/template/field-types.ts';
import { presetPattern, PRESET_PATTERN_NAMES } from '../../../../schema/template/patterns.ts';
import { DELETE_RULES, type EntityDef, type FieldDef, type Template } from '../../../../schema/template/template.ts';
import { EchoInput } from '../../parts/echo-input.tsx';
import { refTargets } from '../field-additions.ts';
import { RuleSetting } from './condition-setting.tsx';
import { OptionsEditor } from './options-editor.tsx';
import type { PropertyText } from './property-texts.ts';
import type { Setting } from './setting.tsx';
import { ChoiceSelect } from '../../parts/choice-select.tsx';

/** What the settings of a field are made with. */
export interface FieldSetting {
  readonly template: Template;
  readonly entity: EntityDef;
  readonly field: FieldDef;
  readonly type: ParsedFieldType;
  readonly text: PropertyText;
  readonly locale: Locale;
  readonly set: (key: string, value: Json | undefined, setting: string) => void;
  readonly run: (setting: string, edits: readonly Edit[]) => void;
}

/** Whether the field's type knows an attribute. */
export function knows({ type }: FieldSetting, attribute: TypedAttribute): boolean {
  return fieldKindSpec(type.kind).attributes.includes(attribute);
}

/** What a type can't be without: its options, its object, its rows. */
export function mainTypeSettings(making: FieldSetting): readonly Setting[] {
  const { field, text, entity, type, run } = making;
  if (knows(making, 'options')) {
    const control = <OptionsEditor entity={entity.id} field={field} run={(edits) => run(text('options'), edits)} />;
    return [{ key: 'options', label: text('options'), means: text('optionsMeans'), control }];
  }
  if (knows(making, 'to')) return [targetSetting(making)];
  return type.kind === 'lines' ? [linesSetting(making)] : [];
}

function targetSetting({ template, entity, field, text, locale, set }: FieldSetting): Setting {
  const options = refTargets(template, entity).map(({ id, label }) => ({
    value: id,
    label: textIn(label, locale) || id,
  }));
  return {
    key: 'to',
    label: text('to'),
    means: text('toMeans'),
    control: (
      <ChoiceSelect
        aria-label={text('to')}
        value={field.to ?? null}
        options={options}
        onChange={(value) => value !== null && set('to', value, text('to'))}
      />
    ),
  };
}

function linesSetting({ template, field, text, locale }: FieldSetting): Setting {
  const lines = template.entities?.find(({ id }) => id === field.of);
  const name = textIn(lines?.label, locale) || (field.of ?? '');
  return {
    key: 'of',
    label: text('of'),
    means: text('ofMeans'),
    control: (
      <p className="setting-fact">
        {name} <OpenFields entity={field.of ?? ''} words={text('ofOpen')} />
      </p>
    ),
  };
}

function OpenFields({ entity, words }: { readonly entity: string; readonly words: string }): ReactNode {
  const { tenant } = useParams({ from: '/w/$tenant' });
  return (
    <Link to="/w/$tenant/design/o/$entity/fields" params={{ tenant, entity }}>
      {words}
    </Link>
  );
}

/** What more a type can be told: digits, bounds, unit, currency, pattern, deletion. */
export function moreTypeSettings(making: FieldSetting): readonly Setting[] {
  const { field, text, set, type } = making;
  const words = (key: 'unit' | 'currency', means: string): Setting => ({
    key,
    label: text(key),
    means,
    isSet: field[key] !== undefined,
    control: (
      <EchoInput
        value={field[key] ?? ''}
        aria-label={text(key)}
        onCommit={(typed) => set(key, typed.trim() === '' ? undefined : typed.trim(), text(key))}
      />
    ),
  });
  return [
    ...(knows(making, 'currency') ? [words('currency', text('currencyMeans'))] : []),
    ...(knows(making, 'unit') && type.kind !== 'money' && type.kind !== 'percent'
      ? [words('unit', text('unitMeans'))]
      : []),
    ...(type.scale === undefined ? [] : [scaleSetting(making)]),
    ...(knows(making, 'max') ? boundSettings(making) : []),
    ...(knows(making, 'pattern') ? [patternSetting(making)] : []),
    ...(knows(making, 'choices') ? [choicesSetting(making)] : []),
    ...(knows(making, 'onDelete') ? [deleteSetting(making)] : []),
  ];
}

function scaleSetting({ type, text, set }: FieldSetting): Setting {
  const precision = type.precision ?? 18;
  return {
    key: 'scale',
    label: text('scale'),
    means: text('scaleMeans'),
    control: (
      <InputNumber
        aria-label={text('scale')}
        min={0}
        max={Math.min(precision, LIMITS.decimalScaleMax)}
        value={type.scale ?? 0}
        onChange={(scale) => scale !== null && set('type', `${type.kind}(${precision},${scale})`, text('scale'))}
      />
    ),
  };
}

const BOUND_WORDS = {
  number: ['least', 'most'],
  moment: ['least', 'most'],
  length: ['lengthMin', 'lengthMax'],
  rows: ['rowsMin', 'rowsMax'],
  files: ['filesMax', 'filesMax'],
  none: ['least', 'most'],
} as const;

function boundSettings({ type, field, text, set }: FieldSetting): readonly Setting[] {
  const { bounds } = fieldKindSpec(type.kind);
  const words = BOUND_WORDS[bounds];
  const isCount = bounds === 'length' || bounds === 'rows' || bounds === 'files';
  const keys = bounds === 'files' ? (['max'] as const) : (['min', 'max'] as const);
  return keys.map((key, index) => {
    const label = text(words[index] ?? 'least');
    return {
      key,
      label,
      means: text(bounds === 'files' ? 'filesMaxMeans' : 'boundsMeans'),
      isSet: field[key] !== undefined,
      control: (
        <EchoInput
          inputMode={bounds === 'moment' ? 'text' : 'decimal'}
          value={String(field[key] ?? '')}
          aria-label={label}
          onCommit={(typed) => set(key, boundOf(typed.trim(), isCount), label)}
        />
      ),
    };
  });
}

function boundOf(typed: string, isCount: boolean): Json | undefined {
  if (typed === '') return undefined;
  return isCount && /^\d+$/.test(typed) ? Number(typed) : typed;
}

const PATTERN_WORDS: ReadonlySet<string> = new Set(PRESET_PATTERN_NAMES);

function patternSetting({ field, text, set }: FieldSetting): Setting {
  const example = field.pattern === undefined ? undefined : presetPattern(field.pattern)?.example;
  return {
    key: 'pattern',
    label: text('pattern'),
    means: example === undefined ? text('patternMeans') : text('patternExample', { example }),
    isSet: field.pattern !== undefined,
    control: (
      <Select
        aria-label={text('pattern')}
        value={field.pattern ?? ''}
        options={[
          { value: '', label: text('patternNone') },
          ...PATTERNS.map((name) => ({ value: name, label: text(name) })),
        ]}
        onChange={(value) => set('pattern', value === '' ? undefined : value, text('pattern'))}
      />
    ),
  };
}

const PATTERNS = (
  [
    'email',
    'phone',
    'mobileCn',
    'url',
    'idCardCn',
    'creditCodeCn',
    'postalCodeCn',
    'code',
    'digits',
    'letters',
    'barcode',
    'slug',
    'iban',
  ] as const
).filter((name) => PATTERN_WORDS.has(name));

function choicesSetting({ field, entity, text, set }: FieldSetting): Setting {
  return {
    key: 'choices',
    label: text('choices'),
    means: text('choicesMeans'),
    isSet: field.choices !== undefined,
    control: (
      <RuleSetting
        value={field.choices}
        onCommit={(value) => set('choices', value, text('choices'))}
        entity={entity.id}
        label={text('choices')}
        placeholder={text('choicesAll')}
      />
    ),
  };
}

function deleteSetting({ field, text, set }: FieldSetting): Setting {
  return {
    key: 'onDelete',
    label: text('onDelete'),
    means: text('onDeleteMeans'),
    isSet: field.onDelete !== undefined,
    control: (
      <Select
        aria-label={text('onDelete')}
        value={field.onDelete ?? 'restrict'}
        options={DELETE_RULES.map((rule) => ({ value: rule, label: text(rule) }))}
        onChange={(value) => set('onDelete', value, text('onDelete'))}
      />
    ),
  };
}
