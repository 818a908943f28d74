import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { dateText } from '../../../schema/expr/calendar.ts';
import type { TileDef } from '../../../schema/template/template-views.ts';
import { shownDate } from '../../form-runtime/moment-text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { entityById } from '../../workplace/documents/field-path.ts';
import { useBoard } from '../board-context.ts';
import { drillSearch } from '../drill.ts';
import { compactText, figureText, unitOf } from '../figure-text.ts';
import { dateFieldOf, numberAsk, tileEntity } from '../report-defs.ts';
import { useReportText } from '../report-texts.ts';
import { useReport } from '../use-report.ts';
import { useTileFilter, useTileNews } from '../use-tile.ts';
import { change } from './change.ts';
import { TileFrame, TileTrouble, TileWaiting } from './tile-frame.tsx';

/** One number of the rows that a tile is about, and how it was in the former period (SPEC [RPT-6]). */
export function NumberTile({ tile }: { readonly tile: TileDef }): ReactNode {
  const tenant = useTenant();
  const text = useReportText();
  const { locale } = useLanguage();
  const board = useBoard();
  const entity = entityById(tenant.model, tileEntity(tile, tenant) ?? '');
  const date = entity === undefined ? undefined : dateFieldOf(tenant.model, { entity: entity.id, tile });
  const filter = useTileFilter(tenant, entity, date);
  const ask = useMemo(() => {
    const base = numberAsk(tile, tenant);
    return base === undefined ? undefined : { ...base, where: filter.where };
  }, [tile, tenant, filter.where]);
  const formerAsk = useMemo(
    () => (ask === undefined || filter.formerWhere === undefined ? undefined : { ...ask, where: filter.formerWhere }),
    [ask, filter.formerWhere],
  );
  const { plan, data, refused, error, retry, at } = useReport(tenant, ask);
  const former = useReport(tenant, formerAsk);
  const isRefused = refused !== undefined || entity === undefined;
  useTileNews(tile.id, {
    at,
    state: isRefused ? 'refused' : data !== undefined ? 'shown' : error !== null ? 'failed' : 'waiting',
  });
  if (isRefused) return null;
  const measure = plan?.measures[0];
  const label = textIn(tile.label, locale) || (measure?.label ?? textIn(entity.label, locale));
  const reading = { locale, timeZone: tenant.timeZone, text };
  const value = data?.total.values[0] ?? null;
  const before = former.data?.total.values[0] ?? null;
  const search = drillSearch({ within: `${board.id}/${tile.id}`, where: filter.where, groups: [] });
  const full = measure === undefined ? '' : `${figureText(measure, value, reading)} ${unitOf(measure)}`.trim();
  return (
    <TileFrame tile={tile} label={label} missed={filter.missed}>
      {error !== null && data === undefined ? (
        <TileTrouble {...{ error, retry }} />
      ) : data === undefined || measure === undefined ? (
        <TileWaiting lines={2} />
      ) : (
        <>
          <Link
            to="/w/$tenant/e/$entity"
            params={{ tenant: tenant.name, entity: entity.id }}
            search={search ?? {}}
            className="tile-number"
            title={full}
            aria-label={text('showRows', { what: `${label}: ${full}` })}
          >
            <span>{compactText(measure, value, reading)}</span>
            {unitOf(measure) !== '' && <small>{unitOf(measure)}</small>}
          </Link>
          {/* Its place is kept, so that nothing moves when it comes. */}
          {board.former !== undefined && former.data === undefined && <p className="tile-change">&nbsp;</p>}
          {board.former !== undefined && former.data !== undefined && (
            <Comparison
              value={value}
              before={before}
              beforeText={`${figureText(measure, before, reading)} ${unitOf(measure)}`.trim()}
              spanText={`${shownDate(dateText(board.former.from), locale)} – ${shownDate(dateText(board.former.to), locale)}`}
            />
          )}
        </>
      )}
    </TileFrame>
  );
}

interface ComparisonProps {
  readonly value: string | null;
  readonly before: string | null;
  readonly beforeText: string;
  readonly spanText: string;
}

/** More or less than before; whether that is good is for the reader to say. */
function Comparison({ value, before, beforeText, spanText }: ComparisonProps): ReactNode {
  const text = useReportText();
  const found = change(value, before);
  const words =
    found.kind === 'up'
      ? text('changeUp', { percent: found.percent })
      : found.kind === 'down'
        ? text('changeDown', { percent: found.percent })
        : text(found.kind === 'none' ? 'changeNone' : 'changeNew');
  return (
    <p className="tile-change" data-change={found.kind} title={`${spanText}: ${beforeText}`}>
      <span className="tile-change-sign">
        {found.kind === 'up' && <ArrowUpOutlined aria-hidden="true" />}
        {found.kind === 'down' && <ArrowDownOutlined aria-hidden="true" />}
        {words}
      </span>
      {found.kind !== 'new' && <span className="tile-soft">{text('against', { span: beforeText })}</span>}
    </p>
  );
}
