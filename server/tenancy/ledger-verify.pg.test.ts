import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';
import { ledgerVerify, type LedgerCheck } from './ledger-verify.ts';

let db: TestDatabase;
let side: LedgerBench;

beforeAll(async () => {
  db = await freshDatabase();
  side = await ledgerBench(db.database);
  const key = { u0: randomUUID() };
  const record = randomUUID();
  const source = { entity: 'SalesOrder', record };
  const bounds = [{ measure: 0, lo: '0', hi: null }];
  await side.post([
    move({ lines: [{ book: 'stock', key, amounts: ['10', '100'], bounds }] }),
    { ...move({ lines: [{ book: 'stock', key, amounts: ['-2'], bounds }] }), rule: 'issue', source },
  ]);
  await side.post([{ kind: 'reverse', id: randomUUID(), source: null, record, rules: ['issue'] }]);
  await reservations();
  const user = { u0: randomUUID() };
  const transfer = (amount: string, other: string) =>
    move({
      lines: [
        { book: 'points.wallet', key: user, amounts: [amount], consumeLots: 'fifo', lot: { expiresAt: null } },
        { book: 'points.opening', key: {}, amounts: [other] },
      ],
    });
  await side.post([transfer('10', '-10')]);
  await side.post([transfer('-3', '3')]);
});
afterAll(() => db.drop());

/** One that is open, one that was used, one that lapsed and one that was taken back. */
async function reservations(): Promise<void> {
  const key = { u0: randomUUID() };
  const bounds = [{ measure: 1, lo: '0', hi: null }];
  await side.post([move({ lines: [{ book: 'shelf', key, amounts: ['10', '10'], bounds }] })]);
  for (const [n, days] of [3, 3, 1, 3].entries()) {
    const source = { entity: 'SalesOrder', record: randomUUID() };
    const expiresAt = new Date(Date.parse(NOW) + days * 86_400_000).toISOString();
    const lines = [{ book: 'shelf', key, amounts: ['0', '-1'], bounds }];
    await side.post([{ ...move({ lines }), rule: 'reserve', source, expiresAt }]);
    const use = move({ lines: [{ book: 'shelf', key, amounts: ['-1', '0'], bounds }] });
    if (n === 1) await side.post([{ ...use, rule: 'issue', source, consume: 'reserve' }]);
    if (n === 3)
      await side.post([{ kind: 'reverse', id: randomUUID(), source: null, record: source.record, rules: ['reserve'] }]);
  }
  await side.lapse(new Date(Date.parse(NOW) + 2 * 86_400_000).toISOString());
}

describe('ledgerVerify', () => {
  it('[LED-30] finds nothing in what the engine wrote', async () => {
    const found = await ledgerVerify(side.place);
    expect(found).toMatchObject({ ok: true, differences: [], postings: 15, movements: 15, balances: 4 });
  });

  it.each<readonly [LedgerCheck, string]>([
    ['balanceIsSum', "UPDATE @.fw_balance SET m1 = m1 + 1 WHERE book = 'stock'"],
    ['balanceIsSum', "DELETE FROM @.fw_balance WHERE book = 'points.opening'"],
    ['chainHasNoGap', "UPDATE @.fw_movement SET a0 = a0 + 1 WHERE book = 'stock' AND d0 = 10"],
    ['lotsAreBalance', 'UPDATE @.fw_lot SET remaining = remaining - 1'],
    ['lotIsSum', 'UPDATE @.fw_lot SET remaining = remaining - 1'],
    ['doubleSumsToZero', "UPDATE @.fw_movement SET d0 = -9 WHERE book = 'points.opening' AND d0 = -10"],
    ['movementHasPosting', 'DELETE FROM @.fw_posting WHERE rule = $$issue$$'],
    [
      'mirrorIsExact',
      "UPDATE @.fw_movement SET d0 = 1 WHERE posting IN (SELECT id FROM @.fw_posting WHERE kind = 'mirror')",
    ],
    ['reservationIsTrue', "UPDATE @.fw_posting SET reservation = 'consumed' WHERE reservation = 'open'"],
    ['reservationIsTrue', "UPDATE @.fw_posting SET reservation = 'open' WHERE reservation = 'consumed'"],
    ['reservationIsTrue', "UPDATE @.fw_posting SET reservation = 'open' WHERE reservation = 'lapsed'"],
    ['keyIsColumns', "UPDATE @.fw_balance SET u0 = gen_random_uuid() WHERE book = 'stock'"],
    ['keyIsColumns', "UPDATE @.fw_movement SET t0 = 'other' WHERE book = 'stock'"],
    [
      'linesAreWhole',
      "UPDATE @.fw_movement SET effective_at = effective_at - interval '1 day' WHERE book = 'stock' AND d0 = 10",
    ],
    ['linesAreWhole', "UPDATE @.fw_movement SET line = line + 5 WHERE book = 'stock' AND d0 = 10"],
    [
      'withinBounds',
      "ALTER TABLE @.fw_balance DROP CONSTRAINT fw_balance_check; UPDATE @.fw_balance SET lo0 = 1000 WHERE book = 'stock'",
    ],
  ])('[LED-30] finds a difference of %s', async (check, text) => {
    const place = side.place;
    // Done and undone: whoever owns the database could do this, and nobody else.
    await place.database
      .transaction({}, async (tx) => {
        await tx.query({ text: text.replaceAll('@.', `"${place.schema}".`), params: [] });
        const found = await ledgerVerify({ ...place, database: { ...place.database, query: (one) => tx.query(one) } });
        expect(found.ok).toBe(false);
        expect(found.differences.map((one) => one.check)).toContain(check);
        throw new Error('undo');
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error && error.message === 'undo')) throw error;
      });
  });
});
