import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { dateText, localDate, parseInstant } from '../../schema/expr/calendar.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { ServerError } from '../data/platform-client.ts';
import { askTenant } from '../data/tenant-client.ts';
import { usePinyinSearch } from '../designer/parts/pinyin-search.ts';
import { shownDate } from '../form-runtime/moment-text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useSession } from '../shell/session-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { ApiRights } from './documents/api-rights.ts';
import { entityById, statesOf } from './documents/field-path.ts';
import { countDocuments, countsIn, type EntityCount } from './home/home-document.ts';
import { ChangesAwaited, HomeChanges } from './home/home-changes.tsx';
import { HomeCreate, HomeFavourites, HomePoints } from './home/home-side.tsx';
import { HomeWaiting, knowsWaiting } from './home/home-waiting.tsx';
import { countDocument } from './inbox/waiting-document.ts';
import { useFavourites } from './preferences/favourites.ts';
import { usePreferences } from './preferences/use-preferences.ts';
import { recentRecords } from './home/recent.ts';
import { tint } from './list/cell.tsx';
import { SearchField } from './search-field.tsx';
import { useApiRights } from './use-api-rights.ts';
import { useWorkText } from './work-texts.ts';
import './home/home.css';

/** What one can do here: what waits, what changed, what one comes back to, and every list (SPEC [WRK-21], [WRK-78]). */
export function HomePage(): ReactNode {
  const tenant = useTenant();
  const text = useWorkText();
  const { locale } = useLanguage();
  const { me } = useSession();
  const { rights, error, retry } = useApiRights(tenant);
  const [search, setSearch] = useState('');
  const [isFirst] = useState(() => !knowsWaiting(tenant.name));
  const preferences = usePreferences(tenant.name, rights?.mayAsk('myPreferences') === true);
  const favourites = useFavourites(tenant, preferences, locale);
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  const isAsked = countDocument(tenant.model, rights) !== undefined;
  const today = dateText(localDate(parseInstant(new Date().toISOString()) ?? 0n, tenant.timeZone));
  const readable = tenant.model.entities.filter((entity) => entity.parent === undefined && rights.reads(entity));
  return (
    <div className={isFirst ? 'home is-first' : 'home'}>
      <header className="home-head">
        <div>
          <h1>{text('greeting', { name: me.user?.name ?? '' })}</h1>
          <p>{text('homeHint', { tenant: tenant.label, date: shownDate(today, locale) })}</p>
        </div>
        {readable.length > 8 && (
          <SearchField
            className="home-search"
            aria-label={text('searchObjects')}
            placeholder={text('searchObjects')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </header>
      {search === '' && <HomeCreate entities={readable} rights={rights} />}
      {search === '' && (
        <div className="home-top">
          <div>
            {isAsked && <HomeWaiting rights={rights} />}
            {rights.mayAsk('myPreferences') &&
              rights.mayAsk('changesForMe') &&
              (preferences === undefined ? (
                <ChangesAwaited />
              ) : (
                <HomeChanges preferences={preferences} favourites={favourites} />
              ))}
          </div>
          <div>
            {rights.mayAsk('myPoints') && <HomePoints />}
            {preferences !== undefined && <HomeFavourites favourites={favourites} />}
            <Recent />
          </div>
        </div>
      )}
      {readable.length === 0 && <p className="home-nothing">{text('nothingHere')}</p>}
      {search === '' ? (
        <Objects entities={readable} rights={rights} />
      ) : (
        <FoundObjects entities={readable} rights={rights} search={search} />
      )}
    </div>
  );
}

/** The objects that are meant; the table of pinyin comes with the first search. */
function FoundObjects({ entities, rights, search }: ObjectsProps & { readonly search: string }): ReactNode {
  const matches = usePinyinSearch();
  const found = entities.filter(({ label, id }) => matches(search, [...Object.values(label), id]));
  return <Objects entities={found} rights={rights} />;
}

function Recent(): ReactNode {
  const { name, model } = useTenant();
  const { locale } = useLanguage();
  const text = useWorkText();
  const [records] = useState(() => recentRecords(name));
  const known = records.flatMap((record) => {
    const entity = entityById(model, record.entity);
    return entity === undefined ? [] : [{ record, entity }];
  });
  if (known.length === 0) return null;
  return (
    <section className="home-part">
      <h2>{text('recent')}</h2>
      <ul className="home-recent">
        {known.map(({ record, entity }) => (
          <li key={record.id}>
            <Link
              to="/w/$tenant/e/$entity/$id"
              params={{ tenant: name, entity: entity.id, id: record.id }}
              className="home-chip"
            >
              <span>{textIn(entity.label, locale)}</span>
              <strong>{record.title}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ObjectsProps {
  readonly entities: readonly EntityModel[];
  readonly rights: ApiRights;
}

function Objects({ entities, rights }: ObjectsProps): ReactNode {
  const text = useWorkText();
  const counts = useCounts(entities);
  const groups = (['document', 'master', 'log'] as const).map((kind) => ({
    kind,
    own: entities.filter((entity) => entity.kind === kind),
  }));
  return groups.map(({ kind, own }) =>
    own.length === 0 ? null : (
      <section key={kind} className="home-part" aria-busy={counts === undefined}>
        <h2>{text(kind)}</h2>
        <ul className="home-cards">
          {own.map((entity) => (
            <ObjectCard key={entity.id} entity={entity} rights={rights} count={counts?.get(entity.id)} />
          ))}
        </ul>
      </section>
    ),
  );
}

function useCounts(entities: readonly EntityModel[]): ReadonlyMap<string, EntityCount> | undefined {
  const { name, version } = useTenant();
  const { locale } = useLanguage();
  const documents = useMemo(() => countDocuments(entities), [entities]);
  const query = useQuery<readonly unknown[], ServerError>({
    queryKey: ['rows', name, 'counts', version, documents],
    queryFn: () =>
      Promise.all(
        documents.map(async (document) => {
          const answer = await askTenant<unknown>(name, { query: document, locale });
          return answer.ok ? answer.data : {};
        }),
      ),
    placeholderData: (last) => last,
  });
  const { data } = query;
  return useMemo(() => (data === undefined ? undefined : countsIn(entities, data)), [entities, data]);
}

interface ObjectCardProps {
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  readonly count: EntityCount | undefined;
}

function ObjectCard({ entity, rights, count }: ObjectCardProps): ReactNode {
  const { name, model } = useTenant();
  const { locale } = useLanguage();
  const text = useWorkText();
  const label = textIn(entity.label, locale);
  const params = { tenant: name, entity: entity.id };
  const states = statesOf(model, entity, locale).filter(({ value }) => (count?.states.get(value) ?? 0) > 0);
  return (
    <li className="home-card">
      <Link to="/w/$tenant/e/$entity" params={params} className="home-card-main">
        <span className="home-card-label">{label}</span>
        <span className="home-card-count">{count === undefined ? '' : count.count.toLocaleString(locale)}</span>
      </Link>
      {states.length > 0 && (
        <>
          <div className="home-bar" aria-hidden="true">
            {states.map(({ value, color }) => (
              <span
                key={value}
                data-color={color}
                style={{ flexGrow: count?.states.get(value) ?? 0, ...tint(color).style }}
              />
            ))}
          </div>
          <ul className="home-states">
            {states.map(({ value, label: own, color }) => (
              <li key={value}>
                <Link
                  to="/w/$tenant/e/$entity"
                  params={params}
                  search={{ where: [{ field: 'state', op: 'anyOf', values: [value] }] }}
                  className="home-state"
                  data-color={color}
                  {...tint(color)}
                >
                  <span className="home-dot" aria-hidden="true" />
                  {own} <b>{count?.states.get(value)}</b>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {rights.creates(entity) && (
        <Link
          to="/w/$tenant/e/$entity/$id"
          params={{ ...params, id: 'new' }}
          className="home-new"
          aria-label={text('createNew', { what: label })}
          title={text('createNew', { what: label })}
        >
          +
        </Link>
      )}
    </li>
  );
}
