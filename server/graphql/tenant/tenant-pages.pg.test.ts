import fc from 'fast-check';
import { connectionFromArray } from 'graphql-relay';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { shopTemplate } from '../../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../../test/tenant-bench.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly weightKg: string | null;
  readonly price: string;
}
interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

let database: TestDatabase;
let shop: TenantBench;
let rows: readonly Row[];

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(database.database, shopTemplate());
  // Few distinct values, many of them empty: ties and nulls are where cursors go wrong.
  const inputs = Array.from({ length: 37 }, (_, index) => ({
    name: `P${index}`,
    price: String(index % 4),
    ...(index % 3 === 0 ? {} : { weightKg: String(index % 5) }),
  }));
  const made = await shop.data(
    'mutation M($inputs: [ProductInput!]!) { createProducts(inputs: $inputs) { id name weightKg price } }',
    { variables: { inputs } },
  );
  rows = made['createProducts'] as unknown as readonly Row[];
});
afterAll(() => database.drop());

const ORDERS = {
  none: { orderBy: [], compare: () => 0 },
  price: { orderBy: [{ price: 'DESC' }], compare: (a: Row, b: Row) => Number(b.price) - Number(a.price) },
  weight: { orderBy: [{ weightKg: 'ASC' }], compare: (a: Row, b: Row) => rank(a) - rank(b) },
  mixed: {
    orderBy: [{ weightKg: 'DESC' }, { price: 'ASC' }, { name: 'DESC' }],
    compare: (a: Row, b: Row) => rank(b) - rank(a) || Number(a.price) - Number(b.price) || (a.name < b.name ? 1 : -1),
  },
} as const;

/** Empty sorts as the greatest. */
function rank(row: Row): number {
  return row.weightKg === null ? Number.POSITIVE_INFINITY : Number(row.weightKg);
}

const QUERY = `query Q($orderBy: [ProductOrderBy!], $first: Int, $after: String, $last: Int, $before: String) {
  products(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } } }`;

async function page(variables: Readonly<Record<string, unknown>>): Promise<Page> {
  return (await shop.data(QUERY, { variables }))['products'] as unknown as Page;
}

describe('pagination', () => {
  it('[PAG-1] agrees with graphql-relay on every order, window and direction', async () => {
    for (const [name, { orderBy, compare }] of Object.entries(ORDERS)) {
      const last = orderBy.at(-1);
      const descending = last !== undefined && Object.values(last)[0] === 'DESC';
      const sorted = [...rows].sort((a, b) => compare(a, b) || (a.id < b.id ? -1 : 1) * (descending ? -1 : 1));
      const all = await page({ orderBy, first: 100 });
      expect([name, ...all.edges.map(({ node }) => node.id)]).toEqual([name, ...sorted.map(({ id }) => id)]);
      const cursors = all.edges.map(({ cursor }) => cursor);
      const position = fc.option(fc.nat(rows.length - 1), { nil: undefined });
      await fc.assert(
        fc.asyncProperty(fc.nat(40), fc.boolean(), position, position, async (size, forward, after, before) => {
          const relay = (index: number | undefined): string | undefined =>
            index === undefined ? undefined : connectionFromArray(sorted, {}).edges[index]?.cursor;
          const window = forward ? { first: size } : { last: size };
          const expected = connectionFromArray([...sorted], {
            ...window,
            after: relay(after) ?? null,
            before: relay(before) ?? null,
          });
          const got = await page({
            orderBy,
            ...window,
            after: after === undefined ? undefined : cursors[after],
            before: before === undefined ? undefined : cursors[before],
          });
          expect(got.edges.map(({ node }) => node.id)).toEqual(expected.edges.map(({ node }) => node.id));
          expect(got.pageInfo.startCursor).toBe(got.edges[0]?.cursor ?? null);
          expect(got.pageInfo.endCursor).toBe(got.edges.at(-1)?.cursor ?? null);
          expect(got.totalCount).toBe(rows.length);
          if (size > 0)
            expect({ ...got.pageInfo, startCursor: 0, endCursor: 0 }).toEqual({
              ...expected.pageInfo,
              startCursor: 0,
              endCursor: 0,
            });
        }),
        { numRuns: 60, verbose: 1 },
      );
    }
  });

  it('[PAG-2] pages that are walked by cursor meet every row once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const next: Page = await page({ orderBy: ORDERS.mixed.orderBy, first: 7, after });
      seen.push(...next.edges.map(({ node }) => node.id));
      after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(rows.length);
    expect(seen).toHaveLength(rows.length);
  });

  it('[PAG-4] an offset passes over so many rows from the end that is read, in every order', async () => {
    const query = `query Q($orderBy: [ProductOrderBy!], $first: Int, $last: Int, $offset: Int) {
      full: products(orderBy: $orderBy, first: $first, last: $last, offset: $offset) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id name } } }
      bare: products(orderBy: $orderBy, first: $first, last: $last, offset: $offset) { nodes { id name } } }`;
    for (const { orderBy } of Object.values(ORDERS)) {
      const all = (await page({ orderBy, first: 100 })).edges.map(({ cursor, node }) => ({ cursor, id: node.id }));
      await fc.assert(
        fc.asyncProperty(fc.nat(12), fc.boolean(), fc.nat(45), async (size, forward, offset) => {
          const window = forward ? { first: size } : { last: size };
          const { full, bare } = (await shop.data(query, { variables: { orderBy, ...window, offset } })) as unknown as {
            readonly full: Page;
            readonly bare: { readonly nodes: readonly { readonly id: string }[] };
          };
          const end = Math.max(0, all.length - offset);
          const wanted = forward ? all.slice(offset, offset + size) : all.slice(Math.max(0, end - size), end);
          expect(full.edges.map(({ cursor, node }) => ({ cursor, id: node.id }))).toEqual(wanted);
          expect(bare.nodes.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
          expect(full.totalCount).toBe(all.length);
          expect(full.pageInfo.endCursor).toBe(wanted.at(-1)?.cursor ?? null);
          const isMore = end > size;
          expect([full.pageInfo.hasNextPage, full.pageInfo.hasPreviousPage]).toEqual([
            forward && isMore,
            !forward && isMore,
          ]);
        }),
        { numRuns: 25, verbose: 1 },
      );
    }
  });

  it('[PAG-4] a long list is passed over alike; one plan serves all offsets, whose bound is asked each time', async () => {
    const query = 'query Q($offset: Int) { products(first: 1000, offset: $offset) { nodes { id name } } }';
    const byMaking = (await page({ orderBy: [], first: 100 })).edges.map(({ node }) => node.id);
    const made = shop.shape().counters.misses;
    for (const offset of [0, 7, 36, 37, 1_000_000]) {
      const { products } = (await shop.data(query, { variables: { offset } })) as unknown as {
        readonly products: { readonly nodes: readonly { readonly id: string }[] };
      };
      expect(products.nodes.map(({ id }) => id)).toEqual(byMaking.slice(offset));
    }
    expect(shop.shape().counters.misses - made).toBe(1);
    const { errors } = await shop.ask(query, { variables: { offset: 1_000_001 } });
    expect(errors[0]?.extensions['code']).toBe('PAGE_OFFSET');
  });

  it('[PAG-3] a cursor of another order, or of nobody, is refused', async () => {
    const { edges } = await page({ orderBy: ORDERS.price.orderBy, first: 1 });
    for (const [after, orderBy] of [
      [edges[0]!.cursor, ORDERS.weight.orderBy],
      ['bm90IG91cnM', ORDERS.price.orderBy],
      ['💥', ORDERS.price.orderBy],
    ] as const) {
      const { errors, status } = await shop.ask(QUERY, { variables: { orderBy, first: 1, after } });
      expect([status, errors[0]?.extensions['code']]).toEqual([200, 'CURSOR_INVALID']);
    }
  });
});
