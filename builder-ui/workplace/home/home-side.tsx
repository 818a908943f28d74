import { BarChartOutlined, FileTextOutlined, PlusOutlined, StarFilled, UnorderedListOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { groupThousands } from '../../form-runtime/number-text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { isApiRow, rowsOf, textOf, type ApiRow } from '../documents/row-values.ts';
import { pathOf, type Favourite } from '../preferences/favourites.ts';
import { useHomeText } from './home-texts.ts';

const ICONS = {
  list: <UnorderedListOutlined aria-hidden="true" />,
  record: <FileTextOutlined aria-hidden="true" />,
  board: <BarChartOutlined aria-hidden="true" />,
  report: <BarChartOutlined aria-hidden="true" />,
} as const;

/** Lists, records and dashboards that the reader starred. */
export function HomeFavourites({ favourites }: { readonly favourites: readonly Favourite[] }): ReactNode {
  const { name } = useTenant();
  const text = useHomeText();
  return (
    <section className="home-part">
      <h2>
        <StarFilled aria-hidden="true" className="home-star" /> {text('favourites')}
      </h2>
      {favourites.length === 0 ? (
        <p className="home-quiet">{text('favouritesHint')}</p>
      ) : (
        <ul className="home-favourites">
          {favourites.map((one) => (
            <li key={one.key}>
              <Link to={pathOf(name, one)} className="home-favourite">
                {ICONS[one.kind]}
                <strong>{one.title}</strong>
                <span>{one.group}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** So many documents are offered; the palette has all. */
const CREATE_MAX = 6;

/** New documents, a click away. */
export function HomeCreate({
  entities,
  rights,
}: {
  readonly entities: readonly EntityModel[];
  readonly rights: ApiRights;
}): ReactNode {
  const { name } = useTenant();
  const { locale } = useLanguage();
  const text = useHomeText();
  const own = entities.filter((entity) => entity.kind === 'document' && rights.creates(entity)).slice(0, CREATE_MAX);
  if (own.length === 0) return null;
  return (
    <nav className="home-create" aria-label={text('create')}>
      {own.map(({ id, label }) => (
        <Link key={id} to="/w/$tenant/e/$entity/$id" params={{ tenant: name, entity: id, id: 'new' }}>
          <PlusOutlined aria-hidden="true" /> {textIn(label, locale)}
        </Link>
      ))}
    </nav>
  );
}

const POINTS =
  '{ myPoints { balance pending unit tier { label } nextTier { label } toNextTier } pointsEntries(first: 24) { nodes { balance } } }';

/** The reader's points: how many, how they went lately, and what is next. */
export function HomePoints(): ReactNode {
  const { name } = useTenant();
  const { locale } = useLanguage();
  const text = useHomeText();
  const { data, isPending } = useQuery<ApiRow | null, ServerError>({
    queryKey: ['rows', name, 'my-points-card', locale],
    queryFn: async () => {
      const answer = await askTenant<unknown>(name, { query: POINTS, locale });
      return answer.ok && isApiRow(answer.data) ? answer.data : null;
    },
    refetchInterval: 60_000,
  });
  if (isPending) return <section aria-busy="true" hidden />;
  const wallet = isApiRow(data?.['myPoints']) ? data['myPoints'] : undefined;
  if (wallet === undefined) return null;
  const page = isApiRow(data?.['pointsEntries']) ? data['pointsEntries'] : {};
  const amounts = rowsOf(page['nodes']).map((row) => Number(row['balance']));
  const [tier, next] = [labelIn(wallet['tier']), labelIn(wallet['nextTier'])];
  const pending = whole(wallet['pending']);
  return (
    <section className="home-part">
      <Link to="/w/$tenant/points" params={{ tenant: name }} className="home-points">
        <span className="home-points-head">
          {text('points')} {tier !== '' && <b>{tier}</b>}
        </span>
        <strong>{groupThousands(whole(wallet['balance']))}</strong>
        <Trend
          balance={Number(wallet['balance'])}
          amounts={amounts}
          label={text('pointsTrend', { count: amounts.length })}
        />
        <span className="home-points-foot">
          {pending !== '0' && <span>{text('pending', { count: groupThousands(pending) })}</span>}
          {next !== '' && (
            <span>{text('toNext', { count: groupThousands(whole(wallet['toNextTier'])), tier: next })}</span>
          )}
        </span>
      </Link>
    </section>
  );
}

function labelIn(value: unknown): string {
  return isApiRow(value) ? textOf(value['label']) : '';
}

/** Without a fraction of nothing. */
function whole(value: unknown): string {
  const text = textOf(value);
  return text.includes('.') ? text.replace(/\.?0+$/, '') || '0' : text || '0';
}

/** The balance after each of the last entries, as a line. */
function Trend({
  balance,
  amounts,
  label,
}: {
  readonly balance: number;
  readonly amounts: readonly number[];
  readonly label: string;
}): ReactNode {
  if (amounts.length < 2) return null;
  const points: number[] = [balance];
  for (const amount of amounts.slice(0, -1)) points.unshift((points[0] ?? 0) - amount);
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const span = high - low || 1;
  const line = points
    .map(
      (point, index) =>
        `${((index / (points.length - 1)) * 100).toFixed(1)},${(30 - ((point - low) / span) * 26).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg className="home-trend" viewBox="0 0 100 32" preserveAspectRatio="none" role="img" aria-label={label}>
      <polygon points={`0,32 ${line} 100,32`} />
      <polyline points={line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
