import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { must } from '../../schema/core/result.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PASSWORD = 'formwork-demo';
export const SETTLE_MS = 1_200;
/** Who makes companies. */
export const OPERATOR = 'operator@formwork.local';

/** A phone shows the list alone, until one is touched. */
export async function openFirstRequest(page: Page): Promise<void> {
  const isPhone = (page.viewportSize()?.width ?? 0) < 600;
  if (!isPhone) await page.locator('.inbox-row, [role=option], [role=listitem] a').first().click();
}

export async function printFirstRow(page: Page): Promise<void> {
  await openFirstRow(page);
  await page.waitForURL(/\/e\/SalesOrder\/[^/?]+$/);
  await page.goto(`${page.url()}/print`);
}

export async function openFirstRow(page: Page): Promise<void> {
  // The first cell chooses the row.
  await page.locator('[role=gridcell]').nth(1).click();
  await page.keyboard.press('Enter');
}

/** Begins the receipt of an order. */
export async function followOrder(page: Page): Promise<void> {
  await page
    .locator('.grid-row')
    .filter({ hasText: /Ordered|已下单/ })
    .first()
    .locator('a')
    .first()
    .click();
  await page
    .locator('.record-actions .ant-btn')
    .filter({ has: page.locator('.anticon-plus') })
    .first()
    .click();
  await page.locator('.record .fw-add').first().waitFor();
}

/** Presses the button that shows this sign. */
export async function press(page: Page, sign: string): Promise<void> {
  await page
    .locator('#main')
    .locator('button, label')
    .filter({ has: page.locator(sign) })
    .first()
    .click();
}

/** The conditions of the list, with one that is being written. */
export async function openFilter(page: Page): Promise<void> {
  await press(page, '.anticon-filter');
  await page.getByRole('menuitem').first().click();
}

export async function chooseFirstRow(page: Page): Promise<void> {
  await page.locator('[role=gridcell] input[type=checkbox]').first().click({ force: true });
}

export async function askWhy(page: Page): Promise<void> {
  await openFirstRow(page);
  await page.locator('.why-button').last().click();
}

export async function askWhyOfPoints(page: Page): Promise<void> {
  await page
    .locator('#main button')
    .filter({ hasText: /^(Why\?|原因)$/u })
    .first()
    .click();
}

/** Looks at the customer of an order, beside the order. */
export async function peekAtCustomer(page: Page): Promise<void> {
  await openFirstRow(page);
  await page
    .locator('.fw-form button')
    .and(page.getByRole('button', { name: /^(Look at|查看) /u }))
    .or(page.locator('.fw-form .fw-peek'))
    .first()
    .click();
  await page.locator('.ant-drawer-open').waitFor();
}

/** A customer is changed while there is no connection; what waits is looked at. */
export async function changeAway(page: Page): Promise<void> {
  await openFirstRow(page);
  const note = page.locator('.fw-form input[type=text]').nth(1);
  await note.waitFor();
  await page.context().setOffline(true);
  await note.fill('蓝门咖啡 Blue Door');
  await page.keyboard.press('Control+s');
  await page.locator('.outbox-count').waitFor();
  await page.locator('.outbox-button').click();
  await page.locator('.outbox-item').waitFor();
}

/** The application opens from the device, at what it has never read. */
export async function loseServer(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await sleep(SETTLE_MS);
  await page.context().setOffline(true);
  await page.goto(page.url().replace('Customer', 'Supplier'));
}

/** A supplier is imported, and taken back if one says so. */
export async function askToUndo(page: Page): Promise<void> {
  const own = `S-${String(Date.now()).slice(-5)}`;
  await giveFile(page, ['编码,名称', `${own},竹里馆`]);
  for (const step of ['.imports-check', '.imports-run .imports-actions']) {
    await page.locator('.imports .ant-btn-primary:enabled').last().click();
    await page.locator(step).waitFor();
  }
  await page.locator('.imports-actions .ant-btn').last().click();
  await page.getByRole('dialog').waitFor();
}

/** The operator keeps a newer version of a pack; the company looks at what would come. */
export async function lookAtNewerPack(page: Page): Promise<void> {
  const document = JSON.parse(await readFile(path.join(ROOT, 'templates/inventory/template.json'), 'utf8')) as {
    version: string;
    entities: { id: string; fields: unknown[] }[];
  };
  document.version = '1.99.0';
  const [first] = document.entities;
  first?.fields.push({ id: 'remark', type: 'text', label: { en: 'Remark', 'zh-CN': '备注' } });
  const origin = new URL(page.url()).origin;
  const operator = await must(page.context().browser(), 'browser').newPage();
  await signIn(operator, origin, OPERATOR);
  await operator.request.post(`${origin}/platform/graphql`, {
    data: {
      query: 'mutation ($document: JSONObject!) { registerPack(document: $document) { issues { message } } }',
      variables: { document },
    },
  });
  await operator.close();
  await page.reload();
  await page.locator('.pack-news .ant-btn').first().click();
  await page.getByRole('dialog').waitFor();
}

/** A field is renamed here while there is no connection, and by a colleague meanwhile. */
export async function changeTwice(page: Page): Promise<void> {
  const name = (of: Page): Locator => of.locator('.field-label input').nth(1);
  const browser = must(page.context().browser(), 'browser');
  const other = await (
    await browser.newContext({ locale: await page.evaluate<string>('navigator.language') })
  ).newPage();
  await signIn(other, new URL(page.url()).origin, 'lin');
  await other.goto(page.url());
  await name(other).waitFor();
  await name(page).waitFor();
  await page.context().setOffline(true);
  await retype(page, name(page), '伙伴 Partner');
  await page.locator('.draft-status.is-offline').waitFor();
  await retype(other, name(other), '客户 Client');
  await other.locator('.draft-status.is-kept').waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await page.locator('.conflicts').waitFor();
  await other.context().close();
}

/** A field that the company's tests give goes; what then is wrong stands in Changes. */
export async function breakTests(page: Page): Promise<void> {
  await askToArchive(page, 3);
  await page.getByRole('dialog').locator('.ant-btn-dangerous').click();
  await page.locator('.draft-issues').click();
  await page.locator('#broken-tests-title').waitFor();
  await page.locator('.test-steps').first().scrollIntoViewIfNeeded();
}

/** Opens what is asked before a field of the form is archived. */
export async function askToArchive(page: Page, place: number): Promise<void> {
  await page.locator('#form-canvas [role=treeitem]').nth(place).click();
  await page.locator('.selection-bar .anticon-more').click();
  await page.getByRole('menuitem').last().click();
  await page.getByRole('dialog').waitFor();
}

export async function openPublish(page: Page): Promise<void> {
  await page.locator('.draft-bar .ant-btn-primary').click();
  await page.locator('[role=dialog] .ant-btn-primary:enabled').last().waitFor();
}

async function retype(page: Page, cell: Locator, text: string): Promise<void> {
  await cell.fill(text);
  await page.keyboard.press('Tab');
}

/** A file with a row that can be taken and one that can't. */
const CUSTOMERS = ['编码,名称,邮箱', 'C-900,竹里馆,zhuli@example.com', 'C-901,听雨轩,not-an-address'];

export async function giveFile(page: Page, rows: readonly string[] = CUSTOMERS): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await page.locator('.ant-select').first().waitFor();
}

export async function signIn(page: Page, url: string, who: string): Promise<void> {
  await page.request.post(`${url}/platform/graphql`, {
    data: {
      query:
        'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { issues { code } } }',
      variables: { email: who.includes('@') ? who : `${who}@lantern.example`, password: PASSWORD },
    },
  });
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
