import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../schema/template/template.ts';
import {
  axeSource,
  shotOf,
  startDesigner,
  violationsOf,
  hasFetched,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { signedIn, type TestClient } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
let client: TestClient;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(orders());
  client = (await signedIn(designer.bench.url, designer.bench.operator)).client;
});
afterAll(async () => {
  await designer?.stop();
});

const text = (en: string, zh: string) => ({ en, 'zh-CN': zh });

function orders(): Template {
  return templateOf(
    [
      master('Item', [{ id: 'price', type: 'money', label: text('Price', '单价') }], { label: text('Item', '物料') }),
      {
        id: 'Order',
        kind: 'document',
        label: text('Order', '订单'),
        title: 'number',
        number: { field: 'number', pattern: 'O-{seq:4}', per: [], gapless: false },
        fields: [
          { id: 'number', type: 'sequence', label: text('Number', '单号') },
          { id: 'note', type: 'text', label: text('Note', '备注') },
          { id: 'lines', type: 'lines', of: 'OrderLine', max: 50, label: text('Lines', '明细') },
          {
            id: 'total',
            type: 'money',
            label: text('Total', '总额'),
            formula: 'sum(doc.lines.map(l, l.amount))',
            stored: true,
          },
        ],
      },
      {
        id: 'OrderLine',
        kind: 'line',
        label: text('Line', '明细'),
        fields: [
          { id: 'item', type: 'ref', to: 'Item', required: true, label: text('Item', '物料') },
          { id: 'qty', type: 'quantity', required: true, label: text('Quantity', '数量') },
          {
            id: 'amount',
            type: 'money',
            label: text('Amount', '金额'),
            formula: 'line.qty * line.item.price',
            stored: true,
          },
        ],
      },
    ],
    {
      views: [
        {
          id: 'orderPrint',
          kind: 'print',
          of: 'Order',
          label: text('Order confirmation', '订单确认书'),
          layout: [
            { kind: 'field', id: 'note', field: 'note' },
            {
              kind: 'childGrid',
              id: 'grid',
              field: 'lines',
              columns: [{ id: 'item' }, { id: 'qty' }, { id: 'amount' }],
            },
            { kind: 'columns', id: 'sums', children: [{ kind: 'field', id: 'total', field: 'total' }] },
          ],
        },
      ],
      workflows: [
        {
          id: 'orderFlow',
          of: 'Order',
          initial: 'open',
          states: [
            { id: 'open', label: text('Open', '待办'), color: 'blue' },
            { id: 'done', label: text('Done', '已完成'), color: 'green' },
          ],
          transitions: [
            { id: 'finish', label: text('Finish', '完成'), from: ['open'], to: 'done' },
            { id: 'bill', label: text('Bill', '开票'), from: ['open'], to: 'done', guard: "doc.total > dec('5000')" },
          ],
        },
      ],
    },
  );
}

const LIGHT = { locale: 'en-GB', colorScheme: 'light' } as const;
const DARK = { locale: 'zh-CN', colorScheme: 'dark' } as const;

async function tell(tenant: string, query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const answer = await client.ask(query, variables, { path: `/t/${tenant}/graphql` });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data ?? {};
}

/** An order of two lines in a tenant of its own, shown at the address below the record's. */
async function atOrder(below: string, look: Parameters<DesignerBench['open']>[1]) {
  const tenant = await designer.make();
  const { tea, pot } = (await tell(
    tenant,
    'mutation { tea: createItem(input: { name: "Tea", price: "10" }) { id } pot: createItem(input: { name: "Pot", price: "1005.3" }) { id } }',
  )) as Readonly<Record<string, { readonly id: string }>>;
  const lines = [
    { item: { id: tea?.id }, qty: '2' },
    { item: { id: pot?.id }, qty: '1' },
  ];
  const { order } = await tell(
    tenant,
    'mutation ($lines: [OrderLineInput!]!) { order: createOrder(input: { note: "soon", lines: $lines }) { id } }',
    { lines },
  );
  const { id } = order as { readonly id: string };
  return { ...(await designer.visit(tenant, `e/Order/${id}${below}`, look)), id };
}

/** Who leaves with something not saved is asked, and stays. */
async function leaveAndStay(page: Page): Promise<void> {
  await page.locator('a[href$="/e/Order"]').first().click();
  const asked = page.getByRole('dialog');
  await asked.locator('.ant-btn-dangerous').waitFor();
  await page.waitForTimeout(350);
  await shotOf(page, 'record-leave');
  expect(await violationsOf(page, axe)).toEqual([]);
  await asked.locator('.ant-modal-footer .ant-btn').first().click();
  await asked.waitFor({ state: 'hidden' });
}

/** What a record's page asks for: none of it is answered before all of it is asked and the timeline's code is there. */
async function askedTogether(page: Page): Promise<void> {
  const parts = [/rows: orders\(where: \{ id:/, /options: orderTransitions/, /history: recordHistory/];
  const asked = new Set<RegExp>();
  await page.route('**/t/*/graphql', async (route) => {
    const body = route.request().postData() ?? '';
    const own = parts.filter((part) => part.test(body));
    for (const part of own) asked.add(part);
    const isAll = async (): Promise<boolean> =>
      asked.size === parts.length && page.evaluate<boolean>(hasFetched('timeline-panel'));
    if (own.length > 0) await expect.poll(isAll, { timeout: 10_000 }).toBe(true);
    await route.continue();
  });
  await page.reload();
  await page.getByRole('heading', { name: /O-0002/ }).waitFor();
  expect(asked.size).toBe(parts.length);
  await page.unrouteAll({ behavior: 'wait' });
}

describe('the page of one record', () => {
  it('[WRK-100] [WRK-102] [WRK-105] [WRK-50] [WRK-51] [WRK-52] [WRK-55] [WRK-56] [WRK-57] tells what became of it live, takes comments, keeps the order of rows, says why, is duplicated', async () => {
    const { page, troubles, tenant, id } = await atOrder('', LIGHT);
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText('created this').waitFor();
    // Somebody else changes it: that is told without asking.
    await tell(tenant, 'mutation ($id: ID!) { updateOrder(id: $id, version: 1, patch: { note: "at once" }) { id } }', {
      id,
    });
    await timeline.getByText('changed Note').waitFor();
    await timeline.getByText('at once').waitFor();

    // The whole row is in sight beside the timeline, and of a computed cell one asks by keys where it comes from.
    const amount = page.locator('.fw-row').first().locator('td.is-shown');
    const [cell, side] = await Promise.all([amount.boundingBox(), page.locator('.record-side').boundingBox()]);
    expect((cell?.x ?? 0) + (cell?.width ?? 0)).toBeLessThan(side?.x ?? 0);
    await expect
      .poll(() => page.locator('.fw-grid-scroll').evaluate((box) => box.scrollWidth - box.clientWidth))
      .toBe(0);
    await page.getByRole('row', { name: /Tea/ }).getByRole('textbox').first().press('End');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('F1');
    const ofLine = page.getByRole('dialog', { name: 'Why this value? Amount' });
    await ofLine.getByText('Item › Price').first().waitFor();
    await ofLine.getByText('20.00').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('Escape');
    await ofLine.waitFor({ state: 'detached' });
    await page.getByRole('separator', { name: 'Width of the timeline' }).press('ArrowLeft');
    expect((await page.locator('.record-side').boundingBox())?.width).toBeCloseTo((side?.width ?? 0) + 24, 0);
    await page.getByRole('row', { name: /Pot/ }).getByRole('textbox').first().click();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByText('Not saved yet').waitFor();
    await leaveAndStay(page);
    await page.keyboard.press('Control+s');
    await page.getByText('Not saved yet').waitFor({ state: 'hidden' });
    const { order } = await tell(tenant, 'query ($id: ID!) { order(id: $id) { lines { item { name } } } }', { id });
    expect(order).toEqual({ lines: [{ item: { name: 'Pot' } }, { item: { name: 'Tea' } }] });

    await page.getByRole('button', { name: /^Bill/ }).click();
    const bill = page.getByRole('dialog', { name: /Bill/ });
    await bill.locator('.why-not').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('Escape');
    // What fades out has no contrast any more.
    await bill.waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Why this value? Total' }).click();
    const why = page.getByRole('dialog', { name: 'Why this value? Total' });
    await why.getByText('1,005.30 · 20.00').waitFor();
    await why.getByText('1,025.30').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await shotOf(page, 'record-why');
    await page.keyboard.press('Escape');

    const words = page.getByRole('textbox', { name: 'Write a comment' });
    await words.click();
    await words.pressSequentially('<i>Look</i> @');
    await page.getByRole('option').first().waitFor();
    await shotOf(page, 'record-mention');
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.type('please');
    await page.keyboard.press('Control+Enter');
    await timeline.locator('.tl-comment').getByText('<i>Look</i>').waitFor();
    await expect.poll(() => timeline.locator('.tl-mention').count()).toBe(1);
    await expect.poll(() => timeline.locator('i').filter({ hasText: 'Look' }).count()).toBe(0);
    await timeline.getByRole('button', { name: 'Your comment' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await timeline.getByText('This comment was deleted.').waitFor();

    await page.getByRole('heading', { name: /O-0001/ }).click();
    await page.keyboard.press('Control+Enter');
    await timeline.locator('.tl-step').getByText('Finish').waitFor();
    await shotOf(page, 'record-timeline');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('heading', { name: 'New Order' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: /O-0002/ }).waitFor();
    const note = page.getByRole('textbox', { name: 'Note' });
    await expect.poll(() => note.inputValue()).toBe('at once');
    // The keys take what was typed a moment before them along.
    await note.fill('at last');
    await page.keyboard.press('Control+s');
    await timeline.getByText('at last').waitFor();
    await note.fill('over');
    await page.keyboard.press('Control+Enter');
    await timeline.locator('.tl-step').getByText('Finish').waitFor();
    await timeline.getByText('over').waitFor();
    await askedTogether(page);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[WRK-22] [WRK-50] on a phone the timeline comes over the form, in Chinese and in the dark', async () => {
    const { page, troubles } = await atOrder('', DARK);
    await page.setViewportSize({ width: 360, height: 780 });
    await page.getByRole('button', { name: '显示动态' }).click();
    await page.getByText('创建了记录').waitFor();
    await page.getByRole('button', { name: /项内容/ }).click();
    await shotOf(page, 'record-timeline-phone');
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('Escape');
    // What says why stands at its cell, in sight.
    await page.locator('.fw-cell .why-button').first().click();
    await page.locator('.why-dialog .why dl').waitFor();
    const told = await page.locator('.why-dialog').boundingBox();
    expect((told?.y ?? 0) + (told?.height ?? 999)).toBeLessThanOrEqual(780);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: /^开票/ }).click();
    await page.locator('.why-not').waitFor();
    await shotOf(page, 'record-why-not');
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: '备注' }).fill('再看看');
    await leaveAndStay(page);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[WRK-53] [WRK-54] it is printed as a document: the view, its lines, sums and total in words', async () => {
    const { page, troubles } = await atOrder('/print', DARK);
    const sheet = page.getByRole('article');
    await sheet.getByText('壹仟零贰拾伍元叁角整').waitFor();
    await sheet.getByRole('heading', { name: '订单确认书' }).waitFor();
    await expect.poll(() => sheet.getByRole('row').allInnerTexts()).toHaveLength(4);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByText('中英对照').click();
    await sheet.getByRole('heading', { name: '订单确认书 Order confirmation' }).waitFor();
    await shotOf(page, 'record-print');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    // One sheet of A4 (in points).
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45]\S* 84[12]\S*\]/);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
