import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { FINISHED, pointsTemplate } from '../test/points-template.ts';
import { main } from './main.ts';

let db: TestDatabase;
let folder: string;
const tenant = uniqueTenantName();
const file = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-points-'));
  await writeFile(file('pack.json'), JSON.stringify(pointsTemplate()));
  await writeFile(file('draft.json'), JSON.stringify([{ ...FINISHED, amount: "dec('7')" }]));
  await writeFile(file('wrong.json'), JSON.stringify([{ ...FINISHED, when: 'doc.nothing' }]));
  await writeFile(file('broken.json'), '[');
  const made = await formwork('tenant', 'create', tenant, '--packs', file('pack.json'), '--time-zone', 'Asia/Shanghai');
  if (made.code !== 0) throw new Error(made.err);
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

async function formwork(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const code = await main(
    argv,
    { DATABASE_URL: db.url, FORMWORK_DATA: folder, LANG: 'en_GB.UTF-8' },
    { stdout: (text) => void (out += text), stderr: (text) => void (err += text), isTerminal: false },
  );
  return { code, out, err };
}

const PERIOD = ['--from', '2026-03-01', '--to', '2026-04-01T00:00:00Z'] as const;

describe('formwork points', () => {
  it('[LAB-6] what-if answers for machines; dates are midnights of the tenant', async () => {
    const said = await formwork('--json', 'points', 'what-if', tenant, file('draft.json'), ...PERIOD);
    expect(said.code).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({
      ok: true,
      from: '2026-02-28T16:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
      ledger: 'points',
      events: 0,
      totals: { before: '0', after: '0', difference: '0' },
      // The programme that pays has no row in this tenant yet.
      budgets: [],
    });
  });

  it('[LAB-1] a wrong draft is refused with every place', async () => {
    const said = await formwork('--json', 'points', 'what-if', tenant, file('wrong.json'), ...PERIOD);
    expect([said.code, JSON.parse(said.out).issues.map(({ path: at }: { readonly path: string }) => at)]).toEqual([
      1,
      ['/0/when'],
    ]);
    const broken = await formwork('--json', 'points', 'what-if', tenant, file('broken.json'), ...PERIOD);
    expect([broken.code, JSON.parse(broken.out).issues[0].code]).toEqual([1, 'LAB_DRAFT_FORM']);
    const when = await formwork('--json', 'points', 'report', tenant, '--from', 'March', '--to', '2026-04-01');
    expect([when.code, JSON.parse(when.out).issues[0]]).toMatchObject([1, { code: 'LAB_TIME_FORM', path: '/from' }]);
  });

  it('[LAB-15] the report as CSV is nothing but CSV', async () => {
    const { code, out } = await formwork('points', 'report', tenant, ...PERIOD, '--csv');
    expect(code).toBe(0);
    expect(out.startsWith('\uFEFFblock,id,label')).toBe(true);
    expect(
      out
        .trimEnd()
        .split('\r\n')
        .every((line) => line.includes(',')),
    ).toBe(true);
    const latest = JSON.parse((await formwork('--json', 'points', 'report', tenant)).out);
    expect(Date.parse(latest.to) - Date.parse(latest.from)).toBe(90 * 86_400_000);
    const json = await formwork('--json', 'points', 'report', tenant, ...PERIOD);
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, baseline: null });
  });
});
