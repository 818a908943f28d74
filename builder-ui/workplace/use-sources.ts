import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Locale } from '../../schema/core/text.ts';
import { PeopleDocument, type PeopleQuery } from '../data/generated/graphql.ts';
import { fileAddress } from '../data/file-address.ts';
import { askTenant } from '../data/tenant-client.ts';
import { askPlatform } from '../data/platform-client.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import type { FormSources } from '../form-runtime/form-sources.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import type { ApiRights } from './documents/api-rights.ts';
import { entityById } from './documents/field-path.ts';
import { typedPinyin } from './reference/pinyin-match.ts';
import { noteChoice } from './reference/recent-choices.ts';
import { useActor } from './use-clock.ts';
import { useWorkText } from './work-texts.ts';

/** Members and departments change rarely; a form asks for them with each key. */
const PEOPLE_MS = 60_000;

/** Where forms and filters of the tenant find what can be chosen (SPEC [WRK-8]). */
export function useSources(tenant: TenantModel, rights: ApiRights | undefined): FormSources {
  const client = useQueryClient();
  const { locale } = useLanguage();
  const { name, model, timeZone } = tenant;
  const actor = useActor(tenant);
  const text = useWorkText();
  return useMemo<FormSources>(() => {
    const people = (): Promise<PeopleQuery> =>
      client.fetchQuery({
        queryKey: ['platform', 'people', name],
        queryFn: () => askPlatform(PeopleDocument, { variables: { tenant: name }, locale }),
        staleTime: PEOPLE_MS,
      });
    return {
      files: {
        address: (id, as) => fileAddress(name, id, as),
        upload: async (file, watch) => {
          const { tenantFiles } = await import('../data/file-upload.ts');
          return tenantFiles(name, locale).upload(file, watch);
        },
      },
      async searchReference(id, sought, { limit, choosing }) {
        const entity = entityById(model, id);
        if (entity === undefined || rights?.reads(entity) !== true) return [];
        const { searchReferences } = await import('./reference/search-references.ts');
        const columning = { model, entity, rights, locale };
        const search = { client, tenant: name, columning, reading: { text, locale, timeZone } };
        const context = { now: new Date().toISOString(), timeZone, actor };
        return searchReferences(search, sought, { limit, choosing, context });
      },
      async balances(asks) {
        const { balanceQuestion } = await import('./documents/balance-document.ts');
        const question = rights === undefined ? undefined : balanceQuestion(model, rights, asks);
        if (question === undefined) return [];
        const { query, variables, read } = question;
        const answer = await askTenant<unknown>(name, { query, variables, locale });
        return answer.ok ? read(answer.data) : [];
      },
      chosen: (id, choice) => noteChoice(name, id, choice.id),
      async members(sought) {
        const { tenant: found } = await people();
        const members = (found?.members ?? []).flatMap(({ user, email }) =>
          user === null || user === undefined ? [] : [{ ...user, email: email ?? null }],
        );
        const isMeant = await meaning(sought, locale);
        return members
          .filter(({ name: own, email }) => isMeant([own, ...(email === null ? [] : [email])]))
          .map(({ id, name: title, email }) => ({ id, title, ...(email === null ? {} : { subtitle: email }) }));
      },
      async departments(sought) {
        const { tenant: found } = await people();
        const isMeant = await meaning(sought, locale);
        return (found?.departments ?? [])
          .filter(({ name: own }) => isMeant([own]))
          .map(({ id, name: title }) => ({ id, title }));
      },
    };
  }, [client, name, model, timeZone, rights, locale, actor, text]);
}

/** Whether names are meant by what was typed: they hold it, or sound so; the table of pinyin comes when letters are typed. */
async function meaning(search: string, locale: Locale): Promise<(texts: readonly string[]) => boolean> {
  const wanted = search.trim().toLocaleLowerCase(locale);
  const holds = (text: string): boolean => text.toLocaleLowerCase(locale).includes(wanted);
  const typed = typedPinyin(wanted);
  if (typed === undefined) return (texts) => texts.some(holds);
  const { match } = await import('pinyin-pro');
  return (texts) => texts.some((text) => holds(text) || match(text, typed, { continuous: true }) !== null);
}
