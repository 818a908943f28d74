import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flushed, openFormPage, showForm, startFormPages, until, type FormPages } from '../../test/form-page.ts';
import { keepFigures } from '../../test/kept-figures.ts';
import { tripTemplate, wideTemplate } from '../../test/trip-template.ts';

let pages: FormPages;
beforeAll(async () => {
  pages = await startFormPages();
});
afterAll(async () => {
  await pages?.stop();
});

const WHOLE = '订单A1编x编x编x编x';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** All 10,000 keys take a quarter of an hour; without FORMWORK_LONG a hundredth of them. */
const KEYS = process.env['FORMWORK_LONG'] === '1' ? 10_000 : 100;
const KEYS_PER_FIELD = 50;

/** Numbers in [0, 1) that are the same each time (Mulberry32), so that a failure can be repeated. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Gaps between keys from 15 to 300 ms, many of them about the 150 ms after which the form hears of a text. */
function gapMs(number: number): number {
  if (number < 0.72) return 15 + number * 25;
  return number < 0.94 ? 135 + (number - 0.72) * 136 : 165 + (number - 0.94) * 2_250;
}

/** Types into one field after the other; gives what was typed by field. */
async function typeKeys(page: Page, seed: number, count: number): Promise<ReadonlyMap<string, string>> {
  const random = numbersFrom(seed);
  const typed = new Map<string, string>();
  const names = Array.from({ length: 40 }, (_, index) => index).filter((index) => index % 5 < 2);
  for (let done = 0; done < count; done += KEYS_PER_FIELD) {
    const index = names[(done / KEYS_PER_FIELD) % names.length] ?? 0;
    await page.getByRole('textbox', { name: `Field ${index}`, exact: true }).focus();
    await page.keyboard.press('End');
    for (let key = 0; key < KEYS_PER_FIELD; key += 1) {
      const letter = LETTERS[Math.floor(random() * LETTERS.length)] ?? 'a';
      typed.set(`field${index}`, `${typed.get(`field${index}`) ?? ''}${letter}`);
      await page.keyboard.press(letter);
      await page.waitForTimeout(gapMs(random()));
    }
  }
  return typed;
}

async function throttle(page: Page, rate: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  return session;
}

describe('typing into a form', () => {
  it.each([
    [1, 7],
    [4, 11],
  ])(
    '[FORM-6] loses and doubles no key, at 15 to 300 ms between keys, CPU slowed %i times (seed %i)',
    async (rate, seed) => {
      const { page, troubles, close } = await openFormPage(pages);
      await showForm(page, { template: wideTemplate(200), entity: 'Wide', value: {} });
      await throttle(page, rate);
      const typed = await typeKeys(page, seed, KEYS / 2);
      const values = await flushed(page);
      const wrong = [...typed].filter(([name, text]) => values[name] !== text).length;
      keepFigures({ [`keys${rate}`]: KEYS / 2, [`wrong${rate}`]: wrong });
      for (const [name, text] of typed) expect([name, values[name]]).toEqual([name, text]);
      expect(troubles).toEqual([]);
      await close();
    },
    1_500_000,
  );

  it.each([1, 4])('[FORM-6] leaves a pinyin composition whole, CPU slowed %i times', async (rate) => {
    const { page, troubles, close } = await openFormPage(pages, { locale: 'zh-CN' });
    await showForm(page, { template: tripTemplate(), entity: 'Trip', value: {} });
    const session = await throttle(page, rate);
    const title = page.getByRole('textbox', { name: '标题' });
    await title.focus();
    await page.keyboard.type('订单A1', { delay: 30 });
    for (let time = 0; time < 4; time += 1) {
      // The pauses are longer than the 150 ms after which the form would hear of other keys.
      for (const [pinyin, pause] of [
        ['b', 40],
        ['bi', 260],
        ['bia', 60],
        ['bian', 400],
      ] as const) {
        await session.send('Input.imeSetComposition', {
          text: pinyin,
          selectionStart: pinyin.length,
          selectionEnd: pinyin.length,
        });
        await page.waitForTimeout(pause);
      }
      await session.send('Input.insertText', { text: '编' });
      await page.waitForTimeout(time % 2 === 0 ? 20 : 220);
      await page.keyboard.type('x');
    }
    const shown = await title.inputValue();
    const heard = (await flushed(page))['title'];
    keepFigures({ [`pinyinWrong${rate}`]: [shown, heard].filter((text) => text !== WHOLE).length });
    expect([shown, heard]).toEqual([WHOLE, WHOLE]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('[FORM-6] overwrites no field that is typed in, and shows at once what others changed elsewhere', async () => {
    const { page, close } = await openFormPage(pages);
    await showForm(page, { template: tripTemplate(), entity: 'Trip', value: { title: 'old', mail: 'a@b.c' } });
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' typed');
    await page.evaluate(`window.formBench.setValue({ title: 'theirs', mail: 'new@b.c' })`);
    await page.keyboard.type(' on', { delay: 200 });
    await expect.poll(() => title.inputValue()).toBe('old typed on');
    await expect.poll(() => page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe('new@b.c');
    await expect.poll(() => flushed(page)).toMatchObject({ title: 'old typed on', mail: 'new@b.c' });
    await page.keyboard.press('Tab');
    await page.evaluate(`window.formBench.setValue({ title: 'later', mail: 'new@b.c' })`);
    await until(page, `document.querySelector('[data-field=title] input').value === 'later'`);
    await close();
  });

  it('[FORM-6] keeps what was typed a moment before a tab closes', async () => {
    const { page, close } = await openFormPage(pages);
    await showForm(page, { template: tripTemplate(), entity: 'Trip', value: {} });
    await page.getByRole('textbox', { name: 'Days' }).focus();
    await page.keyboard.type('12');
    await page.getByRole('tab', { name: 'People' }).click();
    await page.getByRole('tab', { name: 'Figures' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Days' }).inputValue()).toBe('12');
    expect((await flushed(page))['days']).toBe(12);
    await close();
  });
});
