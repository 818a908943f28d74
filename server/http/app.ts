import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import { endTurnIfLate } from '../db/turn-end.ts';
import { membershipIn, type Callers } from '../graphql/platform/caller.ts';
import type { PlatformServices } from '../graphql/platform/platform-context.ts';
import { closesBadConnections } from './bad-connections.ts';
import { answerBackup, BACKUP_PATH, takeBackup } from './backup-answer.ts';
import {
  busyRefusal,
  exchangeOf,
  HttpRefusal,
  isBusyRefusal,
  send,
  sendBusy,
  sendRefusal,
  type Exchange,
} from './exchange.ts';
import { IMPORT_PATH, importMethods } from './import-routes.ts';
import { FewEachTurn } from './few-each-turn.ts';
import {
  callerOf,
  graphqlRequest,
  lookingAs,
  ownOrigins,
  resolveTenant,
  upgradeCaller,
  type FrontSettings,
} from './front.ts';
import { KnownConnections } from './known-connections.ts';
import { accessLog, type Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { PlatformHandler } from './platform-apollo.ts';
import { methodRefusal, refusalOf } from './refusals.ts';
import type { RequestLimiters } from './request-limiters.ts';
import { securityHeaders } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';
import type { TenantHandlers } from './tenant-handlers.ts';

export interface AppParts {
  readonly settings: FrontSettings;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limiters: RequestLimiters;
  readonly callers: Callers;
  readonly services: Pick<PlatformServices, 'backups' | 'publishing'>;
  readonly platform: PlatformHandler;
  readonly tenants: TenantHandlers;
  readonly ui: StaticFiles;
  /** The JSON Schema of templates, as text. */
  readonly templateSchema: string;
  /** Whether the databases answer. */
  readonly isReady: () => Promise<boolean>;
}

/** The server: listens, answers, and stops without dropping what it has begun. */
export interface App {
  readonly server: Server;
  /** Gives the port that was taken. Rejects with `EADDRINUSE` when it is not free. */
  listen(port: number, host: string): Promise<number>;
  /** Not ready from now on; waits for running requests, at most `LIMITS.drainMs`; then closes every connection. */
  stop(): Promise<void>;
}

/** Puts the parts together on a bare `node:http` server. */
export function createApp(parts: AppParts): App {
  const state: AppState = {
    connections: new KnownConnections(),
    refusals: new FewEachTurn(REFUSALS_EACH_TURN),
    newcomers: new FewEachTurn(NEWCOMERS_EACH_TURN),
    stopping: false,
    access: accessLog(parts.log),
    headers: securityHeaders({ isSecure: parts.settings.publicOrigin?.startsWith('https:') === true }),
  };
  const server = createServer(
    { requestTimeout: LIMITS.uploadTimeoutMs, headersTimeout: 15_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
    (req, res) => {
      handle(parts, state, { req, res, startedAt: performance.now() });
    },
  );
  closesBadConnections(server);
  server.on('upgrade', (req, socket, head) => upgrade(parts, state, { req, socket, head }));
  return {
    server,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(portOf(server.address()));
        });
      }),
    async stop() {
      state.stopping = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      // Subscriptions never end by themselves.
      await Promise.all([parts.tenants.close(), parts.platform.sockets.close()]);
      server.closeIdleConnections();
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      const late = setTimeout(() => server.closeAllConnections(), LIMITS.drainMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

/** Some 45 µs each. */
const REFUSALS_EACH_TURN = 16;
/** Somebody must be asked who they are, and their body is read: some 100 µs each. */
const NEWCOMERS_EACH_TURN = 8;

interface AppState {
  readonly connections: KnownConnections;
  /** Those that were turned away, to be told so. */
  readonly refusals: FewEachTurn;
  /** Requests on connections of which nothing is known. */
  readonly newcomers: FewEachTurn;
  readonly headers: readonly string[];
  readonly access: Logger;
  stopping: boolean;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Route {
  /** Its pattern, for logs and metrics. */
  readonly name: string;
  readonly methods: readonly string[];
  readonly run: (exchange: Exchange) => Promise<void>;
}

/** A request, and when it was heard. */
interface Heard {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly startedAt: number;
}

/** Answers one request, whatever happens, and writes down how it went. Who is known comes before who is not. */
function handle(parts: AppParts, state: AppState, heard: Heard): void {
  endTurnIfLate(heard.startedAt);
  const known = state.connections.tenantOf(heard.req);
  if (known === undefined) state.newcomers.add(() => void answer(parts, state, heard));
  else if (state.stopping || !parts.limiters.tenants.turnsAway(known)) void answer(parts, state, heard);
  else {
    state.refusals.add(() => {
      const { exchange } = begin(parts, state, heard);
      parts.metrics.refused('SERVER_BUSY');
      sendBusy(exchange);
    });
  }
}

async function answer(parts: AppParts, state: AppState, heard: Heard): Promise<void> {
  const { exchange, route } = begin(parts, state, heard);
  try {
    if (state.stopping) heard.res.setHeader('Connection', 'close');
    if (!route.methods.includes(exchange.method)) throw methodRefusal(exchange.method, route.methods);
    await route.run(exchange);
  } catch (error) {
    const refusal = refusalOf(error, exchange.requestId);
    for (const { code } of refusal.issues) parts.metrics.refused(code);
    if (refusal.status === 500)
      parts.log.error({ err: error, requestId: exchange.requestId, route: route.name }, 'failed');
    if (isBusyRefusal(refusal)) state.refusals.add(() => sendBusy(exchange));
    else sendRefusal(exchange, refusal);
  }
}

/** What is known of it before it is looked at; when it is over, that is written down. */
function begin(
  parts: AppParts,
  state: AppState,
  { req, res, startedAt }: Heard,
): { readonly exchange: Exchange; readonly route: Route } {
  const { trustProxy } = parts.settings;
  const exchange = exchangeOf(req, res, { trustProxy, headers: state.headers });
  const route = routeOf(parts, state, exchange);
  res.once('close', () => {
    const seconds = (performance.now() - startedAt) / 1_000;
    const facts = { route: route.name, method: exchange.method, status: res.statusCode, seconds };
    parts.metrics.observe(facts);
    const ms = Math.round(seconds * 1_000);
    const line = {
      route: route.name,
      method: exchange.method,
      status: res.statusCode,
      ms,
      requestId: exchange.requestId,
    };
    state.access[res.statusCode >= 500 ? 'error' : 'info'](line, 'request');
  });
  return { exchange, route };
}

const READ = ['GET', 'HEAD'] as const;
const GRAPHQL = ['GET', 'POST'] as const;
const TENANT_PATH = /^\/t\/([^/]+)\/(graphql|schema\.graphql)$/;

const FILE_PATH = /^\/t\/([^/]+)\/files(?:\/([^/]+)(\/preview)?)?$/;

function routeOf(parts: AppParts, state: AppState, { url }: Exchange): Route {
  const tenant = TENANT_PATH.exec(url.pathname);
  if (tenant !== null) {
    const [, name = '', what] = tenant;
    return what === 'graphql' ? tenantGraphqlRoute(parts, state, name) : tenantSdlRoute(parts, name);
  }
  const imports = IMPORT_PATH.exec(url.pathname);
  if (imports !== null) return tenantImportsRoute(parts, imports);
  const file = FILE_PATH.exec(url.pathname);
  if (file !== null) return tenantFilesRoute(parts, file);
  const backup = BACKUP_PATH.exec(url.pathname);
  if (backup !== null) return tenantBackupRoute(parts, backup);
  return FIXED_ROUTES[url.pathname]?.(parts, state) ?? uiRoute(parts);
}

const FIXED_ROUTES: Readonly<Record<string, (parts: AppParts, state: AppState) => Route>> = {
  '/platform/graphql': (parts) => ({
    name: '/platform/graphql',
    methods: GRAPHQL,
    run: async (exchange) => {
      const { request, caller } = await graphqlRequest(parts, exchange, {
        signedInBytesMax: LIMITS.platformBodyBytesMax,
      });
      // Those who are not signed in yet stand together, and beside the others.
      await parts.limiters.platform.run(caller.kind === 'user' ? caller.user.id : caller.kind, () =>
        within(LIMITS.platformDeadlineMs, exchange, parts.platform.answer(exchange, request, caller)),
      );
    },
  }),
  '/platform/schema.graphql': ({ platform }) =>
    textRoute('/platform/schema.graphql', 'text/plain; charset=utf-8', async () => platform.sdl),
  '/schema/template.schema.json': ({ templateSchema }) =>
    textRoute('/schema/template.schema.json', 'application/schema+json; charset=utf-8', async () => templateSchema),
  '/health/live': () => textRoute('/health/live', 'application/json', async () => '{"status":"live"}'),
  '/health/ready': (parts, state) => ({
    name: '/health/ready',
    methods: READ,
    run: async (exchange) => {
      const isReady = !state.stopping && (await parts.isReady());
      send(exchange, {
        status: isReady ? 200 : 503,
        type: 'application/json',
        body: `{"status":"${isReady ? 'ready' : state.stopping ? 'stopping' : 'notReady'}"}`,
      });
    },
  }),
  '/metrics': ({ metrics }) => textRoute('/metrics', metrics.contentType, () => metrics.text()),
};

function textRoute(name: string, type: string, text: () => Promise<string>): Route {
  return { name, methods: READ, run: async (exchange) => send(exchange, { status: 200, type, body: await text() }) };
}

function tenantGraphqlRoute(parts: AppParts, { connections }: AppState, name: string): Route {
  return {
    name: '/t/:tenant/graphql',
    methods: GRAPHQL,
    run: async (exchange) => {
      const { request, caller } = await graphqlRequest(parts, exchange, {
        signedInBytesMax: LIMITS.requestBodyBytesMax,
        beforeBody: (known) => {
          if (membershipIn(known, { name }) === undefined || !parts.limiters.tenants.turnsAway(name)) return;
          connections.letIn(exchange.req, name);
          throw busyRefusal();
        },
      });
      const resolved = lookingAs(exchange, resolveTenant(exchange, caller, name));
      connections.letIn(exchange.req, name);
      await parts.limiters.tenants.run(name, () =>
        within(LIMITS.requestDeadlineMs, exchange, parts.tenants.graphql(exchange, request, resolved)),
      );
    },
  };
}

function tenantImportsRoute(parts: AppParts, [, name = '', id, what]: RegExpExecArray): Route {
  return {
    name: '/t/:tenant/imports',
    methods: importMethods({ id, what }),
    run: async (exchange) => {
      const { request, caller } = await graphqlRequest(parts, exchange, {
        signedInBytesMax: LIMITS.importWizardBytesMax,
        anyForm: true,
      });
      const resolved = lookingAs(exchange, resolveTenant(exchange, caller, name));
      await parts.limiters.tenants.run(name, () =>
        within(
          LIMITS.importCheckDeadlineMs,
          exchange,
          parts.tenants.imports(exchange, { id, what, body: request.body }, resolved),
        ),
      );
    },
  };
}

function tenantSdlRoute(parts: AppParts, name: string): Route {
  return {
    name: '/t/:tenant/schema.graphql',
    methods: READ,
    run: async (exchange) => {
      const { caller } = await graphqlRequest(parts, exchange, { signedInBytesMax: 0 });
      const resolved = lookingAs(exchange, resolveTenant(exchange, caller, name));
      const body = await parts.limiters.tenants.run(name, () => parts.tenants.sdl(resolved));
      send(exchange, { status: 200, type: 'text/plain; charset=utf-8', body });
    },
  };
}

/** Files pass by the limiter: most of an upload is waiting for the sender, and no query stands behind that. */
function tenantFilesRoute(parts: AppParts, [, name = '', id, preview]: RegExpExecArray): Route {
  return {
    name: '/t/:tenant/files',
    methods: ['GET', 'HEAD', 'POST'],
    run: async (exchange) => {
      const caller = await callerOf(parts, exchange);
      const resolved = lookingAs(exchange, resolveTenant(exchange, caller, name));
      const path = { ...(id === undefined ? {} : { id }), isPreview: preview !== undefined };
      await parts.tenants.files(exchange, path, resolved);
    },
  };
}

/** A file that is sent as it is takes no place among the queries. */
function tenantBackupRoute(parts: AppParts, [, name = '', id]: RegExpExecArray): Route {
  return {
    name: '/t/:tenant/backup',
    methods: id === undefined ? ['POST'] : READ,
    run: async (exchange) => {
      const caller = await callerOf(parts, exchange);
      const resolved = lookingAs(exchange, resolveTenant(exchange, caller, name));
      if (id === undefined) await takeBackup(exchange, parts.services, resolved);
      else await answerBackup(exchange, parts.services, { id, caller: resolved });
    },
  };
}

function uiRoute({ ui }: AppParts): Route {
  return {
    name: '/',
    methods: READ,
    run: async (exchange) => {
      const path = exchange.url.pathname;
      const isApi = path.startsWith('/t/') || path.startsWith('/platform/') || path.startsWith('/health/');
      if (!isApi && (await ui.serve(exchange))) return;
      throw new HttpRefusal(404, [issue('REQUEST_NOT_FOUND', '', { path: path.slice(0, LIMITS.nameCharsMax * 2) })]);
    },
  };
}

/**
 * The caller gets an answer in time. Work that can't be broken off keeps its place in the limiter until its own
 * timeouts end it: it still uses the database.
 */
async function within(deadlineMs: number, exchange: Exchange, work: Promise<void>): Promise<void> {
  const timer = setTimeout(() => {
    sendRefusal(exchange, new HttpRefusal(504, [issue('TIMEOUT', '', { seconds: deadlineMs / 1_000 })]));
  }, deadlineMs);
  try {
    await work;
  } finally {
    clearTimeout(timer);
  }
}

function upgrade(
  parts: AppParts,
  state: AppState,
  { req, socket, head }: { readonly req: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
): void {
  socket.on('error', () => socket.destroy());
  const path = new URL(req.url ?? '/', 'http://formwork').pathname;
  const tenant = TENANT_PATH.exec(path);
  const origin = req.headers.origin;
  // Browsers send cookies along with WebSockets of any page, and ask nobody: the origin is all there is to check.
  const isForeign = origin !== undefined && !ownOrigins(req, parts.settings).includes(origin);
  if (state.stopping) return refuseUpgrade(socket, '503 Service Unavailable');
  const isPlatform = path === '/platform/graphql';
  if (!isPlatform && (tenant === null || tenant[2] !== 'graphql')) return refuseUpgrade(socket, '404 Not Found');
  if (isForeign) return refuseUpgrade(socket, '403 Forbidden');
  if (isPlatform) return parts.platform.sockets.upgrade({ req, socket, head });
  const name = tenant?.[1] ?? '';
  parts.tenants.upgrade({
    req,
    socket,
    head,
    tenantName: name,
    ...upgradeCaller(parts, req, name),
  });
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
