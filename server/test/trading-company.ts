import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { must } from '../../schema/core/result.ts';
import type { Locale, Text } from '../../schema/core/text.ts';
import type { EntityDef, Template, WorkflowDef } from '../../schema/template/template.ts';
import { putShippedRecords } from '../import/put-shipped.ts';
import { openBrowser } from './browser.ts';
import { navigate, NOTHING_KEPT } from './designer-page.ts';
import { PHONE } from './phone-walk.ts';
import { signedIn, startBench, type ServerBench, type TestClient } from './running-server.ts';

/** Who works in the trading company, each with the rights of one role. */
export const PEOPLE = {
  sam: { name: 'Sam Seller', roles: ['sales'] },
  max: { name: 'Max Manager', roles: ['sales.manager'] },
  wen: { name: 'Wen Warehouse', roles: ['warehouse'] },
  sue: { name: 'Sue Supervisor', roles: ['stock.supervisor'] },
  pat: { name: 'Pat Purchaser', roles: ['purchasing'] },
  fin: { name: 'Fin Finance', roles: ['finance'] },
  cara: { name: 'Cara Committee', roles: ['points.committee'] },
  ada: { name: 'Ada Admin', roles: ['points.admin'] },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly roles: readonly string[] }>>;

export type PersonName = keyof typeof PEOPLE;

/** A company made of the shipped packs, with goods, partners and funded points, and its people at their desks. */
export interface TradingCompany {
  readonly bench: ServerBench;
  readonly tenant: string;
  /** The person's browser, opened when first asked for. */
  desk(who: PersonName): Promise<Desk>;
  /** The owner's phone, in English. */
  phone(): Promise<Desk>;
  /** A question to the tenant's API as its owner. */
  told(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

/** What is typed into a field: text as it is, a choice by what finds it. */
export type Typed = string | { readonly choose: string };

/** What is typed into rows of lines, from the first on. */
type Lines = readonly Readonly<Record<string, Typed>>[];

/** One person in front of the workplace, who knows what to do by its labels. */
export interface Desk {
  readonly page: Page;
  /** Console errors and warnings, broken scripts and policy violations. */
  readonly troubles: readonly string[];
  /** Fills a new record and saves it; gives its id. */
  make(entity: string, values: Readonly<Record<string, Typed>>, lines?: Lines): Promise<string>;
  open(entity: string, id: string): Promise<void>;
  /** Makes the document that comes next of the record that is open, with what it begins with; gives its id. */
  follow(target: string, values: Readonly<Record<string, Typed>>, lines: Lines): Promise<string>;
  /** Takes a step of the record that is open. */
  step(entity: string, transition: string, given?: StepGiven): Promise<void>;
  go(at: string): Promise<void>;
}

export interface StepGiven {
  readonly reason?: string;
  readonly input?: Readonly<Record<string, Typed>>;
  /** Whether it is known to ask for an approval. */
  readonly asks?: boolean;
}

const PACKS = ['core', 'inventory', 'sales', 'purchasing', 'points'];
const INVITE =
  'mutation ($t: String!, $e: String!, $n: String!, $r: [String!]!) { inviteUser(tenant: $t, email: $e, name: $n, roles: $r) { password issues { code } } }';
const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { issues { code } } }';

/** The words of the application that a person looks for. */
const WORDS = {
  save: { en: 'Save', 'zh-CN': '保存' },
  more: { en: 'More actions', 'zh-CN': '更多操作' },
  sent: { en: 'Sent for approval.', 'zh-CN': '已提交审批。' },
  reason: { en: 'Reason', 'zh-CN': '原因' },
} as const;

/** Who stands among goods or with customers works at a phone of 360 pixels, by finger. */
const ON_PHONES: ReadonlySet<PersonName> = new Set(['sam', 'wen']);

/** `localeOf` says in which language each person works. */
export async function startTradingCompany(localeOf: (who: PersonName) => Locale): Promise<TradingCompany> {
  const bench = await startBench({}, { putRecords: putShippedRecords });
  const browser = await openBrowser();
  const { client } = await signedIn(bench.url, bench.operator);
  const tenant = 'trading-day';
  for (const pack of PACKS) {
    const file = path.resolve(import.meta.dirname, `../../templates/${pack}/template.json`);
    const document: unknown = JSON.parse(await readFile(file, 'utf8'));
    await platform(client, 'mutation ($d: JSONObject!) { registerPack(document: $d) { issues { code } } }', {
      d: document,
    });
  }
  await platform(
    client,
    'mutation ($n: String!, $p: [String!]!) { createTenant(name: $n, label: "Baker & Sons", timeZone: "Asia/Shanghai", packs: $p) { issues { code message } } }',
    { n: tenant, p: PACKS },
  );
  const passwords = new Map<PersonName, string>();
  for (const [who, { name, roles }] of entriesOf(PEOPLE)) {
    const invited = await platform(client, INVITE, {
      t: tenant,
      e: emailOf(who),
      n: name,
      r: [...roles, 'points.member'],
    });
    passwords.set(who, String((invited['inviteUser'] as { readonly password: unknown }).password));
  }
  const template = (
    (await platform(client, 'query ($t: String!) { templateOf(tenant: $t) { document } }', { t: tenant }))[
      'templateOf'
    ] as { readonly document: Template }
  ).document;
  const told: TradingCompany['told'] = async (query, variables = {}) => {
    const answer = await client.ask(query, variables, { path: `/t/${tenant}/graphql` });
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data ?? {};
  };
  const desks = new Map<PersonName, Promise<Desk>>();
  const placeIn = (locale: Locale): Place => {
    return { url: `${bench.url}/w/${tenant}`, bench, browser, words: wordsOf(template, locale), locale };
  };
  return {
    bench,
    tenant,
    told,
    desk: (who) => {
      const desk =
        desks.get(who) ??
        openDesk(
          placeIn(localeOf(who)),
          { email: emailOf(who), password: must(passwords.get(who), who) },
          ON_PHONES.has(who) ? PHONE : undefined,
        );
      desks.set(who, desk);
      return desk;
    },
    phone: () => openDesk(placeIn('en'), bench.operator, PHONE),
    async stop() {
      await browser.close();
      await bench.stop();
    },
  };
}

const emailOf = (who: PersonName): string => `${who}@trade.example`;

function entriesOf<Key extends string, Value>(
  object: Readonly<Record<Key, Value>>,
): readonly (readonly [Key, Value])[] {
  return Object.keys(object).map((key) => [key as Key, object[key as Key]] as const);
}

async function platform(
  client: TestClient,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await client.ask(query, variables);
  const issues = Object.values(data ?? {}).flatMap(
    (part) => (part as { issues?: readonly unknown[] } | null)?.issues ?? [],
  );
  if (errors !== undefined || issues.length > 0) throw new Error(JSON.stringify(errors ?? issues));
  return data ?? {};
}

interface Words {
  readonly field: (entity: string, field: string) => string;
  readonly line: (entity: string, field: string, row: number) => string;
  readonly transition: (entity: string, transition: string) => string;
  readonly newOf: (entity: string) => string;
  readonly app: (word: keyof typeof WORDS) => string;
}

function wordsOf({ entities = [], workflows = [] }: Template, locale: Locale): Words {
  const textOf = (text: Text | undefined, id: string): string => text?.[locale] ?? id;
  const entityOf = (id: string): EntityDef =>
    must(
      entities.find((one) => one.id === id),
      id,
    );
  const workflowOf = (id: string): WorkflowDef =>
    must(
      workflows.find(({ of }) => of === id),
      id,
    );
  const field = (entity: string, id: string): string =>
    textOf(entityOf(entity).fields.find((one) => one.id === id)?.label, id);
  return {
    field,
    line: (entity, id, row) => {
      const lines = entityOf(entity).fields.find(({ type }) => type === 'lines');
      const of = must(lines !== undefined && 'of' in lines ? lines.of : undefined, `lines of ${entity}`);
      const label = field(of, id);
      return locale === 'en' ? `${label}, row ${row}` : `第 ${row} 行 ${label}`;
    },
    transition: (entity, id) => textOf(workflowOf(entity).transitions.find((one) => one.id === id)?.label, id),
    newOf: (id) => `${locale === 'en' ? 'New ' : '新建'}${textOf(entityOf(id).label, id)}`,
    app: (word) => WORDS[word][locale],
  };
}

/** What was not there before. */
const NEW = ':not([data-left])';

/** Marks what is there now: the page is not loaded anew, and what comes next looks the same. */
async function leaveBehind(page: Page, selector: string): Promise<void> {
  await page.evaluate(
    `for (const one of document.querySelectorAll(${JSON.stringify(selector)})) one.setAttribute('data-left', '')`,
  );
}

interface Place {
  readonly url: string;
  readonly bench: ServerBench;
  readonly browser: Browser;
  readonly words: Words;
  readonly locale: Locale;
}

async function openDesk(
  place: Place,
  { email, password }: { readonly email: string; readonly password: string },
  device: BrowserContextOptions = { viewport: { width: 1_440, height: 900 } },
): Promise<Desk> {
  const { url, bench, browser, words, locale } = place;
  const context = await browser.newContext({
    locale: locale === 'en' ? 'en-GB' : 'zh-CN',
    ...device,
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript({ content: NOTHING_KEPT });
  const page = await context.newPage();
  const press = async (target: Locator): Promise<void> => (device.hasTouch === true ? target.tap() : target.click());
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  const signIn = await page.request.post(`${bench.url}/platform/graphql`, {
    data: { query: SIGN_IN, variables: { email, password } },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  if (!signIn.ok()) throw new Error(`${email} can't sign in: ${await signIn.text()}`);
  const go = async (at: string): Promise<void> => {
    if (page.url() === 'about:blank') await page.goto(`${url}/${at}`);
    else await navigate(page, `${url}/${at}`);
  };
  /** The form of the address it went to, and not the one that it left. */
  const goToForm = async (at: string): Promise<void> => {
    await leaveBehind(page, '.fw-form');
    await go(at);
    await page.locator(`.fw-form${NEW}`).waitFor();
  };
  const type = async (label: string, typed: Typed, inside = page.locator('body')): Promise<void> => {
    if (typeof typed === 'string') {
      await inside.getByRole('textbox', { name: label }).first().fill(typed);
      return;
    }
    const combo = inside.getByRole('combobox', { name: label }).first();
    await combo.fill(typed.choose);
    const option = page.getByRole('option', { name: typed.choose }).first();
    await option.waitFor();
    if (device.hasTouch === true) await option.tap();
    else await combo.press('Enter');
  };
  const fill = async (entity: string, values: Readonly<Record<string, Typed>>, lines: Lines): Promise<string> => {
    for (const [field, typed] of Object.entries(values)) await type(words.field(entity, field), typed);
    for (const [index, line] of lines.entries()) {
      const first = words.line(entity, must(Object.keys(line)[0], 'a column'), index + 1);
      if ((await page.getByLabel(first, { exact: true }).count()) === 0) await press(page.locator('.fw-add').first());
      for (const [field, typed] of Object.entries(line)) await type(words.line(entity, field, index + 1), typed);
    }
    return saved();
  };
  const saved = async (): Promise<string> => {
    await press(page.getByRole('button', { name: words.app('save'), exact: true }));
    await page.waitForURL(/\/e\/\w+\/[0-9a-f-]{36}/);
    return must(/[0-9a-f-]{36}/.exec(new URL(page.url()).pathname)?.[0], 'the id of the new record');
  };
  return {
    page,
    troubles,
    go,
    async make(entity, values, lines = []) {
      await goToForm(`e/${entity}/new`);
      return fill(entity, values, lines);
    },
    async open(entity, id) {
      await goToForm(`e/${entity}/${id}`);
    },
    async follow(target, values, lines) {
      await leaveBehind(page, '.fw-form');
      await press(page.locator('.record-actions').getByRole('button', { name: words.newOf(target) }));
      await page.locator(`.fw-form${NEW}`).waitFor();
      return fill(target, values, lines);
    },
    async step(entity, transition, { reason, input = {}, asks = false } = {}) {
      const label = words.transition(entity, transition);
      await leaveBehind(page, '.ant-message-notice');
      // What barred it may have been told of as it was a moment ago.
      const button = page.locator('.record-head').getByRole('button', { name: new RegExp(`^${label}(\\s|$)`) });
      await press(button.and(page.locator(':not(.is-barred)')));
      if (reason !== undefined || Object.keys(input).length > 0) {
        const dialog = page.getByRole('dialog');
        for (const [field, typed] of Object.entries(input)) await type(words.field(entity, field), typed, dialog);
        if (reason !== undefined) await dialog.getByRole('textbox', { name: words.app('reason') }).fill(reason);
        await press(dialog.getByRole('button', { name: label }));
        await dialog.waitFor({ state: 'hidden' });
      }
      const answer = asks ? words.app('sent') : label;
      await page.locator(`.ant-message-notice${NEW}`, { hasText: answer }).first().waitFor();
    },
  };
}
