import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeSource, shotOf, violationsOf } from '../../test/designer-page.ts';
import { phoneFaults } from '../../test/phone-walk.ts';
import { killableBrowser, type KillableBrowser } from '../../test/killable-browser.ts';
import { signedIn, startBench, type ServerBench, type TestClient } from '../../test/running-server.ts';
import { taskTemplate } from '../../test/task-template.ts';

let bench: ServerBench;
let browser: KillableBrowser;
let client: TestClient;
let tenant: string;
beforeAll(async () => {
  bench = await startBench();
  browser = await killableBrowser('en-GB');
  await browser.start();
  client = (await signedIn(bench.url, bench.operator)).client;
  tenant = await bench.makeTenant(taskTemplate());
});
/** What one that failed has left on the device is not for the next. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await browser.context().setOffline(false);
  const page = await browser.context().newPage();
  await page.goto(`${bench.url}/schema/template.schema.json`);
  await page.evaluate(
    `indexedDB.databases().then((all) => { for (const { name } of all) indexedDB.deleteDatabase(name); localStorage.clear(); })`,
  );
  for (const one of browser.context().pages()) await one.close();
});
afterAll(async () => {
  await browser?.stop();
  await bench?.stop();
});

const SIGN_IN = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { issues { code } } }`;
const RECORDS = 10;
const WRITES_EACH = 5;

async function tell(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const answer = await client.ask(query, variables, { path: `/t/${tenant}/graphql` });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data ?? {};
}

interface Task {
  readonly id: string;
  readonly name: string;
  readonly note: string | null;
  readonly place: string | null;
  readonly day: string | null;
  readonly lane: string | null;
  readonly version: number;
}

async function stored(): Promise<readonly Task[]> {
  const { tasks: found } = await tell(
    '{ tasks(first: 100, orderBy: { createdAt: ASC }) { nodes { id name note place day lane version } } }',
  );
  return (found as { readonly nodes: readonly Task[] }).nodes;
}

/** The page of the context, signed in, and what went wrong in it. */
async function enter(context: BrowserContext): Promise<{ readonly page: Page; readonly troubles: string[] }> {
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    // A request that the network lost is told on the console by the browser itself.
    const isNetwork = /ERR_(?:INTERNET_DISCONNECTED|FAILED|CONNECTION)|WebSocket/.test(message.text());
    if ((message.type() === 'error' || message.type() === 'warning') && !isNetwork) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.addInitScript({
    content: `addEventListener('securitypolicyviolation', (event) => console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI));`,
  });
  await page.request.post(`${bench.url}/platform/graphql`, { data: { query: SIGN_IN, variables: bench.operator } });
  return { page, troubles };
}

async function go(page: Page, at: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/w/${tenant}/${at}`)})`);
}

/** Waits until this device keeps so many drafts. */
async function drafts(page: Page, count: number): Promise<void> {
  const ask = `new Promise((resolve) => {
    const opened = indexedDB.open('formwork-drafts');
    opened.onsuccess = () => {
      const database = opened.result;
      if (!database.objectStoreNames.contains('drafts')) return resolve(0);
      const asked = database.transaction('drafts').objectStore('drafts').count();
      asked.onsuccess = () => { database.close(); resolve(asked.result); };
    };
  })`;
  await expect.poll(async () => page.evaluate(ask), { timeout: 10_000 }).toBe(count);
}

async function waiting(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: count === 1 ? '1 change waits' : `${count} changes wait` }).waitFor();
}

describe('without a connection', () => {
  it('[OFF-1] [OFF-2] [OFF-3] [OFF-34] fifty writes outlive a killed browser and a network that fails before and after the server, and arrive once and in order', async () => {
    const { page, troubles } = await enter(browser.context());
    await page.goto(`${bench.url}/w/${tenant}/e/Task/new`);
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.waitFor();
    await page.getByRole('button', { name: 'Search' }).waitFor();
    await page.context().setOffline(true);
    let count = 0;
    for (let record = 0; record < RECORDS; record += 1) {
      if (record > 0) await go(page, 'e/Task/new');
      await page.waitForURL('**/new');
      await name.fill(`Task ${record}`);
      for (let step = 0; step < WRITES_EACH; step += 1) {
        if (step > 0) await page.getByRole('textbox', { name: 'Note' }).fill(`note ${step}`);
        await page.getByRole('textbox', { name: 'Place' }).press('Control+s');
        count += 1;
        await waiting(page, count);
        if (step === 0) await page.waitForURL('**/local-*');
      }
    }
    await shotOf(page, 'offline-en');
    expect(await stored()).toEqual([]);
    // Who looks what waits, or signs out, in the first seconds of a first visit is told as well [OFF-4] [OFF-34].
    await page.getByRole('button', { name: '50 changes wait' }).press('Enter');
    await page.getByRole('dialog').getByText('Task 0').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    const asked = page.getByRole('dialog', { name: 'Not everything is with the server yet' });
    await asked.getByText('50 changes wait').waitFor();
    await asked.getByRole('button', { name: 'Stay signed in' }).click();
    await asked.waitFor({ state: 'hidden' });

    // The network fails before the server and after it, time and again; then the power goes.
    let sent = 0;
    let isOver = (): void => {};
    const enough = new Promise<void>((resolve) => {
      isOver = resolve;
    });
    await page.route(`**/t/${tenant}/graphql`, async (route) => {
      if (!/^\W*mutation/.test(String(route.request().postDataJSON().query))) return route.continue();
      sent += 1;
      if (sent === 2) return route.abort();
      const answer = await route.fetch();
      // The eighth write has arrived, and nobody will hear of it before the power is gone.
      if (sent === 8) return isOver();
      return sent === 4 ? route.abort() : route.fulfill({ response: answer });
    });
    await page.context().setOffline(false);
    await enough;
    await browser.kill();
    const arrived = (await stored()).length;
    expect([arrived > 0, arrived < RECORDS]).toEqual([true, true]);

    const again = await enter(await browser.start());
    await again.page.goto(`${bench.url}/w/${tenant}`);
    await expect
      .poll(async () => (await stored()).map(({ name: own, note, version }) => `${own} ${note} ${version}`), {
        timeout: 30_000,
      })
      .toEqual(Array.from({ length: RECORDS }, (_, record) => `Task ${record} note 4 ${WRITES_EACH}`));
    await again.page.getByRole('button', { name: /wait.? to be sent/ }).waitFor({ state: 'detached' });
    expect([...troubles, ...again.troubles]).toEqual([]);
  });

  it('[OFF-5] [OFF-6] [OFF-7] opens without a connection after a restart, tells how old what it shows is, and keeps what both changed', async () => {
    const { page, troubles } = await enter(browser.context());
    const { task } = await tell(
      'mutation { task: createTask(input: { name: "Shared", note: "a", place: "x" }) { id } }',
    );
    const { id } = task as { readonly id: string };
    const address = `${bench.url}/w/${tenant}/e/Task/${id}`;
    await page.goto(address);
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.getByRole('button', { name: 'Search' }).waitFor();
    await page.waitForFunction('navigator.serviceWorker.ready.then(() => true)');
    // What was read is kept a moment after it was shown.
    await page.waitForTimeout(1_500);
    await page.context().setOffline(true);
    await page.goto(address);
    await page.getByRole('button', { name: /Offline, as of \d\d:\d\d/ }).waitFor();
    // What cannot wait says so before anybody types [OFF-32].
    await page.getByText('Offline: this cannot be kept for later. It needs a connection.').waitFor();
    await page.getByRole('textbox', { name: 'Note' }).fill('mine');
    await page.getByRole('textbox', { name: 'Place' }).press('Control+s');
    await waiting(page, 1);
    await tell('mutation ($id: ID!) { updateTask(id: $id, version: 1, patch: { place: "theirs" }) { id } }', { id });
    await shotOf(page, 'offline-record-en');
    await page.context().setOffline(false);
    const now = async () => (await stored()).filter((one) => one.id === id);
    await expect.poll(now, { timeout: 20_000 }).toMatchObject([{ note: 'mine', place: 'theirs', version: 3 }]);
    await page.getByRole('button', { name: /wait.? to be sent/ }).waitFor({ state: 'detached' });

    // Both change the same: the reader chooses.
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: 'Note' }).fill('mine again');
    await page.getByRole('textbox', { name: 'Place' }).press('Control+s');
    await waiting(page, 1);
    await tell('mutation ($id: ID!) { updateTask(id: $id, version: 3, patch: { note: "theirs too" }) { id } }', { id });
    await page.context().setOffline(false);
    const fromQueue = async (): Promise<void> => {
      await page.getByRole('button', { name: /1 change waits/ }).click({ timeout: 5_000 });
      await page.getByRole('button', { name: 'Choose…' }).click({ timeout: 5_000 });
    };
    // The open form may have it back before that, and asks by itself.
    await fromQueue().catch(() => page.getByRole('button', { name: 'Choose now' }).click());
    await shotOf(page, 'offline-choose-en');
    await page.getByRole('dialog').getByText('mine again').waitFor();
    await page.getByRole('button', { name: 'Save' }).last().click();
    await expect.poll(now, { timeout: 20_000 }).toMatchObject([{ note: 'mine again', place: 'theirs', version: 5 }]);
    expect(troubles).toEqual([]);
  });

  it('[OFF-30] [OFF-31] [OFF-40] [OFF-50] what is typed and not saved is there again, on top of what others changed meanwhile, until it is given up', async () => {
    const { page, troubles } = await enter(browser.context());
    const draft = page.getByText(/Draft of \d\d:\d\d restored/);
    await page.goto(`${bench.url}/w/${tenant}/e/Task/new`);
    await page.getByRole('textbox', { name: 'Name' }).fill('Half');
    await drafts(page, 1);
    const other = await page.context().newPage();
    await other.goto(`${bench.url}/w/${tenant}/e/Task/new`);
    // What another page has open is not taken away from it.
    await other.getByRole('textbox', { name: 'Name' }).waitFor();
    await expect.poll(() => other.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('');
    await other.close();
    // One's own page tells of it, throws it away and takes that back, and goes on with it [OFF-40].
    await page.goto(`${bench.url}/w/${tenant}/me`);
    await page.getByRole('button', { name: 'Discard the draft “Half”' }).click();
    await page.getByText('Every form is saved.').waitFor();
    await drafts(page, 0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await drafts(page, 1);
    // Where the browser can install the application, it is offered here, and asks when it is asked to [OFF-50].
    await page.evaluate(
      `const offer = new Event('beforeinstallprompt', { cancelable: true }); offer.prompt = async () => { document.title = 'asked'; }; dispatchEvent(offer)`,
    );
    await page.getByRole('button', { name: 'Install' }).waitFor();
    expect(await violationsOf(page, await axeSource())).toEqual([]);
    await page.getByRole('button', { name: 'Install' }).click();
    await page.getByRole('button', { name: 'Install' }).waitFor({ state: 'detached' });
    await expect.poll(() => page.title()).toBe('asked');
    await page.getByRole('button', { name: 'Open the draft “Half”' }).click();
    await draft.waitFor();
    await shotOf(page, 'draft-en');
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Half');
    await page.getByRole('button', { name: 'Discard' }).click();
    await draft.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('');
    await drafts(page, 0);

    const { task } = await tell(
      'mutation { task: createTask(input: { name: "Draft", note: "a", place: "x" }) { id } }',
    );
    const { id } = task as { readonly id: string };
    await page.goto(`${bench.url}/w/${tenant}/e/Task/${id}`);
    await page.getByRole('textbox', { name: 'Note' }).fill('half');
    await drafts(page, 1);
    await tell('mutation ($id: ID!) { updateTask(id: $id, version: 1, patch: { place: "y" }) { id } }', { id });
    await page.goto(`${bench.url}/w/${tenant}/e/Task/${id}`);
    await draft.waitFor();
    const shown = async (name: string) => page.getByRole('textbox', { name }).inputValue();
    expect([await shown('Note'), await shown('Place')]).toEqual(['half', 'y']);
    // The key is heard as soon as the form is there.
    await page.getByRole('textbox', { name: 'Place' }).press('Control+s');
    await draft.waitFor({ state: 'detached' });
    await drafts(page, 0);
    expect((await stored()).find((one) => one.name === 'Draft')).toMatchObject({
      note: 'half',
      place: 'y',
      version: 3,
    });
    expect(troubles).toEqual([]);
  });

  it('[OFF-33] what the server refuses later stands in the form again, with why', async () => {
    const { page, troubles } = await enter(browser.context());
    await tell('mutation { createTask(input: { name: "First", code: "1" }) { id } }');
    await page.goto(`${bench.url}/w/${tenant}/e/Task/new`);
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.getByRole('button', { name: 'Search' }).first().waitFor();
    await page.waitForFunction('navigator.serviceWorker.ready.then(() => true)');
    // Held like a phone: who has gone on meanwhile finds it in the drawer.
    await page.setViewportSize({ width: 360, height: 740 });
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: 'Name' }).fill('Second');
    await page.getByRole('textbox', { name: 'Code' }).fill('1');
    await page.getByRole('textbox', { name: 'Note' }).press('Control+s');
    await page.waitForURL('**/local-*');
    await go(page, 'me');
    await page.locator('.me-card').first().waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: /1 change waits/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Another Task already has this Code.').waitFor();
    await expect.poll(() => phoneFaults(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Open' }).click();
    await page.getByText(/The server refused what you typed/).waitFor();
    await shotOf(page, 'refused-en');
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Second');
    await page.getByRole('textbox', { name: 'Code' }).fill('2');
    await page.getByRole('textbox', { name: 'Note' }).press('Control+s');
    await page.waitForURL((url) => !url.pathname.includes('local-'));
    await page.getByRole('button', { name: /wait.? to be sent/ }).waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1280, height: 720 });
    expect((await stored()).filter(({ name }) => name === 'Second')).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it('[OFF-32] [OFF-34] a cell, a card, a day and the way to the bin wait as well, and who signs out is asked what shall become of what waits', async () => {
    const { page, troubles } = await enter(browser.context());
    const { task } = await tell(
      'mutation { task: createTask(input: { name: "Cell", note: "a", day: "2026-11-10", lane: soon }) { id } }',
    );
    const { id } = task as { readonly id: string };
    const own = async () => (await stored()).filter(({ name }) => name === 'Cell');
    await page.goto(`${bench.url}/w/${tenant}/e/Task/${id}`);
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    for (const shown of ['?view=taskLanes', '?as=calendar&on=2026-11-01']) {
      await go(page, `e/Task${shown}`);
      await page.getByRole('button', { name: /^Cell/ }).waitFor();
    }
    await go(page, 'e/Task');
    await page.getByRole('gridcell', { name: 'Cell', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Search' }).waitFor();
    await page.waitForFunction('navigator.serviceWorker.ready.then(() => true)');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Edit in the list' }).click();
    const row = page.getByRole('row').filter({ has: page.getByRole('gridcell', { name: 'Cell', exact: true }) });
    await row.getByRole('gridcell').nth(2).dblclick();
    await row.getByRole('textbox').fill('typed offline');
    await page.keyboard.press('Enter');
    await row.getByRole('img', { name: 'Waits to be sent' }).waitFor();
    await waiting(page, 1);
    await go(page, 'e/Task?view=taskLanes');
    await page.getByRole('button', { name: 'Move “Cell” to' }).click();
    await page.getByRole('menuitem', { name: 'Later' }).click();
    await waiting(page, 2);
    await go(page, 'e/Task?as=calendar&on=2026-11-01');
    await page.getByRole('button', { name: /^Cell/ }).press('Alt+ArrowRight');
    await waiting(page, 3);
    await go(page, `e/Task/${id}`);
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Move to the bin' }).click();
    await waiting(page, 4);
    await page.waitForURL('**/e/Task');
    await page.getByText('“Cell” goes to the bin').waitFor();
    await go(page, `e/Task/${id}`);
    await page.getByText('“Move to the bin” waits to be sent.').waitFor();
    await shotOf(page, 'offline-bin-en');
    await page.context().setOffline(false);
    await expect.poll(own, { timeout: 20_000 }).toEqual([]);
    await page.getByRole('button', { name: /wait.? to be sent/ }).waitFor({ state: 'detached' });
    await page.getByText('This record is in the bin.').waitFor();
    await page.getByRole('button', { name: 'Restore' }).click();
    await expect
      .poll(own, { timeout: 20_000 })
      .toMatchObject([{ note: 'typed offline', day: '2026-11-11', lane: 'later' }]);

    await page.getByRole('textbox', { name: 'Place' }).fill('left behind');
    await drafts(page, 1);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    const asked = page.getByRole('dialog', { name: 'Not everything is with the server yet' });
    await asked.getByText('1 form is filled in and not saved').waitFor();
    expect(await violationsOf(page, await axeSource())).toEqual([]);
    await shotOf(page, 'sign-out-en');
    page.once('dialog', (dialog) => void dialog.accept());
    await asked.getByRole('button', { name: 'Discard it and sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await drafts(page, 0);
    expect(troubles).toEqual([]);
  });
});
