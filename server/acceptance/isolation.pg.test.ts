import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { userId } from '../../schema/core/ids.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication, type Application, type TenantHandle } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import type { WireError } from '../graphql/tenant/graphql-errors.ts';
import type { TenantRef } from '../graphql/tenant/tenant-request.ts';
import { placeOf, provisionTenant, putTenantUser } from '../tenancy/provision-tenant.ts';
import { publish } from '../tenancy/publish.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { ProductModel, type Outcome, type Place, type ProductRow } from '../test/product-model.ts';
import { documentOf } from '../test/publishing.ts';
import { shopTemplate } from '../test/shop-template.ts';

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 30));
/** Root fields that are asked in all; each is one operation. */
const OPERATIONS = process.env['FORMWORK_LONG'] === '1' ? 200_000 : 10_000;
/** One person who works in both tenants: what is kept by actor must still be kept apart. */
const USER = randomUUID();
const LANES = ['l0-', 'l1-'] as const;

interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly WireError[];
  readonly text: string;
}

/** One of the two tenants, with all that it must contain. */
interface Side {
  readonly handle: TenantHandle;
  /** Prices of the one are even, of the other odd: a row that crosses is known at sight. */
  readonly parity: 0 | 1;
  readonly lanes: readonly Lane[];
  readonly regions: readonly string[];
  readonly tags: readonly string[];
}

/** The part of a tenant's products that one worker changes, so that it knows what must come of it. */
interface Lane {
  readonly prefix: string;
  readonly model: ProductModel;
  readonly ids: string[];
  readonly cursors: { readonly cursor: string; readonly place: Place }[];
}

let database: TestDatabase;
let application: Application;
let sides: readonly [Side, Side];

beforeAll(async () => {
  database = await freshDatabase();
  application = await openApplication({ database: database.database, secrets: createSecretBox(Buffer.alloc(32, 7)) });
  const handles = [await newTenant(), await newTenant()] as const;
  const shared = Array.from({ length: 40 }, () => randomUUID());
  sides = [await newSide(handles[0], 0, shared), await newSide(handles[1], 1, shared)];
});
afterAll(async () => {
  await application.close();
  await database.drop();
});

async function newTenant(): Promise<TenantHandle> {
  const { control, cells, publishing } = application;
  const made = await provisionTenant(control, cells, { name: uniqueTenantName('iso') });
  const tenant = must(made.ok ? made.value : null, 'tenant');
  await putTenantUser(placeOf(cells, tenant), { id: userId(USER), name: 'Lin', email: 'lin@example.com', active: true });
  expect(await publish(publishing, tenant, { document: documentOf(shopTemplate()), baseVersion: 0 })).toMatchObject({
    ok: true,
  });
  await application.registry.refresh();
  const handle = await application.tenantHandle(tenant);
  return must(handle.ok ? handle.value : null, 'handle');
}

/** Fills a tenant with rows whose ids and names the other has too. */
async function newSide(handle: TenantHandle, parity: 0 | 1, shared: readonly string[]): Promise<Side> {
  const { place } = handle;
  const insert = (table: string, columns: string, values: string, params: readonly unknown[]) =>
    place.database.query({
      text: `INSERT INTO "${place.schema}".${table} (id, version, created_at, updated_at, ${columns}) VALUES ($1, 1, now(), now(), ${values})`,
      params,
    });
  const lanes = LANES.map((prefix): Lane => ({ prefix, model: new ProductModel(), ids: [], cursors: [] }));
  for (const [index, id] of shared.entries()) {
    const lane = must(lanes[index % 2], 'lane');
    const row = { id, version: 1, name: `${lane.prefix}n${index}`, price: String(index * 2 + parity), inBin: false };
    await insert('product', 'name, price', '$2, $3', [id, row.name, row.price]);
    lane.model.rows.set(id, row);
    lane.ids.push(id);
    if (index >= 5) continue;
    await insert('region', 'name', '$2', [id, `region ${index}`]);
    await insert('tag', 'name', '$2', [id, `tag ${index}`]);
  }
  const own = await ask(handle.ref, {
    query: `mutation ($r: [RegionInput!]!, $t: [TagInput!]!) { createRegions(inputs: $r) { id } createTags(inputs: $t) { id } }`,
    variables: {
      r: Array.from({ length: 5 }, (_, n) => ({ name: `own region ${n}` })),
      t: Array.from({ length: 5 }, (_, n) => ({ name: `own tag ${n}` })),
    },
  });
  const { createRegions, createTags } = own.data as unknown as Record<string, readonly { readonly id: string }[]>;
  const ids = (made: readonly { readonly id: string }[] | undefined): readonly string[] => [
    ...shared.slice(0, 5),
    ...must(made, 'rows').map(({ id }) => id),
  ];
  return { handle, parity, lanes, regions: ids(createRegions), tags: ids(createTags) };

}

/** Asks the tenant API as the person; `ref` says in whose schema and as which role. */
async function ask(
  tenant: TenantRef,
  body: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
): Promise<Answer> {
  const [side] = sides ?? [];
  const found = side === undefined ? await application.tenantByName(tenant.name) : undefined;
  const { shape, place } = side?.handle ?? must(found?.ok === true ? found.value : null, 'tenant');
  const actor = { id: USER, name: 'Lin', email: 'lin@example.com', role: OWNER_ROLE, roles: [OWNER_ROLE], departments: [] };
  const { body: text } = await answerTenant({
    shape,
    database: place.database,
    tenant,
    caller: { actor, roles: [OWNER_ROLE], locale: 'en' },
    body,
    secrets: application.secrets,
    requestId: 'isolation',
    now: application.now,
  });
  const { data, errors } = JSON.parse(text) as Partial<Answer>;
  return { data: data ?? null, errors: errors ?? [], text };
}

/** mulberry32: a small generator whose whole state is one number, so that a run can be repeated by its seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const ROW = '{ id version name price deletedAt }';
type Kind = keyof typeof FIELDS;
const FIELDS = {
  create: ['mutation', { input: 'ProductInput!', key: 'String' }, `createProduct(input: $input, idempotencyKey: $key) ${ROW}`],
  update: ['mutation', { id: 'ID!', version: 'Int!', price: 'Money!' }, `updateProduct(id: $id, version: $version, patch: { price: $price }) ${ROW}`],
  upsert: ['mutation', { name: 'String!', input: 'ProductInput!' }, `upsertProduct(by: { name: $name }, input: $input) ${ROW}`],
  remove: ['mutation', { id: 'ID!', version: 'Int!' }, `deleteProduct(id: $id, version: $version) ${ROW}`],
  restore: ['mutation', { id: 'ID!' }, `restoreProduct(id: $id) ${ROW}`],
  connect: ['mutation', { name: 'String!', region: 'ID!', tag: 'ID!' }, 'createCustomer(input: { name: $name, region: { id: $region }, tags: [{ id: $tag }] }) { region { id } tags { id } }'],
  byId: ['query', { id: 'ID!' }, `product(id: $id) ${ROW}`],
  byName: ['query', { name: 'String!' }, `product(by: { name: $name }) ${ROW}`],
  node: ['query', { id: 'ID!' }, `node(id: $id) { ... on Product ${ROW} }`],
  inIds: ['query', { ids: '[ID!]!' }, `products(where: { id: { in: $ids } }, bin: INCLUDE, orderBy: [{ id: ASC }]) { nodes ${ROW} }`],
  list: ['query', { prefix: 'String!', least: 'Decimal!', after: 'String' }, `products(where: { name: { startsWith: $prefix }, price: { gte: $least } }, orderBy: [{ name: ASC }], first: 10, after: $after) { totalCount edges { cursor node ${ROW} } }`],
  total: ['query', { prefix: 'String!' }, 'productsAggregate(where: { name: { startsWith: $prefix } }) { count sum { price(round: 0) } min { price(round: 0) } }'],
} as const satisfies Readonly<Record<string, readonly [string, Readonly<Record<string, string>>, string]>>;
const KINDS = Object.keys(FIELDS) as readonly Kind[];

const documents = new Map<string, string>();

/** The same texts for both tenants, so that they share every cached document and plan. */
function documentFor(kind: Kind, count: number): string {
  const known = documents.get(`${kind}${count}`);
  if (known !== undefined) return known;
  const [operation, variables, field] = FIELDS[kind];
  const each = Array.from({ length: count }, (_, n) => n);
  const head = each.flatMap((n) => Object.entries(variables).map(([name, type]) => `$${name}${n}: ${type}`));
  const body = each.map((n) => `a${n}: ${field.replaceAll(/\$(\w+)/g, (_, name: string) => `$${name}${n}`)}`);
  const text = `${operation} (${head.join(', ')}) { ${body.join(' ')} }`;
  documents.set(`${kind}${count}`, text);
  return text;
}
