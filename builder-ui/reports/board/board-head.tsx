import { FundProjectionScreenOutlined, ReloadOutlined, ShareAltOutlined } from '@ant-design/icons';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useMemo, type ReactNode } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { FilterPill } from '../../workplace/list/filter-pill.tsx';
import type { Reading } from '../../workplace/list/cell.tsx';
import { renewRows, useApiRights } from '../../workplace/use-api-rights.ts';
import { useSources } from '../../workplace/use-sources.ts';
import { useWorkText } from '../../workplace/work-texts.ts';
import type { Condition } from '../../workplace/documents/list-search.ts';
import type { TileNews } from '../board-context.ts';
import type { BoardSearch } from '../board-search.ts';
import type { CommonField } from '../common-fields.ts';
import type { ChangeBoard } from '../dashboard-page.tsx';
import { ALL_TIME } from '../period.ts';
import { useReportText } from '../report-texts.ts';
import { useShare } from '../use-share.ts';
import { SearchedPeriod } from './period-picker.tsx';
import '../../workplace/list/list.css';

interface BoardHeadProps {
  readonly label: string;
  readonly help: string;
  readonly search: BoardSearch;
  readonly change: ChangeBoard;
  readonly fields: readonly CommonField[];
  readonly entities: readonly EntityModel[];
  readonly news: ReadonlyMap<string, TileNews>;
}

/** The name of a dashboard, what limits it, how fresh it is, and what can be done with it. */
export function BoardHead({ label, help, search, change, fields, entities, news }: BoardHeadProps): ReactNode {
  const text = useReportText();
  const tenant = useTenant();
  const client = useQueryClient();
  const share = useShare();
  const isFetching = useIsFetching({ queryKey: ['rows', tenant.name] }) > 0;
  const toScreen = (): void => {
    // Where the browser does not let it fill the screen it fills the window.
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    change({ screen: 1 });
  };
  return (
    <header className="dash-head">
      <div className="dash-title">
        <h1>{label}</h1>
        {help !== '' && <p>{help}</p>}
      </div>
      <div className="dash-tools">
        <Freshness news={news} />
        <Button
          type="text"
          icon={<ReloadOutlined spin={isFetching} aria-hidden />}
          aria-label={text('refresh')}
          title={text('refresh')}
          onClick={() => void Promise.all(entities.map(({ id }) => renewRows(client, tenant.name, id)))}
        />
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'copy', label: text('copyLink'), onClick: share.copy },
              { key: 'print', label: text('print'), onClick: share.print },
            ],
          }}
        >
          <Button
            type="text"
            icon={<ShareAltOutlined aria-hidden />}
            aria-label={text('share')}
            title={text('share')}
          />
        </Dropdown>
        <Button icon={<FundProjectionScreenOutlined aria-hidden />} onClick={toScreen}>
          {text('screen')}
        </Button>
      </div>
      <BoardFilters {...{ search, change, fields }} />
    </header>
  );
}

function BoardFilters({ search, change, fields }: Pick<BoardHeadProps, 'search' | 'change' | 'fields'>): ReactNode {
  const text = useReportText();
  const workText = useWorkText();
  const tenant = useTenant();
  const { locale } = useLanguage();
  const { rights } = useApiRights(tenant);
  const sources = useSources(tenant, rights);
  const reading = useMemo<Reading>(
    () => ({ text: workText, locale, timeZone: tenant.timeZone }),
    [workText, locale, tenant.timeZone],
  );
  const where = search.where ?? [];
  const set = (key: string, condition: Condition | undefined): void => {
    const rest = where.filter(({ field }) => field !== key);
    const next = condition === undefined ? rest : [...rest, condition];
    change({ where: next.length === 0 ? undefined : next });
  };
  const isLimited = search.period !== ALL_TIME || where.length > 0;
  return (
    <div className="dash-filters" role="group" aria-label={text('filters')}>
      <SearchedPeriod period={search.period} onChange={(period) => change({ period })} />
      {fields.map(({ key, end }) => (
        <FilterPill
          key={key}
          end={end}
          condition={where.find(({ field }) => field === key)}
          sources={sources}
          reading={reading}
          onChange={(condition) => set(key, condition)}
        />
      ))}
      {isLimited && (
        <Button type="link" size="small" onClick={() => change({ period: ALL_TIME, where: undefined })}>
          {text('clear')}
        </Button>
      )}
    </div>
  );
}

/** When the oldest of the shown figures came. */
function Freshness({ news }: { readonly news: ReadonlyMap<string, TileNews> }): ReactNode {
  const text = useReportText();
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const oldest = oldestOf(news);
  if (oldest === undefined) return null;
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone }).format(
    oldest,
  );
  return <span className="dash-fresh">{text('updatedAt', { time })}</span>;
}

/** The moment that all figures are at least of; `undefined` before there are any. */
export function oldestOf(news: ReadonlyMap<string, TileNews>): number | undefined {
  const times = [...news.values()].flatMap(({ at }) => (at > 0 ? [at] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}
