import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shotOf } from '../../test/designer-page.ts';
import { openShop, tenantOf, type Shop } from '../../test/publishing-page.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => {
  await shop?.designer.stop();
});

const LIGHT = { locale: 'en-GB', colorScheme: 'light' } as const;

/** What the progress of a publication tells who hears the page, and when. */
const HEARD = `window.heard = [];
  new MutationObserver(() => {
    const text = document.querySelector('.running-job [role=status]')?.textContent ?? '';
    if (text !== '' && window.heard.at(-1)?.text !== text) window.heard.push({ text, at: performance.now() });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });`;

describe('publishing', () => {
  it('[DSG-97] [DSG-133] [DSG-62] [DSG-64] [DSG-65] [DSG-66] changes in sentences, their effect on records, publishing, the way back', async () => {
    const { page, troubles } = await shop.designer.open('changes', LIGHT);
    await page.getByText('Nothing to publish').waitFor();
    const tenant = tenantOf(page);
    await shop.makeCustomers(tenant);
    await shop.keepDraft(tenant, (fields) => {
      for (const field of fields) if (field['id'] === 'phone') field['required'] = true;
      fields.push({ id: 'x_region', type: 'text', label: { en: 'Region', 'zh-CN': '区域' } });
    });
    await page.reload();
    await page.getByText('“Customer” gets the field “Region”').waitFor();
    await page.getByText('2 of 2 records of “Customer” would fail this.').first().waitFor();
    await page.getByText('Can’t be published yet').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
    await shotOf(page, 'changes-blocked');
    await page.getByRole('button', { name: /^See them/ }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Baker & Sons' }).waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Revert: “Phone” of “Customer” must be filled' }).click();
    await page.getByText('Ready to publish').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('Can’t be published yet').waitFor();
    await page.getByRole('button', { name: 'Revert: “Phone” of “Customer” must be filled' }).click();
    await page.getByText('Ready to publish').waitFor();
    await page.goto(`${page.url().replace(/changes.*$/, 'o/Customer/fields')}#x_region`);
    await page.locator('[data-item=x_region][data-shown] :focus').waitFor();
    await page.getByRole('link', { name: 'Changes', exact: true }).click();
    await page.getByText('Ready to publish').waitFor();
    await page.getByLabel('Note for your colleagues').fill('Regions, for the new depot');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('heading', { name: 'Version 2 is in force' }).waitFor();
    await shotOf(page, 'changes-done');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('heading', { name: 'Version 3 is in force' }).waitFor();

    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByText('Regions, for the new depot').waitFor();
    await page.getByText('“Customer” loses the field “Region”').waitFor();
    await page.getByRole('button', { name: 'Go back to version 2' }).click();
    await page.getByRole('dialog').getByText('“Customer” gets the field “Region”').waitFor();
    await page.getByRole('dialog').getByText('No record is touched').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Go back to version 2' }).click();
    await page.getByRole('button', { name: /^Version 4 In force/ }).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-60] [DSG-65] what is scheduled can be called off, and all changes be discarded and brought back', async () => {
    const { page, troubles } = await shop.designer.open('changes', LIGHT);
    await page.getByText('Nothing to publish').waitFor();
    await shop.keepDraft(tenantOf(page), (fields) => {
      fields.push({ id: 'x_region', type: 'text', label: { en: 'Region', 'zh-CN': '区域' } });
    });
    await page.reload();
    await page.getByText('Ready to publish').waitFor();
    await page.getByRole('button', { name: 'Publish later' }).click();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
    await page.locator('.schedule-form input').fill(tomorrow);
    await page.locator('.schedule-form button[type=submit]').click();
    await page.locator('.schedule-form').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Versions' }).click();
    const scheduled = page.locator('section[aria-labelledby=scheduled-title]');
    await scheduled.getByRole('button').click();
    await scheduled.waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByRole('button', { name: 'Discard all changes' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Discard', exact: true }).click();
    await page.getByText('Nothing to publish').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('“Customer” gets the field “Region”').waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-67] [DSG-98] [DSG-103] [DSG-133] from any page it is two clicks, and one that takes a while tells how far it is', async () => {
    const { page, troubles } = await shop.designer.open('access', LIGHT);
    await page.getByRole('button', { name: 'Clerk may export “Customer”' }).click();
    await page.getByText('Draft saved').waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('“Clerk” may do more with “Customer”: export').waitFor();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await dialog.getByText('Version 2 is in force').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Publish…' }).isDisabled()).toBe(false);
    await dialog.getByRole('button', { name: 'Go on designing' }).click();
    await page.getByText('Same as version 2').waitFor();

    // One that takes a while says what it is about, in words for people, and not too often to be heard.
    const tenant = tenantOf(page);
    await shop.makeManyCustomers(tenant, 60_000);
    await shop.keepDraft(tenant, (fields) => {
      const label = { en: 'Shout', 'zh-CN': '呼喊' };
      fields.push({ id: 'x_shout', type: 'text', formula: "doc.name + '!'", stored: true, label });
    });
    await page.goto(`${shop.designer.bench.url}/w/${tenant}/design/changes`);
    await page.getByText('“Customer” gets the field “Shout”').waitFor();
    await page.evaluate(HEARD);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.locator('.running-job').getByText('Filling in values of “Customer”').first().waitFor();
    await shotOf(page, 'publish-running');
    await page.getByRole('heading', { name: 'Version 3 is in force' }).waitFor();
    const heard: { readonly text: string; readonly at: number }[] = await page.evaluate('window.heard');
    expect(heard.map(({ text }) => text).join()).not.toMatch(/customer\b/);
    const gaps = heard.slice(1).map(({ at }, index) => at - (heard[index]?.at ?? 0));
    expect(gaps.filter((ms) => ms < 950)).toEqual([]);

    // Going back takes what was filled in: it says of how many records.
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Go back to version 2' }).click();
    const back = page.getByRole('dialog');
    await back.locator('.impact-number', { hasText: '60,00' }).waitFor();
    await expect.poll(() => back.getByText('No record is touched').count()).toBe(0);
    expect(troubles).toEqual([]);
    await page.context().close();
  }, 120_000);
});

describe('words', () => {
  it('[DSG-73] are typed and pasted as in a spreadsheet, each a step that can be undone', async () => {
    const { page, troubles } = await shop.designer.open('words', LIGHT);
    await page.locator('.words-cell').first().waitFor();
    await page.locator('.words-cell[lang=zh-CN]').first().click();
    await page.keyboard.type('名字');
    await page.keyboard.press('Enter');
    await page.getByRole('gridcell', { name: '名字' }).waitFor();
    await page.getByText(/^All \d/).click();
    await page.getByRole('gridcell', { name: 'City', exact: true }).click();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/plain', 'Town\\t城镇\\r\\nTelephone\\t电话\\r\\n');
      const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(paste);
    }`);
    await page.getByRole('gridcell', { name: '电话', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('gridcell', { name: 'Town', exact: true }).count()).toBe(1);
    await shotOf(page, 'words');
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByRole('gridcell', { name: '电话', exact: true }).count()).toBe(0);
    await page.getByRole('gridcell', { name: 'City', exact: true }).waitFor();
    await page
      .getByRole('textbox', { name: 'Search texts and places' })
      .or(page.getByRole('searchbox', { name: 'Search texts and places' }))
      .fill('chengshi');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe('access', () => {
  it('[DSG-76] [DSG-77] [DSG-78] rights by keyboard, a hidden field, and what the role then gets', async () => {
    const { page, troubles } = await shop.designer.open('access', LIGHT);
    const tenant = tenantOf(page);
    await shop.makeCustomers(tenant);
    const read = page.getByRole('button', { name: 'Clerk may read “Customer”' });
    await read.waitFor();
    await read.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    const create = page.getByRole('button', { name: 'Clerk may create “Customer”' });
    await expect.poll(() => create.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Rows and fields of “Customer” for Clerk' }).click();
    await page.getByRole('radiogroup', { name: 'What Clerk has of Limit' }).getByText('Hidden').click();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').getByText('Version 2 is in force').waitFor();
    await page.getByRole('button', { name: 'Go on designing' }).click();
    await page.getByRole('button', { name: 'What to do with Clerk' }).click();
    await page.getByRole('menuitem', { name: 'View as Clerk' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('cell', { name: 'Baker & Sons' }).waitFor();
    await expect.poll(() => drawer.getByRole('columnheader').allInnerTexts()).toEqual(['Name', 'City', 'Phone']);
    await shotOf(page, 'view-as');
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe('the API of the draft', () => {
  it('[DSG-79] shows what is new, marks what breaks, and runs a query', async () => {
    const { page, troubles } = await shop.designer.open('api', LIGHT);
    const tenant = tenantOf(page);
    await shop.makeCustomers(tenant);
    await shop.keepDraft(tenant, (fields, document) => {
      fields.splice(1, 1);
      (document['entities'] as { fields: unknown[] }[])[1]?.fields.push({ id: 'x_area', type: 'int' });
    });
    await page.reload();
    await page.getByText('may break').first().waitFor();
    await page.locator('.api-schema .cm-content').getByText('Customer', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.locator('.api-answer .cm-content').getByText('Baker & Sons').waitFor();
    await shotOf(page, 'api');
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
