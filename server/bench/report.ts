import type { SystemName, Workload } from './contract.ts';
import { SETTINGS } from './bench-postgres.ts';
import { countsFor } from './data.ts';
import type { BenchOptions } from './options.ts';
import type { Spread, Summary } from './summary.ts';

export const WORKLOAD_TITLES: Readonly<Record<Workload, string>> = {
  W1: 'one order, depth 3',
  W2: '50 orders, depth 3',
  W3: '1,000 flat orders',
  W4: 'sum, count by status',
  W5: 'a page deep in the list',
  W6: 'create with 5 lines',
  W7: 'W2 under rules',
  W8: 'confirm: stock, points',
};

/** A system as the report tells of it. */
export interface ReportedSystem {
  readonly name: SystemName;
  readonly title: string;
  readonly version: string;
  readonly startMs: number;
  readonly peakMb: number | undefined;
  readonly nowMb: number | undefined;
}

export interface ReportInput {
  readonly date: string;
  readonly options: BenchOptions;
  readonly systems: readonly ReportedSystem[];
  readonly summaries: readonly Summary[];
  /** What kept a system out of a workload. */
  readonly left: readonly string[];
  readonly postgres: string;
  readonly machine: string;
  readonly pinned: boolean;
}

/** Why it is not asked unless it is named. */
const DIRECTUS_NOTE: readonly string[] = [
  'Directus is asked where it is named (`-- --systems a,b,c,d,e`), since it reports its use to its maker where it finds a',
  'network (`unshare -n` with loopback up gives it none). It has neither cursors nor rules of steps: W5 is by offset there.',
];

/** The results as Markdown. */
export function reportMarkdown(input: ReportInput): string {
  const { date, options, systems, postgres, machine, pinned } = input;
  const { rounds, seconds } = options;
  const versions = systems
    .map(({ title, version }) => (title.includes(version) ? title : `${title} ${version}`))
    .join(' · ');
  const { customers, products } = countsFor(options.orders);
  const count = (value: number): string => value.toLocaleString('en');
  const rows = `${count(customers)} customers, ${count(products)} products, ${count(options.orders)} orders, ${count(options.orders * 4)} lines`;
  return [
    '# Throughput beside the peers',
    '',
    `${date}. ${versions} · PostgreSQL ${postgres} · Node ${process.version}. ${machine}.`,
    '',
    `Made by \`npm run bench\`. All systems answer the same questions about the same rows (${rows}),`,
    'and their answers are compared before anything is measured. Formwork is asked over its',
    "real HTTP path with a member's token: sign-in, tenant role, rights, limits, metrics and events are on. The limit is",
    'hand-written prepared SQL that gives one JSON text, over bare `node:http`; it knows nobody and checks nothing.',
    'W4 is one question without values, and what several ask of Formwork at a time it answers once, by a statement that',
    'begins after the last of them has asked; nothing is kept from one answer to the next. Elsewhere values differ.',
    ...(systems.some(({ name }) => name === 'directus') ? DIRECTUS_NOTE : []),
    '',
    `${rounds} interleaved rounds, ${seconds} s each, after each server has been asked until an answer costs it no less than before (looks of two seconds, at most thirty); medians of the ratios within a round, least–most in brackets.`,
    pinned
      ? 'One core for the server, one for PostgreSQL and the load.'
      : '**Nothing was pinned to a core**: servers, PostgreSQL and the load shared all of them.',
    `PostgreSQL with ${SETTINGS.map(([name, value]) => `${name}=${value}`).join(', ')}.`,
    '',
    '![Throughput ratios](throughput.svg)',
    '',
    ...options.clients.flatMap((clients) => [
      `## ${clients} ${clients === 1 ? 'client' : 'clients'}`,
      '',
      ...ratioTable(input, clients),
      '',
    ]),
    '## CPU of server and PostgreSQL together, for each answer',
    '',
    ...options.clients.flatMap((clients) => [
      `${clients} ${clients === 1 ? 'client' : 'clients'}:`,
      '',
      ...cpuTable(input, clients),
      '',
    ]),
    '## Time of an answer, p50 / p99 in ms',
    '',
    ...options.clients.flatMap((clients) => [
      `${clients} ${clients === 1 ? 'client' : 'clients'}:`,
      '',
      ...timeTable(input, clients),
      '',
    ]),
    '## Rules of a role',
    '',
    ...rulesLines(input),
    '',
    '## Start and memory',
    '',
    '| | start to first answer | memory at the end | at most |',
    '|---|---|---|---|',
    ...systems.map(
      ({ title, startMs, nowMb, peakMb }) =>
        `| ${title} | ${(startMs / 1_000).toFixed(2)} s | ${megabytes(nowMb)} | ${megabytes(peakMb)} |`,
    ),
    '',
    ...(outside(input).length === 0 ? [] : ['## Left out', '', ...outside(input).map((line) => `- ${line}`), '']),
  ].join('\n');
}

/** What was not measured, or measured and not counted, and why. */
function outside({ left, summaries, systems }: ReportInput): readonly string[] {
  const failed = summaries.flatMap(({ system, workload, clients, failure }) => {
    if (failure === undefined) return [];
    const title = systems.find(({ name }) => name === system)?.title ?? system;
    return [`${title}, ${workload} at ${clients}: ${failure.slice(0, 200)}`];
  });
  return [...left, ...failed];
}

function megabytes(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value)} MB`;
}

function table(
  { options, systems, summaries }: ReportInput,
  clients: number,
  cell: (summary: Summary) => string,
): readonly string[] {
  const of = (system: SystemName, workload: Workload): string => {
    const found = summaries.find(
      (one) => one.system === system && one.workload === workload && one.clients === clients,
    );
    if (found === undefined) return '–';
    return found.failure === undefined ? cell(found) : 'failed';
  };
  return [
    `| | ${options.workloads.map((id) => `${id} ${WORKLOAD_TITLES[id]}`).join(' | ')} |`,
    `|---|${options.workloads.map(() => '---|').join('')}`,
    ...systems.map(({ name, title }) => `| ${title} | ${options.workloads.map((id) => of(name, id)).join(' | ')} |`),
  ];
}

function ratioTable(input: ReportInput, clients: number): readonly string[] {
  return table(input, clients, ({ system, rate, ratio }) =>
    system === 'sql' ? `${short(rate)}/s` : `${spreadText(ratio)} · ${short(rate)}/s`,
  );
}

function cpuTable(input: ReportInput, clients: number): readonly string[] {
  return table(input, clients, ({ system, serverCpuUs, databaseCpuUs, cpuRatio }) => {
    const used = `${short(serverCpuUs)} + ${short(databaseCpuUs)} µs`;
    return system === 'sql' ? used : `${cpuRatio === undefined ? '–' : cpuRatio.middle.toFixed(2)} · ${used}`;
  });
}

function timeTable(input: ReportInput, clients: number): readonly string[] {
  return table(input, clients, ({ p50Ms, p99Ms }) => `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`);
}

function rulesLines({ options, summaries, systems }: ReportInput): readonly string[] {
  const lines = systems.flatMap(({ name, title }) =>
    options.clients.flatMap((clients) => {
      const rate = (workload: Workload): number | undefined =>
        summaries.find((one) => one.system === name && one.workload === workload && one.clients === clients)?.rate;
      const [free, ruled] = [rate('W2'), rate('W7')];
      return free === undefined || ruled === undefined
        ? []
        : [`- ${title}, ${clients} ${clients === 1 ? 'client' : 'clients'}: W7 is ${(ruled / free).toFixed(2)} of W2.`];
    }),
  );
  return lines.length === 0 ? ['Not measured.'] : lines;
}

function spreadText(spread: Spread | undefined): string {
  if (spread === undefined) return '–';
  return `**${spread.middle.toFixed(2)}** (${spread.least.toFixed(2)}–${spread.most.toFixed(2)})`;
}

function short(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
