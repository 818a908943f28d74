import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FIGURES_OPTIONS, publishFigures, type Figure } from './figures.ts';

/*
 * `npm run bench:forms [-- --out docs/bench] [--strict]`: the browser tests of forms and of the form's canvas at their
 * full size, with the goals of a quiet machine; a quarter of an hour.
 */
const { values } = parseArgs({ options: FIGURES_OPTIONS });
const ROOT = path.resolve(import.meta.dirname, '../..');
const FILES = ['form-speed', 'form-typing', 'form-canvas'] as const;
const RULES = 'DSG-38|FORM-6|FORM-14|WRK-104';

/** Runs the tests; gives their exit code and what they measured. */
function measured(): { readonly status: number; readonly of: ReadonlyMap<string, number> } {
  const folder = mkdtempSync(path.join(tmpdir(), 'formwork-forms-'));
  const file = path.join(folder, 'figures.ndjson');
  try {
    const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
    const { status } = spawnSync(
      process.execPath,
      [vitest, 'run', '--project', 'postgres', '--no-file-parallelism', ...FILES, '-t', RULES],
      {
        cwd: ROOT,
        stdio: 'inherit',
        env: { ...process.env, FORMWORK_LONG: '1', FORMWORK_QUIET: '1', FORMWORK_FIGURES: file },
      },
    );
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return { status: status ?? 1, of: new Map(lines.flatMap(numbersOf)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function numbersOf(line: string): readonly [string, number][] {
  const numbers: Readonly<Record<string, number>> = JSON.parse(line);
  return Object.entries(numbers);
}

function figures(of: ReadonlyMap<string, number>): readonly Figure[] {
  const value = (name: string): number => of.get(name) ?? Number.NaN;
  const ms = (name: string, key: string, atMost?: number): Figure => ({
    name,
    value: value(key),
    unit: 'ms',
    ...(atMost === undefined ? {} : { atMost }),
  });
  const ratio = (name: string, [key, bare]: readonly [string, string]): Figure => ({
    name,
    value: value(key) / value(bare),
    unit: '×',
    of: `a bare input of the same page: ${value(bare).toFixed(1)} ms`,
  });
  const none = (name: string, key: string, of: string): Figure => ({
    name,
    value: value(key),
    unit: '',
    atMost: 0,
    of,
  });
  const keys = (rate: number): string => `${value(`keys${rate}`).toLocaleString('en')} keys at gaps of 15 to 300 ms`;
  return [
    ms('200 fields: first render', 'wideFirstMs', 1_000),
    ms('200 fields: key to paint, p50', 'wideKeyMedianMs', 16.7),
    ms('200 fields: key to paint, p95', 'wideKeyP95Ms', 33),
    ratio('200 fields: p50 beside a bare input', ['wideKeyMedianMs', 'wideBareMedianMs']),
    ratio('200 fields: p95 beside a bare input', ['wideKeyP95Ms', 'wideBareP95Ms']),
    ms('50 rows of 7 columns: key to paint, p50', 'rowsKeyMedianMs', 16.7),
    ms('50 rows of 7 columns: key to paint, p95', 'rowsKeyP95Ms', 33),
    none('Keys lost or doubled', 'wrong1', keys(1)),
    none('Keys lost or doubled, CPU slowed 4 times', 'wrong4', keys(4)),
    none('Pinyin compositions that came out otherwise', 'pinyinWrong1', '4 with pauses up to 400 ms'),
    none('Pinyin compositions that came out otherwise, CPU slowed 4 times', 'pinyinWrong4', 'the same'),
    ms('Canvas of 200 fields: edit to paint, p50', 'canvasEditMedianMs', 100),
    ms('Canvas of 200 fields: edit to paint, p95', 'canvasEditP95Ms', 100),
    {
      name: 'Canvas of 200 fields: frames while dragging',
      value: value('canvasDragFps'),
      unit: '/s',
      atLeast: 0.9 * value('canvasBareFps'),
      of: `the page at rest: ${value('canvasBareFps')}/s`,
    },
  ];
}

const { status, of } = measured();
const code = await publishFigures(
  {
    name: 'forms',
    title: 'Typing and designing',
    command: 'npm run bench:forms',
    how: [
      'The browser tests `form-speed`, `form-typing` and `form-canvas`, in a browser without a screen (headless Chromium, drawn by the processor) on the same machine as the server. Key to paint is from the key going down until after the next frame.',
      'The bare input stands in the same page and is typed into at the same pace: it shows what the browser and the machine take by themselves.',
    ],
    figures: figures(of),
    details: { measured: Object.fromEntries(of) },
  },
  values,
);
process.exitCode = status === 0 ? code : status;
