import { expect } from 'vitest';
import type { Desk } from './trading-company.ts';

/** In a browser that was never there, nothing of home is shown before all of it is known: nothing moves. */
export async function togetherAtFirst({ page, go }: Pick<Desk, 'page' | 'go'>): Promise<void> {
  let answer = (): void => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/t/*/graphql', async (route) => {
    if (/changesForMe/.test(route.request().postData() ?? '')) await held;
    await route.continue();
  });
  await go('');
  const card = page.locator('.home-card').first();
  await card.waitFor({ state: 'attached' });
  await expect.poll(() => card.isVisible()).toBe(false);
  answer();
  await card.waitFor();
  await page.unrouteAll({ behavior: 'wait' });
}

/** Home asks for what changed since the last visit; who was here less than half an hour ago is still on that visit. */
export async function awayHalfAnHour({ page }: Pick<Desk, 'page'>, tenant: string): Promise<void> {
  const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  const [before, left] = [ago(600), ago(31)];
  for (const { at, since } of [
    { at: ago(29), since: before },
    { at: left, since: left },
  ]) {
    await page.evaluate(
      `fetch('/t/${tenant}/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(
        JSON.stringify({
          query: 'mutation ($value: JSON) { setPreference(key: "home.seen", value: $value) { key } }',
          variables: { value: { at, before } },
        }),
      )} }).then((answer) => answer.json())`,
    );
    const asked = page.waitForRequest((request) => /changesForMe/.test(request.postData() ?? ''));
    await page.reload();
    expect((await asked).postDataJSON()).toMatchObject({ variables: { since } });
    await page.locator('.home-ask').first().waitFor();
  }
}

/** The head tells whom, how much and when, as it is typed and wherever one has scrolled to (SPEC [WRK-101]). */
export async function factsFollow({ page }: Pick<Desk, 'page'>): Promise<void> {
  const facts = page.locator('.record-facts');
  await page.getByRole('heading', { name: /PO-/ }).waitFor();
  const quantity = page.getByLabel(/^(?:Quantity, row 1|第 1 行 数量)$/).first();
  for (const [typed, told] of [
    ['90', '4,500.00'],
    ['100', '5,000.00'],
  ] as const) {
    await quantity.fill(typed);
    await facts.getByText(told).waitFor();
  }
  await expect.poll(() => facts.innerText()).toMatch(/Hill Gardens[^]*5,000\.00[^]*\b20\d\d\b/);
  await page.setViewportSize({ width: 1440, height: 480 });
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
  expect(await page.evaluate('scrollY')).toBeGreaterThan(100);
  const head = await page.locator('.record-head').boundingBox();
  expect([(head?.y ?? -1) >= 0, (head?.y ?? 999) < 100]).toEqual([true, true]);
  await page.setViewportSize({ width: 1440, height: 900 });
}
