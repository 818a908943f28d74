import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locale } from '../../../schema/core/text.ts';
import { axeSource, violationsOf } from '../../test/designer-page.ts';
import { PEOPLE, startTradingCompany, type PersonName, type TradingCompany } from '../../test/trading-company.ts';

const MASTER_DATA = `mutation {
  createItemCategory(input: { code: "TEA", name: "Tea" }) { id }
  createItem(input: { code: "T-1", name: "Oolong 250 g", category: { code: "TEA" }, price: "120", cost: "50" }) { id }
  createCustomer(input: { code: "C-1", name: "Moonlight House", creditLimit: "50000", group: { code: "RETAIL" } }) { id }
  createSupplier(input: { code: "S-1", name: "Hill Gardens" }) { id }
}`;
const OOLONG = { choose: 'Oolong' };
const MAIN = { choose: 'Main warehouse' };
const MOONLIGHT = { choose: 'Moonlight' };

/** Half of the people work in English and half in Chinese; the long version has a day of each as well. */
const CHINESE: ReadonlySet<PersonName> = new Set(['pat', 'wen', 'max', 'ada']);
const DAYS: readonly { readonly day: string; readonly localeOf: (who: PersonName) => Locale }[] = [
  { day: 'both languages', localeOf: (who) => (CHINESE.has(who) ? 'zh-CN' : 'en') },
  ...(process.env['FORMWORK_LONG'] === '1'
    ? [
        { day: 'English', localeOf: () => 'en' as const },
        { day: 'Chinese', localeOf: () => 'zh-CN' as const },
      ]
    : []),
];

describe.each(DAYS)('[WRK-90] a day of a trading company ($day)', ({ localeOf }) => {
  let company: TradingCompany;
  let axe: string;
  let order = '';
  let orderNumber = '';

  beforeAll(async () => {
    axe = await axeSource();
    company = await startTradingCompany(localeOf);
    await company.told(MASTER_DATA);
  });
  afterAll(async () => {
    await company?.stop();
  });

  async function oneOf(query: string, id: string, fields: string): Promise<Readonly<Record<string, unknown>>> {
    const { one } = await company.told(`query ($id: ID!) { one: ${query}(id: $id) { ${fields} } }`, { id });
    return one as Readonly<Record<string, unknown>>;
  }

  async function onHand(): Promise<unknown> {
    const { stockBalances } = await company.told('{ stockBalances { nodes { item { code } onHand } } }');
    return (stockBalances as { readonly nodes: unknown }).nodes;
  }

  it('the programme is funded and offers a reward', async () => {
    const ada = await company.desk('ada');
    for (const programme of ['Careful', 'Deliver']) {
      await ada.make('BudgetFunding', { programme: { choose: programme }, amount: '500', reason: 'This year' });
      await ada.step('BudgetFunding', 'fund');
    }
    const programme = { choose: 'Careful' };
    await ada.make('Reward', { code: 'coffee', name: 'Coffee', programme, cost: '2', stock: '5' });
  });

  it('goods are ordered, received and counted', async () => {
    const pat = await company.desk('pat');
    const purchase = await pat.make('PurchaseOrder', { supplier: { choose: 'Hill' }, warehouse: MAIN }, [
      { item: OOLONG, qty: '100', price: '50' },
    ]);
    await pat.step('PurchaseOrder', 'place');
    const { number, state } = await oneOf('purchaseOrder', purchase, 'number state');
    expect(state).toBe('ordered');

    const wen = await company.desk('wen');
    await wen.make('GoodsReceipt', { order: { choose: String(number) } }, [{ item: OOLONG, qty: '100' }]);
    await wen.step('GoodsReceipt', 'receive');
    const count = await wen.make('StockCount', { warehouse: MAIN }, [{ item: OOLONG, expected: '100', counted: '98' }]);
    const sue = await company.desk('sue');
    await sue.open('StockCount', count);
    await sue.step('StockCount', 'approve');
    expect(await onHand()).toEqual([{ item: { code: 'T-1' }, onHand: '98.0000' }]);
  });

  it('a quote is won; the order is approved, shipped and delivered', async () => {
    const sam = await company.desk('sam');
    await sam.make('Quote', { customer: MOONLIGHT }, [{ item: OOLONG, qty: '10', price: '120' }]);
    await sam.step('Quote', 'send');
    await sam.step('Quote', 'win');
    order = await sam.make('SalesOrder', { customer: MOONLIGHT, warehouse: MAIN }, [
      { item: OOLONG, qty: '10', price: '120', discountRate: '20' },
    ]);
    await sam.step('SalesOrder', 'confirm', { asks: true });
    const max = await company.desk('max');
    await max.go('inbox');
    // The row tells the customer before the record is there.
    await max.page.locator('.inbox-row[aria-current]', { hasText: 'Moonlight House' }).waitFor();
    await max.page.locator('.inbox-detail').getByText('Moonlight House').first().waitFor();
    await max.page.keyboard.press('a');
    await expect.poll(async () => (await oneOf('salesOrder', order, 'state'))['state']).toBe('confirmed');

    const wen = await company.desk('wen');
    await wen.open('SalesOrder', order);
    await wen.step('SalesOrder', 'ship');
    expect(await onHand()).toEqual([{ item: { code: 'T-1' }, onHand: '88.0000' }]);
    orderNumber = String((await oneOf('salesOrder', order, 'number'))['number']);
    await wen.make('Shipment', { order: { choose: orderNumber } });
    await wen.step('Shipment', 'handOver', { input: { carrier: 'SF', trackingNumber: 'SF-1' } });
    await wen.step('Shipment', 'deliver', { input: { receivedBy: 'Moon' } });
  });

  it('two come back, the rest is paid, and the order is closed', async () => {
    const wen = await company.desk('wen');
    const reason = { choose: localeOf('wen') === 'en' ? 'Damaged' : '损坏' };
    await wen.make('SalesReturn', { order: { choose: orderNumber }, warehouse: MAIN, reason }, [
      { item: OOLONG, qty: '2' },
    ]);
    await wen.step('SalesReturn', 'receive');
    expect(await onHand()).toEqual([{ item: { code: 'T-1' }, onHand: '90.0000' }]);
    const fin = await company.desk('fin');
    await fin.make('CustomerPayment', { customer: MOONLIGHT }, [{ order: { choose: orderNumber }, amount: '768' }]);
    await fin.step('CustomerPayment', 'book');
    await fin.open('SalesOrder', order);
    await fin.step('SalesOrder', 'close');
  });

  it('[WRK-106] [WRK-143] the stock stands in its ledger as it was moved, and leads to its documents', async () => {
    const wen = await company.desk('wen');
    const { page } = wen;
    await page.locator('.rail a[href$="/ledgers/stock"]').first().waitFor();
    expect(await page.locator('.rail a[href$="/ledgers/praise"]').count()).toBe(0);
    await wen.go('ledgers/stock');
    const balance = page.locator('.grid-row', { hasText: 'Oolong' });
    await balance.getByText('90', { exact: true }).first().waitFor();
    await page.setViewportSize({ width: 360, height: 780 });
    await balance.getByText('90', { exact: true }).first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await balance.locator('a').first().click();
    await page.locator('.ledger-document a').first().waitFor();
    expect(new URL(page.url()).searchParams.get('rows')).toBe('movement');
    await page.locator('.grid-totals', { hasText: '90' }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    // Why: the rule and the step that posted it, in which version, and the line that it came from.
    await page.locator('.ledger-why').first().click();
    const why = page.locator('.movement-why');
    await why.locator('.movement-why-rule li').first().waitFor();
    await why.locator('.movement-why-lines td', { hasText: 'Oolong' }).first().waitFor();
    expect(await why.locator('.movement-why-moved li').count()).toBe(1);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'hidden' });
    await page.locator('.ledger-document a').first().click();
    await page.locator('.record-head').waitFor();
  });

  it('points are redeemed and appealed', async () => {
    const sam = await company.desk('sam');
    const ada = await company.desk('ada');
    const redemption = await sam.make('Redemption', { reward: { choose: 'Coffee' } });
    await sam.step('Redemption', 'redeem');
    await ada.open('Redemption', redemption);
    await ada.step('Redemption', 'handOver');
    const appeal = await sam.make('Appeal', { about: 'The second quote of the week earned nothing.', points: '3' });
    const cara = await company.desk('cara');
    await cara.open('Appeal', appeal);
    await cara.step('Appeal', 'accept', { input: { answer: 'You are right.' } });
    expect(await oneOf('appeal', appeal, 'state answeredBy { name }')).toMatchObject({ state: 'accepted' });
  });

  it('and nobody met an error on the way', async () => {
    for (const who of Object.keys(PEOPLE) as PersonName[])
      expect([who, ...(await company.desk(who)).troubles]).toEqual([who]);
  });
});
