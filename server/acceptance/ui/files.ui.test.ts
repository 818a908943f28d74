import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import type { Template } from '../../../schema/template/template.ts';
import { axeSource, shotOf, startDesigner, violationsOf, type DesignerBench } from '../../test/designer-page.ts';
import { signedIn, type TestClient } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
let client: TestClient;
let tenant: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(repairs());
  client = (await signedIn(designer.bench.url, designer.bench.operator)).client;
  tenant = await designer.bench.makeTenant(repairs());
  const query = 'mutation ($inputs: [CustomerInput!]!) { createCustomers(inputs: $inputs) { id } }';
  const inputs = ['上海安溪茶叶公司', '北京灯具厂', 'Baker & Sons'].map((name, n) => ({
    name,
    code: `C${n}`,
    phone: `010-${n}`,
  }));
  const made = await client.ask(query, { inputs }, { path: `/t/${tenant}/graphql` });
  if (made.errors !== undefined) throw new Error(JSON.stringify(made.errors));
});
afterAll(() => designer?.stop());

/** Repairs with photos, papers and a signature, for customers that may be new. */
function repairs(): Template {
  const text = (en: string, zh: string) => ({ en, 'zh-CN': zh });
  return {
    format: 1,
    pack: 'repairs',
    version: '1.0.0',
    label: text('Repairs', '维修'),
    entities: [
      {
        id: 'Customer',
        kind: 'master',
        label: text('Customer', '客户'),
        title: 'name',
        fields: [
          { id: 'name', type: 'text', required: true, label: text('Name', '名称') },
          { id: 'code', type: 'text', required: true, unique: true, label: text('Code', '编码') },
          { id: 'phone', type: 'text', label: text('Phone', '电话') },
        ],
      },
      {
        id: 'Repair',
        kind: 'document',
        label: text('Repair', '维修单'),
        title: 'name',
        fields: [
          { id: 'name', type: 'text', required: true, label: text('Name', '名称') },
          { id: 'customer', type: 'ref', to: 'Customer', label: text('Customer', '客户') },
          { id: 'photos', type: 'image', max: 4, label: text('Photos', '照片') },
          { id: 'papers', type: 'file', max: 3, label: text('Papers', '附件') },
          { id: 'sign', type: 'signature', label: text('Signature', '签名') },
          { id: 'place', type: 'geo', label: text('Place', '位置') },
          { id: 'note', type: 'richtext', label: text('Note', '说明') },
        ],
      },
    ],
    views: [
      {
        id: 'repairList',
        kind: 'list',
        of: 'Repair',
        label: text('Repairs', '维修单'),
        columns: [{ id: 'name' }, { id: 'photos' }, { id: 'papers' }],
      },
    ],
  };
}

async function enter(at: string, look: { readonly locale: string; readonly colorScheme: 'light' | 'dark' }) {
  return designer.join(tenant, at, { ...look, ...designer.bench.operator });
}

/** A picture of its own that is larger than a small one. */
async function picture(page: Page, hue: number): Promise<Buffer> {
  const base64: string = await page.evaluate(
    `(() => { const c = document.createElement('canvas'); c.width = 900; c.height = 600; const g = c.getContext('2d'); g.fillStyle = 'hsl(${hue} 60% 50%)'; g.fillRect(0, 0, 900, 600); return c.toDataURL('image/png').split(',')[1]; })()`,
  );
  return Buffer.from(base64, 'base64');
}

const EN = { locale: 'en-US', colorScheme: 'light' } as const;
const ZH = { locale: 'zh-CN', colorScheme: 'dark' } as const;

/** Somebody else changes the customer meanwhile: the reader chooses; what is typed and not wanted is given up. */
async function changeInPeek(page: Page, peek: Locator): Promise<void> {
  await peek.getByRole('button', { name: 'Edit here' }).click();
  const phone = peek.getByRole('textbox', { name: 'Phone' });
  await phone.fill('010-5');
  const { data } = await client.ask(
    '{ customers(where: { code: { eq: "C0" } }) { nodes { id } } }',
    {},
    { path: `/t/${tenant}/graphql` },
  );
  const { nodes } = must(data, 'data')['customers'] as { readonly nodes: readonly Readonly<Record<string, string>>[] };
  const theirs = 'mutation ($id: ID!) { updateCustomer(id: $id, version: 1, patch: { phone: "010-9" }) { id } }';
  await client.ask(theirs, { id: nodes[0]?.['id'] }, { path: `/t/${tenant}/graphql` });
  expect(await violationsOf(page, axe)).toEqual([]);
  await shotOf(page, 'peek-edit');
  await phone.press('Control+s');
  const choice = page.getByRole('dialog', { name: 'You both changed this' });
  await choice.getByRole('button', { name: 'Save', exact: true }).click();
  await peek.getByText('010-5').waitFor();
  expect(await violationsOf(page, axe)).toEqual([]);
  await peek.getByRole('button', { name: 'Edit here' }).click();
  await phone.fill('none');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Leave without saving' }).click();
}

describe('files and references in forms', () => {
  it('[FORM-20] [FORM-21] [FORM-22] [FORM-23] [FORM-24] [FORM-25] [FORM-26] [WRK-160] a repair gets photos, papers, a signature and a customer', async () => {
    const { page, troubles } = await enter('e/Repair/new', EN);
    await page.getByRole('textbox', { name: 'Name' }).fill('Lamp');
    const photos = page.getByRole('group', { name: 'Photos' });
    const papers = page.getByRole('group', { name: 'Papers' });
    await photos.locator('input[type=file]').setInputFiles([
      { name: 'front.png', mimeType: 'image/png', buffer: await picture(page, 20) },
      { name: 'back.png', mimeType: 'image/png', buffer: await picture(page, 200) },
    ]);
    await photos.getByRole('button', { name: 'Enlarge front.png' }).waitFor();
    await photos.getByRole('button', { name: 'Enlarge back.png' }).click();
    const lightbox = page.getByRole('dialog', { name: 'back.png' });
    await lightbox.getByText('2 of 2').or(lightbox.getByText('1 of 2')).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'front.png' }).waitFor();
    await page.keyboard.press('Escape');

    await papers.locator('input[type=file]').setInputFiles([
      { name: '合同.txt', mimeType: 'text/plain', buffer: Buffer.from('Terms') },
      { name: 'plan.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b') },
    ]);
    await papers.getByRole('button', { name: 'Remove plan.csv' }).click();
    await papers.getByRole('button', { name: 'Undo' }).click();
    await papers.getByRole('link', { name: 'plan.csv' }).waitFor();

    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    const signing = page.getByRole('dialog', { name: 'Your signature' });
    await signing.getByRole('button', { name: 'Type' }).click();
    await signing.getByRole('textbox', { name: 'Your name' }).fill('王小明');
    expect(await violationsOf(page, axe)).toEqual([]);
    await signing.getByRole('button', { name: 'Use signature' }).click();
    await page.getByRole('button', { name: 'Sign again' }).waitFor();

    const customer = page.getByRole('combobox', { name: 'Customer' });
    await customer.fill('axcy');
    await page.getByRole('option', { name: /上海安溪茶叶公司/ }).click();
    await customer.press('Alt+Enter');
    const peek = page.getByRole('dialog', { name: 'Customer' });
    await peek.getByText('010-0').waitFor();
    await peek.getByRole('link', { name: 'Open as a page' }).waitFor();
    await changeInPeek(page, peek);
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'hidden' });
    await customer.fill('Lamp Studio');
    await page.getByRole('option', { name: 'New “Lamp Studio”' }).click();
    const drawer = page.getByRole('dialog', { name: 'New Customer' });
    await drawer.getByRole('textbox', { name: 'Code' }).fill('LS');
    await expect.poll(() => drawer.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Lamp Studio');
    await drawer.getByRole('button', { name: 'Save and use' }).click();
    await drawer.waitFor({ state: 'hidden' });
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ latitude: 31.2, longitude: 120 });
    await page.getByRole('button', { name: 'Where I am' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Longitude' }).inputValue()).toMatch(/^120/);
    await page.getByRole('textbox', { name: 'Longitude' }).fill('121.5');
    await shotOf(page, 'files-form');
    await page.keyboard.press('Control+s');
    await page.getByRole('heading', { name: 'Lamp' }).waitFor();
    const answer = await client.ask(
      '{ repairs { nodes { photos papers sign place customer { name } } } }',
      {},
      { path: `/t/${tenant}/graphql` },
    );
    expect(answer.data).toMatchObject({
      repairs: {
        nodes: [
          {
            photos: [{ name: 'front.png', type: 'image/png' }, { name: 'back.png' }],
            papers: [
              { name: '合同.txt', type: 'text/plain' },
              { name: 'plan.csv', type: 'text/csv' },
            ],
            sign: { type: 'image/png' },
            place: { lat: 31.2, lng: 121.5 },
            customer: { name: 'Lamp Studio' },
          },
        ],
      },
    });
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[FORM-20] [WRK-22] lists show files; forms with them fit a phone, in Chinese and dark, and what is refused says so', async () => {
    const { page, troubles } = await enter('e/Repair', ZH);
    const cell = page.locator('.cell-pictures img');
    await cell.first().waitFor();
    // The small picture has come, and is one.
    await page.waitForFunction(`document.querySelector('.cell-pictures img')?.naturalWidth === 480`);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(`${designer.bench.url}/w/${tenant}/e/Repair/new`);
    await page.getByRole('button', { name: '说明' }).click();
    const photos = page.getByRole('group', { name: '照片' });
    await photos
      .locator('input[type=file]')
      .first()
      .setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
    await photos.getByText('不是图片文件，请选择').waitFor();
    // Trying again could not help.
    await expect.poll(() => photos.getByRole('button', { name: '重试' }).count()).toBe(0);
    await photos.getByRole('button', { name: '不再上传 a.txt' }).click();
    await shotOf(page, 'files-phone');
    expect(await violationsOf(page, axe)).toEqual([]);
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
