import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeSource,
  fillCustomers,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { designerTemplate } from '../../test/designer-template.ts';

let designer: DesignerBench;
let axe: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(designerTemplate());
});
afterAll(async () => {
  await designer?.stop();
});

describe('views', () => {
  it('[DSG-40] [DSG-42] the list that every object has is designed over the records of the company', async () => {
    const { page, troubles } = await designer.open('o/Customer/views', { locale: 'en-GB', colorScheme: 'light' });
    await page.getByText('Made by Formwork').waitFor();
    await fillCustomers(designer.bench, page.url());
    await page.reload();
    await page.getByRole('cell', { name: 'Baker & Sons' }).waitFor();
    await page.getByRole('button', { name: 'Remove “City”' }).click();
    await expect.poll(() => page.getByRole('columnheader').allInnerTexts()).not.toContain('City');
    await expect.poll(() => page.getByText('Made by Formwork').count()).toBe(0);
    await page.keyboard.press('Control+z');
    await page.getByText('Made by Formwork').waitFor();
    await expect.poll(() => page.getByRole('columnheader').allInnerTexts()).toContain('City');
    await page.getByRole('combobox', { name: 'Add a column' }).click();
    await page.keyboard.type('Created by');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('columnheader').allInnerTexts()).toContain('Created by');
    await shotOf(page, 'list');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-41] boards and calendars are made where an object has what they need', async () => {
    const { page, troubles } = await designer.open('o/Order/views', { locale: 'en-GB', colorScheme: 'light' });
    await page.getByRole('button', { name: 'Add view' }).click();
    await page.getByRole('menuitem', { name: 'Board' }).click();
    await page.getByRole('region', { name: 'High' }).waitFor();
    await page.getByRole('button', { name: 'Add view' }).click();
    await page.getByRole('menuitem', { name: 'Calendar' }).click();
    await page.locator('[data-setting=start]').getByText('Due').waitFor();
    const views = page.locator('.view-name');
    await expect.poll(() => views.allInnerTexts()).toEqual(['Orders', 'Board', 'Calendar']);
    await page.getByRole('button', { name: 'Move “Calendar” up' }).click();
    await expect.poll(() => views.allInnerTexts()).toEqual(['Orders', 'Calendar', 'Board']);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['en-GB', 'dark'],
    ['zh-CN', 'light'],
  ] as const)('[DSG-39] axe finds nothing, with settings open (%s, %s)', async (locale, colorScheme) => {
    const { page, troubles } = await designer.open('o/Order/views', { locale, colorScheme });
    await page.locator('.view-preview').waitFor();
    await page.locator('.view-columns button').first().click();
    await page.locator('.column-settings').waitFor();
    await page.waitForTimeout(400);
    await shotOf(page, `views-${locale}-${colorScheme}`);
    const found = await violationsOf(page, axe);
    await page.keyboard.press('Escape');
    await page.locator('.side.is-left button').first().click();
    await page.waitForTimeout(400);
    expect([...found, ...(await violationsOf(page, axe))]).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
