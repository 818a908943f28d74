import type { Page } from 'playwright-core';
import {
  OPERATOR,
  openFirstRequest,
  printFirstRow,
  openFirstRow,
  followOrder,
  press,
  openFilter,
  chooseFirstRow,
  askWhy,
  askWhyOfPoints,
  peekAtCustomer,
  changeAway,
  loseServer,
  askToUndo,
  lookAtNewerPack,
  changeTwice,
  breakTests,
  askToArchive,
  openPublish,
  giveFile,
} from './screen-actions.ts';

export const NOBODY = '';

/** A screen: its name, its address in the demo company, and what is done before the picture. */
export interface Screen {
  readonly name: string;
  /** Who looks, by their address or the part of it before the `@`; the owner when it is not said. */
  readonly who?: string;
  readonly at: string;
  readonly prepare?: (page: Page) => Promise<void>;
  readonly isPhone?: true;
  readonly isDark?: true;
}

/** Every screen of the web application; what changes a whole server stands last. */
export const SCREENS: readonly Screen[] = [
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
