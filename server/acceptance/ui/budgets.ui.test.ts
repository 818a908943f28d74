import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../test/browser.ts';
import { startDesigner, type DesignerBench } from '../../test/designer-page.ts';
import { pointsTemplate } from '../../test/points-template.ts';
import { signedIn } from '../../test/running-server.ts';

let designer: DesignerBench;
beforeAll(async () => {
  designer = await startDesigner(pointsTemplate());
});
afterAll(async () => {
  await designer?.stop();
});

const BUDGETS: Readonly<Record<string, number>> = { run: 400_000, design: 150_000 };
/** Of each page and part after these. */
const PART_BYTES = 220_000;
/** Files on the way to the first list. */
const FIRST_FILES = 25;

/** What a page fetches of scripts and styles, compressed as a server in front would. */
class Traffic {
  readonly #bytes = new Map<string, Promise<number>>();
  #told = new Set<string>();

  constructor(page: Page) {
    page.on('response', (response) => {
      const url = response.url();
      if (/\.(?:js|css)$/.test(url) && response.ok())
        this.#bytes.set(
          url,
          // Asked for anew: the browser forgets what a page before the present one was given.
          fetch(url).then(async (own) => gzipSync(Buffer.from(await own.arrayBuffer()), { level: 6 }).length),
        );
    });
  }

  /** How many files came so far. */
  get files(): number {
    return this.#bytes.size;
  }

  /** What came since the last time that it was asked, once no more comes. */
  async since(page: Page): Promise<number> {
    await page.waitForLoadState('networkidle');
    // Parts that a page asks for by itself come a moment after it.
    for (let count = -1; count !== this.#bytes.size;) {
      count = this.#bytes.size;
      await page.waitForTimeout(700);
    }
    let sum = 0;
    for (const [url, bytes] of this.#bytes) if (!this.#told.has(url)) sum += await bytes;
    this.#told = new Set(this.#bytes.keys());
    return sum;
  }
}

/** Nothing that is pointed at by chance is fetched before its time: all is opened by key. */
async function open(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().focus();
  await page.keyboard.press('Enter');
}

describe('what is fetched', () => {
  it('[DSG-54] to work, to design, and for each of the heavy parts stays within its budget', async () => {
    const { bench } = designer;
    const tenant = await bench.makeTenant(pointsTemplate());
    const { client } = await signedIn(bench.url, bench.operator);
    await client.ask('mutation { createJob(input: { name: "Paint" }) { id } }', {}, { path: `/t/${tenant}/graphql` });
    const browser = await openBrowser();
    const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    const traffic = new Traffic(page);
    const figures: Record<string, number> = {};
    const part = async (name: string): Promise<void> => {
      figures[name] = await traffic.since(page);
    };

    await page.goto(`${bench.url}/w/${tenant}/e/Job`);
    await page.getByLabel('E-mail').fill(bench.operator.email);
    await page.getByLabel('Password').fill(bench.operator.password);
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /Paint/ }).waitFor();
    await part('run');
    expect(traffic.files).toBeLessThan(FIRST_FILES);

    await page.locator('.bar [type=radio]').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.field-new').waitFor();
    await part('design');

    await open(page, '.object-tab[href$="/rules"]');
    await part('rules page');
    await open(page, '.rule-row .expression-open');
    await part('rule editors');
    await page.keyboard.press('Escape');
    await page.goto(`${bench.url}/w/${tenant}/design/o/Job/flow`);
    await part('flow page');
    await page.locator('.flow-bar .ant-segmented-item').nth(1).click();
    await page.locator('.react-flow__node').first().waitFor();
    await part('graph');
    for (const at of [
      'design/o/Job/form',
      'design/o/Job/views',
      'design/points',
      'design/points/lab',
      'design/ledgers',
      'design/access',
      'design/words',
      'design/api',
      'design/changes',
      'design/versions',
      'e/Job/new',
    ]) {
      await page.goto(`${bench.url}/w/${tenant}/${at}`);
      await part(at);
    }
    await page.goto(`${bench.url}/explore/${tenant}`);
    await part('explorer');
    const told = Object.entries(figures).map(([name, bytes]) => `${name} ${(bytes / 1_000).toFixed(1)}`);
    process.stdout.write(`kB of scripts and styles, compressed: ${told.join(', ')}\n`);
    const over = Object.entries(figures).filter(([name, bytes]) => bytes > (BUDGETS[name] ?? PART_BYTES));
    expect(over).toEqual([]);
    await browser.close();
  });
});
