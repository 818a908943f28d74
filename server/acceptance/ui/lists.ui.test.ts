import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agency } from '../../test/agency-template.ts';
import {
  axeSource,
  navigate,
  isWhole,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { signedIn, type TestClient } from '../../test/running-server.ts';

let designer: DesignerBench;
let axe: string;
let client: TestClient;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(agency());
  client = (await signedIn(designer.bench.url, designer.bench.operator)).client;
});
afterAll(async () => {
  await designer?.stop();
});

const VISITS = [
  { name: 'Abbey', day: '2026-11-03', kind: 'first', cost: '10' },
  { name: 'Brook', day: '2026-11-03', kind: 'again', cost: '0' },
  { name: 'Castle', day: '2026-11-20', kind: 'again', cost: '30' },
  { name: 'Dale', day: null, kind: 'first', cost: '40' },
];

async function told(tenant: string, query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const answer = await client.ask(query, variables, { path: `/t/${tenant}/graphql` });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data ?? {};
}

/** A tenant of its own with four visits, its owner at its list. */
async function atVisits(
  search = '',
  look: Parameters<DesignerBench['open']>[1] = { locale: 'en-GB', colorScheme: 'light' },
) {
  const tenant = await designer.make();
  await told(tenant, 'mutation ($inputs: [VisitInput!]!) { createVisits(inputs: $inputs) { id } }', { inputs: VISITS });
  return designer.visit(tenant, `e/Visit${search}`, look);
}

function cell(page: Page, row: RegExp, place: number) {
  return page.getByRole('row', { name: row }).getByRole('gridcell').nth(place);
}

/** With `FORMWORK_LONG` as many rows as the figure is meant for. */
const THOUSANDS = process.env['FORMWORK_LONG'] === '1' ? 100 : 1;

/** Milliseconds between frames while nothing happens, and while the list is scrolled by a row and a half a frame. */
const SCROLL = `(async () => {
  const grid = document.querySelector('.grid');
  const frames = async (count, each) => {
    const gaps = [];
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < count; frame += 1) {
      each();
      const now = await new Promise(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  };
  const bare = await frames(60, () => undefined);
  const during = await frames(150, () => grid.scrollBy(0, 60));
  return { bare, during };
})()`;

/** Scrolls through many rows, and tells how fast the slowest twentieth of the frames came. */
async function scrolled(page: Page, tenant: string): Promise<void> {
  for (let at = 0; at < THOUSANDS; at += 1) {
    const inputs = Array.from({ length: 1_000 }, (_, index) => ({
      name: `Row ${String(at * 1_000 + index).padStart(6, '0')}`,
      day: '2026-11-03',
      kind: 'first',
      cost: '10',
    }));
    await told(tenant, 'mutation ($inputs: [VisitInput!]!) { createVisits(inputs: $inputs) { id } }', { inputs });
  }
  await page.reload();
  await page.getByRole('row', { name: /Abbey/ }).waitFor();
  await page.getByRole('row', { name: /Row 000005/ }).waitFor();
  const { bare, during }: { readonly bare: readonly number[]; readonly during: readonly number[] } =
    await page.evaluate(SCROLL);
  const slow = (gaps: readonly number[]): number =>
    Math.round(1000 / (gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.95)] ?? 1000));
  const mean = (gaps: readonly number[]): number =>
    Math.round((1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0));
  process.stdout.write(
    `list of ${THOUSANDS * 1_000} rows: scrolling ${mean(during)} fps, ${slow(during)} at p5; a page at rest ${mean(bare)} and ${slow(bare)}\n`,
  );
  // 9,000 pixels are 225 rows further.
  await page.getByRole('row', { name: /Row 000225/ }).waitFor();
  // A machine that is shared says nothing about frames; a long run has one to itself.
  if (THOUSANDS > 1) expect(mean(during)).toBeGreaterThan(mean(bare) * 0.85);
}

describe('lists that are worked in', () => {
  it('[WRK-30] [WRK-122] [WRK-124] cells are typed into by mouse and keys; refusals and conflicts stand beside them; columns stay as wide as in the address', async () => {
    const { page, troubles, tenant } = await atVisits();
    await page.getByRole('button', { name: 'Edit in the list' }).click();
    await cell(page, /Abbey/, 5).dblclick();
    const cost = page.getByRole('textbox', { name: 'Cost of Abbey' });
    await cost.fill('12.5');
    await cost.press('Enter');
    await page.getByRole('row', { name: /Abbey.*12\.50/ }).waitFor();
    // The grid is at the next row; F2 types on, Tab goes to the next row's first cell, Escape takes back.
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Cost of Brook' }).fill('-1');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'Cost of Brook' }).fill('7');
    await page.keyboard.press('Tab');
    await page.getByRole('textbox', { name: 'Name of Castle' }).fill('Chapel');
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: /Brook.*7\.00/ }).waitFor();
    await page.getByRole('row', { name: /Castle/ }).waitFor();

    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name of Castle' }).fill('Mine');
    const { visits } = await told(tenant, '{ visits(where: { name: { eq: "Castle" } }) { nodes { id } } }');
    const [row] = (visits as { readonly nodes: readonly { readonly id: string }[] }).nodes;
    await told(
      tenant,
      'mutation ($id: ID!) { updateVisit(id: $id, version: 1, patch: { name: "Theirs" }) { id } }',
      row,
    );
    await page.getByRole('textbox').last().press('Enter');
    await page.getByText('Meanwhile somebody changed this to “Theirs”.').waitFor();
    await shotOf(page, 'lists-conflict');
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Keep mine: Mine' }).click();
    await page.getByRole('row', { name: /Mine/ }).waitFor();
    const kept = (): Promise<unknown> => told(tenant, '{ visits(orderBy: [{ name: ASC }]) { nodes { name cost } } }');
    await expect.poll(kept).toEqual({
      visits: {
        nodes: [
          { name: 'Abbey', cost: '12.5000' },
          { name: 'Brook', cost: '7.0000' },
          { name: 'Dale', cost: '40.0000' },
          { name: 'Mine', cost: '30.0000' },
        ],
      },
    });
    await page.goto(`${designer.bench.url}/w/${tenant}/e/Visit`);
    const edge = page.getByRole('separator', { name: 'Width of Name' });
    await page.getByRole('row', { name: /Abbey/ }).waitFor();
    await edge.press('ArrowRight');
    await page.waitForURL(/columns=name%3A\d+%2Cstate%2Cday%2Ckind%2Ccost/);
    const width = await edge.getAttribute('aria-valuenow');
    // Another browser knows nothing but the address.
    await page.evaluate('localStorage.clear()');
    await page.reload();
    await page.getByRole('row', { name: /Abbey/ }).waitFor();
    await expect.poll(() => edge.getAttribute('aria-valuenow')).toBe(width);
    await scrolled(page, tenant);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[WRK-31] [WRK-32] [WRK-33] [WRK-125] [WRK-171] rows are chosen by keys and ranges; many take a step, are changed, binned and brought back', async () => {
    const { page, troubles, tenant } = await atVisits();
    const grid = page.getByRole('grid');
    await page.getByRole('row', { name: /Abbey/ }).waitFor();
    await grid.focus();
    await page.keyboard.press('Space');
    await page
      .getByRole('row', { name: /Castle/ })
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    await page.getByRole('button', { name: 'Step' }).click();
    await page.getByRole('menuitem', { name: 'Finish' }).click();
    await page.getByText('2 of 3 can take this step. The others stay as they are.').waitFor();
    await page.getByText('Say what it cost.').waitFor();
    await page.getByRole('button', { name: 'Finish (2)' }).click();
    await page.getByText('Finish: 2 records done.').waitFor();

    await grid.focus();
    await page.keyboard.press('Control+a');
    await page.getByText('4 selected').waitFor();
    // All of them come to what the list comes to.
    const total = await page.locator('.grid-totals .is-number').last().textContent();
    expect(total).toMatch(/\d/);
    await expect.poll(() => page.locator('.selection-sum b').textContent()).toBe(total);
    await page.getByRole('button', { name: 'Change a field' }).click();
    // What tells rows apart is not given to all of them.
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Field' }).locator('option').allInnerTexts())
      .not.toContain('Name');
    await page.getByRole('combobox', { name: 'Field' }).selectOption('kind');
    const value = page.getByRole('combobox', { name: 'New value' });
    await value.click();
    await page.getByRole('option', { name: 'First' }).click();
    await shotOf(page, 'lists-bulk');
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Change 4 records' }).click();
    await page.getByText('1 record was refused').waitFor();
    await page.getByRole('button', { name: 'Keep the refused selected' }).click();
    await page.getByText('1 selected').waitFor();
    expect(await told(tenant, '{ visits(where: { kind: { eq: first } }) { totalCount } }')).toEqual({
      visits: { totalCount: 3 },
    });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('3 records are as they were.').waitFor();
    expect(await told(tenant, '{ visits(where: { kind: { eq: first } }) { totalCount } }')).toEqual({
      visits: { totalCount: 2 },
    });

    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await page.getByRole('row', { name: /Brook/ }).getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Move to the bin' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move to the bin' }).click();
    await page.getByText('1 record is in the bin.').waitFor();
    await page.getByText('3 records', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('4 records', { exact: true }).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[WRK-34] [WRK-35] [WRK-36] [WRK-37] the same rows are a calendar that keys move, cards, and a chart whose bars are filters', async () => {
    const { page, troubles, tenant } = await atVisits('?as=calendar&on=2026-11-01');
    const event = page.getByRole('button', { name: 'Castle', exact: true });
    await event.focus();
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByText('“Castle” is now on 2026-11-21.').waitFor();
    await page.getByRole('button', { name: 'Move “Abbey”' }).click();
    await page.getByRole('menuitem', { name: 'A week later' }).click();
    await page.getByText('“Abbey” is now on 2026-11-10.').waitFor();
    expect(await told(tenant, '{ visits(orderBy: [{ name: ASC }], first: 3) { nodes { day } } }')).toEqual({
      visits: { nodes: [{ day: '2026-11-10' }, { day: '2026-11-03' }, { day: '2026-11-21' }] },
    });
    const brook = page.getByRole('button', { name: 'Brook', exact: true });
    await brook.dragTo(page.getByRole('button', { name: 'New on 2026-11-12' }).locator('../..'));
    await page.getByText('“Brook” is now on 2026-11-12.').waitFor();
    await page.getByRole('button', { name: 'New on 2026-11-25' }).click();
    await page.getByRole('heading', { name: 'New Visit' }).waitFor();
    await expect.poll(() => page.getByLabel('Day').inputValue()).toBe('2026-11-25');

    await page.goto(`${designer.bench.url}/w/${tenant}/e/Visit?as=chart&by=kind&measure=sum:cost`);
    await page.locator('.chart svg').waitFor();
    await page.getByRole('button', { name: /as a table/ }).click();
    await expect.poll(() => page.getByRole('row', { name: /Again/ }).textContent()).toBe('Again30');
    await page.getByRole('button', { name: 'First' }).click();
    await page.getByText('2 records', { exact: true }).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('[WRK-38] [WRK-40] [WRK-41] [WRK-123] [WRK-141] rows are gathered with their sums, saved as a view for everybody, and as files', async () => {
    const { page, troubles, tenant } = await atVisits();
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Kind' }).click();
    const again = page.getByRole('row', { name: /Again.*30\.00/ });
    await again.getByRole('button').click();
    await page.getByRole('button', { name: 'Castle' }).waitFor();
    expect(await violationsOf(page, axe)).toEqual([]);
    // On a phone the group stands with its sum as well, and opens to cards.
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('.group-head', { hasText: 'Again' }).getByText('30.00').waitFor();
    await page.getByRole('button', { name: 'Castle' }).waitFor();
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('link', { name: /^By state/ }).click();
    const lane = page.getByRole('region', { name: 'Planned' });
    await lane.locator('.lane-total', { hasText: '80' }).waitFor();
    await lane.locator('.card', { hasText: 'Castle' }).getByText('30.00').waitFor();
    await page.goBack();
    await again.waitFor();

    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save as a view' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('By kind');
    await page.getByRole('radio', { name: 'Everybody' }).click();
    await page.waitForTimeout(300);
    expect(await violationsOf(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('a.list-view[aria-current=page]', { hasText: 'By kind' }).waitFor();
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open with this view' }).click();
    await page.getByText('This list now opens with “By kind”.').waitFor();
    await page.goto(`${designer.bench.url}/w/${tenant}/e/Visit`);
    await again.waitFor();
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete the view' }).click();
    await page.getByText('“By kind” is deleted.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: /^By kind/ }).waitFor();

    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV, as shown' }).click(),
    ]);
    expect(await readFile(await file.path(), 'utf8')).toBe(
      [
        '\uFEFFName,State,Day,Kind,Cost',
        'Abbey,Planned,2026-11-03,First,10.0000',
        'Brook,Planned,2026-11-03,Again,0.0000',
        'Castle,Planned,2026-11-20,Again,30.0000',
        'Dale,Planned,,First,40.0000',
      ].join('\r\n'),
    );
    await page.getByRole('button', { name: 'Export' }).click();
    const [book] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Excel, as shown' }).click(),
    ]);
    expect(book.suggestedFilename()).toBe('All visits.xlsx');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('[WRK-22] every way to look at a list passes axe (%s, %s)', async (locale, colorScheme) => {
    const { page, troubles, tenant } = await atVisits('?as=calendar&on=2026-11-01', { locale, colorScheme });
    const check = async (name: string): Promise<void> => {
      await page.waitForTimeout(300);
      await shotOf(page, `lists-${name}-${locale}`);
      expect([name, ...(await violationsOf(page, axe))]).toEqual([name]);
    };
    const go = (search: string) => navigate(page, `/w/${tenant}/e/Visit${search}`);
    await page.locator('.calendar-event-move').first().click();
    await page.getByRole('menuitem').first().waitFor();
    await check('calendar');
    await go('?as=cards');
    await page.locator('.row-card').first().waitFor();
    await check('cards');
    await go('?as=chart&by=kind&draw=pie');
    await page.locator('.chart svg').waitFor();
    await check('chart');
    await page.setViewportSize({ width: 360, height: 740 });
    await check('chart-phone');
    await go('?as=calendar&on=2026-11-01');
    await page.locator('.calendar-event').first().waitFor();
    await check('calendar-phone');
    // What opens has room, and what is done with the chosen rows is in sight [WRK-130].
    await go('');
    await page.locator('.grid.is-phone .grid-row').first().waitFor();
    await page.locator('.list-bar .anticon-setting').click();
    await expect.poll(() => isWhole(page, '.column-list')).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('.list-bar .anticon-check-square').click();
    await page.locator('.grid-row').first().click();
    await expect.poll(() => isWhole(page, '.selection-bar')).toBe(true);
    await check('chosen-phone');
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
