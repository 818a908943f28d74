import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { openSides, type Sides } from '../test/isolation-sides.ts';
import { IsolationWorker } from '../test/isolation-worker.ts';

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 30));
/** Root fields that are asked in all; each is one operation. */
const OPERATIONS = process.env['FORMWORK_LONG'] === '1' ? 200_000 : 10_000;

let database: TestDatabase;
let both: Sides;

beforeAll(async () => {
  database = await freshDatabase();
  both = await openSides(database.database);
});
afterAll(async () => {
  await both.close();
  await database.drop();
});

describe('two tenants with one shape, equal ids, names and unique values', () => {
  it(
    `[ACPT-1] never see or touch a row of each other in ${OPERATIONS} operations (seed ${SEED})`,
    { timeout: OPERATIONS * 30 },
    async () => {
      const { sides, ask } = both;
      const [a, b] = sides;
      expect(a.handle.shape).toBe(b.handle.shape);
      let operations = 0;
      const work = async (worker: IsolationWorker): Promise<void> => {
        while (operations < OPERATIONS) {
          const done = await worker.step();
          operations += done;
        }
      };
      await Promise.all(
        a.lanes.flatMap((_, lane) => [
          work(new IsolationWorker(ask, [a, b], { lane, seed: SEED })),
          work(new IsolationWorker(ask, [b, a], { lane, seed: SEED })),
        ]),
      );
      expect(operations).toBeGreaterThanOrEqual(OPERATIONS);
      for (const { handle, lanes } of sides) {
        const rows = await handle.place.database.query({
          text: `SELECT id::text, version, name, price::int::text AS price, deleted_at IS NOT NULL AS "inBin" FROM "${handle.place.schema}".product ORDER BY id`,
          params: [],
        });
        const expected = lanes.flatMap(({ model }) => [...model.rows.values()]).sort((x, y) => (x.id < y.id ? -1 : 1));
        expect(rows).toEqual(expected);
      }
    },
  );

  it('[ACPT-2] are never named in a statement of the other', () => {
    const [a, b] = both.sides;
    const statements = [...a.handle.shape.plans.values()].flatMap((plan) => [...plan.statements]);
    for (const { handle } of [a, b]) {
      const own = statements.filter(([schema]) => schema === handle.place.schema);
      const other = handle === a.handle ? b.handle : a.handle;
      expect(own.length).toBeGreaterThan(0);
      for (const [, { text }] of own) {
        expect(text).toContain(`"${handle.place.schema}".`);
        expect(text).not.toContain(other.place.schema);
      }
    }
  });
});

describe('the role alone', () => {
  /** A request that would do something in the tenant whose schema it names. */
  const requests = (id: string, region: string): readonly string[] => [
    '{ products { nodes { name } } }',
    '{ products(bin: INCLUDE) { totalCount } }',
    `{ node(id: "${id}") { id } product(id: "${id}") { name } }`,
    '{ productsAggregate(groupBy: [{ name: VALUE }]) { key { name } sum { price } } }',
    '{ customers(where: { region: { name: { eq: "region 1" } } }) { nodes { tags { name } createdBy { name } } } }',
    'mutation { createProduct(input: { name: "crossing", price: "1" }) { id } }',
    'mutation { createTags(inputs: [{ name: "crossing" }], idempotencyKey: "crossing") { id } }',
    `mutation { updateRegion(id: "${region}", version: 1, patch: { name: "crossing" }) { id } }`,
    `mutation { upsertTag(by: { name: "tag 1" }, input: { name: "tag 1" }) { id } }`,
    `mutation { deleteRegion(id: "${region}", version: 1) { id } }`,
    `mutation { restoreProduct(id: "${id}") { id } }`,
  ];

  it('[ACPT-3] refuses every request that the application sends to the wrong schema', async () => {
    const { sides, ask } = both;
    for (const [mine, theirs] of [sides, [sides[1], sides[0]] as const]) {
      const before = await fingerprint(theirs.handle.place.schema);
      // The bug that must not matter: the other tenant's tables, asked for by a caller of this one.
      const astray = { ...theirs.handle.ref, role: mine.handle.ref.role };
      const queries = requests(theirs.lanes[0]?.ids[0] ?? '', theirs.regions[0] ?? '');
      const refused: unknown[] = [];
      for (const query of queries) {
        const { data, errors } = await ask(mine, { query }, astray);
        const codes = new Set(errors.map(({ extensions }) => extensions['code']));
        const shown = Object.values(data ?? {}).filter((value) => value !== null);
        // The same request under the right role is a sound one.
        const rightful = query.startsWith('{') ? await ask(theirs, { query }) : undefined;
        refused.push([query, [...codes], shown, rightful?.errors ?? []]);
      }
      expect(refused).toEqual(queries.map((query) => [query, ['DATABASE_FORBIDDEN'], [], []]));
      expect(await fingerprint(theirs.handle.place.schema)).toEqual(before);
    }
  });

  it('[ACPT-4] can neither read nor write any table of another tenant, nor call its functions', async () => {
    const [a, b] = both.sides;
    const { schema } = a.handle.place;
    const tables = await database.database.query<{ readonly name: string }>({
      text: `SELECT relname AS name FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r'`,
      params: [schema],
    });
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(SYSTEM_TABLES)));
    const statements = tables.flatMap(({ name }) => [
      `SELECT * FROM "${schema}"."${name}"`,
      `INSERT INTO "${schema}"."${name}" DEFAULT VALUES`,
      `UPDATE "${schema}"."${name}" SET id = id`,
      `DELETE FROM "${schema}"."${name}"`,
      `TRUNCATE "${schema}"."${name}"`,
      `LOCK TABLE "${schema}"."${name}"`,
    ]);
    const astray = { role: b.handle.place.role, timeoutMs: 5_000 };
    const all = [...statements, `SELECT "${schema}".fw_begin_write(1)`, `CREATE TABLE "${schema}".mine ()`];
    const outcomes: unknown[] = [];
    for (const text of all) {
      const attempt = database.database.transaction({ tenant: astray }, (tx) => tx.query({ text, params: [] }));
      const why = await attempt.then(
        () => 'done',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      outcomes.push([text, why]);
    }
    expect(outcomes).toEqual(all.map((text) => [text, `permission denied for schema ${schema}`]));
  });
});

/** How much is in each table of a schema, so that a write that slipped through would show. */
async function fingerprint(schema: string): Promise<unknown> {
  const names = ['product', 'customer', 'region', 'tag', 'fw_event', 'fw_outbox', 'fw_idempotency', 'fw_sequence'];
  const counts = names.map(
    (name) => `(SELECT count(*) || ':' || coalesce(sum(hashtext(t::text)), 0) FROM "${schema}".${name} t) AS ${name}`,
  );
  return database.database.query({ text: `SELECT ${counts.join(', ')}`, params: [] });
}
