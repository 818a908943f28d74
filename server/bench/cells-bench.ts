import path from 'node:path';
import { parseArgs } from 'node:util';
import { memoryOfBackends, type BackendMemory } from './backend-memory.ts';
import { FIGURES_OPTIONS, median, publishFigures, quantile, type Figure } from './figures.ts';
import { grownTemplate } from './grown-template.ts';
import { asOwner, GROUND_TEXT, onGround, type Ground } from './ground.ts';
import { createTenant, keepTemplate, ownerToken, startOwnServer, tenantAsker, type OwnServer } from './own-server.ts';
import { memoryOf } from './processes.ts';

/*
 * `node server/bench/cells-bench.ts [--tenants 100] [--shapes 10] [--out docs/bench] [--strict]`: many tenants in one
 * cell. The published figures are those of `--tenants 1000 --shapes 50`.
 */
const { values } = parseArgs({
  options: {
    ...FIGURES_OPTIONS,
    tenants: { type: 'string', default: '100' },
    shapes: { type: 'string', default: '10' },
    entities: { type: 'string', default: '30' },
    passes: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '60' },
  },
});
const TENANTS = Number(values.tenants);
const SHAPES = Number(values.shapes);
const ENTITIES = Number(values.entities);
const PASSES = Number(values.passes);
/** No tenant is begun later: on a busy machine there are fewer of them then, which the report says. */
const MINUTES = Number(values.minutes);
const WHOLE = { tenants: 1_000, shapes: 50 };
const AT_ONCE = 16;

interface CellTenant {
  readonly name: string;
  readonly token: string;
}

interface Provisioned {
  readonly tenants: readonly CellTenant[];
  readonly tookMs: readonly number[];
}

/** Makes the tenants one after the other, in turn of the shapes, each with a few rows. */
async function provision(server: OwnServer, say: Ground['say']): Promise<Provisioned> {
  for (let shape = 0; shape < SHAPES; shape += 1)
    await keepTemplate(server, grownTemplate({ entities: ENTITIES, pack: `shape${shape}`, variant: shape }));
  const tenants: CellTenant[] = [];
  const tookMs: number[] = [];
  const until = performance.now() + MINUTES * 60_000;
  for (let index = 0; index < TENANTS && performance.now() < until; index += 1) {
    const name = `tenant-${index}`;
    const began = performance.now();
    await createTenant(server, name, `shape${index % SHAPES}`);
    tookMs.push(performance.now() - began);
    const token = await ownerToken(server, name);
    const inputs = Array.from({ length: 50 }, (_, row) => ({ name: `Party ${row}`, city: `City ${row % 7}` }));
    await tenantAsker(server, name, token).ask(
      'mutation ($inputs: [Party0Input!]!) { createParty0s(inputs: $inputs) { id } }',
      { inputs },
    );
    tenants.push({ name, token });
    if ((index + 1) % 50 === 0) say(`${index + 1} tenants, the last 50 at ${median(tookMs.slice(-50)).toFixed(0)} ms`);
  }
  return { tenants, tookMs };
}

interface Asked {
  /** The first answer of a shape since the start, of another tenant of a shape that is compiled, and again. */
  readonly coldShapeMs: readonly number[];
  readonly coldTenantMs: readonly number[];
  readonly warmMs: readonly number[];
  readonly heapMb: readonly number[];
  readonly serverMb: number;
  readonly backends: readonly BackendMemory[];
}

const LIST = '{ party0s(first: 20, orderBy: [{ name: ASC }]) { nodes { id name city amount } } }';

async function ask(server: OwnServer, tenants: readonly CellTenant[], ground: Ground): Promise<Asked> {
  const [coldShapeMs, coldTenantMs, warmMs]: [number[], number[], number[]] = [[], [], []];
  const heapMb = [await heapOf(server)];
  const timed = async ({ name, token }: CellTenant): Promise<number> => {
    const began = performance.now();
    await tenantAsker(server, name, token).ask(LIST);
    return performance.now() - began;
  };
  for (const [index, tenant] of tenants.entries())
    (index < SHAPES ? coldShapeMs : coldTenantMs).push(await timed(tenant));
  heapMb.push(await heapOf(server));
  for (let pass = 0; pass < PASSES; pass += 1) for (const tenant of tenants) warmMs.push(await timed(tenant));
  // So that every connection has met most of the tenants, as in a cell that has run for a day.
  for (let pass = 0; pass < PASSES; pass += 1) await manyAtOnce(tenants, timed);
  heapMb.push(await heapOf(server));
  return {
    coldShapeMs,
    coldTenantMs,
    warmMs,
    heapMb,
    serverMb: memoryOf(server.child.pid)?.nowMb ?? Number.NaN,
    backends: await memoryOfBackends(ground.databaseUrl),
  };
}

async function manyAtOnce(
  tenants: readonly CellTenant[],
  work: (tenant: CellTenant) => Promise<number>,
): Promise<void> {
  const left = [...tenants];
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** What the server says of its own heap, in MB; it collects when it likes, so this is an upper bound of what it holds. */
async function heapOf({ url }: OwnServer): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const bytes = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1];
  return bytes === undefined ? Number.NaN : Number(bytes) / 1_048_576;
}

function figures({ tookMs, tenants }: Provisioned, asked: Asked): readonly Figure[] {
  const { coldShapeMs, coldTenantMs, warmMs, heapMb, serverMb, backends } = asked;
  const priv = backends.map(({ privateMb }) => privateMb);
  const is =
    tenants.length === WHOLE.tenants && SHAPES === WHOLE.shapes
      ? ''
      : `with ${tenants.length} tenants, not ${WHOLE.tenants}`;
  return [
    {
      name: 'A tenant is made, p50',
      value: median(tookMs),
      unit: 'ms',
      atMost: 300,
      of: `${tookMs.length} by \`createTenant\`, which publishes ${ENTITIES} tables`,
    },
    { name: '… p95', value: quantile(tookMs, 0.95), unit: 'ms' },
    { name: '… the last tenth, p50', value: median(tookMs.slice(-Math.ceil(tookMs.length / 10))), unit: 'ms' },
    {
      name: 'First answer of a tenant, its shape compiled already, p50',
      value: median(coldTenantMs),
      unit: 'ms',
      atMost: 50,
      of: `${coldTenantMs.length} tenants`,
    },
    { name: '… p95', value: quantile(coldTenantMs, 0.95), unit: 'ms' },
    {
      name: 'First answer of a tenant of a shape not compiled yet, p50',
      value: median(coldShapeMs),
      unit: 'ms',
      atMost: 50,
      of: `${coldShapeMs.length} shapes`,
    },
    { name: '… p95', value: quantile(coldShapeMs, 0.95), unit: 'ms' },
    {
      name: 'A warm list of 20, p50',
      value: median(warmMs),
      unit: 'ms',
      atMost: 5,
      of: `${warmMs.length} requests, from tenant to tenant`,
    },
    { name: '… p95', value: quantile(warmMs, 0.95), unit: 'ms' },
    {
      name: 'Heap of the server, all tenants asked',
      value: Math.max(...heapMb),
      unit: 'MB',
      atMost: 512,
      of: [`after the start ${(heapMb[0] ?? 0).toFixed(0)} MB`, is].filter((one) => one !== '').join('; '),
    },
    { name: 'Memory of the server’s process', value: serverMb, unit: 'MB' },
    {
      name: 'Private memory of a PostgreSQL connection, p99',
      value: quantile(priv, 0.99),
      unit: 'MB',
      atMost: 256,
      of: [`${priv.length} connections, median ${median(priv).toFixed(0)} MB`, is]
        .filter((one) => one !== '')
        .join('; '),
    },
  ];
}

/** What 10,000 tenants would take: plain arithmetic on what was measured. */
function extrapolation({ tenants }: Provisioned, { heapMb, backends }: Asked, relations: number): string {
  const [start = 0, ...later] = heapMb;
  const perShape = (Math.max(...later) - start) / SHAPES;
  const priv = median(backends.map(({ privateMb }) => privateMb));
  return [
    `**10,000 tenants, worked out, not measured.** A cell is one PostgreSQL database of at most 1,000 tenants, so they are ten cells of the kind above, and each connection meets one cell only: what a connection holds does not grow beyond a cell's (here ${priv.toFixed(0)} MB in the middle, with ${tenants.length} tenants and ${relations.toLocaleString('en')} relations).`,
    `A server in front of all ten holds compiled shapes, not tenants: about ${perShape.toFixed(1)} MB of heap each, garbage included, and never more than its budget for shapes, beyond which the least used is compiled anew.`,
    'Not measured: ten databases at once on one machine, a thousand tenants asking at the same moment, and backups of all of them.',
  ].join(' ');
}

async function bench(ground: Ground): Promise<number> {
  const { databaseUrl, folder, pin, say } = ground;
  const place = { databaseUrl, folder: path.join(folder, 'cell'), pin };
  const first = await startOwnServer(place);
  let made: Provisioned;
  try {
    made = await provision(first, say);
  } finally {
    await first.child.stop();
  }
  const relations = await asOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM pg_class');
    return rows[0]?.count ?? 0;
  });
  // Nothing is compiled and nobody was asked: that is cold.
  const server = await startOwnServer({ ...place, operator: first.operator });
  try {
    const asked = await ask(server, made.tenants, ground);
    return await publishFigures(
      {
        name: 'cells',
        title: 'Many tenants in one cell',
        command: `node server/bench/cells-bench.ts --tenants ${TENANTS} --shapes ${SHAPES}`,
        how: [
          GROUND_TEXT,
          `${made.tenants.length} tenants of ${ENTITIES} tables in ${SHAPES} shapes, made one after the other through the platform's API; ${relations.toLocaleString('en')} relations in the database at the end. Then the server is started anew. Each tenant is asked for a list of 20 for the first time, one after the other; then ${PASSES} times again; then ${PASSES} times by ${AT_ONCE} at once.`,
          'Heap is `nodejs_heap_size_used_bytes` of `/metrics`, the highest of three readings, garbage included. Private memory of a connection is `Private_Clean + Private_Dirty` of its backend process in `/proc`: caches of the catalogue and of plans, without the shared buffers.',
        ],
        figures: figures(made, asked),
        notes: [extrapolation(made, asked, relations)],
        details: { provisionMs: made.tookMs, ...asked, relations, options: values },
      },
      values,
    );
  } finally {
    await server.child.stop();
  }
}

await onGround('cells', bench);
