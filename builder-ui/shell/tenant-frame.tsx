import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { createContext, lazy, Suspense, use, type ReactNode } from 'react';
import { useTenantLive } from '../data/live.ts';
import { useTenantModel, type TenantModel } from '../data/tenant-model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useActionKeys } from '../workplace/keys/page-keys.ts';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { WorkRail } from '../workplace/work-rail.tsx';
import { Failure, Waiting } from './feedback.tsx';
import { useReaderSettings } from './reader-settings.ts';

/** Nobody waits for the bar's tools and counters before the page is there. */
const WorkTools = lazy(async () => ({ default: (await import('../workplace/tools/work-tools.tsx')).WorkTools }));

const TenantContext = createContext<TenantModel | undefined>(undefined);

/** All pages of one company: its template in force is here, and the rail on the left while one works. */
export function TenantFrame(): ReactNode {
  const { tenant: name } = useParams({ from: '/w/$tenant' });
  const { text } = useLanguage();
  const { query, tenant } = useTenantModel(name);
  useTenantLive(name);
  const isDesigning = useRouterState({
    select: ({ location }) => /^\/w\/[^/]+\/design(?:\/|$)/.test(location.pathname),
  });
  if (query.isPending) return <Waiting />;
  // Where it is known already, an answer that failed to come again takes no page away.
  if (tenant === undefined && query.error !== null && query.error.code !== 'TENANT_NOT_FOUND')
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (tenant === undefined) {
    return (
      <div className="notice">
        <h1>{text('tenantUnknown', { tenant: name })}</h1>
        <Link to="/">{text('back')}</Link>
      </div>
    );
  }
  return (
    <TenantContext value={tenant}>
      {isDesigning ? (
        <Outlet />
      ) : (
        <div className="work">
          <WorkKeys />
          <WorkRail tenant={tenant} />
          <div className="work-page">
            <Outlet />
          </div>
          <Suspense fallback={null}>
            <WorkTools tenant={tenant} />
          </Suspense>
          <PointsNews tenant={tenant} />
        </div>
      )}
    </TenantContext>
  );
}

/** The keys of the page are heard from the moment it stands: who saves at once is not asked where to put the file. */
function WorkKeys(): ReactNode {
  const { keys } = useReaderSettings();
  useActionKeys(keys);
  return null;
}

const PointsToasts = lazy(() => import('../points/points-toasts.tsx').then((made) => ({ default: made.PointsToasts })));

/** Tells of points as they come, where the company has any. */
function PointsNews({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const { rights } = useApiRights(tenant);
  if (rights?.mayAsk('myPoints') !== true) return null;
  return (
    <Suspense>
      <PointsToasts key={tenant.name} tenant={tenant.name} />
    </Suspense>
  );
}

/** The company that the page belongs to. */
export function useTenant(): TenantModel {
  const tenant = use(TenantContext);
  if (tenant === undefined) throw new Error('Broken invariant: no TenantFrame');
  return tenant;
}

/** Pages below see this company: the designer shows what is designed as if it were in force. */
export function TenantScope({
  tenant,
  children,
}: {
  readonly tenant: TenantModel;
  readonly children: ReactNode;
}): ReactNode {
  return <TenantContext value={tenant}>{children}</TenantContext>;
}
