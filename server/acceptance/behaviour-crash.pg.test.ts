import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userId } from '../../schema/core/ids.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import { brokenAfterCrash, lostAndInvented } from '../test/crash-check.ts';
import {
  openCrashSide,
  readCrashAnswer,
  type CrashRequest,
  type CrashRow,
  type CrashSide,
} from '../test/crash-side.ts';
import { crashTemplate } from '../test/crash-template.ts';
import { startPostgres, type PostgresServer } from '../test/postgres-server.ts';
import { benchOf, publishContext, type Bench } from '../test/publishing.ts';
import { tenantBench } from '../test/tenant-bench.ts';

const LONG = process.env['FORMWORK_LONG'] === '1';
const ROUNDS = LONG ? 1_000 : 10;
/** On a slow machine fewer rounds do, but so many at least. */
const ROUNDS_MIN = LONG ? ROUNDS : 5;
const ENOUGH_MS = 40_000;
/** Every so often the database server is killed, and the one that works on it with it. */
const POSTMASTER_EVERY = 5;
/** The whole ledger is verified now and then, and at the end. */
const VERIFY_EVERY = 10;
const SEED = Number(process.env['FORMWORK_SEED'] ?? randomInt(2 ** 30));
const WORKER = path.resolve(import.meta.dirname, '../test/crash-worker.ts');
const PEOPLE = Array.from({ length: 6 }, () => randomUUID());
/** A round ends no sooner than that, unless the worker is very slow. */
const ANSWERS_MIN = 15;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2026-03-01T09:00:00.000Z');

let server: PostgresServer;
let folder: string;
let bench: Bench;
let side: CrashSide;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  server = await startPostgres({ durable: true });
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-crash-'));
  const made = await tenantBench(await openPostgres({ url: server.url }), crashTemplate());
  bench = made;
  for (const [index, id] of PEOPLE.entries())
    await putTenantUser(made.place, {
      id: userId(id),
      name: `P${String(index)}`,
      email: `${id}@example.com`,
      active: true,
    });
  await made.data(`mutation {
    a: createClient(input: { name: "Ada" }) { id }
    b: createClient(input: { name: "Rich", limit: "1000000" }) { id }
    c: createItem(input: { name: "Bolt", price: "100" }) { id }
    d: createItem(input: { name: "Nut", price: "5" }) { id }
    e: createProgramme(input: { code: "jobs" }) { id }
    f: createGift(input: { code: "mug", name: "Mug", cost: "10", stock: 5 }) { id }
    g: fundPoints(award: "finished", amount: "1500", reason: "Start", idempotencyKey: "start") { left }
  }`);
  side = await openCrashSide(server.url, bench.tenant.name);
}, 180_000);
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await side.close();
  await bench.context.control.database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function answersIn(log: string): Promise<number> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.split('"body":').length - 1;
}

/** Everything that was asked, and what it was answered: from the workers' logs, and by asking again. */
class Record {
  readonly answers = new Map<string, string>();
  readonly requests = new Map<string, { readonly request: CrashRequest; readonly round: number }>();
  /** The latest that was said of each row. */
  readonly rows = new Map<string, CrashRow>();
  readonly bought = new Set<string>();
  readonly codes = new Map<string, number>();
  readonly unexpected: string[] = [];
  readonly contradictions: string[] = [];
  unanswered = 0;

  /** Whole lines only: a kill may have cut the last. */
  async read(log: string, round: number): Promise<readonly CrashRequest[]> {
    const text = await readFile(log, 'utf8').catch(() => '');
    const asked: CrashRequest[] = [];
    for (const line of text.split('\n').slice(0, -1)) {
      // Written by the worker: a request, or a key with its answer.
      const entry = JSON.parse(line) as {
        readonly request?: CrashRequest;
        readonly key: string;
        readonly body: string;
      };
      if (entry.request === undefined) this.note(entry.key, entry.body);
      else {
        this.requests.set(entry.request.key, { request: entry.request, round });
        asked.push(entry.request);
      }
    }
    return asked;
  }

  note(key: string, body: string): void {
    const known = this.answers.get(key);
    const { row, codes } = readCrashAnswer(body);
    const { name = '?' } = this.requests.get(key)?.request ?? {};
    for (const code of codes) {
      this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
      if (!EXPECTED.test(code)) this.unexpected.push(`${name}: ${body}`);
    }
    if (codes.some((code) => PASSING.test(code))) return;
    if (known !== undefined && known !== body) this.contradictions.push(`${key}: first ${known}, then ${body}`);
    this.answers.set(key, body);
    if (row === null) return;
    // The shop tells of a purchase by its id alone.
    if (this.requests.get(key)?.request.name === 'redeemReward') this.bought.add(row.id);
    else if ((this.rows.get(row.id)?.version ?? 0) < row.version) this.rows.set(row.id, row);
  }
}

const EXPECTED = /^(LEDGER_(BELOW_MINIMUM|ABOVE_MAXIMUM)|VERSION_CONFLICT|DATABASE_\w+)$/;

/** No answer: the request was done or was not, and is asked again. */
const PASSING = /^(VERSION_CONFLICT|DATABASE_)/;

describe('kill -9 of the server and of PostgreSQL under load', () => {
  const record = new Record();
  const nowOf = (round: number): Date => new Date(FIRST_DAY + round * DAY_MS);

  /** Asks again what had no answer, and some of what had one: the one is done once, the other is told again. */
  async function askAgain(requests: readonly CrashRequest[], round: number): Promise<void> {
    for (const [index, request] of requests.entries()) {
      const isOpen = !record.answers.has(request.key);
      if (isOpen) record.unanswered += 1;
      if (!isOpen && (index + round) % 10 !== 0) continue;
      record.note(request.key, await side.ask(request, nowOf(round)));
    }
  }

  async function round(number: number, worker: Worker, following: Worker): Promise<void> {
    await worker.begin();
    // It warms up first; then it is killed at any moment.
    for (let waits = 0; waits < 400 && (await answersIn(worker.log)) < ANSWERS_MIN; waits += 1) await sleep(10);
    await sleep((SEED * (number + 1)) % 397);
    if (number % POSTMASTER_EVERY === POSTMASTER_EVERY - 1) {
      // Opening is not what is killed here.
      await following.ready();
      await killPostmaster();
    }
    await worker.end();
    await askAgain(await record.read(worker.log, number), number);
    expect(record.contradictions).toEqual([]);
    expect(await brokenAfterCrash(bench.query)).toEqual({});
    expect(await lostAndInvented(bench.query, record.rows, record.bought)).toEqual({ lost: [], invented: [] });
    if (number % VERIFY_EVERY === VERIFY_EVERY - 1) expect((await ledgerVerify(bench.place)).differences).toEqual([]);
  }

  it(
    `[PRF-10] loses nothing that was acknowledged, does nothing twice and breaks no bound (seed ${String(SEED)})`,
    { timeout: LONG ? 7_200_000 : 300_000 },
    async () => {
      let next = startWorker(0);
      let rounds = 0;
      const begun = Date.now();
      for (let number = 0; number < ROUNDS; number += 1) {
        if (number >= ROUNDS_MIN && !LONG && Date.now() - begun > ENOUGH_MS) break;
        rounds += 1;
        const worker = next;
        // The next one gets ready while this one works.
        next = startWorker(number + 1);
        await round(number, worker, next);
      }
      await next.end();
      const verification = await ledgerVerify(bench.place);
      expect(verification.differences).toEqual([]);
      // What proves nothing is not proof: there was work, there were refusals, and kills hit something on its way.
      expect(record.answers.size).toBeGreaterThan(rounds * ANSWERS_MIN * 0.5);
      expect(record.unanswered).toBeGreaterThan(rounds / 2);
      const refusals = ['LEDGER_BELOW_MINIMUM', 'LEDGER_ABOVE_MAXIMUM'].filter((code) => record.codes.has(code));
      // A short run on a slow machine does not come to both bounds.
      expect(refusals.length).toBeGreaterThanOrEqual(LONG ? 2 : 1);
      expect(record.unexpected.slice(0, 3)).toEqual([]);
      if (LONG)
        console.warn(
          `${String(record.answers.size)} answers, ${String(record.unanswered)} asked again, ${String(verification.postings)} postings`,
        );
    },
  );

  interface Worker {
    readonly log: string;
    readonly ready: () => Promise<void>;
    readonly begin: () => Promise<void>;
    readonly end: () => Promise<void>;
  }

  function startWorker(number: number): Worker {
    const log = path.join(folder, `${String(number)}.log`);
    const args = [
      '--no-warnings',
      WORKER,
      server.url,
      bench.tenant.name,
      log,
      String(SEED + number),
      nowOf(number).toISOString(),
      ...PEOPLE,
    ];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    workers.push(child);
    let [said, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdin.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
    const says = async (word: string): Promise<void> => {
      while (!said.includes(word)) {
        if (child.exitCode !== null) throw new Error(`the worker ended before it was ${word}:\n${errors}`);
        await sleep(5);
      }
    };
    return {
      log,
      ready: () => says('ready'),
      async begin() {
        await says('ready');
        child.stdin.write('go\n');
        await says('working');
      },
      async end() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  async function killPostmaster(): Promise<void> {
    const [pid] = (await readFile(path.join(server.folder, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await side.close();
    await bench.context.control.database.close();
    // Its children notice its death and let go of the memory, which the next one asks for.
    for (let attempt = 0; ; attempt += 1) {
      await sleep(200);
      try {
        await server.start();
        break;
      } catch (error) {
        if (attempt >= 20) throw new Error('PostgreSQL did not come back', { cause: error });
      }
    }
    bench = benchOf(await publishContext(await openPostgres({ url: server.url })), bench.tenant);
    side = await openCrashSide(server.url, bench.tenant.name);
  }
});
