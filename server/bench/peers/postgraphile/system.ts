import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  canonicalFlat,
  canonicalGroups,
  canonicalOrder,
  canonicalPageRow,
  decimalText,
  list,
  part,
  text,
} from '../../canonical.ts';
import type { BenchPlace, BenchRequest, BenchSystem, RunningSystem, Workload } from '../../contract.ts';
import { dataOf, graphqlRequest, sampleOf } from '../graphql-request.ts';
import { ask, firstPerson, installPeer, startPeer, withClient } from '../peer-process.ts';

type Row = Readonly<Record<string, unknown>>;

const VERSION = '5.1.5';
const HERE = import.meta.dirname;

const DEEP = `
  id: rowId number orderedOn status shipCity note total
  customer: customerByCustomerId { id: rowId name city }
  lines: orderLinesByOrderId {
    nodes { lineNo quantity price product: productByProductId { id: rowId sku name } }
  }`;
const NEWEST = 'orderBy: [ORDERED_ON_DESC, ROW_ID_DESC]';

const W1 = `query Order($id: UUID!) { order: orderByRowId(rowId: $id) { ${DEEP} } }`;
const W2 = `query Orders($status: String!, $until: String!) {
  orders: allOrders(first: 50, condition: { status: $status, orderedUntil: $until }, ${NEWEST}) { nodes { ${DEEP} } }
}`;
const W3 = `query Flat($until: String!) {
  orders: allOrders(first: 1000, condition: { orderedUntil: $until }, ${NEWEST}) {
    nodes { id: rowId number orderedOn status shipCity freight discount total priority note }
  }
}`;
const W4 = `query Groups {
  orders: allOrders { groups: groupedAggregates(groupBy: [STATUS]) { keys count { rowId } sum { total } } }
}`;
const W5 = `query Page($after: Cursor) {
  orders: allOrders(first: 20, after: $after, ${NEWEST}) {
    nodes { id: rowId number orderedOn status total customer: customerByCustomerId { id: rowId name } }
  }
}`;
const W6 = `mutation Place($input: PostgraphileApiPlaceOrderInput!) {
  placed: postgraphileApiPlaceOrder(input: $input) { order: result { id: rowId total } }
}`;
/** A cursor of the list of W5. */
const CURSOR = `query Cursor { orders: allOrders(first: 1, ${NEWEST}) { pageInfo { endCursor } } }`;

/** PostGraphile 5 with the amber preset; see `server.mjs`. */
export const POSTGRAPHILE: BenchSystem = {
  name: 'postgraphile',
  title: `PostGraphile ${VERSION}`,
  version: VERSION,
  async prepare(place) {
    await installPeer(HERE, folderOf(place));
    const api = await readFile(path.join(HERE, 'api.sql'), 'utf8');
    await withClient(place.databaseUrl, (client) => client.query(api));
  },
  start,
};

function folderOf(place: BenchPlace): string {
  return path.join(place.folder, 'postgraphile');
}

async function start(place: BenchPlace, pin: readonly string[]): Promise<RunningSystem> {
  const folder = folderOf(place);
  const assignee = await firstPerson(place.databaseUrl);
  const program = path.join(HERE, 'server.mjs');
  const peer = await startPeer({
    pin,
    argv: [process.execPath, program, folder, String(place.port), place.databaseUrl],
    folder,
    port: place.port,
    first: graphqlRequest(W1, { id: sampleOf(place.samples.orderIds, 0) }),
    accept: (body) => read('W1', body),
  });
  const cursorOf = await cursors(place.port);
  return {
    ...peer,
    request: (workload, index) => request(workload, index, { place, assignee, cursorOf }),
    read,
  };
}

/** Cursors as the server itself gives them: the mark of the order it is for, and the values of the row. */
async function cursors(port: number): Promise<(orderedOn: string, id: string) => string> {
  const response = await ask(port, graphqlRequest(CURSOR));
  const cursor = text(part(part(dataOf(await response.text()), 'orders'), 'pageInfo'), 'endCursor');
  const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
  const mark: unknown = Array.isArray(parts) ? parts[0] : undefined;
  if (typeof mark !== 'string') throw new Error(`a cursor of an unknown form: ${cursor}`);
  return (orderedOn, id) => Buffer.from(JSON.stringify([mark, orderedOn, id])).toString('base64');
}

interface Asking {
  readonly place: BenchPlace;
  readonly assignee: string;
  readonly cursorOf: (orderedOn: string, id: string) => string;
}

function request(workload: Workload, index: number, { place, assignee, cursorOf }: Asking): BenchRequest | undefined {
  const { samples } = place;
  switch (workload) {
    case 'W1':
      return graphqlRequest(W1, { id: sampleOf(samples.orderIds, index) });
    case 'W2':
      return graphqlRequest(W2, sampleOf(samples.lists, index));
    case 'W3':
      return graphqlRequest(W3, { until: sampleOf(samples.days, index) });
    case 'W4':
      return graphqlRequest(W4);
    case 'W5': {
      const { orderedOn, id } = sampleOf(samples.deep, index);
      return graphqlRequest(W5, { after: cursorOf(orderedOn, id) });
    }
    case 'W6': {
      const { customer, orderedOn, lines } = sampleOf(samples.creates, index);
      const rows = lines.map(({ product, quantity, price }) => ({ productId: product, quantity, price }));
      return graphqlRequest(W6, { input: { customerId: customer, assigneeId: assignee, orderedOn, lines: rows } });
    }
    case 'W7':
    case 'W8':
      return undefined;
  }
}

function read(workload: Workload, body: string): unknown {
  const data = dataOf(body);
  switch (workload) {
    case 'W1':
      return canonicalOrder(flattened(part(data, 'order')), workload);
    case 'W2':
      return nodes(data).map((row) => canonicalOrder(flattened(row), workload));
    case 'W3':
      return nodes(data).map(canonicalFlat);
    case 'W4':
      return canonicalGroups(list(part(data, 'orders'), 'groups').map(group));
    case 'W5':
      return nodes(data).map(canonicalPageRow);
    case 'W6': {
      const order = part(part(data, 'placed'), 'order');
      return { id: text(order, 'id'), total: decimalText(order['total']) };
    }
    case 'W7':
    case 'W8':
      throw new Error(`PostGraphile does not do ${workload}`);
  }
}

function nodes(data: Row): readonly Row[] {
  return list(part(data, 'orders'), 'nodes');
}

function flattened(order: Row): Row {
  return { ...order, lines: list(part(order, 'lines'), 'nodes') };
}

function group(row: Row): Row {
  const [status] = list(row, 'keys') as readonly unknown[];
  return { status, count: part(row, 'count')['rowId'], total: part(row, 'sum')['total'] };
}
