import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { BoardViewDef } from '../../../schema/template/template-views.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { ListSearch } from '../documents/list-search.ts';
import { useSources } from '../use-sources.ts';
import { useWorkText } from '../work-texts.ts';
import type { Reading } from './cell.tsx';
import { FilterBar, ListHead } from './list-bar.tsx';
import { ListPart } from './list-part.tsx';
import { useListSearch } from './use-list-search.ts';
import { viewsOf } from './list-views.ts';
import { seenWithin, withinOf, type Within } from './within.ts';
import './list.css';

/** Dragging comes with the first board. */
const BoardView = lazy(() => import('./board-view.tsx').then((board) => ({ default: board.BoardView })));

interface ListScreenProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
}

/** The rows of an entity in one of its views. */
export function ListScreen({ tenant, entity, rights }: ListScreenProps): ReactNode {
  const { locale } = useLanguage();
  const text = useWorkText();
  const [search, change] = useListSearch();
  const { model, timeZone } = tenant;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(
    () => ({ text, locale, timeZone, tenant: tenant.name }),
    [text, locale, timeZone, tenant.name],
  );
  const views = useMemo(() => viewsOf(tenant, entity), [tenant, entity]);
  const within = useMemo(
    () => withinOf(tenant, entity, { within: search.within, locale }),
    [tenant, entity, search.within, locale],
  );
  const chosen = views.find(({ id }) => id === search.view) ?? views[0];
  const view = useMemo(
    () => (chosen === undefined || within === undefined ? chosen : seenWithin(chosen, within)),
    [chosen, within],
  );
  if (view === undefined) return null;
  const shared = { tenant, columning, reading, search, change, within };
  return (
    <div className="list">
      <ListHead tenant={tenant.name} {...{ columning, views, search }} view={view.id} onChange={change} />
      {view.kind === 'board' && search.bin !== true ? (
        <BoardPart {...shared} view={view} />
      ) : (
        <ListPart
          key={view.id}
          {...shared}
          view={view.kind === 'list' ? view : (views.find((one) => one.kind === 'list') ?? view)}
        />
      )}
    </div>
  );
}

export interface ListPartProps<View> {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly search: ListSearch;
  readonly change: ReturnType<typeof useListSearch>[1];
  readonly view: View;
  /** The report or tile whose rows these are. */
  readonly within?: Within | undefined;
}

function BoardPart(props: ListPartProps<BoardViewDef>): ReactNode {
  const { tenant, columning, reading, search, change, within } = props;
  const sources = useSources(tenant, columning.rights);
  return (
    <>
      <FilterBar {...{ columning, search, sources, reading, within }} offered={[]} onChange={change} />
      <Suspense fallback={<Waiting />}>
        <BoardView {...props} />
      </Suspense>
    </>
  );
}
