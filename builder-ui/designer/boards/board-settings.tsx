import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn, type Text } from '../../../schema/core/text.ts';
import type { EditPath, Json } from '../../../schema/model/edits.ts';
import { BOARD_PERIODS, type DashboardViewDef } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { FIRST_PERIOD } from '../../reports/period.ts';
import { useReportText } from '../../reports/report-texts.ts';
import { SettingList, type Setting } from '../form/properties/setting.tsx';
import { toJson } from '../form/to-json.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { useBoardText, type BoardText } from './board-texts.ts';

interface BoardSettingsProps {
  readonly kind: 'boardName' | 'reportName';
  readonly id: string;
  readonly list: 'views' | 'reports';
  readonly label: Text | undefined;
  readonly help?: Text | undefined;
  readonly roles: readonly string[] | undefined;
  /** What it opens on. */
  readonly period: DashboardViewDef['period'];
  /** What it opens on where nothing is said. */
  readonly firstPeriod?: string;
  /** What only a report has, between its name and who sees it. */
  readonly own?: readonly Setting[];
  readonly onRemoved: () => void;
}

/** What a dashboard or a report is called, who sees it, and the way to take it away. */
export function BoardSettings({
  kind,
  id,
  list,
  label,
  help,
  roles,
  period,
  firstPeriod = FIRST_PERIOD,
  own = [],
  onRemoved,
}: BoardSettingsProps): ReactNode {
  const text = useBoardText();
  const periods = useReportText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const known = useDraft(({ log }) => log.template.roles) ?? [];
  const name = textIn(label, locale) || id;
  const set = useSet([list, id], name);
  const settings: readonly Setting[] = [
    labelSetting(text, label, (value) => set('label', value, text('label'))),
    ...own,
    ...(kind === 'boardName'
      ? [
          {
            key: 'help',
            label: text('help'),
            means: text('helpMeans'),
            isLabelled: true,
            control: (
              <BilingualInput
                label={text('help')}
                value={help}
                multiline
                onCommit={(value) => set('help', value === undefined ? undefined : toJson(value), text('help'))}
              />
            ),
          },
        ]
      : []),
    {
      key: 'period',
      label: text('period'),
      means: text('periodMeans'),
      isSet: period !== undefined,
      control: (
        <Select
          aria-label={text('period')}
          value={period ?? firstPeriod}
          options={BOARD_PERIODS.map((value) => ({ value, label: periods(value === 'all' ? 'allTime' : value) }))}
          onChange={(value) => set('period', value === firstPeriod ? undefined : value, text('period'))}
        />
      ),
    },
    {
      key: 'roles',
      label: text('roles'),
      means: text('rolesMeans'),
      isSet: (roles ?? []).length > 0,
      control: (
        <Select
          mode="multiple"
          aria-label={text('roles')}
          value={[...(roles ?? [])]}
          options={known.map((role) => ({ value: role.id, label: textIn(role.label, locale) || role.id }))}
          onChange={(value) => set('roles', value.length === 0 ? undefined : value, text('roles'))}
        />
      ),
    },
    {
      key: 'remove',
      label: text('remove'),
      means: text('removeMeans'),
      isLabelled: true,
      isSet: true,
      control: (
        <Button
          danger
          onClick={() => {
            if (session.run(text('didRemove', { name }), [{ kind: 'removeItem', list: [list], id }])) onRemoved();
          }}
        >
          {text('remove')}
        </Button>
      ),
    },
  ];
  return (
    <SettingList
      settings={settings}
      head={
        <div className="settings-title">
          <h2>{name}</h2>
          <span className="settings-kind">{text(kind)}</span>
        </div>
      }
    />
  );
}

/** Sets a property of the item at a place, or takes it away, as one step named by the setting. */
export type SetProperty = (key: string, value: Json | undefined, setting: string) => void;

/** Changes the item at a place of the draft. */
export function useSet(at: EditPath, name: string): SetProperty {
  const session = useDraftSession();
  const text = useBoardText();
  return (key, value, setting) => {
    session.run(text('didSet', { setting, name }), [
      { kind: 'setProperty', at, key, ...(value === undefined ? {} : { value }) },
    ]);
  };
}

/** The name, in all languages. */
export function labelSetting(
  text: BoardText,
  label: Text | undefined,
  onCommit: (value: Json | undefined) => void,
): Setting {
  return {
    key: 'label',
    label: text('label'),
    isLabelled: true,
    control: (
      <BilingualInput
        label={text('label')}
        value={label}
        onCommit={(value) => onCommit(value === undefined ? undefined : toJson(value))}
      />
    ),
  };
}
