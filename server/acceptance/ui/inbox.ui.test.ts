import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../schema/template/template.ts';
import {
  axeSource,
  isWhole,
  navigate,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { templateOf } from '../../test/publishing.ts';
import { signedIn, type TestClient } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
let client: TestClient;
let tenant: string;
let boss: { readonly email: string; readonly password: string };
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(office());
  client = (await signedIn(designer.bench.url, designer.bench.operator)).client;
  tenant = await designer.bench.makeTenant(office());
  const email = 'mei@example.com';
  const invite =
    'mutation ($tenant: String!, $email: String!) { inviteUser(tenant: $tenant, email: $email, name: "Mei 陈梅", roles: ["boss"]) { password issues { message } } }';
  const { inviteUser } = (await client.ask(invite, { tenant, email })).data as {
    readonly inviteUser: { readonly password: string };
  };
  boss = { email, password: inviteUser.password };
});
afterAll(async () => {
  await designer?.stop();
});

function office(): Template {
  return templateOf(
    [
      {
        id: 'Purchase',
        kind: 'document',
        label: { en: 'Purchase', 'zh-CN': '采购' },
        title: 'name',
        fields: [
          { id: 'name', type: 'text', required: true, label: { en: 'Name', 'zh-CN': '名称' } },
          { id: 'supplier', type: 'text', label: { en: 'Supplier', 'zh-CN': '供应商' } },
          { id: 'price', type: 'money', label: { en: 'Price', 'zh-CN': '价格' } },
          { id: 'neededOn', type: 'date', label: { en: 'Needed on', 'zh-CN': '需求日期' } },
        ],
      },
    ],
    {
      roles: [
        {
          id: 'boss',
          label: { en: 'Boss', 'zh-CN': '主管' },
          grants: [{ entity: 'Purchase', can: ['read', 'create', 'update'] }],
        },
      ],
      workflows: [
        {
          id: 'purchaseFlow',
          of: 'Purchase',
          initial: 'draft',
          states: [
            { id: 'draft', label: { en: 'Draft', 'zh-CN': '草稿' } },
            { id: 'ordered', label: { en: 'Ordered', 'zh-CN': '已下单' }, color: 'green' },
          ],
          transitions: [
            {
              id: 'place',
              label: { en: 'Place', 'zh-CN': '下单' },
              from: ['draft'],
              to: 'ordered',
              reason: 'required',
              input: ['supplier'],
              approvals: [{ id: 'boss', mode: 'any', roles: ['boss'] }],
            },
          ],
        },
      ],
    },
  );
}

async function told(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const answer = await client.ask(query, variables, { path: `/t/${tenant}/graphql` });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** Purchases that ask the boss. */
async function ask(name: string, count: number): Promise<void> {
  for (let at = 1; at <= count; at += 1) {
    const made = (await told(
      'mutation ($name: String!) { row: createPurchase(input: { name: $name, price: "980.5", neededOn: "2026-03-04" }) { id version } }',
      {
        name: `${name} ${at}`,
      },
    )) as { readonly row: { readonly id: string; readonly version: number } };
    await told(
      'mutation ($id: ID!, $version: Int!) { placePurchase(id: $id, version: $version, reason: "The shelf is empty 货架空了", input: { supplier: "Baker" }) { id } }',
      { ...made.row },
    );
  }
}

const EN = { locale: 'en-GB', colorScheme: 'light' } as const;

/** The request about the record that is open is taken back elsewhere: the page follows without being loaded. */
async function followsWithdrawal(page: Page): Promise<void> {
  const record = page.url().split('/').at(-1) ?? '';
  const { approvalOf } = (await told('query ($record: ID!) { approvalOf(record: $record) { id } }', {
    record,
  })) as {
    readonly approvalOf: { readonly id: string };
  };
  await told('mutation ($id: ID!) { withdrawApproval(id: $id) { id } }', { ...approvalOf });
  // Nobody loads the page: the request is gone from it, and the steps can be taken again.
  await page.locator('.trail-point.is-now').waitFor({ state: 'detached' });
  await page.locator('.record-body .ant-alert').waitFor({ state: 'detached' });
}

async function current(page: Page): Promise<string> {
  return (await page.locator('.inbox-item.is-active strong').textContent()) ?? '';
}

describe('the inbox and the way around', () => {
  it('[WRK-70] [WRK-71] [WRK-72] [WRK-73] [WRK-120] [OFF-32] ten requests are decided by keys within 30 s, and rejecting asks why', async () => {
    await ask('Tea', 12);
    const { page, troubles } = await designer.join(tenant, 'inbox', { ...EN, ...boss });
    await page.locator('.inbox-item').nth(11).waitFor();
    await page.locator('.inbox-form .fw-form').waitFor();
    const row = page.locator('.inbox-row', { hasText: 'Tea 11' });
    await row.locator('.fact-amount').waitFor();
    await expect.poll(() => row.locator('.fact-amount').textContent()).toMatch(/^980\.50/);
    await expect.poll(() => row.locator('.facts').textContent()).toMatch(/2026/);
    await expect.poll(() => row.locator('.tag').textContent()).toBe('Draft');
    await page.getByText('The shelf is empty 货架空了').waitFor();
    await page.locator('.changes-after', { hasText: 'Baker' }).waitFor();
    await page.locator('.inbox-form [data-field="supplier"][data-changed]').waitFor();
    await page
      .getByRole('navigation', { name: 'What one works with' })
      .getByText('12', { exact: false })
      .first()
      .waitFor();
    await expect.poll(() => page.title()).toMatch(/^\(12\) /);
    const from = performance.now();
    await page.keyboard.press('j');
    await page.locator('.inbox-row[aria-current]', { hasText: 'Tea 11' }).waitFor();
    for (let at = 11; at > 2; at -= 1) {
      await expect.poll(() => current(page)).toBe(`Tea ${at}`);
      await page.keyboard.press('a');
      await page.locator('.inbox-row[aria-current]', { hasText: `Tea ${at - 1}` }).waitFor();
    }
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').press('Control+Enter');
    await dialog.getByText('Say why.').waitFor();
    await dialog.getByRole('textbox').fill('Too dear');
    await dialog.getByRole('textbox').press('Control+Enter');
    await page.getByText('Rejected: Tea 2 · Place').waitFor();
    const took = performance.now() - from;
    process.stdout.write(`inbox: ten decisions by keys took ${Math.round(took)} ms\n`);
    expect(took).toBeLessThan(30_000);
    await expect
      .poll(() => told('{ a: purchasesAggregate(where: { state: { eq: ordered } }) { count } }'), { timeout: 10_000 })
      .toEqual({ a: [{ count: 9 }] });
    await shotOf(page, 'inbox');
    // Without a connection a decision waits on the device, and arrives when there is one [OFF-32].
    await page.locator('.inbox-row[aria-current]', { hasText: 'Tea 1' }).waitFor();
    await page.context().setOffline(true);
    await page.keyboard.press('a');
    await page.getByRole('button', { name: /1 change waits/ }).waitFor();
    await page.context().setOffline(false);
    await expect
      .poll(() => told('{ a: purchasesAggregate(where: { state: { eq: ordered } }) { count } }'), { timeout: 20_000 })
      .toEqual({ a: [{ count: 10 }] });
    await page.getByRole('link', { name: 'Decided' }).click();
    await page
      .locator('.trail blockquote', { hasText: 'Too dear' })
      .or(page.locator('.inbox-item').nth(9))
      .first()
      .waitFor();
    // A lost network is told by the browser itself.
    expect(troubles.filter((trouble) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(trouble))).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const)(
    '[WRK-103] [WRK-144] [WRK-76] [WRK-77] [WRK-79] [WRK-80] [WRK-81] home, inbox, settings, bell, palette, keys and the phone’s sheet pass axe (%s, %s)',
    async (locale, colorScheme) => {
      await ask(locale, 2);
      const { page, troubles } = await designer.join(tenant, '', { locale, colorScheme, ...boss });
      const check = async (name: string): Promise<void> => {
        await shotOf(page, `around-${name}-${locale}`);
        expect([name, ...(await violationsOf(page, axe))]).toEqual([name]);
      };
      await page.locator('.home-ask').first().waitFor();
      await check('home');
      await page.locator('.bell').click();
      await page.locator('.bell-panel').waitFor();
      await check('bell');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').pressSequentially('cg');
      // 采购 by the first letters of its pinyin.
      if (locale === 'zh-CN') await page.getByRole('option', { name: '采购 列表' }).waitFor();
      await page.getByRole('combobox').fill(`${locale} 1`);
      await page.getByRole('option', { name: `${locale} 1` }).waitFor();
      await check('palette');
      await page.keyboard.press('Enter');
      await page.locator('.fw-form').waitFor();
      await page.locator('.record-body .ant-alert').getByText('Mei 陈梅').waitFor();
      await page.locator('.timeline .trail-point.is-now').waitFor();
      await check('record-waiting');
      if (locale === 'zh-CN') await followsWithdrawal(page);
      await page.locator('.bar-star').click();
      await page.locator('.bar-star.is-kept').waitFor();
      await navigate(page, `/w/${tenant}/inbox`);
      await page.locator('.inbox-form .fw-form').waitFor();
      await check('inbox');
      await page.keyboard.press('d');
      await page.getByRole('dialog').waitFor();
      await check('hand-over');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('F1');
      await page.locator('.key-list kbd', { hasText: 'F1' }).first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await check('keys');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await page.locator('.me-card').first().waitFor();
      await check('me');
      await page.setViewportSize({ width: 360, height: 740 });
      await navigate(page, `/w/${tenant}`);
      await page.locator('.home-favourite', { hasText: `${locale} 1` }).waitFor();
      await check('home-phone');
      await page.locator('.bell').click();
      await expect.poll(() => isWhole(page, '.bell-panel')).toBe(true);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      await page.locator('.bottom-bar button').last().click();
      await page.getByRole('dialog').waitFor();
      await check('sheet');
      await page.getByRole('dialog').locator('a[href$="/inbox"]').click();
      await page.locator('.inbox-row').first().click();
      await page.locator('.inbox-detail .fw-form').waitFor();
      // Approving is where the thumb is [WRK-130].
      await expect.poll(() => isWhole(page, '.inbox-actions')).toBe(true);
      expect((await page.locator('.inbox-actions').boundingBox())?.y).toBeGreaterThan(370);
      await check('inbox-phone');
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );
});
