import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asker } from './ask.ts';
import { firstAnswer, freePort, startChild, type Child } from './child.ts';
import { FIGURES_OPTIONS, median, publishFigures, type Figure } from './figures.ts';
import { deepQuery, grownTemplate } from './grown-template.ts';
import { GROUND_TEXT, onGround, type Ground } from './ground.ts';
import { createTenant, keepTemplate, ownerToken, startOwnServer, tenantAsker } from './own-server.ts';
import { endTree } from './processes.ts';
import { startFormwork } from './tenant.ts';

/*
 * `node server/bench/start-bench.ts [--times 5] [--out docs/bench] [--strict]`: from the start of the process to the
 * first answer.
 */
const { values } = parseArgs({
  options: { ...FIGURES_OPTIONS, times: { type: 'string', default: '5' }, clones: { type: 'string', default: '5' } },
});
const TIMES = Number(values.times);
const CLONES = Number(values.clones);
const ROOT = path.resolve(import.meta.dirname, '../..');
const ROWS = 200;
const CLONE_MS_MAX = 300_000;
/** The last of what each build writes. */
const BUILT = ['server/cli/bin.js', 'builder-ui/index.html'] as const;

interface Starts {
  readonly answerMs: readonly number[];
  /** Until `/health/ready` says so. */
  readonly readyMs: readonly number[];
}

interface Data {
  readonly databaseUrl: string | undefined;
  readonly folder: string;
  readonly pin: readonly string[];
}

/** Makes a tenant with rows, ends in good order, and starts the product on them so many times. */
async function startsOn(data: Data): Promise<Starts> {
  const token = await makeData(data);
  const [answerMs, readyMs]: [number[], number[]] = [[], []];
  // The first start after a build compiles the code anew; it is kept from then on.
  for (let time = -1; time < TIMES; time += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const began = performance.now();
    const child = startFormwork(data.databaseUrl, { port, folder: data.folder, pin: data.pin });
    try {
      await firstAnswer(child, () => fetch(`${url}/health/ready`));
      const ready = performance.now() - began;
      await tenantAsker({ url }, 'started', token).ask(deepQuery(0, 20));
      const answered = performance.now() - began;
      if (time >= 0) readyMs.push(ready);
      if (time >= 0) answerMs.push(answered);
    } finally {
      await child.stop();
    }
  }
  return { answerMs, readyMs };
}

async function makeData(data: Data): Promise<string> {
  const server = await startOwnServer(data);
  try {
    const template = grownTemplate({ entities: 30 });
    await keepTemplate(server, template);
    await createTenant(server, 'started', template.pack);
    const token = await ownerToken(server, 'started');
    const inputs = Array.from({ length: ROWS }, (_, index) => ({
      name: `Deal ${index}`,
      lines: [{ pieces: 1 + (index % 9), price: '12.50' }],
    }));
    await tenantAsker(server, 'started', token).ask(
      'mutation ($inputs: [Deal0Input!]!) { createDeal0s(inputs: $inputs) { id } }',
      { inputs },
    );
    return token;
  } finally {
    await server.child.stop();
  }
}

/** When each part was done, from the start of `npm start`. */
interface CloneStart {
  readonly serverBuiltMs: number;
  readonly pagesBuiltMs: number;
  readonly readyMs: number;
  readonly answerMs: number;
}

/** `npm start` in a clone that has its packages and nothing else, until a demo member is answered. */
async function freshClone(folder: string, index: number, onAll: readonly string[]): Promise<CloneStart> {
  const clone = mkdtempSync(path.join(folder, `clone-${index}-`));
  const port = await freePort();
  let child: Child | undefined;
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, path.join(clone, 'formwork')]);
    linkPackages(path.join(clone, 'formwork'));
    const began = performance.now();
    // A person's machine is not divided as that of a bench is.
    child = startChild(onAll, ['npm', 'start'], {
      cwd: path.join(clone, 'formwork'),
      log: path.join(clone, 'start.log'),
      env: { PORT: String(port), DATABASE_URL: '', FORMWORK_DATA: path.join(clone, 'data'), NODE_ENV: '' },
    });
    const seen = new Map<string, number>();
    const see = (file: string): void => {
      if (!seen.has(file) && existsSync(path.join(clone, 'formwork/dist', file)))
        seen.set(file, performance.now() - began);
    };
    await firstAnswer(
      child,
      () => {
        BUILT.forEach(see);
        return fetch(`http://127.0.0.1:${port}/health/ready`);
      },
      CLONE_MS_MAX,
    );
    const readyMs = performance.now() - began;
    const member = asker(`http://127.0.0.1:${port}/platform/graphql`);
    await member.ask(
      'mutation { signIn(email: "lin@lantern.example", password: "formwork-demo") { user { id } issues { code } } }',
    );
    await member
      .at(`http://127.0.0.1:${port}/t/lantern/graphql`)
      .ask('{ salesOrders(first: 20) { nodes { id number total } } }');
    const [serverBuiltMs = Number.NaN, pagesBuiltMs = Number.NaN] = BUILT.map((file) => seen.get(file));
    return { serverBuiltMs, pagesBuiltMs, readyMs, answerMs: performance.now() - began };
  } finally {
    // `npm` starts a shell, which starts the product.
    if (child !== undefined) await endTree(child.pid);
    await child?.stop();
    rmSync(clone, { recursive: true, force: true });
  }
}

/** Installed packages, as links where the disk is the same. */
function linkPackages(clone: string): void {
  const from = path.join(ROOT, 'node_modules');
  const { status } = spawnSync('cp', ['-al', from, clone]);
  if (status !== 0) cpSync(from, path.join(clone, 'node_modules'), { recursive: true, verbatimSymlinks: true });
}

function figures(starts: {
  readonly postgres: Starts;
  readonly embedded: Starts;
  readonly clones: readonly CloneStart[];
}): readonly Figure[] {
  const spread = (times: readonly number[]): string =>
    `${times.length} starts, ${(Math.min(...times) / 1_000).toFixed(2)}–${(Math.max(...times) / 1_000).toFixed(2)} s`;
  const row = (name: string, times: readonly number[], atMost?: number): Figure => ({
    name,
    value: median(times) / 1_000,
    unit: 's',
    ...(atMost === undefined ? {} : { atMost }),
    of: spread(times),
  });
  return [
    row('PostgreSQL with existing data: first answer', starts.postgres.answerMs, 1),
    row('… ready', starts.postgres.readyMs),
    row('Embedded with existing data: first answer', starts.embedded.answerMs, 2),
    row('… ready', starts.embedded.readyMs),
    ...(starts.clones.length === 0
      ? []
      : [
          row(
            '`npm start` on a fresh clone: first answer of the demo',
            starts.clones.map(({ answerMs }) => answerMs),
            20,
          ),
          row(
            '… server built',
            starts.clones.map(({ serverBuiltMs }) => serverBuiltMs),
          ),
          row(
            '… pages built',
            starts.clones.map(({ pagesBuiltMs }) => pagesBuiltMs),
          ),
          row(
            '… ready, demo made',
            starts.clones.map(({ readyMs }) => readyMs),
          ),
        ]),
  ];
}

async function bench({ databaseUrl, folder, pin, rest, say }: Ground): Promise<number> {
  const postgres = await startsOn({ databaseUrl, folder: path.join(folder, 'on-postgres'), pin });
  say(`PostgreSQL: ${median(postgres.answerMs).toFixed(0)} ms`);
  const embedded = await startsOn({ databaseUrl: undefined, folder: path.join(folder, 'embedded'), pin });
  say(`embedded: ${median(embedded.answerMs).toFixed(0)} ms`);
  const clones: CloneStart[] = [];
  const [core] = pin.slice(-1);
  const onAll = core === undefined || rest === undefined ? [] : ['taskset', '-c', `${core},${rest}`];
  for (let index = 0; index < CLONES; index += 1) clones.push(await freshClone(folder, index, onAll));
  return publishFigures(
    {
      name: 'start',
      title: 'Start to first answer',
      command: 'node server/bench/start-bench.ts',
      how: [
        GROUND_TEXT,
        `Existing data: a tenant of 30 entities with ${ROWS} documents and their lines. Measured from the start of the process to the whole answer of a query of 4 levels over HTTP, by a member's token; the first start after the build, which compiles the code, is left out.`,
        `Fresh clone: \`git clone\` of the working tree's HEAD, its packages linked in, then \`npm start\`, which builds the server and the pages and makes two demo companies in the embedded database; until a demo member has signed in and read a page of orders. It runs on both cores.`,
      ],
      figures: figures({ postgres, embedded, clones }),
      details: { postgres, embedded, clones, options: values },
    },
    values,
  );
}

await onGround('start', bench);
