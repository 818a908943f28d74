import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
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
import { startPeer } from '../peer-process.ts';

const DEEP = `
  id number orderedOn status shipCity note total
  customer { id name city }
  lines { lineNo quantity price product { id sku name } }`;

const W1 = `query Order($id: ID!) { order(id: $id) { ${DEEP} } }`;
const W2 = `query Orders($status: String!, $until: String!) {
  orders(status: $status, until: $until, limit: 50) { ${DEEP} }
}`;
const W3 = `query Flat($until: String!) {
  orders(until: $until, limit: 1000) {
    id number orderedOn status shipCity freight discount total priority note
  }
}`;
const W4 = 'query Groups { orderGroups { status count total } }';
const W5 = `query Page($offset: Int!) {
  orders(limit: 20, offset: $offset) { id number orderedOn status total customer { id name } }
}`;
const W6 = 'mutation Create($input: NewOrder!) { order: createOrder(input: $input) { id total } }';
const W8 = 'mutation Confirm($id: ID!) { order: confirmOrder(id: $id) { id status } }';

const VERSION = versions();

/** Apollo Server, resolvers, MikroORM and DataLoader, of the versions that the repository has. Pages are by offset. */
export const USUAL: BenchSystem = {
  name: 'usual',
  title: 'Apollo + MikroORM + DataLoader',
  version: VERSION,
  async prepare(place) {
    await mkdir(folderOf(place), { recursive: true });
  },
  start,
};

/** The repository's own pins. */
function versions(): string {
  const file = path.join(import.meta.dirname, '../../../../package.json');
  const pins = part(JSON.parse(readFileSync(file, 'utf8')), 'dependencies');
  return ['@apollo/server', '@mikro-orm/core', 'dataloader'].map((name) => text(pins, name)).join(' / ');
}

function folderOf(place: BenchPlace): string {
  return path.join(place.folder, 'usual');
}

async function start(place: BenchPlace, pin: readonly string[]): Promise<RunningSystem> {
  const program = path.join(import.meta.dirname, 'server.ts');
  const peer = await startPeer({
    pin,
    argv: [process.execPath, '--no-warnings', program, String(place.port), place.databaseUrl],
    folder: folderOf(place),
    port: place.port,
    first: graphqlRequest(W1, { id: sampleOf(place.samples.orderIds, 0) }),
    accept: (body) => read('W1', body),
  });
  return { ...peer, request: (workload, index) => request(workload, index, place), read };
}

function request(workload: Workload, index: number, { samples }: BenchPlace): BenchRequest | undefined {
  switch (workload) {
    case 'W1':
      return graphqlRequest(W1, { id: sampleOf(samples.orderIds, index) });
    case 'W2':
      return graphqlRequest(W2, sampleOf(samples.lists, index));
    case 'W3':
      return graphqlRequest(W3, { until: sampleOf(samples.days, index) });
    case 'W4':
      return graphqlRequest(W4);
    case 'W5':
      // The page starts after the sample's order, whose own place counts from 0.
      return graphqlRequest(W5, { offset: sampleOf(samples.deep, index).offset + 1 });
    case 'W6':
      return graphqlRequest(W6, { input: sampleOf(samples.creates, index) });
    case 'W7':
      return undefined;
    case 'W8':
      return graphqlRequest(W8, { id: sampleOf(samples.confirms, index) });
  }
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
      return canonicalGroups(list(data, 'orderGroups'));
    case 'W5':
      return list(data, 'orders').map(canonicalPageRow);
    case 'W6': {
      const order = part(data, 'order');
      return { id: text(order, 'id'), total: decimalText(order['total']) };
    }
    case 'W7':
      throw new Error('the usual stack does not do W7');
    case 'W8': {
      const order = part(data, 'order');
      return { id: text(order, 'id'), status: text(order, 'status') };
    }
  }
}
