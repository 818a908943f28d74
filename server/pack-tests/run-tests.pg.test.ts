import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderIssue } from '../../schema/core/issues.ts';
import { must } from '../../schema/core/result.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { parseTemplate } from '../../schema/template/parse.ts';
import type { ScenarioDef, TestDef } from '../../schema/template/template-tests.ts';
import type { Template } from '../../schema/template/template.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { master, publishContext, newBench, templateOf } from '../test/publishing.ts';
import { EPHEMERAL_PREFIX } from './ephemeral-tenant.ts';
import { openPackTests } from './publish-gate.ts';
import { runTests } from './run-tests.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const text = (en: string): { readonly en: string; readonly 'zh-CN': string } => ({ en, 'zh-CN': en });

/** A till: pay in and out, never below zero, large sums with a second pair of eyes. */
function till(tests: readonly TestDef[], more: Partial<Template> = {}): Template {
  return templateOf(
    [
      master('Till', [{ id: 'keeper', type: 'user' }]),
      {
        id: 'Payment',
        kind: 'document',
        label: text('Payment'),
        title: 'what',
        checks: [{ id: 'some', when: "doc.amount > dec('0')", message: text('Pay something') }],
        fields: [
          { id: 'what', type: 'text' },
          { id: 'till', type: 'ref', to: 'Till', required: true },
          { id: 'amount', type: 'money', required: true },
          { id: 'by', type: 'user', default: 'actor.id' },
          { id: 'at', type: 'datetime', default: 'now()' },
          { id: 'double', type: 'money', formula: 'doc.amount * 2', stored: true },
          { id: 'lines', type: 'lines', of: 'Slip' },
        ],
      },
      { id: 'Slip', kind: 'line', label: text('Slip'), fields: [{ id: 'no', type: 'int' }] },
    ],
    {
      ledgers: [
        {
          id: 'cash',
          mode: 'balance',
          dimensions: [{ id: 'till', ref: 'Till' }],
          measures: [{ id: 'amount', type: 'money', min: '0' }],
        },
      ],
      postings: [
        { id: 'out', of: 'Payment', ledger: 'cash', key: { till: 'doc.till' }, move: { amount: '-doc.amount' } },
      ],
      workflows: [
        {
          id: 'flow',
          of: 'Payment',
          initial: 'draft',
          states: [{ id: 'draft' }, { id: 'paid', class: 'posted' }],
          transitions: [
            {
              id: 'pay',
              from: ['draft'],
              to: 'paid',
              roles: ['clerk'],
              approvals: [{ id: 'eyes', when: "doc.amount >= dec('100')", mode: 'any', roles: ['boss'] }],
              post: ['out'],
            },
          ],
        },
      ],
      roles: ['clerk', 'boss'].map((id) => ({
        id,
        label: text(id),
        grants: [{ entity: '*', can: ['read', 'create', 'update', 'delete'] as const }],
      })),
      tests,
      ...more,
    },
  );
}

const GIVEN = {
  as: 'clerk',
  records: [{ entity: 'Till', as: 'front', values: { name: 'Front', keeper: 'clerk' } }],
  ledger: { cash: [{ till: 'front', amount: '50' }] },
};
const paying = (amount: string): ScenarioDef['when'] => [
  { create: 'Payment', name: 'p', input: { till: 'front', amount } },
  { transition: 'pay', on: 'p' },
];

/** What a run finds, as `code place {what it says}`. */
async function found(template: Template): Promise<readonly string[]> {
  // Read as a document is: what the format refuses must not be tested here.
  const parsed = parseTemplate(JSON.parse(JSON.stringify(template)));
  const resolved = resolveModel(must(parsed.ok ? parsed.value : null, 'template'));
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues, null, 1));
  const report = await runTests(db.database, resolved.value, { template, locale: 'en' });
  return report.results.flatMap(({ issues }) =>
    issues.map((one) => `${one.code} ${one.path} ${renderIssue(one, 'en').message}`),
  );
}

describe('tests of a template', () => {
  it('[PCK-3] take no field that the roles of who takes the step can not write', async () => {
    const [clerk] = till([]).roles ?? [];
    const grant = { entity: 'Payment', can: ['read', 'create', 'update'], lock: ['by', 'what'] } as const;
    const roles = [{ ...must(clerk, 'role'), grants: [grant, { entity: 'Till', can: ['read'] as const }] }];
    const tests: readonly TestDef[] = [
      {
        id: 'locked',
        given: GIVEN,
        when: [{ create: 'Payment', input: { till: 'front', by: 'clerk', amount: '1' } }],
        then: { refused: 'FORBIDDEN', counts: { Payment: 0 } },
      },
      {
        id: 'lockedLater',
        given: {
          ...GIVEN,
          records: [...GIVEN.records, { entity: 'Payment', as: 'p', values: { till: 'front', amount: '1' } }],
        },
        when: [
          { update: 'p', patch: { amount: '2' } },
          { update: 'p', patch: { what: 'Tea' } },
        ],
        then: { refused: 'FORBIDDEN', values: { what: null, amount: '2' } },
      },
    ];
    expect(await found(till(tests, { roles, workflows: [] }))).toEqual([]);
  });

  it('[PCK-3] [PCK-4] [PCK-5] hold when everything is as they say: state, values, lines, references, people, balances, counts', async () => {
    const tests: readonly TestDef[] = [
      {
        id: 'pays',
        given: GIVEN,
        when: [
          { create: 'Payment', name: 'p', input: { till: 'front', amount: '20.5', lines: [{ no: 1 }, { no: 2 }] } },
          { transition: 'pay', on: 'p' },
        ],
        then: {
          state: 'paid',
          values: {
            amount: '20.50',
            double: '41',
            till: 'front',
            by: 'clerk',
            what: null,
            lines: [{ no: 1 }, { no: 2 }],
          },
          balances: { cash: [{ till: 'front', amount: '29.5' }] },
          counts: { Payment: 1, Till: 1 },
        },
      },
      { id: 'tooMuch', given: GIVEN, when: paying('51'), then: { refused: 'LEDGER_BELOW_MINIMUM', state: 'draft' } },
      {
        id: 'waits',
        given: { ...GIVEN, ledger: { cash: [{ till: 'front', amount: '500' }] } },
        when: paying('100'),
        then: { awaits: 'pay', state: 'draft' },
      },
      {
        id: 'decided',
        given: { ...GIVEN, ledger: { cash: [{ till: 'front', amount: '500' }] } },
        when: [...paying('100'), { decide: 'approve', on: 'p', as: 'boss' }],
        then: { state: 'paid', balances: { cash: [{ till: 'front', amount: '400' }] } },
      },
      {
        id: 'people',
        given: { ...GIVEN, people: { ann: ['clerk', 'boss'] } },
        when: [{ create: 'Payment', input: { till: 'front', amount: '1' }, as: 'ann' }],
        then: { values: { by: 'ann' } },
      },
      {
        id: 'clock',
        given: GIVEN,
        when: paying('1').slice(0, 1),
        then: { values: { at: '2026-01-05T09:00:00Z' } },
      },
      {
        id: 'later',
        given: { ...GIVEN, at: '2026-03-01T09:00:00+08:00' },
        when: [{ wait: 'P1D' }, ...paying('1').slice(0, 1)],
        then: { values: { at: '2026-03-02T01:00:00Z' } },
      },
      {
        id: 'theServer',
        given: { records: GIVEN.records },
        when: paying('1').slice(0, 1),
        then: { values: { by: null } },
      },
      {
        id: 'gone',
        given: GIVEN,
        when: [...paying('1').slice(0, 1), { delete: 'p' }],
        then: { counts: { Payment: 0 } },
      },
      {
        id: 'changed',
        given: GIVEN,
        when: [...paying('1').slice(0, 1), { update: 'p', patch: { amount: '2' } }],
        then: { values: { double: '4' } },
      },
    ];
    expect(await found(till(tests))).toEqual([]);
  });

  it('[PCK-6] tell everything that is otherwise, with its place, what was expected and what was found', async () => {
    const tests: readonly TestDef[] = [
      { id: 'state', given: GIVEN, when: paying('1'), then: { state: 'draft' } },
      { id: 'values', given: GIVEN, when: paying('1'), then: { values: { amount: '2', by: 'boss', double: '2' } } },
      {
        id: 'balance',
        given: GIVEN,
        when: paying('1'),
        then: { balances: { cash: [{ till: 'front', amount: '50' }] } },
      },
      { id: 'notRefused', given: GIVEN, when: paying('1'), then: { refused: 'CHECK_FAILED', state: 'draft' } },
      { id: 'otherwise', given: GIVEN, when: paying('99'), then: { refused: 'CHECK_FAILED' } },
      { id: 'step', given: GIVEN, when: paying('0'), then: { state: 'paid' } },
      { id: 'awaits', given: GIVEN, when: paying('1'), then: { awaits: 'pay' } },
      { id: 'counts', given: GIVEN, when: paying('1'), then: { counts: { Payment: 2 } } },
      {
        id: 'given',
        given: { ...GIVEN, records: [{ entity: 'Till', as: 'front', values: { name: 'F', keeper: 'nobody' } }] },
        when: [],
        then: {},
      },
      { id: 'form', given: { ...GIVEN, ledger: { cash: [{ till: 'back', amount: 'x' }] } }, when: [], then: {} },
    ];
    expect(await found(till(tests))).toEqual([
      'TEST_STATE /tests/0/then/state Test "state": "p" should be in state draft and is in paid.',
      'TEST_VALUE /tests/1/then/values/amount Test "values": amount of "p" should be 2 and is 1.0000.',
      'TEST_VALUE /tests/1/then/values/by Test "values": by of "p" should be boss and is clerk.',
      'TEST_BALANCE /tests/2/then/balances/cash/0/amount Test "balance": amount in cash for front should be 50 and is 49.',
      'TEST_NOT_REFUSED /tests/3/when/1 Test "notRefused": step 2 should be refused with CHECK_FAILED, but was done.',
      'TEST_STATE /tests/3/then/state Test "notRefused": "p" should be in state draft and is in paid.',
      'TEST_REFUSED_OTHERWISE /tests/4/when/1 Test "otherwise": step 2 should be refused with CHECK_FAILED, but was refused with LEDGER_BELOW_MINIMUM.',
      'TEST_STEP_REFUSED /tests/5/when/0 Test "step": step 1 is refused with CHECK_FAILED: Pay something',
      'TEST_AWAITS /tests/6/then/awaits Test "awaits": "p" should wait for a decision on pay; it waits for –.',
      'TEST_COUNT /tests/7/then/counts/Payment Test "counts": there should be 2 of Payment, and there are 1.',
      'TEST_GIVEN_REFUSED /tests/8/given Test "given" could not begin: what is given is refused with REFERENCE_NOT_FOUND: "keeper" names no existing User.',
      'TEST_FORM /tests/9/given/ledger/cash/0/till Test "form": "back" does not fit the ledger here.',
      'TEST_FORM /tests/9/given/ledger/cash/0/amount Test "form": "x" does not fit the ledger here.',
    ]);
  });

  it('[PCK-2] leave nothing behind: no schema, no role, and each begins with an empty tenant', async () => {
    const counted: TestDef = {
      id: 'one',
      given: GIVEN,
      when: paying('1').slice(0, 1),
      then: { counts: { Payment: 1, Till: 1 } },
    };
    expect(await found(till([counted, { ...counted, id: 'two' }, { ...counted, id: 'three' }]))).toEqual([]);
    const left = await db.database.query({
      text: `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE $1 UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE $1 AND pg_has_role(rolname, 'MEMBER') AND NOT EXISTS (SELECT FROM pg_database WHERE datname <> current_database() AND datname LIKE 'test%')`,
      params: [`${EPHEMERAL_PREFIX.replaceAll('_', '\\_')}%`],
    });
    expect(left).toEqual([]);
  });
});

const TABLE: TestDef = {
  id: 'names',
  rule: 'entities/Till/checks/named/when',
  of: 'Till',
  cases: [
    { id: 'one', doc: { name: 'Till 1' }, gives: true },
    { id: 'two', doc: { name: 'Front' }, gives: true },
  ],
};

describe('publishing', () => {
  const holds: TestDef = { id: 'holds', given: GIVEN, when: paying('1'), then: { state: 'paid' } };
  const fails: TestDef = { id: 'fails', given: GIVEN, when: paying('1'), then: { state: 'draft' } };

  it('[PCK-7] is refused while a test fails, unless the publisher says why in words that stay', async () => {
    const context = { ...(await publishContext(db.database)), ...openPackTests() };
    const bench = await newBench(context);
    const tests = { despite: null };
    const refused = await bench.publish(till([holds, fails]), { tests });
    expect(refused.ok ? [] : refused.issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'TEMPLATE_TESTS_FAILED /tests',
      'TEST_STATE /tests/1/then/state',
    ]);
    expect((await bench.publish(till([holds, fails]), { tests: { despite: '   ' } })).ok).toBe(false);
    expect(
      (await bench.publish(till([holds, fails]), { tests: { despite: 'The till is replaced on Friday' } })).ok,
    ).toBe(true);
    expect((await bench.publish(till([holds]), { tests: { despite: 'not needed' } })).ok).toBe(true);
    const kept = await db.database.query({
      text: 'SELECT number, despite_tests AS despite FROM formwork.template_version WHERE tenant_id = $1 ORDER BY number',
      params: [bench.tenant.id],
    });
    expect(kept).toEqual([
      { number: 1, despite: 'The till is replaced on Friday' },
      { number: 2, despite: null },
    ]);
  });

  it('[PCK-30] is refused while a rule gives otherwise than a row of its test says', async () => {
    const context = { ...(await publishContext(db.database)), ...openPackTests() };
    const bench = await newBench(context);
    const rule = (when: string): Template => {
      const [till1, ...others] = till([TABLE]).entities ?? [];
      return { ...till([TABLE]), entities: [{ ...must(till1, 'Till'), checks: [{ id: 'named', when }] }, ...others] };
    };
    const refused = await bench.publish(rule("doc.name.startsWith('T')"), { tests: { despite: null } });
    expect(refused.ok ? [] : refused.issues.map((one) => `${one.path} ${renderIssue(one, 'en').message}`)).toEqual([
      '/tests 1 of 1 tests of the template fail: names.',
      '/tests/0/cases/1/gives Test "names", row 2: the rule should give true and gives false.',
    ]);
    expect((await bench.publish(rule("doc.name != ''"), { tests: { despite: null } })).ok).toBe(true);
  });

  it('[PCK-8] runs the same tests on the same shape once, and again when either changes', async () => {
    const { testTemplate: gate, tryTests } = openPackTests();
    let made = 0;
    const counting: typeof db.database = {
      ...db.database,
      transaction: (options, work) => db.database.transaction(options, work),
      query: (statement) => {
        if (statement.text.startsWith('DROP SCHEMA')) made += 1;
        return db.database.query(statement);
      },
    };
    const context = await publishContext(db.database);
    const toTest = (template: Template) => {
      const document = JSON.parse(JSON.stringify(template)) as Parameters<typeof context.resolve>[0];
      const resolved = context.resolve(document);
      return { ...must(resolved.ok ? resolved.value : null, 'template'), document, database: counting };
    };
    const ask = async (template: Template): Promise<number> => (await gate(toTest(template))).length;
    expect(await ask(till([holds]))).toBe(0);
    expect(await ask({ ...till([holds]), label: text('Another label') })).toBe(0);
    expect(made).toBe(1);
    expect(await ask(till([holds, fails]))).toBe(2);
    expect(await ask(till([holds, fails]))).toBe(2);
    expect(made).toBe(2);
    expect(
      await ask(
        till([holds], { roles: [...(till([]).roles ?? []), { id: 'extra', label: text('Extra'), grants: [] }] }),
      ),
    ).toBe(0);
    expect(made).toBe(3);
    // Publishing waits for what the designer has begun, and does not begin it once more.
    const other = { ...till([holds, fails]), label: text('Tried') };
    const grown = { ...other, roles: [...(other.roles ?? []), { id: 'more', label: text('More'), grants: [] }] };
    const [tried, refused] = await Promise.all([tryTests(toTest(grown), { locale: 'zh-CN' }), ask(grown)]);
    expect([tried.map(({ issues }) => issues.length), refused]).toEqual([[0, 1], 2]);
    expect(made).toBe(4);
  });
});
