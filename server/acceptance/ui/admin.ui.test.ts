import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import {
  axeSource,
  navigate,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { phoneFaults } from '../../test/phone-walk.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { signedIn } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
let tenant: string;
let folder: string;
let receiver: Server;
let received = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-admin-ui-'));
  receiver = createServer((_, answer) => {
    received += 1;
    answer.writeHead(received === 1 ? 500 : 200).end('thanks');
  });
  await new Promise<void>((done) => void receiver.listen(0, '127.0.0.1', done));
  axe = await axeSource();
  const template = templateOf(
    [
      master('Customer', [{ id: 'keeper', type: 'user', label: { en: 'Keeper', 'zh-CN': '负责人' } }], {
        label: { en: 'Customer', 'zh-CN': '客户' },
      }),
    ],
    {
      roles: [
        {
          id: 'sales',
          label: { en: 'Sales', 'zh-CN': '销售' },
          grants: [{ entity: 'Customer', can: ['read', 'update'] }],
        },
      ],
    },
  );
  designer = await startDesigner(template, {}, { dataFolder: folder, webhookAllow: ['127.0.0.1'] });
  tenant = await designer.bench.makeTenant(template);
});
afterAll(async () => {
  await designer?.stop();
  receiver?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Chooses in a select by typing. */
async function choose(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.keyboard.type(words);
  // Enter takes what stands out: what was there before the words were read may still do so.
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option-active', { hasText: words }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.ant-modal-title').last().click();
  await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'hidden' });
}

async function go(page: Page, at: string, title: string): Promise<void> {
  await navigate(page, `/w/${tenant}/admin${at}`);
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

const department = (page: Page, name: string) => page.locator('.adm-dept strong').getByText(name, { exact: true });

/** Drags a department to the place that shows while it is dragged. */
async function toTop(page: Page, name: string): Promise<void> {
  await department(page, name).hover();
  await page.mouse.down();
  await page.mouse.move(400, 500, { steps: 3 });
  await page.getByText('Drop here for the top level').hover();
  await page.getByText('Drop here for the top level').hover({ position: { x: 90, y: 12 } });
  await page.mouse.up();
  await page.locator('.ant-tree-list-holder-inner .ant-tree-indent-unit').waitFor({ state: 'detached' });
}

/** A customer whose keeper is the person of that name. */
async function keepCustomer(name: string): Promise<void> {
  const { client } = await signedIn(designer.bench.url, designer.bench.operator);
  const people = await client.ask('query ($t: String!) { tenant(name: $t) { directory { id name } } }', { t: tenant });
  const { directory } = must(people.data, 'data')['tenant'] as {
    readonly directory: readonly { readonly id: string; readonly name: string }[];
  };
  const { id } = must(
    directory.find((one) => one.name === name),
    name,
  );
  await client.ask(
    'mutation ($k: UserKey) { createCustomer(input: { name: "Baker", keeper: $k }) { id } }',
    { k: { id } },
    { path: `/t/${tenant}/graphql` },
  );
}

describe('administration', () => {
  it('[ADM-2] [ADM-4] [ADM-41] [ADM-45] people come, belong, go, and what they leave is handed over and on record', async () => {
    const { page, troubles } = await designer.join(tenant, 'admin', {
      ...designer.bench.operator,
      locale: 'en-GB',
      colorScheme: 'light',
    });
    await button(page, 'Invite people').click();
    await page.getByLabel('Addresses').fill('Mei Chen <mei@example.com>\nLi Yan <yan@example.com>\nnobody');
    await choose(page, 'Roles', 'Sales');
    await page.getByText('1 line is no address').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await button(page, 'Invite 2 people').click();
    await page.getByText('Hand over the first passwords now').waitFor();
    await expect.poll(() => inDialog(page, 'Cancel').count()).toBe(0);
    await inDialog(page, 'Done').click();

    await go(page, '/departments', 'Departments');
    await button(page, 'Add department').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Field sales');
    await choose(page, 'People', 'Mei');
    await inDialog(page, 'Save').click();
    await page.getByText('1 person · Mei Chen').waitFor();
    await button(page, 'Add department').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Sales');
    await inDialog(page, 'Save').click();
    await department(page, 'Field sales').dragTo(department(page, 'Sales'));
    await page.locator('.ant-tree-list-holder-inner .ant-tree-indent-unit').waitFor({ state: 'attached' });
    await button(page, 'Remove Field sales').click();
    await page.getByText('will belong to “Sales”').waitFor();
    await inDialog(page, 'Cancel').click();
    await toTop(page, 'Field sales');
    for (const name of ['Field sales', 'Sales']) {
      await button(page, `Remove ${name}`).click();
      await page.getByText('Departments below it move to the top').waitFor();
      await inDialog(page, 'Remove').click();
      await page.getByText(`${name} is removed.`).waitFor();
    }
    await page.getByText('There are no departments yet.').waitFor();

    await keepCustomer('Mei Chen');
    await go(page, '', 'People');
    await button(page, 'Deactivate Mei Chen').click();
    await page.getByText('Customer, Keeper: 1 record').waitFor();
    await choose(page, 'Goes to', 'Li');
    expect(await violationsOf(page, axe)).toEqual([]);
    await shotOf(page, 'admin-hand-over');
    await inDialog(page, 'Hand over and deactivate').click();
    await page.getByText('Mei Chen is deactivated.').waitFor();

    await go(page, '/audit', 'Audit log');
    await page.getByText('ended the membership of Mei Chen').waitFor();
    await button(page, 'Show records').click();
    await page.getByRole('dialog').getByRole('link', { name: 'Baker' }).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[ADM-5] [ADM-6] [ADM-7] [ADM-8] [ADM-42] [ADM-44] [ADM-52] tokens, connections and backups are used to the end, in Chinese, in the dark, on a narrow screen', async () => {
    const { page, troubles } = await designer.join(tenant, 'admin/tokens', {
      ...designer.bench.operator,
      locale: 'zh-CN',
      colorScheme: 'dark',
    });
    await page.setViewportSize({ width: 360, height: 780 });
    await button(page, '创建令牌').click();
    await page.getByRole('textbox', { name: '名称', exact: true }).fill('扫码枪');
    await choose(page, '角色', '销售');
    await inDialog(page, '创建令牌').click();
    await page.getByText('请立即复制令牌').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
    await button(page, /吊销 扫码枪/).click();
    await page.locator('.ant-modal-confirm-btns').getByRole('button', { name: /吊/ }).click();
    await page.getByText('还没有令牌。').waitFor();

    await go(page, '/webhooks', 'Webhook 与自动化');
    await button(page, '新增 Webhook').click();
    await page.getByRole('textbox', { name: '名称', exact: true }).fill('erp');
    await page.getByLabel('推送地址').fill(`http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/in`);
    await choose(page, '推送事件', '客户：新建');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /保\s?存/ })
      .click();
    await page.getByText('请立即复制：仅显示这一次').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /完\s?成/ })
      .click();
    await page.getByText('客户：新建').waitFor();
    await expect.poll(() => phoneFaults(page)).toEqual([]);
    await button(page, /发送测试 erp/).click();
    await page.getByText('推送记录', { exact: true }).click();
    await page.getByText('500', { exact: true }).waitFor();
    await page.getByRole('row', { name: /erp.*测试/ }).waitFor();
    await button(page, /重新推送/)
      .first()
      .click();
    await page.getByText('已送达').last().waitFor();
    await button(page, '详情').first().click();
    await page.locator('.adm-code').first().waitFor();
    await expect.poll(() => phoneFaults(page)).toEqual([]);
    expect(await violationsOf(page, axe)).toEqual([]);

    await go(page, '/backups', '备份与恢复');
    await button(page, '立即备份').click();
    await page.getByText('备份已完成。').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /^下载/ }).click();
    const file = await (await download).path();
    await button(page, '上传备份').click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.gz', mimeType: 'application/gzip', buffer: Buffer.from('x') });
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('文件完整').waitFor();
    await expect.poll(() => phoneFaults(page)).toEqual([]);
    expect(await violationsOf(page, axe)).toEqual([]);
    await shotOf(page, 'admin-upload');
    await page.getByRole('dialog').getByRole('button', { name: '恢复为副本' }).click();
    await page.getByRole('dialog', { name: '恢复为新企业' }).getByRole('button', { name: '恢复为副本' }).click();
    await page.getByText('已恢复完成').waitFor();
    for (const [at, title] of [
      ['', '成员'],
      ['/departments', '部门'],
      ['/audit', '操作日志'],
      ['/languages', '企业设置'],
    ] as const) {
      await go(page, at, title);
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    }
    await page.locator('.adm-figures dt', { hasText: 'English' }).waitFor();
    await page.getByRole('textbox', { name: '企业名称' }).fill('新茶业');
    await button(page, /保\s?存/).click();
    await page.getByText('已保存。').waitFor();
    // The refused upload is told by its status as well.
    expect(troubles.filter((one) => !one.includes('400 (Bad Request)'))).toEqual([]);
    await page.context().close();
  });
});
