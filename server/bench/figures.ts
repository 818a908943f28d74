import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';

/** One measured number, and what it should come to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | '/s' | '%' | '×' | '';
  readonly atMost?: number;
  readonly atLeast?: number;
  /** How many measurements it is of, and what a reader must know of it. */
  readonly of?: string;
}

/** What a bench has to tell. */
export interface FiguresReport {
  /** The name of its files. */
  readonly name: string;
  readonly title: string;
  readonly command: string;
  /** How it was measured, a paragraph each. */
  readonly how: readonly string[];
  readonly figures: readonly Figure[];
  /** More Markdown below the table: what was not measured, and what is worked out. */
  readonly notes?: readonly string[];
  /** Whatever else the JSON keeps. */
  readonly details?: Readonly<Record<string, unknown>>;
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Options that every bench of figures has. */
export interface FiguresOptions {
  /** Folder of the results. */
  readonly out: string;
  /** Fail when a target is missed. */
  readonly strict: boolean;
}

/** `--out` and `--strict`, for `parseArgs`. */
export const FIGURES_OPTIONS = {
  out: { type: 'string', default: 'docs/bench' },
  strict: { type: 'boolean', default: false },
} as const;

/** The value below which the share of the values lies, in the order of size. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Prints the report, writes it as Markdown and JSON, and gives the exit code. */
export async function publishFigures(report: FiguresReport, { out, strict }: FiguresOptions): Promise<number> {
  const folder = path.resolve(ROOT, out);
  await mkdir(folder, { recursive: true });
  const at = new Date().toISOString();
  const markdown = markdownOf(report, at.slice(0, 10));
  await writeFile(path.join(folder, `${report.name}.md`), markdown);
  const machine = { node: process.version, processor: cpus()[0]?.model.trim(), cores: cpus().length, load: loadavg() };
  const { figures, details } = report;
  const kept = { at, machine, figures, missed: figures.filter(isMissed).map(({ name }) => name), details };
  await writeFile(path.join(folder, `${report.name}.json`), `${JSON.stringify(kept, null, 1)}\n`);
  process.stdout.write(`\n${markdown}`);
  return strict && figures.some(isMissed) ? 1 : 0;
}

/** Whether there is a target and the value misses it; what could not be measured misses it, too. */
export function isMissed({ value, atMost, atLeast }: Figure): boolean {
  if (atMost === undefined && atLeast === undefined) return false;
  return !(value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity));
}

function markdownOf({ title, command, how, figures, notes = [] }: FiguresReport, date: string): string {
  const machine = `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`;
  const [load] = loadavg();
  return [
    `# ${title}`,
    '',
    `${date}. Node ${process.version}. ${machine}; load of the machine at the end ${(load ?? 0).toFixed(1)}. Made by \`${command}\`.`,
    '',
    ...how.flatMap((paragraph) => [paragraph, '']),
    '| | measured | target | |',
    '|---|---|---|---|',
    ...figures.map(
      (figure) =>
        `| ${figure.name} | **${shown(figure.value, figure.unit)}** | ${target(figure)} | ${[isMissed(figure) ? 'missed' : '', figure.of ?? ''].filter((one) => one !== '').join(' · ')} |`,
    ),
    '',
    ...notes.flatMap((paragraph) => [paragraph, '']),
  ].join('\n');
}

function target({ atMost, atLeast, unit }: Figure): string {
  if (atMost !== undefined) return `≤ ${shown(atMost, unit)}`;
  return atLeast === undefined ? '' : `≥ ${shown(atLeast, unit)}`;
}

function shown(value: number, unit: Figure['unit']): string {
  if (Number.isNaN(value)) return 'not measured';
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === '/s' || unit === '%' || unit === '' ? `${text}${unit}` : `${text} ${unit}`;
}
