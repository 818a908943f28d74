import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { findTenant } from '../db/control-tenants.ts';
import { openPackTests } from '../pack-tests/publish-gate.ts';
import { placeOf } from '../tenancy/provision-tenant.ts';
import { documentOf, master, templateOf } from '../test/publishing.ts';
import { signedIn, startBench, type ServerBench, type TestAnswer, type TestClient } from '../test/running-server.ts';

let bench: ServerBench;
let owner: TestClient;
let acme: string;

beforeAll(async () => {
  bench = await startBench({}, openPackTests());
  owner = (await signedIn(bench.url, bench.operator)).client;
  acme = await bench.makeTenant(template());
  const rows = Array.from({ length: 25 }, (_, i) => ({
    name: `Buyer ${String(i).padStart(2, '0')}`,
    credit: String(i * 10),
  }));
  const made = await owner.ask(
    'mutation ($rows: [CustomerInput!]!) { createCustomers(inputs: $rows) { id } }',
    { rows },
    { path: `/t/${acme}/graphql` },
  );
  if (made.errors !== undefined) throw new Error(JSON.stringify(made.errors));
});
afterAll(() => bench?.stop());

const CREDIT: FieldDef = { id: 'credit', type: 'decimal(12,2)', label: { en: 'Credit', 'zh-CN': '信用额度' } };

function template(fields: readonly FieldDef[] = [CREDIT], more: object = {}, whole: Partial<Template> = {}): Template {
  return templateOf([master('Customer', fields, { label: { en: 'Customer', 'zh-CN': '客户' }, ...more })], {
    roles: [{ id: 'sales', label: { en: 'Sales', 'zh-CN': '销售' }, grants: [{ entity: 'Customer', can: ['read'] }] }],
    ...whole,
  });
}

function only<T>({ data, errors }: TestAnswer): T {
  expect(errors).toBeUndefined();
  return must(Object.values(data ?? {})[0], 'answer') as T;
}

async function schemaOf(tenant: string): Promise<string> {
  const { control, cells } = bench.server.application;
  return placeOf(cells, must(await findTenant(control, tenant), tenant)).schema;
}

async function member(roles: readonly string[]): Promise<TestClient> {
  const email = `d-${Math.random().toString(36).slice(2)}@example.com`;
  const answer = await owner.ask(
    'mutation ($t: String!, $e: String!, $r: [String!]!) { inviteUser(tenant: $t, email: $e, name: "Mei", roles: $r) { password issues { code } } }',
    { t: acme, e: email, r: roles },
  );
  const { password } = only<{ readonly password: string }>(answer);
  return (await signedIn(bench.url, { email, password })).client;
}

const IMPACT =
  'query ($t: String!, $d: JSONObject) { draftImpact(tenant: $t, document: $d) { impact { path kind entity sentence rows checked wouldFail wouldChange isExact blocks samples { id title values } reason } issues { code path } } }';
const CHANGES =
  'query ($t: String!, $d: JSONObject) { draftChanges(tenant: $t, document: $d) { from to gravest changes { kind class path sentence before after } issues { code path } } }';
const API =
  'query ($t: String!, $d: JSONObject) { draftApi(tenant: $t, document: $d) { api { sdl exampleQuery changes { kind path isBreaking } } issues { code path } } }';
const TESTS =
  'query ($t: String!, $d: JSONObject, $o: [ID!]) { templateTests(tenant: $t, document: $d, only: $o) { failed tests { id label origin holds sentence issues { code } } issues { code } } }';

const CHECKED = template([{ ...CREDIT, required: true }], {
  checks: [{ id: 'worth', when: "doc.credit >= dec('100')" }],
});

interface Impact {
  readonly impact: readonly Readonly<Record<string, unknown>>[];
  readonly issues: readonly { readonly code: string }[];
}

describe('what a draft would do to records', () => {
  it('[PUB-22] is told with numbers, sentences and the records, in the reader’s language', async () => {
    const en = only<Impact>(await owner.ask(IMPACT, { t: acme, d: documentOf(CHECKED) }));
    expect(en.issues).toEqual([]);
    expect(
      en.impact.map((one) => Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'samples'))),
    ).toEqual([
      {
        path: '/entities/Customer/fields/credit',
        kind: 'required',
        entity: 'Customer',
        sentence: '“Credit” of “Customer” must be filled',
        rows: 25,
        checked: 25,
        wouldFail: 0,
        wouldChange: 0,
        isExact: true,
        blocks: true,
        reason: 'All 25 records of “Customer” satisfy this.',
      },
      {
        path: '/entities/Customer/checks/worth',
        kind: 'check',
        entity: 'Customer',
        sentence: "“Customer” must satisfy: doc.credit >= dec('100')",
        rows: 25,
        checked: 25,
        wouldFail: 10,
        wouldChange: 0,
        isExact: true,
        blocks: false,
        reason: '10 of 25 records of “Customer” would fail this.',
      },
    ]);
    expect(en.impact[1]?.['samples']).toContainEqual({
      id: expect.any(String),
      title: 'Buyer 03',
      values: { credit: '30.00' },
    });
    const zh = await owner.ask(
      IMPACT,
      { t: acme, d: documentOf(CHECKED) },
      { headers: { 'Accept-Language': 'zh-CN' } },
    );
    expect(only<Impact>(zh).impact[1]).toMatchObject({ reason: '“客户”的 25 条记录中有 10 条不满足。' });
  });

  it('[PUB-23] names no record to a designer who may not read it, and is refused to who may not design', async () => {
    const designer = await member(['template.publish']);
    const told = only<Impact>(await designer.ask(IMPACT, { t: acme, d: documentOf(CHECKED) }));
    const samples = must(told.impact[1], 'check')['samples'] as readonly Readonly<Record<string, unknown>>[];
    expect(samples).toHaveLength(10);
    for (const sample of samples) expect(sample).toMatchObject({ title: null, values: {} });
    const both = await member(['template.publish', 'sales']);
    const seen = only<Impact>(await both.ask(IMPACT, { t: acme, d: documentOf(CHECKED) }));
    expect(seen.impact[1]?.['samples']).toContainEqual({
      id: expect.any(String),
      title: 'Buyer 03',
      values: { credit: '30.00' },
    });
    const sales = await member(['sales']);
    expect(only<Impact>(await sales.ask(IMPACT, { t: acme, d: documentOf(CHECKED) }))).toMatchObject({
      impact: [],
      issues: [{ code: 'FORBIDDEN' }],
    });
  });

  it('[DSG-131] objects have their number of records for who designs, and nobody else', async () => {
    const asked = 'query ($t: String!) { tenant(name: $t) { records { entity count isExact } } }';
    const designer = await member(['template.publish']);
    expect(only(await designer.ask(asked, { t: acme }))).toEqual({
      records: [{ entity: 'Customer', count: 25, isExact: true }],
    });
    expect(only(await (await member(['sales'])).ask(asked, { t: acme }))).toEqual({ records: [] });
    // A tenant of its own: others count the rows of this one.
    const many = await bench.makeTenant(template());
    const schema = await schemaOf(many);
    const add = (count: number): Promise<unknown> =>
      bench.database.database.query({
        text: `INSERT INTO "${schema}".customer (id, name, version, created_at, updated_at) SELECT gen_random_uuid(), 'Many', 1, now(), now() FROM generate_series(1, $1)`,
        params: [count],
      });
    await add(LIMITS.mapCountMax);
    expect(only(await owner.ask(asked, { t: many }))).toEqual({
      records: [{ entity: 'Customer', count: LIMITS.mapCountMax, isExact: true }],
    });
    await add(1);
    expect(only(await owner.ask(asked, { t: many }))).toMatchObject({ records: [{ isExact: false }] });
  });

  it('[PUB-22] asks for records in a state that goes, and says which', async () => {
    const flow = (states: readonly string[]): Template =>
      templateOf([master('Ticket', [], { label: { en: 'Ticket', 'zh-CN': '工单' } })], {
        pack: 'tickets',
        workflows: [
          {
            id: 'flow',
            of: 'Ticket',
            initial: 'open',
            states: states.map((id) => ({ id })),
            transitions: states.slice(1).map((to) => ({ id: `to${to}`, from: ['open'], to })),
          },
        ],
      });
    const tenant = await bench.makeTenant(flow(['open', 'shut', 'late']));
    const path = `/t/${tenant}/graphql`;
    const made = await owner.ask(
      'mutation { createTickets(inputs: [{ name: "A" }, { name: "B" }]) { id } }',
      {},
      { path },
    );
    const [first] = only<readonly { readonly id: string }[]>(made);
    await bench.database.database.query({
      text: `update "${await schemaOf(tenant)}".ticket set state = 'late' where id = $1`,
      params: [first?.id],
    });
    const told = only<Impact>(await owner.ask(IMPACT, { t: tenant, d: documentOf(flow(['open', 'shut'])) }));
    expect(told.impact).toMatchObject([
      {
        kind: 'option',
        sentence: '“Ticket” loses the state “Late”',
        checked: 2,
        wouldFail: 1,
        blocks: true,
        samples: [{ title: 'A' }],
      },
    ]);
  });

  it('[PUB-22] says what is wrong with a document that means nothing', async () => {
    const broken = documentOf(template([{ id: 'credit', type: 'nonsense' }]));
    const told = only<Impact>(await owner.ask(IMPACT, { t: acme, d: broken }));
    expect(told.impact).toEqual([]);
    expect(told.issues.length).toBeGreaterThan(0);
    expect(only<Impact>(await owner.ask(IMPACT, { t: acme })).issues).toEqual([
      { code: 'DRAFT_UNKNOWN', path: '/draft' },
    ]);
  });
});

interface Changes {
  readonly from: number | null;
  readonly to: number | null;
  readonly gravest: string;
  readonly changes: readonly Readonly<Record<string, unknown>>[];
  readonly issues: readonly { readonly code: string }[];
}

describe('what a draft changes', () => {
  it('[PLT-10] is told in sentences with what is written on both sides', async () => {
    const after = template([
      { ...CREDIT, required: true, max: '500', label: { en: 'Limit', 'zh-CN': '额度' } },
      { id: 'x_city', type: 'text' },
    ]);
    const told = only<Changes>(await owner.ask(CHANGES, { t: acme, d: documentOf(after) }));
    expect(told).toMatchObject({ from: 1, to: null, gravest: 'needsData', issues: [] });
    expect(told.changes).toEqual([
      {
        kind: 'labelChanged',
        class: 'safe',
        path: '/entities/Customer/fields/credit',
        sentence: '“Credit” is now called “Limit”',
        before: { label: { en: 'Credit', 'zh-CN': '信用额度' } },
        after: { label: { en: 'Limit', 'zh-CN': '额度' } },
      },
      {
        kind: 'requiredSet',
        class: 'needsData',
        path: '/entities/Customer/fields/credit',
        sentence: '“Limit” of “Customer” must be filled',
        before: {},
        after: { required: true },
      },
      {
        kind: 'boundsChanged',
        class: 'needsData',
        path: '/entities/Customer/fields/credit',
        sentence: '“Limit” of “Customer” is bounded –500 instead of nothing',
        before: {},
        after: { max: '500' },
      },
      {
        kind: 'fieldAdded',
        class: 'safe',
        path: '/entities/Customer/fields/x_city',
        sentence: '“Customer” gets the field “City”',
        before: null,
        after: { id: 'x_city', type: 'text' },
      },
    ]);
  });

  it('[PLT-10] is told as it is written where the draft means nothing yet, with what is wrong', async () => {
    const inForce = await owner.ask('query ($t: String!) { templateOf(tenant: $t) { document } }', { t: acme });
    const { document } = only<{ readonly document: object }>(inForce);
    const broken: unknown = JSON.parse(JSON.stringify(document).replace('decimal(12,2)', 'nonsense'));
    const zh = { headers: { 'Accept-Language': 'zh-CN' } };
    const told = only<Changes>(await owner.ask(CHANGES, { t: acme, d: broken }, zh));
    expect(told.issues.length).toBeGreaterThan(0);
    expect(told).toMatchObject({
      gravest: 'unchecked',
      changes: [
        {
          kind: 'propertyChanged',
          class: 'unchecked',
          path: '/entities/Customer/fields/credit/type',
          sentence: '“信用额度”的“类型”有变',
          before: 'decimal(12,2)',
          after: 'nonsense',
        },
      ],
    });
  });

  it('[PLT-10] compares versions either way, for every member, and says which there are not', async () => {
    const tenant = await bench.makeTenant(template());
    const two = documentOf(template([CREDIT, { id: 'city', type: 'text' }]));
    const published = await owner.ask(
      'mutation ($t: String!, $d: JSONObject) { publish(tenant: $t, document: $d) { version issues { code } } }',
      { t: tenant, d: two },
    );
    expect(published.data).toEqual({ publish: { version: 2, issues: [] } });
    const compare = (from: number, to: number) =>
      owner.ask(
        'query ($t: String!, $a: Int!, $b: Int!) { compareVersions(tenant: $t, from: $a, to: $b) { from to gravest changes { kind before after } issues { code path } } }',
        { t: tenant, a: from, b: to },
      );
    expect(only<Changes>(await compare(1, 2))).toEqual({
      from: 1,
      to: 2,
      gravest: 'safe',
      changes: [{ kind: 'fieldAdded', before: null, after: { id: 'city', type: 'text' } }],
      issues: [],
    });
    expect(only<Changes>(await compare(2, 1))).toMatchObject({
      gravest: 'lossy',
      changes: [{ kind: 'fieldRemoved', before: { id: 'city', type: 'text' }, after: null }],
    });
    expect(only<Changes>(await compare(2, 2)).changes).toEqual([]);
    expect(only<Changes>(await compare(7, 9)).issues).toEqual([
      { code: 'VERSION_UNKNOWN', path: '/from' },
      { code: 'VERSION_UNKNOWN', path: '/to' },
    ]);
  });
});

describe('the template’s own tests', () => {
  const tests = [
    {
      id: 'kept',
      label: { en: 'A limit is kept', 'zh-CN': '额度有效' },
      when: [{ create: 'Customer', input: { name: 'A', credit: '200' } }],
      then: { values: { credit: '200' } },
    },
    {
      id: 'refused',
      label: { en: 'A small limit is refused', 'zh-CN': '额度过低被拒绝' },
      when: [{ create: 'Customer', input: { name: 'A', credit: '1' } }],
      then: { refused: 'CHECK_FAILED' },
    },
  ] as const;

  interface Tests {
    readonly failed: number;
    readonly tests: readonly Readonly<Record<string, unknown>>[];
  }

  it('[PCK-25] run against the draft and tell in words what each found, without publishing', async () => {
    const document = documentOf(template([CREDIT], {}, { tests }));
    const en = only<Tests>(await owner.ask(TESTS, { t: acme, d: document }));
    expect(en).toMatchObject({
      failed: 1,
      tests: [
        { id: 'kept', label: 'A limit is kept', holds: true, sentence: '“A limit is kept” holds.', issues: [] },
        { id: 'refused', holds: false, issues: [{ code: 'TEST_NOT_REFUSED' }] },
      ],
    });
    const zh = await owner.ask(
      TESTS,
      { t: acme, d: document, o: ['refused'] },
      { headers: { 'Accept-Language': 'zh-CN' } },
    );
    expect(only<Tests>(zh).tests).toMatchObject([
      { id: 'refused', sentence: expect.stringMatching(/^“额度过低被拒绝”未通过：/) },
    ]);
    const mended = documentOf(
      template([CREDIT], { checks: [{ id: 'worth', when: "doc.credit >= dec('100')" }] }, { tests }),
    );
    expect(only<Tests>(await owner.ask(TESTS, { t: acme, d: mended })).failed).toBe(0);
    const after = await owner.ask('query ($n: String!) { tenant(name: $n) { version } }', { n: acme });
    expect(after.data).toEqual({ tenant: { version: 1 } });
  });
});

describe('the API of a draft', () => {
  it('[PLT-11] is its SDL, what it breaks, and an example that is valid in it', async () => {
    const document = documentOf(
      templateOf(
        [
          master('Customer', [{ id: 'city', type: 'text' }], { label: { en: 'Customer', 'zh-CN': '客户' } }),
          master('Order', [
            { id: 'customer', type: 'ref', to: 'Customer' },
            { id: 'amount', type: 'decimal(12,2)' },
          ]),
        ],
        { roles: template().roles ?? [] },
      ),
    );
    const { api, issues } = only<{
      readonly api: { readonly sdl: string; readonly exampleQuery: string; readonly changes: readonly unknown[] };
      readonly issues: readonly unknown[];
    }>(await owner.ask(API, { t: acme, d: document }));
    expect(issues).toEqual([]);
    const schema = buildSchema(api.sdl);
    expect(schema.getType('Order')).toBeDefined();
    expect(validate(schema, parse(api.exampleQuery))).toEqual([]);
    expect(api.exampleQuery).toContain('totalCount');
    expect(api.changes).toContainEqual({ kind: 'removed', path: 'Customer.credit', isBreaking: true });
    expect(api.changes).toContainEqual({ kind: 'added', path: 'Query.orders', isBreaking: false });
  });
});
