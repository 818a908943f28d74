import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import {
  axeSource,
  chooseLast,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { designerTemplate } from '../../test/designer-template.ts';
import { keepFigures } from '../../test/kept-figures.ts';

let designer: DesignerBench;
let axe: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner(designerTemplate());
});
afterAll(async () => {
  await designer?.stop();
});

const EN = { locale: 'en-GB', colorScheme: 'light' } as const;

async function ready(page: Page): Promise<void> {
  await page.locator('#form-canvas [role=treeitem]').first().waitFor();
}

describe('speed', () => {
  it('[DSG-38] 200 fields: an edit is drawn at once, and a drag keeps up', async () => {
    const { page } = await designer.open('o/Wide/form', EN);
    await ready(page);
    await expect.poll(() => page.locator('#form-canvas .is-field').count()).toBe(200);
    const edits: readonly number[] = await page.evaluate(MEASURE_EDITS);
    const frames: Frames = await dragged(page);
    const sorted = edits.toSorted((a, b) => a - b);
    const at = (part: number): number => Math.round(sorted[Math.floor(sorted.length * part)] ?? 0);
    const [p50, p95] = [at(0.5), at(0.95)];
    console.log(
      `canvas of 200 fields: edit to paint p50 ${p50} ms, p95 ${p95} ms; drag ${frames.fps} fps, longest frame ${frames.longest} ms; bare page ${frames.bare} fps`,
    );
    keepFigures({
      canvasEditMedianMs: p50,
      canvasEditP95Ms: p95,
      canvasDragFps: frames.fps,
      canvasBareFps: frames.bare,
    });
    // The goals on a quiet machine (`npm run bench:forms`); a shared one fails only far beyond them.
    const isQuiet = process.env['FORMWORK_QUIET'] === '1';
    expect(p50).toBeLessThan(isQuiet ? 100 : 300);
    expect(frames.fps).toBeGreaterThan(isQuiet ? frames.bare * 0.9 : frames.bare / 3);
    await page.context().close();
  });
});

interface Frames {
  readonly fps: number;
  readonly longest: number;
  readonly bare: number;
}

/** Each edit moves or widens a field by its key; the time goes on until the frame after the change. */
const MEASURE_EDITS = `(async () => {
  const canvas = document.getElementById('form-canvas');
  const press = (key, altKey) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key, altKey, bubbles: true }));
  const painted = () => new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); }));
  canvas.focus();
  for (let count = 0; count < 30; count += 1) press('ArrowDown');
  await painted();
  const times = [];
  for (let count = 0; count < 40; count += 1) {
    await new Promise((done) => setTimeout(done, 120));
    const before = canvas.innerHTML.length + canvas.querySelector('.is-selected').className + [...canvas.querySelectorAll('.is-field')].findIndex((node) => node.classList.contains('is-selected'));
    const start = performance.now();
    press(count % 2 === 1 ? 'ArrowDown' : count % 4 === 0 ? '3' : '1', count % 2 === 1);
    await painted();
    times.push(performance.now() - start);
    const after = canvas.innerHTML.length + canvas.querySelector('.is-selected').className + [...canvas.querySelectorAll('.is-field')].findIndex((node) => node.classList.contains('is-selected'));
    if (count < 2 && before === after) throw new Error('an edit was not drawn in its frame');
  }
  return times;
})()`;

async function dragged(page: Page): Promise<Frames> {
  const first = must(await page.locator('#form-canvas .is-field').nth(3).boundingBox(), 'a field');
  const bare: readonly number[] = await page.evaluate(FRAMES_OF(800));
  await page.mouse.move(first.x + 60, first.y + 14);
  await page.mouse.down();
  const counting: Promise<readonly number[]> = page.evaluate(FRAMES_OF(1500));
  for (let step = 0; step < 60; step += 1)
    await page.mouse.move(first.x + 60 + (step % 7) * 40, first.y + 14 + step * 7);
  const during = await counting;
  await page.mouse.up();
  const fps = (gaps: readonly number[]): number =>
    Math.round(1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length));
  return { fps: fps(during), longest: Math.round(Math.max(...during)), bare: fps(bare) };
}

/** Milliseconds between the frames of a while. */
function FRAMES_OF(ms: number): string {
  return `new Promise((done) => { const gaps = []; let last = performance.now(); const end = last + ${ms}; const tick = (now) => { gaps.push(now - last); last = now; if (now < end) requestAnimationFrame(tick); else done(gaps.slice(1)); }; requestAnimationFrame(tick); })`;
}

describe('access for all', () => {
  it.each([
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('[DSG-39] axe finds nothing, with menus open (%s, %s)', async (locale, colorScheme) => {
    const { page, troubles } = await designer.open('o/Order/form', { locale, colorScheme });
    await ready(page);
    const name = `${locale}-${colorScheme}`;
    const found: (readonly [string, readonly string[]])[] = [];
    const look = async (what: string): Promise<void> => {
      await page.waitForTimeout(350);
      await shotOf(page, `${what}-${name}`);
      found.push([what, await violationsOf(page, axe)]);
    };
    await page.locator('#canvas-subject').click();
    await page.locator('.settings-more').click();
    await look('field');
    await page.locator('.side.is-right .ant-select').first().click();
    await look('select');
    await page.keyboard.press('Escape');
    await chooseLast(page, page.locator('.selection-bar button').last(), page.locator('.archive-means'));
    await look('archive');
    await page.keyboard.press('Escape');
    await page.locator('.archive-means').waitFor({ state: 'hidden' });
    await page.locator('.palette-item', { hasText: /Level|级别/ }).click();
    await page.locator('.options-actions button').last().click();
    await page.getByRole('dialog').getByRole('textbox').fill('Middle\nHighest');
    await look('paste');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.locator('#form-canvas').focus();
    await page.keyboard.press('/');
    await look('add-menu');
    await page.keyboard.press('Escape');
    await page.locator('.side.is-left .ant-segmented-item').nth(1).click();
    await page.locator('.selection-bar button').last().click();
    await look('outline-and-menu');
    await page.keyboard.press('Escape');
    await page.locator('.stage-bar .ant-segmented-item').nth(2).click();
    await look('phone');
    await page.locator('.stage-bar button[aria-pressed]').click();
    await page.locator('.fw-form').waitFor();
    await look('preview');
    expect(found.filter(([, violations]) => violations.length > 0)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
