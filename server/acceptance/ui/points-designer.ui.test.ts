import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { must } from '../../../schema/core/result.ts';
import { axeSource, shotOf, startDesigner, violationsOf, type DesignerBench } from '../../test/designer-page.ts';
import { FINISHED, pointsTemplate, SPECIAL } from '../../test/points-template.ts';
import { signedIn, type TestAnswer } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(pointsTemplate({ awards: [{ ...FINISHED, amount: "dec('1')" }, SPECIAL] }));
});
afterAll(async () => {
  await designer?.stop();
});

const WIDE = { locale: 'en-GB', colorScheme: 'light' } as const;
const INVITE =
  'mutation ($t: String!, $e: String!, $n: String!) { inviteUser(tenant: $t, email: $e, name: $n, roles: ["member"]) { member { user { id } } issues { code } } }';
/** How many jobs each person finished. */
const WORKERS = { Ada: 3, Bo: 1, Cy: 0, Di: 2, Ed: 1, Fay: 0 } as const;

function only<T>({ data, errors }: TestAnswer): T {
  expect(errors).toBeUndefined();
  return must(Object.values(data ?? {})[0], 'answer') as T;
}

/** People finish jobs in the tenant that the page shows: 1 point each, out of a funded budget. */
async function recordedJobs(page: Page): Promise<void> {
  const tenant = must(/\/w\/([^/]+)/.exec(page.url())?.[1], 'tenant');
  const { client } = await signedIn(designer.bench.url, designer.bench.operator);
  const ask = async <T>(query: string): Promise<T> =>
    only(await client.ask(query, {}, { path: `/t/${tenant}/graphql` }));
  await ask('mutation { createProgramme(input: { code: "jobs" }) { id } }');
  await ask('mutation { fundPoints(award: "finished", amount: "500", reason: "Start", idempotencyKey: "f") { left } }');
  for (const [name, count] of Object.entries(WORKERS)) {
    const e = `${name.toLowerCase()}-${Math.random().toString(36).slice(2)}@example.com`;
    const invited = only<{ readonly member: { readonly user: { readonly id: string } } }>(
      await client.ask(INVITE, { t: tenant, e, n: name }),
    );
    for (let made = 0; made < count; made += 1) {
      const { id } = await ask<{ readonly id: string }>(
        `mutation { createJob(input: { name: "J", doer: { id: "${invited.member.user.id}" } }) { id } }`,
      );
      await ask(`mutation { finishJob(id: "${id}", version: 1) { id } }`);
    }
  }
}

describe('the points programme', () => {
  it('[DSG-80] [DSG-85] a new rule in three clicks, and the lab shows who would gain', async () => {
    const { page, troubles } = await designer.open('points', WIDE);
    await page.getByRole('heading', { name: 'Job finished' }).waitFor();
    await recordedJobs(page);
    await page.getByRole('button', { name: 'New points rule' }).click();
    await page.getByRole('button', { name: 'Job: Finish' }).click();
    const amount = page.getByRole('spinbutton', { name: 'How many points' });
    await amount.waitFor();
    await page.locator('.flow-panel input[role=spinbutton]:focus').waitFor();
    await page.keyboard.type('7');
    await page.locator('.award.is-chosen').getByText('7 points').waitFor();
    await expect.poll(() => page.locator('.award.is-chosen').innerText()).toContain('from jobs');
    await page.getByText('1 change not published').waitFor();
    await page.getByRole('link', { name: 'Try out in the lab' }).click();
    await page.getByText('Job: Finish · new').waitFor();
    await page.getByRole('button', { name: 'Work it out' }).click();
    const winners = page.getByRole('region', { name: 'Gain most' });
    await winners.getByRole('row').nth(1).waitFor();
    await expect.poll(() => winners.getByRole('row').nth(1).innerText()).toMatch(/Ada[\s\S]*3[\s\S]*24[\s\S]*\+21/);
    await expect.poll(() => winners.getByRole('row').count()).toBe(5);
    await expect.poll(() => page.getByRole('region', { name: 'Lose most' }).innerText()).toContain('Nobody');
    await expect.poll(() => page.getByRole('region', { name: 'In short' }).innerText()).toMatch(/7 → 56\s*\+49/);
    await page.getByText('Nothing is posted', { exact: true }).waitFor();
    await shotOf(page, 'lab');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^points-lab-.*\.csv$/);
    expect(await violationsOf(page, axe)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[DSG-86] [DSG-132] each chart of the lab has its table, the result is there again, and axe finds nothing', async () => {
    const { page, troubles } = await designer.open('points/lab', { locale: 'en-GB', colorScheme: 'dark' });
    await page.getByRole('heading', { name: 'What you will see' }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Work it out' }).click();
    const title = 'How many people have how many points';
    const chart = page.getByRole('img', { name: title });
    await chart.waitFor();
    await page.getByRole('region', { name: title }).getByText('Table', { exact: true }).click();
    await page.getByRole('region', { name: title }).getByRole('columnheader', { name: 'People: Draft' }).waitFor();
    await expect.poll(() => chart.count()).toBe(0);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.reload();
    await page.getByText(/^Your last result, for /).waitFor();
    await chart.waitFor();
    await expect.poll(() => page.getByRole('heading', { name: 'What you will see' }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each([
    [
      'en-GB',
      'dark',
      'New points rule',
      'First sign-in of the day',
      ['Caps and budgets', 'Tiers', 'Rewards', 'Leaderboards', 'Decision tables'],
    ],
    ['zh-CN', 'light', '新建积分规则', '每日首次登录', ['上限与预算', '等级', '奖品', '排行榜', '决策表']],
  ] as const)(
    '[DSG-84] axe finds nothing, with popups open (%s, %s)',
    async (locale, colorScheme, add, signIn, tabs) => {
      const { page, troubles } = await designer.open('points', { locale, colorScheme });
      const found: string[] = [];
      const look = async (): Promise<void> => {
        await page.waitForTimeout(350);
        found.push(...(await violationsOf(page, axe)));
      };
      await page.locator('.award button').first().click();
      await page.locator('.points .flow-panel .message-preview').waitFor();
      await page.locator('.points .flow-panel .ant-select').first().click();
      await look();
      await page.keyboard.press('Escape');
      await page.locator('.award button').nth(1).click();
      await look();
      await page.getByRole('button', { name: add }).click();
      await page.locator('.award-choices').waitFor();
      await look();
      // The icon of sign-ins is one of those that bring a style element of their own.
      await page.locator('.award-choices button').filter({ hasText: signIn }).click();
      await page.locator('.award .anticon-login').waitFor();
      for (const tab of tabs) {
        await page.getByRole('tab', { name: tab }).click();
        await look();
      }
      expect(found).toEqual([]);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );
});
