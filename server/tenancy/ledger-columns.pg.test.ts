import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../schema/template/template.ts';
import type { AccountDef, LedgerDef, PostingDef } from '../../schema/template/template-rules.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { flowBench, type FlowBench } from '../test/flow-bench.ts';
import { flowTemplate } from '../test/flow-template.ts';
import { pointsBench } from '../test/points-bench.ts';
import { pointsTemplate } from '../test/points-template.ts';
import { ledgerVerify } from './ledger-verify.ts';
import { rollback } from './publish.ts';

type Stock = Extract<LedgerDef, { readonly mode: 'balance' }>;

let db: TestDatabase;
let trade: FlowBench;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  trade = await flowBench(db.database);
  await trade.receive('Bolt', '20');
});

const TRADE = flowTemplate();

/** The trade with another stock ledger, and other postings to it. */
function withStock(
  change: (stock: Stock) => Stock,
  posting: (one: PostingDef) => PostingDef = (same) => same,
  base: Template = TRADE,
): Template {
  return {
    ...base,
    ledgers: (base.ledgers ?? []).map((one) => (one.id === 'stock' && one.mode === 'balance' ? change(one) : one)),
    postings: (base.postings ?? []).map((one) => (one.ledger === 'stock' ? posting(one) : one)),
  };
}

/** Nothing of stock: neither ledger nor postings nor steps that post. */
const WITHOUT_STOCK: Template = {
  ...TRADE,
  ledgers: (TRADE.ledgers ?? []).filter(({ id }) => id !== 'stock'),
  postings: (TRADE.postings ?? []).filter(({ ledger }) => ledger !== 'stock'),
  workflows: (TRADE.workflows ?? []).map((flow) => ({
    ...flow,
    transitions: flow.transitions.map(({ post, reverse, ...one }) => ({
      ...one,
      ...(post === undefined ? {} : { post: post.filter((id) => id === 'useCredit') }),
      ...(reverse === undefined ? {} : { reverse: reverse.filter((id) => id === 'useCredit') }),
    })),
  })),
};

const EXTRA = { id: 'damaged', type: 'quantity' } as const;
const LOT = { id: 'lot', type: 'text' } as const;

type Double = Extract<LedgerDef, { readonly mode: 'double' }>;
const POINTS = pointsTemplate();

/** A company that gives points, with another ledger of them. */
function withPoints(change: (ledger: Double) => Double, base: Template = POINTS): Template {
  const ledgers = (base.ledgers ?? []).map((one) => (one.id === 'points' && one.mode === 'double' ? change(one) : one));
  return { ...base, ledgers };
}

async function answerOf(template: Template) {
  const done = await trade.publish(template);
  return done.ok ? { issues: [], warnings: done.value.plan.warnings } : { issues: done.issues, warnings: [] };
}

describe('ledgers of a new version', () => {
  it.each<readonly [string, string, string, (stock: Stock) => Stock]>([
    ['a measure before the others', 'onHand', 'damaged', (s) => ({ ...s, measures: [EXTRA, ...s.measures] })],
    ['measures in another order', 'onHand', 'available', (s) => ({ ...s, measures: s.measures.toReversed() })],
    [
      'a dimension before another of its kind',
      'depot',
      'lot',
      (s) => ({ ...s, dimensions: [{ ...LOT, optional: true }, ...s.dimensions] }),
    ],
  ])('[PUB-16] refuse %s', async (_, part, by, change) => {
    const { issues } = await answerOf(withStock(change));
    expect(issues).toContainEqual(
      expect.objectContaining({
        code: 'DATA_LEDGER_PLACE_TAKEN',
        path: '/ledgers/stock',
        params: { ledger: 'stock', part, by, count: 1 },
      }),
    );
    expect(await trade.stock('Bolt')).toEqual({ onHand: '20', available: '20' });
  });

  it('[PUB-16] refuse a dimension with values of another kind', async () => {
    const ofClients = withStock((stock) => ({
      ...stock,
      dimensions: stock.dimensions.map((one) => (one.id === 'item' ? { ...one, ref: 'Client' } : one)),
    }));
    const { issues } = await answerOf({ ...WITHOUT_STOCK, ...(ofClients.ledgers && { ledgers: ofClients.ledgers }) });
    expect(issues).toMatchObject([
      { code: 'DATA_LEDGER_PLACE_TAKEN', params: { ledger: 'stock', part: 'item:Item', by: 'item:Client', count: 1 } },
    ]);
  });

  it('[PUB-16] take new measures and dimensions at the end', async () => {
    const wider = withStock((stock) => ({
      ...stock,
      measures: [...stock.measures, EXTRA],
      dimensions: [...stock.dimensions, { ...LOT, optional: true }],
    }));
    await trade.republish(wider);
    await trade.receive('Bolt', '5');
    const { stockBalances } = await trade.data('{ stockBalances { nodes { onHand available damaged depot lot } } }');
    expect(stockBalances).toEqual({
      nodes: [{ onHand: '25.0000', available: '25.0000', damaged: '0.0000', depot: 'main', lot: null }],
    });
    // Nobody has used what is new: it may go, and another may come in its place.
    await trade.republish(TRADE);
    await trade.republish(
      withStock((stock) => ({ ...stock, measures: [...stock.measures, { ...EXTRA, id: 'blocked' }] })),
    );
    expect((await ledgerVerify(trade.place)).differences).toEqual([]);
  });

  it('[PUB-18] leave the balances of a ledger that goes; it comes back as it was or not at all', async () => {
    const gone = await answerOf(WITHOUT_STOCK);
    expect(gone.issues).toEqual([]);
    expect(gone.warnings.map(({ code, params }) => [code, params])).toEqual([
      ['DATA_LEDGER_HIDDEN', { ledger: 'stock', part: 'onHand', count: 1 }],
      ['DATA_LEDGER_HIDDEN', { ledger: 'stock', part: 'available', count: 1 }],
      ['DATA_POSTING_GONE', { posting: 'receive', count: 1, open: 0 }],
    ]);
    const other = await answerOf(withStock((stock) => ({ ...stock, measures: stock.measures.toReversed() })));
    expect(other.issues.map(({ code }) => code)).toEqual(['DATA_LEDGER_PLACE_TAKEN', 'DATA_LEDGER_PLACE_TAKEN']);
    const back = await rollback(trade.context, trade.tenant, { to: 1 });
    expect(back.ok).toBe(true);
    expect(await trade.stock('Bolt')).toEqual({ onHand: '20', available: '20' });
  });

  it('[PUB-17] keep the dimensions by which balances are kept', async () => {
    const withoutDepot = withStock(
      (stock) => ({ ...stock, dimensions: stock.dimensions.filter(({ id }) => id !== 'depot') }),
      ({ key, ...one }) => ({ ...one, key: { item: key?.['item'] ?? '' } }),
    );
    expect((await answerOf(withoutDepot)).issues).toMatchObject([
      { code: 'DATA_LEDGER_DIMENSION_GONE', params: { ledger: 'stock', part: 'depot', count: 1 } },
    ]);
    const needsLot = withStock(
      (stock) => ({ ...stock, dimensions: [...stock.dimensions, LOT] }),
      (one) => ({ ...one, key: { ...one.key, lot: "'A'" } }),
    );
    expect((await answerOf(needsLot)).issues).toMatchObject([
      { code: 'DATA_LEDGER_DIMENSION_MISSING', params: { ledger: 'stock', part: 'lot', count: 1 } },
    ]);
    // What is zero is in nobody's way.
    const order = await trade.order('20');
    await trade.data(`mutation { confirmOrder(id: "${order.id}", version: 1) { id } }`);
    await trade.data(`mutation { shipOrder(id: "${order.id}", version: 2, input: { carrier: "own" }) { id } }`);
    expect((await answerOf(withoutDepot)).issues).toEqual([]);
  });

  it('[PUB-18] tell of reservations whose posting goes; they still come back', async () => {
    const order = await trade.order('4');
    await trade.data(`mutation { confirmOrder(id: "${order.id}", version: 1) { id } }`);
    const { issues, warnings } = await answerOf({
      ...TRADE,
      postings: (TRADE.postings ?? []).flatMap(({ consume = 'reserve', ...one }) => (one.id === consume ? [] : [one])),
      workflows: (TRADE.workflows ?? []).map((flow) => ({
        ...flow,
        transitions: flow.transitions.map(({ post, reverse, ...one }) => ({
          ...one,
          ...(post === undefined ? {} : { post: post.filter((id) => id !== 'reserve') }),
          ...(reverse === undefined ? {} : { reverse: reverse.filter((id) => id !== 'reserve') }),
        })),
      })),
    });
    expect(issues).toEqual([]);
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'DATA_POSTING_GONE', params: { posting: 'reserve', count: 1, open: 1 } }),
    );
    expect(await trade.stock('Bolt')).toEqual({ onHand: '20', available: '16' });
    await trade.query("SELECT @.fw_lapse(now() + interval '8 days', 10)");
    expect(await trade.stock('Bolt')).toEqual({ onHand: '20', available: '20' });
  });

  it('[DSG-105] [PUB-16] keep of accounts in force by what they are kept, whether in lots, and all digits', async () => {
    const points = await pointsBench(db.database, POINTS, { finished: '10000.25' });
    const mei = await points.person('Mei');
    await points.finishJob(mei);
    const before = await points.wallet(mei);
    const refused = async (change: (ledger: Double) => Double, base = POINTS) => {
      const done = await points.publish(withPoints(change, base));
      return done.ok ? [] : done.issues.map(({ code, params }) => [code, params]);
    };
    const account =
      (id: string, change: (one: AccountDef) => AccountDef) =>
      (ledger: Double): Double => ({
        ...ledger,
        accounts: ledger.accounts.map((one) => (one.id === id ? change(one) : one)),
      });
    expect(await refused((ledger) => ({ ...ledger, scale: 1 }))).toContainEqual([
      'DATA_LEDGER_DIGITS',
      { ledger: 'points.budget', part: 'amount', scale: 1, count: 1 },
    ]);
    expect(await refused(account('budget', (one) => ({ ...one, lots: { consume: 'fifo' } })))).toEqual([
      ['DATA_LEDGER_LOTS', { ledger: 'points.budget', count: 1 }],
    ]);
    // Nothing else of the template is against it.
    const bare: Template = { ...POINTS, awards: [], rewards: [], leaderboards: [] };
    expect(
      await refused(
        account('wallet', ({ lots: _lots, ...one }) => one),
        bare,
      ),
    ).toEqual([['DATA_LEDGER_LOTS', { ledger: 'points.wallet', count: 1 }]]);
    expect(
      await refused(
        account('budget', (one) => ({ ...one, by: [] })),
        bare,
      ),
    ).toEqual([['DATA_LEDGER_DIMENSION_GONE', { ledger: 'points.budget', part: 'programme', count: 1 }]]);
    // Names, bounds and the order of lots change; digits and accounts come; what nothing uses goes.
    const grown = withPoints((ledger) => ({
      ...account('wallet', (one) => ({ ...one, max: '1000000', lots: { consume: 'fifo', expireTo: 'breakage' } }))(
        ledger,
      ),
      scale: 4,
    }));
    const wider = withPoints(
      (ledger) => ({ ...ledger, accounts: [...ledger.accounts, { id: 'gifts', by: [] }] }),
      grown,
    );
    await points.republish(wider);
    await points.republish(grown);
    expect(Number((await points.wallet(mei)).balance)).toBe(Number(before.balance));
    await points.finishJob(mei);
    expect((await ledgerVerify(points.place)).differences).toEqual([]);
  });
});
