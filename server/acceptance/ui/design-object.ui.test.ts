import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeSource,
  choose,
  done,
  shotOf,
  startDesigner,
  violationsOf,
  type DesignerBench,
} from '../../test/designer-page.ts';
import { designerTemplate } from '../../test/designer-template.ts';

const BOSS = { id: 'boss', label: { en: 'Boss', 'zh-CN': '主管' }, grants: [] } as const;

let designer: DesignerBench;
let axe: string;
beforeAll(async () => {
  axe = await axeSource();
  designer = await startDesigner({ ...designerTemplate(), roles: [BOSS] });
});
afterAll(async () => {
  await designer?.stop();
});

const EN = { locale: 'en-GB', colorScheme: 'light' } as const;
const ZH = { locale: 'zh-CN', colorScheme: 'dark' } as const;

const label = (page: Page, field: string): Locator =>
  page.getByRole('textbox', { name: `Field of ${field}`, exact: true });
const undo = (page: Page): Promise<void> => page.getByRole('button', { name: 'Undo', exact: true }).click();
const focused = (page: Page): Promise<unknown> => page.evaluate(`document.activeElement?.getAttribute('aria-label')`);
const labels = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('.field-grid .field-label input')].map((one) => one.value)`);

/** Puts text on the clipboard's event as a spreadsheet does. */
async function paste(page: Page, block: string): Promise<void> {
  await page.evaluate(
    `(() => { const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(block)});
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); })()`,
  );
}

const CSV = `Licence plate;Bought on;Price;Fuel;In use
KI-FW 11;2024-03-01;18250.00;diesel;yes
KI-FW 12;2025-07-15;22100.50;electric;yes
KI-FW 13;2025-09-30;19999.00;diesel;no
KI-FW 14;2026-01-02;21000.00;electric;yes
KI-FW 15;2026-02-02;21500.00;electric;yes
KI-FW 16;2026-03-02;17900.00;diesel;no
KI-FW 17;2026-04-02;20300.00;diesel;yes
KI-FW 18;2026-05-02;23000.00;electric;yes
`;

describe('a new object', () => {
  it('[DSG-23] [DSG-123] [DSG-140] is made blank, by keys alone, is on the map, renamed and archived', async () => {
    const opened = await designer.open('new', EN);
    const { page } = opened;
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.keyboard.type('Visit report');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Visit report' }).waitFor();
    expect(page.url()).toContain('/design/o/x_VisitReport/fields');
    await expect.poll(() => labels(page)).toEqual(['Name']);
    await page.getByRole('link', { name: 'Objects' }).click();
    await expect
      .poll(() => page.locator('.map-card', { hasText: 'Visit report' }).innerText())
      .toMatch(/new[\s\S]*1 field/);
    await page.getByRole('link', { name: /^Customer/ }).click();
    const actions = page.getByRole('button', { name: /^Rename or archive/ });
    await actions.click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name of the object' }).fill('Client');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Client', level: 1 }).waitFor();
    await actions.click();
    await page.getByRole('menuitem', { name: 'Archive the object…' }).click();
    await dialog.getByText('The fields that refer to it go with it').waitFor();
    await page.waitForTimeout(350);
    expect(await violationsOf(page, axe)).toEqual([]);
    await dialog.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByText('“Client” is archived in the draft.').waitFor();
    await page.locator('.map-card', { hasText: 'Client' }).waitFor({ state: 'detached' });
    for (const name of ['Client', 'Customer']) {
      await undo(page);
      await page.locator('.map-card', { hasText: name }).waitFor();
    }
    await undo(page);
    await page.getByText(/^Undone: .*Visit report/).waitFor();
    await page.locator('.map-card', { hasText: 'Visit report' }).waitFor({ state: 'detached' });
    await done(opened);
  });

  it('[DSG-23] is made of a file: its columns, less those that are left out', async () => {
    const opened = await designer.open('new', EN);
    const { page } = opened;
    await page.getByRole('button', { name: /From Excel or CSV/ }).click();
    const file = { name: 'Vehicles.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('8 rows read').waitFor();
    await page.getByRole('checkbox', { name: 'Take: In use' }).uncheck();
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Vehicles');
    await shotOf(page, 'new-from-file');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Vehicles' }).waitFor();
    await expect.poll(() => labels(page)).toEqual(['Licence plate', 'Bought on', 'Price', 'Fuel']);
    const types = await page.locator('.field-grid .field-type-select').allInnerTexts();
    expect(types.map((one) => one.trim())).toEqual(['Text', 'Date', 'Money', 'Choice']);
    await page.getByRole('button', { name: 'Type of Fuel: 2 options' }).waitFor();
    await done(opened);
  });
});

describe('the grid of fields', () => {
  it('[DSG-130] opens the options of a choice where they are counted: named, added, coloured, pasted, taken back', async () => {
    const opened = await designer.open('o/Customer/fields', EN);
    const { page } = opened;
    await page.getByRole('textbox', { name: 'New field…' }).focus();
    await paste(page, 'Label\tType\nLevel of care\tChoice\n');
    const open = page.getByRole('button', { name: /^Type of Level of care: / });
    await open.focus();
    await page.keyboard.press('Enter');
    const options = page.getByRole('group', { name: 'Options of Level of care' });
    const names = (): Promise<readonly string[]> =>
      options.getByRole('textbox').evaluateAll((all) => all.map((one) => one.value));
    await options.getByRole('textbox', { name: 'Option 1' }).fill('High');
    await page.keyboard.press('ArrowDown');
    await options.getByRole('button', { name: /Add option/ }).click();
    await options.getByRole('textbox', { name: 'Option 3' }).waitFor();
    await options.getByRole('button', { name: 'Colour of “High”' }).click();
    await page.getByRole('menuitem', { name: 'Red' }).click();
    await options.locator('.swatch[data-color=red]').waitFor();
    await options.getByRole('button', { name: 'Paste a list' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Rare\nNever\nHigh');
    await page.getByRole('dialog').getByRole('button', { name: /^Add/ }).click();
    await options.getByRole('textbox', { name: 'Option 5' }).waitFor();
    await expect.poll(() => names()).toEqual(['High', 'Option 2', 'Option 3', 'Rare', 'Never']);
    expect(await violationsOf(page, axe)).toEqual([]);
    await options.getByRole('textbox', { name: 'Option 5' }).focus();
    await page.keyboard.press('Escape');
    await options.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('Type of Level of care: 5 options');
    await undo(page);
    await page.getByRole('button', { name: 'Type of Level of care: 3 options' }).waitFor();
    await done(opened);
  });

  it('[DSG-24] takes a pasted block, moves by keys, changes several at once, and gives all of it back', async () => {
    const opened = await designer.open('o/Customer/fields', EN);
    const { page } = opened;
    await label(page, 'City').waitFor();
    const before = await labels(page);
    // Wherever the focus is: without a cell, behind the last field.
    await page.getByRole('button', { name: 'New field', exact: true }).click();
    await expect.poll(() => focused(page)).toBe('New field…');
    await page.evaluate('document.activeElement.blur()');
    await paste(page, 'Label\tType\tRequired\nFax\t文本\tyes\nSince\tDate\t\nRank\tbanana\t\n');
    await label(page, 'Rank').waitFor();
    await page.getByText('Row 3: “banana” is no type').waitFor();
    await expect.poll(() => labels(page)).toEqual([...(Array.isArray(before) ? before : []), 'Fax', 'Since', 'Rank']);
    await label(page, 'Fax').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('Field of Since');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focused(page)).toBe('Type of Since');
    await label(page, 'Since').focus();
    await page.keyboard.press('Shift+Enter');
    await expect.poll(() => focused(page)).toBe('Field of Fax');
    await page.getByRole('checkbox', { name: 'Select Since' }).check();
    await page.getByRole('checkbox', { name: 'Select Rank' }).check();
    await page
      .getByRole('toolbar', { name: '2 selected' })
      .getByRole('button', { name: 'Required', exact: true })
      .click();
    const required = (field: string): Promise<boolean> =>
      page.getByRole('checkbox', { name: `Required of ${field}` }).isChecked();
    expect([await required('Since'), await required('Rank'), await required('City')]).toEqual([true, true, false]);
    // Ctrl-Z on a box that is ticked is the draft's, in a text the text's.
    await page.getByRole('checkbox', { name: 'Select Rank' }).focus();
    await page.keyboard.press('Control+z');
    expect([await required('Since'), await required('Rank')]).toEqual([false, false]);
    await page.keyboard.press('Control+z');
    await label(page, 'Rank').waitFor({ state: 'detached' });
    await expect.poll(() => labels(page)).toEqual(before);
    await done(opened);
  });

  it('[DSG-27] shows a text as it is typed though the draft has it without the blank; Escape takes back', async () => {
    const opened = await designer.open('o/Customer/fields', EN);
    const { page } = opened;
    const cell = label(page, 'City');
    await cell.waitFor();
    await cell.focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' or ');
    // The draft has the name without the blank by then, and the field with it.
    await label(page, 'City or').waitFor();
    await page.keyboard.type('town');
    await label(page, 'City or town').waitFor();
    await expect.poll(() => label(page, 'City or town').inputValue()).toBe('City or town');
    await page.keyboard.type('ship');
    await page.keyboard.press('Escape');
    await expect.poll(() => label(page, 'City or town').inputValue()).toBe('City or town');
    await page.getByRole('textbox', { name: 'Default of City or town' }).fill('Kiel');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('textbox', { name: 'Default of City or town' }).inputValue()).toBe('Kiel');
    await undo(page);
    await expect.poll(() => page.getByRole('textbox', { name: 'Default of City or town' }).inputValue()).toBe('');
    await done(opened);
  });
});

describe('a rule', () => {
  it('[DSG-25] is made by conditions, changed as a sentence and as a formula; all three say the same', async () => {
    const opened = await designer.open('o/Order/rules', EN);
    const { page } = opened;
    await page.getByRole('button', { name: 'New rule' }).click();
    await page.getByRole('menuitem', { name: /^Check/ }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog.getByRole('combobox', { name: 'Field', exact: true }), 'Amount');
    await choose(page, dialog.getByRole('combobox', { name: 'Comparison' }), 'is at least');
    await dialog.getByText('1 condition has no value yet.').waitFor();
    await expect.poll(() => dialog.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    await dialog.getByRole('spinbutton', { name: 'Value' }).fill('100');
    const meaning = dialog.locator('.expression-meaning');
    await meaning.getByText('Amount is at least 100').waitFor();
    await shotOf(page, 'rule-conditions');
    await dialog.getByText('Sentence', { exact: true }).click();
    const sentence = dialog.getByRole('textbox', { name: 'Sentence' });
    await expect.poll(() => sentence.inputValue()).toBe('Amount is at least 100');
    await sentence.fill('Amount is at least 250 and Level is High');
    await meaning.getByText('Amount is at least 250 and Level is “High”').waitFor();
    await dialog.getByText('Formula', { exact: true }).click();
    const formula = dialog.getByRole('textbox', { name: /^Formula of/ });
    expect((await formula.innerText()).replaceAll(/\s+/g, ' ')).toContain('doc.amount >=');
    await shotOf(page, 'rule-formula');
    await formula.fill("doc.amount >= dec('300') && doc.level == 'high'");
    await dialog.getByText('Conditions', { exact: true }).click();
    await expect.poll(() => dialog.getByRole('spinbutton', { name: 'Value' }).inputValue()).toBe('300');
    await expect.poll(() => dialog.locator('.rule').count()).toBe(2);
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.locator('.expression-words', { hasText: 'Amount is at least 300 and Level is “High”' }).waitFor();
    await undo(page);
    await undo(page);
    await page.locator('.expression-words', { hasText: 'Amount is at least 300' }).waitFor({ state: 'detached' });
    await done(opened);
  });
});

describe('a flow', () => {
  it('[DSG-26] [DSG-142] is made from nothing, with a state, its step and an approval, in Chinese', async () => {
    const opened = await designer.open('o/Customer/flow', ZH);
    const { page } = opened;
    await page.getByRole('button', { name: '创建流程' }).click();
    await page.getByRole('button', { name: '状态“草稿”' }).click();
    await page.getByRole('button', { name: '添加状态' }).click();
    const panel = page.locator('.flow-panel');
    await panel.getByRole('textbox', { name: '名称' }).fill('审核中');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '状态“审核中”' }).waitFor();
    const heads = await page.locator('.flow-state-head strong').allInnerTexts();
    expect(heads).toEqual(['草稿', '审核中', '完成']);
    await page.getByRole('button', { name: '操作“新操作”，到“审核中”' }).click();
    await panel.getByRole('textbox', { name: '名称' }).fill('提交');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: '添加审批' }).click();
    await panel.getByText('审批 1').waitFor();
    await choose(page, panel.getByRole('combobox', { name: '审批方式' }), '会签：全部同意');
    await page.locator('.flow-step', { hasText: '提交' }).getByText('审批 × 1').waitFor();
    // A role is found by the first letters of its pinyin.
    await panel.getByRole('combobox', { name: '谁可以操作' }).click();
    await page.keyboard.type('zg');
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option-active', { hasText: '主管' }).waitFor();
    await page.keyboard.press('Enter');
    await panel.locator('.ant-select-selection-item', { hasText: '主管' }).first().waitFor();
    await page.keyboard.press('Escape');
    // A step leads from somewhere: the last of its states can't be taken out.
    await panel.getByRole('combobox', { name: '从' }).press('Backspace');
    await page.locator('.flow-state').first().locator('.flow-step', { hasText: '提交' }).waitFor();
    await expect.poll(() => page.locator('.draft-issues').count()).toBe(0);
    await shotOf(page, 'flow-zh-dark');
    await page.getByRole('button', { name: '状态“审核中”' }).click();
    await panel.getByRole('button', { name: '删除该状态及相关操作' }).click();
    await page.getByRole('button', { name: '状态“审核中”' }).waitFor({ state: 'detached' });
    // The keyboard goes on from the state that records begin in.
    await page.locator('.flow-state-head:focus', { hasText: '草稿' }).waitFor();
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await page.getByRole('button', { name: '操作“提交”，到“审核中”' }).waitFor();
    await done(opened);
  });
});

/** Each page, and what is seen on it alone. */
const PAGES = [
  ['/new', '.new-object'],
  ['/o/Order/fields', '.field-grid'],
  ['/o/Order/form', '#form-canvas'],
  ['/o/Order/views', '.view-list'],
  ['/o/Order/rules', '.rules-list'],
  ['/o/Order/flow', '.flow-empty'],
  ['', '.map-card'],
] as const;

/** Pages with a list to choose from. */
const SELECTS = [
  ['/o/Order/fields', '.field-type-select'],
  ['/o/Order/views', '.side.is-right .ant-select'],
  ['/o/Order/rules', '.rules-bar > .ant-btn, .rules-bar .ant-dropdown-trigger'],
] as const;

/** What the sheets of the form are not right in: of the settings the field is seen, of what is added its name is typed. */
async function formOnPhone(page: Page, locale: string): Promise<readonly string[]> {
  const tools = page.locator('.phone-tools button');
  const chosen = page.locator('#form-canvas [role=treeitem][aria-selected=true]').last();
  await page.locator('#form-canvas [role=treeitem]').last().click();
  await tools.nth(2).click();
  const sheet = await page.locator('.phone-sheet').boundingBox();
  const above = await chosen.boundingBox();
  const isHidden = sheet === null || above === null || above.y >= sheet.y;
  const wrong = (await violationsOf(page, axe)).map((one) => `${locale} settings on a phone: ${one}`);
  await tools.nth(0).click();
  await page.locator('.phone-sheet .palette-item').last().click();
  await page.locator('.phone-sheet').waitFor({ state: 'detached' });
  await shotOf(page, `phone-form-${locale}`);
  return isHidden ? [...wrong, `${locale} the chosen part is behind its settings`] : wrong;
}

describe('the pages of an object', () => {
  it('[DSG-28] [DSG-111] [DSG-144] fit a phone and say nothing wrong, in both languages', async () => {
    const wide: string[] = [];
    for (const look of [EN, ZH]) {
      const opened = await designer.open('', look);
      const { page, tenant } = opened;
      for (const width of [360, 800]) {
        await page.setViewportSize({ width, height: 800 });
        for (const [at, shown] of PAGES) {
          await page.evaluate(`history.pushState({}, '', '/w/${tenant}/design${at}')`);
          await page.locator(shown).first().waitFor();
          const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          if (typeof over !== 'number' || over > 0) wide.push(`${look.locale} ${width} ${at} ${String(over)}`);
          if (width === 360 && at === '/o/Order/form') wide.push(...(await formOnPhone(page, look.locale)));
        }
      }
      await page.setViewportSize({ width: 1024, height: 768 });
      await page.evaluate(`history.pushState({}, '', '/w/${tenant}/design/o/Order/form')`);
      await page.locator('#form-canvas').waitFor();
      expect((await page.locator('.stage').boundingBox())?.width).toBeGreaterThan(1024 * 0.4);
      // With what opens over a page open.
      await page.setViewportSize({ width: 1440, height: 900 });
      for (const [at, select] of SELECTS) {
        await page.evaluate(`history.pushState({}, '', '/w/${tenant}/design${at}')`);
        await page.locator(select).first().click();
        await page.locator('.ant-select-dropdown, .ant-dropdown').last().waitFor();
        await page.waitForTimeout(350);
        await shotOf(page, `select${at.replaceAll('/', '-')}-${look.locale}`);
        wide.push(...(await violationsOf(page, axe)).map((one) => `${look.locale} ${at} ${one}`));
        await page.keyboard.press('Escape');
      }
      await done(opened);
    }
    expect(wide).toEqual([]);
  });
});
