import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flushed, openFormPage, showForm, startFormPages, until, type FormPages } from '../../test/form-page.ts';
import { tripTemplate } from '../../test/trip-template.ts';

let pages: FormPages;
let axe: string;
beforeAll(async () => {
  pages = await startFormPages();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await pages?.stop();
});

const CHOICES = {
  Person: [
    { id: 'p1', title: '王小明', subtitle: '销售部' },
    { id: 'p2', title: 'Li Lei' },
    { id: 'p3', title: 'Ann Baker' },
  ],
  members: [{ id: 'm1', title: 'Boss' }],
  departments: [{ id: 'd1', title: 'Sales' }],
};
const VALUE = {
  title: 'Visit',
  level: 'high',
  tags: ['a'],
  cost: '12345.6',
  share: '0.25',
  from: '2026-03-01',
  until: '2026-03-01T01:30:00.000Z',
  takes: 'PT5400S',
  legs: [
    { id: 'l1', to: '上海', by: 'train', who: CHOICES.Person[0], on: '2026-03-01', qty: '2', price: '553.5' },
    { id: 'l2', to: 'Kiel', qty: '1', price: '1200' },
  ],
};

async function trip(page: Page, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await showForm(page, { template: tripTemplate(), entity: 'Trip', value: VALUE, choices: CHOICES, ...more });
}

/** What axe finds against WCAG 2.2 A and AA and its best practices. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found: {
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  } = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(tmpdir(), `formwork-form-${name}.png`) });
}

const LABELS = {
  'en-GB': { reason: 'Reason', people: 'People', more: 'More', traveller: 'Traveller', title: 'Title', mail: 'E-mail' },
  'zh-CN': { reason: '事由', people: '人员', more: '更多', traveller: '出差人', title: '标题', mail: '邮箱' },
} as const;

describe('the screens of a form', () => {
  it.each([
    ['en-GB', 'light', 1100],
    ['en-GB', 'dark', 1100],
    ['zh-CN', 'light', 1100],
    ['zh-CN', 'dark', 1100],
    ['zh-CN', 'light', 360],
  ] as const)(
    '[FORM-13] have no violation of WCAG 2.2 AA, popups and mistakes shown, and keep to the policy (%s, %s, %i px)',
    async (locale, scheme, width) => {
      const { page, troubles, close } = await openFormPage(pages, { locale, scheme, width });
      const label = LABELS[locale];
      await trip(page);
      await page.evaluate('window.formBench.validate()');
      await page.locator('.fw-issues').waitFor();
      await page.locator('[role=combobox]').first().click();
      await page.locator('[role=option]').first().waitFor();
      await shot(page, `open-${locale}-${scheme}-${width}`);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: label.people }).click();
      await page.getByRole('combobox', { name: label.traveller }).fill('a');
      await page.getByRole('option', { name: 'Ann Baker' }).waitFor();
      await shot(page, `people-${locale}-${scheme}-${width}`);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: label.more }).click();
      await page.locator('.fw-rich').waitFor();
      expect(await violations(page)).toEqual([]);
      // No page scrolls sideways, at 360 px neither.
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(troubles).toEqual([]);
      await close();
    },
  );

  it('[FORM-12] leads from the list of mistakes to the field, in another tab too', async () => {
    const { page, troubles, close } = await openFormPage(pages);
    const issues = [
      { path: ['boss'], message: 'Nobody of that name.', cure: 'Choose another.' },
      { path: ['legs', 1, 'price'], message: 'Too dear.' },
    ];
    await trip(page, { issues });
    const boss = page.getByRole('combobox', { name: 'Approver' });
    await expect.poll(() => boss.count()).toBe(0);
    await page.getByRole('button', { name: /Approver.*Nobody of that name/ }).click();
    await boss.waitFor();
    await until(page, `document.activeElement?.getAttribute('role') === 'combobox'`);
    await expect.poll(() => boss.getAttribute('aria-invalid')).toBe('true');
    const told = await boss.getAttribute('aria-describedby');
    await expect
      .poll(() => page.locator(`[id="${told ?? ''}"]`).textContent())
      .toBe('Nobody of that name. Choose another.');
    await page.getByRole('button', { name: /Legs, row 2 · Price.*Too dear/ }).click();
    await until(page, `document.activeElement?.getAttribute('aria-label') === 'Price, row 2'`);
    await page.keyboard.type('7');
    await page.getByText('Too dear.').first().waitFor({ state: 'detached' });
    expect(await page.evaluate('window.formBench.focusFirstIssue()')).toBe(true);
    await until(page, `document.activeElement?.tagName === 'TEXTAREA'`);
    expect(troubles).toEqual([]);
    await close();
  });

  it('[FORM-8] shows and asks while somebody types, and keeps what is hidden', async () => {
    const { page, close } = await openFormPage(pages);
    await trip(page);
    const reason = page.getByRole('textbox', { name: /Reason/ });
    await reason.fill('A reason');
    await page.getByRole('combobox', { name: 'Urgency' }).click();
    await page.getByRole('option', { name: 'Low' }).click();
    await reason.waitFor({ state: 'detached' });
    expect((await flushed(page))['reason']).toBe('A reason');
    await expect.poll(() => page.getByText('Urgent trips').count()).toBe(0);
    await page.getByRole('combobox', { name: 'Urgency' }).fill('hig');
    await page.keyboard.press('Enter');
    await reason.waitFor();
    await expect.poll(() => reason.inputValue()).toBe('A reason');
    await close();
  });

  it('[FORM-3] draws locked and masked fields for reading, with the reason', async () => {
    const { page, close } = await openFormPage(pages);
    await trip(page, { rights: { Trip: { hide: ['mail'], lock: ['title'], mask: ['cost'] } } });
    await expect.poll(() => page.getByText('E-mail').count()).toBe(0);
    await expect.poll(() => page.getByRole('textbox', { name: 'Title' }).count()).toBe(0);
    await page.getByText('Your role may not change this').waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('[data-field=cost]').textContent()).toContain('••••');
    await expect.poll(() => page.locator('[data-field=cost]').textContent()).not.toContain('12');
    await close();
  });

  it('[FORM-7] types numbers, moments and lengths of time as people write them', async () => {
    const { page, troubles, close } = await openFormPage(pages);
    await trip(page);
    const cost = page.getByRole('textbox', { name: 'Cost' });
    await expect.poll(() => cost.inputValue()).toBe('12,345.60');
    await cost.focus();
    await expect.poll(() => cost.inputValue()).toBe('12345.6');
    await cost.fill('１，２００．２５');
    await page.keyboard.press('Tab');
    await expect.poll(() => cost.inputValue()).toBe('1,200.25');
    const days = page.getByRole('textbox', { name: 'Days' });
    await days.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    const share = page.getByRole('textbox', { name: 'Share' });
    await share.fill('12.5');
    await page.getByLabel('Takes').fill('2h');
    await page.getByLabel('Back at').fill('2026-07-01T08:30');
    await page.getByLabel('Leaves at').fill('07:45');
    await page.getByRole('checkbox', { name: 'Flight needed' }).check();
    await expect
      .poll(() => flushed(page))
      .toMatchObject({
        cost: '1200.25',
        days: 11,
        share: '0.125',
        takes: 'PT7200S',
        until: '2026-07-01T00:30:00.000Z',
        at: '07:45:00',
        urgent: true,
      });
    await days.fill('many');
    await page.keyboard.press('Tab');
    await page.getByText('A whole number is needed.').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('[FORM-7] chooses one and several by keyboard', async () => {
    const { page, troubles, close } = await openFormPage(pages);
    await trip(page);
    await page.getByRole('tab', { name: 'People' }).click();
    const one = page.getByRole('combobox', { name: 'Traveller' });
    await one.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: /王小明/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => one.inputValue()).toBe('Li Lei');
    // What was searched and not chosen changes nothing; an emptied input chooses nothing.
    await one.fill('zzz');
    await page.getByText('Nothing found for “zzz”.').first().waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => one.inputValue()).toBe('Li Lei');
    const many = page.getByRole('combobox', { name: 'Companions' });
    await many.fill('ann');
    await page.getByRole('option', { name: 'Ann Baker' }).waitFor();
    await page.keyboard.press('Enter');
    await many.fill('王');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove 王小明' }).waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => flushed(page))
      .toMatchObject({
        person: { id: 'p2', title: 'Li Lei' },
        with: [
          { id: 'p3', title: 'Ann Baker' },
          { id: 'p1', title: '王小明' },
        ],
      });
    await many.focus();
    await page.keyboard.press('Backspace');
    await one.fill('');
    await page.keyboard.press('Tab');
    await expect.poll(() => flushed(page)).toMatchObject({ person: null, with: [{ id: 'p3', title: 'Ann Baker' }] });
    expect(troubles).toEqual([]);
    await close();
  });
});
