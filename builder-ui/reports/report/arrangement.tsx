import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import { CheckOutlined, DownOutlined, PlusOutlined, SwapOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Checkbox, Dropdown, type MenuProps } from 'antd';
import { useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode } from 'react';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { DATE_BUCKETS } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { ApiRights } from '../../workplace/documents/api-rights.ts';
import { pathEnd } from '../../workplace/documents/field-path.ts';
import { usePhone } from '../../workplace/list/use-phone.ts';
import type { FigureReading } from '../figure-text.ts';
import { groupables, measurables, pathText, type ReportPlan } from '../report-ask.ts';
import type { ChangeReport } from '../report-page.tsx';
import type { ReportSearch } from '../report-search.ts';
import { useReportText, type ReportText } from '../report-texts.ts';
import {
  BELOW,
  figureParts,
  groupParts,
  GROUPS_MAX,
  moved,
  replaced,
  ZONES,
  type ReportTurn,
  type Zone,
} from '../report-turn.ts';
import { ChoiceSelect } from '../../designer/parts/choice-select.tsx';

interface ArrangementProps {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  readonly turn: ReportTurn;
  readonly setTurn: (turn: ReportTurn) => void;
  readonly search: ReportSearch;
  readonly change: ChangeReport;
  readonly plan: ReportPlan | undefined;
  readonly reading: FigureReading;
}

/** What stands in rows, in columns and as figures: dragged from one to another, or moved by its menu (SPEC [RPT-8]). */
export function Arrangement(props: ArrangementProps): ReactNode {
  const { turn, setTurn, search, change } = props;
  const text = useReportText();
  const isTurned = (['rows', 'columns', 'figures', 'sort', 'chart'] as const).some(
    (name) => search[name] !== undefined,
  );
  const move = (
    token: string,
    to: { readonly from: Zone; readonly zone: Zone; readonly before?: string | undefined },
  ): void => {
    const next = moved(turn, token, to);
    if (next === turn) return;
    setTurn(next);
    announce(text('moved', { what: token, zone: text(zoneText(to.zone)), place: next[to.zone].indexOf(token) + 1 }));
  };
  const isPhone = usePhone();
  const [isOpen, setOpen] = useState(false);
  const fold = isPhone && (
    <button type="button" className="arrangement-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
      <span>
        {[...turn.rows, ...turn.columns].map((token) => (
          <TokenName key={token} {...props} zone="rows" token={token} />
        ))}
        {turn.figures.map((token) => (
          <TokenName key={token} {...props} zone="figures" token={token} />
        ))}
      </span>
      <DownOutlined aria-hidden rotate={isOpen ? 180 : 0} />
    </button>
  );
  if (isPhone && !isOpen)
    return (
      <section className="arrangement" aria-label={text('arrange')}>
        {fold}
      </section>
    );
  return (
    <section className="arrangement" aria-label={text('arrange')}>
      {fold}
      {ZONES.map((zone) => (
        <ZoneBox key={zone} {...props} zone={zone} move={move} />
      ))}
      <div className="arrangement-tools">
        <Button
          type="text"
          icon={<SwapOutlined aria-hidden />}
          aria-label={text('swap')}
          title={text('swap')}
          disabled={turn.rows.length + turn.columns.length === 0}
          onClick={() => setTurn({ ...turn, rows: turn.columns, columns: turn.rows })}
        />
        <Button
          type="text"
          icon={<UndoOutlined aria-hidden />}
          aria-label={text('asDesigned')}
          title={text('asDesigned')}
          disabled={!isTurned}
          onClick={() =>
            change({ rows: undefined, columns: undefined, figures: undefined, sort: undefined, chart: undefined })
          }
        />
        <Checkbox
          checked={search.heat === true}
          onChange={({ target }) => change({ heat: target.checked || undefined })}
        >
          {text('heat')}
        </Checkbox>
        <Checkbox
          checked={search.flat !== true}
          onChange={({ target }) => change({ flat: !target.checked || undefined })}
        >
          {text('subtotals')}
        </Checkbox>
      </div>
    </section>
  );
}

/** The text of a zone: figures are called measures in the texts of a report. */
function zoneText(zone: Zone): 'rows' | 'columns' | 'measures' {
  return zone === 'figures' ? 'measures' : zone;
}

type Move = (
  token: string,
  to: { readonly from: Zone; readonly zone: Zone; readonly before?: string | undefined },
) => void;

interface ZoneProps extends ArrangementProps {
  readonly zone: Zone;
  readonly move: Move;
}

function ZoneBox(props: ZoneProps): ReactNode {
  const { zone, turn, move } = props;
  const text = useReportText();
  const home = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  const dropped = useEffectEvent((data: Readonly<Record<string | symbol, unknown>>, before: string | undefined) => {
    const from = ZONES.find((one) => one === data['zone']);
    if (from !== undefined && typeof data['token'] === 'string') move(data['token'], { from, zone, before });
  });
  useEffect(() => {
    const element = home.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => fits(source.data['zone'], zone),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source, location }) => {
        setOver(false);
        const over = location.current.dropTargets[0]?.data;
        dropped(source.data, placeOf(over, turn[zone]));
      },
    });
  }, [zone, turn]);
  return (
    <div className={`zone${isOver ? ' is-over' : ''}`} ref={home} role="group" aria-label={text(zoneText(zone))}>
      <span className="zone-name">{text(zoneText(zone))}</span>
      {turn[zone].length > 0 && (
        <ul>
          {turn[zone].map((token) => (
            <li key={token}>
              <Chip {...props} token={token} />
            </li>
          ))}
        </ul>
      )}
      {turn[zone].length === 0 && <span className="zone-hint">{text('dropHere')}</span>}
      <AddField {...props} />
    </div>
  );
}

/** Groups go to rows and columns, figures only among figures. */
function fits(from: unknown, zone: Zone): boolean {
  return (from === 'figures') === (zone === 'figures');
}

/** Before the chip that one drops on, or before the one after it; at the end beside all of them. */
function placeOf(
  over: Readonly<Record<string | symbol, unknown>> | undefined,
  list: readonly string[],
): string | undefined {
  const token = over?.['token'];
  if (typeof token !== 'string' || over === undefined) return undefined;
  const at = list.indexOf(token);
  return over['isBefore'] === true ? token : list[at + 1];
}

function Chip(props: ZoneProps & { readonly token: string }): ReactNode {
  const { zone, token, turn } = props;
  const text = useReportText();
  const home = useRef<HTMLButtonElement>(null);
  const [isDragged, setDragged] = useState(false);
  const [isBefore, setBefore] = useState(false);
  useEffect(() => {
    const element = home.current;
    if (element === null) return undefined;
    return combine(
      draggable({
        element,
        getInitialData: () => ({ token, zone }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => fits(source.data['zone'], zone) && source.data['token'] !== token,
        getData: ({ input, element: over }) => {
          const { left, width } = over.getBoundingClientRect();
          return { token, isBefore: input.clientX < left + width / 2 };
        },
        onDragEnter: () => setBefore(true),
        onDragLeave: () => setBefore(false),
        onDrop: () => setBefore(false),
      }),
    );
  }, [token, zone]);
  const name = useTokenName(props, token);
  return (
    <Dropdown trigger={['click']} menu={chipMenu(props, { token, text, turn })}>
      <button
        ref={home}
        type="button"
        className={`field-chip${isDragged ? ' is-dragged' : ''}${isBefore ? ' is-before' : ''}`}
        aria-label={text('settingsOf', { what: name })}
        aria-haspopup="menu"
      >
        <span>{name}</span>
      </button>
    </Dropdown>
  );
}

type NamedProps = ArrangementProps & { readonly zone: Zone };

function TokenName(props: NamedProps & { readonly token: string }): ReactNode {
  return <span>{useTokenName(props, props.token)}</span>;
}

function useTokenName({ entity, rights, plan, zone }: NamedProps, token: string): string {
  const tenant = useTenant();
  const text = useReportText();
  const { locale } = useLanguage();
  if (zone === 'figures') {
    const known = plan?.measures.find(({ id }) => id === token);
    if (known !== undefined) return known.label;
    const { fn, path } = figureParts(token);
    const end = path === '' ? undefined : pathEnd(tenant.model, entity, { path, locale });
    return end === undefined ? text('count') : text(`of_${fn}`, { what: end.label });
  }
  const { path, bucket, isBelow } = groupParts(token);
  const label = pathText(path, entity, { model: tenant.model, locale });
  if (isBelow) return `${label} · ${text('withBelow')}`;
  return bucket === undefined || !rights.reads(entity) ? label : `${label} · ${text(bucket)}`;
}

interface MenuPlace {
  readonly token: string;
  readonly text: ReportText;
  readonly turn: ReportTurn;
}

/** All that a drag does, and what a group or a figure can be set to. */
function chipMenu(props: ZoneProps, { token, text, turn }: MenuPlace): MenuProps {
  const { zone, move, setTurn } = props;
  const list = turn[zone];
  const at = list.indexOf(token);
  const set = (by: string | undefined): void => setTurn(replaced(turn, zone, { token, by }));
  const settings = zone === 'figures' ? figureSettings(props, token) : groupSettings(props, token);
  return {
    className: 'filter-menu',
    items: [
      ...settings.map(({ by, label }) => ({
        key: by,
        label,
        icon: <CheckOutlined className={by === token ? '' : 'is-other'} aria-hidden />,
        onClick: () => set(by),
      })),
      ...(settings.length > 0 ? [{ key: 'line', type: 'divider' as const }] : []),
      {
        key: 'earlier',
        label: text('moveEarlier'),
        disabled: at === 0,
        onClick: () => move(token, { from: zone, zone, before: list[at - 1] }),
      },
      {
        key: 'later',
        label: text('moveLater'),
        disabled: at === list.length - 1,
        onClick: () => move(token, { from: zone, zone, before: list[at + 2] }),
      },
      ...(zone === 'figures'
        ? []
        : [
            {
              key: 'other',
              label: text('moveTo', { zone: text(zone === 'rows' ? 'columns' : 'rows') }),
              onClick: () => move(token, { from: zone, zone: zone === 'rows' ? 'columns' : 'rows' }),
            },
          ]),
      {
        key: 'remove',
        label: text('remove'),
        danger: true,
        disabled: zone === 'figures' && list.length === 1,
        onClick: () => set(undefined),
      },
    ],
  };
}

interface Setting {
  readonly by: string;
  readonly label: string;
}

function groupSettings({ reading, model, entity }: ZoneProps, token: string): readonly Setting[] {
  const { path, bucket } = groupParts(token);
  if (pathEnd(model, entity, { path, locale: reading.locale })?.kind === 'org')
    return [
      { by: path, label: reading.text('alone') },
      { by: `${path}:${BELOW}`, label: reading.text('withBelow') },
    ];
  return bucket === undefined ? [] : DATE_BUCKETS.map((one) => ({ by: `${path}:${one}`, label: reading.text(one) }));
}

function figureSettings({ entity, rights, reading, model }: ZoneProps, token: string): readonly Setting[] {
  const { path } = figureParts(token);
  if (path === '') return [];
  const found = measurables(entity, { model, rights, locale: reading.locale }).find(({ end }) => end.path === path);
  return (found?.fns ?? []).map((fn) => ({ by: `${fn}:${path}`, label: reading.text(`fn_${fn}`) }));
}

function AddField({ entity, rights, turn, setTurn, zone, reading }: ZoneProps): ReactNode {
  const tenant = useTenant();
  const { locale, text } = reading;
  const options = useMemo(() => {
    const place = { model: tenant.model, rights, locale };
    if (zone === 'figures')
      return [
        { value: 'count', label: text('count') },
        ...measurables(entity, place).flatMap(({ end, fns }) =>
          fns.map((fn) => ({ value: `${fn}:${end.path}`, label: text(`of_${fn}`, { what: end.label }) })),
        ),
      ];
    return groupables(entity, place).map((end) => ({
      value: end.kind === 'date' || end.kind === 'datetime' ? `${end.path}:month` : end.path,
      label: pathText(end.path, entity, place),
    }));
  }, [tenant.model, rights, locale, entity, zone, text]);
  const taken = new Set([...turn.rows, ...turn.columns, ...turn.figures]);
  const isFull = zone !== 'figures' && turn.rows.length + turn.columns.length >= GROUPS_MAX;
  const label = text('addTo', { zone: text(zoneText(zone)) });
  return (
    <ChoiceSelect
      className="zone-add"
      variant="borderless"
      size="small"
      aria-label={label}
      placeholder={
        <span>
          <PlusOutlined aria-hidden="true" /> {text('add')}
        </span>
      }
      value={null}
      disabled={isFull}
      popupMatchSelectWidth={260}
      options={options.filter(({ value }) => !taken.has(value))}
      onChange={(token: string | null) => {
        if (token !== null) setTurn({ ...turn, [zone]: [...turn[zone], token] });
      }}
    />
  );
}
