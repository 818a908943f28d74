import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { isApiRow, rowsOf, textOf, type ApiRow } from '../documents/row-values.ts';
import { PersonMark } from '../people/person-mark.tsx';
import type { Favourite } from '../preferences/favourites.ts';
import { useSetPreference, type Preferences } from '../preferences/use-preferences.ts';
import { sinceText } from '../since.ts';
import { useNow } from '../use-now.ts';
import { useHomeText } from './home-texts.ts';

const DOCUMENT =
  'query ($since: DateTime!, $follow: [ID!]) { changesForMe(since: $since, follow: $follow, first: 8) { entity entityLabel recordId recordTitle at isNew transition count by { name } } }';

/** Who comes back within this time was not away. */
const AWAY_MS = 30 * 60_000;
/** Who was never here sees a week. */
const FIRST_MS = 7 * 86_400_000;
const SEEN = 'home.seen';

/** The moment since which the reader was away; the visit itself is noted. */
function useLastVisit(tenant: string, preferences: Preferences): string {
  const set = useSetPreference(tenant);
  const [visit] = useState(() => {
    const kept = preferences.get(SEEN);
    const [at, before] = isApiRow(kept) ? [textOf(kept['at']), textOf(kept['before'])] : ['', ''];
    const now = new Date();
    const first = new Date(now.getTime() - FIRST_MS).toISOString();
    const wasAway = at === '' || now.getTime() - Date.parse(at) > AWAY_MS;
    return { since: wasAway ? at || first : before || first, at: now.toISOString() };
  });
  useEffect(() => {
    void set(SEEN, { at: visit.at, before: visit.since });
  }, [set, visit]);
  return visit.since;
}

interface ChangesProps {
  readonly preferences: Preferences;
  readonly favourites: readonly Favourite[];
}

/** What others did with the reader's records, and with those among the favourites, while they were away. */
export function HomeChanges({ preferences, favourites }: ChangesProps): ReactNode {
  const { name } = useTenant();
  const { locale } = useLanguage();
  const text = useHomeText();
  const since = useLastVisit(name, preferences);
  const follow = favourites.flatMap(({ kind, id }) => (kind === 'record' && id !== undefined ? [id] : []));
  const { data } = useQuery<readonly ApiRow[], ServerError>({
    queryKey: ['rows', name, 'changes', since, follow, locale],
    queryFn: async () => {
      const answer = await askTenant<unknown>(name, { query: DOCUMENT, variables: { since, follow }, locale });
      return answer.ok && isApiRow(answer.data) ? rowsOf(answer.data['changesForMe']) : [];
    },
    refetchInterval: 60_000,
  });
  if (data === undefined) return <ChangesAwaited />;
  return (
    <section className="home-part">
      <h2>{text('changed')}</h2>
      {data.length === 0 ? (
        <p className="home-quiet">
          <strong>{text('allQuiet')}</strong> {text('changedNone')}
        </p>
      ) : (
        <ul className="home-rows">
          {data.map((row) => (
            <ChangedRow key={textOf(row['recordId'])} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ChangedRow({ row }: { readonly row: ApiRow }): ReactNode {
  const { name, model } = useTenant();
  const { locale } = useLanguage();
  const text = useHomeText();
  const now = useNow();
  const entity = model.entities.find(({ apiName }) => apiName === row['entity']);
  const by = isApiRow(row['by']) ? textOf(row['by']['name']) : text('byItself');
  const step = textOf(row['transition']);
  const did =
    step !== ''
      ? text('did_step', { what: step })
      : row['isNew'] === true
        ? text('did_new')
        : text('did_change', { count: Number(row['count']) });
  return (
    <li className="home-ask">
      <PersonMark name={by} />
      <Link
        to="/w/$tenant/e/$entity/$id"
        params={{ tenant: name, entity: entity?.id ?? textOf(row['entity']), id: textOf(row['recordId']) }}
        className="home-ask-main"
      >
        <strong>
          {textOf(row['recordTitle'])} <small>{textOf(row['entityLabel'])}</small>
        </strong>
        <span>
          {by} {did} · {sinceText(textOf(row['at']), now, locale)}
        </span>
      </Link>
    </li>
  );
}

/** Their place until it is known what changed, as high as the answer that most days have. */
export function ChangesAwaited(): ReactNode {
  const text = useHomeText();
  return (
    <section className="home-part" aria-busy="true">
      <h2>{text('changed')}</h2>
      <p className="home-quiet">{'\u00A0'}</p>
    </section>
  );
}
