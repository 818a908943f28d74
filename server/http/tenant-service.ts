import { HeaderMap } from '@apollo/server';
import { printSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { issue } from '../../schema/core/result.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import type { Actor } from '../compile/read-plan.ts';
import { forgetTenants } from '../db/control-tenants.ts';
import { rolesOfTier } from '../db/points-tiers.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import { documentOf, type Application, type TenantHandle } from '../graphql/application.ts';
import type { TenantRequest } from '../graphql/tenant/tenant-request.ts';
import { HttpRefusal, send } from './exchange.ts';
import { runTenantApollo, type TenantContext } from './tenant-apollo.ts';
import type { TenantCaller, TenantHandlers } from './tenant-handlers.ts';
import { tenantSockets } from './tenant-sockets.ts';

/** How often a request is repeated when the tenant is published under it. */
const STALE_RETRIES_MAX = 3;

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
      for (let attempt = 0; ; attempt += 1) {
        const { request } = await requestOf(application, people, caller);
        const context: TenantContext = { request, outcome: { isStale: false } };
        const headers = new HeaderMap();
        for (const [name, value] of Object.entries(exchange.req.headers)) {
          if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
        }
        const answer = await runTenantApollo(request.shape, { ...http, headers }, context);
        if (context.outcome.isStale && attempt < STALE_RETRIES_MAX) {
          forgetTenants(application.control);
          await application.registry.refresh();
          continue;
        }
        if (context.outcome.isStale) throw new HttpRefusal(503, [issue('SHAPE_STALE', '')], { 'Retry-After': '1' });
        const body = answer.body.kind === 'complete' ? answer.body.string : '';
        send(exchange, {
          status: answer.status ?? 200,
          type: answer.headers.get('content-type') ?? 'application/json; charset=utf-8',
          body,
          headers: Object.fromEntries([...answer.headers].filter(([name]) => name === 'allow')),
        });
        return;
      }
    },
    async sdl(caller) {
      const { request } = await requestOf(application, people, caller);
      return `${printSchema(request.shape.accessOf(request.caller.roles).visibleSchema())}\n`;
    },
    upgrade: (upgrade) => sockets.upgrade(upgrade),
    close: () => sockets.close(),
  };
}

/** Everything a request of the caller may use, with the shape that is in force now. */
async function requestOf(
  application: Application,
  people: LRUCache<string, Promise<Standing>>,
  caller: TenantCaller,
): Promise<{ readonly request: Omit<TenantRequest, 'body'>; readonly handle: TenantHandle }> {
  const found = await application.tenantByName(caller.tenant.name);
  if (!found.ok) throw new HttpRefusal(404, found.issues);
  const handle = found.value;
  const actor = await actorOf(people, handle, caller);
  return {
    handle,
    request: {
      shape: handle.shape,
      database: handle.place.database,
      tenant: handle.ref,
      caller: { actor, roles: actor.roles, locale: caller.locale },
      secrets: application.secrets,
      requestId: caller.requestId,
      now: application.now,
      webhookAllow: application.outside.allow,
      document: () => documentOf(application, handle),
      wrote: () => application.writes.touch(handle.tenant.id),
    },
  };
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
  const found = known ?? standingOf(handle, user.id);
  // Set once: setting it again would make it young again, and who asks all the time would never see a change.
  if (known === undefined) people.set(key, found);
  const { departments, earned } = await found;
  // A token has the roles it was given, whatever its person earns.
  const held = caller.kind === 'user' ? [...new Set([...roles, ...earned])] : roles;
  return { id: user.id, name: user.name, email: user.email, role, roles: held, departments };
}

/** What a tenant knows of a member besides the membership: departments, and roles that points have earned. */
interface Standing {
  readonly departments: readonly string[];
  readonly earned: readonly string[];
}

async function standingOf(handle: TenantHandle, user: string): Promise<Standing> {
  const [departments, earned] = await Promise.all([departmentsOf(handle, user), rolesOfTier(handle.place, user)]);
  return { departments, earned };
}

async function departmentsOf({ place }: TenantHandle, user: string): Promise<readonly string[]> {
  const table = `${quoteIdentifier(place.schema)}.${quoteIdentifier(SYSTEM_TABLES.user)}`;
  const rows = await place.database.query<{ readonly org_ids: readonly string[] }>({
    text: `select org_ids::text[] as org_ids from ${table} where id = $1`,
    params: [user],
  });
  return rows[0]?.org_ids ?? [];
}
