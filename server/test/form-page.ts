import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { openBrowser } from './browser.ts';

/** The page of `builder-ui/form-runtime/form-harness.tsx`, built and served under the policy of the real server. */
export interface FormPages {
  readonly browser: Browser;
  readonly url: string;
  stop(): Promise<void>;
}

const NONCE = 'form-page-nonce';
const POLICY = `default-src 'self'; style-src 'self' 'nonce-${NONCE}'; img-src 'self' data:; object-src 'none'; base-uri 'none'`;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
};

export async function startFormPages(): Promise<FormPages> {
  const root = path.resolve(import.meta.dirname, '../..');
  const folder = await mkdtemp(path.join(tmpdir(), 'form-page-'));
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: path.join(root, 'builder-ui/form-runtime/form-harness.tsx'),
        output: { entryFileNames: 'form.js', assetFileNames: '[name][extname]' },
      },
    },
  });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.css'));
  const links = names.map((name) => `<link rel="stylesheet" href="/${name}">`).join('');
  await writeFile(
    path.join(folder, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="style-nonce" content="${NONCE}"><title>Form</title>${links}</head><body><div id="app"></div><script type="module" src="/form.js"></script></body></html>`,
  );
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : path.basename(request.url ?? '');
    readFile(path.join(folder, name)).then(
      (content) => {
        response.setHeader('Content-Security-Policy', POLICY);
        response.setHeader('Content-Type', TYPES[path.extname(name)] ?? 'application/octet-stream');
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  const port = await listen(server);
  const browser = await openBrowser();
  return {
    browser,
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The page has no port');
  return address.port;
}

/** A page, and what went wrong in it: errors, warnings, refusals of the policy. */
export interface OpenPage {
  readonly page: Page;
  readonly troubles: string[];
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  readonly locale?: 'en-GB' | 'zh-CN';
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

export async function openFormPage(pages: FormPages, options: PageOptions = {}): Promise<OpenPage> {
  const { locale = 'en-GB', scheme = 'light', width = 1100 } = options;
  const context = await pages.browser.newContext({ locale, colorScheme: scheme, viewport: { width, height: 860 } });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.addInitScript({
    content: `addEventListener('securitypolicyviolation', (event) => console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI));`,
  });
  await page.goto(pages.url);
  await until(page, 'window.formBench !== undefined');
  return { page, troubles, close: () => context.close() };
}

/** Shows a form; the page is driven by text so that this file needs no types of the browser. */
export async function showForm(page: Page, shown: Readonly<Record<string, unknown>>): Promise<void> {
  await page.evaluate(`window.formBench.show(${JSON.stringify(shown)})`);
  await until(page, `document.querySelector('.fw-form') !== null`);
}

const UNTIL_MS = 10_000;

/**
 * Waits until an expression is true in the page. Playwright's own waiting evaluates in the page itself from its second
 * attempt on, which the policy refuses and reports as a trouble of ours.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + UNTIL_MS;
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > end) throw new Error(`Not true within ${UNTIL_MS} ms: ${expression}`);
    await page.waitForTimeout(20);
  }
}

/** Everything typed so far. */
export async function flushed(page: Page): Promise<Readonly<Record<string, unknown>>> {
  return page.evaluate('window.formBench.flush()');
}
