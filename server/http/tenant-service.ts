import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { HeaderMap } from '@apollo/server';
import { printSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { issue } from '../../schema/core/result.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import type { Actor } from '../compile/read-plan.ts';
import { forgetTenants } from '../db/control-tenants.ts';
import { issueOfError } from '../db/pg-errors.ts';
import { standingOf, type Standing } from '../db/tenant-standing.ts';
import { documentOf, type Application, type TenantHandle } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import { StaleShape } from '../graphql/tenant/stale-shape.ts';
import type { TenantRequest } from '../graphql/tenant/tenant-request.ts';
import { HttpRefusal, send, type Answer, type Exchange } from './exchange.ts';
import { answerImports } from './import-routes.ts';
import { runTenantApollo, type TenantContext } from './tenant-apollo.ts';
import type { GraphqlHttpRequest, TenantCaller, TenantHandlers } from './tenant-handlers.ts';
import { tenantFiles } from './tenant-files.ts';
import { tenantSockets } from './tenant-sockets.ts';
import { noteView, viewOf, viewStatus } from './view-as.ts';

/** How often a request is repeated when the tenant is published under it. */
const STALE_RETRIES_MAX = 9;
/** Between the first two of them; then twice as long each time. */
const STALE_PAUSE_MS = 5;

/** The tenants' side of the HTTP server: queries and mutations, SDL, and subscriptions. */
export function tenantService(
  application: Application,
  { onError }: { readonly onError: (error: unknown, requestId: string) => void },
): TenantHandlers & { readonly close: () => Promise<void> } {
  const people = new LRUCache<string, Promise<Standing>>({ max: 10_000, ttl: 5_000 });
  const sockets = tenantSockets({
    requestOf: (caller) => requestOf(application, people, caller),
    refresh: () => application.registry.refresh(),
    onError,
  });
  return {
    async graphql(exchange, http, caller) {
      const plain = plainBody(exchange, http);
      for (let attempt = 0; ; attempt += 1) {
        const { request } = await requestOf(application, people, caller);
        const answer =
          plain === undefined
            ? await apolloAnswer(exchange, http, request)
            : await answerTenant({ ...request, body: plain }).catch(staleOrThrow);
        if (answer !== 'stale') {
          send(exchange, { type: JSON_TYPE, ...answer });
          return;
        }
        if (attempt >= STALE_RETRIES_MAX)
          throw new HttpRefusal(503, [issue('SHAPE_STALE', '')], { 'Retry-After': '1' });
        await otherShape(application, attempt);
      }
    },
    async imports(exchange, ask, caller) {
      for (let attempt = 0; ; attempt += 1) {
        const { request } = await requestOf(application, people, caller);
        try {
          await answerImports(exchange, ask, { request, isPerson: caller.caller.kind === 'user' });
          return;
        } catch (error) {
          if (issueOfError(error)?.code !== 'SHAPE_STALE' || attempt >= STALE_RETRIES_MAX) throw error;
          await otherShape(application, attempt);
        }
      }
    },
    async files(exchange, path, caller) {
      const { request } = await requestOf(application, people, caller);
      await tenantFiles(exchange, path, { request, files: application.files });
    },
    async sdl(caller) {
      const { request } = await requestOf(application, people, caller);
      return `${printSchema(request.shape.accessOf(request.caller.roles).visibleSchema())}\n`;
    },
    upgrade: (upgrade) => sockets.upgrade(upgrade),
    close: () => sockets.close(),
  };
}

/** Looks which shape is in force now. The tenant's tables are switched a little before the directory says so. */
async function otherShape({ control, registry }: Application, attempt: number): Promise<void> {
  if (attempt > 0) await pause(STALE_PAUSE_MS * 2 ** (attempt - 1));
  forgetTenants(control);
  await registry.refresh();
}

/** Everything a request of the caller may use, with the shape that is in force now. */
async function requestOf(
  application: Application,
  people: LRUCache<string, Promise<Standing>>,
  caller: TenantCaller,
): Promise<{ readonly request: Omit<TenantRequest, 'body'>; readonly handle: TenantHandle }> {
  const handle = application.tenantAtHand(caller.tenant.name) ?? (await handleOf(application, caller.tenant.name));
  const own = await actorOf(people, handle, caller);
  const actor = caller.viewAs === undefined ? own : await viewedActor(application, handle, { caller, own, people });
  return {
    handle,
    request: {
      shape: handle.shape,
      database: handle.place.database,
      tenant: handle.ref,
      caller: { actor, roles: actor.roles, locale: caller.locale },
      ...(caller.viewAs === undefined ? {} : { isView: true }),
      secrets: application.secrets,
      requestId: caller.requestId,
      now: application.now,
      webhookAllow: application.outside.allow,
      document: () => documentOf(application, handle),
      wrote: () => application.writes.touch(handle.tenant.id),
    },
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The request, where it is what nearly all are: a POST of JSON that is answered with JSON. Nothing of it is left for
 * Apollo to decide, and going through it would cost a tenth of a small answer. All else goes through it.
 */
function plainBody(exchange: Exchange, { method, body }: GraphqlHttpRequest): TenantRequest['body'] | undefined {
  const { accept } = exchange.req.headers;
  const isJson = accept === undefined || accept === '*/*' || /^application\/json(?:, *\*\/\*)?$/.test(accept);
  if (method !== 'POST' || !isJson || typeof body !== 'object' || body === null || Array.isArray(body))
    return undefined;
  const { query, operationName, variables, extensions } = body as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string' || query === '' || !isObjectOrNone(extensions) || !isObjectOrNone(variables))
    return undefined;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return undefined;
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

function isObjectOrNone(value: unknown): value is Readonly<Record<string, unknown>> | null | undefined {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}

function staleOrThrow(error: unknown): 'stale' {
  if (error instanceof StaleShape) return 'stale';
  throw error;
}

async function apolloAnswer(
  exchange: Exchange,
  http: GraphqlHttpRequest,
  request: Omit<TenantRequest, 'body'>,
): Promise<Answer | 'stale'> {
  const context: TenantContext = { request, outcome: { isStale: false } };
  const answer = await runTenantApollo(request.shape, { ...http, headers: negotiated(exchange.req.headers) }, context);
  if (context.outcome.isStale) return 'stale';
  return {
    status: answer.status ?? 200,
    type: answer.headers.get('content-type') ?? JSON_TYPE,
    body: answer.body.kind === 'complete' ? answer.body.string : '',
    headers: Object.fromEntries([...answer.headers].filter(([name]) => name === 'allow')),
  };
}

async function handleOf(application: Application, name: string): Promise<TenantHandle> {
  const found = await application.tenantByName(name);
  if (!found.ok) throw new HttpRefusal(404, found.issues);
  return found.value;
}

/** What decides the form of the answer (GraphQL over HTTP, Media types); nothing else of the headers is asked for. */
function negotiated(given: IncomingHttpHeaders): HeaderMap {
  const headers = new HeaderMap();
  if (given.accept !== undefined) headers.set('accept', given.accept);
  if (given['content-type'] !== undefined) headers.set('content-type', given['content-type']);
  return headers;
}

async function actorOf(
  people: LRUCache<string, Promise<Standing>>,
  handle: TenantHandle,
  { caller, roles }: TenantCaller,
): Promise<Actor> {
  const user = caller.kind === 'anonymous' ? null : caller.user;
  const role = roles[0] ?? '';
  if (user === null)
    return {
      id: null,
      name: caller.kind === 'token' ? caller.token.label : '',
      email: '',
      role,
      roles,
      departments: [],
    };
  const key = `${handle.tenant.id}:${user.id}`;
  const known = people.get(key);
  const found = known ?? standingOf(handle.place, user.id);
  // Set once: setting it again would make it young again, and who asks all the time would never see a change.
  if (known === undefined) people.set(key, found);
  const standing = await found;
  const same = actors.get(standing);
  if (same?.user === user && same.roles === roles && same.kind === caller.kind) return same.actor;
  const { departments, earned } = standing;
  // A token has the roles it was given, whatever its person earns.
  const held = caller.kind === 'user' ? [...new Set([...roles, ...earned])] : roles;
  const actor = { id: user.id, name: user.name, email: user.email, role, roles: held, departments };
  actors.set(standing, { user, roles, kind: caller.kind, actor });
  return actor;
}

interface Viewing {
  readonly caller: TenantCaller;
  readonly own: Actor;
  readonly people: LRUCache<string, Promise<Standing>>;
}

/** As whom a designer looks: with other roles, or as another member with all that they are (SPEC [ACC-11]). */
async function viewedActor(
  application: Application,
  handle: TenantHandle,
  { caller, own, people }: Viewing,
): Promise<Actor> {
  const found = await viewOf(application.control, handle, { text: caller.viewAs ?? '', own });
  if (!found.ok) throw new HttpRefusal(viewStatus(found.issues), found.issues);
  const view = found.value;
  await noteView(application.control, { handle, caller, view });
  if (view.kind === 'roles') return { ...own, role: view.roles[0] ?? '', roles: view.roles };
  const { user } = view;
  const standing = await (people.get(`${handle.tenant.id}:${user.id}`) ?? standingOf(handle.place, user.id));
  const roles = [...new Set([...view.roles, ...standing.earned])];
  if (roles.includes(OWNER_ROLE) && !own.roles.includes(OWNER_ROLE))
    throw new HttpRefusal(403, [issue('FORBIDDEN', '')]);
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: roles[0] ?? '',
    roles,
    departments: standing.departments,
  };
}

/** Of a standing, the actor made last: with the same roles it is the same one, and so is all that is kept by it. */
const actors = new WeakMap<
  Standing,
  {
    readonly user: unknown;
    readonly roles: readonly string[];
    readonly kind: TenantCaller['caller']['kind'];
    readonly actor: Actor;
  }
>();
