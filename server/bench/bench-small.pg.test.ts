import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

/**
 * About an eighth of what Formwork's ratios to hand-written SQL are on a quiet machine (docs/bench): whatever else a
 * machine does, it does to both; ten times slower does not pass.
 */
const AT_LEAST = 'W1=0.06,W2=0.1,W3=0.1,W4=0.1,W5=0.06,W6=0.02,W7=0.1,W8=0.012';
const OPTIONS = ['--systems', 'a,e', '--orders', '10000', '--clients', '4', '--rounds', '1', '--seconds', '0.8'];

it('[BEN-1] the bench runs, all answers are right, and none takes ten times as long as it did', async () => {
  const out = await mkdtemp(path.join(tmpdir(), 'formwork-bench-'));
  try {
    const bench = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'bench.ts'), ...OPTIONS, '--at-least', AT_LEAST, '--out', out],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    for (const stream of [bench.stdout, bench.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    const code = await new Promise((resolve) => {
      bench.once('exit', resolve);
    });
    expect([code, code === 0 ? '' : said]).toEqual([0, '']);
    expect(await readFile(path.join(out, 'throughput.svg'), 'utf8')).toContain('<svg');
    const told = JSON.parse(await readFile(path.join(out, 'throughput.json'), 'utf8')) as { readonly cells: unknown[] };
    expect(told.cells.length).toBe(8 * 2);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}, 240_000);
