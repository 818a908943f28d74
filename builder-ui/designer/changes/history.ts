import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import {
  PublicationHistoryDocument,
  TemplateVersionDocument,
  type PublicationHistoryQuery,
} from '../../data/generated/graphql.ts';
import { askPlatform, type ServerError } from '../../data/platform-client.ts';
import { usePlatform } from '../../data/use-platform.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { DraftBase } from '../session/draft-session.ts';

type TenantHistory = NonNullable<PublicationHistoryQuery['tenant']>;
/** A published version, as the history tells it. */
export type PublishedVersion = TenantHistory['versions'][number];
/** A publication that waits for its time, or whose time has come. */
export type ScheduledPublication = TenantHistory['scheduled'][number];
/** A publication and how it went. */
export type PublicationJob = TenantHistory['jobs'][number];

const TOPIC = 'history';

/** Versions, publications and what is scheduled, newest first. */
export function useHistory(): UseQueryResult<PublicationHistoryQuery, ServerError> {
  const { name: tenant } = useTenant();
  return usePlatform(PublicationHistoryDocument, { topic: TOPIC, variables: { tenant } });
}

/** Tells all who show the history that it is another. */
export function useHistoryChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['platform', TOPIC] });
}

/** A published version with its model; `null` when it can't be read any more. Versions never change. */
export function useVersion(number: number | undefined): UseQueryResult<DraftBase | null, ServerError> {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  return useQuery<DraftBase | null, ServerError>({
    queryKey: ['version', tenant, number],
    enabled: number !== undefined,
    staleTime: Infinity,
    queryFn: async () => {
      const variables = { tenant, version: number ?? 0 };
      const { templateOf } = await askPlatform(TemplateVersionDocument, { locale, variables });
      const template = parseTemplate(templateOf?.document);
      const model = template.ok ? resolveModel(template.value) : undefined;
      if (!template.ok || model?.ok !== true) return null;
      return { version: variables.version, template: template.value, model: model.value };
    },
  });
}

/** A moment as the company's clock has it. */
export function useMoment(): (at: string) => string {
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return (at) => format.format(new Date(at));
}
