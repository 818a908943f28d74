import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeSource, shotOf, violationsOf } from '../../test/designer-page.ts';
import { openShop, tenantOf, type Shop } from '../../test/publishing-page.ts';

let shop: Shop;
let axe: string;
beforeAll(async () => {
  axe = await axeSource();
  shop = await openShop();
});
afterAll(async () => {
  await shop?.designer.stop();
});

const LOOKS = [
  { locale: 'en-GB', colorScheme: 'dark' },
  { locale: 'zh-CN', colorScheme: 'light' },
] as const;

describe('axe', () => {
  it.each(LOOKS)('[DSG-69] finds nothing on the pages of publishing ($locale, $colorScheme)', async (look) => {
    const { page, troubles } = await shop.designer.open('changes', look);
    await page.locator('.notice').waitFor();
    const tenant = tenantOf(page);
    await shop.makeCustomers(tenant);
    await shop.keepDraft(tenant, (fields) => {
      for (const field of fields) if (field['id'] === 'phone') field['required'] = true;
      for (const field of fields) if (field['id'] === 'city') field['label'] = { en: 'Town', 'zh-CN': '城镇' };
      fields.splice(3, 1);
    });
    const found: string[] = [];
    const lookAt = async (name: string): Promise<void> => {
      await page.waitForTimeout(350);
      await shotOf(page, `${name}-${look.locale}-${look.colorScheme}`);
      found.push(...(await violationsOf(page, axe)).map((one) => `${name}: ${one}`));
    };
    await page.reload();
    await page.locator('.impact').first().waitFor();
    await page.locator('.change-line button[aria-expanded]').first().click();
    await lookAt('changes');
    await page.locator('.impact button').first().click();
    await page.locator('.ant-drawer-content .plain-table, .ant-drawer .plain-table').first().waitFor();
    await lookAt('samples');
    await page.keyboard.press('Escape');
    await page.locator('.draft-bar .ant-btn-primary').click();
    await page.locator('.quick-publish .verdict.is-blocked').waitFor();
    await lookAt('publish');
    for (const [route, ready, open] of [
      ['versions', '.version', 'details.panel summary'],
      ['words', '.words-cell', ''],
      ['access', '.access-table', '[data-stop="1.5"]'],
      ['api', '.api-schema .code-editor', ''],
    ] as const) {
      await page.goto(`${shop.designer.bench.url}/w/${tenant}/design/${route}`);
      await page.locator(ready).first().waitFor();
      if (open !== '') await page.locator(open).first().click();
      await lookAt(route);
    }
    await page.goto(`${shop.designer.bench.url}/w/${tenant}/design/access`);
    await page.locator('.role-name').first().click();
    await page.locator('.ant-dropdown-menu-item').first().click();
    await page.locator('.view-as .plain-table').waitFor();
    await lookAt('viewas');
    expect(found).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
