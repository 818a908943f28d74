import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LineRequest } from '../compile/post-request.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';

let db: TestDatabase;
let side: LedgerBench;

beforeAll(async () => {
  db = await freshDatabase();
  side = await ledgerBench(db.database);
});
afterAll(() => db.drop());

const MIN_ZERO = [{ measure: 0, lo: '0', hi: null }] as const;
const newKey = (): LineRequest['key'] => ({ u0: randomUUID() });
const put = (key: LineRequest['key'], amount: string, more: object = {}) =>
  move({ lines: [{ book: 'stock', key, amounts: [amount], bounds: MIN_ZERO, ...more }] });

describe('movements', () => {
  it('[LED-1] keep the balance after each line', async () => {
    const key = newKey();
    const posting = move({
      lines: [
        { book: 'stock', key, amounts: ['10', '10'] },
        { book: 'stock', key, amounts: ['-2.5', null] },
      ],
    });
    expect(await side.post([posting])).toEqual({ ok: true, postings: [{ id: posting.id, replayed: false }] });
    expect(await side.balance('stock', key)).toEqual(['7.5', '10', '0', '0']);
    expect(
      await side.query(
        'SELECT line, d0::text AS d, a0::text AS a FROM @.fw_movement WHERE posting = $1 ORDER BY line',
        [posting.id],
      ),
    ).toEqual([
      { line: 1, d: '10', a: '10' },
      { line: 2, d: '-2.5', a: '7.5' },
    ]);
  });

  it('[LED-3] are made once for an id; another request under the id is refused', async () => {
    const key = newKey();
    const posting = put(key, '5');
    await side.post([posting]);
    expect(await side.post([{ ...posting, explain: 'again' }])).toEqual({
      ok: true,
      postings: [{ id: posting.id, replayed: true }],
    });
    expect(await side.balance('stock', key)).toEqual(['5', '0', '0', '0']);
    expect(await side.post([{ ...put(key, '6'), id: posting.id }])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_POSTING_MISMATCH' }],
    });
  });

  it('[LED-4] are refused all together when one is out of bounds, and every refusal is told', async () => {
    const [a, b, c] = [newKey(), newKey(), newKey()];
    await side.post([put(a, '3'), put(b, '3'), put(c, '3')]);
    const answer = await side.post([
      move({
        lines: [
          { book: 'stock', key: a, amounts: ['-2'], bounds: MIN_ZERO, place: '/lines/0' },
          { book: 'stock', key: a, amounts: ['-2'], bounds: MIN_ZERO, place: '/lines/1' },
          { book: 'stock', key: b, amounts: ['-4'], bounds: MIN_ZERO, place: '/lines/2' },
          { book: 'stock', key: c, amounts: ['-3'], bounds: MIN_ZERO, place: '/lines/3' },
        ],
      }),
    ]);
    expect(answer.ok).toBe(false);
    const refusals = answer.ok ? [] : answer.refusals;
    expect(refusals).toHaveLength(2);
    expect(refusals).toContainEqual(
      expect.objectContaining({
        code: 'LEDGER_BELOW_MINIMUM',
        place: '/lines/0',
        related: ['/lines/1'],
        params: expect.objectContaining({
          ledger: 'stock',
          measure: 0,
          asked: '4',
          available: '3',
          lo: '0',
          after: '-1',
        }),
      }),
    );
    expect(refusals).toContainEqual(expect.objectContaining({ place: '/lines/2' }));
    expect(await side.balance('stock', c)).toEqual(['3', '0', '0', '0']);
  });

  it('[LED-5] that bring a balance back towards its bound are taken though it is out of it', async () => {
    const key = newKey();
    const used = (amount: string, hi: string) =>
      move({ lines: [{ book: 'credit', key, amounts: [amount], bounds: [{ measure: 0, lo: '0', hi }] }] });
    await side.post([used('90', '100')]);
    expect(await side.post([used('1', '50')])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_ABOVE_MAXIMUM', params: { asked: '1', available: '-40', hi: '50', after: '91' } }],
    });
    expect(await side.post([used('-10', '50')])).toMatchObject({ ok: true });
    expect(await side.query("SELECT hi0::text AS hi FROM @.fw_balance WHERE book = 'credit'")).toEqual([{ hi: '80' }]);
    expect(await side.post([used('1', '50')])).toMatchObject({ ok: false });
    expect(await side.post([used('-40', '50'), used('10', '50')])).toMatchObject({ ok: true });
  });

  it('[LED-6] of a double ledger sum to zero', async () => {
    const user = newKey();
    const lines = [
      { book: 'points.wallet', key: user, amounts: ['5'] },
      { book: 'points.opening', key: {}, amounts: ['-4.5'] },
    ];
    expect(await side.post([move({ lines })])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_UNBALANCED', params: { ledger: 'points', difference: '0.5' } }],
    });
  });

  it('[LED-7] of the amount measure may be given as the cost at the moving average, to zero exactly', async () => {
    const key = newKey();
    const cost = { quantity: 0, amount: 1, scale: 2 };
    const line = (q: string, amount: string) => ({ book: 'stock', key, amounts: [q, amount], bounds: MIN_ZERO, cost });
    await side.post([move({ lines: [line('3', '10')] })]);
    await side.post([move({ lines: [line('-1', 'auto')] })]);
    expect(await side.balance('stock', key)).toEqual(['2', '6.67', '0', '0']);
    await side.post([move({ lines: [line('1', 'auto'), line('-3', 'auto')] })]);
    expect(await side.balance('stock', key)).toEqual(['0', '0', '0', '0']);
    await side.post([move({ lines: [line('1', 'auto')] })]);
    expect(await side.balance('stock', key)).toEqual(['1', '0', '0', '0']);
  });
});

describe('reversal', () => {
  it('[LED-8] mirrors what a record posted, once', async () => {
    const key = newKey();
    const source = { entity: 'SalesOrder', record: randomUUID() };
    await side.post([put(key, '5')]);
    await side.post([
      { ...put(key, '-2'), rule: 'issue', source },
      { ...put(key, '-1'), rule: 'other', source },
    ]);
    const reverse = {
      kind: 'reverse',
      id: randomUUID(),
      source: null,
      record: source.record,
      rules: ['issue'],
    } as const;
    expect(await side.post([reverse])).toMatchObject({ ok: true });
    expect(await side.balance('stock', key)).toEqual(['4', '0', '0', '0']);
    expect(await side.post([reverse])).toMatchObject({ ok: true, postings: [{ replayed: true }] });
    expect(await side.post([{ ...reverse, id: randomUUID() }])).toMatchObject({ ok: true });
    expect(await side.post([{ ...reverse, id: randomUUID(), strict: true }])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_ALREADY_REVERSED' }],
    });
    expect(await side.balance('stock', key)).toEqual(['4', '0', '0', '0']);
  });

  it('[LED-8] is held by the bounds that the balance keeps', async () => {
    const key = newKey();
    const source = { entity: 'Receipt', record: randomUUID() };
    await side.post([{ ...put(key, '5'), rule: 'receive', source }]);
    await side.post([put(key, '-3')]);
    expect(
      await side.post([
        { kind: 'reverse', id: randomUUID(), source: null, record: source.record, rules: ['receive'], place: '/x' },
      ]),
    ).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_BELOW_MINIMUM', place: '/x', params: { asked: '5', available: '2' } }],
    });
  });
});

describe('reservations', () => {
  const later = '2026-03-08T09:00:00.000Z';
  const after = '2026-03-09T09:00:00.000Z';
  const reserve = (key: LineRequest['key'], record: string, amount = '-4') => ({
    ...put(key, amount),
    rule: 'reserve',
    source: { entity: 'SalesOrder', record },
    expiresAt: later,
  });
  const issue = (key: LineRequest['key'], record: string) => ({
    ...move({ lines: [{ book: 'stock', key, amounts: ['0', '-4'], bounds: [{ measure: 1, lo: '0', hi: null }] }] }),
    rule: 'issue',
    source: { entity: 'SalesOrder', record },
    consume: 'reserve',
  });
  const stocked = async (): Promise<LineRequest['key']> => {
    const key = newKey();
    await side.post([move({ lines: [{ book: 'stock', key, amounts: ['5', '5'], bounds: MIN_ZERO }] })]);
    return key;
  };

  it('[LED-9] hold what they took until they are consumed, once', async () => {
    const [key, record] = [await stocked(), randomUUID()];
    await side.post([reserve(key, record)]);
    expect(await side.post([put(key, '-2')])).toMatchObject({ ok: false });
    expect(await side.post([issue(key, record)])).toMatchObject({ ok: true });
    expect(await side.balance('stock', key)).toEqual(['1', '1', '0', '0']);
    expect(await side.post([issue(key, record)])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_NOT_CONSUMABLE', params: { state: 'consumed' } }],
    });
    expect(await side.post([issue(key, randomUUID())])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_NOT_CONSUMABLE', params: { state: 'none' } }],
    });
  });

  it('[LED-10] come back when their time is over; the job and a posting that comes before it agree', async () => {
    const [key, record] = [await stocked(), randomUUID()];
    await side.post([reserve(key, record)]);
    expect(await side.lapse(NOW)).toBe(0);
    // The job lags: the posting sees what is free all the same.
    expect(await side.post([put(key, '-3')], after)).toMatchObject({ ok: true });
    expect(await side.lapse(after)).toBe(0);
    expect(await side.balance('stock', key)).toEqual(['2', '5', '0', '0']);
    // Taken anew with the consumption, and refused where it is gone.
    expect(await side.post([issue(key, record)], after)).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_BELOW_MINIMUM', params: { measure: 0, asked: '4', available: '2' } }],
    });
    await side.post([put(key, '2')], after);
    expect(await side.post([issue(key, record)], after)).toMatchObject({ ok: true });
    expect(await side.balance('stock', key)).toEqual(['0', '1', '0', '0']);
  });

  it('[LED-10] lapse by the job', async () => {
    const [key, record] = [await stocked(), randomUUID()];
    await side.post([reserve(key, record)]);
    expect(await side.lapse(after)).toBe(1);
    expect(await side.lapse(after)).toBe(0);
    expect(await side.balance('stock', key)).toEqual(['5', '5', '0', '0']);
  });

  it('[LED-11] are open again when their consumption is reversed', async () => {
    const [key, record] = [await stocked(), randomUUID()];
    const reverse = (rules: readonly string[]) => ({
      kind: 'reverse' as const,
      id: randomUUID(),
      source: null,
      record,
      rules,
    });
    await side.post([reserve(key, record)]);
    await side.post([issue(key, record)]);
    await side.post([reverse(['issue'])]);
    expect(await side.balance('stock', key)).toEqual(['1', '5', '0', '0']);
    expect(await side.post([issue(key, record)])).toMatchObject({ ok: true });
    await side.post([reverse(['reserve', 'issue'])]);
    expect(await side.balance('stock', key)).toEqual(['5', '5', '0', '0']);
    expect(await side.lapse(after)).toBe(0);
    expect(await side.post([issue(key, record)])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_NOT_CONSUMABLE', params: { state: 'reversed' } }],
    });
  });
});

describe('business time', () => {
  it('[LED-12] a backdated taking must have been possible then and ever since', async () => {
    const key = newKey();
    await side.post([put(key, '5')], '2026-03-01T00:00:00Z');
    await side.post([put(key, '-4')], '2026-03-02T00:00:00Z');
    await side.post([put(key, '10')], '2026-03-05T00:00:00Z');
    const taken = (amount: string, effectiveAt: string) =>
      side.post([{ ...put(key, amount), effectiveAt }], '2026-03-06T00:00:00Z');
    expect(await taken('-2', '2026-03-01T12:00:00Z')).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_BACKDATED_BELOW_MINIMUM', params: { after: '-1', lo: '0' } }],
    });
    expect(await taken('-1', '2026-03-01T12:00:00Z')).toMatchObject({ ok: true });
    expect(await taken('-1', '2026-03-04T12:00:00Z')).toMatchObject({ ok: false });
    expect(await taken('1', '2026-02-27T00:00:00Z')).toMatchObject({ ok: true });
    const at = async (moment: string) =>
      (
        await side.query<{ m: string }>(
          "SELECT m0::text AS m FROM @.fw_balance_at('stock', $1) WHERE key = @.fw_key($2::jsonb)",
          [moment, JSON.stringify(key)],
        )
      )[0]?.m;
    expect(await at('2026-03-01T00:00:00Z')).toBe('6');
    expect(await at('2026-03-03T00:00:00Z')).toBe('1');
    expect(await at('2026-03-07T00:00:00Z')).toBe('11');
  });

  it('[LED-13] more than a day ahead is refused', async () => {
    expect(await side.post([{ ...put(newKey(), '1'), effectiveAt: '2026-03-02T10:00:00Z' }])).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_IN_FUTURE' }],
    });
  });
});

describe('the tenant role', () => {
  it.each(['fw_balance', 'fw_posting', 'fw_movement', 'fw_lot', 'fw_period', 'fw_override'])(
    '[LED-2] can only read %s',
    async (table) => {
      const { place } = side;
      const attempt = (text: string) =>
        place.database.transaction({ tenant: { role: place.role, timeoutMs: 5_000 } }, (tx) =>
          tx.query({ text: text.replace('@', `"${place.schema}"`), params: [] }),
        );
      await expect(attempt(`SELECT count(*) FROM @.${table}`)).resolves.toHaveLength(1);
      const column =
        table === 'fw_lot'
          ? 'granted'
          : table === 'fw_balance' || table === 'fw_override'
            ? 'book'
            : table === 'fw_movement'
              ? 'line'
              : 'ledger';
      for (const text of [
        `INSERT INTO @.${table} DEFAULT VALUES`,
        `UPDATE @.${table} SET ${column} = ${column}`,
        `DELETE FROM @.${table}`,
        `TRUNCATE @.${table}`,
      ])
        await expect(attempt(text)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('[LED-2] may call of our functions only those that post or read', async () => {
    const { place } = side;
    const rows = await side.query<{ readonly name: string }>(
      "SELECT proname AS name FROM pg_proc WHERE pronamespace = $1::regnamespace AND has_function_privilege($2, oid, 'EXECUTE') AND prosecdef ORDER BY 1",
      [`"${place.schema}"`, place.role],
    );
    expect(
      rows.map(({ name }) => name).filter((name) => /post|ledger|lapse|expire|period|override/.test(name)),
    ).toEqual(['fw_post', 'fw_post_flat', 'fw_post_many', 'fw_post_sure']);
  });
});
