import { deepStrictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { must } from '../../schema/core/result.ts';
import type { Ask as AskTenant, Lane, Side } from './isolation-sides.ts';
import type { Outcome, ProductRow } from './product-model.ts';

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
  create: [
    'mutation',
    { input: 'ProductInput!', key: 'String' },
    `createProduct(input: $input, idempotencyKey: $key) ${ROW}`,
  ],
  update: [
    'mutation',
    { id: 'ID!', version: 'Int!', price: 'Money!' },
    `updateProduct(id: $id, version: $version, patch: { price: $price }) ${ROW}`,
  ],
  upsert: [
    'mutation',
    { name: 'String!', input: 'ProductInput!' },
    `upsertProduct(by: { name: $name }, input: $input) ${ROW}`,
  ],
  remove: ['mutation', { id: 'ID!', version: 'Int!' }, `deleteProduct(id: $id, version: $version) ${ROW}`],
  restore: ['mutation', { id: 'ID!' }, `restoreProduct(id: $id) ${ROW}`],
  connect: [
    'mutation',
    { name: 'String!', region: 'ID!', tag: 'ID!' },
    'createCustomer(input: { name: $name, region: { id: $region }, tags: [{ id: $tag }] }) { region { id } tags { id } }',
  ],
  byId: ['query', { id: 'ID!' }, `product(id: $id) ${ROW}`],
  byName: ['query', { name: 'String!' }, `product(by: { name: $name }) ${ROW}`],
  node: ['query', { id: 'ID!' }, `node(id: $id) { ... on Product ${ROW} }`],
  inIds: [
    'query',
    { ids: '[ID!]!' },
    `products(where: { id: { in: $ids } }, bin: INCLUDE, orderBy: [{ id: ASC }]) { nodes ${ROW} }`,
  ],
  list: [
    'query',
    { prefix: 'String!', least: 'Decimal!', after: 'String' },
    `products(where: { name: { startsWith: $prefix }, price: { gte: $least } }, orderBy: [{ name: ASC }], first: 10, after: $after) { totalCount edges { cursor node ${ROW} } }`,
  ],
  total: [
    'query',
    { prefix: 'String!' },
    'productsAggregate(where: { name: { startsWith: $prefix } }) { count sum { price(round: 0) } min { price } }',
  ],
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

/** One root field: what it is given, and what must come of it by the model, told once the server has answered. */
interface Ask {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly settle: (answer: Settled) => void;
}

/** The answer to one root field. */
interface Settled {
  readonly value: unknown;
  readonly codes: readonly unknown[];
}

/** One worker: asks in its lane of one side, with what it knows of the same lane of the other. */
export class IsolationWorker {
  private readonly askTenant: AskTenant;
  private readonly side: Side;
  private readonly lane: Lane;
  private readonly other: { readonly side: Side; readonly lane: Lane };
  private readonly random: (below: number) => number;
  private counter = 1_000;

  constructor(
    askTenant: AskTenant,
    [side, other]: readonly [Side, Side],
    { lane, seed }: { readonly lane: number; readonly seed: number },
  ) {
    this.askTenant = askTenant;
    this.side = side;
    this.lane = must(side.lanes[lane], 'lane');
    this.other = { side: other, lane: must(other.lanes[lane], 'lane') };
    this.random = randomOf(seed + side.parity * 2 + lane);
  }

  /** Asks one kind of thing several times in one request, and holds each answer against the model. Gives how many. */
  async step(): Promise<number> {
    const kind = must(KINDS[this.random(KINDS.length)], 'kind');
    const asks = Array.from({ length: FIELDS[kind][0] === 'query' ? 20 : 1 + this.random(10) }, () => this[kind]());
    const variables = Object.assign(
      {},
      ...asks.map((one, n) =>
        Object.fromEntries(Object.entries(one.variables).map(([name, value]) => [`${name}${n}`, value])),
      ),
    ) as Readonly<Record<string, unknown>>;
    const { data, errors, text } = await this.askTenant(this.side, {
      query: documentFor(kind, asks.length),
      variables,
    });
    if (kind !== 'total') this.checkParity(text);
    for (const [n, { settle }] of asks.entries()) {
      const codes = errors.filter(({ path }) => path?.[0] === `a${n}`).map(({ extensions }) => extensions['code']);
      if (data === null) throw new Error(`${kind}: ${text}`);
      settle({ value: data[`a${n}`], codes });
    }
    return asks.length;
  }

  /** Does not ask the model: no price of the other tenant is anywhere in an answer. */
  private checkParity(text: string): void {
    for (const [, price] of text.matchAll(/"price":"(\d+)\.0+"/g)) deepStrictEqual(Number(price) % 2, this.side.parity);
  }

  private price(): string {
    this.counter += 1;
    return String(this.counter * 2 + this.side.parity);
  }

  private name(): string {
    return `${this.lane.prefix}n${this.random(150)}`;
  }

  /** An id of one's own, of the other's, or of nobody. */
  private id(): string {
    const list = this.random(10) < 6 ? this.lane.ids : this.other.lane.ids;
    return this.random(20) === 0 ? randomUUID() : must(list[this.random(list.length)], 'id');
  }

  private version(id: string): number {
    const known = this.lane.model.rows.get(id) ?? this.other.lane.model.rows.get(id);
    return (known?.version ?? 1) + (this.random(10) === 0 ? 1 : 0);
  }

  /** Holds the answer against what the model does; the model learns the id of a new row from the answer. */
  private expectOutcome({ value, codes }: Settled, outcome: (id: string) => Outcome): ProductRow | undefined {
    const got = value === null ? codes.join() : rowOf(value);
    const id = typeof got === 'string' ? '' : got.id;
    const expected = outcome(id);
    deepStrictEqual(got, expected);
    if (typeof expected === 'string') return undefined;
    if (!this.lane.ids.includes(id)) this.lane.ids.push(id);
    return expected;
  }

  create(): Ask {
    // The same keys, of the same person, in both tenants: for the same request, or now and then for another.
    const keyed = this.random(3) === 0 ? this.random(60) : null;
    const key = keyed === null ? null : `${this.lane.prefix}key-${keyed}`;
    const price = keyed === null ? this.price() : String(keyed * 2 + this.side.parity + (this.random(5) === 0 ? 2 : 0));
    const input = { name: key ?? this.name(), price };
    const request = JSON.stringify(input);
    return {
      variables: { input, key },
      settle: (answer) => {
        const replayed = this.lane.model.replay(key, request);
        const row = this.expectOutcome(answer, (id) => replayed ?? this.lane.model.create(input, id));
        if (row !== undefined && replayed === undefined) this.lane.model.remember(key, request, row);
      },
    };
  }

  update(): Ask {
    const [id, price] = [this.id(), this.price()];
    const version = this.version(id);
    return {
      variables: { id, version, price },
      settle: (answer) => void this.expectOutcome(answer, () => this.lane.model.update(id, version, price)),
    };
  }

  upsert(): Ask {
    const input = { name: this.name(), price: this.price() };
    return {
      variables: { name: input.name, input },
      settle: (answer) => void this.expectOutcome(answer, (id) => this.lane.model.upsert(input, id)),
    };
  }

  remove(): Ask {
    const id = this.id();
    const version = this.version(id);
    return {
      variables: { id, version },
      settle: (answer) => void this.expectOutcome(answer, () => this.lane.model.remove(id, version)),
    };
  }

  restore(): Ask {
    const inBin = this.lane.ids.filter((id) => this.lane.model.rows.get(id)?.inBin === true);
    const foreign = this.other.lane.ids.filter((id) => !this.lane.model.rows.has(id));
    const list = this.random(3) === 0 || inBin.length === 0 ? foreign : inBin;
    const id = list[this.random(Math.max(1, list.length))] ?? randomUUID();
    return {
      variables: { id },
      settle: (answer) => void this.expectOutcome(answer, () => this.lane.model.restore(id)),
    };
  }

  connect(): Ask {
    this.counter += 1;
    const pick = (of: 'regions' | 'tags'): string => {
      const list = this.random(2) === 0 ? this.side[of] : this.other.side[of];
      return must(list[this.random(list.length)], of);
    };
    const [region, tag] = [pick('regions'), pick('tags')];
    const foreign = Number(!this.side.regions.includes(region)) + Number(!this.side.tags.includes(tag));
    return {
      variables: { name: `${this.lane.prefix}${this.counter}`, region, tag },
      settle: ({ value, codes }) => {
        deepStrictEqual(
          codes,
          Array.from({ length: foreign }, () => 'REFERENCE_NOT_FOUND'),
        );
        deepStrictEqual(value, foreign > 0 ? null : { region: { id: region }, tags: [{ id: tag }] });
      },
    };
  }

  private one(variables: Readonly<Record<string, string>>, find: () => ProductRow | undefined): Ask {
    return {
      variables,
      settle: ({ value, codes }) => {
        deepStrictEqual(codes, []);
        deepStrictEqual(value === null ? undefined : rowOf(value), find());
      },
    };
  }

  byId(): Ask {
    const id = this.id();
    return this.one({ id }, () => this.lane.model.rows.get(id));
  }

  node(): Ask {
    const id = this.id();
    return this.one({ id }, () => this.lane.model.rows.get(id));
  }

  byName(): Ask {
    const name = this.name();
    return this.one({ name }, () => this.lane.model.named(name));
  }

  inIds(): Ask {
    const ids = Array.from({ length: 10 }, () => this.id());
    return {
      variables: { ids },
      settle: ({ value }) => {
        const { nodes } = value as { readonly nodes: readonly unknown[] };
        const expected = [...new Set(ids)].sort().flatMap((id) => this.lane.model.rows.get(id) ?? []);
        deepStrictEqual(nodes.map(rowOf), expected);
      },
    };
  }

  list(): Ask {
    const { prefix } = this.lane;
    const least = this.random(this.counter * 2);
    const { cursors } = this.random(2) === 0 ? this.lane : this.other.lane;
    const after = cursors[this.random(cursors.length * 2 + 1)];
    return {
      variables: { prefix, least: String(least), after: after?.cursor ?? null },
      settle: ({ value }) => {
        const page = value as {
          readonly totalCount: number;
          readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
        };
        const expected = this.lane.model.page({ prefix, least }, after?.place ?? null, 10);
        deepStrictEqual({ total: page.totalCount, rows: page.edges.map(({ node }) => rowOf(node)) }, expected);
        for (const { cursor, node } of page.edges.slice(0, 1))
          this.lane.cursors[this.random(50)] = { cursor, place: rowOf(node) };
      },
    };
  }

  total(): Ask {
    const { prefix, model } = this.lane;
    return {
      variables: { prefix },
      settle: ({ value }) => {
        const prices = model.live().map(({ price }) => Number(price));
        const sum = prices.reduce((all, price) => all + price, 0);
        const empty = prices.length === 0;
        deepStrictEqual(value, [
          {
            count: prices.length,
            sum: { price: empty ? null : String(sum) },
            min: { price: empty ? null : `${Math.min(...prices)}.0000` },
          },
        ]);
      },
    };
  }
}

function rowOf(value: unknown): ProductRow {
  const { id, version, name, price, deletedAt } = value as Record<'id' | 'name' | 'price', string> & {
    readonly version: number;
    readonly deletedAt: string | null;
  };
  return { id, version, name, price: price.replace(/\.0+$/, ''), inBin: deletedAt !== null };
}
