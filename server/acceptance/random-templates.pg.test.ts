import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
  type GraphQLNamedType,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomChange, randomTemplate } from '../../schema/cases/random-template.ts';
import type { EntityId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { rootNames } from '../compile/api-names.ts';
import { readableEntities } from '../compile/storage.ts';
import { buildSchema } from '../graphql/tenant/build-schema.ts';
import { catalogueOf } from '../test/catalogue.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { documentOf, resolveDocument } from '../test/publishing.ts';
import { makingOrder, rowMaker } from '../test/random-rows.ts';
import { tenantBench, type TenantBench } from '../test/tenant-bench.ts';

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 30));
const RUNS = process.env['FORMWORK_LONG'] === '1' ? 300 : 8;
const ROWS_EACH = 3;
/** Rows of a list that comes as flat rows: by itself, and with lists in each row. */
const PAGES = { long: 200, short: 25 };
const FULL = { specifiedByUrl: true, inputValueDeprecation: true, directiveIsRepeatable: true };

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** Selects everything that a type has, relations two steps deep; group keys need a grouping and are left out. */
function everything(type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const of = getNamedType(field.type);
    if (field.args.some(isRequiredArgument) || field.name === 'key') return [];
    if (isLeafType(of)) return [field.name];
    const inner = depth > 0 ? everything(of, depth - 1) : '{ __typename }';
    return [`${field.name} ${inner}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** The schema is one that any client can use, and introspection tells it. */
async function checkSchema(tenant: TenantBench): Promise<void> {
  const { schema, plan } = tenant.shape();
  // The server takes it for granted, so the one to look at is made without that.
  expect(validateSchema(buildSchema(plan, {}, { assumeValid: false }))).toEqual([]);
  const told = await tenant.data(getIntrospectionQuery(FULL));
  const client = buildClientSchema(told as unknown as IntrospectionQuery);
  const sorted = (one: typeof schema): string => printSchema(lexicographicSortSchema(one));
  expect(sorted(client)).toBe(sorted(schema));
}

/** Every entity, and every ledger's balances and movements, answers a query for all its fields, and for all its sums; gives how many rows there are in all. */
async function checkQueries(tenant: TenantBench): Promise<number> {
  const { schema, model } = tenant.shape();
  const query = must(schema.getQueryType(), 'Query').getFields();
  let rows = 0;
  for (const entity of readableEntities(model)) {
    const names = rootNames(entity);
    const nodes = everything(must(schema.getType(entity.apiName), entity.apiName), 1);
    const sums = everything(getNamedType(must(query[names.aggregate], names.aggregate).type), 2);
    const asked = (
      first: number,
    ): string => `{ list: ${names.many}(first: ${String(first)}) { totalCount nodes ${nodes} }
        json: ${names.many}(first: 5) { edges { node ${nodes} } } sums: ${names.aggregate} ${sums} }`;
    const long = await tenant.ask(asked(PAGES.long));
    // What has lists of wide rows may not be asked for by the hundred, and is long sooner.
    const isTooLong = long.errors.some(({ extensions }) => extensions?.code === 'QUERY_TOO_COSTLY');
    const size = isTooLong ? PAGES.short : PAGES.long;
    const {
      list,
      json,
      sums: groups,
    } = (await tenant.data(asked(size))) as unknown as {
      readonly list: { readonly totalCount: number; readonly nodes: readonly unknown[] };
      readonly json: { readonly edges: readonly { readonly node: unknown }[] };
      readonly sums: readonly { readonly count: number }[];
    };
    expect(list.nodes).toHaveLength(Math.min(size, list.totalCount));
    // A long list comes as flat rows, edges as JSON.
    expect(JSON.stringify(list.nodes.slice(0, 5))).toBe(JSON.stringify(json.edges.map(({ node }) => node)));
    expect(groups.map(({ count }) => count)).toEqual([list.totalCount]);
    rows += list.totalCount;
  }
  return rows;
}

/** Makes rows of every entity through the API. */
async function fill(tenant: TenantBench): Promise<void> {
  const { model } = tenant.shape();
  const org = randomUUID();
  await tenant.query(`INSERT INTO @.fw_org (id, name) VALUES ($1, 'Sales')`, [org]);
  const rows = new Map<EntityId, string[]>();
  for (const entity of makingOrder(model)) {
    for (let n = 1; n <= ROWS_EACH; n += 1) {
      const known = { rows, user: must(tenant.user.id, 'user'), org };
      const { document, input } = rowMaker(model, entity, { n, known });
      const data = (await tenant.data(document, { variables: { input } })) as Readonly<Record<string, unknown>>;
      const [made] = Object.values(data) as { readonly id: string }[];
      rows.set(entity.id, [...(rows.get(entity.id) ?? []), must(made, 'row').id]);
    }
  }
}

const pair = randomTemplate()
  .chain((template) => fc.tuple(fc.constant(template), randomChange(template)))
  .filter((both) => both.every((template) => resolveDocument(documentOf(template)).ok));

describe('whatever template resolves', () => {
  it(
    `[ACPT-12] [API-24] publishes, empty and filled, serves a clean schema, and answers for all its fields (seed ${SEED})`,
    { timeout: RUNS * 30_000 },
    async () => {
      const seen = { filled: 0, changed: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(pair, async ([first, second]) => {
          const tenant = await tenantBench(database.database, first);
          await checkSchema(tenant);
          expect(await checkQueries(tenant)).toBe(0);
          await fill(tenant);
          if ((await checkQueries(tenant)) > 0) seen.filled += 1;
          if (await change(tenant, second)) seen.changed += 1;
          else seen.refused += 1;
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
      expect(seen.filled).toBeGreaterThan(RUNS / 2);
      expect(seen.changed).toBeGreaterThan(RUNS / 4);
    },
  );
});

/** Publishes on the filled tenant: either the data stands in the way and is told, or all is as if made at once. */
async function change(tenant: TenantBench, next: Template): Promise<boolean> {
  const result = await tenant.publish(next);
  if (!result.ok) {
    expect(result.issues.map(({ code }) => code)).not.toContain('PUBLISH_FAILED');
    await checkQueries(tenant);
    return false;
  }
  // Once more, now without any change: takes the new shape into use here.
  await tenant.republish(next);
  await checkSchema(tenant);
  await checkQueries(tenant);
  const fresh = await tenantBench(database.database, next);
  expect(await catalogueOf(tenant.place)).toEqual(await catalogueOf(fresh.place));
  return true;
}
