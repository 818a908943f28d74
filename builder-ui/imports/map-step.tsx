import { ArrowRightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import {
  keysOf,
  optionsOf,
  withValues,
  type ColumnChoice,
  type GuessInput,
  type Mapping,
  type Target,
} from './column-map.ts';
import type { ImportPlace } from './import-page.tsx';
import { samplesOf, type ImportTable } from './import-table.ts';
import { useImportText } from './import-texts.ts';
import { MakeMissing } from './make-missing.tsx';
import { ENCODINGS, type ReadFile } from './read-file.ts';
import { countWays, namedWays } from './reference-ways.ts';
import type { Wizard } from './use-wizard.ts';

interface MapStepProps extends ImportPlace {
  readonly wizard: Wizard;
  /** Whether the reader may make records of an entity. */
  readonly creates: (entity: EntityModel) => boolean;
  readonly loaded: { readonly file: ReadFile; readonly sheet: number; readonly headerAt: number };
  readonly table: ImportTable;
  readonly mapping: Mapping;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** Says which column goes where, and how the file is read. */
export function MapStep(props: MapStepProps): ReactNode {
  const { tenant, entity, wizard, creates, table, mapping, onNext } = props;
  const text = useImportText();
  const input: GuessInput = { model: tenant.model, entity, targets: wizard.targets, table };
  const set = (index: number, choice: ColumnChoice): void => {
    const made = withValues(input, choice, index);
    const columns = mapping.columns.map((one, at): ColumnChoice => {
      if (at === index) return made;
      // A field has one column.
      return one.to !== undefined && one.to === made.to ? { from: 'nothing' } : one;
    });
    wizard.setMapping(fitting({ ...mapping, columns }, entity));
  };
  const given = new Set(mapping.columns.flatMap(({ to }) => to ?? []));
  const open = wizard.targets.filter(
    ({ required, id, lines }) => required && !given.has(id) && (lines === undefined || hasLines(given, lines.id)),
  );
  const count = mapping.columns.filter(({ to }) => to !== undefined).length;
  return (
    <section className="imports-map">
      <SourceBar {...props} />
      {wizard.trouble !== undefined && (
        <Alert type="error" showIcon title={wizard.trouble.message} description={wizard.trouble.cure} />
      )}
      <div className="imports-map-body">
        <div className="imports-columns" role="table" aria-label={text('stepMap')}>
          <div className="imports-columns-head" role="row">
            <span role="columnheader">{text('column')}</span>
            <span role="columnheader">{text('samples')}</span>
            <span role="columnheader">{text('goesTo')}</span>
          </div>
          {table.header.map((name, index) => (
            <ColumnRow
              key={`${String(index)} ${name}`}
              {...{ input, tenant, name, index, creates }}
              choice={mapping.columns[index] ?? { from: 'nothing' }}
              onChange={(choice) => set(index, choice)}
            />
          ))}
        </div>
        <HowRead {...props} />
      </div>
      <footer className="imports-foot">
        <span className="imports-foot-note">
          {text('mapped', { count, total: table.header.length })}
          {open.length > 0 && (
            <span className="imports-open">
              {text('requiredOpen', { fields: open.map(({ label }) => label).join('、') })}
            </span>
          )}
        </span>
        <Button
          type="primary"
          size="large"
          disabled={count === 0 || wizard.trouble !== undefined}
          icon={<ArrowRightOutlined aria-hidden="true" />}
          iconPlacement="end"
          onClick={onNext}
        >
          {text('toCheck')}
        </Button>
      </footer>
    </section>
  );
}

function hasLines(given: ReadonlySet<string>, lines: string): boolean {
  return [...given].some((id) => id.startsWith(`${lines}.`));
}

/** Without its columns a key is none any more. */
function fitting(mapping: Mapping, entity: MapStepProps['entity']): Mapping {
  const { key, ...rest } = mapping;
  if (key === undefined || key === 'new') return mapping;
  const isThere = keysOf(entity, mapping).some((fields) => fields.join() === key.join());
  return isThere ? mapping : rest;
}

/** The file, its sheet, and where the names of its columns stand. */
function SourceBar({ wizard, loaded, table, mapping, onBack }: MapStepProps): ReactNode {
  const text = useImportText();
  const { file, sheet, headerAt } = loaded;
  return (
    <div className="imports-source">
      <strong className="imports-source-name">{file.name}</strong>
      <span className="imports-soft">{text('rows', { count: table.rows.length })}</span>
      {mapping.columns.some(({ from }) => from === 'memory') && (
        <span className="imports-state">{text('remembered')}</span>
      )}
      {file.sheets.length > 1 && (
        <label className="imports-field">
          {text('sheet')}
          <Select
            value={sheet}
            options={file.sheets.map(({ name }, value) => ({ value, label: name }))}
            onChange={wizard.chooseSheet}
            popupMatchSelectWidth={false}
          />
        </label>
      )}
      {file.encoding !== undefined && file.bytes !== undefined && (
        <label className="imports-field">
          {text('encoding')}
          <Select
            value={file.encoding}
            options={ENCODINGS.map((value) => ({
              value,
              label: value === 'gb18030' ? 'GBK / GB18030' : value.toUpperCase(),
            }))}
            onChange={wizard.readAs}
            popupMatchSelectWidth={false}
          />
        </label>
      )}
      <label className="imports-field">
        {text('headerRow')}
        <InputNumber
          className="imports-number"
          min={1}
          max={30}
          precision={0}
          value={headerAt + 1}
          onChange={(value) => {
            if (value !== null) wizard.chooseHeader(value - 1);
          }}
        />
      </label>
      <span className="imports-space" />
      <Button type="text" onClick={onBack}>
        {text('otherFile')}
      </Button>
    </div>
  );
}

interface ColumnRowProps {
  readonly input: GuessInput;
  readonly tenant: TenantModel;
  readonly name: string;
  readonly index: number;
  readonly creates: (entity: EntityModel) => boolean;
  readonly choice: ColumnChoice;
  readonly onChange: (choice: ColumnChoice) => void;
}

function ColumnRow({ input, tenant, name, index, creates, choice, onChange }: ColumnRowProps): ReactNode {
  const text = useImportText();
  const { targets, table } = input;
  const target = targets.find(({ id }) => id === choice.to);
  return (
    <div className={`imports-column${target === undefined ? ' is-off' : ''}`} role="row">
      <span className="imports-column-name" role="cell" title={name}>
        {name}
      </span>
      <span className="imports-column-samples" role="cell">
        {samplesOf(table, index).map((sample) => (
          <span key={sample} title={sample}>
            {sample}
          </span>
        ))}
      </span>
      <div className="imports-column-target" role="cell">
        <div className="imports-column-choice">
          <Select
            className="imports-target"
            aria-label={text('goesToOf', { column: name })}
            value={choice.to ?? NOWHERE}
            showSearch={{ optionFilterProp: 'search' }}
            options={[
              { value: NOWHERE, label: text('passOver'), search: text('passOver') },
              ...targets.map((one) => targetOption(one)),
            ]}
            onChange={(to) => onChange(to === NOWHERE ? { from: 'person' } : { to, from: 'person' })}
          />
        </div>
        <NamedBy {...{ input, tenant, name, index, choice, target, onChange }} />
        {choice.from === 'alike' && <span className="imports-guess">{text('guessed')}</span>}
        <MakeMissing model={input.model} entity={input.entity} {...{ choice, target, creates, onChange }} />
        <Values {...{ input, choice, target, onChange }} />
      </div>
    </div>
  );
}

const NOWHERE = '';

function targetOption({ id, label, required, field }: Target) {
  return { value: id, label: required ? `${label} *` : label, search: `${label} ${field?.apiName ?? ''}` };
}

interface PartProps {
  readonly input: GuessInput;
  readonly choice: ColumnChoice;
  readonly target: Target | undefined;
  readonly onChange: (choice: ColumnChoice) => void;
}

/** By which unique field a reference is named, and how many of a sample are found by it. */
function NamedBy(props: PartProps & Pick<ColumnRowProps, 'tenant' | 'name' | 'index'>): ReactNode {
  const { input, tenant, name, index, choice, target, onChange } = props;
  const text = useImportText();
  const { locale } = useLanguage();
  const field = target?.field;
  const ways = namedWays(input, field, locale);
  const samples = samplesOf(input.table, index).join();
  const { data } = useQuery({
    queryKey: ['import ways', tenant.name, locale, target?.id, name, samples],
    queryFn: async () => (await countWays(tenant, input, { field, column: index, locale })) ?? null,
    enabled: ways.length > 0,
    staleTime: COUNTED_MS,
  });
  const [usual] = ways;
  if (usual === undefined) return null;
  const by = ways.find(({ value }) => value === choice.by) ?? usual;
  const found = data?.found[by.value];
  return (
    <span className="imports-named">
      {ways.length > 1 ? (
        <Select
          className="imports-way"
          aria-label={text('byFieldOf', { column: name })}
          value={by.value}
          options={[...ways]}
          prefix={text('byOf')}
          popupMatchSelectWidth={false}
          onChange={(next) => {
            const { create: _, ...bare } = choice;
            onChange({ ...bare, by: next, from: 'person' });
          }}
        />
      ) : (
        <span className="imports-soft">
          {text('byOf')} {by.label}
        </span>
      )}
      {data !== undefined && data !== null && found !== undefined && (
        <span className={found < data.of ? 'imports-guess' : 'imports-soft'} role="status">
          {text('foundBy', { found, of: data.of })}
        </span>
      )}
    </span>
  );
}

const COUNTED_MS = 60_000;

/** What values mean that are no choices by themselves. */
function Values({ input, choice, target, onChange }: PartProps): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const entries = Object.entries(choice.values ?? {});
  if (entries.length === 0) return null;
  const options = optionsOf(input, target, locale).map(({ id, label }) => ({ value: id, label }));
  return (
    <ul className="imports-values">
      {entries.map(([value, meaning]) => (
        <li key={value}>
          <span className="imports-value" title={value}>
            {value}
          </span>
          <ArrowRightOutlined className="imports-soft" aria-hidden="true" />
          <Select
            size="small"
            aria-label={text('valueMeans', { value })}
            status={meaning === '' ? 'warning' : ''}
            placeholder={text('valueUnset')}
            value={meaning === '' ? null : meaning}
            options={options}
            popupMatchSelectWidth={false}
            onChange={(next) => onChange({ ...choice, values: { ...choice.values, [value]: next ?? '' } })}
          />
        </li>
      ))}
    </ul>
  );
}

/** Key, dates and numbers. */
function HowRead({ entity, wizard, table, mapping }: MapStepProps): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const keys = keysOf(entity, mapping);
  const labelOf = (id: string): string => {
    const field = entity.fields.find((one) => one.id === id);
    return field === undefined ? id : textIn(field.label, locale);
  };
  const asText = (fields: readonly string[]): string => fields.join('+');
  const kinds = new Set<string>(
    mapping.columns.map(({ to }) => wizard.targets.find(({ id }) => id === to)?.field?.type.kind ?? ''),
  );
  const hasDates = kinds.has('date') || kinds.has('datetime');
  const hasNumbers = ['decimal', 'money', 'quantity', 'percent'].some((kind) => kinds.has(kind));
  const key = mapping.key === 'new' || keys.length === 0 ? 'new' : asText(mapping.key ?? keys[0] ?? []);
  if (table.rows.length === 0) return null;
  return (
    <aside className="imports-how" aria-label={text('how')}>
      <h2>{text('how')}</h2>
      <label className="imports-stack">
        {text('keyLabel')}
        <Select
          value={key}
          options={[
            ...keys.map((fields) => ({ value: asText(fields), label: fields.map(labelOf).join(' + ') })),
            { value: 'new', label: text('keyNew') },
          ]}
          onChange={(value) =>
            wizard.setMapping({
              ...mapping,
              key: value === 'new' ? 'new' : (keys.find((fields) => asText(fields) === value) ?? 'new'),
            })
          }
        />
      </label>
      <p className="imports-soft">{text('keyHint')}</p>
      {hasDates && (
        <label className="imports-stack">
          {text('dates')}
          <Select
            value={mapping.dates}
            options={(['ymd', 'dmy', 'mdy'] as const).map((value) => ({ value, label: text(`dates_${value}`) }))}
            onChange={(dates) => wizard.setMapping({ ...mapping, dates })}
          />
        </label>
      )}
      {hasNumbers && (
        <label className="imports-stack">
          {text('decimal')}
          <Select
            value={mapping.decimal}
            options={[
              { value: '.' as const, label: '1,234.50' },
              { value: ',' as const, label: '1.234,50' },
            ]}
            onChange={(decimal) => wizard.setMapping({ ...mapping, decimal })}
          />
        </label>
      )}
    </aside>
  );
}
