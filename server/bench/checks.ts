import { isDeepStrictEqual } from 'node:util';
import type { Client } from 'pg';
import { decimalText } from './canonical.ts';
import type { BenchRequest, Samples, Workload } from './contract.ts';
import { POINTS_PER_CONFIRM } from './plain-schema.ts';
import type { StartedSystem } from './started.ts';

/** Where a system's rows are, to read back what it wrote. */
export interface CheckPlace {
  readonly client: Client;
  readonly samples: Samples;
  /** The tenant's schema. */
  readonly schema: string;
}

/** How many requests of each reading workload are compared. */
const COMPARED = [0, 17, 101] as const;

/** Asks one request of a system; gives the body of a good answer. */
async function ask(system: StartedSystem, workload: Workload, index: number): Promise<string | undefined> {
  const request: BenchRequest | undefined = system.running.request(workload, index);
  if (request === undefined) return undefined;
  const { method, path: at, headers, body } = request;
  const response = await fetch(`http://127.0.0.1:${system.port}${at}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`answered ${response.status}: ${answer.slice(0, 400)}`);
  return answer;
}

/**
 * Whether the system gives the same answers as hand-written SQL, and has written what it was asked to. Gives what is
 * wrong, or `undefined`; `absent` where it does not do the workload. W8 uses up the request `first`.
 */
export async function checkSystem(
  place: CheckPlace,
  {
    system,
    limit,
    workload,
  }: { readonly system: StartedSystem; readonly limit: StartedSystem; readonly workload: Workload },
  first: number,
): Promise<string | undefined> {
  try {
    if (system.running.request(workload, first) === undefined) return 'absent';
    if (workload === 'W6') return await checkCreate(place, system);
    if (workload === 'W8') return await checkConfirm(place, system, first);
    for (const index of COMPARED) {
      const [own, expected] = [await ask(system, workload, index), await ask(limit, workload, index)];
      const found: unknown = system.running.read(workload, own ?? '');
      const wanted: unknown = limit.running.read(workload, expected ?? '');
      if (!isDeepStrictEqual(found, wanted)) return `request ${index}: ${difference(found, wanted)}`;
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function difference(found: unknown, wanted: unknown): string {
  const [own, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  let at = 0;
  while (at < own.length && own[at] === other[at]) at += 1;
  const from = Math.max(0, at - 60);
  return `gave …${own.slice(from, at + 60)}… for …${other.slice(from, at + 60)}…`;
}

interface WrittenOrder {
  readonly status: string;
  readonly customer: string;
  readonly day: string;
  readonly total: string;
  readonly assignee: string;
  readonly lines: readonly { readonly product: string; readonly quantity: number; readonly price: string }[];
}

/** An order as it stands in the system's own tables. */
async function writtenOrder({ client, schema }: CheckPlace, system: StartedSystem, id: string): Promise<WrittenOrder> {
  const own = system.name === 'formwork';
  const orders = own ? `"${schema}"."order"` : 'plain.orders';
  const lines = own ? `"${schema}".order_line` : 'plain.order_line';
  const [status, customer, assignee] = own
    ? ['state', 'customer', 'assignee']
    : ['status', 'customer_id', 'assignee_id'];
  const [parent, product] = own ? ['parent_id', 'product'] : ['order_id', 'product_id'];
  const { rows } = await client.query<WrittenOrder>(
    `SELECT o.${status} AS status, o.${customer} AS customer, o.ordered_on::text AS day, trim_scale(o.total)::text AS total, o.${assignee} AS assignee,
            (SELECT json_agg(json_build_object('product', l.${product}, 'quantity', l.quantity, 'price', trim_scale(l.price)::text) ORDER BY l.line_no)
               FROM ${lines} l WHERE l.${parent} = o.id) AS lines
       FROM ${orders} o WHERE o.id = $1`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no order ${id} was written`);
  return row;
}

async function checkCreate(place: CheckPlace, system: StartedSystem): Promise<string | undefined> {
  const index = 3;
  const answer = system.running.read('W6', (await ask(system, 'W6', index)) ?? '') as { id: string; total: string };
  const asked = place.samples.creates[index % place.samples.creates.length];
  if (asked === undefined) throw new Error('no sample');
  const { status, customer, day, total, lines } = await writtenOrder(place, system, answer.id);
  const cents = asked.lines.reduce((sum, { quantity, price }) => sum + quantity * Math.round(Number(price) * 100), 0);
  const wanted = {
    status: 'draft',
    customer: asked.customer,
    day: asked.orderedOn,
    total: decimalText((cents / 100).toFixed(2)),
    lines: asked.lines.map((line) => ({ ...line, price: decimalText(line.price) })),
  };
  const found = { status, customer, day, total, lines };
  if (!isDeepStrictEqual(found, wanted)) return difference(found, wanted);
  return answer.total === wanted.total ? undefined : `said ${answer.total} for a total of ${wanted.total}`;
}

/** What stock and points are before and after. */
async function holdings({ client, schema }: CheckPlace, system: StartedSystem, order: WrittenOrder): Promise<Holdings> {
  const own = system.name === 'formwork';
  const products = order.lines.map(({ product }) => product);
  const stock = own
    ? `SELECT u0 AS id, m0::text AS has FROM "${schema}".fw_balance WHERE book = 'stock' AND u0 = ANY($1::uuid[])`
    : 'SELECT product_id AS id, on_hand::text AS has FROM plain.stock_balance WHERE product_id = ANY($1::uuid[])';
  const points = own
    ? `SELECT coalesce(sum(m0), 0)::text AS has FROM "${schema}".fw_balance WHERE book = 'points.wallet' AND u0 = $1`
    : 'SELECT points::text AS has FROM plain.points_balance WHERE person_id = $1';
  const moved = own
    ? `SELECT count(*)::text AS has FROM "${schema}".fw_movement WHERE book = 'stock'`
    : 'SELECT count(*)::text AS has FROM plain.stock_movement';
  const { rows } = await client.query<{ id: string; has: string }>(stock, [products]);
  const person = await client.query<{ has: string }>(points, [order.assignee]);
  const movements = await client.query<{ has: string }>(moved);
  return {
    stock: new Map(rows.map(({ id, has }) => [id, Number(has)])),
    points: Number(person.rows[0]?.has ?? 0),
    movements: Number(movements.rows[0]?.has ?? 0),
  };
}

interface Holdings {
  readonly stock: ReadonlyMap<string, number>;
  readonly points: number;
  readonly movements: number;
}

async function checkConfirm(place: CheckPlace, system: StartedSystem, index: number): Promise<string | undefined> {
  const id = place.samples.confirms[index] ?? '';
  const order = await writtenOrder(place, system, id);
  const before = await holdings(place, system, order);
  const answer: unknown = system.running.read('W8', (await ask(system, 'W8', index)) ?? '');
  if (!isDeepStrictEqual(answer, { id, status: 'confirmed' })) return `answered ${JSON.stringify(answer)}`;
  const after = await holdings(place, system, order);
  const { status } = await writtenOrder(place, system, id);
  if (status !== 'confirmed') return `the order is ${status}`;
  if (after.movements - before.movements !== order.lines.length)
    return `${after.movements - before.movements} movements`;
  if (after.points - before.points !== Number(POINTS_PER_CONFIRM)) return `${after.points - before.points} points`;
  const wrong = order.lines.find(
    ({ product, quantity }) => (before.stock.get(product) ?? 0) - (after.stock.get(product) ?? 0) !== quantity,
  );
  return wrong === undefined ? undefined : `the stock of ${wrong.product} did not fall by ${wrong.quantity}`;
}
