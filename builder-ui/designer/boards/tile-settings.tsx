import { Button, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { Edit, Json } from '../../../schema/model/edits.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { fieldKindSpec } from '../../../schema/template/field-types.ts';
import {
  CHART_KINDS,
  SUMMARY_FNS,
  TILE_HEIGHTS,
  TILE_WIDTHS,
  type DashboardViewDef,
  type TileDef,
} from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { DEFAULT_WIDTHS } from '../../reports/tiles/tile-frame.tsx';
import { tileEntity } from '../../reports/report-defs.ts';
import { SettingList, type Setting } from '../form/properties/setting.tsx';
import { toJson } from '../form/to-json.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { labelSetting, useSet, type SetProperty } from './board-settings.tsx';
import { useBoardText, type BoardText } from './board-texts.ts';
import { reportTargets, tilesPath } from './board-target.ts';
import { tileName } from './board-stage.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';

interface TileSettingsProps {
  readonly board: DashboardViewDef;
  readonly tile: TileDef;
  readonly onEditReport: (report: string) => void;
}

/** The settings of a tile: what it shows of which records, and how large. */
export function TileSettings({ board, tile, onEditReport }: TileSettingsProps): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const model = useDraft(({ compiled }) => compiled.model);
  const name = tileName(tile, template, locale);
  const set = useSet([...tilesPath(board.id), tile.id], name);
  const session = useDraftSession();
  const setAll: SetAll = (setting, properties) => {
    const at = [...tilesPath(board.id), tile.id];
    const edits = Object.entries(properties).map(([key, value]): Edit => ({
      kind: 'setProperty',
      at,
      key,
      ...(value === undefined ? {} : { value }),
    }));
    session.run(text('didSet', { setting, name }), edits);
  };
  const entity = model.entities.find(({ id }) => id === tileEntity(tile, { template }));
  const settings: readonly Setting[] = [
    labelSetting(text, tile.label, (value) => set('label', value, text('label'))),
    ...(tile.kind === 'text' ? [textSetting(text, tile, set)] : []),
    ...(tile.kind === 'chart'
      ? [<ChartSettings key="chart" {...{ tile, set, onEditReport }} />].map(reportSetting(text))
      : []),
    ...(tile.kind === 'list' ? [<ListSettings key="list" {...{ tile, set }} />].map(listSetting(text)) : []),
    ...(tile.kind === 'number'
      ? [
          { key: 'measure', label: text('measure'), control: <NumberSettings {...{ board, tile, name, entity }} /> },
          ...(tile.of === undefined || entity === undefined ? [] : [filterSetting(text, { tile, entity, set })]),
        ]
      : []),
    ...(tile.kind === 'chart' ? [kindSetting(text, tile, set)] : []),
    ...(tile.kind === 'text' || entity === undefined
      ? []
      : [dateSetting(text, { tile, setAll, options: dateOptions(entity, locale) })]),
    sizeSetting(text, { tile, set }),
    ...(tile.kind === 'chart' || tile.kind === 'list' ? [heightSetting(text, { tile, set })] : []),
  ];
  return (
    <SettingList
      settings={settings}
      head={
        <div className="settings-title">
          <h2>{name}</h2>
          <span className="settings-kind">{text(tile.kind)}</span>
        </div>
      }
    />
  );
}

function textSetting(text: BoardText, tile: TileDef, set: SetProperty): Setting {
  return {
    key: 'text',
    label: text('ownText'),
    isLabelled: true,
    control: (
      <BilingualInput
        label={text('ownText')}
        value={tile.text}
        multiline
        onCommit={(value) => set('text', value === undefined ? undefined : toJson(value), text('ownText'))}
      />
    ),
  };
}

function reportSetting(text: BoardText) {
  return (control: ReactNode): Setting => ({ key: 'view', label: text('report'), control });
}

function listSetting(text: BoardText) {
  return (control: ReactNode): Setting => ({ key: 'view', label: text('listView'), control });
}

function ChartSettings({
  tile,
  set,
  onEditReport,
}: {
  readonly tile: TileDef;
  readonly set: SetProperty;
  readonly onEditReport: (report: string) => void;
}): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const reports = reportTargets(useDraft(({ log }) => log.template));
  return (
    <div className="tile-report">
      <ChoiceSelect
        aria-label={text('report')}
        value={tile.view ?? null}
        options={reports.map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
        onChange={(view: string | null) => view !== null && set('view', view, text('report'))}
      />
      {tile.view !== undefined && <Button onClick={() => onEditReport(tile.view ?? '')}>{text('editReport')}</Button>}
    </div>
  );
}

function ListSettings({ tile, set }: { readonly tile: TileDef; readonly set: SetProperty }): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const views = useDraft(({ log }) => log.template.views) ?? [];
  return (
    <ChoiceSelect
      aria-label={text('listView')}
      value={tile.view ?? null}
      options={views
        .filter(({ kind }) => kind === 'list')
        .map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
      onChange={(view: string | null) => view !== null && set('view', view, text('listView'))}
    />
  );
}

interface NumberSettingsProps {
  readonly board: DashboardViewDef;
  readonly tile: TileDef;
  readonly name: string;
  readonly entity: EntityModel | undefined;
}

/** Of which records, and what of them: both in one step, since another object has other fields. */
function NumberSettings({ board, tile, name, entity }: NumberSettingsProps): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const model: Model = useDraft(({ compiled }) => compiled.model);
  const at = [...tilesPath(board.id), tile.id];
  const run = (values: Readonly<Record<string, string | undefined>>, setting: string): void => {
    session.run(
      text('didSet', { setting, name }),
      Object.entries(values).map(([key, value]) => ({
        kind: 'setProperty',
        at,
        key,
        ...(value === undefined ? {} : { value }),
      })),
    );
  };
  const fn = tile.fn ?? 'count';
  return (
    <div className="tile-report">
      <ChoiceSelect
        aria-label={text('object')}
        value={entity?.id ?? null}
        options={model.entities.map(({ id, label }) => ({ value: String(id), label: textIn(label, locale) || id }))}
        onChange={(of: string | null) => {
          if (of === null) return;
          run(
            {
              of,
              view: undefined,
              fn: 'count',
              field: undefined,
              filter: undefined,
              date: undefined,
              always: undefined,
            },
            text('object'),
          );
        }}
      />
      <ChoiceSelect
        aria-label={text('measure')}
        value={fn === 'count' ? 'count' : `${fn}:${tile.field ?? ''}`}
        options={[...measureOptions(entity, { text, locale })]}
        onChange={(token) => {
          const [next = 'count', field] = token.split(':');
          run({ fn: next, field }, text('measure'));
        }}
      />
    </div>
  );
}

/** `count`, `sum:total`: everything that can be measured of an object. */
export function measureOptions(
  entity: EntityModel | undefined,
  { text, locale }: { readonly text: BoardText; readonly locale: Parameters<typeof textIn>[1] },
): readonly { readonly value: string; readonly label: string }[] {
  const fields = (entity?.fields ?? []).filter(({ secret }) => !secret);
  return [
    { value: 'count', label: text('records') },
    ...fields.flatMap(({ id, label, type }) =>
      SUMMARY_FNS.flatMap((fn) =>
        fn !== 'count' && fieldKindSpec(type.kind).aggregates.includes(fn)
          ? [{ value: `${fn}:${id}`, label: text(`of_${fn}`, { what: textIn(label, locale) || id }) }]
          : [],
      ),
    ),
  ];
}

function filterSetting(
  text: BoardText,
  { tile, entity, set }: { readonly tile: TileDef; readonly entity: EntityModel; readonly set: SetProperty },
): Setting {
  return {
    key: 'filter',
    label: text('filter'),
    means: text('filterMeans'),
    control: (
      <ExpressionInput
        value={tile.filter}
        onCommit={(value) => set('filter', value, text('filter'))}
        scope={{ entity: entity.id, expected: { kind: 'bool' } }}
        label={text('filter')}
        placeholder={text('allRecords')}
      />
    ),
  };
}

function kindSetting(text: BoardText, tile: TileDef, set: SetProperty): Setting {
  return {
    key: 'chart',
    label: text('chartKind'),
    control: (
      <Select
        aria-label={text('chartKind')}
        value={tile.chart ?? ''}
        options={[{ value: '', label: text('asReport') }, ...chartOptions(text)]}
        onChange={(chart) => set('chart', chart === '' ? undefined : chart, text('chartKind'))}
      />
    ),
  };
}

/** The ways to draw a report. */
export function chartOptions(text: BoardText): readonly { readonly value: string; readonly label: string }[] {
  return CHART_KINDS.map((kind) => ({ value: kind, label: text(kind) }));
}

function dateOptions(entity: EntityModel, locale: Parameters<typeof textIn>[1]) {
  return entity.fields
    .filter(({ type }) => type.kind === 'date' || type.kind === 'datetime')
    .map(({ id, label }) => ({ value: String(id), label: textIn(label, locale) || id }));
}

/** No field is called so. */
const NO_DATE = ':none';

type SetAll = (setting: string, properties: Readonly<Record<string, Json | undefined>>) => void;

function dateSetting(
  text: BoardText,
  {
    tile,
    setAll,
    options,
  }: { readonly tile: TileDef; readonly setAll: SetAll; readonly options: ReturnType<typeof dateOptions> },
): Setting {
  return {
    key: 'date',
    label: text('date'),
    means: text('dateMeans'),
    control: (
      <Select
        aria-label={text('date')}
        value={tile.always === true ? NO_DATE : (tile.date ?? '')}
        options={[{ value: '', label: text('dateAuto') }, { value: NO_DATE, label: text('dateNone') }, ...options]}
        onChange={(date) =>
          setAll(text('date'), {
            always: date === NO_DATE ? true : undefined,
            date: date === '' || date === NO_DATE ? undefined : date,
          })
        }
      />
    ),
  };
}

type Sized = { readonly tile: TileDef; readonly set: SetProperty };

function sizeSetting(text: BoardText, { tile, set }: Sized): Setting {
  return {
    key: 'width',
    label: text('width'),
    control: (
      <Segmented
        block
        aria-label={text('width')}
        value={tile.width ?? DEFAULT_WIDTHS[tile.kind]}
        options={TILE_WIDTHS.map((width) => ({ value: width, label: text(width) }))}
        onChange={(width) => set('width', width, text('width'))}
      />
    ),
  };
}

function heightSetting(text: BoardText, { tile, set }: Sized): Setting {
  return {
    key: 'height',
    label: text('height'),
    control: (
      <Segmented
        block
        aria-label={text('height')}
        value={tile.height ?? 'normal'}
        options={TILE_HEIGHTS.map((height) => ({ value: height, label: text(height) }))}
        onChange={(height) => set('height', height === 'normal' ? undefined : height, text('height'))}
      />
    ),
  };
}
