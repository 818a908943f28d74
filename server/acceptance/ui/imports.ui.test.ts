import writeWorkbook from 'write-excel-file/node';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeSource, startDesigner, violationsOf, type DesignerBench } from '../../test/designer-page.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { signedIn, type TestClient } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
let client: TestClient;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(
    templateOf([
      master(
        'Customer',
        [
          { id: 'code', type: 'text', required: true, unique: true, label: { en: 'Code', 'zh-CN': '编码' } },
          { id: 'limit', type: 'money', min: '0', label: { en: 'Limit', 'zh-CN': '额度' } },
          {
            id: 'level',
            type: 'enum',
            label: { en: 'Level', 'zh-CN': '等级' },
            options: [
              { id: 'gold', label: { en: 'Gold', 'zh-CN': '金牌' } },
              { id: 'plain', label: { en: 'Plain', 'zh-CN': '普通' } },
            ],
          },
          { id: 'region', type: 'ref', to: 'Region', label: { en: 'Region', 'zh-CN': '区域' } },
          { id: 'above', type: 'ref', to: 'Customer', label: { en: 'Part of', 'zh-CN': '上级' } },
        ],
        { label: { en: 'Customer', 'zh-CN': '客户' } },
      ),
      master('Region', [{ id: 'code', type: 'text', required: true, unique: true }], {
        label: { en: 'Region', 'zh-CN': '区域' },
      }),
    ]),
  );
  client = (await signedIn(designer.bench.url, designer.bench.operator)).client;
});
afterAll(() => designer?.stop());

async function atImport(look: {
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
}): Promise<{ readonly page: Page; readonly tenant: string; readonly troubles: readonly string[] }> {
  const opened = await designer.visit(await designer.make(), 'e/Customer/import', look);
  await opened.page.locator('.imports-drop').waitFor();
  return opened;
}

async function codes(tenant: string): Promise<unknown> {
  const answer = await client.ask(
    '{ customers(orderBy: [{ code: ASC }]) { nodes { code limit level } } }',
    {},
    { path: `/t/${tenant}/graphql` },
  );
  return answer.data?.['customers'];
}

async function workbook(): Promise<Buffer> {
  const rows = [
    ['Customers of 2026'],
    ['Code', 'Name', 'Limit', 'Levle', 'Region', 'Part of'],
    ['C1', 'One', 1200.5, 'Gold', 'North', 'C2'],
    ['C2', 'Two', 'lots', 'Golden', 'South', ''],
    ['C3', 'Three', 'lots', 'Plain', 'North', ''],
    ['C4', 'Four', 7, 'Plain', '', 'C9'],
  ];
  const data = rows.map((row) =>
    row.map((value) => (typeof value === 'number' ? { value, type: Number } : { value, type: String })),
  );
  return writeWorkbook([{ sheet: 'List', data }]).toBuffer();
}

const file = (name: string, buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: 'application/octet-stream',
  buffer,
});

describe('the import wizard', () => {
  it('[IMP-40] [IMP-41] [IMP-42] [IMP-43] a workbook is matched, mended, imported, and taken back', async () => {
    const { page, tenant, troubles } = await atImport({ locale: 'en-GB', colorScheme: 'light' });
    const input = page.locator('input[type=file]');
    await input.setInputFiles(file('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0])));
    await page.getByText('picture.csv is PNG, not a table.').waitFor();
    await input.setInputFiles(file('junk.xlsx', Buffer.from('PK\u0003\u0004 no workbook at all')));
    await page.getByText(/junk\.xlsx can’t be read as an Excel workbook/).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);

    await input.setInputFiles(file('customers.xlsx', await workbook()));
    await page.getByText('6 of 6 columns').waitFor();
    await page.getByText('Please check: names differ').waitFor();
    // Golden is no level; it is guessed, and a person may say otherwise.
    await page.getByRole('combobox', { name: '“Golden” means' }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Check the rows' }).click();

    await page.getByText('2 rows', { exact: true }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    const replace = page.getByRole('textbox', { name: 'Replace “lots” with' });
    await replace.fill('15');
    await replace.press('Enter');
    await page.getByText(/names no existing Customer/).waitFor();
    await replace.waitFor({ state: 'detached' });
    // Regions that are not there are made, all of the column at once, and named before that.
    await page.getByRole('button', { name: 'Make them new' }).first().click();
    await page.getByText('2 × Region').waitFor();
    // The button that starts comes to its colours slowly.
    await expect.poll(() => page.evaluate('document.getAnimations().length')).toBe(0);
    expect(await violationsOf(page, axe)).toEqual([]);
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const cell = page.getByRole('textbox', { name: 'Part of in row 6' });
    await cell.fill('C1');
    await cell.press('Enter');
    await page.getByText('Everything fits').waitFor();
    await page.getByRole('button', { name: 'Import 4 rows' }).click();

    await page.getByText('Imported', { exact: true }).waitFor();
    expect(await codes(tenant)).toEqual({
      nodes: [
        { code: 'C1', limit: '1200.5000', level: 'gold' },
        { code: 'C2', limit: '15.0000', level: 'gold' },
        { code: 'C3', limit: '15.0000', level: 'plain' },
        { code: 'C4', limit: '7.0000', level: 'plain' },
      ],
    });
    await page.reload();
    await page.getByRole('link', { name: 'Three' }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Take the import back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take the import back' }).click();
    await page.getByText('6 taken back, 0 stayed as they are').waitFor();
    expect(await codes(tenant)).toEqual({ nodes: [] });
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[IMP-40] [IMP-42] [IMP-44] on a phone, in Chinese and the dark: GBK, a row left out and given back', async () => {
    const { page, tenant, troubles } = await atImport({ locale: 'zh-CN', colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 780 });
    // 编码,名称,额度 in GBK: columns in Chinese, one wrong number.
    const gbk = Buffer.from('b1e0c2eb2c6e616d652cb6eeb6c80a41312ccdf52c350a41322cc0ee2c78', 'hex');
    await page.locator('input[type=file]').setInputFiles(file('客户.csv', gbk));
    await page.getByText('GBK / GB18030').first().waitFor();
    await page.getByText('已匹配 3 / 3 列').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: '检查数据' }).click();
    await page.getByText('“额度”的格式不正确。').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(360);
    await page.getByRole('button', { name: '排除有误的，导入 1 行' }).click();
    await page.getByText('已导入', { exact: true }).waitFor();
    expect(await codes(tenant)).toEqual({ nodes: [{ code: 'A1', limit: '5.0000', level: null }] });
    await page.getByText('导入前排除了 1 行').waitFor();
    await page.getByText('“额度”的格式不正确。').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载未导入的行' }).click();
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString('utf8')).toBe(
      '\uFEFF编码,name,额度,原因\r\nA2,李,x,“额度”的格式不正确。 请写成类似 "12.50" 的形式。\r\n'.replace(
        '“额度”的格式不正确。 请写成类似 "12.50" 的形式。',
        '"“额度”的格式不正确。 请写成类似 ""12.50"" 的形式。"',
      ),
    );
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
