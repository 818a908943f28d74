import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Broken, NotFound } from './feedback.tsx';
import { listSearchFrom } from '../workplace/documents/list-search.ts';
import { inboxSearchFrom } from '../workplace/inbox/inbox-search.ts';
import { boardSearchFrom } from '../reports/board-search.ts';
import { reportSearchFrom } from '../reports/report-search.ts';
import { ledgerSearchFrom } from '../workplace/ledgers/ledger-search.ts';
import { Frame } from './frame.tsx';
import { TenantFrame } from './tenant-frame.tsx';

const rootRoute = createRootRoute({ component: Frame, notFoundComponent: NotFound });

const tenantsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./tenants-page.tsx'), 'TenantsPage'),
});

/** The editor and graphql-js are as large as all the rest: who only signs in does not wait for them. */
const explorerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/explore/$tenant',
  component: lazyRouteComponent(() => import('../develop/explorer-page.tsx'), 'ExplorerPage'),
});

const tenantRoute = createRoute({ getParentRoute: () => rootRoute, path: '/w/$tenant', component: TenantFrame });

const homeRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../workplace/home-page.tsx'), 'HomePage'),
});
const listRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/e/$entity',
  validateSearch: listSearchFrom,
  component: lazyRouteComponent(() => import('../workplace/list-page.tsx'), 'ListPage'),
});
interface RecordSearch {
  readonly copy?: string;
  readonly draft?: string;
}

const recordRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/e/$entity/$id',
  // The record that a new one is made from, and the draft that is gone on with.
  validateSearch: ({ copy, draft }: Readonly<Record<string, unknown>>): RecordSearch => ({
    ...(typeof copy === 'string' ? { copy } : {}),
    ...(typeof draft === 'string' ? { draft } : {}),
  }),
  component: lazyRouteComponent(() => import('../workplace/record-page.tsx'), 'RecordPage'),
});

const printRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/e/$entity/$id/print',
  validateSearch: ({ view }: Readonly<Record<string, unknown>>): { readonly view?: string } =>
    typeof view === 'string' ? { view } : {},
  component: lazyRouteComponent(() => import('../workplace/record/print-page.tsx'), 'PrintPage'),
});
const inboxRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/inbox',
  validateSearch: inboxSearchFrom,
  component: lazyRouteComponent(() => import('../workplace/inbox-page.tsx'), 'InboxPage'),
});
const boardRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/boards/$view',
  validateSearch: boardSearchFrom,
  component: lazyRouteComponent(() => import('../reports/dashboard-page.tsx'), 'DashboardPage'),
});
const reportRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/reports/$view',
  validateSearch: reportSearchFrom,
  component: lazyRouteComponent(() => import('../reports/report-page.tsx'), 'ReportPage'),
});
const ledgerRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/ledgers/$ledger',
  validateSearch: ledgerSearchFrom,
  component: lazyRouteComponent(() => import('../workplace/ledgers/ledger-page.tsx'), 'LedgerPage'),
});
const importRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/e/$entity/import',
  validateSearch: ({ run }): { readonly run?: string } => (typeof run === 'string' ? { run } : {}),
  component: lazyRouteComponent(() => import('../imports/import-page.tsx'), 'ImportPage'),
});
const meRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('../workplace/me-page.tsx'), 'MePage'),
});
const pointsFrameRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/points',
  component: lazyRouteComponent(() => import('../points/points-frame.tsx'), 'PointsFrame'),
});
const myPointsRoute = createRoute({
  getParentRoute: () => pointsFrameRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../points/my-points-page.tsx'), 'MyPointsPage'),
});
const pointsRulesRoute = createRoute({
  getParentRoute: () => pointsFrameRoute,
  path: '/rules',
  component: lazyRouteComponent(() => import('../points/rules-page.tsx'), 'PointsRulesPage'),
});
const rankingRoute = createRoute({
  getParentRoute: () => pointsFrameRoute,
  path: '/ranking',
  component: lazyRouteComponent(() => import('../points/ranking-page.tsx'), 'RankingPage'),
});
const rewardsRoute = createRoute({
  getParentRoute: () => pointsFrameRoute,
  path: '/rewards',
  component: lazyRouteComponent(() => import('../points/rewards-page.tsx'), 'RewardsPage'),
});
const committeeRoute = createRoute({
  getParentRoute: () => pointsFrameRoute,
  path: '/committee',
  component: lazyRouteComponent(() => import('../points/committee-page.tsx'), 'CommitteePage'),
});
const programmeRoute = createRoute({
  getParentRoute: () => pointsFrameRoute,
  path: '/programme',
  component: lazyRouteComponent(() => import('../points/programme-page.tsx'), 'ProgrammePage'),
});
const adminFrameRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/admin',
  component: lazyRouteComponent(() => import('../admin/admin-frame.tsx'), 'AdminFrame'),
});
const peopleRoute = createRoute({
  getParentRoute: () => adminFrameRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../admin/people-page.tsx'), 'PeoplePage'),
});
const departmentsRoute = createRoute({
  getParentRoute: () => adminFrameRoute,
  path: '/departments',
  component: lazyRouteComponent(() => import('../admin/departments-page.tsx'), 'DepartmentsPage'),
});
const tokensRoute = createRoute({
  getParentRoute: () => adminFrameRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('../admin/tokens-page.tsx'), 'TokensPage'),
});
const webhooksRoute = createRoute({
  getParentRoute: () => adminFrameRoute,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('../admin/webhooks-page.tsx'), 'WebhooksPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => adminFrameRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('../admin/audit-page.tsx'), 'AuditPage'),
});
const languagesRoute = createRoute({
  getParentRoute: () => adminFrameRoute,
  path: '/languages',
  component: lazyRouteComponent(() => import('../admin/languages-page.tsx'), 'LanguagesPage'),
});
const backupsRoute = createRoute({
  getParentRoute: () => adminFrameRoute,
  path: '/backups',
  component: lazyRouteComponent(() => import('../admin/backups-page.tsx'), 'BackupsPage'),
});

const designRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/design',
  component: lazyRouteComponent(() => import('../designer/shell/design-frame.tsx'), 'DesignFrame'),
});
const mapRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../designer/map/object-map-page.tsx'), 'ObjectMapPage'),
});

const entityRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/o/$entity',
  component: lazyRouteComponent(() => import('../designer/shell/entity-frame.tsx'), 'EntityFrame'),
});
const fieldsRoute = createRoute({
  getParentRoute: () => entityRoute,
  path: '/fields',
  component: lazyRouteComponent(() => import('../designer/fields/fields-page.tsx'), 'FieldsPage'),
});

const boardsRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/boards',
  component: lazyRouteComponent(() => import('../designer/boards/boards-page.tsx'), 'BoardsPage'),
});
const newRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/new',
  component: lazyRouteComponent(() => import('../designer/new/new-object-page.tsx'), 'NewObjectPage'),
});
const ledgersRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/ledgers',
  component: lazyRouteComponent(() => import('../designer/ledgers/ledgers-page.tsx'), 'LedgersPage'),
});
const pointsRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/points',
  component: lazyRouteComponent(() => import('../designer/points/points-page.tsx'), 'PointsPage'),
});
const labRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/points/lab',
  component: lazyRouteComponent(() => import('../designer/points/lab-page.tsx'), 'LabPage'),
});
const accessRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/access',
  component: lazyRouteComponent(() => import('../designer/access/access-page.tsx'), 'AccessPage'),
});
const wordsRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/words',
  component: lazyRouteComponent(() => import('../designer/words/words-page.tsx'), 'WordsPage'),
});
const apiRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/api',
  component: lazyRouteComponent(() => import('../designer/api/api-page.tsx'), 'ApiPage'),
});
const changesRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/changes',
  component: lazyRouteComponent(() => import('../designer/changes/changes-page.tsx'), 'ChangesPage'),
});
const versionsRoute = createRoute({
  getParentRoute: () => designRoute,
  path: '/versions',
  component: lazyRouteComponent(() => import('../designer/changes/versions-page.tsx'), 'VersionsPage'),
});
const formRoute = createRoute({
  getParentRoute: () => entityRoute,
  path: '/form',
  component: lazyRouteComponent(() => import('../designer/form/form-page.tsx'), 'FormPage'),
});
const viewsRoute = createRoute({
  getParentRoute: () => entityRoute,
  path: '/views',
  component: lazyRouteComponent(() => import('../designer/views/views-page.tsx'), 'ViewsPage'),
});
const rulesRoute = createRoute({
  getParentRoute: () => entityRoute,
  path: '/rules',
  component: lazyRouteComponent(() => import('../designer/rules/rules-page.tsx'), 'RulesPage'),
});
const flowRoute = createRoute({
  getParentRoute: () => entityRoute,
  path: '/flow',
  component: lazyRouteComponent(() => import('../designer/flow/flow-page.tsx'), 'FlowPage'),
});

const routeTree = rootRoute.addChildren([
  tenantsRoute,
  explorerRoute,
  tenantRoute.addChildren([
    homeRoute,
    listRoute,
    recordRoute,
    printRoute,
    inboxRoute,
    boardRoute,
    reportRoute,
    importRoute,
    ledgerRoute,
    meRoute,
    pointsFrameRoute.addChildren([
      myPointsRoute,
      pointsRulesRoute,
      rankingRoute,
      rewardsRoute,
      committeeRoute,
      programmeRoute,
    ]),
    adminFrameRoute.addChildren([
      peopleRoute,
      departmentsRoute,
      tokensRoute,
      webhooksRoute,
      auditRoute,
      languagesRoute,
      backupsRoute,
    ]),
    designRoute.addChildren([
      mapRoute,
      newRoute,
      boardsRoute,
      ledgersRoute,
      pointsRoute,
      labRoute,
      accessRoute,
      wordsRoute,
      apiRoute,
      changesRoute,
      versionsRoute,
      entityRoute.addChildren([fieldsRoute, formRoute, viewsRoute, rulesRoute, flowRoute]),
    ]),
  ]),
]);

/** The addresses of the application. What only some people open is loaded when they open it. */
export function createAppRouter() {
  return createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: Broken, scrollRestoration: true });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
