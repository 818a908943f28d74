import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonbText } from '../compile/flat-request.ts';
import type { LineRequest } from '../compile/post-request.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { postAsDocument } from '../test/ledger-flat.ts';
import { ledgerBench, move, NOW } from '../test/ledger-side.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

describe('the shortest way', () => {
  const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 2_147_483_647);

  it('[LED-47] of documents never waits in a ring, however few balances there are', async () => {
    const side = await ledgerBench(db.database);
    const keys = Array.from({ length: 4 }, () => ({ u0: randomUUID() }));
    const bounds = [{ measure: 0, lo: '0', hi: null }];
    const linesIn = (order: readonly LineRequest['key'][], amount: string): LineRequest[] =>
      order.map((key) => ({ book: 'stock', key, amounts: [amount], bounds }));
    expect(await side.post([move({ lines: linesIn(keys, '1000') })])).toMatchObject({ ok: true });
    const flat = { taken: 0, left: 0 };
    await Promise.all(
      Array.from({ length: 6 }, async (_, person) => {
        for (let turn = 0; turn < 25; turn += 1) {
          const order = person % 2 === 0 ? keys : keys.toReversed();
          flat[await postAsDocument(side, [move({ lines: linesIn(order, '-1') })], NOW)] += 1;
        }
      }),
    );
    expect(flat).toEqual({ taken: 150, left: 0 });
    for (const key of keys) expect((await side.balance('stock', key))[0]).toBe('850');
    expect((await ledgerVerify(side.place)).differences).toEqual([]);
  });

  it(`[LED-47] knows a request again by the text that PostgreSQL gives it (seed ${String(seed)})`, async () => {
    const side = await ledgerBench(db.database);
    const text = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
    const value = fc.tuple(text, fc.record({ u0: text, t1: fc.option(text), t0: text }), fc.array(fc.option(text)));
    await fc.assert(
      fc.asyncProperty(value, async (asked) => {
        const [row] = await side.query<{ readonly text: string }>('SELECT ($1::jsonb)::text AS text', [
          JSON.stringify(asked),
        ]);
        expect(jsonbText(asked)).toBe(row?.text);
      }),
      { seed, numRuns: 200 },
    );
  });
});
