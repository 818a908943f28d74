import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locale } from '../../../schema/core/text.ts';
import { awayHalfAnHour, factsFollow, togetherAtFirst } from '../../test/day-proofs.ts';
import { axeSource, violationsOf } from '../../test/designer-page.ts';
import { PHONE, phoneFaults, workRoutes } from '../../test/phone-walk.ts';
import {
  PEOPLE,
  startTradingCompany,
  type Desk,
  type PersonName,
  type TradingCompany,
} from '../../test/trading-company.ts';

const MASTER_DATA = `mutation {
  createItemCategory(input: { code: "TEA", name: "Tea" }) { id }
  createItem(input: { code: "T-1", name: "Oolong 250 g", category: { code: "TEA" }, price: "120", cost: "50" }) { id }
  createCustomer(input: { code: "C-1", name: "Moonlight House", creditLimit: "50000", group: { code: "RETAIL" } }) { id }
  createSupplier(input: { code: "S-1", name: "Hill Gardens" }) { id }
}`;
const OOLONG = { choose: 'Oolong' };
const MAIN = { choose: 'Main warehouse' };
const MOONLIGHT = { choose: 'Moonlight' };

interface PhonePage {
  readonly route: string;
  /** Below `/w/<tenant>/`. */
  readonly below: string;
  readonly heading: string | RegExp;
  /** What is there when all of it is. */
  readonly shown?: string;
  /** What one comes to the page for. */
  readonly primary?: string;
}

/** Each page of Run and Admin, with what is on it in the company of the day. */
function phonePages(order: string): readonly PhonePage[] {
  const page = (
    below: string,
    heading: string | RegExp,
    rest: Omit<PhonePage, 'route' | 'below' | 'heading'> = {},
  ) => ({
    route: `/w/$tenant/${below}`.replace(/\/$/, ''),
    below,
    heading,
    ...rest,
  });
  const of = (route: string, one: PhonePage): PhonePage => ({ ...one, route: `/w/$tenant/${route}` });
  const add = '.adm-head .ant-btn-primary';
  return [
    page('', /Good|Hello|Welcome|,/, { shown: '.home-bar' }),
    of(
      'e/$entity',
      page('e/SalesOrder', 'Sales order', {
        shown: '.grid.is-phone .grid-row',
        primary: '.list-head .ant-btn-primary',
      }),
    ),
    of(
      'e/$entity/$id',
      page('e/SalesOrder/new', /New/, { shown: '.fw-form', primary: '.record-actions .ant-btn-primary' }),
    ),
    of('e/$entity/$id', page(`e/SalesOrder/${order}`, /SO-/, { shown: '.fw-form', primary: '.record-actions' })),
    of(
      'e/$entity/$id/print',
      page(`e/SalesOrder/${order}/print`, /Print|SO-/, { shown: 'article', primary: '.print-bar .ant-btn-primary' }),
    ),
    page('inbox', 'Inbox', { primary: '.inbox-boxes' }),
    of('boards/$view', page('boards/salesDashboard', 'Sales', { shown: '.tile' })),
    of('reports/$view', page('reports/salesByMonth', /month/i, { shown: '.report-body' })),
    of('ledgers/$ledger', page('ledgers/stock', 'Stock', { shown: '.grid-row' })),
    of('e/$entity/import', page('e/Item/import', 'Import Item', { primary: '.imports-step' })),
    page('me', /\S/, { shown: '.me-card' }),
    page('points', 'To spend', { shown: '.pts-balance' }),
    page('points/rules', 'What earns points', { shown: '.pts-rules' }),
    page('points/ranking', 'Ranking'),
    page('points/rewards', 'Rewards', { shown: '.pts-shop' }),
    page('points/committee', /Committee|Give/, { shown: '.pts-committee' }),
    page('points/programme', 'How the programme does'),
    page('admin', 'People', { primary: add }),
    page('admin/departments', 'Departments', { primary: add }),
    page('admin/tokens', 'API tokens', { primary: add }),
    page('admin/webhooks', 'Webhooks & automation', { primary: add }),
    page('admin/audit', 'Audit log', { shown: '.adm-log' }),
    page('admin/languages', 'Settings', { shown: '.adm-narrow' }),
    page('admin/backups', 'Backups', { primary: add }),
  ];
}

/** What is told leaves the head of the record free, and its star is called by what the record is called. */
async function tellBelow({ page, go }: Pick<Desk, 'page' | 'go'>, order: string): Promise<void> {
  await go(`e/SalesOrder/${order}`);
  await page.getByRole('button', { name: /^Keep “SO-/ }).waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Copy the link' }).click();
  const notice = page.locator('.ant-message-notice').first();
  await notice.waitFor();
  expect((await notice.boundingBox())?.y).toBeGreaterThan(PHONE.viewport.height / 2);
}

/** Nothing is answered in the other language yet: the rows stand. */
async function turn({ page, go }: Pick<Desk, 'page' | 'go'>): Promise<void> {
  const row = page.locator('.grid.is-phone .grid-row', { hasText: 'SO-' }).first();
  await go('e/SalesOrder');
  await row.waitFor();
  await page.route('**/t/**', () => undefined);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('h1', { hasText: '销售订单' }).waitFor();
  expect([await row.isVisible(), await page.locator('.waiting').count()]).toEqual([true, 0]);
  await page.unroute('**/t/**');
}

/** Before any of the application runs the page has the colours that were chosen. */
async function beginDark(page: Page): Promise<void> {
  await page.evaluate(`localStorage.setItem('formwork.theme', 'dark')`);
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto(page.url());
  const ground = `getComputedStyle(document.documentElement).backgroundColor`;
  expect(await page.evaluate(ground)).toBe('rgb(20, 22, 27)');
}

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

  it('[FORM-28] [FORM-29] [MOD-17] [WRK-101] [WRK-180] goods are ordered, received and counted', async () => {
    const pat = await company.desk('pat');
    const purchase = await pat.make('PurchaseOrder', { supplier: { choose: 'Hill' }, warehouse: MAIN }, [
      { item: OOLONG, qty: '100', price: '50' },
    ]);
    await factsFollow(pat);
    await pat.step('PurchaseOrder', 'place');
    const { number, state } = await oneOf('purchaseOrder', purchase, 'number state');
    expect(state).toBe('ordered');

    const wen = await company.desk('wen');
    const offered = async (): Promise<string> => {
      await wen.go('e/GoodsReceipt/new');
      await wen.page.getByRole('combobox', { name: localeOf('wen') === 'en' ? 'Purchase order' : '采购单' }).click();
      const choices = wen.page.locator('.fw-choices');
      await expect.poll(() => choices.innerText()).not.toMatch(/^(Searching|搜索中)/);
      const text = await choices.innerText();
      await wen.go('e/GoodsReceipt');
      return text;
    };
    await expect.poll(() => offered()).toMatch(new RegExp(`^${String(number)}\\s[^]*Hill`));
    // What is still to come is in the receipt that is made of the order; some of it comes later [WRK-180].
    await wen.open('PurchaseOrder', purchase);
    await wen.follow('GoodsReceipt', {}, [{ qty: '60' }]);
    await wen.step('GoodsReceipt', 'receive');
    await wen.open('PurchaseOrder', purchase);
    const receipt = await wen.follow('GoodsReceipt', {}, []);
    expect(await oneOf('goodsReceipt', receipt, 'order { number } lines { item { code } qty price }')).toEqual({
      order: { number },
      lines: [{ item: { code: 'T-1' }, qty: '40.0000', price: '50.0000' }],
    });
    await wen.step('GoodsReceipt', 'receive');
    await expect.poll(() => offered()).not.toContain(number);
    const count = await wen.make('StockCount', { warehouse: MAIN }, [{ item: OOLONG, counted: '98' }]);
    expect(await oneOf('stockCount', count, 'lines { expected difference }')).toEqual({
      lines: [{ expected: '100.0000', difference: '-2.0000' }],
    });
    const sue = await company.desk('sue');
    await sue.open('StockCount', count);
    await sue.step('StockCount', 'approve');
    expect(await onHand()).toEqual([{ item: { code: 'T-1' }, onHand: '98.0000' }]);
  });

  it('[WRK-21] [WRK-78] [WRK-101] [WRK-123] a quote is won; the order is approved, shipped and delivered', async () => {
    const sam = await company.desk('sam');
    await sam.make('Quote', { customer: MOONLIGHT }, [{ item: OOLONG, qty: '10', price: '120' }]);
    await sam.step('Quote', 'send');
    await sam.step('Quote', 'win');
    order = await sam.make('SalesOrder', { customer: MOONLIGHT, warehouse: MAIN }, [
      { item: OOLONG, qty: '10', price: '120', discountRate: '20' },
    ]);
    await sam.step('SalesOrder', 'confirm', { asks: true });
    const { page: ofSam } = sam;
    await ofSam.locator('.record-facts', { hasText: 'Moonlight House' }).getByText('960').waitFor();
    // Home tells what waits, what was opened, and every list by its states; it is searched by pinyin too.
    const max = await company.desk('max');
    const home = max.page;
    await togetherAtFirst(max);
    await home.locator('.home-ask', { hasText: 'Moonlight House' }).getByRole('button').first().waitFor();
    const orders = home.locator('.home-card', { hasText: localeOf('max') === 'en' ? 'Sales order' : '销售订单' });
    await orders.locator('.home-bar').waitFor({ state: 'attached' });
    await home.locator('.home-search input, input.home-search').fill('xsdd');
    await expect.poll(() => home.locator('.home-card').count()).toBe(1);
    await orders.waitFor();
    await home.locator('.home-search input, input.home-search').fill('');
    await home.locator('.home-create a').first().waitFor();
    await home.locator('.home-points').waitFor();
    const listsOf = async (inside: string): Promise<readonly unknown[]> =>
      home.locator(`${inside}[href*="/e/"]`).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(await listsOf('.home-card-main')).toEqual(expect.arrayContaining([...(await listsOf('.rail a'))]));
    // Of an order a calendar tells whom it is about first, not its number [WRK-123].
    await max.go('e/SalesOrder?as=calendar');
    await home.locator('.calendar-event-first', { hasText: 'Moonlight House' }).first().waitFor();
    await home.locator('.bar-star').click();
    await max.go('inbox');
    // The row tells the customer before the record is there.
    await max.page.locator('.inbox-row[aria-current]', { hasText: 'Moonlight House' }).waitFor();
    await max.page.locator('.inbox-detail').getByText('Moonlight House').first().waitFor();
    await max.go('');
    await home.locator('.home-favourite[href$="/e/SalesOrder"]').waitFor();
    await home.locator('.home-ask', { hasText: 'Moonlight House' }).getByRole('button').first().click();
    await expect.poll(async () => (await oneOf('salesOrder', order, 'state'))['state']).toBe('confirmed');

    const wen = await company.desk('wen');
    await wen.open('SalesOrder', order);
    await wen.step('SalesOrder', 'ship');
    await sam.go('');
    await ofSam.locator('.home-recent', { hasText: 'SO-' }).waitFor();
    await awayHalfAnHour(sam, company.tenant);
    await ofSam.locator(`.home-ask a[href$="${order}"]`, { hasText: 'Wen Warehouse' }).waitFor();
    expect(await onHand()).toEqual([{ item: { code: 'T-1' }, onHand: '88.0000' }]);
    orderNumber = String((await oneOf('salesOrder', order, 'number'))['number']);
    await wen.make('Shipment', { order: { choose: orderNumber } });
    await wen.step('Shipment', 'handOver', { input: { carrier: 'SF', trackingNumber: 'SF-1' } });
    await wen.step('Shipment', 'deliver', { input: { receivedBy: 'Moon' } });
  });

  it('[WRK-180] two come back, the rest is paid, and the order is closed', async () => {
    const wen = await company.desk('wen');
    const reason = { choose: localeOf('wen') === 'en' ? 'Damaged' : '损坏' };
    await wen.open('SalesOrder', order);
    await wen.follow('SalesReturn', { reason }, [{ qty: '2' }]);
    await wen.step('SalesReturn', 'receive');
    expect(await onHand()).toEqual([{ item: { code: 'T-1' }, onHand: '90.0000' }]);
    const fin = await company.desk('fin');
    await fin.open('SalesOrder', order);
    const payment = await fin.follow('CustomerPayment', {}, []);
    expect(await oneOf('customerPayment', payment, 'customer { code } lines { order { id } amount }')).toEqual({
      customer: { code: 'C-1' },
      lines: [{ order: { id: order }, amount: '768.0000' }],
    });
    await fin.step('CustomerPayment', 'book');
    await fin.open('SalesOrder', order);
    // Nothing is left to be paid: that is known a moment after what was known before.
    await fin.page.locator('.record-actions', { hasText: /payment|收款/i }).waitFor({ state: 'detached' });
    await fin.step('SalesOrder', 'close');
  });

  it('[WRK-62] [WRK-106] [WRK-143] [WRK-161] the stock stands in its ledger as it was moved, and leads to its documents', async () => {
    const sue = await company.desk('sue');
    const { page } = sue;
    await page.locator('.rail a[href$="/ledgers/stock"]').first().waitFor();
    await expect.poll(() => page.locator('.rail a[href$="/ledgers/praise"]').count()).toBe(0);
    await sue.go('ledgers/stock');
    const balance = page.locator('.grid-row', { hasText: 'Oolong' });
    await balance.getByText('90', { exact: true }).first().waitFor();
    await page.setViewportSize({ width: 360, height: 780 });
    await balance.getByText('90', { exact: true }).first().waitFor();
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    // What came and went this month is what is there; it leads to its movements.
    await page.locator('.list-views a').nth(2).click();
    await page.locator('.grid-totals', { hasText: '90' }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await balance.click();
    await page.locator('.ledger-document a').first().waitFor();
    expect(new URL(page.url()).searchParams.get('where')).toContain('effectiveAt');
    await page.locator('.list-views a').first().click();
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
    await expect.poll(() => why.locator('.movement-why-moved li').count()).toBe(1);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'hidden' });
    await page.locator('.ledger-document a').first().click();
    await page.locator('.record-head').waitFor();
  });

  it('[PWK-1] points are redeemed and appealed, and their pages are those that the reader has', async () => {
    const sam = await company.desk('sam');
    await sam.go('points');
    await sam.page.locator('.pts-balance').waitFor();
    await expect
      .poll(() => sam.page.locator('.pts-nav-link[href$="/committee"], .pts-nav-link[href$="/programme"]').count())
      .toBe(0);
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

  it('[WRK-76] [WRK-150] [WRK-151] [WRK-152] every page that one works or administers at is whole on a phone; it tells below, and turns without a flash', async () => {
    const phone = await company.phone();
    const { page, troubles } = phone;
    const at = phonePages(order);
    expect([...new Set(at.map(({ route }) => route))].toSorted()).toEqual([...(await workRoutes())].toSorted());
    const found: string[] = [];
    for (const { route, below, heading, shown, primary } of at) {
      await phone.go(below);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      if (shown !== undefined) await page.locator(shown).first().waitFor();
      await expect.poll(() => page.locator('.waiting, .ant-spin-spinning').count()).toBe(0);
      found.push(...(await phoneFaults(page, primary)).map((fault) => `${route}: ${fault}`));
    }
    expect(found).toEqual([]);
    await tellBelow(phone, order);
    await turn(phone);
    expect(troubles).toEqual([]);
    await beginDark(page);
    await page.context().close();
  });

  it('and nobody met an error on the way', async () => {
    for (const who of Object.keys(PEOPLE) as PersonName[])
      expect([who, ...(await company.desk(who)).troubles]).toEqual([who]);
  });
});
