import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useSession } from '../../shell/session-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { refusal } from '../refusal.ts';
import { countDocument, countIn } from './waiting-document.ts';

/** Anybody may ask for an approval at any time; no subscription tells of it. */
const ASK_AGAIN_MS = 15_000;

/** How much waits for the reader, asked now and then; what is shown of the inbox follows it. */
export function useWaitingCount(tenant: TenantModel, rights: ApiRights | undefined): number {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const me = useSession().me.user?.id ?? '';
  const { name, model } = tenant;
  const document = rights === undefined ? undefined : countDocument(model, rights);
  const { data } = useQuery<number, ServerError>({
    queryKey: ['waiting', name, document],
    queryFn: async () => countIn(await askInbox(name, { query: document ?? '', locale }), me),
    enabled: document !== undefined,
    refetchInterval: ASK_AGAIN_MS,
    refetchOnWindowFocus: true,
  });
  const last = useRef(data);
  useEffect(() => {
    if (last.current !== undefined && data !== last.current)
      void client.invalidateQueries({ queryKey: inboxKey(name) });
    last.current = data;
  }, [client, name, data]);
  return data ?? 0;
}

/** The key of what is known of the inbox. */
export function inboxKey(tenant: string): readonly string[] {
  return ['rows', tenant, 'inbox'];
}

interface Ask {
  readonly query: string;
  readonly variables?: unknown;
  readonly locale: Locale;
}

/** The answer to a question about the inbox; throws what was refused. */
export async function askInbox(tenant: string, ask: Ask): Promise<unknown> {
  const answer = await askTenant<unknown>(tenant, ask);
  if (!answer.ok) throw refusal(answer.issues);
  return answer.data;
}
