import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../schema/template/template.ts';
import { axeSource, shotOf, startDesigner, violationsOf, type DesignerBench } from '../../test/designer-page.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { signedIn } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
let tenant: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(shop());
  tenant = await designer.bench.makeTenant(shop());
  const { client } = await signedIn(designer.bench.url, designer.bench.operator);
  const query = `mutation {
    createCustomers(inputs: [{ name: "Ann", code: "a" }, { name: "晨光", code: "c" }]) { id }
    createSales(inputs: [
      { name: "S1", customer: { code: "a" }, soldOn: "2026-01-10", total: "100.10" }
      { name: "S2", customer: { code: "a" }, soldOn: "2026-03-02", total: "20000" }
      { name: "S3", customer: { code: "c" }, soldOn: "2026-03-09", total: "5", cost: "9" }
    ]) { id }
  }`;
  const made = await client.ask(query, {}, { path: `/t/${tenant}/graphql` });
  if (made.errors !== undefined) throw new Error(JSON.stringify(made.errors));
});
afterAll(async () => {
  await designer?.stop();
});

function shop(): Template {
  const name = {
    id: 'name',
    type: 'text',
    required: true,
    unique: true,
    label: { en: 'Name', 'zh-CN': '名称' },
  } as const;
  return templateOf(
    [
      master('Customer', [{ id: 'code', type: 'text', unique: true, label: { en: 'Code', 'zh-CN': '编码' } }], {
        label: { en: 'Customer', 'zh-CN': '客户' },
      }),
      {
        id: 'Sale',
        kind: 'document',
        label: { en: 'Sale', 'zh-CN': '销售单' },
        title: 'name',
        fields: [
          name,
          { id: 'customer', type: 'ref', to: 'Customer', label: { en: 'Customer', 'zh-CN': '客户' } },
          { id: 'soldOn', type: 'date', required: true, label: { en: 'Sold on', 'zh-CN': '销售日期' } },
          { id: 'total', type: 'money', label: { en: 'Total', 'zh-CN': '金额' } },
          { id: 'cost', type: 'money', label: { en: 'Cost', 'zh-CN': '成本' } },
        ],
      },
    ],
    {
      views: [
        {
          id: 'saleList',
          kind: 'list',
          of: 'Sale',
          label: { en: 'Sales', 'zh-CN': '销售单' },
          columns: [{ id: 'name' }, { id: 'customer' }, { id: 'total' }],
          filters: ['customer'],
        },
        {
          id: 'today',
          kind: 'dashboard',
          label: { en: 'Sales today', 'zh-CN': '销售看板' },
          tiles: [
            {
              id: 'sum',
              kind: 'number',
              label: { en: 'Sold', 'zh-CN': '销售额' },
              of: 'Sale',
              fn: 'sum',
              field: 'total',
            },
            // The API has no terms for one field against another: it is counted row by row.
            {
              id: 'lost',
              kind: 'number',
              label: { en: 'At a loss', 'zh-CN': '亏损单' },
              of: 'Sale',
              filter: 'doc.cost > doc.total',
              fn: 'count',
              always: true,
            },
            { id: 'chart', kind: 'chart', view: 'byMonth' },
            { id: 'rows', kind: 'list', view: 'saleList' },
          ],
        },
      ],
      reports: [
        {
          id: 'byMonth',
          label: { en: 'Sales by month', 'zh-CN': '月度销售' },
          of: 'Sale',
          groupBy: [{ id: 'month', field: 'soldOn', bucket: 'month' }],
          measures: [{ id: 'total', fn: 'sum' }],
          sort: [{ field: 'month' }],
          chart: 'bar',
        },
      ],
    },
  );
}

const LOOKS = [
  { locale: 'en', colorScheme: 'light' },
  { locale: 'zh-CN', colorScheme: 'dark' },
] as const;

async function join(at: string, look: (typeof LOOKS)[number]) {
  return designer.join(tenant, at, { ...look, ...designer.bench.operator });
}

async function fitsPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 780 });
  // What reaches further than the screen, unless something around it scrolls.
  const wide = `[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 361 && document.documentElement.scrollWidth > 360).map((one) => one.className)`;
  await expect.poll(() => page.evaluate(wide)).toEqual([]);
}

/** A place in the largest bar or slice, once it is drawn whole. */
async function largestPart(page: Page): Promise<{ readonly x: number; readonly y: number } | null> {
  const script = `(() => {
    const boxes = [...document.querySelectorAll('.chart-canvas svg path:not([fill=none], [fill=transparent])')].map((one) => one.getBoundingClientRect());
    const box = boxes.sort((a, b) => b.width * b.height - a.width * a.height)[0];
    return box === undefined || box.height < 60 ? null : { x: box.x + 8, y: box.y + box.height / 2 };
  })()`;
  return page.evaluate(script);
}

describe('dashboards and reports', () => {
  it.each(LOOKS)('[RPT-1] [RPT-2] [RPT-5] [RPT-6] [RPT-52] a dashboard, $locale', async (look) => {
    const { page, troubles } = await join('boards/today', look);
    // It opens on this year and says so; what counts always is marked, as the list is.
    await page.waitForURL('**/today?period=thisYear');
    await page.locator('.dash-filters .pill-words', { hasText: look.locale === 'en' ? 'This year' : '今年' }).waitFor();
    await expect.poll(() => page.locator('.tile-missed').count()).toBe(2);
    await page.locator('.pill-button').first().click();
    await page.locator('.period-name').first().click();
    await page.waitForURL('**/today?period=all');
    const numbers = [look.locale === 'en' ? '20.1K' : '2.01万', '1'];
    await expect.poll(() => page.locator('.tile-number span').allTextContents()).toEqual(numbers);
    await page.locator('.chart-canvas svg').waitFor();
    await page.locator('.pill-button').first().click();
    await page.locator('.period').waitFor();
    // What is still fading in has no contrast yet.
    await page.waitForTimeout(500);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.locator('.period-own input').first().fill('2026-03-01');
    await page.locator('.period-own input').last().fill('2026-03-31');
    await page.locator('.period-own button').click();
    await page.locator('.tile-change').first().waitFor();
    await shotOf(page, `board-${look.locale}`);
    await fitsPhone(page);
    // A number leads to the rows that it counts, those that only the browser can tell too.
    await page.locator('.tile-number').nth(1).click();
    await page.locator('.list-count').filter({ hasText: '1' }).waitFor();
    expect(new URL(page.url()).searchParams.get('within')).toBe('today/lost');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each(LOOKS)('[RPT-3] [RPT-7] [RPT-8] a report is turned by its menus and drilled into, $locale', async (look) => {
    const { page, troubles } = await join('reports/byMonth?period=all', look);
    await page.locator('.pivot tfoot').waitFor();
    await expect.poll(() => page.locator('.pivot tfoot td').allTextContents()).toEqual(['20,105.10']);
    await page.locator('.zone').first().locator('.field-chip').click();
    // What is still fading in has no contrast yet.
    await page.waitForTimeout(500);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page
      .locator('.ant-dropdown-menu-item')
      .filter({ hasText: /Move to Columns|移到列/ })
      .click();
    await page.locator('.pivot thead th.is-group').nth(1).waitFor();
    expect(new URL(page.url()).searchParams.get('columns')).toBe('["soldOn:month"]');
    await expect.poll(() => page.locator('.pivot td').allTextContents()).toEqual(['100.10', '20,005.00', '20,105.10']);
    await shotOf(page, `report-${look.locale}`);
    await fitsPhone(page);
    // What it is made of is folded there: the figures come first.
    await page.locator('.arrangement-fold').waitFor();
    await expect.poll(() => page.locator('.field-chip').count()).toBe(0);
    await page.locator('.arrangement-fold').click();
    await page.locator('.field-chip').first().waitFor();
    await fitsPhone(page);
    await page.locator('.pivot td button').nth(1).click();
    await page.locator('.list-count').filter({ hasText: '2' }).waitFor();
    // What is drawn largest leads to its rows: those of March.
    await page.setViewportSize({ width: 1440, height: 900 });
    // A part that still grows is not where it was seen.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(
      `${designer.bench.url}/w/${tenant}/reports/byMonth?period=all&chart=${look.locale === 'en' ? 'bar' : 'pie'}`,
    );
    await expect.poll(() => largestPart(page), { timeout: 20_000 }).not.toBeNull();
    const part = await largestPart(page);
    await page.mouse.click(part?.x ?? 0, part?.y ?? 0);
    await page.locator('.list-count').filter({ hasText: '2' }).waitFor();
    expect(new URL(page.url()).searchParams.get('where')).toContain('["2026-03-01","2026-03-31"]');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[RPT-9] the big screen tells since when its figures are, and Esc leaves it', async () => {
    const { page, troubles } = await join('boards/today?screen=1&period=all', LOOKS[1]);
    await page.locator('.big-screen .tile-number').first().waitFor();
    // What is still fading in has no contrast yet.
    await page.waitForTimeout(500);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.context().setOffline(true);
    await page.locator('.screen-stale').waitFor();
    await expect.poll(() => page.locator('.tile-number').count()).toBe(2);
    await page.context().setOffline(false);
    await page.keyboard.press('Escape');
    await page.locator('.dash-head').waitFor();
    // A lost network is told by the browser itself.
    expect(troubles.filter((trouble) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(trouble))).toEqual([]);
    await page.context().close();
  });

  it.each(LOOKS)(
    '[RPT-11] [RPT-12] a chart in plain words, moved and widened by keys, undone, $locale',
    async (look) => {
      const { page, troubles } = await join('design/boards', look);
      await page.locator('.tile-choose').first().waitFor();
      // The one before may have left without its last undoing being kept.
      const count = await page.locator('.tile-choose').count();
      await page.locator('.board-stage-bar .ant-btn').click();
      await page
        .locator('.add-tile input')
        .first()
        .fill(look.locale === 'en' ? 'total customer' : 'jine 客户');
      await page.locator('.add-tile-option[aria-selected=true]').waitFor();
      await page.locator('.add-tile-preview .tile').waitFor();
      // What is still fading in has no contrast yet.
      await page.waitForTimeout(500);
      expect(await violationsOf(page, axe)).toEqual([]);
      await page.keyboard.press('Enter');
      await page.locator('.tile-choose').nth(count).waitFor();
      // Until it is gone the dialog keeps the keys to itself.
      await page.locator('.add-tile').waitFor({ state: 'hidden' });
      await page.locator('.tile-choose').nth(count).focus();
      // Keys know no language.
      const isMoved = look.locale === 'en';
      if (isMoved) {
        await page.locator('.tile-choose').nth(count).focus();
        await page.keyboard.press('Alt+Shift+ArrowRight');
        await page
          .locator('.tile-shell:nth-child(5)[data-width=twoThirds], .tile-shell:nth-child(5)[data-width=third]')
          .waitFor();
        // Without the focus these keys are the browser's own.
        await page.locator('.tile-choose').nth(count).focus();
        await page.keyboard.press('Alt+ArrowLeft');
        await page.locator('.tile-shell:nth-child(4).is-chosen').waitFor();
      }
      await shotOf(page, `board-design-${look.locale}`);
      // What is still fading in has no contrast yet.
      await page.waitForTimeout(500);
      expect(await violationsOf(page, axe)).toEqual([]);
      for (const _step of isMoved ? ['move', 'width', 'tile'] : ['tile']) await page.keyboard.press('Control+z');
      await expect.poll(() => page.locator('.tile-choose').count()).toBe(count);
      await fitsPhone(page);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );
});
