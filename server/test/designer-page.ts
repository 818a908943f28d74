import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Config } from '../http/config.ts';
import type { Template } from '../../schema/template/template.ts';
import type { ServerHooks } from '../http/server.ts';
import { openBrowser } from './browser.ts';
import { signedIn, startBench, type ServerBench } from './running-server.ts';

/** A key user in front of the designer, and all that went wrong in the page. */
export interface DesignerPage {
  readonly page: Page;
  readonly tenant: string;
  /** Console errors and warnings, broken scripts and policy violations. */
  readonly troubles: readonly string[];
}

export interface DesignerBench {
  readonly bench: ServerBench;
  /** A new tenant of the template, its owner signed in, at an address below `/w/<tenant>/design/`. */
  open(at: string, look: Look): Promise<DesignerPage>;
  /** A new tenant of the template. */
  make(): Promise<string>;
  /** The owner of a tenant in a browser of their own, at an address below `/w/<tenant>/`. */
  visit(tenant: string, at: string, look: Look): Promise<DesignerPage>;
  /** Somebody else in a browser of their own, at an address below `/w/<tenant>/`. */
  join(tenant: string, at: string, who: Look & Credentials): Promise<DesignerPage>;
  stop(): Promise<void>;
}

interface Look {
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A browser that keeps the application on the device fetches all of it: that is the business of the offline test. */
export const NOTHING_KEPT = `if ('serviceWorker' in navigator) navigator.serviceWorker.register = () => new Promise(() => undefined);`;

/** Whether the page has fetched the code that is called so: an expression of the page. */
export function hasFetched(name: string): string {
  return `performance.getEntriesByType('resource').some(({ name }) => name.includes('/assets/${name}-') && name.endsWith('.js'))`;
}

const SIGN_IN = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { issues { code } } }`;

/** A server with tenants of one template, and browsers that are signed in. */
export async function startDesigner(
  template: Template,
  hooks: ServerHooks = {},
  overrides: Partial<Config> = {},
): Promise<DesignerBench> {
  const bench = await startBench(overrides, hooks);
  const browser: Browser = await openBrowser();
  const enter = async (tenant: string, at: string, who: Look & Credentials): Promise<DesignerPage> => {
    const { locale, colorScheme, email, password } = who;
    const context = await browser.newContext({ locale, colorScheme, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.addInitScript({
      content: `addEventListener('securitypolicyviolation', (event) => console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI)); ${NOTHING_KEPT}`,
    });
    await page.request.post(`${bench.url}/platform/graphql`, {
      data: { query: SIGN_IN, variables: { email, password } },
    });
    await page.goto(`${bench.url}/w/${tenant}/${at}`);
    return { page, tenant, troubles };
  };
  const visit = (tenant: string, at: string, look: Look): Promise<DesignerPage> => {
    const { email, password } = bench.operator;
    return enter(tenant, at, { ...look, email, password });
  };
  const make = (): Promise<string> => bench.makeTenant(template);
  return {
    bench,
    async open(at, look) {
      return visit(await make(), `design/${at}`, look);
    },
    make,
    visit,
    join: enter,
    async stop() {
      await browser.close();
      await bench.stop();
    },
  };
}

/** Goes to an address of the application as its own links do: nothing is loaded anew. */
export async function navigate(page: Page, at: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(at)})`);
}

/** Takes the last entry of a menu. Menus find their place while they open, and a busy machine's click may miss. */
export async function chooseLast(page: Page, opener: Locator, shown: Locator): Promise<void> {
  const open = page.locator('.ant-dropdown:not(.ant-dropdown-hidden) .ant-dropdown-menu-item');
  for (let time = 0; time < 3; time += 1) {
    await opener.click();
    await open.last().click();
    const isShown = await shown.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (isShown) return;
    await page.keyboard.press('Escape');
  }
  await shown.waitFor();
}

/** axe's source; it is run through the debugger, which the content security policy does not stop. */
export async function axeSource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}

const AT_REST = `!document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity)`;

/**
 * What axe finds on the page against WCAG 2.2 A and AA and its best practices. Its experimental comparison of labels
 * with contents is left out: it takes the words of all items inside an item of a tree for the item's own.
 */
export async function violationsOf(page: Page, axe: string): Promise<readonly string[]> {
  // What is still fading, or about to, has no contrast; what never rests is not waited for.
  await page.waitForTimeout(150);
  for (let time = 0; time < 30 && !(await page.evaluate<boolean>(AT_REST)); time += 1) await page.waitForTimeout(100);
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(axe);
  const found: {
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  } = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'label-content-name-mismatch': { enabled: false } } })`,
  );
  return found.violations.flatMap(({ id, nodes }) => {
    const [first, ...others] = nodes.filter(({ html }) => !OF_SELECTS[id]?.test(html));
    return first === undefined ? [] : [`${id} ${others.length + 1}: ${first.html.slice(0, 300)}`];
  });
}

/** Whether all of what is shown there is on the screen. */
export async function isWhole(page: Page, where: string): Promise<boolean> {
  const box = await page.locator(where).boundingBox();
  const size = page.viewportSize();
  if (box === null || size === null) return false;
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height;
}

/**
 * What axe can't know of antd's selects: the box with the focus scrolls their list by its keys, and a state on what has
 * no role is passed over by everybody.
 */
const OF_SELECTS: Readonly<Record<string, RegExp>> = {
  'scrollable-region-focusable': /^<div class="ant-select-dropdown-list-holder"/,
  'aria-allowed-attr': /^<div role="presentation" id="[^"]*_list_\d+"/,
};

/** A picture for people to look at, when `FORMWORK_SHOTS` asks for them; no test reads it. */
export async function shotOf(page: Page, name: string): Promise<void> {
  if (process.env['FORMWORK_SHOTS'] === undefined) return;
  await page.screenshot({ path: path.join(tmpdir(), `formwork-design-${name}.png`) });
}

/** Gives the tenant that an address is of some customers. */
export async function fillCustomers(bench: ServerBench, address: string): Promise<void> {
  const tenant = /\/w\/([^/]+)/.exec(address)?.[1] ?? '';
  const { client } = await signedIn(bench.url, bench.operator);
  for (const [name, city, limit] of [
    ['Baker & Sons', 'Leeds', '1200.50'],
    ['晨光文具', '上海', '90'],
  ]) {
    const query = 'mutation ($input: CustomerInput!) { createCustomer(input: $input) { id } }';
    const made = await client.ask(query, { input: { name, city, limit } }, { path: `/t/${tenant}/graphql` });
    if (made.errors !== undefined) throw new Error(JSON.stringify(made.errors));
  }
}

/** Takes an option of a list by its words. */
export async function choose(page: Page, box: Locator, option: string): Promise<void> {
  await box.click();
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click();
}

/** Nothing went wrong, and the page is let go. */
export async function done({ page, troubles }: DesignerPage): Promise<void> {
  // Where nothing was changed, there is nothing to be told as saved.
  await page.locator('.draft-status.is-kept').waitFor({ state: 'attached' });
  expect(troubles).toEqual([]);
  await page.context().close();
}
