import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '../../schema/model/resolve.ts';
import { shapeHash } from '../../schema/model/shape.ts';
import { openBrowser } from './browser.ts';
import { shopTemplate } from './shop-template.ts';

/** What the page is asked to do with the language: the same as the server does with it. */
const ENTRY = `
import { parseTemplate } from './schema/template/parse.ts';
import { resolveModel } from './schema/model/resolve.ts';
import { diffModels } from './schema/model/diff.ts';
import { shapeHash } from './schema/model/shape.ts';
import { evaluate } from './schema/expr/evaluate.ts';
window.language = (template, doc) => {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return { issues: parsed.issues };
  const resolved = resolveModel(parsed.value);
  if (!resolved.ok) return { issues: resolved.issues };
  const model = resolved.value;
  const order = model.entities.find((entity) => entity.id === 'SalesOrder');
  const total = order.fields.find((field) => field.id === 'total').formula.expr;
  const context = { now: '2026-01-01T00:00:00.000Z', timeZone: 'Asia/Shanghai', actor: null };
  return { hash: shapeHash(model), changes: diffModels(model, model).length, total: evaluate(total, { doc }, context) };
};
`;

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry: 'language-entry.ts', formats: ['es'] } },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id.endsWith('language-entry.ts') ? `${root}language-entry.ts` : null),
        load: (id) => (id.endsWith('language-entry.ts') ? ENTRY : null),
      },
    ],
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined;
  server = createServer((request, response) => {
    const isScript = request.url === '/language.js';
    response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'");
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? chunk?.code
        : '<!doctype html><title>language</title><script type="module" src="/language.js"></script>',
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

describe('the language in a browser', () => {
  it('[MOD-90] gives the same model and the same values as the server, without eval', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => errors.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('window.language !== undefined');
    const template = JSON.stringify(shopTemplate());
    const answer = await page.evaluate(`window.language(${template}, { gross: '100.05', discount: '0.1' })`);
    const resolved = resolveModel(shopTemplate());
    expect(resolved.ok && answer).toEqual({
      hash: resolved.ok ? shapeHash(resolved.value) : '',
      changes: 0,
      total: '99.95',
    });
    expect(errors).toEqual([]);
  });
});
