import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant, type TenantAnswer } from '../../../data/tenant-client.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { listSearchFrom, type ListSearch } from '../../documents/list-search.ts';
import { isApiRow, rowsOf, textOf } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';

/** A way to look at the list, saved under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly state: ListSearch;
  readonly isMine: boolean;
  /** `null`: only who saved it; empty: everybody. */
  readonly sharedWith: readonly string[] | null;
  readonly mayChange: boolean;
}

export interface SavedViews {
  readonly views: readonly SavedView[] | undefined;
  readonly save: (
    view: Pick<SavedView, 'name' | 'state' | 'sharedWith'> & { readonly id?: string },
  ) => Promise<TenantAnswer<{ readonly saved: { readonly id: string } }>>;
  readonly remove: (id: string) => Promise<TenantAnswer<unknown>>;
}

const ALL =
  'query ($entity: String!) { views: savedViews(entity: $entity) { id name state isMine sharedWith mayChange } }';
const SAVE =
  'mutation ($id: ID, $entity: String!, $name: String!, $state: JSON!, $sharedWith: [String!]) { saved: saveView(id: $id, entity: $entity, name: $name, state: $state, sharedWith: $sharedWith) { id } }';
const REMOVE = 'mutation ($id: ID!) { deleteView(id: $id) }';

/** The saved views of a list that the reader sees, and how to change them (SPEC [WRK-40]). */
export function useSavedViews(tenant: string, { entity, locale }: Columning): SavedViews {
  const client = useQueryClient();
  const queryKey = ['saved-views', tenant, entity.id];
  const { data } = useQuery<readonly SavedView[], ServerError>({
    queryKey,
    queryFn: async () => {
      const answer = await askTenant<unknown>(tenant, { query: ALL, variables: { entity: entity.id }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return rowsOf(isApiRow(answer.data) ? answer.data['views'] : []).map(viewOf);
    },
    staleTime: 60_000,
  });
  return {
    views: data,
    save: async (view) => {
      const variables = { entity: entity.id, ...view };
      const answer = await askTenant<{ readonly saved: { readonly id: string } }>(tenant, {
        query: SAVE,
        variables,
        locale,
      });
      await client.invalidateQueries({ queryKey });
      return answer;
    },
    remove: async (id) => {
      const answer = await askTenant<unknown>(tenant, { query: REMOVE, variables: { id }, locale });
      await client.invalidateQueries({ queryKey });
      return answer;
    },
  };
}

function viewOf(row: Readonly<Record<string, unknown>>): SavedView {
  const { state, sharedWith } = row;
  return {
    id: textOf(row['id']),
    name: textOf(row['name']),
    state: isApiRow(state) ? listSearchFrom(state) : {},
    isMine: row['isMine'] === true,
    sharedWith: Array.isArray(sharedWith) ? sharedWith.map(String) : null,
    mayChange: row['mayChange'] === true,
  };
}

/** What a view keeps of the address: not which view it is, nor the day a calendar happens to show. */
export function keptState({ saved: _saved, on: _on, bin: _bin, ...state }: ListSearch): ListSearch {
  return state;
}
