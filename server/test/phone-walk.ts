import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { must } from '../../schema/core/result.ts';

const ROUTER = path.resolve(import.meta.dirname, '../../builder-ui/shell/router.tsx');
const ROUTE = /const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']*)'/g;

/** A phone as people hold it: narrow, and touched. */
export const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true } as const;

/** The addresses of all pages that one works or administers at, as the application's router has them. */
export async function workRoutes(): Promise<readonly string[]> {
  const routes = new Map<string, { readonly parent: string; readonly at: string }>();
  for (const [, name = '', parent = '', at = ''] of (await readFile(ROUTER, 'utf8')).matchAll(ROUTE))
    routes.set(name, { parent, at });
  const whole = (name: string): string => {
    const { parent, at } = must(routes.get(name), name);
    return `${routes.has(parent) ? whole(parent) : ''}${at}`.replace(/\/$/, '');
  };
  const frames = new Set([...routes.values()].map(({ parent }) => parent));
  return [...routes.keys()]
    .filter((name) => !frames.has(name))
    .map(whole)
    .filter((at) => at.startsWith('/w/') && !at.includes('/design'));
}

/**
 * What is wrong with a page for who holds a phone: it scrolls sideways, something reaches over its edge with nothing
 * around it that scrolls, or what is tapped is smaller than 24 pixels (WCAG 2.5.8; links in the midst of a text may be).
 */
const FAULTS = `(() => {
  const width = document.documentElement.clientWidth;
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const named = (one) => one.tagName.toLowerCase() + '.' + String(one.className?.baseVal ?? one.className).trim().replaceAll(/\\s+/g, '.') + ' “' + (one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 30) + '”';
  const found = [];
  if (document.documentElement.scrollWidth > width) found.push('the page is ' + document.documentElement.scrollWidth + ' wide');
  const isCut = (one) => {
    for (let at = one.parentElement; at !== null && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    return false;
  };
  for (const one of document.querySelectorAll('body *')) {
    const box = one.getBoundingClientRect();
    if (box.width > 1 && box.right > width + 1 && box.left < width + 400 && seen(one) && !isCut(one)) { found.push('over the edge: ' + named(one)); break; }
  }
  const targets = 'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=option], [role=menuitem], [role=switch], [role=radio], [role=checkbox]';
  for (const one of document.querySelectorAll(targets)) {
    if (one.closest('[inert], [aria-hidden=true]') !== null || !seen(one) || getComputedStyle(one).display === 'inline') continue;
    // What is tapped is the label around a box, and the frame around a field.
    const whole = one.closest('label, .ant-tabs-tab, .ant-select, .ant-picker, .ant-input-number, .ant-input-affix-wrapper, .ant-upload') ?? one;
    const box = whole.getBoundingClientRect();
    // What is drawn outside is for the keyboard.
    if (box.width <= 1 || box.height <= 1 || box.right <= 0) continue;
    if (Math.round(Math.min(box.width, box.height)) < 24) found.push(Math.round(box.width) + ' × ' + Math.round(box.height) + ': ' + named(one));
  }
  return [...new Set(found)];
})()`;

/** Says what of a page is wrong on a phone, and whether what one came for is on the screen. */
export async function phoneFaults(page: Page, primary?: string): Promise<readonly string[]> {
  const found = await page.evaluate<readonly string[]>(FAULTS);
  if (primary === undefined) return found;
  const box = await page.locator(primary).first().boundingBox();
  const { width, height } = PHONE.viewport;
  const isOn = box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
  return isOn ? found : [...found, `not on the screen: ${primary} ${JSON.stringify(box)}`];
}
