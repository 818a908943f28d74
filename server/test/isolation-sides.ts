import { randomUUID } from 'node:crypto';
import { userId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import type { Database } from '../db/database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication, type Application, type TenantHandle } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import type { WireError } from '../graphql/tenant/graphql-errors.ts';
import type { TenantRef } from '../graphql/tenant/tenant-request.ts';
import { placeOf, provisionTenant, putTenantUser } from '../tenancy/provision-tenant.ts';
import { publish } from '../tenancy/publish.ts';
import { uniqueTenantName } from './names.ts';
import { ProductModel, type Place } from './product-model.ts';
import { documentOf } from './publishing.ts';
import { shopTemplate } from './shop-template.ts';

/** One person who works in both tenants: what is kept by actor must still be kept apart. */
const USER = randomUUID();
const LANES = ['l0-', 'l1-'] as const;

/** What a request answered. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly WireError[];
  readonly text: string;
}

/** One of the two tenants, with all that it must contain. */
export interface Side {
  readonly handle: TenantHandle;
  /** Prices of the one are even, of the other odd: a row that crosses is known at sight. */
  readonly parity: 0 | 1;
  readonly lanes: readonly Lane[];
  readonly regions: readonly string[];
  readonly tags: readonly string[];
}

/** The part of a tenant's products that one worker changes, so that it knows what must come of it. */
export interface Lane {
  readonly prefix: string;
  readonly model: ProductModel;
  readonly ids: string[];
  readonly cursors: { readonly cursor: string; readonly place: Place }[];
}

/** Two tenants of one application, with one shape and rows of equal ids, names and unique values. */
export interface Sides {
  readonly application: Application;
  readonly sides: readonly [Side, Side];
  /** Asks the tenant API as the person; `tenant` says in whose schema and as which role. */
  readonly ask: Ask;
  readonly close: () => Promise<void>;
}

export interface Body {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export type Ask = (side: Pick<Side, 'handle'>, body: Body, tenant?: TenantRef) => Promise<Answer>;

export async function openSides(database: Database): Promise<Sides> {
  const application = await openApplication({ database, secrets: createSecretBox(Buffer.alloc(32, 7)) });
  const handles = [await newTenant(application), await newTenant(application)] as const;
  const shared = Array.from({ length: 50 }, () => randomUUID());
  const ask = askOf(application);
  return {
    application,
    sides: [
      await newSide(ask, handles[0], { parity: 0, shared }),
      await newSide(ask, handles[1], { parity: 1, shared }),
    ],
    ask,
    close: () => application.close(),
  };
}

async function newTenant(application: Application): Promise<TenantHandle> {
  const { control, cells, publishing } = application;
  const made = await provisionTenant(control, cells, { name: uniqueTenantName('iso') });
  const tenant = must(made.ok ? made.value : null, 'tenant');
  await putTenantUser(placeOf(cells, tenant), {
    id: userId(USER),
    name: 'Lin',
    email: 'lin@example.com',
    active: true,
  });
  const done = await publish(publishing, tenant, { document: documentOf(shopTemplate()), baseVersion: 0 });
  must(done.ok ? done.value : null, 'publication');
  await application.registry.refresh();
  const handle = await application.tenantHandle(tenant);
  return must(handle.ok ? handle.value : null, 'handle');
}

/** Fills a tenant with rows whose ids and names the other has too. */
async function newSide(
  ask: Ask,
  handle: TenantHandle,
  { parity, shared }: { readonly parity: 0 | 1; readonly shared: readonly string[] },
): Promise<Side> {
  const { place } = handle;
  const insert = (table: string, columns: string, values: string, params: readonly unknown[]) =>
    place.database.query({
      text: `INSERT INTO "${place.schema}".${table} (id, version, created_at, updated_at, ${columns}) VALUES ($1, 1, now(), now(), ${values})`,
      params,
    });
  const lanes = LANES.map((prefix): Lane => ({ prefix, model: new ProductModel(), ids: [], cursors: [] }));
  for (const [index, id] of shared.slice(10).entries()) {
    const lane = must(lanes[index % 2], 'lane');
    const row = { id, version: 1, name: `${lane.prefix}n${index}`, price: String(index * 2 + parity), inBin: false };
    await insert('product', 'name, price', '$2, $3', [id, row.name, row.price]);
    lane.model.put(row);
    lane.ids.push(id);
  }
  const [regions, tags] = [shared.slice(0, 5), shared.slice(5, 10)];
  for (const [index, id] of regions.entries()) await insert('region', 'name', '$2', [id, `region ${index}`]);
  for (const [index, id] of tags.entries()) await insert('tag', 'name', '$2', [id, `tag ${index}`]);
  const own = await ask(
    { handle },
    {
      query: `mutation ($r: [RegionInput!]!, $t: [TagInput!]!) { createRegions(inputs: $r) { id } createTags(inputs: $t) { id } }`,
      variables: {
        r: Array.from({ length: 5 }, (_, n) => ({ name: `own region ${n}` })),
        t: Array.from({ length: 5 }, (_, n) => ({ name: `own tag ${n}` })),
      },
    },
  );
  const { createRegions, createTags } = own.data as unknown as Record<string, readonly { readonly id: string }[]>;
  const ids = (made: readonly { readonly id: string }[] | undefined): readonly string[] =>
    must(made, 'rows').map(({ id }) => id);
  return {
    handle,
    parity,
    lanes,
    regions: [...regions, ...ids(createRegions)],
    tags: [...tags, ...ids(createTags)],
  };
}

function askOf(application: Application): Ask {
  const actor = {
    id: USER,
    name: 'Lin',
    email: 'lin@example.com',
    role: OWNER_ROLE,
    roles: [OWNER_ROLE],
    departments: [],
  };
  return async ({ handle }, body, tenant = handle.ref) => {
    const { body: text } = await answerTenant({
      shape: handle.shape,
      database: handle.place.database,
      tenant,
      caller: { actor, roles: [OWNER_ROLE], locale: 'en' },
      body,
      secrets: application.secrets,
      requestId: 'isolation',
      now: application.now,
    });
    const { data, errors } = JSON.parse(text) as Partial<Answer>;
    return { data: data ?? null, errors: errors ?? [], text };
  };
}
