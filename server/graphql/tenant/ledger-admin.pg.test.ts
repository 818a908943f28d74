import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { depotBench, type DepotBench } from '../../test/depot-bench.ts';
import type { Ask } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let depot: DepotBench;

beforeAll(async () => {
  database = await freshDatabase();
  depot = await depotBench(database.database);
});
afterAll(() => database.drop());

const as = (person: 'Ann' | 'Bo', role: string): Ask => ({ roles: [role], actor: { id: depot.ids[person] ?? '' } });

async function refusalsOf(query: string, ask: Ask = {}): Promise<readonly unknown[]> {
  const { errors } = await depot.ask(query, ask);
  return errors.map(({ extensions }) => extensions['code']);
}

const bolt = () =>
  `[{ dimension: "item", value: "${depot.ids['Bolt'] ?? ''}" }, { dimension: "warehouse", value: "${depot.ids['Main'] ?? ''}" }]`;

describe('looking after ledgers', () => {
  it('[LGQ-9] a period is closed and reopened by the owner or the role that the ledger names', async () => {
    const close = (until: string) =>
      `mutation { closePeriod(ledger: "stock", until: "${until}", reason: "February") { ledger by closedUntil } }`;
    expect(await refusalsOf(close('2026-03-01T00:00:00Z'), as('Ann', 'keeper'))).toEqual(['FORBIDDEN']);
    expect(await refusalsOf(close('2026-03-01T00:00:00Z'), as('Ann', 'clerk'))).toEqual(['LEDGER_UNKNOWN']);
    expect(await depot.data(close('2026-03-01T00:00:00Z'), as('Bo', 'controller'))).toEqual({
      closePeriod: { ledger: 'stock', by: 'month', closedUntil: '2026-03-01T00:00:00.000Z' },
    });
    expect(await refusalsOf(close('2026-02-01T00:00:00Z'))).toEqual(['LEDGER_PERIOD_BACKWARDS']);
    await expect(
      depot.post('2026-02-27T08:00:00.000Z', [{ item: 'Bolt', warehouse: 'Main', onHand: '1' }], {
        now: '2026-03-02T08:00:00.000Z',
      }),
    ).rejects.toThrow('LEDGER_PERIOD_CLOSED');
    expect(await refusalsOf('mutation { reopenPeriod(ledger: "stock", reason: " ") { ledger } }')).toEqual([
      'LEDGER_REASON_MISSING',
    ]);
    expect(
      await depot.data(
        'mutation { reopenPeriod(ledger: "stock", from: "2026-02-15T00:00:00Z", reason: "Late bill") { closedUntil } }',
      ),
    ).toEqual({ reopenPeriod: { closedUntil: '2026-02-15T00:00:00.000Z' } });
    expect(await depot.data('{ ledgers { id period { closedUntil } } }', as('Bo', 'controller'))).toEqual({
      ledgers: [{ id: 'stock', period: { closedUntil: '2026-02-15T00:00:00.000Z' } }],
    });
    await depot.post('2026-02-27T08:00:00.000Z', [{ item: 'Bolt', warehouse: 'Main', onHand: '1' }], {
      now: '2026-03-02T08:00:00.000Z',
    });
  });

  it('[LGQ-9] an exception is asked for by one and decided by another', async () => {
    const asked = await depot.data(
      `mutation { requestOverride(ledger: "stock", key: ${bolt()}, reason: "Truck is late", expiresAt: "2099-01-01T00:00:00Z") {
        id state floor measure key { dimension value } askedBy { name } expiresAt decidedBy { name } } }`,
      as('Ann', 'keeper'),
    );
    const override: Readonly<Record<string, unknown>> = asked['requestOverride'] ?? {};
    expect(override).toMatchObject({
      state: 'ASKED',
      floor: '-10',
      measure: 'onHand',
      key: [
        { dimension: 'item', value: depot.ids['Bolt'] },
        { dimension: 'warehouse', value: depot.ids['Main'] },
      ],
      askedBy: { name: 'Ann' },
      expiresAt: '2099-01-01T00:00:00.000Z',
      decidedBy: null,
    });
    const decide = (approve: boolean) =>
      `mutation { decideOverride(id: "${String(override['id'])}", approve: ${String(approve)}, comment: "Once") { state comment decidedBy { name } } }`;
    expect(await refusalsOf(decide(true), as('Ann', 'keeper'))).toEqual(['LEDGER_OVERRIDE_OWN']);
    expect(await refusalsOf(decide(true), as('Bo', 'controller'))).toEqual(['LEDGER_OVERRIDE_FORBIDDEN']);
    expect(await refusalsOf(decide(true), as('Bo', 'clerk'))).toEqual(['LEDGER_OVERRIDE_UNKNOWN']);
    const list = '{ ledgerOverrides(ledger: "stock", state: ASKED) { reason } }';
    // Bo keeps the other warehouse: what he may not read he does not decide.
    expect(await depot.data(list, as('Bo', 'keeper'))).toEqual({ ledgerOverrides: [] });
    expect(await refusalsOf(decide(true), as('Bo', 'keeper'))).toEqual(['LEDGER_OVERRIDE_UNKNOWN']);
    expect(
      await refusalsOf(
        `mutation { requestOverride(ledger: "stock", key: ${bolt()}, reason: "x") { id } }`,
        as('Bo', 'keeper'),
      ),
    ).toEqual(['FORBIDDEN']);
    await depot.query(`update @.warehouse set keeper = '${depot.ids['Bo'] ?? ''}' where name = 'Main'`);
    expect(await depot.data(list, as('Bo', 'keeper'))).toEqual({ ledgerOverrides: [{ reason: 'Truck is late' }] });
    expect(await depot.data(list, as('Bo', 'controller'))).toEqual({ ledgerOverrides: [] });
    expect(await depot.data(decide(true), as('Bo', 'keeper'))).toEqual({
      decideOverride: { state: 'APPROVED', comment: 'Once', decidedBy: { name: 'Bo' } },
    });
    expect(await refusalsOf(decide(false), as('Bo', 'keeper'))).toEqual(['LEDGER_OVERRIDE_DECIDED']);
    const now = new Date().toISOString();
    await depot.post(now, [{ item: 'Bolt', warehouse: 'Main', onHand: '-6' }]);
    expect(await depot.data('{ stockBalances(where: { onHand: { lt: "0" } }) { totalCount } }')).toEqual({
      stockBalances: { totalCount: 1 },
    });
    await expect(depot.post(now, [{ item: 'Bolt', warehouse: 'Main', onHand: '-6' }])).rejects.toThrow(
      'LEDGER_BELOW_MINIMUM',
    );
  });

  it('[LGQ-9] what names no balance is refused, all of it at once', async () => {
    const ask = (key: string, ledger = 'stock') =>
      refusalsOf(`mutation { requestOverride(ledger: "${ledger}", key: ${key}, reason: "x") { id } }`);
    expect(await ask('[]')).toEqual(['LEDGER_KEY_INCOMPLETE', 'LEDGER_KEY_INCOMPLETE']);
    expect(
      await ask(
        '[{ dimension: "item", value: "Bolt" }, { dimension: "shelf", value: "1" }, { dimension: "item", value: "Nut" }]',
      ),
    ).toEqual(['LEDGER_KEY_INCOMPLETE', 'LEDGER_KEY_PART', 'LEDGER_KEY_PART', 'LEDGER_KEY_PART']);
    expect(await ask(bolt(), 'points')).toContain('LEDGER_KEY_PART');
    expect(await ask(bolt(), 'stok')).toEqual(['LEDGER_UNKNOWN']);
    expect(await refusalsOf('mutation { decideOverride(id: "7", approve: true) { id } }')).toEqual([
      'LEDGER_OVERRIDE_UNKNOWN',
    ]);
  });

  it('[LGQ-10] the owner is told whether all adds up, and what does not', async () => {
    const query =
      '{ ledgerVerification { ok balances postings movements differences { check about expected found } } }';
    expect(await depot.data(query)).toEqual({
      ledgerVerification: { ok: true, balances: 1, postings: 2, movements: 2, differences: [] },
    });
    expect(await refusalsOf(query, as('Bo', 'controller'))).toEqual(['FORBIDDEN']);
    await depot.query(`update @.fw_balance set m1 = 7 where book = 'stock'`);
    const { ledgerVerification } = await depot.data(query);
    expect(ledgerVerification).toMatchObject({ ok: false, differences: [{ check: 'balanceIsSum' }] });
  });
});
