import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { viewsFor } from '../../../schema/model/views.ts';
import type { ListViewDef, TileDef } from '../../../schema/template/template-views.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { ApiRights } from '../../workplace/documents/api-rights.ts';
import { entityById } from '../../workplace/documents/field-path.ts';
import { listColumns, type Columning } from '../../workplace/documents/list-columns.ts';
import { valueIn } from '../../workplace/documents/row-values.ts';
import { Cell, type Reading } from '../../workplace/list/cell.tsx';
import { listPlan } from '../../workplace/list/list-plan.ts';
import { useList } from '../../workplace/list/use-list.ts';
import { usePhone } from '../../workplace/list/use-phone.ts';
import { useApiRights } from '../../workplace/use-api-rights.ts';
import { useEvalContext } from '../../workplace/use-clock.ts';
import { useWorkText } from '../../workplace/work-texts.ts';
import { useReportText } from '../report-texts.ts';
import { useTileFilter, useTileNews } from '../use-tile.ts';
import { TileFrame, TileTrouble, TileWaiting } from './tile-frame.tsx';
import '../../workplace/list/list.css';

/** Rows and columns of a list that fit a tile; the rest is a click away. */
const ROWS = { short: 4, normal: 8, tall: 14 } as const;
const COLUMNS = { quarter: 2, third: 3, half: 4, twoThirds: 6, full: 8 } as const;

/** The first rows of a list. */
export function ListTile({ tile }: { readonly tile: TileDef }): ReactNode {
  const tenant = useTenant();
  const view = useMemo(() => listOf(tile, tenant), [tile, tenant]);
  const entity = entityById(tenant.model, view?.of ?? '');
  const { rights } = useApiRights(tenant, entity);
  const isRefused = view === undefined || entity === undefined || (rights !== undefined && !rights.reads(entity));
  if (isRefused) return <Refused tile={tile} />;
  if (rights === undefined)
    return (
      <TileFrame tile={tile} label="…">
        <TileWaiting lines={5} />
      </TileFrame>
    );
  return <Rows {...{ tile, view, entity, rights, tenant }} />;
}

function Refused({ tile }: { readonly tile: TileDef }): ReactNode {
  useTileNews(tile.id, { at: 0, state: 'refused' });
  return null;
}

function listOf(tile: TileDef, { model }: TenantModel): ListViewDef | undefined {
  const found = model.views.find((view) => view.id === tile.view);
  if (found?.kind === 'list') return found;
  return tile.of === undefined || !model.entities.some(({ id }) => id === tile.of)
    ? undefined
    : { ...viewsFor(model, tile.of).list, ...(tile.filter === undefined ? {} : { filter: tile.filter }) };
}

interface RowsProps {
  readonly tile: TileDef;
  readonly view: ListViewDef;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  readonly tenant: TenantModel;
}

function Rows({ tile, view, entity, rights, tenant }: RowsProps): ReactNode {
  const { locale } = useLanguage();
  const text = useReportText();
  const workText = useWorkText();
  const { model, timeZone } = tenant;
  const context = useEvalContext(tenant);
  const isPhone = usePhone();
  // A list is what is so now: the period limits it only where the tile says by which date.
  const filter = useTileFilter(tenant, entity, tile.date ?? undefined);
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(() => ({ text: workText, locale, timeZone }), [workText, locale, timeZone]);
  const columns = useMemo(
    () => listColumns(view.columns, columning).slice(0, COLUMNS[isPhone ? 'third' : (tile.width ?? 'half')]),
    [view, columning, tile.width, isPhone],
  );
  const plan = useMemo(
    () => listPlan(columning, { view, search: { where: filter.where }, columns, context }),
    [columning, view, filter.where, columns, context],
  );
  const count = ROWS[tile.height ?? 'normal'];
  const rows = useList({ tenant, columning, columns, plan, context, range: [0, count] });
  const first = Array.from({ length: Math.min(count, rows.count ?? 0) }, (_, index) => rows.rowAt(index)).filter(
    (row) => row !== undefined,
  );
  const isThere = rows.count !== undefined && (rows.count === 0 || first.length > 0);
  useTileNews(tile.id, { at: rows.at, state: isThere ? 'shown' : rows.error !== null ? 'failed' : 'waiting' });
  const label = textIn(tile.label, locale) || textIn(view.label ?? entity.label, locale);
  const search = {
    ...(view.id.includes('.') ? {} : { view: view.id }),
    ...(filter.where.length === 0 ? {} : { where: filter.where }),
  };
  return (
    <TileFrame
      tile={tile}
      label={label}
      missed={filter.missed}
      tools={
        rows.count !== undefined &&
        rows.count > 0 && (
          <Link
            to="/w/$tenant/e/$entity"
            params={{ tenant: tenant.name, entity: entity.id }}
            search={search}
            className="tile-all"
          >
            {text('moreRows', { count: rows.count })}
            <span className="unseen">: {label}</span>
          </Link>
        )
      }
    >
      {rows.error !== null && !isThere ? (
        <TileTrouble error={rows.error} retry={rows.retry} />
      ) : !isThere ? (
        <TileWaiting lines={5} />
      ) : rows.count === 0 ? (
        <p className="tile-nothing">{text('nothing')}</p>
      ) : (
        // A scrolling table is reached by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="tile-rows" role="group" aria-label={label} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th
                    key={column.id}
                    scope="col"
                    className={column.isNumber ? 'is-number' : ''}
                    data-kind={column.kind}
                  >
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {first.map((row) => (
                <tr key={String(row['id'])}>
                  {columns.map((column, index) => {
                    const cell = <Cell end={column} value={valueIn(row, column.steps)} reading={reading} />;
                    return (
                      <td key={column.id} className={column.isNumber ? 'is-number' : ''}>
                        {index === 0 ? (
                          <Link
                            to="/w/$tenant/e/$entity/$id"
                            params={{ tenant: tenant.name, entity: entity.id, id: String(row['id']) }}
                          >
                            {cell}
                          </Link>
                        ) : (
                          cell
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </TileFrame>
  );
}
