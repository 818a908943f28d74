import { readFileSync } from 'node:fs';
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
} from './canonical.ts';
import { firstAnswer } from './child.ts';
import type { BenchPlace, BenchRequest, BenchSystem, RunningSystem, Samples, Workload } from './contract.ts';
import { startFormwork, type BenchTenant } from './tenant.ts';

type Row = Readonly<Record<string, unknown>>;

const ROW = (total: string): string =>
  `id number orderedOn status: state shipCity note ${total} customer { id name city } lines { lineNo quantity price product { id sku name } }`;
const NEWEST = 'orderBy: [{ orderedOn: DESC }, { id: DESC }]';
const LIST = (total: string): string =>
  `query List($status: OrderState!, $until: Date!) { orders(where: { state: { eq: $status }, orderedOn: { lte: $until } }, ${NEWEST}, first: 50) { nodes { ${ROW(total)} } } }`;

/** What a client of Formwork's own API sends, always the same text with variables. */
const DOCUMENTS: Readonly<Record<Workload, string>> = {
  W1: `query One($id: ID!) { order(id: $id) { ${ROW('total')} } }`,
  W2: LIST('total'),
  W3: `query Flat($day: Date!) { orders(where: { orderedOn: { lte: $day } }, ${NEWEST}, first: 1000) { nodes { id number orderedOn status: state shipCity freight discount total priority note } } }`,
  W4: 'query Sums { ordersAggregate(groupBy: [{ state: VALUE }]) { key { status: state } count sum { total } } }',
  W5: `query Deep($after: String!) { orders(${NEWEST}, first: 20, after: $after) { nodes { id number orderedOn status: state total customer { id name } } } }`,
  W6: 'mutation Create($input: OrderInput!) { createOrder(input: $input) { id total } }',
  W7: LIST(''),
  W8: 'mutation Confirm($id: ID!) { confirmOrder(id: $id, version: 1) { id status: state } }',
};

/** (e), the product over its real HTTP path, as `formwork serve` runs it, asked with a member's token. */
export function formworkSystem(tenant: BenchTenant): BenchSystem {
  return {
    name: 'formwork',
    title: 'Formwork',
    version: formworkVersion(),
    prepare: () => Promise.resolve(),
    async start(place, pin): Promise<RunningSystem> {
      const began = performance.now();
      const child = startFormwork(place.databaseUrl, { port: place.port, folder: place.folder, pin });
      const send = async ({ method, path: at, headers, body }: BenchRequest): Promise<Response> =>
        fetch(`http://127.0.0.1:${place.port}${at}`, { method, headers, ...(body === undefined ? {} : { body }) });
      const [id] = place.samples.orderIds;
      const clerk = requestOf(tenant, tenant.clerkToken);
      await firstAnswer(child, () => send(clerk('W1', { id })));
      const startMs = performance.now() - began;
      const cursors = await cursorsOf(place, clerk, send);
      const limited = requestOf(tenant, tenant.limitedToken);
      const request: RunningSystem['request'] = (workload, index) => {
        const variables = variablesOf(workload, { samples: place.samples, cursors, index });
        return (workload === 'W7' ? limited : clerk)(workload, variables);
      };
      return { pid: child.pid, startMs, request, read, stop: child.stop };
    },
  };
}

type RequestOf = (document: string, variables: Row) => BenchRequest;

function requestOf(tenant: BenchTenant, token: string): RequestOf {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  return (document, variables) => ({
    method: 'POST',
    path: `/t/${tenant.name}/graphql`,
    headers,
    body: JSON.stringify({ query: DOCUMENTS[document as Workload] ?? document, variables }),
  });
}

/** A cursor is the server's word for a place: it is asked for, as a client would have it from the page before. */
async function cursorsOf(
  { samples }: BenchPlace,
  clerk: RequestOf,
  send: (request: BenchRequest) => Promise<Response>,
): Promise<readonly string[]> {
  const query = `query At($id: ID!) { orders(where: { id: { eq: $id } }, ${NEWEST}, first: 1) { edges { cursor } } }`;
  const cursors: string[] = [];
  for (const { id } of samples.deep) {
    const answer: unknown = await (await send(clerk(query, { id }))).json();
    const [edge] = list(part(part(answer, 'data'), 'orders'), 'edges');
    if (edge === undefined) throw new Error(`no cursor of ${id}`);
    cursors.push(text(edge, 'cursor'));
  }
  return cursors;
}

function variablesOf(
  workload: Workload,
  {
    samples,
    cursors,
    index,
  }: { readonly samples: Samples; readonly cursors: readonly string[]; readonly index: number },
): Row {
  const of = <Item>(items: readonly Item[]): Item | undefined => items[index % items.length];
  switch (workload) {
    case 'W1':
      return { id: of(samples.orderIds) };
    case 'W2':
    case 'W7':
      return { ...of(samples.lists) };
    case 'W3':
      return { day: of(samples.days) };
    case 'W4':
      return {};
    case 'W5':
      return { after: of(cursors) };
    case 'W6': {
      const create = of(samples.creates);
      const lines = (create?.lines ?? []).map((line) => ({ ...line, product: { id: line.product } }));
      return { input: { customer: { id: create?.customer }, orderedOn: create?.orderedOn, lines } };
    }
    case 'W8':
      return { id: samples.confirms[index] };
  }
}

function read(workload: Workload, body: string): unknown {
  const data = part(JSON.parse(body), 'data');
  const nodes = (): readonly Row[] => list(part(data, 'orders'), 'nodes');
  switch (workload) {
    case 'W1':
      return canonicalOrder(part(data, 'order'), workload);
    case 'W2':
    case 'W7':
      return nodes().map((row) => canonicalOrder(row, workload));
    case 'W3':
      return nodes().map(canonicalFlat);
    case 'W4':
      return canonicalGroups(
        list(data, 'ordersAggregate').map((group) => ({
          ...part(group, 'key'),
          count: group['count'],
          total: part(group, 'sum')['total'],
        })),
      );
    case 'W5':
      return nodes().map(canonicalPageRow);
    case 'W6': {
      const made = part(data, 'createOrder');
      return { id: text(made, 'id'), total: decimalText(made['total']) };
    }
    case 'W8': {
      const done = part(data, 'confirmOrder');
      return { id: text(done, 'id'), status: text(done, 'status') };
    }
  }
}

function formworkVersion(): string {
  const file = path.resolve(import.meta.dirname, '../../package.json');
  return text(JSON.parse(readFileSync(file, 'utf8')) as Row, 'version');
}
