import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { AwardPosting, LineRequest, PostingRequest } from '../compile/post-request.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';

let db: TestDatabase;
let side: LedgerBench;

beforeAll(async () => {
  db = await freshDatabase();
  side = await ledgerBench(db.database);
});
afterAll(() => db.drop());

interface Person {
  readonly user: string;
  readonly wallet: { readonly book: string; readonly key: LineRequest['key'] };
  readonly budget: { readonly book: string; readonly key: LineRequest['key'] };
}

const ZERO = [{ measure: 0, lo: '0', hi: null }] as const;
const breakage = ({ budget }: Person) => ({ book: 'points.breakage', key: budget.key });

/** A person and a programme with its own budget. */
async function person(funds = '100'): Promise<Person> {
  const user = randomUUID();
  const budget = { book: 'points.budget', key: { t0: randomUUID() } };
  await side.post([
    move({
      lines: [
        { ...budget, amounts: [funds], bounds: ZERO },
        { book: 'points.opening', key: {}, amounts: [`-${funds}`] },
      ],
    }),
  ]);
  return { user, budget, wallet: { book: 'points.wallet', key: { u0: user } } };
}

const bookOf = (account: string, { user }: Person) => ({ book: `points.${account}`, key: { u0: user } });

function award(of: Person, asked: string, more: Partial<AwardPosting> = {}): AwardPosting {
  return {
    kind: 'award',
    id: randomUUID(),
    source: { entity: 'SalesOrder', record: randomUUID() },
    ledger: 'points',
    rule: 'onTime',
    once: randomUUID(),
    user: of.user,
    asked,
    scale: 2,
    budget: of.budget,
    wallet: of.wallet,
    owed: bookOf('owed', of),
    expireTo: breakage(of),
    lotExpiresAt: null,
    limits: [],
    explain: { rule: 'onTime' },
    ...more,
  };
}

const spend = (of: Person, amount: string) =>
  move({
    rule: 'redeem',
    lines: [
      { ...of.wallet, amounts: [`-${amount}`], bounds: ZERO, consumeLots: 'earliestExpiry' },
      { book: 'points.redeemed', key: {}, amounts: [amount] },
    ],
  });

const amount = async (at: { readonly book: string; readonly key: LineRequest['key'] }): Promise<string> =>
  must((await side.balance(at.book, at.key))[0], 'measure');
const state = async (of: Person) => ({
  wallet: await amount(of.wallet),
  budget: await amount(of.budget),
  owed: await amount(bookOf('owed', of)),
  pending: await amount(bookOf('pending', of)),
});
const granted = async (postings: readonly PostingRequest[], now = NOW) => {
  const answer = await side.post(postings, now);
  return answer.ok ? answer.postings.map((one) => [Number(one.granted), one.cutBy]) : answer;
};

describe('awards', () => {
  it('[LED-20] are paid by the budget, once for rule and key', async () => {
    const lin = await person();
    const first = award(lin, '20.005');
    expect(await granted([first])).toEqual([[20, undefined]]);
    expect(await granted([award(lin, '20', { once: first.once })])).toEqual([[0, 'once']]);
    expect(await side.post([first])).toMatchObject({ ok: true, postings: [{ replayed: true, granted: '20.00' }] });
    expect(await state(lin)).toEqual({ wallet: '20', budget: '80', owed: '0', pending: '0' });
    expect(await granted([award(lin, '100')])).toEqual([[80, 'budget']]);
    expect(await granted([award(lin, '1')])).toEqual([[0, 'budget']]);
    expect(await granted([award(lin, '-1')])).toEqual([[0, undefined]]);
  });

  it('[LED-21] are cut by each limit, and keep which one cut them', async () => {
    const lin = await person();
    const limits = [
      { id: 'daily', key: { u0: lin.user, t0: '2026-03-01' }, max: '10' },
      { id: 'weekly', key: { u0: lin.user, t0: '2026-W09' }, max: '12' },
    ];
    expect(await granted([award(lin, '8', { limits }), award(lin, '8', { limits })])).toEqual([
      [8, undefined],
      [2, 'daily'],
    ]);
    const nextDay = [
      { ...must(limits[0], 'daily'), key: { u0: lin.user, t0: '2026-03-02' } },
      must(limits[1], 'weekly'),
    ];
    const last = award(lin, '8', { limits: nextDay });
    expect(await granted([last])).toEqual([[2, 'weekly']]);
    const [kept] = await side.query<{ readonly explain: string }>(
      'SELECT explain::text AS explain FROM @.fw_posting WHERE id = $1',
      [last.id],
    );
    expect(JSON.parse(must(kept, 'posting').explain)).toEqual({
      asked: '8',
      granted: '2.00',
      cutBy: 'weekly',
      limits: [
        { id: 'daily', max: '10', left: '10' },
        { id: 'weekly', max: '12', left: '2' },
      ],
      why: { rule: 'onTime' },
    });
  });

  it('[LED-22] wait for the cool-down', async () => {
    const lin = await person();
    const limits = [{ id: 'pause', key: { u0: lin.user }, cooldownSeconds: 120 }];
    expect(await granted([award(lin, '5', { limits })])).toEqual([[5, undefined]]);
    expect(await granted([award(lin, '5', { limits })], '2026-03-01T09:01:59Z')).toEqual([[0, 'pause']]);
    expect(await granted([award(lin, '5', { limits })], '2026-03-01T09:02:00Z')).toEqual([[5, undefined]]);
  });

  it('[LED-23] that are pending reach the wallet with their outcome, or the budget without it', async () => {
    const lin = await person();
    const pending = { ...bookOf('pending', lin), until: '2026-03-15T00:00:00Z' };
    const [first, second] = [award(lin, '10', { pending }), award(lin, '7', { pending })];
    await side.post([first, second]);
    expect(await state(lin)).toEqual({ wallet: '0', budget: '83', owed: '0', pending: '17' });
    const mature = (one: AwardPosting) => ({
      kind: 'mature' as const,
      id: randomUUID(),
      source: null,
      ledger: 'points',
      rule: 'onTime',
      record: must(one.source, 'source').record,
    });
    await side.post([mature(first)]);
    await side.post([mature(first)]);
    expect(await state(lin)).toEqual({ wallet: '10', budget: '83', owed: '0', pending: '7' });
    expect(await side.lapse('2026-03-14T00:00:00Z')).toBe(0);
    expect(await side.lapse('2026-03-15T00:00:00Z')).toBe(1);
    expect(await state(lin)).toEqual({ wallet: '10', budget: '90', owed: '0', pending: '0' });
    await side.post([mature(second)]);
    expect(await state(lin)).toEqual({ wallet: '10', budget: '90', owed: '0', pending: '0' });
  });

  it('[LED-24] are taken back; what was spent is owed and settled by what comes next', async () => {
    const lin = await person();
    const first = award(lin, '10');
    await side.post([first]);
    await side.post([spend(lin, '7')]);
    const claw = {
      kind: 'clawback' as const,
      id: randomUUID(),
      source: null,
      ledger: 'points',
      rule: 'onTime',
      record: must(first.source, 'source').record,
    };
    await side.post([claw]);
    expect(await state(lin)).toEqual({ wallet: '0', budget: '93', owed: '7', pending: '0' });
    await side.post([{ ...claw, id: randomUUID() }]);
    expect(await state(lin)).toEqual({ wallet: '0', budget: '93', owed: '7', pending: '0' });
    expect(await granted([award(lin, '3')])).toEqual([[3, undefined]]);
    expect(await state(lin)).toEqual({ wallet: '0', budget: '93', owed: '4', pending: '0' });
    const pending = { ...bookOf('pending', lin), until: null };
    const late = award(lin, '6', { pending });
    await side.post([late]);
    expect(await state(lin)).toEqual({ wallet: '0', budget: '87', owed: '4', pending: '6' });
    await side.post([
      {
        kind: 'mature',
        id: randomUUID(),
        source: null,
        ledger: 'points',
        rule: 'onTime',
        record: must(late.source, 'source').record,
      },
    ]);
    expect(await state(lin)).toEqual({ wallet: '2', budget: '91', owed: '0', pending: '0' });
  });

  it('[LED-24] are taken back while they are pending', async () => {
    const lin = await person();
    const one = award(lin, '10', { pending: { ...bookOf('pending', lin), until: '2026-03-15T00:00:00Z' } });
    await side.post([one]);
    const claw = {
      kind: 'clawback' as const,
      id: randomUUID(),
      source: null,
      ledger: 'points',
      rule: 'onTime',
      record: must(one.source, 'source').record,
    };
    await side.post([claw]);
    expect(await state(lin)).toEqual({ wallet: '0', budget: '100', owed: '0', pending: '0' });
    expect(await side.lapse('2026-04-15T00:00:00Z')).toBe(0);
  });
});

describe('lots', () => {
  const lots = async (of: Person) =>
    side.query(
      'SELECT trim_scale(granted)::text AS g, trim_scale(remaining)::text AS r FROM @.fw_lot WHERE key = @.fw_key($1::jsonb) ORDER BY seq',
      [JSON.stringify(of.wallet.key)],
    );

  it('[LED-25] are spent by the earliest expiry, and come back to the same lots', async () => {
    const lin = await person();
    await side.post([
      award(lin, '5', { lotExpiresAt: '2026-12-31T00:00:00Z' }),
      award(lin, '5', { lotExpiresAt: '2026-06-30T00:00:00Z' }),
      award(lin, '5'),
    ]);
    const record = randomUUID();
    await side.post([{ ...spend(lin, '7'), source: { entity: 'Redemption', record } }]);
    expect(await lots(lin)).toEqual([
      { g: '5', r: '3' },
      { g: '5', r: '0' },
      { g: '5', r: '5' },
    ]);
    await side.post([{ kind: 'reverse', id: randomUUID(), source: null, record, rules: ['redeem'] }]);
    expect(await lots(lin)).toEqual([
      { g: '5', r: '5' },
      { g: '5', r: '5' },
      { g: '5', r: '5' },
    ]);
    expect(await amount(lin.wallet)).toBe('15');
  });

  it('[LED-26] that have expired are not spent, whether the job has run or not', async () => {
    const lin = await person();
    const after = '2026-07-01T00:00:00Z';
    await side.post([award(lin, '5', { lotExpiresAt: '2026-06-30T00:00:00Z' }), award(lin, '4')]);
    expect(await side.post([spend(lin, '5')], after)).toMatchObject({
      ok: false,
      refusals: [{ code: 'LEDGER_BELOW_MINIMUM', params: { asked: '5' } }],
    });
    expect(await amount(lin.wallet)).toBe('9');
    expect(await side.post([spend(lin, '3')], after)).toMatchObject({ ok: true });
    expect(await amount(lin.wallet)).toBe('1');
    expect(await amount(breakage(lin))).toBe('5');
    expect(await lots(lin)).toEqual([
      { g: '5', r: '0' },
      { g: '4', r: '1' },
    ]);
  });

  it('[LED-26] expire by the job; what comes back to an expired lot expires again', async () => {
    const lin = await person();
    const after = '2026-07-01T00:00:00Z';
    await side.expire(after);
    await side.post([award(lin, '5', { lotExpiresAt: '2026-06-30T00:00:00Z' })]);
    const record = randomUUID();
    await side.post([{ ...spend(lin, '2'), source: { entity: 'Redemption', record } }]);
    expect(await side.expire(after)).toBe(1);
    expect(await amount(lin.wallet)).toBe('0');
    await side.post([{ kind: 'reverse', id: randomUUID(), source: null, record, rules: ['redeem'] }], after);
    expect(await amount(lin.wallet)).toBe('2');
    expect(await side.post([spend(lin, '1')], after)).toMatchObject({ ok: false });
    expect(await side.expire(after)).toBe(1);
    expect(await amount(lin.wallet)).toBe('0');
    expect(await amount(breakage(lin))).toBe('5');
  });
});
