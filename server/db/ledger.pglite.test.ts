import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { loadClient, loadKey, newTally } from '../test/ledger-load.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';
import type { Database } from './database.ts';
import { openPglite } from './pglite-database.ts';
import { postBatched } from './post-batcher.ts';

let database: Database;
let side: LedgerBench;

beforeAll(async () => {
  database = await openPglite({});
  side = await ledgerBench(database);
});
afterAll(() => database.close());

describe('the ledger on the embedded database', () => {
  it('[LED-40] holds under many clients, alone and in batches', async () => {
    await side.post(
      Array.from({ length: 4 }, (_, index) =>
        move({ lines: [{ book: 'stock', key: loadKey(index), amounts: ['20'] }] }),
      ),
    );
    const tally = newTally();
    const end = Date.now() + 2_000;
    await Promise.all(
      Array.from({ length: 8 }, (_, seed) =>
        loadClient(
          (request) => (seed % 2 === 0 ? side.post(request.postings) : postBatched(side.place, request)),
          { seed, keys: 4, now: NOW },
          tally,
          () => Date.now() > end,
        ),
      ),
    );
    expect(tally.contradictions).toEqual([]);
    expect(tally.acknowledged.size).toBeGreaterThan(10);
    expect((await ledgerVerify(side.place)).differences).toEqual([]);
  });

  it('[LED-23] keeps points, lots and reservations', async () => {
    const user = randomUUID();
    const wallet = { book: 'points.wallet', key: { u0: user } };
    const record = randomUUID();
    await side.post([
      {
        kind: 'award',
        id: randomUUID(),
        source: { entity: 'Order', record },
        ledger: 'points',
        rule: 'onTime',
        once: record,
        user,
        asked: '9',
        scale: 0,
        budget: null,
        wallet,
        pending: { book: 'points.pending', key: { u0: user }, until: null },
        lotExpiresAt: '2026-06-30T00:00:00Z',
        limits: [{ id: 'most', key: { u0: user }, max: '5' }],
        explain: null,
      },
    ]);
    await side.post([{ kind: 'mature', id: randomUUID(), source: null, ledger: 'points', rule: 'onTime', record }]);
    expect(await side.balance(wallet.book, wallet.key)).toEqual(['5', '0', '0', '0']);
    expect(await side.expire('2026-07-01T00:00:00Z')).toBe(1);
    expect(await side.balance(wallet.book, wallet.key)).toEqual(['0', '0', '0', '0']);
    expect((await ledgerVerify(side.place)).ok).toBe(true);
  });
});
