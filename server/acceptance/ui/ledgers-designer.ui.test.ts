import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeSource, shotOf, startDesigner, violationsOf, type DesignerBench } from '../../test/designer-page.ts';
import { pointsTemplate } from '../../test/points-template.ts';

let designer: DesignerBench;
let axe: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(pointsTemplate());
});
afterAll(async () => {
  await designer?.stop();
});

describe('ledgers', () => {
  it('[DSG-92] [DSG-93] [DSG-105] [DSG-121] a bound is edited, and a step is made to post', async () => {
    const { page, troubles } = await designer.open('ledgers', { locale: 'en-GB', colorScheme: 'light' });
    const card = page.getByRole('button', { name: /^Reward stock$/i });
    // The settings stand beside the page while something is chosen; the keyboard goes in and comes back.
    const panel = page.locator('.flow-panel');
    await card.focus();
    await expect.poll(() => panel.count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.locator('.flow-panel:focus').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => card.evaluate((element) => element.matches(':focus'))).toBe(true);
    await panel.getByRole('button', { name: 'Close the settings' }).click();
    await panel.waitFor({ state: 'detached' });
    await card.click();
    const bound = page.getByRole('combobox', { name: 'Taken: Never above' });
    await bound.fill('50');
    await page.keyboard.press('Enter');
    await page.locator('.ledger.is-chosen').getByText('≤ 50').waitFor();
    await page.getByText('1 change not published').waitFor();
    await page.keyboard.press('Escape');
    const cell = page.getByRole('button', { name: /^“Take reward” with “Give back”/i });
    await expect.poll(() => cell.getAttribute('aria-label')).toContain('reverses');
    await cell.click();
    await expect.poll(() => cell.getAttribute('aria-label')).toContain('nothing');
    await page.getByRole('button', { name: /^Take reward$/i }).click();
    await page.getByRole('heading', { name: /^Posting “Take reward”/i }).waitFor();
    // Of an account in force what its balances are kept by stays; one can be added, and what nothing uses goes.
    await page
      .getByRole('button', { name: /^Points$/i })
      .first()
      .click();
    const wallet = page.getByRole('group', { name: 'Wallet', exact: true });
    await wallet.getByText(/^It is in force/).waitFor();
    await expect.poll(() => wallet.getByRole('combobox', { name: 'Wallet: Kept by' }).isDisabled()).toBe(true);
    await expect.poll(() => wallet.getByRole('button', { name: /^Remove the account/ }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Add an account' }).click();
    const added = page.getByRole('group', { name: 'New account' });
    await expect.poll(() => added.getByRole('combobox', { name: 'New account: Kept by' }).isDisabled()).toBe(false);
    await added.getByRole('button', { name: 'Remove the account New account' }).click();
    await added.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'New ledger' }).click();
    await page.getByRole('menuitem', { name: /^Balances/ }).click();
    await page.getByRole('heading', { name: 'Ledger “New balances”' }).waitFor();
    await page.locator('.flow-panel input:focus').waitFor();
    await page.keyboard.type('Loans');
    await page.getByRole('heading', { name: 'Ledger “Loans”' }).waitFor();
    await shotOf(page, 'ledgers');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('[DSG-90] [DSG-122] axe finds nothing, with popups open (%s, %s)', async (locale, colorScheme) => {
    const { page, troubles } = await designer.open('ledgers', { locale, colorScheme });
    await page.locator('.ledger button').nth(1).click();
    await page.locator('.flow-panel .ant-select').first().click();
    await page.locator('[role=listbox][aria-label]:not([aria-label=""])').first().waitFor({ state: 'attached' });
    await page.waitForTimeout(350);
    const found = [...(await violationsOf(page, axe))];
    await page.keyboard.press('Escape');
    await page.locator('.matrix th button').first().click();
    await page.locator('.points-head button').click();
    await page.waitForTimeout(350);
    found.push(...(await violationsOf(page, axe)));
    expect(found).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
