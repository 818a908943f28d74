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
import { dataOf, graphqlRequest, sampleOf, totalOf } from '../graphql-request.ts';
import { firstPerson, installPeer, startPeer } from '../peer-process.ts';
import { commandOf, environmentOf, folderOf, HEADERS, setUpDirectus } from './setup.ts';

type Row = Readonly<Record<string, unknown>>;

const VERSION = '12.4.1';

const DEEP = `
  id number orderedOn: ordered_on status shipCity: ship_city note total
  customer: customer_id { id name city }
  lines { lineNo: line_no quantity price product: product_id { id sku name } }`;
const NEWEST = 'sort: ["-ordered_on", "-id"]';

const W1 = `query Order($id: ID!) { order: orders_by_id(id: $id) { ${DEEP} } }`;
const W2 = `query Orders($status: String!, $until: String!) {
  orders(limit: 50, filter: { status: { _eq: $status }, ordered_on: { _lte: $until } }, ${NEWEST}) { ${DEEP} }
}`;
const W3 = `query Flat($until: String!) {
  orders(limit: 1000, filter: { ordered_on: { _lte: $until } }, ${NEWEST}) {
    id number orderedOn: ordered_on status shipCity: ship_city freight discount total priority note
  }
}`;
const W4 = `query Groups { orders_aggregated(groupBy: ["status"]) { group count { id } sum { total } } }`;
const W5 = `query Page($offset: Int!) {
  orders(limit: 20, offset: $offset, ${NEWEST}) {
    id number orderedOn: ordered_on status total customer: customer_id { id name }
  }
}`;
const W6 = `mutation Place($data: create_orders_input!) { order: create_orders_item(data: $data) { id total } }`;

/** Directus 12 over its GraphQL, in front of the tables of `plain`. It has no cursors: W5 is by offset. */
export const DIRECTUS: BenchSystem = {
  name: 'directus',
  title: `Directus ${VERSION}`,
  version: VERSION,
  async prepare(place) {
    await installPeer(import.meta.dirname, folderOf(place));
    await setUpDirectus(place);
  },
  start,
};

async function start(place: BenchPlace, pin: readonly string[]): Promise<RunningSystem> {
  const assignee = await firstPerson(place.databaseUrl);
  const peer = await startPeer({
    pin,
    argv: commandOf(place, 'start'),
    folder: folderOf(place),
    env: environmentOf(place),
    port: place.port,
    first: graphqlRequest(W1, { id: sampleOf(place.samples.orderIds, 0) }, HEADERS),
    accept: (body) => read('W1', body),
  });
  return { ...peer, request: (workload, index) => request(workload, index, { place, assignee }), read };
}

interface Asking {
  readonly place: BenchPlace;
  readonly assignee: string;
}

function request(workload: Workload, index: number, asking: Asking): BenchRequest | undefined {
  const asked = queryOf(workload, index, asking);
  return asked === undefined ? undefined : graphqlRequest(asked.query, asked.variables, HEADERS);
}

function queryOf(
  workload: Workload,
  index: number,
  { place: { samples }, assignee }: Asking,
): { readonly query: string; readonly variables: Row } | undefined {
  switch (workload) {
    case 'W1':
      return { query: W1, variables: { id: sampleOf(samples.orderIds, index) } };
    case 'W2':
      return { query: W2, variables: sampleOf(samples.lists, index) };
    case 'W3':
      return { query: W3, variables: { until: sampleOf(samples.days, index) } };
    case 'W4':
      return { query: W4, variables: {} };
    case 'W5':
      // The page starts after the sample's order, whose own place counts from 0.
      return { query: W5, variables: { offset: sampleOf(samples.deep, index).offset + 1 } };
    case 'W6':
      return { query: W6, variables: { data: newOrder(sampleOf(samples.creates, index), assignee) } };
    case 'W7':
    case 'W8':
      return undefined;
  }
}

/** A row that exists already is given as an object with its id; empty and zero defaults must be given as well. */
function newOrder(create: BenchPlace['samples']['creates'][number], assignee: string): Row {
  return {
    customer_id: { id: create.customer },
    assignee_id: assignee,
    ordered_on: create.orderedOn,
    ship_city: '',
    freight: 0,
    discount: 0,
    total: Number(totalOf(create.lines)),
    confidential: false,
    note: '',
    lines: create.lines.map(({ product, quantity, price }, index) => ({
      line_no: index + 1,
      product_id: { id: product },
      quantity,
      price: Number(price),
    })),
  };
}

function read(workload: Workload, body: string): unknown {
  const data = dataOf(body);
  switch (workload) {
    case 'W1':
      return canonicalOrder(part(data, 'order'), workload);
    case 'W2':
      return list(data, 'orders').map((row) => canonicalOrder(row, workload));
    case 'W3':
      return list(data, 'orders').map(canonicalFlat);
    case 'W4':
      return canonicalGroups(list(data, 'orders_aggregated').map(group));
    case 'W5':
      return list(data, 'orders').map(canonicalPageRow);
    case 'W6': {
      const order = part(data, 'order');
      return { id: text(order, 'id'), total: decimalText(order['total']) };
    }
    case 'W7':
    case 'W8':
      throw new Error(`Directus does not do ${workload}`);
  }
}

function group(row: Row): Row {
  return { status: part(row, 'group')['status'], count: part(row, 'count')['id'], total: part(row, 'sum')['total'] };
}
