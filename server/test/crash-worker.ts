import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from './ledger-load.ts';
import { openCrashSide, readCrashAnswer, type CrashMutation, type CrashRow, type CrashSide } from './crash-side.ts';

/**
 * A process to be killed: several members work at once without end. Each request is written to the log before it is
 * sent and its answer when it came; what has no answer there may or may not have been done.
 */
interface Work {
  readonly side: CrashSide;
  readonly person: string;
  readonly random: () => number;
  readonly seed: string;
  readonly log: string;
  readonly now: () => Date;
}

async function ask(
  work: Work & { readonly at: { count: number } },
  name: CrashMutation,
  variables: Readonly<Record<string, unknown>>,
): Promise<CrashRow | null> {
  work.at.count += 1;
  const request = {
    key: `${work.seed}-${work.person.slice(0, 8)}-${String(work.at.count)}`,
    person: work.person,
    name,
    variables,
  };
  appendFileSync(work.log, `${JSON.stringify({ request })}\n`);
  const body = await work.side.ask(request, work.now());
  appendFileSync(work.log, `${JSON.stringify({ key: request.key, body })}\n`);
  const { row, codes } = readCrashAnswer(body);
  // A client that is told so waits before it asks for more.
  if (codes.includes('DATABASE_UNAVAILABLE')) await sleep(UNAVAILABLE_MS);
  return row;
}

const UNAVAILABLE_MS = 100;

type Steps = readonly [create: CrashMutation, ...steps: CrashMutation[]];

/** What somebody does with one document: to the end, or only so far. */
const LIVES: readonly { readonly steps: Steps; readonly input: (work: Work) => Readonly<Record<string, unknown>> }[] = [
  {
    steps: ['createOrder', 'confirmOrder', 'shipOrder', 'cancelOrder'],
    input: ({ random }) => ({
      client: { name: random() < 0.5 ? 'Ada' : 'Rich' },
      depot: 'main',
      // Now and then the same item twice.
      lines: Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({
        item: { name: random() < 0.7 ? 'Bolt' : 'Nut' },
        qty: String(1 + Math.floor(random() * 4)),
      })),
    }),
  },
  {
    steps: ['createReceipt', 'receiveReceipt'],
    input: ({ random }) => ({
      item: { name: random() < 0.5 ? 'Bolt' : 'Nut' },
      depot: 'main',
      qty: String(1 + Math.floor(random() * 3)),
    }),
  },
  {
    steps: ['createJob', 'finishJob', 'cancelJob'],
    input: ({ random, person }) => ({ name: 'Roof', doer: { id: person }, size: String(1 + Math.floor(random() * 9)) }),
  },
  {
    steps: ['createRedemption', 'redeemRedemption', 'giveBackRedemption'],
    input: () => ({ reward: { code: 'mug' }, qty: 1 }),
  },
];

async function live(work: Work): Promise<never> {
  const at = { count: 0 };
  for (;;) {
    if (work.random() < 0.15) await ask({ ...work, at }, 'redeemReward', { reward: 'mug' });
    const { steps, input } = LIVES[Math.floor(work.random() * LIVES.length)] ?? {
      steps: ['createJob'] as const,
      input: () => ({}),
    };
    const [create, ...rest] = steps;
    let row = await ask({ ...work, at }, create, { i: input(work) });
    for (const step of rest) {
      if (row === null || work.random() < 0.15) break;
      row = await ask({ ...work, at }, step, { id: row.id, v: row.version });
    }
  }
}

const [url, tenant, log, seed, at, ...people] = process.argv.slice(2);
if (url !== undefined && tenant !== undefined && log !== undefined && seed !== undefined && at !== undefined) {
  const side = await openCrashSide(url, tenant);
  process.stdout.write('ready\n');
  // The next worker waits while its forerunner works.
  await new Promise((resolve) => process.stdin.once('data', resolve));
  process.stdin.destroy();
  process.stdout.write('working\n');
  const now = new Date(at);
  await Promise.all(
    people.map((person, index) =>
      live({ side, person, random: randomFrom(Number(seed) * 31 + index), seed, log, now: () => now }),
    ),
  );
}
