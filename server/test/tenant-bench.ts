import { randomUUID } from 'node:crypto';
import { must } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { Template } from '../../schema/template/template.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import type { Actor } from '../compile/read-plan.ts';
import { idOf } from '../db/control-tenants.ts';
import { templateVersion } from '../db/control-templates.ts';
import type { Database } from '../db/database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import { compileShape, type CompiledShape } from '../graphql/tenant/compiled-shape.ts';
import type { WireError } from '../graphql/tenant/graphql-errors.ts';
import { putTenantUser, tenantMeta } from '../tenancy/provision-tenant.ts';
import { userId } from '../../schema/core/ids.ts';
import { newBench, publishContext, resolveDocument, type Bench } from './publishing.ts';

/** What a GraphQL request answered. */
export interface Answer {
  readonly status: number;
  readonly data: Record<string, never> | null;
  readonly errors: readonly WireError[];
  readonly text: string;
}

export interface Ask {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly roles?: readonly string[];
  readonly actor?: Partial<Actor>;
  readonly locale?: Locale;
  readonly now?: Date;
  readonly operationName?: string;
  readonly webhookAllow?: readonly string[];
  /** Another way to the same database, such as one that counts. */
  readonly database?: Database;
  /** A shape that was in force before, as a request holds it that began then. */
  readonly former?: { readonly shape: CompiledShape; readonly version: number };
}

/** A published tenant with its API in this process, as one of its members. */
export interface TenantBench extends Bench {
  readonly user: Actor;
  shape(): CompiledShape;
  version(): number;
  /** Publishes and takes the new shape into use. */
  republish(template: Template): Promise<void>;
  ask(query: string, ask?: Ask): Promise<Answer>;
  /** The data of a request that must succeed. */
  data(query: string, ask?: Ask): Promise<Record<string, never>>;
}

/** Publishes the template to a new tenant. */
export async function tenantBench(database: Database, template: Template): Promise<TenantBench> {
  const bench = await newBench(await publishContext(database));
  const user: Actor = {
    id: randomUUID(),
    name: 'Lin',
    email: 'lin@example.com',
    role: OWNER_ROLE,
    roles: [OWNER_ROLE],
    departments: [],
  };
  await putTenantUser(bench.place, {
    id: userId(must(user.id, 'id')),
    name: user.name,
    email: user.email,
    active: true,
  });
  const secrets = createSecretBox(Buffer.alloc(32, 7));
  let shape: CompiledShape | undefined;
  let version = 0;
  async function republish(next: Template): Promise<void> {
    const done = await bench.publish(next);
    if (!done.ok) throw new Error(`not published: ${JSON.stringify(done.issues)}`);
    const { version: number } = await tenantMeta(bench.place);
    const stored = must(await templateVersion(bench.context.control, idOf(bench.tenant), number), 'version');
    const resolved = resolveDocument(stored.document);
    shape = compileShape(must(resolved.ok ? resolved.value : null, 'model').model);
    version = number;
  }
  async function ask(query: string, options: Ask = {}): Promise<Answer> {
    const roles = options.roles ?? user.roles;
    const actor: Actor = { ...user, role: roles[0] ?? '', roles, ...options.actor };
    const { place, tenant } = bench;
    const { status, body } = await answerTenant({
      shape: options.former?.shape ?? must(shape, 'shape'),
      database: options.database ?? place.database,
      tenant: {
        id: tenant.id,
        name: tenant.name,
        schema: place.schema,
        role: place.role,
        timeZone: tenant.timeZone,
        version: options.former?.version ?? version,
      },
      caller: { actor, roles, locale: options.locale ?? 'en' },
      body: { query, variables: options.variables, operationName: options.operationName },
      secrets,
      requestId: 'test',
      document: async () =>
        must(await templateVersion(bench.context.control, idOf(tenant), version), 'version').document,
      now: () => options.now ?? new Date(),
      ...(options.webhookAllow === undefined ? {} : { webhookAllow: options.webhookAllow }),
    });
    const parsed = JSON.parse(body) as { data?: Record<string, never> | null; errors?: readonly WireError[] };
    return { status, data: parsed.data ?? null, errors: parsed.errors ?? [], text: body };
  }
  await republish(template);
  return {
    ...bench,
    user,
    shape: () => must(shape, 'shape'),
    version: () => version,
    republish,
    ask,
    async data(query, options) {
      const { data, errors } = await ask(query, options);
      if (errors.length > 0 || data === null) throw new Error(JSON.stringify(errors, null, 1));
      return data;
    },
  };
}
