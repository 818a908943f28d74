import { afterAll, beforeAll, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { depotTemplate, stockCount } from '../test/depot-template.ts';
import { tenantBench, type TenantBench } from '../test/tenant-bench.ts';

let database: TestDatabase;
let bench: TenantBench;

beforeAll(async () => {
  database = await freshDatabase();
  const depot = depotTemplate();
  const roles = [
    ...(depot.roles ?? []),
    {
      id: 'counter',
      grants: ['Count', 'Item', 'Warehouse'].map((entity) => ({ entity, can: ['read', 'create', 'update'] as const })),
    },
  ];
  bench = await tenantBench(database.database, {
    ...depot,
    roles,
    entities: [...(depot.entities ?? []), ...stockCount('line.parent.warehouse')],
  });
  await bench.data(`mutation {
    Bolt: createItem(input: { name: "Bolt" }) { id }
    Nut: createItem(input: { name: "Nut" }) { id }
    Main: createWarehouse(input: { name: "Main" }) { id }
    Side: createWarehouse(input: { name: "Side" }) { id }
  }`);
  for (const [item, warehouse, lot, quantity] of [
    ['Bolt', 'Main', null, '7'],
    ['Bolt', 'Main', 'A', '2'],
    ['Bolt', 'Side', null, '30.25'],
  ] as const)
    await move(item, warehouse, lot, quantity);
});
afterAll(() => database.drop());

/** What stock holds, written where `fw_post` writes it: how it comes there is not what is asked here. */
async function move(item: string, warehouse: string, lot: string | null, quantity: string): Promise<void> {
  const { i, w } = await bench.data(
    `{ i: items(where: { name: { eq: "${item}" } }) { nodes { id } } w: warehouses(where: { name: { eq: "${warehouse}" } }) { nodes { id } } }`,
  );
  const idIn = (found: unknown): string =>
    must((found as { readonly nodes: readonly { readonly id: string }[] }).nodes[0], 'row').id;
  await bench.query(
    `insert into @.fw_balance (book, key, u0, u1, t0, m0, version, updated_at) values ('stock', $1, $2, $3, $4, $5, 1, now())
     on conflict (book, key) do update set m0 = excluded.m0`,
    [`${item}${warehouse}${lot ?? ''}`, idIn(i), idIn(w), lot, quantity],
  );
}

const SHOWN = 'id version missing lines { id booked counted }';
const line = (item: string, more = ''): string => `{ item: { name: "${item}" } ${more} }`;
interface Count {
  readonly id: string;
  readonly version: number;
  readonly missing: string | null;
  readonly lines: readonly { readonly id: string; readonly booked: string | null; readonly counted: string | null }[];
}
async function write(mutation: string, roles: readonly string[] = ['counter']): Promise<Count> {
  const { done } = await bench.data(`mutation { done: ${mutation} { ${SHOWN} } }`, { roles });
  return done as unknown as Count;
}
const booked = ({ lines }: Count): readonly (string | null)[] => lines.map((one) => one.booked);

it('[MOD-17] is read of each line of a new document, defaults and formulas follow, whether or not one may read the ledger', async () => {
  const made = await write(
    `createCount(input: { warehouse: { name: "Main" }, lines: [${line('Bolt', 'counted: "5"')}, ${line('Bolt', 'lot: "A"')}, ${line('Nut')}, { counted: "1" }] })`,
  );
  expect(made.lines.map(({ booked: books, counted }) => [books, counted])).toEqual([
    ['7.0000', '5.0000'],
    ['2.0000', '2.0000'],
    ['0.0000', '0.0000'],
    [null, '1.0000'],
  ]);
  expect(made.missing).toBe('2.0000');
});

it('[MOD-17] stays while stock moves, and is read anew once the line or its document names another balance', async () => {
  const made = await write(
    `createCount(input: { warehouse: { name: "Main" }, lines: [${line('Bolt')}, ${line('Nut')}] })`,
  );
  const [first] = made.lines;
  await move('Bolt', 'Main', null, '6');
  const noted = await write(`updateCount(id: "${made.id}", version: ${made.version}, patch: { note: "x" })`);
  expect(booked(noted)).toEqual(['7.0000', '0.0000']);
  const other = await write(
    `updateCount(id: "${made.id}", version: ${noted.version}, patch: { lines: { update: [{ id: "${must(first, 'line').id}", patch: { lot: "A" } }] } })`,
  );
  expect(booked(other)).toEqual(['2.0000', '0.0000']);
  const moved = await write(
    `updateCount(id: "${made.id}", version: ${other.version}, patch: { warehouse: { name: "Side" }, lines: { update: [{ id: "${must(first, 'line').id}", patch: { lot: null } }] } })`,
  );
  expect(booked(moved)).toEqual(['30.2500', '0.0000']);
  await move('Nut', 'Main', null, '3');
  const back = await write(
    `updateCount(id: "${made.id}", version: ${moved.version}, patch: { warehouse: { name: "Main" } })`,
  );
  expect(booked(back)).toEqual(['6.0000', '3.0000']);
  const nowhere = await write(`updateCount(id: "${made.id}", version: ${back.version}, patch: { warehouse: null })`);
  expect(booked(nowhere)).toEqual([null, null]);
});

it('[MOD-17] is given by nobody, and what names no row is told once', async () => {
  const given = await bench.ask(`mutation { createCount(input: { lines: [{ booked: "9" }] }) { id } }`);
  expect(given.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  const unknown = await bench.ask(`mutation { createCount(input: { lines: [{ item: { id: "no id" } }] }) { id } }`);
  expect(unknown.errors.map(({ extensions }) => extensions)).toMatchObject([{ code: 'REFERENCE_NOT_FOUND' }]);
});
