import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Locale } from '../../schema/core/text.ts';
import { PeopleDocument, type PeopleQuery } from '../data/generated/graphql.ts';
import { tenantFiles } from '../data/file-upload.ts';
import { askPlatform } from '../data/platform-client.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import type { FormSources } from '../form-runtime/form-sources.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import type { ApiRights } from './documents/api-rights.ts';
import { entityById } from './documents/field-path.ts';
import { noteChoice } from './reference/recent-choices.ts';
import { searchReferences } from './reference/search-references.ts';

/** Members and departments change rarely; a form asks for them with each key. */
const PEOPLE_MS = 60_000;

/** Where forms and filters of the tenant find what can be chosen (SPEC [WRK-8]). */
export function useSources(tenant: TenantModel, rights: ApiRights | undefined): FormSources {
  const client = useQueryClient();
  const { locale } = useLanguage();
  const { name, model } = tenant;
  return useMemo<FormSources>(() => {
    const people = (): Promise<PeopleQuery> =>
      client.fetchQuery({
        queryKey: ['platform', 'people', name],
        queryFn: () => askPlatform(PeopleDocument, { variables: { tenant: name }, locale }),
        staleTime: PEOPLE_MS,
      });
    return {
      files: tenantFiles(name, locale),
      async searchReference(id, text, limit) {
        const entity = entityById(model, id);
        if (entity === undefined || rights?.reads(entity) !== true) return [];
        return searchReferences({ client, tenant: name, columning: { model, entity, rights, locale } }, text, limit);
      },
      chosen: (id, choice) => noteChoice(name, id, choice.id),
      async members(text) {
        const { tenant: found } = await people();
        const members = (found?.members ?? []).flatMap(({ user }) => (user === null ? [] : [user]));
        return members
          .filter(({ name: own, email }) => holds([own, email], text, locale))
          .map(({ id, name: title, email }) => ({ id, title, subtitle: email }));
      },
      async departments(text) {
        const { tenant: found } = await people();
        return (found?.departments ?? [])
          .filter(({ name: own }) => holds([own], text, locale))
          .map(({ id, name: title }) => ({ id, title }));
      },
    };
  }, [client, name, model, rights, locale]);
}

function holds(texts: readonly string[], search: string, locale: Locale): boolean {
  const wanted = search.trim().toLocaleLowerCase(locale);
  return texts.some((text) => text.toLocaleLowerCase(locale).includes(wanted));
}
