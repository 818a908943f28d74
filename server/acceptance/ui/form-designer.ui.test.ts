import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { fillCustomers, shotOf, startDesigner, type DesignerBench } from '../../test/designer-page.ts';
import { designerTemplate } from '../../test/designer-template.ts';

let designer: DesignerBench;
beforeAll(async () => {
  designer = await startDesigner(designerTemplate());
});
afterAll(async () => {
  await designer?.stop();
});

const EN = { locale: 'en-GB', colorScheme: 'light' } as const;
const ZH = { locale: 'zh-CN', colorScheme: 'dark' } as const;

/** The canvas as one reads it: level, name and kind of every part in the page. */
async function treeOf(page: Page): Promise<readonly string[]> {
  return page
    .locator('#form-canvas [role=treeitem]')
    .evaluateAll((nodes) =>
      nodes.map(
        (node) =>
          `${node.getAttribute('aria-level')} ${node.getAttribute('aria-label')} ${node.className.replace(' is-selected', '')}`,
      ),
    );
}

async function ready(page: Page): Promise<void> {
  await page.locator('#form-canvas [role=treeitem]').first().waitFor();
}

async function undo(page: Page): Promise<void> {
  await page.locator('#form-canvas').focus();
  await page.keyboard.press('Control+z');
}

async function redo(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+z');
}

describe('a key user', () => {
  it('[DSG-38] [DSG-30] adds a field with two clicks, sees it, takes it back and has it again', async () => {
    const { page, troubles } = await designer.open('o/Customer/fields', EN);
    await page.getByRole('link', { name: 'Form', exact: true }).click();
    await ready(page);
    const before = await treeOf(page);
    await page.getByText('Arranged by Formwork').waitFor();
    await page.getByRole('button', { name: 'Money', exact: true }).click();
    // As slow as a hand: the model of the draft has the unnamed field by then.
    await page.keyboard.type('Credit line', { delay: 60 });
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem', { name: 'Credit line, Field' }).waitFor();
    await expect.poll(() => page.getByText('Arranged by Formwork').count()).toBe(0);
    await page
      .locator('.setting-id', { hasText: 'x_creditLine' })
      .or(page.getByText('stays creditLine'))
      .first()
      .waitFor();
    await page.getByText('2 changes not published').waitFor();
    await expect.poll(() => page.locator('.draft-issues').count()).toBe(0);
    await shotOf(page, 'form-added');
    const after = await treeOf(page);
    // Field, form and name came in one step.
    await undo(page);
    await expect.poll(() => treeOf(page)).toEqual(before);
    await page.getByText('Arranged by Formwork').waitFor();
    await redo(page);
    await expect.poll(() => treeOf(page)).toEqual(after);
    await page.getByText('Draft saved').waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-38] adds, moves, doubles and removes with the keyboard alone', async () => {
    const { page, troubles } = await designer.open('o/Order/form', ZH);
    await ready(page);
    const tabs = await tabTo(page, 'form-canvas');
    expect(tabs).toBeLessThan(60);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('/');
    await page.keyboard.type('xiaoshu');
    await page.getByRole('option', { name: '小数' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: '“小数”的名称' }).waitFor();
    await page.keyboard.type('送货系数');
    await page.keyboard.press('Enter');
    const added = page.getByRole('treeitem', { name: '送货系数, 字段' });
    await added.waitFor();
    await expect.poll(() => page.getByText('songHuoXiShu').first().isVisible()).toBe(true);
    const names = async (): Promise<readonly string[]> =>
      (await treeOf(page)).slice(1, 5).map((one) => one.split(' ')[1]?.split(',')[0] ?? '');
    await expect.poll(() => names()).toEqual(['主题', '送货系数', '客户', '多列']);
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => names()).toEqual(['送货系数', '主题', '客户', '多列']);
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Control+d');
    await page.keyboard.press('Escape');
    await expect.poll(() => names()).toEqual(['主题', '送货系数', '送货系数', '客户']);
    await page.keyboard.press('Delete');
    await page.keyboard.press('3');
    // Added, moved twice, doubled, removed, and the next one made a third wide.
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('Control+z');
    await expect.poll(names).toEqual(['主题', '客户', '多列', '交期']);
    // What is doubled has its name at once, and nobody typed there: undo is still the draft's.
    await page.getByRole('treeitem', { name: '客户, 字段' }).click();
    await page.keyboard.press('Control+d');
    await expect.poll(names).toEqual(['主题', '客户', '客户', '多列']);
    await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('INPUT');
    await page.keyboard.press('Control+z');
    await expect.poll(names).toEqual(['主题', '客户', '多列', '交期']);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-33] [DSG-34] [DSG-36] takes back and does again each thing that can be done', async () => {
    const { page, troubles } = await designer.open('o/Order/form', EN);
    await ready(page);
    const node = (id: string) => page.locator(`#canvas-${id}`);
    const actions: readonly (readonly [string, () => Promise<void>])[] = [
      ['width', async () => page.keyboard.press('3')],
      ['move', async () => page.keyboard.press('Alt+ArrowDown')],
      ['into the row', async () => page.keyboard.press('Alt+Shift+ArrowDown')],
      ['section', async () => page.getByRole('button', { name: 'Section', exact: true }).click()],
      ['text', async () => page.getByRole('button', { name: 'Text', exact: true }).last().click()],
      ['remove', async () => page.keyboard.press('Delete')],
      ['rest to a tab', async () => menu(page, 'A new tab')],
      ['rest to a column', async () => menu(page, 'A new column')],
      ['required', async () => page.locator('[data-setting=required]').getByText('Always').click()],
      ['archive', async () => archive(page)],
    ];
    for (const [name, act] of actions) {
      await node('customer').click();
      const before = await treeOf(page);
      await act();
      await expect.poll(() => treeOf(page), { message: name }).not.toEqual(before);
      await page.keyboard.press('Escape');
      const after = await treeOf(page);
      await undo(page);
      await expect.poll(() => treeOf(page), { message: `undo ${name}` }).toEqual(before);
      await redo(page);
      await expect.poll(() => treeOf(page), { message: `redo ${name}` }).toEqual(after);
      await undo(page);
      await expect.poll(() => treeOf(page), { message: `undo again ${name}` }).toEqual(before);
    }
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-33] drags a field into another section, where a line shows it will stand', async () => {
    const { page, troubles } = await designer.open('o/Order/form', EN);
    await ready(page);
    await page.locator('#canvas-goods').click({ position: { x: 5, y: 5 } });
    const from = must(await page.locator('#canvas-customer').boundingBox(), 'the field');
    const to = must(await page.locator('#canvas-grid').boundingBox(), 'the grid');
    await page.mouse.move(from.x + 40, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y - 30, { steps: 4 });
    await page.mouse.move(to.x + 60, to.y + 6, { steps: 4 });
    await page.locator('.drop-line:not([hidden])').waitFor();
    await page.mouse.up();
    await expect
      .poll(async () => page.locator('#canvas-goods [role=treeitem]').evaluateAll((nodes) => nodes.map(({ id }) => id)))
      .toEqual(['canvas-customer', 'canvas-grid']);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe('other screens, other records', () => {
  it('[DSG-31] phones share the computer’s form until they are given their own', async () => {
    const { page, troubles } = await designer.open('o/Order/form', EN);
    await ready(page);
    await page.getByText('Phone', { exact: true }).click({ force: true });
    await page.getByRole('button', { name: 'Make a form for phones' }).click();
    await page.getByText('Phones have a form of their own.').waitFor();
    await page.locator('#canvas-customer').click();
    await page.keyboard.press('Delete');
    await page.locator('#canvas-customer').waitFor({ state: 'detached' });
    await page.getByText('Computer', { exact: true }).click({ force: true });
    await page.locator('#canvas-customer').waitFor();
    await page.getByText('Phone', { exact: true }).click({ force: true });
    await page.getByRole('button', { name: 'Use the computer’s form instead' }).click();
    await page.locator('#canvas-customer').waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-43] the preview shows a record of the company in the form as it is designed', async () => {
    const { page, troubles } = await designer.open('o/Customer/form', EN);
    await ready(page);
    await fillCustomers(designer.bench, page.url());
    await page.locator('#canvas-limit').dblclick();
    await page.keyboard.type('Credit limit');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('combobox', { name: 'Record to show' }).click();
    await page.getByTitle('Baker & Sons').click();
    const form = page.locator('.fw-form');
    await expect.poll(() => form.getByLabel('City').inputValue()).toBe('Leeds');
    await expect.poll(() => form.getByLabel('Credit limit').inputValue()).toContain('1,200.5');
    await shotOf(page, 'preview-record');
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

/** Presses Tab until the element of an id has the focus; how often that took. */
async function tabTo(page: Page, id: string): Promise<number> {
  for (let count = 1; count < 100; count += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement?.id')) === id) return count;
  }
  return Infinity;
}

async function menu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function archive(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Archive the field…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 view shows it now.').waitFor();
  await dialog.getByRole('button', { name: 'Archive the field' }).click();
  await dialog.waitFor({ state: 'hidden' });
}
