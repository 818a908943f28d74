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
  it('[DSG-92] [DSG-93] a bound is edited, and a step is made to post', async () => {
    const { page, troubles } = await designer.open('ledgers', { locale: 'en-GB', colorScheme: 'light' });
    await page.getByRole('button', { name: /^Reward stock$/i }).click();
    const bound = page.getByRole('combobox', { name: 'Taken: Never above' });
    await bound.fill('50');
    await page.keyboard.press('Enter');
    await page.locator('.ledger.is-chosen').getByText('≤ 50').waitFor();
    await page.getByText('1 change not published').waitFor();
    await page.keyboard.press('Escape');
    const cell = page.getByRole('button', { name: /^“Take reward” with “Give back”/i });
    expect(await cell.getAttribute('aria-label')).toContain('reverses');
    await cell.click();
    await expect.poll(() => cell.getAttribute('aria-label')).toContain('nothing');
    await page.getByRole('button', { name: /^Take reward$/i }).click();
    await page.getByRole('heading', { name: /^Posting “Take reward”/i }).waitFor();
    await page.getByRole('button', { name: 'New ledger' }).click();
    await page.getByRole('menuitem', { name: /^Balances/ }).click();
    await page.getByRole('heading', { name: 'Ledger “New balances”' }).waitFor();
    await shotOf(page, 'ledgers');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('[DSG-90] axe finds nothing, with popups open (%s, %s)', async (locale, colorScheme) => {
    const { page, troubles } = await designer.open('ledgers', { locale, colorScheme });
    await page.locator('.ledger button').nth(1).click();
    await page.locator('.flow-panel .ant-select').first().click();
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
