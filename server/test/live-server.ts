import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import type { Tenant } from '../db/control-entities.ts';
import { addApiToken, addUser } from '../db/control-people.ts';
import { userRow, type UserRow } from '../db/control-queries.ts';
import { idOf } from '../db/control-tenants.ts';
import { ANONYMOUS } from '../graphql/platform/caller.ts';
import { putMember } from '../graphql/platform/people-service.ts';
import { newApiToken, tokenHash } from '../graphql/platform/secret-token.ts';
import { openLog } from '../http/log.ts';
import { startServer, type RunningServer } from '../http/server.ts';
import { placeOf, provisionTenant, tenantMeta, type TenantPlace } from '../tenancy/provision-tenant.ts';
import { publish } from '../tenancy/publish.ts';
import type { WireError } from '../graphql/tenant/graphql-errors.ts';
import { documentOf } from './publishing.ts';
import { uniqueTenantName } from './names.ts';

/** A server as people run it, listening on the loopback address in this process. */
export interface LiveServer extends RunningServer {
  readonly port: number;
}

/** Starts the real server on a database; several may share one, as nodes of an installation do. */
export async function startLive(databaseUrl: string): Promise<LiveServer> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'formwork-live-'));
  const config = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl,
    dataFolder,
    demo: false,
    cells: [],
    trustProxy: false,
    logLevel: 'silent',
    secretKey: new Uint8Array(32).fill(7),
  } as const;
  const server = await startServer(config, { log: openLog('silent') });
  return {
    ...server,
    port: Number(new URL(server.url).port),
    async stop() {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** What a request to a live tenant answered. */
export interface LiveAnswer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly WireError[];
}

/** A person who is a member of a tenant, and a token that stands for him. */
export interface LiveMember {
  readonly user: UserRow;
  readonly token: string;
}

/** A tenant of a live server. */
export interface LiveTenant {
  readonly tenant: Tenant;
  readonly place: TenantPlace;
  readonly path: string;
  /** Publishes through the server's own publisher and lets this node serve it at once. */
  publish(template: Template): Promise<void>;
  member(roles?: readonly string[]): Promise<LiveMember>;
  /** Asks over HTTP. */
  ask(token: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<LiveAnswer>;
  /** The data of a request that must succeed. */
  data(token: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
}

/** Makes a tenant on a live server and publishes its first version. */
export async function liveTenant(server: LiveServer, template: Template): Promise<LiveTenant> {
  const { application, services } = server;
  const { control, cells } = application;
  const made = await provisionTenant(control, cells, { name: uniqueTenantName('live'), timeZone: 'Asia/Shanghai' });
  const tenant = must(made.ok ? made.value : null, 'tenant');
  const place = placeOf(cells, tenant);
  const tenantPath = `/t/${tenant.name}/graphql`;
  let people = 0;

  async function publishTemplate(next: Template): Promise<void> {
    const { version } = await tenantMeta(place);
    const done = await publish(application.publishing, tenant, { document: documentOf(next), baseVersion: version });
    if (!done.ok) throw new Error(`not published: ${JSON.stringify(done.issues)}`);
    await services.refresh();
  }

  async function ask(
    token: string,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<LiveAnswer> {
    const response = await fetch(`${server.url}${tenantPath}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: LiveAnswer['data']; errors?: LiveAnswer['errors'] };
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  await publishTemplate(template);
  return {
    tenant,
    place,
    path: tenantPath,
    publish: publishTemplate,
    async member(roles = [OWNER_ROLE]) {
      people += 1;
      const added = await addUser(control, {
        email: `p${people}@${tenant.name}.example.com`,
        name: `Person ${people}`,
        passwordHash: 'never signs in by password',
      });
      const user = userRow(must(added.ok ? added.value : null, 'user'));
      await putMember({ services, caller: ANONYMOUS }, { id: idOf(tenant), tenant }, { user, roles });
      const { token, prefix } = newApiToken();
      await addApiToken(control, {
        tenantId: idOf(tenant),
        userId: user.id,
        label: 'acceptance',
        prefix,
        tokenHash: tokenHash(token),
        roles: [...roles],
        expiresAt: new Date(Date.now() + 3_600_000),
      });
      return { user, token };
    },
    ask,
    async data(token, query, variables) {
      const { data, errors } = await ask(token, query, variables);
      if (errors.length > 0 || data === null) throw new Error(JSON.stringify(errors, null, 1));
      return data;
    },
  };
}
