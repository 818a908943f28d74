// `npm run screenshots`: every screen of the web application in both languages, on the demo company, as pictures and a
// page that shows them: `.screens/index.html`. Names after `--` take only those screens; `-- --readme` takes those of
// the README and puts them into `docs/screens` as well.
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Locator, Page } from 'playwright-core';
import { must } from '../../schema/core/result.ts';
import { LOCALES, type Locale } from '../../schema/core/text.ts';
import { openBrowser } from './browser.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDER = path.join(ROOT, '.screens');
const README_FOLDER = path.join(ROOT, 'docs/screens');
const PASSWORD = 'formwork-demo';
const SETTLE_MS = 1_200;
const STILL_MS = 20_000;
/** Who makes companies. */
const OPERATOR = 'operator@formwork.local';
const NOBODY = '';
const STILL = `![...document.querySelectorAll('.waiting, .chart-canvas:not(:has(svg)), .tile-waiting')].some((one) => one.offsetParent !== null)`;

/** A screen: its name, its address in the demo company, and what is done before the picture. */
interface Screen {
  readonly name: string;
  /** Who looks, by their address or the part of it before the `@`; the owner when it is not said. */
  readonly who?: string;
  readonly at: string;
  readonly prepare?: (page: Page) => Promise<void>;
  readonly isPhone?: true;
  readonly isDark?: true;
}

/** The pictures of the README by their names there. */
const README: Readonly<Record<string, { readonly screen: string; readonly locale: Locale }>> = {
  'list-zh.png': { screen: 'list', locale: 'zh-CN' },
  'designer.png': { screen: 'design-form', locale: 'en' },
  'rule.png': { screen: 'design-rule', locale: 'en' },
  'inbox-zh.png': { screen: 'inbox', locale: 'zh-CN' },
  'dashboard.png': { screen: 'dashboard-sales', locale: 'en' },
  'points.png': { screen: 'points', locale: 'en' },
};

const SCREENS: readonly Screen[] = [
  { name: 'sign-in', at: '/', who: NOBODY },
  ...twice({ name: 'companies', at: '/' }),
  { name: 'new-company', at: '/', who: OPERATOR, prepare: async (page) => page.locator('.tenants button').click() },
  ...twice({ name: 'home', at: '/w/lantern', who: 'yan' }),
  ...twice({ name: 'inbox', at: '/w/lantern/inbox', who: 'yan', prepare: async (page) => openFirstRequest(page) }),
  ...twice({ name: 'list', at: '/w/lantern/e/SalesOrder' }),
  { name: 'list-dark', at: '/w/lantern/e/SalesOrder', isDark: true },
  { name: 'list-filter', at: '/w/lantern/e/SalesOrder', prepare: async (page) => openFilter(page) },
  { name: 'list-columns', at: '/w/lantern/e/SalesOrder', prepare: async (page) => press(page, '.anticon-setting') },
  { name: 'list-chosen', at: '/w/lantern/e/SalesOrder', prepare: async (page) => chooseFirstRow(page) },
  {
    name: 'list-nothing',
    at: '/w/lantern/e/SalesOrder',
    prepare: async (page) => page.locator('input[type=search]').last().fill('zzzz'),
  },
  { name: 'list-cards', at: '/w/lantern/e/SalesOrder', prepare: async (page) => press(page, '.anticon-appstore') },
  { name: 'list-chart', at: '/w/lantern/e/SalesOrder', prepare: async (page) => press(page, '.anticon-bar-chart') },
  { name: 'list-board', at: '/w/lantern/e/SalesOrder?view=orderBoard' },
  ...twice({ name: 'list-calendar', at: '/w/lantern/e/SalesOrder?view=orderCalendar' }),
  { name: 'record', at: '/w/lantern/e/SalesOrder', prepare: async (page) => openFirstRow(page) },
  { name: 'record-why', at: '/w/lantern/e/SalesOrder', prepare: async (page) => askWhy(page) },
  { name: 'record-new', at: '/w/lantern/e/SalesOrder/new', who: 'mei' },
  { name: 'record-phone', at: '/w/lantern/e/SalesOrder/new', who: 'mei', isPhone: true },
  ...twice({
    name: 'record-follow',
    at: '/w/lantern/e/PurchaseOrder',
    prepare: async (page) => followOrder(page),
  }),
  { name: 'print', at: '/w/lantern/e/SalesOrder', prepare: async (page) => printFirstRow(page) },
  { name: 'palette', at: '/w/lantern', prepare: async (page) => page.keyboard.press('Control+k') },
  { name: 'peek', at: '/w/lantern/e/SalesOrder', prepare: async (page) => peekAtCustomer(page) },
  ...twice({ name: 'queue', at: '/w/lantern/e/Customer', prepare: async (page) => changeAway(page) }),
  ...twice({ name: 'offline', at: '/w/lantern/e/Customer', prepare: async (page) => loseServer(page) }),
  { name: 'import', at: '/w/lantern/e/Customer/import' },
  ...twice({ name: 'import-map', at: '/w/lantern/e/Customer/import', prepare: async (page) => giveFile(page) }),
  ...twice({
    name: 'import-check',
    at: '/w/lantern/e/Customer/import',
    prepare: async (page) => {
      await giveFile(page);
      await page.locator('.ant-btn-primary').last().click();
    },
  }),
  ...twice({ name: 'import-undo', at: '/w/lantern/e/Supplier/import', prepare: async (page) => askToUndo(page) }),
  { name: 'ledger', at: '/w/lantern/ledgers/stock' },
  { name: 'dashboard-sales', at: '/w/lantern/boards/salesDashboard' },
  { name: 'dashboard-dark', at: '/w/lantern/boards/salesDashboard', isDark: true },
  {
    name: 'dashboard-period',
    at: '/w/lantern/boards/salesDashboard',
    prepare: async (page) => press(page, '.anticon-calendar'),
  },
  {
    name: 'big-screen',
    at: '/w/lantern/boards/salesDashboard',
    prepare: async (page) => press(page, '.anticon-fund-projection-screen'),
  },
  { name: 'dashboard-phone', at: '/w/lantern/boards/salesDashboard', isPhone: true },
  { name: 'dashboard-stock', at: '/w/lantern/boards/stockDashboard' },
  { name: 'report', at: '/w/lantern/reports/salesByMonth' },
  ...twice({ name: 'points', at: '/w/lantern/points', who: 'mei' }),
  { name: 'points-why', at: '/w/lantern/points', who: 'mei', prepare: async (page) => askWhyOfPoints(page) },
  ...twice({
    name: 'points-appeal',
    at: '/w/lantern/points',
    who: 'mei',
    prepare: async (page) => {
      await askWhyOfPoints(page);
      await page.locator('.pts-why-foot .ant-btn').last().click();
      await page.getByRole('dialog').waitFor();
    },
  }),
  { name: 'points-rules', at: '/w/lantern/points/rules', who: 'mei' },
  { name: 'points-ranking', at: '/w/lantern/points/ranking', who: 'mei' },
  { name: 'points-rewards', at: '/w/lantern/points/rewards', who: 'mei' },
  { name: 'points-committee', at: '/w/lantern/points/committee', who: 'yan' },
  { name: 'points-programme', at: '/w/lantern/points/programme', who: 'fen' },
  { name: 'me', at: '/w/lantern/me' },
  { name: 'admin-people', at: '/w/lantern/admin' },
  ...twice({
    name: 'admin-person',
    at: '/w/lantern/admin',
    prepare: async (page) => {
      await page.locator('#main table .ant-btn').nth(2).click();
      await page.getByRole('dialog').waitFor();
    },
  }),
  { name: 'admin-departments', at: '/w/lantern/admin/departments' },
  { name: 'admin-tokens', at: '/w/lantern/admin/tokens' },
  { name: 'admin-webhooks', at: '/w/lantern/admin/webhooks' },
  { name: 'admin-audit', at: '/w/lantern/admin/audit' },
  { name: 'admin-settings', at: '/w/lantern/admin/languages' },
  { name: 'admin-backups', at: '/w/lantern/admin/backups' },
  { name: 'not-found', at: '/w/nowhere' },
  { name: 'design-objects', at: '/w/lantern/design' },
  {
    name: 'design-relations',
    at: '/w/lantern/design',
    prepare: async (page) => page.locator('.map-bar .ant-segmented-item').nth(1).click(),
  },
  { name: 'design-new', at: '/w/lantern/design/new' },
  { name: 'design-fields', at: '/w/lantern/design/o/SalesOrder/fields' },
  {
    name: 'design-form',
    at: '/w/lantern/design/o/SalesOrder/form',
    prepare: async (page) => page.locator('#form-canvas [role=treeitem]').nth(10).click(),
  },
  { name: 'design-form-dark', at: '/w/lantern/design/o/SalesOrder/form', isDark: true },
  {
    name: 'design-form-phone',
    at: '/w/lantern/design/o/SalesOrder/form',
    isPhone: true,
    prepare: async (page) => page.locator('#form-canvas [role=treeitem]').nth(6).click(),
  },
  {
    name: 'design-form-settings-phone',
    at: '/w/lantern/design/o/SalesOrder/form',
    isPhone: true,
    prepare: async (page) => {
      await page.locator('#form-canvas [role=treeitem]').nth(6).click();
      await page.locator('.phone-tools button').last().click();
    },
  },
  {
    name: 'design-form-preview',
    at: '/w/lantern/design/o/SalesOrder/form',
    prepare: async (page) => page.locator('.stage-bar .anticon-eye').click(),
  },
  {
    name: 'design-form-add',
    at: '/w/lantern/design/o/SalesOrder/form',
    prepare: async (page) => {
      await page.locator('#form-canvas [role=treeitem]').nth(6).click();
      await page.keyboard.press('/');
    },
  },
  {
    name: 'design-books',
    at: '/w/lantern/design/o/StockCountLine/form',
    prepare: async (page) =>
      page
        .getByRole('treeitem')
        .filter({ hasText: /^(In the books|账面数量)/u })
        .last()
        .click(),
  },
  {
    name: 'design-archive',
    at: '/w/lantern/design/o/SalesOrder/form',
    prepare: async (page) => askToArchive(page, 6),
  },
  { name: 'design-views', at: '/w/lantern/design/o/SalesOrder/views' },
  { name: 'design-rules', at: '/w/lantern/design/o/SalesOrder/rules' },
  {
    name: 'design-rule',
    at: '/w/lantern/design/o/SalesOrder/rules',
    prepare: async (page) => {
      await page.locator('.rule-row .expression-open').nth(1).click();
      await page.locator('.ruleGroup, .formula-editor').first().waitFor();
    },
  },
  {
    name: 'design-formula',
    at: '/w/lantern/design/o/SalesOrder/rules',
    prepare: async (page) => {
      const formula = page.locator('.rule-row.is-formula .expression-open');
      await formula.first().click();
      await page.locator('.formula-editor').first().waitFor();
    },
  },
  {
    name: 'design-rule-new',
    at: '/w/lantern/design/o/SalesOrder/rules',
    prepare: async (page) => {
      await page.locator('.rules-bar .ant-btn-primary').click();
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'design-automation',
    at: '/w/lantern/design/o/SalesOrder/rules',
    prepare: async (page) => {
      await page.locator('.rule-row.is-automation .expression-open').first().click();
      await page.locator('.deed').first().waitFor();
    },
  },
  {
    name: 'design-flow',
    at: '/w/lantern/design/o/SalesOrder/flow',
    prepare: async (page) => page.locator('.flow-step').first().click(),
  },
  {
    name: 'design-flow-graph',
    at: '/w/lantern/design/o/SalesOrder/flow',
    prepare: async (page) => page.locator('#main .ant-segmented-item').last().click(),
  },
  { name: 'design-ledgers', at: '/w/lantern/design/ledgers' },
  {
    name: 'design-ledger',
    at: '/w/lantern/design/ledgers',
    prepare: async (page) => page.locator('.ledger button').first().click(),
  },
  {
    name: 'design-posting',
    at: '/w/lantern/design/ledgers',
    prepare: async (page) => page.locator('.posting-matrix button, #main table button').first().click(),
  },
  { name: 'design-boards', at: '/w/lantern/design/boards' },
  { name: 'design-points', at: '/w/lantern/design/points' },
  {
    name: 'design-award',
    at: '/w/lantern/design/points',
    prepare: async (page) => page.locator('.award button, [data-item] button').first().click(),
  },
  { name: 'design-lab', at: '/w/lantern/design/points/lab' },
  { name: 'design-access', at: '/w/lantern/design/access' },
  {
    name: 'design-access-cell',
    at: '/w/lantern/design/access',
    prepare: async (page) => page.locator('#main table td .anticon-filter').nth(1).click(),
  },
  {
    name: 'design-view-as',
    at: '/w/lantern/design/access',
    prepare: async (page) => {
      await page.locator('#main .anticon-eye').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  ...twice({ name: 'design-words', at: '/w/lantern/design/words' }),
  { name: 'design-api', at: '/w/lantern/design/api' },
  { name: 'design-changes', at: '/w/lantern/design/changes' },
  { name: 'design-versions', at: '/w/lantern/design/versions' },
  {
    name: 'design-roll-back',
    at: '/w/lantern/design/versions',
    prepare: async (page) => {
      await page.locator('#main .anticon-rollback').last().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  // From here on the draft has changes.
  { name: 'design-conflict', at: '/w/lantern/design/o/Customer/fields', prepare: async (page) => changeTwice(page) },
  { name: 'design-publish', at: '/w/lantern/design', prepare: async (page) => openPublish(page) },
  { name: 'design-mistakes', at: '/w/lantern/design/o/SalesOrder/form', prepare: async (page) => breakTests(page) },
  ...twice({ name: 'explorer', at: '/explore/lantern' }),
  {
    name: 'design-upgrade',
    who: 'ada@brightforge.example',
    at: '/w/brightforge/design',
    prepare: async (page) => lookAtNewerPack(page),
  },
];

/** The screen on a desk and on a phone. */
function twice(screen: Screen): readonly Screen[] {
  return [screen, { ...screen, name: `${screen.name}-phone`, isPhone: true }];
}

/** A phone shows the list alone, until one is touched. */
async function openFirstRequest(page: Page): Promise<void> {
  const isPhone = (page.viewportSize()?.width ?? 0) < 600;
  if (!isPhone) await page.locator('.inbox-row, [role=option], [role=listitem] a').first().click();
}

async function printFirstRow(page: Page): Promise<void> {
  await openFirstRow(page);
  await page.waitForURL(/\/e\/SalesOrder\/[^/?]+$/);
  await page.goto(`${page.url()}/print`);
}

async function openFirstRow(page: Page): Promise<void> {
  // The first cell chooses the row.
  await page.locator('[role=gridcell]').nth(1).click();
  await page.keyboard.press('Enter');
}

/** Begins the receipt of an order. */
async function followOrder(page: Page): Promise<void> {
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
async function press(page: Page, sign: string): Promise<void> {
  await page
    .locator('#main')
    .locator('button, label')
    .filter({ has: page.locator(sign) })
    .first()
    .click();
}

/** The conditions of the list, with one that is being written. */
async function openFilter(page: Page): Promise<void> {
  await press(page, '.anticon-filter');
  await page.getByRole('menuitem').first().click();
}

async function chooseFirstRow(page: Page): Promise<void> {
  await page.locator('[role=gridcell] input[type=checkbox]').first().click({ force: true });
}

async function askWhy(page: Page): Promise<void> {
  await openFirstRow(page);
  await page.locator('.why-button').last().click();
}

async function askWhyOfPoints(page: Page): Promise<void> {
  await page
    .locator('#main button')
    .filter({ hasText: /^(Why\?|原因)$/u })
    .first()
    .click();
}

/** Looks at the customer of an order, beside the order. */
async function peekAtCustomer(page: Page): Promise<void> {
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
async function changeAway(page: Page): Promise<void> {
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
async function loseServer(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await sleep(SETTLE_MS);
  await page.context().setOffline(true);
  await page.goto(page.url().replace('Customer', 'Supplier'));
}

/** A supplier is imported, and taken back if one says so. */
async function askToUndo(page: Page): Promise<void> {
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
async function lookAtNewerPack(page: Page): Promise<void> {
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
async function changeTwice(page: Page): Promise<void> {
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
async function breakTests(page: Page): Promise<void> {
  await askToArchive(page, 3);
  await page.getByRole('dialog').locator('.ant-btn-dangerous').click();
  await page.locator('.draft-issues').click();
  await page.locator('#broken-tests-title').waitFor();
  await page.locator('.test-steps').first().scrollIntoViewIfNeeded();
}

/** Opens what is asked before a field of the form is archived. */
async function askToArchive(page: Page, place: number): Promise<void> {
  await page.locator('#form-canvas [role=treeitem]').nth(place).click();
  await page.locator('.selection-bar .anticon-more').click();
  await page.getByRole('menuitem').last().click();
  await page.getByRole('dialog').waitFor();
}

async function openPublish(page: Page): Promise<void> {
  await page.locator('.draft-bar .ant-btn-primary').click();
  await page.locator('[role=dialog] .ant-btn-primary:enabled').last().waitFor();
}

async function retype(page: Page, cell: Locator, text: string): Promise<void> {
  await cell.fill(text);
  await page.keyboard.press('Tab');
}

/** A file with a row that can be taken and one that can't. */
const CUSTOMERS = ['编码,名称,邮箱', 'C-900,竹里馆,zhuli@example.com', 'C-901,听雨轩,not-an-address'];

async function giveFile(page: Page, rows: readonly string[] = CUSTOMERS): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await page.locator('.ant-select').first().waitFor();
}

/** The server with its demo companies, on a folder of its own. */
async function startDemo(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'formwork-screens-'));
  const port = 4_100 + (process.pid % 800);
  const child = spawn(process.execPath, [path.join(ROOT, 'server/cli/formwork.mjs'), 'serve'], {
    env: { ...process.env, PORT: String(port), FORMWORK_DATA: folder },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async (): Promise<boolean> =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; !(await isReady()); tries += 1) {
    if (tries > 360 || child.exitCode !== null) throw new Error('The demo server did not start');
    await sleep(500);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function signIn(page: Page, url: string, who: string): Promise<void> {
  await page.request.post(`${url}/platform/graphql`, {
    data: {
      query:
        'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { issues { code } } }',
      variables: { email: who.includes('@') ? who : `${who}@lantern.example`, password: PASSWORD },
    },
  });
}

async function picture(
  browser: Browser,
  url: string,
  { screen, locale }: { readonly screen: Screen; readonly locale: Locale },
): Promise<string> {
  const size = screen.isPhone === true ? { width: 360, height: 780 } : { width: 1_440, height: 900 };
  const context = await browser.newContext({
    locale,
    viewport: size,
    colorScheme: screen.isDark === true ? 'dark' : 'light',
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  const { who = 'lin' } = screen;
  if (who !== NOBODY) {
    await signIn(page, url, who);
  }
  await page.goto(`${url}${screen.at}`);
  await page.locator('h1, h2, form, [role=grid], table').first().waitFor();
  await screen.prepare?.(page);
  await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
  // Charts and rows that are still being asked for.
  for (let ms = 0; ms < STILL_MS && !(await page.evaluate<boolean>(STILL)); ms += 100) await sleep(100);
  // Nothing is pointed at.
  await page.mouse.move(1, 1);
  await sleep(SETTLE_MS);
  const file = `${screen.name}.${locale}.png`;
  await page.screenshot({ path: path.join(FOLDER, file) });
  await context.close();
  return file;
}

function indexPage(files: ReadonlyMap<string, readonly string[]>): string {
  const rows = [...files].map(
    ([name, pictures]) =>
      `<h2>${name}</h2><div>${pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${name}" loading="lazy"></a>`).join('')}</div>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Formwork: screens</title>
<style>body{font:15px system-ui;margin:24px;background:#f5f4f1}div{display:grid;grid-template-columns:1fr 1fr;gap:16px}img{width:100%;border:1px solid #ccc;border-radius:8px}</style>
<h1>Formwork: screens</h1>
${rows.join('\n')}
</html>
`;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

const given = parseArgs({ options: { readme: { type: 'boolean' } }, allowPositionals: true });
const ofReadme = given.values.readme === true ? Object.entries(README) : [];
const wanted = [...given.positionals, ...ofReadme.map(([, { screen }]) => screen)];
const unknown = wanted.filter((name) => !SCREENS.some((screen) => screen.name === name));
if (unknown.length > 0) throw new Error(`There are no screens called ${unknown.join(', ')}`);
await mkdir(FOLDER, { recursive: true });
const demo = await startDemo();
const browser = await openBrowser();
const failures: string[] = [];
try {
  const files = new Map<string, string[]>();
  for (const screen of SCREENS) {
    if (wanted.length > 0 && !wanted.includes(screen.name)) continue;
    files.set(screen.name, []);
    for (const locale of LOCALES) {
      try {
        must(files.get(screen.name), 'screen').push(await picture(browser, demo.url, { screen, locale }));
        console.log(`${screen.name} ${locale}`);
      } catch (error) {
        failures.push(`${screen.name} ${locale}: ${String(error).split('\n')[0] ?? ''}`);
      }
    }
  }
  await writeFile(path.join(FOLDER, 'index.html'), indexPage(files));
  for (const [name, { screen, locale }] of ofReadme) {
    const file = files.get(screen)?.find((one) => one.endsWith(`.${locale}.png`));
    if (file !== undefined) await copyFile(path.join(FOLDER, file), path.join(README_FOLDER, name));
  }
} finally {
  await browser.close();
  await demo.stop();
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
