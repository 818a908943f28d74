import type { ReactNode } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useApiRights } from '../use-api-rights.ts';
import { areaTexts } from '../../i18n/area-texts.ts';
import { useWaitingCount } from './use-waiting.ts';
import './inbox-badge.css';

/** The page's own texts come with the page. */
const useBadgeText = areaTexts('inboxBadge', { waiting: { en: 'waiting', 'zh-CN': '条待处理' } } as const);

/** How much waits for the reader, beside the way to the inbox (SPEC [WRK-73]). */
export function InboxBadge({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const { rights } = useApiRights(tenant);
  const count = useWaitingCount(tenant, rights);
  const text = useBadgeText();
  if (count === 0) return null;
  return (
    <span className="badge">
      {count > 99 ? '99+' : count}
      <span className="unseen"> {text('waiting')}</span>
    </span>
  );
}
