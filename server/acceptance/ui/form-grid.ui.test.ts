import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flushed, openFormPage, showForm, startFormPages, until, type FormPages } from '../../test/form-page.ts';
import { tripTemplate } from '../../test/trip-template.ts';

let pages: FormPages;
beforeAll(async () => {
  pages = await startFormPages();
});
afterAll(async () => {
  await pages?.stop();
});

async function legs(page: Page, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const choices = {
    Person: [
      { id: 'p1', title: '王小明' },
      { id: 'p2', title: 'Ann' },
    ],
  };
  await showForm(page, { template: tripTemplate(), entity: 'Trip', value: { legs: rows }, choices });
}

async function rowsOf(page: Page): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { legs: rows } = await flushed(page);
  return Array.isArray(rows) ? rows : [];
}

/** Puts text on the clipboard's event as a spreadsheet does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(
    `(() => { const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(text)});
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); })()`,
  );
}

async function focusIs(page: Page, label: string): Promise<void> {
  await until(page, `document.activeElement?.getAttribute('aria-label') === ${JSON.stringify(label)}`);
}

describe('the rows of a form', () => {
  it('[FORM-10] are typed like a spreadsheet: Enter goes down and adds, arrows walk, totals follow', async () => {
    const { page, troubles, close } = await openFormPage(pages);
    await legs(page, [{ id: 'l1', to: 'Kiel', qty: '2', price: '10' }]);
    const price = page.getByRole('textbox', { name: 'Price, row 1' });
    await price.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('12.5');
    await page.getByText('25.00').first().waitFor();
    await page.keyboard.press('Enter');
    await focusIs(page, 'Price, row 2');
    await page.keyboard.type('0.1');
    await page.keyboard.press('ArrowUp');
    await focusIs(page, 'Price, row 1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await focusIs(page, 'Tickets, row 2');
    await expect
      .poll(() => rowsOf(page))
      .toMatchObject([
        { id: 'l1', price: '12.5', amount: '25' },
        { qty: '1', price: '0.1', amount: '0.1' },
      ]);
    expect((await flushed(page))['total']).toBe('25.1');
    await expect.poll(() => page.locator('tfoot').textContent()).toContain('25.10');
    expect(troubles).toEqual([]);
    await close();
  });

  it('[FORM-10] move, double and go by keys and by buttons', async () => {
    const { page, troubles, close } = await openFormPage(pages);
    await legs(
      page,
      ['A', 'B', 'C'].map((to) => ({ id: to, to })),
    );
    const order = async (): Promise<readonly unknown[]> => (await rowsOf(page)).map(({ to }) => to);
    await page.getByRole('textbox', { name: 'To, row 1' }).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await focusIs(page, 'To, row 2');
    await expect.poll(() => order()).toEqual(['B', 'A', 'C']);
    await page.keyboard.press('Control+Shift+D');
    await focusIs(page, 'To, row 3');
    await expect.poll(() => order()).toEqual(['B', 'A', 'A', 'C']);
    expect((await rowsOf(page))[2]).not.toHaveProperty('id');
    await page.keyboard.press('Control+Delete');
    await expect.poll(() => order()).toEqual(['B', 'A', 'C']);
    await page.getByRole('button', { name: 'Actions for row 3' }).click();
    await page.getByRole('menuitem', { name: 'Move up' }).click();
    await page.getByRole('button', { name: 'Actions for row 1' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete row (4)' }).click();
    await expect.poll(() => order()).toEqual(['B', 'B', 'C']);
    await page.getByRole('button', { name: 'Add row' }).click();
    await focusIs(page, 'To, row 4');
    expect(troubles).toEqual([]);
    await close();
  });

  it('[FORM-11] take cells from a spreadsheet and tell what does not fit', async () => {
    const { page, troubles, close } = await openFormPage(pages);
    await legs(page, [{ id: 'l1', to: 'Kiel' }]);
    await page.getByRole('textbox', { name: 'To, row 1' }).focus();
    await paste(page, '上海\tTrain\t王小明\t2026/3/1\t2\t553.5\nLeeds\tBoat\tNobody\t2026-02-30\t1\t10\n');
    await page.getByText('9 cells pasted, 3 did not fit:').waitFor();
    await page.getByText('Row 2, Who: “Nobody”').waitFor();
    await expect
      .poll(() => rowsOf(page))
      .toMatchObject([
        { id: 'l1', to: '上海', by: 'train', who: { id: 'p1' }, on: '2026-03-01', amount: '1107' },
        { to: 'Leeds', qty: '1', price: '10', amount: '10' },
      ]);
    await expect.poll(() => page.getByRole('textbox', { name: 'To, row 1' }).inputValue()).toBe('上海');
    // A single value goes where every paste goes: into the input.
    await page.getByRole('textbox', { name: 'To, row 2' }).focus();
    await paste(page, 'York');
    expect((await rowsOf(page)).length).toBe(2);
    expect(troubles).toEqual([]);
    await close();
  });

  it('[FORM-10] tell a mistake in its cell', async () => {
    const { page, close } = await openFormPage(pages);
    await legs(page, [{ id: 'l1', to: 'Kiel' }]);
    const price = page.getByRole('textbox', { name: 'Price, row 1' });
    await price.fill('dear');
    await page.keyboard.press('Tab');
    await page.locator('td', { hasText: 'This is not a number.' }).waitFor();
    await expect.poll(() => price.getAttribute('aria-invalid')).toBe('true');
    await close();
  });

  it('[FORM-10] stay few in the page and quick when they are 500', async () => {
    const { page, troubles, close } = await openFormPage(pages);
    const rows = Array.from({ length: 500 }, (_, index) => ({
      id: `r${index}`,
      to: `Place ${index}`,
      qty: '1',
      price: String(index),
    }));
    const before = Date.now();
    await legs(page, rows);
    await page.getByRole('textbox', { name: 'To, row 1', exact: true }).waitFor();
    const shownMs = Date.now() - before;
    await expect.poll(() => page.locator('tr.fw-row').count()).toBeLessThan(60);
    const price = page.getByRole('textbox', { name: 'Price, row 3', exact: true });
    await price.fill('1000');
    await page.keyboard.press('Tab');
    await page.locator('tfoot', { hasText: '125,748.00' }).waitFor();
    await page.evaluate(`document.querySelector('.fw-grid-scroll').scrollTop = 1e6`);
    await page.getByRole('textbox', { name: 'To, row 500' }).waitFor();
    await page.getByRole('textbox', { name: 'To, row 500' }).focus();
    await page.evaluate(`window.formBench.setIssues([{ path: ['legs', 1, 'to'], message: 'No such place.' }])`);
    await page.getByRole('button', { name: /No such place/ }).click();
    await focusIs(page, 'To, row 2');
    console.info(`500 rows shown after ${shownMs} ms`);
    expect(troubles).toEqual([]);
    await close();
  });

  it('[FORM-10] become cards on a phone, of which nothing is cut off', async () => {
    const { page, close } = await openFormPage(pages, { width: 360, locale: 'zh-CN' });
    await legs(page, [{ id: 'l1', to: '上海' }]);
    const cell = page.getByRole('textbox', { name: '第 1 行 目的地' });
    const box = await cell.boundingBox();
    expect(box === null ? 0 : Math.round(box.width)).toBeGreaterThan(180);
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBeGreaterThan(1);
    await close();
  });
});
