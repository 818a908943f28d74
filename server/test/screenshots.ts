// `npm run screenshots`: every screen of the web application in both languages, on the demo company, as pictures and a
// page that shows them: `.screens/index.html`. Names after `--` take only those screens; `-- --readme` takes those of
// the README and puts them into `docs/screens` as well.
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { must } from '../../schema/core/result.ts';
import { LOCALES, type Locale } from '../../schema/core/text.ts';
import { openBrowser } from './browser.ts';
import { SETTLE_MS, signIn, sleep } from './screen-actions.ts';
import { NOBODY, SCREENS, type Screen } from './screens.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDER = path.join(ROOT, '.screens');
const README_FOLDER = path.join(ROOT, 'docs/screens');
const STILL_MS = 20_000;
const STILL = `![...document.querySelectorAll('.waiting, .chart-canvas:not(:has(svg)), .tile-waiting')].some((one) => one.offsetParent !== null)`;

/** The pictures of the README by their names there. */
const README: Readonly<Record<string, { readonly screen: string; readonly locale: Locale }>> = {
  'list-zh.png': { screen: 'list', locale: 'zh-CN' },
  'designer.png': { screen: 'design-form', locale: 'en' },
  'rule.png': { screen: 'design-rule', locale: 'en' },
  'inbox-zh.png': { screen: 'inbox', locale: 'zh-CN' },
  'dashboard.png': { screen: 'dashboard-sales', locale: 'en' },
  'points.png': { screen: 'points', locale: 'en' },
};

/** The server with its demo companies, on a folder of its own. */
async function startDemo(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'formwork-screens-'));
  const port = 4_100 + (process.pid % 800);
  const child = spawn(process.execPath, [path.join(ROOT, 'server/cli/formwork.mjs'), 'serve'], {
    env: { ...process.env, PORT: String(port), FORMWORK_DATA: folder },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async (): Promise<boolean> =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; !(await isReady()); tries += 1) {
    if (tries > 360 || child.exitCode !== null) throw new Error('The demo server did not start');
    await sleep(500);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function picture(
  browser: Browser,
  url: string,
  { screen, locale }: { readonly screen: Screen; readonly locale: Locale },
): Promise<string> {
  const size = screen.isPhone === true ? { width: 360, height: 780 } : { width: 1_440, height: 900 };
  const context = await browser.newContext({
    locale,
    viewport: size,
    colorScheme: screen.isDark === true ? 'dark' : 'light',
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  const { who = 'lin' } = screen;
  if (who !== NOBODY) {
    await signIn(page, url, who);
  }
  await page.goto(`${url}${screen.at}`);
  await page.locator('h1, h2, form, [role=grid], table').first().waitFor();
  await screen.prepare?.(page);
  await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
  // Charts and rows that are still being asked for.
  for (let ms = 0; ms < STILL_MS && !(await page.evaluate<boolean>(STILL)); ms += 100) await sleep(100);
  // Nothing is pointed at.
  await page.mouse.move(1, 1);
  await sleep(SETTLE_MS);
  const file = `${screen.name}.${locale}.png`;
  await page.screenshot({ path: path.join(FOLDER, file) });
  await context.close();
  return file;
}

function indexPage(files: ReadonlyMap<string, readonly string[]>): string {
  const rows = [...files].map(
    ([name, pictures]) =>
      `<h2>${name}</h2><div>${pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${name}" loading="lazy"></a>`).join('')}</div>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Formwork: screens</title>
<style>body{font:15px system-ui;margin:24px;background:#f5f4f1}div{display:grid;grid-template-columns:1fr 1fr;gap:16px}img{width:100%;border:1px solid #ccc;border-radius:8px}</style>
<h1>Formwork: screens</h1>
${rows.join('\n')}
</html>
`;
}

const given = parseArgs({ options: { readme: { type: 'boolean' } }, allowPositionals: true });
const ofReadme = given.values.readme === true ? Object.entries(README) : [];
const wanted = [...given.positionals, ...ofReadme.map(([, { screen }]) => screen)];
const unknown = wanted.filter((name) => !SCREENS.some((screen) => screen.name === name));
if (unknown.length > 0) throw new Error(`There are no screens called ${unknown.join(', ')}`);
await mkdir(FOLDER, { recursive: true });
const demo = await startDemo();
const browser = await openBrowser();
const failures: string[] = [];
try {
  const files = new Map<string, string[]>();
  for (const screen of SCREENS) {
    if (wanted.length > 0 && !wanted.includes(screen.name)) continue;
    files.set(screen.name, []);
    for (const locale of LOCALES) {
      try {
        must(files.get(screen.name), 'screen').push(await picture(browser, demo.url, { screen, locale }));
        console.log(`${screen.name} ${locale}`);
      } catch (error) {
        failures.push(`${screen.name} ${locale}: ${String(error).split('\n')[0] ?? ''}`);
      }
    }
  }
  await writeFile(path.join(FOLDER, 'index.html'), indexPage(files));
  for (const [name, { screen, locale }] of ofReadme) {
    const file = files.get(screen)?.find((one) => one.endsWith(`.${locale}.png`));
    if (file !== undefined) await copyFile(path.join(FOLDER, file), path.join(README_FOLDER, name));
  }
} finally {
  await browser.close();
  await demo.stop();
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
