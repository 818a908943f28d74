import { useQuery } from '@tanstack/react-query';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { titleName } from '../documents/field-path.ts';
import { isApiRow, rowsOf, textOf } from '../documents/row-values.ts';

/** A row that something refers to by its id; without an entity it is no row. */
export interface RowId {
  readonly value: unknown;
  readonly entity: EntityModel | undefined;
}

/** What names these rows, by id, as far as the reader may see them. */
export function useTitlesOf(tenant: string, rows: readonly RowId[]): ReadonlyMap<string, string> {
  const { locale } = useLanguage();
  const asked = rows.flatMap(({ value, entity }) =>
    entity === undefined || typeof value !== 'string' ? [] : [{ id: value, entity }],
  );
  const { data } = useQuery<ReadonlyMap<string, string>, ServerError>({
    queryKey: ['rows', tenant, 'titles', asked.map(({ id }) => id), locale],
    queryFn: async () => {
      const found = await Promise.all(
        asked.map(async ({ id, entity }) => {
          const title = titleName(entity);
          const query = `query ($id: ID!) { rows: ${entity.plural}(where: { id: { eq: $id } }, first: 1, bin: INCLUDE) { nodes { id title: ${title} } } }`;
          const answer = await askTenant<{ readonly rows?: unknown }>(tenant, { query, variables: { id }, locale });
          const { rows: page } = answer.ok ? answer.data : {};
          const [row] = rowsOf(isApiRow(page) ? page['nodes'] : []);
          return row === undefined ? [] : [[id, textOf(row['title'])] as const];
        }),
      );
      return new Map(found.flat());
    },
    enabled: asked.length > 0,
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();
