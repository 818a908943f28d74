import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { dashboardsOf, reportsOf } from '../reports/report-defs.ts';
import { RailGroup } from './rail-group.tsx';
import { useApiRights } from './use-api-rights.ts';
import { useWorkText } from './work-texts.ts';
import './work-rail.css';

const InboxBadge = lazy(async () => ({ default: (await import('./inbox/inbox-badge.tsx')).InboxBadge }));

const LedgerLinks = lazy(async () => ({ default: (await import('./ledgers/ledger-links.tsx')).LedgerLinks }));

/** More links than these stay folded at first: the rail is to be taken in at a glance. */
const FEW = 5;

/** The company's documents and master data that the reader may read, each with its list. */
export function WorkRail({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const { locale } = useLanguage();
  const text = useWorkText();
  const { rights } = useApiRights(tenant);
  const params = { tenant: tenant.name };
  const base = `/w/${tenant.name}`;
  const groups = (['document', 'master', 'log'] as const).map((kind) => ({
    kind,
    // Until the rights are known nothing is promised.
    entities: tenant.model.entities.filter((entity) => entity.kind === kind && rights?.reads(entity) === true),
  }));
  // Nor shown, lest the links above push it down.
  const dashboards = rights === undefined ? [] : dashboardsOf(tenant);
  const reports = reportsOf(tenant, locale).filter(({ body }) =>
    tenant.model.entities.some((entity) => entity.id === body.of && rights?.reads(entity) === true),
  );
  return (
    <nav className="rail" aria-label={text('objects')}>
      <Link to="/w/$tenant" params={params} className="rail-link" activeOptions={{ exact: true }}>
        {text('home')}
      </Link>
      {rights?.mayAsk('inbox') === true && (
        <Link to="/w/$tenant/inbox" params={params} className="rail-link">
          {text('inbox')}
          <Suspense fallback={null}>
            <InboxBadge tenant={tenant} />
          </Suspense>
        </Link>
      )}
      {rights?.mayAsk('myPoints') === true && (
        <Link to="/w/$tenant/points" params={params} className="rail-link">
          {text('points')}
        </Link>
      )}
      <RailGroup
        place={`${tenant.name}.dashboards`}
        label={text('dashboards')}
        isOpenFirst
        items={dashboards.map(({ id, label }) => ({
          id,
          path: `${base}/boards/${id}`,
          link: (
            <Link
              key={id}
              to="/w/$tenant/boards/$view"
              params={{ ...params, view: id }}
              className="rail-link"
              activeOptions={{ includeSearch: false }}
            >
              {label === undefined ? id : textIn(label, locale)}
            </Link>
          ),
        }))}
      />
      <RailGroup
        place={`${tenant.name}.reports`}
        label={text('reports')}
        isOpenFirst={reports.length <= FEW}
        items={reports.map(({ id, label }) => ({
          id,
          path: `${base}/reports/${id}`,
          link: (
            <Link
              key={id}
              to="/w/$tenant/reports/$view"
              params={{ ...params, view: id }}
              className="rail-link"
              activeOptions={{ includeSearch: false }}
            >
              {label}
            </Link>
          ),
        }))}
      />
      {groups.map(({ kind, entities }) => (
        <RailGroup
          key={kind}
          place={`${tenant.name}.${kind}`}
          label={text(kind)}
          isOpenFirst={kind === 'document' || entities.length <= FEW}
          items={entities.map(({ id, label }) => ({
            id,
            path: `${base}/e/${id}`,
            link: (
              <Link
                key={id}
                to="/w/$tenant/e/$entity"
                params={{ ...params, entity: id }}
                className="rail-link"
                activeOptions={{ includeSearch: false }}
              >
                {textIn(label, locale)}
              </Link>
            ),
          }))}
        />
      ))}
      {tenant.model.behaviour.ledgers.length > 0 && rights !== undefined && (
        <Suspense fallback={null}>
          <LedgerLinks tenant={tenant} rights={rights} />
        </Suspense>
      )}
      {tenant.myRoles.includes('owner') && (
        <div className="rail-part">
          <Link to="/w/$tenant/admin" params={params} className="rail-link">
            {text('admin')}
          </Link>
        </div>
      )}
    </nav>
  );
}
