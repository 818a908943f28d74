import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { openBrowser } from './browser.ts';
import { axeSource, violationsOf } from './designer-page.ts';
import { master, templateOf } from './publishing.ts';
import { clientOf, signedIn, startBench, type ServerBench } from './running-server.ts';

let bench: ServerBench;
let tenant: string;
let browser: Browser;

beforeAll(async () => {
  bench = await startBench();
  tenant = await bench.makeTenant(
    templateOf([
      master('Customer', [
        { id: 'city', type: 'text', label: { en: 'City', 'zh-CN': '城市' } },
        { id: 'limit', type: 'money' },
      ]),
    ]),
  );
  const { client } = await signedIn(bench.url, bench.operator);
  for (const [name, city] of [
    ['Baker & Sons', 'Leeds'],
    ['晨光文具', '上海'],
    ['Nordlicht', 'Kiel'],
  ]) {
    const made = await client.ask(
      'mutation ($input: CustomerInput!) { createCustomer(input: $input) { id } }',
      { input: { name, city, limit: '1200.50' } },
      { path: `/t/${tenant}/graphql` },
    );
    if (made.errors !== undefined) throw new Error(JSON.stringify(made.errors));
  }
  await keepPacks(templateOf([master('Party', [])], { pack: 'base' }), trade('1.0.0', []));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await bench?.stop();
});

function trade(version: string, fields: readonly FieldDef[]): Template {
  const label = { en: 'Trade', 'zh-CN': 'Trade' };
  return templateOf([master('Deal', fields)], { pack: 'trade', version, label, requires: { base: '^1' } });
}

async function keepPacks(...documents: readonly Template[]): Promise<void> {
  const { client } = await signedIn(bench.url, bench.operator);
  for (const document of documents) {
    const kept = await client.ask(
      'mutation ($document: JSONObject!) { registerPack(document: $document) { issues { message } } }',
      { document },
    );
    if (JSON.stringify(kept.data) !== '{"registerPack":{"issues":[]}}') throw new Error(JSON.stringify(kept));
  }
}

interface Watched {
  readonly page: Page;
  /** Console errors, refused resources, broken scripts and policy violations. */
  readonly troubles: string[];
}

async function openPage(locale: string, colorScheme: 'light' | 'dark'): Promise<Watched> {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.addInitScript({
    content: `addEventListener('securitypolicyviolation', (event) => console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI));`,
  });
  return { page, troubles };
}

async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(tmpdir(), `formwork-shell-${name}.png`) });
}

const WORDS = {
  'en-GB': {
    signIn: 'Sign in',
    password: 'Password',
    refused: 'The e-mail address or the password is wrong.',
    explore: 'API explorer',
    run: 'Run',
    title: 'Your companies',
    history: 'History',
    signOut: 'Sign out',
    account: /^Account of /,
  },
  'zh-CN': {
    signIn: '登录',
    password: '密码',
    refused: '邮箱或密码不正确。',
    explore: '接口浏览器',
    run: '运行',
    title: '我的企业',
    history: '历史',
    signOut: '退出登录',
    account: /的账号$/,
  },
} as const;

async function signIn(page: Page, locale: keyof typeof WORDS): Promise<void> {
  const words = WORDS[locale];
  await page.locator('input[name=email]').fill(bench.operator.email);
  await page.getByLabel(words.password).fill(bench.operator.password);
  await page.getByRole('button', { name: words.signIn }).click();
  await page.getByRole('heading', { name: words.title }).waitFor();
}

describe('the web application', () => {
  it.each([
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const)(
    '[HTTP-12] signs in and runs a query under the content security policy (%s, %s)',
    async (locale, scheme) => {
      const words = WORDS[locale];
      const { page, troubles } = await openPage(locale, scheme);
      await page.goto(bench.url);
      await page.getByRole('button', { name: words.signIn }).waitFor();
      await page.locator('input[name=email]').fill(bench.operator.email);
      await page.getByLabel(words.password).fill('not the password');
      await page.getByRole('button', { name: words.signIn }).click();
      await page.getByText(words.refused).waitFor();
      await shot(page, `sign-in-${locale}`);

      await signIn(page, locale);
      await page.getByText('Baker & Sons').first().waitFor();
      await shot(page, `tenants-${locale}`);

      await page.getByRole('link', { name: words.explore }).click();
      const query = page.locator('.explorer-query .cm-content');
      await query.waitFor();
      await query.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(
        'query Cities($first: Int) {\n  customers(first: $first, orderBy: [{ name: ASC }]) {\n    totalCount\n    nodes { name city limit }\n  }\n}',
      );
      await page.locator('.explorer-variables .cm-content').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText('{ "first": 2 }');
      await page.keyboard.press('Control+Enter');

      await page.locator('.explorer-result .cm-content').getByText('Leeds').waitFor();
      await page.locator('.explorer-result').getByText('HTTP 200').waitFor();
      await shot(page, `explorer-${locale}`);

      // What was typed a moment ago is what runs.
      await query.click();
      for (const name of ['first', 'second', 'third']) {
        await page.keyboard.press('Control+a');
        await page.keyboard.insertText(`{ ${name}: customers(first: 1) { totalCount } }`);
        await page.keyboard.press('Control+Enter');
        await page.locator('.explorer-result .cm-content').getByText(`"${name}"`).waitFor();
      }

      await query.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText('{ cus');
      await page.locator('.explorer-query .cm-tooltip-autocomplete').getByText('customers', { exact: true }).waitFor();
      await shot(page, `completion-${locale}`);
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: words.history }).click();
      await page.getByRole('button', { name: /Cities/ }).click();
      await page.getByRole('button', { name: words.run }).click();
      await page.locator('.explorer-result .cm-content').getByText('totalCount').waitFor();

      await page.getByRole('button', { name: words.account }).click();
      await page.getByRole('menuitem', { name: words.signOut }).click();
      await page.getByRole('button', { name: words.signIn }).waitFor();
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );

  it.each([
    [
      'en-GB',
      'light',
      '灯笼茶业',
      'denglongchaye',
      {
        title: 'New company',
        name: 'Name of the company',
        address: 'Address',
        create: 'Create',
        along: 'comes along',
        newer: '1.1.0',
        field: 'margin',
        news: 'See what it brings Trade',
        take: 'Take into the draft',
        margin: /Margin/,
      },
    ],
    [
      'zh-CN',
      'dark',
      'Blue Door Café',
      'blue-door-cafe',
      {
        title: '新建企业',
        name: '企业名称',
        address: '地址标识',
        create: '创建',
        along: '将一并加入',
        newer: '1.2.0',
        field: 'profit',
        news: '查看更新内容 Trade',
        take: '合并到草稿',
        margin: /毛利/,
      },
    ],
  ] as const)(
    '[ADM-53] [UPG-8] makes a company of packs and brings it to a newer one, or an empty one (%s, %s)',
    async (locale, scheme, label, address, words) => {
      const { page, troubles } = await openPage(locale, scheme);
      await page.goto(bench.url);
      await signIn(page, locale);
      await page.getByRole('button', { name: words.title }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words.name).fill(label);
      await expect.poll(() => dialog.getByLabel(words.address).inputValue()).toBe(address);
      await dialog.getByRole('checkbox', { name: /Trade/ }).check();
      await dialog.getByText(words.along).waitFor();
      await shot(page, `new-company-${locale}`);
      expect(await violationsOf(page, await axeSource())).toEqual([]);
      await dialog.getByRole('button', { name: words.create }).click();
      await page.waitForURL(`${bench.url}/w/${address}`);
      await page.locator('.rail-link').getByText('Deal', { exact: true }).waitFor();

      await keepPacks(
        trade(words.newer, [{ id: words.field, type: 'money', label: { en: 'Margin', 'zh-CN': '毛利' } }]),
      );
      await page.goto(`${bench.url}/w/${address}/design`);
      await page.getByRole('button', { name: words.news }).click();
      await dialog.getByText('Trade: 1.').or(dialog.getByText('Trade：1.')).first().waitFor();
      await dialog.getByText(words.margin).waitFor();
      await shot(page, `upgrade-${locale}`);
      expect(await violationsOf(page, await axeSource())).toEqual([]);
      await dialog.getByRole('button', { name: words.take }).click();
      await page.waitForURL(`${bench.url}/w/${address}/design/changes`);
      await page.getByText(words.margin).first().waitFor();
      await shot(page, `upgraded-${locale}`);

      await page.goto(bench.url);
      await page.getByRole('button', { name: words.title }).click();
      await dialog.getByLabel(words.name).fill(`${label} 2`);
      await dialog.getByLabel(words.address).fill(address);
      await dialog.getByRole('button', { name: words.create }).click();
      await dialog.getByRole('alert').getByText(address).waitFor();
      await dialog.getByLabel(words.address).fill(`${address.toUpperCase()} 2`);
      await expect.poll(() => dialog.getByLabel(words.address).inputValue()).toBe(`${address}-2`);
      await expect.poll(() => dialog.getByRole('alert').count()).toBe(0);
      await dialog.getByRole('button', { name: words.create }).click();
      await page.waitForURL(`${bench.url}/w/${address}-2/design/new`);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );

  it('[HTTP-13] answers an unknown file with 404 and an unknown page with the application', async () => {
    expect((await fetch(`${bench.url}/assets/none.js`)).status).toBe(404);
    expect((await fetch(`${bench.url}/t/none/other`)).status).toBe(404);
    const page = await fetch(`${bench.url}/some/page`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const script = /src="(\/assets\/[^"]+)"/.exec(await page.text())?.[1] ?? '';
    const asset = await fetch(`${bench.url}${script}`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const again = await fetch(`${bench.url}${script}`, {
      headers: { 'If-None-Match': asset.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect((await clientOf(bench.url).ask('{ me { token } }')).data).toEqual({ me: null });
  });
});
