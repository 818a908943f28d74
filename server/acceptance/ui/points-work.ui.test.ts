import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { findTenant } from '../../db/control-tenants.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import {
  axeSource,
  navigate,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { pointsTemplate } from '../../test/points-template.ts';
import { signedIn, type TestClient } from '../../test/running-server.ts';

const APPEAL: EntityDef = {
  id: 'Appeal',
  kind: 'document',
  label: { en: 'Appeal', 'zh-CN': '申诉' },
  title: 'number',
  number: { field: 'number', pattern: 'AP-{seq:4}', per: [], gapless: false },
  fields: [
    { id: 'number', type: 'sequence' },
    { id: 'person', type: 'user', required: true, default: 'actor.id' },
    { id: 'programme', type: 'ref', to: 'Programme' },
    { id: 'about', type: 'longtext', required: true },
    { id: 'points', type: 'decimal(18,2)' },
  ],
};

let designer: DesignerBench;
let axe: string;
let client: TestClient;
beforeAll(async () => {
  axe = await axeSource();
  const template = pointsTemplate();
  designer = await startDesigner({ ...template, entities: [...(template.entities ?? []), APPEAL] });
  client = (await signedIn(designer.bench.url, designer.bench.operator)).client;
});
afterAll(async () => {
  await designer?.stop();
});

type Ask = (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>;

/** A tenant with funded budgets and its owner at work on the page; what he asks of its API; a job that he finishes. */
async function atWork(look: Parameters<DesignerBench['open']>[1]) {
  const tenant = await designer.make();
  const ask: Ask = async (query, variables = {}) => {
    const answer = await client.ask(query, variables, { path: `/t/${tenant}/graphql` });
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data ?? {};
  };
  await ask(
    'mutation { a: createProgramme(input: {code: "jobs"}) { id } b: createProgramme(input: {code: "special"}) { id } }',
  );
  for (const award of ['finished', 'special'])
    await ask(
      `mutation { fundPoints(award: "${award}", amount: "500", reason: "Start", idempotencyKey: "${award}") { left } }`,
    );
  const { data } = await client.ask('{ me { user { id } } }');
  const me = (data as { readonly me: { readonly user: { readonly id: string } } }).me.user.id;
  const finishJob = async (name: string): Promise<void> => {
    const { createJob } = await ask('mutation ($input: JobInput!) { createJob(input: $input) { id } }', {
      input: { name, doer: { id: me } },
    });
    await ask('mutation ($id: ID!) { finishJob(id: $id, version: 1) { id } }', createJob as { readonly id: string });
  };
  const { page, troubles } = await designer.visit(tenant, 'points', look);
  const visit = (at: string) => navigate(page, `/w/${tenant}/points${at}`);
  return { page, troubles, tenant, ask, me, finishJob, visit };
}

/** What the job that looks for the unusual keeps of somebody, without the weeks that it takes. */
async function flag(name: string, person: string): Promise<void> {
  const { application } = designer.bench.server;
  const tenant = must(await findTenant(application.control, name), name);
  const { schema, database } = placeOf(application.cells, tenant);
  await database.query({
    text: `insert into "${schema}".fw_flag (id, detector, key, user_id, about, at)
      select gen_random_uuid(), 'createCancel', 'test', id, '{"created":"8","cancelled":"6","from":"2026-11-01"}', now() from "${schema}".fw_user where name = $1`,
    params: [person],
  });
}

async function balance(ask: Ask): Promise<unknown> {
  return ((await ask('{ myPoints { balance } }'))['myPoints'] as { readonly balance: string }).balance;
}

async function expectFits(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
}

describe('points at work', () => {
  it('[PWK-1] [PWK-2] [PWK-3] [PWK-4] [PWK-5] [PWK-6] [PWK-8] [PWK-11] points are told as they come, say why, are appealed, spent and come back', async () => {
    const { page, troubles, ask, me, finishJob, visit } = await atWork({ locale: 'en-GB', colorScheme: 'light' });
    // From here on what is new is told.
    const known = page.waitForResponse((one) => (one.request().postData() ?? '').includes('"variables":{"first":1}'));
    await visit('');
    await page.getByText('No points yet').waitFor();
    await expect
      .poll(() => page.locator('.pts-nav-link').allTextContents())
      .toEqual([...['My points', 'Rewards', 'Ranking', 'Rules', 'Committee', 'Report']]);
    await known;
    await page.getByRole('combobox', { name: 'Kind' }).focus();
    await finishJob('Roof');
    const toasts = page.getByRole('status', { name: 'News of your points' });
    await toasts.getByText('+5.5 points').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('SELECT');
    expect(await violationsOf(page, axe)).toEqual([]);
    await toasts.getByRole('link', { name: 'Why?' }).click();
    const why = page.locator('.pts-why');
    await why.getByText('5 + 0.5 × Size').first().waitFor();
    await why.getByText('Given in full.').waitFor();
    await expect.poll(() => why.getByText('✓').count()).toBeGreaterThan(0);
    await shotOf(page, 'points-mine');
    await why.getByRole('button', { name: 'Appeal' }).click();
    const appeal = page.getByRole('dialog');
    await appeal.getByRole('textbox', { name: 'What is wrong' }).press('End');
    await appeal.getByRole('textbox', { name: 'Points you ask for' }).fill('1.5');
    expect(await violationsOf(page, axe)).toEqual([]);
    await appeal.getByRole('button', { name: 'Send' }).click();
    await page.getByText(/Your appeal AP-0001/).waitFor();
    const { appeals } = await ask('{ appeals { nodes { about points programme { code } } } }');
    expect(appeals).toMatchObject({ nodes: [{ points: '1.50', programme: { code: 'jobs' } }] });
    expect(JSON.stringify(appeals)).toContain('“Job finished”');

    await ask('mutation { createGift(input: { code: "mug", name: "Blue mug", cost: "10", stock: 3 }) { id } }');
    await visit('/rewards');
    const mug = page.getByRole('listitem').filter({ hasText: 'Blue mug' });
    await mug.getByText('4.5 to go').waitFor();
    await finishJob('Wall');
    await page.getByRole('button', { name: 'Redeem Blue mug' }).click();
    await page.getByRole('dialog').getByText('1 point', { exact: true }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Redeem for 10 points' }).click();
    await page
      .getByRole('button', { name: 'Give Back' })
      .or(page.getByRole('button', { name: 'Give back' }))
      .click();
    expect(await balance(ask)).toBe('1');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Give back/i })
      .click();
    await page.getByText('Done: the points are back.').waitFor();
    expect(await balance(ask)).toBe('11');

    await visit('');
    const entries = page.locator('.pts-entries > li');
    await entries.nth(3).waitFor();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption({ label: 'Earned' });
    await expect.poll(() => entries.count()).toBe(2);
    // The newest first.
    await entries.first().getByText(/Wall/).waitFor();
    await entries.first().getByRole('button').click();
    await entries.first().locator('.pts-why a[href*="/e/Job/"]').waitFor();
    await ask('mutation ($me: ID!) { createJob(input: { name: "Door", doer: { id: $me } }) { id } }', { me });
    await page.getByRole('button', { name: 'Points missing?' }).click();
    const missing = page.getByRole('dialog', { name: 'Why did I get no points?' });
    await missing.getByRole('combobox', { name: 'Rule' }).selectOption({ label: 'Job finished' });
    await missing.getByRole('combobox', { name: /Record/ }).fill('Door');
    await missing.getByRole('option', { name: 'Door' }).click();
    await missing.locator('.pts-reason').waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await missing.getByRole('button', { name: 'Appeal' }).click();
    const about = page.getByRole('textbox', { name: 'What is wrong' });
    await expect.poll(() => about.inputValue()).toContain('Door');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[PWK-9] [PWK-10] [PWK-12] [PWK-13] [PWK-14] rules, ranking, committee and report on a narrow dark page in Chinese', async () => {
    const { page, troubles, tenant, ask, finishJob, visit } = await atWork({ locale: 'zh-CN', colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 780 });
    await finishJob('屋顶');
    const e = `${Math.random().toString(36).slice(2)}@example.com`;
    await client.ask(
      'mutation ($t: String!, $e: String!) { inviteUser(tenant: $t, email: $e, name: "王小明", roles: ["member"]) { issues { code } } }',
      { t: tenant, e },
    );
    await visit('/rules');
    await page.getByRole('heading', { name: '完成任务' }).waitFor();
    await page.getByText('剩余 34.5 / 40').waitFor();
    await expectFits(page);
    expect(await violationsOf(page, axe)).toEqual([]);

    await visit('/ranking');
    await page.getByText('第 1 名，共 1 名').waitFor();
    await page.getByRole('switch', { name: '不参与个人排行' }).click();
    await page.getByText('您已选择不参与个人排行').waitFor();
    await expectFits(page);
    expect(await violationsOf(page, axe)).toEqual([]);

    await flag(tenant, '王小明');
    await visit('/committee');
    await page.getByText('自 2026-11-01 起新建的 8 条记录中有 6 条被取消或删除。').waitFor();
    await page.getByRole('button', { name: '查看明细' }).click();
    await page.getByRole('list', { name: '王小明 的积分明细' }).waitFor({ state: 'attached' });
    await shotOf(page, 'points-flags');
    const person = page.getByRole('combobox', { name: '获奖人' });
    await person.fill('wxm');
    await page.getByRole('option', { name: /王小明/ }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await person.press('Enter');
    await page.getByRole('textbox', { name: '积分', exact: true }).fill('20');
    await page.getByText(/预算剩余 500/).waitFor();
    await page.getByRole('textbox', { name: '事迹' }).fill('周末修好了仓库的货架。');
    await page.getByRole('button', { name: '发放', exact: true }).click();
    await page.getByText('已发放：王小明 获得 20 分。').waitFor();
    await page.getByRole('button', { name: '拨付：special' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: /积分/ }).fill('100');
    await page.getByRole('dialog').getByRole('textbox', { name: '拨付说明' }).fill('第二季度');
    await page.getByRole('dialog').getByRole('button', { name: '拨付' }).click();
    await page.getByText('预算现有 580 分。').waitFor();
    await expectFits(page);
    await page.getByRole('textbox', { name: '意见' }).fill('已与本人核对，属正常调整。');
    await page.getByRole('button', { name: '排除', exact: true }).click();
    await page.getByText('没有异常提示。').waitFor();
    expect(await ask('{ pointsGifts { receiver { name } granted } }')).toEqual({
      pointsGifts: [{ receiver: { name: '王小明' }, granted: '20' }],
    });

    await visit('/programme');
    await page.getByRole('heading', { name: '积分流向' }).waitFor();
    await page.getByText('25.5', { exact: true }).first().waitFor();
    await page.getByText('全部指标').click();
    await expectFits(page);
    expect(await violationsOf(page, axe)).toEqual([]);
    await shotOf(page, 'points-report');
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
