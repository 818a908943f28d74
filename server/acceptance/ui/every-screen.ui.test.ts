import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import type { FieldDef, Template } from '../../../schema/template/template.ts';
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

let designer: DesignerBench;
let axe: string;
let client: TestClient;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(pointsTemplate());
  client = (await signedIn(designer.bench.url, designer.bench.operator)).client;
});
afterAll(async () => {
  await designer?.stop();
});

const LOOKS = [
  { locale: 'en-GB', colorScheme: 'light' },
  { locale: 'zh-CN', colorScheme: 'dark' },
] as const;

/** Below `/w/<tenant>/`, and what is there when the page is. */
const SCREENS: readonly (readonly [string, string])[] = [
  ['', '.home-bar'],
  ['e/Job', '[role=row]'],
  ['e/Job/new', '.fw-form'],
  ['design', '.map-card'],
  ['design/new', '.new-form'],
  ['design/ledgers', '.points-head'],
  ['design/points', '.points-main'],
  ['design/points/lab', '.lab-question'],
  ['design/access', '.access-table'],
  ['design/words', '.words-cell'],
  ['design/api', '.api-schema .code-editor'],
  ['design/changes', '.change-line'],
  ['design/versions', '.version'],
  ['design/o/Job/fields', '.field-new'],
  ['design/o/Job/form', '#form-canvas [role=treeitem]'],
  ['design/o/Job/views', '.view-list'],
  ['design/o/Job/rules', '.rule-row'],
  ['design/o/Job/flow', '.flow-main'],
];

async function told(query: string, variables: Readonly<Record<string, unknown>>, path?: string) {
  const answer = await client.ask(query, variables, path === undefined ? {} : { path });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return must(answer.data, 'an answer');
}

const NEW_FIELD: FieldDef = {
  id: 'x_area',
  type: 'text',
  required: true,
  visible: 'doc.onTime',
  label: { en: 'Area', 'zh-CN': '片区' },
};

/** A record to open, and a draft that differs from what is in force. */
async function furnish(tenant: string): Promise<string> {
  const made = await told('mutation { createJob(input: { name: "Paint" }) { id } }', {}, `/t/${tenant}/graphql`);
  const { templateOf } = await told('query ($t: String!) { templateOf(tenant: $t) { document } }', { t: tenant });
  const { document } = templateOf as { readonly document: Pick<Template, 'entities'> };
  const entities = document.entities?.map((entity) =>
    entity.id === 'Job' ? { ...entity, fields: [...entity.fields, NEW_FIELD] } : entity,
  );
  const keep =
    'mutation ($t: String!, $d: JSONObject!) { saveDraft(tenant: $t, document: $d, revision: 0) { issues { code } } }';
  expect(await told(keep, { t: tenant, d: { ...document, entities } })).toEqual({ saveDraft: { issues: [] } });
  const { id } = made['createJob'] as { readonly id: string };
  return id;
}

/** All that moves has come to rest: nothing is waited for, and what is drawn is there. */
async function settled(page: Page, sign: string): Promise<void> {
  await page.locator(sign).first().waitFor();
  await expect.poll(() => page.locator('.waiting').count()).toBe(0);
  await page.waitForTimeout(350);
}

/** Two dozen screens and their popups, each looked at by axe. */
const SCREENS_MS = 180_000;

describe('every screen', () => {
  it.each(LOOKS)(
    '[DSG-53] [DSG-96] has no violation that axe finds, with its popups ($locale, $colorScheme)',
    async (look) => {
      const { page, troubles, tenant } = await designer.open('', look);
      const id = await furnish(tenant);
      const found: string[] = [];
      page.setDefaultTimeout(15_000);
      const check = async (name: string): Promise<void> => {
        await shotOf(page, `every-${name.replaceAll('/', '-')}-${look.locale}`);
        found.push(...(await violationsOf(page, axe)).map((one) => `${name}: ${one}`));
      };
      const go = async (name: string, at: string, sign: string): Promise<void> => {
        await navigate(page, at);
        await settled(page, sign);
        await check(name);
      };
      await go('companies', '/', '.bar-person');
      await go('explorer', `/explore/${tenant}`, '.code-editor, .cm-editor');
      await go('record', `/w/${tenant}/e/Job/${id}`, '.fw-form');
      for (const [at, sign] of SCREENS) {
        await go(at === '' ? 'home' : at, `/w/${tenant}/${at}`, sign);
        if (at === 'e/Job') {
          await page.locator('.bar-person').click();
          await settled(page, '.ant-dropdown-menu-item');
          await check('account menu');
        } else if (at === 'design/o/Job/rules') {
          await checkRules(page, check);
        } else if (at === 'design/new') {
          await page.locator('.new-way').last().click();
          await settled(page, '.new-form .ant-empty, .pack-card');
          await check('new object from a pack');
        } else if (at === 'design/access') {
          await checkPerson(page, check);
        } else if (at === 'design/o/Job/flow') {
          await page.locator('.draft-bar .ant-btn-primary').click();
          await settled(page, '.quick-publish .verdict:not(.is-checking)');
          await check('publish panel');
        }
      }
      expect(found).toEqual([]);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
    SCREENS_MS,
  );
});

/** The menu of new rules, and the three ways to write one. */
async function checkRules(page: Page, check: (name: string) => Promise<void>): Promise<void> {
  await page.locator('.rules-bar .ant-btn-primary').click();
  await settled(page, '.rule-choice');
  await check('new-rule menu');
  await page.keyboard.press('Escape');
  await page.locator('.rule-row.is-visible .expression-open').first().click();
  const modes = page.locator('.expression-dialog .ant-segmented-item');
  for (const [index, sign] of ['.expression-dialog', '.sentence-mode', '.formula-editor'].entries()) {
    await modes.nth(index).click();
    await settled(page, sign);
    await check(`rule dialog ${index}`);
  }
  // A row of the rule's test, with the list of what it should give open.
  await page.locator('.try-out summary').click();
  await page.locator('.try-out-bar button').first().click();
  await page.locator('.try-out tbody .try-out-choice').last().click();
  await settled(page, '.ant-select-item-option');
  await check('rule tests');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

/** What the server answers one person, chosen from the list of members. */
async function checkPerson(page: Page, check: (name: string) => Promise<void>): Promise<void> {
  await page.locator('.page-head .anticon-eye').click();
  await settled(page, '.view-as .ant-select');
  await page.locator('.view-as .ant-select').first().click();
  await settled(page, '.ant-select-item-option');
  await check('list of people');
  await page.keyboard.press('Enter');
  await settled(page, '.view-as-form, .view-as .ant-alert');
  await check('view as a person');
}
