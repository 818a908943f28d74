import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeSource,
  choose,
  done,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { designerTemplate } from '../../test/designer-template.ts';
import { signedIn } from '../../test/running-server.ts';

const BOSS = { id: 'boss', label: { en: 'Boss', 'zh-CN': '主管' }, grants: [] } as const;

let designer: DesignerBench;
let axe: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner({ ...designerTemplate(), roles: [BOSS] });
});
afterAll(async () => {
  await designer?.stop();
});

const EN = { locale: 'en-GB', colorScheme: 'light' } as const;
const ZH = { locale: 'zh-CN', colorScheme: 'dark' } as const;
const undo = (page: Page): Promise<void> => page.getByRole('button', { name: 'Undo', exact: true }).click();

const MAKE_ORDER = 'mutation ($input: OrderInput!) { createOrder(input: $input) { id } }';

describe('an automation', () => {
  it('[DSG-145] [DSG-146] is made and changed, taken back and done again; once published it tells people', async () => {
    const opened = await designer.open('o/Order/rules', EN);
    const { page, tenant } = opened;
    await page.getByRole('button', { name: 'New rule' }).click();
    await page.getByRole('menuitem', { name: /^Automation/ }).click();
    const panel = page.locator('.flow-panel');
    await panel.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Large orders');
    await page.keyboard.press('Enter');
    const row = page.locator('.rule-row.is-automation', { hasText: 'Large orders' });
    await row.getByText('When Order is created: tell Boss').waitFor();
    await choose(page, panel.getByRole('combobox', { name: 'Person' }), 'who created the record');
    await panel.getByRole('button', { name: /Only if/ }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog.getByRole('combobox', { name: 'Field', exact: true }), 'Amount');
    await choose(page, dialog.getByRole('combobox', { name: 'Comparison' }), 'is at least');
    await dialog.getByRole('spinbutton', { name: 'Value' }).fill('100');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await panel.getByRole('button', { name: 'Add an action' }).click();
    await page.getByRole('menuitem', { name: /^Set fields/ }).click();
    await choose(page, panel.getByRole('combobox', { name: 'Level becomes' }), 'High');
    const sentence =
      'When Order is created, if Amount is at least 100: tell Boss and who created the record; set Level to “High”';
    await row.getByText(sentence).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await shotOf(page, 'automation');
    await undo(page);
    await row.getByText(/set Level to “Low”$/).waitFor();
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await row.getByText(sentence).waitFor();
    await page.getByRole('button', { name: 'Move up: 2. Set fields' }).click();
    await row.getByText(/: set Level to “High”; tell Boss/).waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await dialog.getByText('Version 2 is in force').waitFor();
    await page.keyboard.press('Escape');
    const { client } = await signedIn(designer.bench.url, designer.bench.operator);
    const make = (subject: string, amount: string): Promise<unknown> =>
      client.ask(MAKE_ORDER, { input: { subject, amount } }, { path: `/t/${tenant}/graphql` });
    await make('Sieves', '99');
    await make('Kettles', '100');
    await page.goto(`${designer.bench.url}/w/${tenant}/`);
    const bell = page.locator('.bell');
    await bell.locator('.bell-count').waitFor();
    await bell.click();
    const told = page.locator('.bell-row');
    await told.getByText('Order: Kettles').waitFor();
    await expect.poll(() => told.count()).toBe(1);
    expect(opened.troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-145] stands among the rules in Chinese, is made by the clock too, and goes with its last click', async () => {
    const opened = await designer.open('o/Order/rules', ZH);
    const { page } = opened;
    await page.getByRole('button', { name: '新建规则' }).click();
    await page.getByRole('menuitem', { name: /^定时任务/ }).click();
    const row = page.locator('.rule-row.is-schedule');
    await row.getByText('每天 08:00，对交期等于今天的每条订单：通知主管').waitFor();
    const panel = page.locator('.flow-panel');
    await choose(page, panel.getByRole('combobox', { name: '周期' }), '每周');
    await row.getByText(/^每周 08:00/).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await shotOf(page, 'schedule-zh-dark');
    await panel.getByRole('button', { name: '删除', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await row.getByText(/^每周 08:00/).waitFor();
    await done(opened);
  });
});
