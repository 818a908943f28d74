import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TenantModel } from '../data/tenant-model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useSession } from '../shell/session-context.tsx';
import { entityById } from '../workplace/documents/field-path.ts';
import { fetchApiRights } from '../workplace/use-api-rights.ts';
import { useWorkText } from '../workplace/work-texts.ts';
import type { OutboxHost } from './outbox.ts';

/** The outbox of the reader in a tenant, with what sending needs. */
export function useOutboxHost(tenant: TenantModel): OutboxHost {
  const client = useQueryClient();
  const { locale } = useLanguage();
  const text = useWorkText();
  const person = useSession().me.user?.id ?? '';
  return useMemo<OutboxHost>(
    () => ({
      place: { person, tenant: tenant.name },
      client,
      reading: { text, locale, timeZone: tenant.timeZone },
      columningOf: async (id) => {
        const { model } = tenant;
        const entity = entityById(model, id);
        if (entity === undefined) return undefined;
        return { model, entity, locale, rights: await fetchApiRights({ client, tenant, locale }, entity) };
      },
    }),
    [client, locale, text, person, tenant],
  );
}
