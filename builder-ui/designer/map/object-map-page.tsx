import { PlusOutlined } from '@ant-design/icons';
import { Link, useParams } from '@tanstack/react-router';
import { Empty, Input, Segmented } from 'antd';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft } from '../session/draft-context.tsx';
import { MAP_KINDS, objectFacts, relationsOf, type ObjectFacts } from './map-facts.ts';
import { useMapText } from './map-texts.ts';
import { RelationTable } from './relation-table.tsx';
import { useRecordCounts, type Counted } from './record-counts.ts';
import './map.css';

/** The graph brings a drawing library, which only who looks at it waits for. */
const RelationGraph = lazy(async () => ({ default: (await import('./relation-graph.tsx')).RelationGraph }));

/** There is mostly none. */
const PackNews = lazy(async () => ({ default: (await import('../new/pack-news.tsx')).PackNews }));

type MapView = 'cards' | 'graph' | 'table';

/** All objects of the company: where designing begins. */
export function ObjectMapPage(): ReactNode {
  const text = useMapText();
  const params = useParams({ from: '/w/$tenant' });
  const { locale } = useLanguage();
  const tenant = useTenant();
  const matches = usePinyinSearch();
  const draft = useDraft(({ log }) => log.template);
  const base = useDraft((state) => state.base.template);
  const [typed, setTyped] = useState('');
  const [view, setView] = useState<MapView>('cards');
  const facts = useMemo(() => objectFacts(draft, base), [draft, base]);
  const shown = facts
    .map((fact) => ({ fact, fields: foundFields(fact, typed, { matches, locale }) }))
    .filter(
      ({ fact, fields }) => fields.length > 0 || matches(typed, [textIn(fact.entity.label, locale), fact.entity.id]),
    );
  const ids = new Set(shown.map(({ fact }) => fact.entity.id));
  const counts = useRecordCounts(tenant.name);
  const relations = relationsOf(draft).filter(({ from, to }) => ids.has(from) && ids.has(to));
  return (
    <div className="map">
      <div className="map-head">
        <div>
          <h1>{text('title', { company: tenant.label })}</h1>
          <p>{text('hint')}</p>
        </div>
        <Link to="/w/$tenant/design/new" params={params} className="button is-primary">
          <PlusOutlined aria-hidden />
          {text('newObject')}
        </Link>
      </div>
      <Suspense>
        <PackNews />
      </Suspense>
      <div className="map-bar">
        <Input
          allowClear
          autoFocus
          className="map-search"
          value={typed}
          placeholder={text('search')}
          aria-label={text('search')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Segmented<MapView>
          aria-label={text('viewLabel')}
          value={view}
          onChange={setView}
          options={(['cards', 'graph', 'table'] as const).map((value) => ({ value, label: text(value) }))}
        />
      </div>
      {shown.length === 0 && <Empty description={text('none')} />}
      {view === 'cards' &&
        MAP_KINDS.map((kind) => {
          const group = shown.filter(({ fact }) => fact.entity.kind === kind);
          return group.length === 0 ? null : (
            <section key={kind}>
              <h2>{text(`kind_${kind}`)}</h2>
              <ul className="map-cards">
                {group.map(({ fact, fields }) => (
                  <ObjectCard
                    key={fact.entity.id}
                    fact={fact}
                    records={counts.get(fact.entity.id)}
                    found={typed.trim() === '' ? [] : fields}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      {view === 'graph' && (
        <Suspense fallback={<Waiting />}>
          <RelationGraph facts={shown.map(({ fact }) => fact)} relations={relations} />
        </Suspense>
      )}
      {view === 'table' && <RelationTable facts={facts} relations={relations} />}
    </div>
  );
}

function ObjectCard({
  fact,
  records,
  found,
}: {
  readonly fact: ObjectFacts;
  readonly records: Counted | undefined;
  readonly found: readonly string[];
}): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const { tenant } = useParams({ from: '/w/$tenant' });
  const { entity, rules, states, change } = fact;
  const facts = [
    text('fieldCount', { count: entity.fields.length }),
    ...(rules === 0 ? [] : [text('ruleCount', { count: rules })]),
    ...(states === 0 ? [] : [text('stateCount', { count: states })]),
  ];
  return (
    <li>
      <Link
        to="/w/$tenant/design/o/$entity/form"
        params={{ tenant, entity: entity.id }}
        className={`map-card is-${entity.kind}`}
      >
        <span className="map-card-name">
          {textIn(entity.label, locale) || entity.id}
          {change !== 'none' && <em>{text(change === 'new' ? 'isNew' : 'changed')}</em>}
          {records !== undefined && (
            <span className="map-card-records">
              {text(records.isExact ? 'recordCount' : 'recordsAbout', {
                count: records.count,
                number: new Intl.NumberFormat(locale).format(records.count),
              })}
            </span>
          )}
        </span>
        <span className="map-card-facts">{facts.join(' · ')}</span>
        {found.length > 0 && (
          <span className="map-card-found">
            {text('foundFields', { fields: found.join(locale === 'zh-CN' ? '、' : ', ') })}
          </span>
        )}
      </Link>
    </li>
  );
}

const FOUND_MAX = 4;

function foundFields(
  { entity }: ObjectFacts,
  typed: string,
  { matches, locale }: { readonly matches: ReturnType<typeof usePinyinSearch>; readonly locale: 'en' | 'zh-CN' },
): readonly string[] {
  if (typed.trim() === '') return [];
  return entity.fields
    .map(({ id, label }) => textIn(label, locale) || id)
    .filter((label) => matches(typed, [label]))
    .slice(0, FOUND_MAX);
}
