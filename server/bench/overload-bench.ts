import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FIGURES_OPTIONS, median, publishFigures, quantile, type Figure } from './figures.ts';
import { deepQuery, grownTemplate } from './grown-template.ts';
import { GROUND_TEXT, onGround, type Ground } from './ground.ts';
import { rawRequest } from './measure.ts';
import { createTenant, keepTemplate, ownerToken, startOwnServer, tenantAsker, type OwnServer } from './own-server.ts';
import { pinTo } from './processes.ts';
import type { Stream, StreamOrder, StreamResult } from './stream-messages.ts';

/*
 * `node server/bench/overload-bench.ts [--seconds 8] [--out docs/bench] [--strict]`: three times as many requests as can
 * be answered, and one tenant that asks too much beside three that ask little.
 */
const { values } = parseArgs({
  options: { ...FIGURES_OPTIONS, seconds: { type: 'string', default: '8' }, times: { type: 'string', default: '3' } },
});
const SECONDS = Number(values.seconds);
const TIMES = Number(values.times);
const TENANTS = ['noisy', 'quiet-1', 'quiet-2', 'quiet-3'] as const;
/** As many as the server lets run at once [HTTP-6]. Rates hardly differ from 8 clients on, so where the peak is is chance. */
const MOST = 64;
const CLIENTS = [8, 16, 32, MOST] as const;
const QUIET_RATE = 10;
/** Of the 720 requests of a round the p99 is the eighth slowest. */
const QUIET_SECONDS = 3 * SECONDS;
/** What else the machine does falls into one round or the other, so the median of the rounds' ratios counts. */
const QUIET_ROUNDS = 5;
const DEALS = 400;
/** More than the server lets run and wait, so that it is the server that says no. */
const OPEN = 2_000;

interface Company {
  readonly name: string;
  readonly token: string;
}

/** How far the noise stands behind all others on its core: `nice`. */
const NOISE_NICE = 10;

/**
 * Of what the noise is late with, so many in a millisecond at most. Standing behind PostgreSQL it is late by 44 ms (p99,
 * a quiet machine), and would send what has become due as one rush of 130 and more, as no machine of its own would.
 */
const NOISE_EACH_MS = 32;

/** Orders for a load generator, one after the other. */
class StreamLoad {
  private readonly child: ChildProcess;

  constructor(pin: readonly string[], nice = 0) {
    const first = nice === 0 ? pin : ['nice', '-n', String(nice), ...pin];
    const [program, ...args] = [...first, process.execPath, path.join(import.meta.dirname, 'streams.ts')];
    // A session of its own, as other people's programs have: Linux shares a core out by session (sched(7), autogroup).
    this.child = spawn(program ?? process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    const group = `/proc/${this.child.pid ?? 0}/autogroup`;
    if (nice !== 0 && existsSync(group)) writeFileSync(group, String(nice));
  }

  run(streams: readonly Stream[], seconds = SECONDS): Promise<readonly StreamResult[]> {
    const order: StreamOrder = { streams, warmMs: 2_000, measureMs: seconds * 1_000 };
    return new Promise((resolve, reject) => {
      this.child.once('message', (results) => resolve(results as readonly StreamResult[]));
      this.child.once('exit', () => reject(new Error('the load generator ended')));
      this.child.send(order);
    });
  }

  stop(): void {
    this.child.removeAllListeners('exit');
    this.child.disconnect();
  }
}

async function makeCompanies(server: OwnServer): Promise<readonly Company[]> {
  const template = grownTemplate({ entities: 30 });
  await keepTemplate(server, template);
  const companies: Company[] = [];
  for (const name of TENANTS) {
    await createTenant(server, name, template.pack);
    const token = await ownerToken(server, name);
    const tenant = tenantAsker(server, name, token);
    const articles = Array.from({ length: 20 }, (_, index) => ({ name: `Article ${index}`, sku: `A-${index}` }));
    await tenant.ask('mutation ($inputs: [Article0Input!]!) { createArticle0s(inputs: $inputs) { id } }', {
      inputs: articles,
    });
    const deals = Array.from({ length: DEALS }, (_, index) => ({
      name: `Deal ${String(index).padStart(4, '0')}`,
      lines: [0, 1, 2].map((line) => ({
        pieces: 1 + line,
        price: '9.50',
        article: { sku: `A-${(index + line) % 20}` },
      })),
    }));
    await tenant.ask('mutation ($inputs: [Deal0Input!]!) { createDeal0s(inputs: $inputs) { id } }', { inputs: deals });
    companies.push({ name, token });
  }
  return companies;
}

function requestsOf(server: OwnServer, companies: readonly Company[]): readonly string[] {
  return companies.map(({ name, token }) =>
    rawRequest(
      {
        method: 'POST',
        path: `/t/${name}/graphql`,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: deepQuery(0, 50) }),
      },
      server.port,
    ),
  );
}

interface Peak {
  readonly clients: number;
  readonly rate: number;
  readonly p99Ms: number;
}

interface Overload {
  readonly peaks: readonly Peak[];
  readonly peak: Peak;
  readonly over: StreamResult;
  readonly rounds: readonly QuietRound[];
}

/** Three quiet tenants without the noise and right after it beside the noise. */
interface QuietRound {
  readonly calm: Quiet;
  readonly beside: Quiet;
  readonly noise: StreamResult;
}

/** What became of the requests of all quiet tenants, taken together. */
interface Quiet {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Of the tenant that waited longest. */
  readonly slowestP99Ms: number;
  readonly lateP99Ms: number;
  /** Refused, failed or not answered. */
  readonly lost: number;
}

function together(results: readonly StreamResult[]): Quiet {
  const each = results.flatMap(({ acceptedMs = [] }) => acceptedMs);
  return {
    p50Ms: quantile(each, 0.5),
    p95Ms: quantile(each, 0.95),
    p99Ms: quantile(each, 0.99),
    slowestP99Ms: Math.max(...results.map(({ p99Ms }) => p99Ms)),
    lateP99Ms: Math.max(...results.map(({ lateP99Ms }) => lateP99Ms)),
    lost: results.reduce((sum, { refused, failures, unanswered }) => sum + refused + failures + unanswered, 0),
  };
}

/** Load generators, a process each. */
interface Loads {
  /** The peak, and three times that. */
  readonly even: StreamLoad;
  readonly noise: StreamLoad;
  readonly quiet: StreamLoad;
}

async function measure(server: OwnServer, { even, noise, quiet }: Loads, say: Ground['say']): Promise<Overload> {
  const companies = await makeCompanies(server);
  const all = requestsOf(server, companies);
  const peaks: Peak[] = [];
  for (const clients of CLIENTS) {
    const [result] = await even.run([{ name: 'closed', port: server.port, requests: all, connections: clients }]);
    if (result === undefined || result.failures > 0) throw new Error(`failed: ${result?.firstFailure ?? ''}`);
    peaks.push({ clients, rate: result.acceptedRate, p99Ms: result.p99Ms });
    say(`${clients} clients: ${result.acceptedRate.toFixed(0)}/s, p99 ${result.p99Ms.toFixed(1)} ms`);
  }
  const peak = peaks.reduce((best, one) => (one.rate > best.rate ? one : best));
  const rate = peak.rate * TIMES;
  const [over] = await even.run([{ name: 'overload', port: server.port, requests: all, connections: OPEN, rate }]);
  if (over === undefined) throw new Error('no result');
  say(`${TIMES} times that: ${JSON.stringify(over)}`);
  const little = companies.slice(1).map((company): Stream => ({
    name: company.name,
    port: server.port,
    requests: requestsOf(server, [company]),
    connections: 50,
    rate: QUIET_RATE,
    tellsEach: true,
  }));
  const much: Stream = {
    name: 'noisy',
    port: server.port,
    requests: requestsOf(server, companies.slice(0, 1)),
    connections: OPEN,
    rate,
    eachMs: NOISE_EACH_MS,
  };
  const rounds: QuietRound[] = [];
  while (rounds.length < QUIET_ROUNDS) {
    const calm = together(await quiet.run(little, QUIET_SECONDS));
    const [[made], asked] = await Promise.all([noise.run([much], QUIET_SECONDS), quiet.run(little, QUIET_SECONDS)]);
    if (made === undefined) throw new Error('no result');
    rounds.push({ calm, beside: together(asked), noise: made });
    say(JSON.stringify(rounds.at(-1)));
  }
  return { peaks, peak, over, rounds };
}

/** What the server had of it: it is asked for three times the peak, but behind all others on its core. */
function sentRate({ accepted, refused, failures }: StreamResult): number {
  return (accepted + refused + failures) / QUIET_SECONDS;
}

function figures({ peak, peaks, over, rounds }: Overload): readonly Figure[] {
  const tried = peaks.map(({ clients, rate }) => `${clients}: ${rate.toFixed(0)}/s`).join(', ');
  const most = peaks.find(({ clients }) => clients === MOST) ?? peak;
  const middle = (of: (round: QuietRound) => number): number => median(rounds.map(of));
  const ratios = rounds.map(({ calm, beside }) => beside.p99Ms / calm.p99Ms).toSorted((a, b) => a - b);
  const sent = middle(({ noise }) => sentRate(noise)).toFixed(0);
  const answered = middle(({ noise }) => noise.acceptedRate).toFixed(0);
  const times = (name: 'p50Ms' | 'p95Ms' | 'slowestP99Ms'): string =>
    `${middle(({ calm }) => calm[name]).toFixed(1)} ms alone, ${middle(({ beside }) => beside[name]).toFixed(1)} ms beside it`;
  return [
    { name: 'Peak of the closed loop', value: peak.rate, unit: '/s', of: `${peak.clients} clients (${tried})` },
    { name: `p99 with ${MOST} clients`, value: most.p99Ms, unit: 'ms' },
    {
      name: `Goodput at ${TIMES} times the peak, of the peak`,
      value: (over.acceptedRate / peak.rate) * 100,
      unit: '%',
      atLeast: 80,
    },
    {
      name: `p99 of what was accepted, of the p99 with ${MOST} clients`,
      value: over.p99Ms / most.p99Ms,
      unit: '×',
      atMost: 2,
      of: `${over.p99Ms.toFixed(0)} ms`,
    },
    {
      name: 'Told 503 with Retry-After',
      value: over.refused,
      unit: '',
      of: `of ${over.refused + over.accepted + over.failures + over.unanswered}; p99 of the refusal ${over.refusedP99Ms.toFixed(0)} ms`,
    },
    {
      name: 'Answered otherwise, or not at all',
      value: over.failures + over.unanswered,
      unit: '',
      atMost: 0,
      of: over.firstFailure ?? '',
    },
    {
      name: 'p99 of three quiet tenants, alone',
      value: middle(({ calm }) => calm.p99Ms),
      unit: 'ms',
      of: `each ${QUIET_RATE} requests a second; p99 sent ${middle(({ calm }) => calm.lateP99Ms).toFixed(1)} ms late`,
    },
    {
      name: '… beside a noisy one',
      value: middle(({ beside }) => beside.p99Ms),
      unit: 'ms',
      of: `that sends ${sent}/s and is answered ${answered}/s; p99 sent ${middle(({ beside }) => beside.lateP99Ms).toFixed(1)} ms late`,
    },
    {
      name: '… as a ratio',
      value: median(ratios),
      unit: '×',
      atMost: 1.5,
      of: `median of ${rounds.length} rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
    },
    {
      name: 'Their p95 beside it',
      value: middle(({ beside }) => beside.p95Ms),
      unit: 'ms',
      of: `p95 ${times('p95Ms')}; p50 ${times('p50Ms')}; p99 of the slowest of the three ${times('slowestP99Ms')}`,
    },
    {
      name: 'Quiet requests refused or failed beside it',
      value: rounds.reduce((sum, { beside }) => sum + beside.lost, 0),
      unit: '',
      atMost: 0,
    },
  ];
}

async function bench({ databaseUrl, folder, pin, say, rest }: Ground): Promise<number> {
  const server = await startOwnServer({ databaseUrl, folder, pin });
  const pinned = pinTo(rest);
  const loads: Loads = {
    even: new StreamLoad(pinned),
    noise: new StreamLoad(pinned, NOISE_NICE),
    quiet: new StreamLoad(pinned),
  };
  try {
    const measured = await measure(server, loads, say);
    return await publishFigures(
      {
        name: 'overload',
        title: 'Overload',
        command: 'node server/bench/overload-bench.ts',
        how: [
          GROUND_TEXT,
          `Four tenants of 30 entities, ${DEALS} documents with three lines each. Every request is a list of 50 documents with their lines and the lines' articles. The peak is the best of ${CLIENTS.join(', ')} clients, each of which sends its next request when it has its answer; ${MOST} are as many as the server lets run at once. Then requests come by the clock at ${TIMES} times that rate, whatever is answered, over at most ${OPEN} connections, and their time counts from when they were due. ${SECONDS} s each.`,
          `Noise: one tenant asks at that rate, alone, beside three that ask ten times a second, for ${QUIET_SECONDS} s, right after as long without the noise; ${QUIET_ROUNDS} rounds of that. The p99 of the three tenants' ${3 * QUIET_RATE * QUIET_SECONDS} requests together is compared within each round, and the median of the ratios counts; so do medians of the rounds elsewhere. Clients of different companies have machines of their own: noise and quiet are sent by a process each, in sessions of their own, and that of the noise stands behind PostgreSQL and the quiet ones on their core (nice ${NOISE_NICE}), so that they do not wait for whoever makes the noise. What it is late with it sends by ${NOISE_EACH_MS} a millisecond at most, since with a machine of its own it would not be late. Where a load generator is late, its lateness is in the times.`,
        ],
        figures: figures(measured),
        details: { ...measured, options: values },
      },
      values,
    );
  } finally {
    for (const load of [loads.even, loads.noise, loads.quiet]) load.stop();
    await server.child.stop();
  }
}

await onGround('overload', bench);
