import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesFolder } from '../import/pack-files.ts';
import { main } from './main.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'formwork-tests-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const code = await main(
    argv,
    {},
    {
      stdout: (text) => {
        out += text;
      },
      stderr: (text) => {
        err += text;
      },
      isTerminal: false,
    },
  );
  return { code, out, err };
}

describe('formwork template test', () => {
  it('[PCK-9] runs a shipped pack by name without a database server, and says what it ran', async () => {
    const { code, out } = await run('template', 'test', 'inventory', '--json');
    const result = JSON.parse(out) as {
      readonly ok: boolean;
      readonly tests: number;
      readonly runs: readonly { readonly packs: string }[];
    };
    expect({ code, ok: result.ok, packs: result.runs.map(({ packs }) => packs) }).toEqual({
      code: 0,
      ok: true,
      packs: ['core + inventory'],
    });
    expect(result.tests).toBeGreaterThanOrEqual(8);
  }, 60_000);

  it('[PCK-10] tests a pack without the packs that it only extends, and with them', async () => {
    const { code, out } = await run(
      'template',
      'test',
      'points',
      '--json',
      '--only',
      'fundingFillsTheBudget,onTimeEarns',
    );
    const { runs } = JSON.parse(out) as {
      readonly runs: readonly { readonly packs: string; readonly tests: number }[];
    };
    expect({ code, runs: runs.map(({ packs, tests }) => ({ packs, tests })) }).toEqual({
      code: 0,
      runs: [
        { packs: 'core + points', tests: 1 },
        { packs: 'core + inventory + sales + purchasing + points', tests: 2 },
      ],
    });
  }, 60_000);

  it('[PCK-11] ends with 1 and tells each failure in the language that was asked for', async () => {
    const text = await readFile(path.join(templatesFolder(), 'inventory', 'template.json'), 'utf8');
    const file = path.join(folder, 'template.json');
    // The first test expects ten pieces' worth; now eleven.
    await writeFile(file, text.replace('"values": { "value": "10" }', '"values": { "value": "11" }'));
    const { code, out } = await run('--lang', 'zh-CN', 'template', 'test', file, '--only', 'receiptAddsStock');
    expect(code).toBe(1);
    expect(out).toContain('测试“receiptAddsStock”：“r1”的 value 应为 11，实际为 10');
    expect(out).toMatch(/\/tests\/\d+\/then\/values\/value/);
  }, 60_000);

  it('[PCK-12] refuses what is no pack, and a pack without tests', async () => {
    expect((await run('template', 'test', path.join(folder, 'none'))).err).toContain('CLI_FILE_MISSING');
    const file = path.join(folder, 'empty.json');
    await writeFile(file, JSON.stringify({ format: 1, pack: 'empty', version: '1.0.0', label: { en: 'Empty' } }));
    const empty = await run('template', 'test', file);
    expect({ code: empty.code, told: empty.err.includes('TEST_EMPTY') }).toEqual({ code: 1, told: true });
    expect((await run('template', 'test')).code).toBe(2);
    const none = await run('template', 'test', 'sales', '--json', '--only', 'receiptAddStock,nothing');
    expect([none.code, JSON.parse(none.out)]).toMatchObject([
      1,
      {
        issues: [
          { code: 'TEST_UNKNOWN', path: '/only', params: { known: 'receiptAddsStock' } },
          { code: 'TEST_UNKNOWN', params: { test: 'nothing' } },
        ],
      },
    ]);
  });
});
