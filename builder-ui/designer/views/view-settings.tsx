import { Button, Select } from 'antd';
import { type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useDraft } from '../session/draft-context.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { SettingList, type Setting } from '../form/properties/setting.tsx';
import { toJson } from '../form/to-json.ts';
import { ColorEditor } from './color-editor.tsx';
import { ColumnEditor } from './column-editor.tsx';
import { filterOptions } from './field-options.ts';
import { SortEditor } from './sort-editor.tsx';
import { pathLabel, useViewChange, type ViewChange, type ViewDesign } from './use-view-design.ts';
import { dayFields, laneFields, viewPath, type ViewTarget } from './view-target.ts';

interface SettingsProps {
  readonly design: ViewDesign;
  readonly target: ViewTarget;
  readonly onRemove: () => void;
}

/** The settings of a view: what it shows, which records, in what order and colour, for whom. */
export function ViewSettings({ design, target, onRemove }: SettingsProps): ReactNode {
  const { text, locale } = design;
  const change = useViewChange(target);
  const roles = useDraft(({ log }) => log.template.roles) ?? [];
  const { view } = target;
  const settings: readonly Setting[] = [
    labelSetting(design, target, change),
    ...kindSettings(design, target, change),
    filterSetting(design, target, change),
    ...(view.kind === 'list' ? listSettings(design, target, change) : []),
    colorSetting(design, target, change),
    {
      key: 'roles',
      label: text('roles'),
      means: text('rolesMeans'),
      isSet: (view.roles ?? []).length > 0,
      control: (
        <Select
          mode="multiple"
          aria-label={text('roles')}
          value={[...(view.roles ?? [])]}
          options={roles.map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
          onChange={(value) => change.set('roles', value.length === 0 ? undefined : value, text('roles'))}
        />
      ),
    },
    ...(target.isMade
      ? []
      : [
          {
            key: 'remove',
            label: text('removeView'),
            means: text('removeViewMeans'),
            isLabelled: true,
            control: (
              <Button danger onClick={onRemove}>
                {text('removeView')}
              </Button>
            ),
          },
        ]),
  ];
  return (
    <SettingList
      settings={settings}
      head={
        <div className="settings-title">
          <h2>{textIn(view.label, locale) || view.id}</h2>
          <span className="settings-kind">{text(view.kind)}</span>
        </div>
      }
    />
  );
}

function labelSetting({ text }: ViewDesign, { view }: ViewTarget, change: ViewChange): Setting {
  return {
    key: 'label',
    label: text('label'),
    isLabelled: true,
    control: (
      <BilingualInput
        label={text('label')}
        value={view.label}
        onCommit={(value) => change.set('label', value === undefined ? undefined : toJson(value), text('label'))}
      />
    ),
  };
}

function kindSettings(design: ViewDesign, target: ViewTarget, change: ViewChange): readonly Setting[] {
  const { view } = target;
  const { text } = design;
  const columns = (key: 'columns' | 'card', isNeeded: boolean): Setting => ({
    key,
    label: text(key),
    means: text('columnsMeans'),
    control: (
      <ColumnEditor
        {...{ design, change, isNeeded }}
        columns={view.kind === 'list' ? view.columns : view.kind === 'board' ? (view.card ?? []) : []}
        list={[...viewPath(target), key]}
        setting={text(key)}
      />
    ),
  });
  if (view.kind === 'list') return [columns('columns', true)];
  if (view.kind === 'board')
    return [fieldSetting(design, change, { key: 'by', value: view.by }), columns('card', false)];
  return [
    fieldSetting(design, change, { key: 'start', value: view.start }),
    fieldSetting(design, change, { key: 'end', value: view.end ?? '' }),
  ];
}

function fieldSetting(
  { text, entity, model, locale }: ViewDesign,
  change: ViewChange,
  { key, value }: { readonly key: 'by' | 'start' | 'end'; readonly value: string },
): Setting {
  const paths = entity === undefined ? [] : key === 'by' ? laneFields(entity) : dayFields(entity);
  const options = paths.map((path) => ({
    value: path,
    label: entity === undefined ? path : pathLabel(model, entity, { path, locale }),
  }));
  return {
    key,
    label: text(key),
    ...(key === 'by' ? { means: text('byMeans') } : {}),
    control: (
      <Select
        aria-label={text(key)}
        value={value}
        options={key === 'end' ? [{ value: '', label: text('noEnd') }, ...options] : options}
        onChange={(path) => change.set(key, path === '' ? undefined : path, text(key))}
      />
    ),
  };
}

function filterSetting({ text, entity }: ViewDesign, { view }: ViewTarget, change: ViewChange): Setting {
  return {
    key: 'filter',
    label: text('filter'),
    means: text('filterMeans'),
    control: (
      <ExpressionInput
        value={view.filter}
        onCommit={(value) => change.set('filter', value, text('filter'))}
        scope={{ entity: entity?.id ?? '', expected: { kind: 'bool' } }}
        label={text('filter')}
        placeholder={text('allRecords')}
      />
    ),
  };
}

function listSettings(design: ViewDesign, { view }: ViewTarget, change: ViewChange): readonly Setting[] {
  if (view.kind !== 'list') return [];
  const { text } = design;
  return [
    {
      key: 'sort',
      label: text('sort'),
      means: text('sortMeans'),
      control: <SortEditor {...{ design, change }} sort={view.sort ?? []} />,
    },
    {
      key: 'filters',
      label: text('quick'),
      means: text('quickMeans'),
      control: (
        <Select
          mode="multiple"
          aria-label={text('quick')}
          value={[...(view.filters ?? [])]}
          options={filterOptions(design).map(({ value, label }) => ({ value, label }))}
          onChange={(value) => change.set('filters', value.length === 0 ? undefined : value, text('quick'))}
        />
      ),
    },
  ];
}

function colorSetting(design: ViewDesign, target: ViewTarget, change: ViewChange): Setting {
  const { text } = design;
  const { colors = [] } = target.view;
  return {
    key: 'colors',
    label: text('colors'),
    means: text('colorsMeans'),
    isSet: colors.length > 0,
    control: <ColorEditor {...{ design, change, colors }} list={[...viewPath(target), 'colors']} />,
  };
}
