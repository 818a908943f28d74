import { Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { InboxScreen } from './inbox/inbox-screen.tsx';
import { countDocument } from './inbox/waiting-document.ts';
import { useApiRights } from './use-api-rights.ts';

/** What waits for the reader, and what became of what they asked for (SPEC [WRK-70] to [WRK-73]). */
export function InboxPage(): ReactNode {
  const tenant = useTenant();
  const { rights, error, retry } = useApiRights(tenant);
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  // Nothing in this company is ever approved.
  if (countDocument(tenant.model, rights) === undefined)
    return <Navigate to="/w/$tenant" params={{ tenant: tenant.name }} replace />;
  return <InboxScreen rights={rights} />;
}
