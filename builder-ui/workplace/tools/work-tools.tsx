import type { ReactNode } from 'react';
import { useReaderSettings } from '../../shell/reader-settings.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useWaitingCount } from '../inbox/use-inbox.ts';
import { useActionKeys } from '../keys/page-keys.ts';
import { useApiRights } from '../use-api-rights.ts';
import { useTitleCount } from './use-title-count.ts';

/** What goes along through all pages of a company: keys, and how much waits. Loaded after the page. */
export function WorkTools({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const { keys } = useReaderSettings();
  const { rights } = useApiRights(tenant);
  useActionKeys(keys);
  useTitleCount(useWaitingCount(tenant, rights));
  return null;
}
