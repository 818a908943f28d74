import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { LIMITS } from '../../../schema/core/limits.ts';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { typeNames } from '../../../schema/model/names.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { titleName } from '../documents/field-path.ts';
import { holding } from '../documents/list-filter.ts';
import { isApiRow, rowsOf, textOf } from '../documents/row-values.ts';
import { pathOf } from '../preferences/favourites.ts';
import type { PaletteItem } from './palette-items.ts';

/** Of each entity so many are offered. */
const EACH = 4;
const QUIET_MS = 180;

/** Records whose title holds every word that was typed, over all entities that the reader may search. */
export function useRecordSearch(
  tenant: TenantModel,
  rights: ApiRights | undefined,
  typed: string,
): { readonly items: readonly PaletteItem[]; readonly isWorking: boolean } {
  const { locale } = useLanguage();
  const words = useQuiet(typed.trim());
  const searchable = useSearchable(tenant, rights);
  const isWanted = words.length >= (/^[\x20-\x7e]*$/.test(words) ? 2 : 1) && searchable !== undefined;
  const { data, isFetching } = useQuery<readonly PaletteItem[], ServerError>({
    queryKey: ['palette', tenant.name, tenant.version, words, locale],
    queryFn: async ({ signal }) => {
      const answers = await Promise.all(
        chunksOf(searchable ?? [], CHUNK).map(async (chunk) => {
          if (signal.aborted) return [];
          const parts = chunk.map((entity, index) => {
            const title = titleName(entity);
            return `e${index}: ${entity.plural}(where: $w${index}, first: ${EACH}) { nodes { id title: ${title} } }`;
          });
          const args = chunk.map((entity, index) => `$w${index}: ${typeNames(entity.apiName).where}`);
          const variables = Object.fromEntries(chunk.map((entity, index) => [`w${index}`, whereOf(entity, words)]));
          const query = `query (${args.join(', ')}) { ${parts.join(' ')} }`;
          const answer = await askTenant<unknown>(tenant.name, { query, variables, locale });
          const found = answer.ok && isApiRow(answer.data) ? answer.data : {};
          return chunk.flatMap((entity, index) => {
            const page = found[`e${index}`];
            return rowsOf(isApiRow(page) ? page['nodes'] : []).map((row): PaletteItem => {
              const id = textOf(row['id']);
              return {
                key: `record ${id}`,
                group: 'record',
                label: textOf(row['title']) || id.slice(0, 8),
                hint: textIn(entity.label, locale),
                words: [],
                to: pathOf(tenant.name, { kind: 'record', of: entity.id, id }),
              };
            });
          });
        }),
      );
      return answers.flat();
    },
    enabled: isWanted,
    staleTime: 10_000,
    placeholderData: (last) => last,
  });
  return { items: isWanted ? (data ?? NOTHING) : NOTHING, isWorking: isFetching || words !== typed.trim() };
}

const NOTHING: readonly PaletteItem[] = [];
const CHUNK = Math.min(10, LIMITS.queryRootFieldsMax);

function whereOf(entity: EntityModel, typed: string): unknown {
  const title = titleName(entity);
  return { and: typed.split(/\s+/).map((word) => ({ [title]: holding(word) })) };
}

/** Entities whose titles are texts that the reader may compare. */
function useSearchable(tenant: TenantModel, rights: ApiRights | undefined): readonly EntityModel[] | undefined {
  const { locale } = useLanguage();
  const { name, version, model, myRoles } = tenant;
  const named = useMemo(
    () =>
      rights === undefined
        ? undefined
        : model.entities.filter((entity) => {
            const title = entity.fields.find(({ id }) => id === entity.title);
            const isText = title !== undefined && ['text', 'sequence', 'longtext'].includes(title.type.kind);
            return entity.parent === undefined && rights.reads(entity) && isText && !title.secret;
          }),
    [model, rights],
  );
  const { data } = useQuery<readonly EntityModel[], ServerError>({
    queryKey: ['rights', name, 'searchable', { version, roles: myRoles.join(',') }],
    queryFn: async () => {
      const chunks = chunksOf(named ?? [], CHUNK);
      const answers = await Promise.all(
        chunks.map(async (chunk) => {
          const parts = chunk.map(
            ({ apiName }, index) =>
              `t${index}: __type(name: ${JSON.stringify(typeNames(apiName).where)}) { inputFields { name } }`,
          );
          const answer = await askTenant<unknown>(name, { query: `{ ${parts.join(' ')} }`, locale });
          const types = answer.ok && isApiRow(answer.data) ? answer.data : {};
          return chunk.filter((entity, index) => {
            const type = types[`t${index}`];
            const fields = rowsOf(isApiRow(type) ? type['inputFields'] : []);
            return fields.some((field) => field['name'] === titleName(entity));
          });
        }),
      );
      return answers.flat();
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled: named !== undefined,
  });
  return data;
}

function chunksOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function useQuiet(value: string): string {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}
