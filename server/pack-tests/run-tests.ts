import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { Model } from '../../schema/model/model.ts';
import { runRuleTest } from '../../schema/model/rule-test.ts';
import type { ScenarioDef, TestDef } from '../../schema/template/template-tests.ts';
import type { Template } from '../../schema/template/template.ts';
import type { Database } from '../db/database.ts';
import { openEphemeralTenant } from './ephemeral-tenant.ts';
import { runTest } from './run-test.ts';
import { testEvents } from './test-events.ts';

/** What one test found. */
export interface TestResult {
  readonly id: string;
  /** The pack that brought it. */
  readonly origin?: string;
  readonly ms: number;
  /** Empty: it holds. */
  readonly issues: readonly Issue[];
}

/** What a run of a template's tests found. */
export interface TestReport {
  readonly results: readonly TestResult[];
  readonly failed: number;
  readonly ms: number;
}

/** The zone in which tests read dates: theirs is the template's, not of whoever runs it (SPEC [PCK-5]). */
const TIME_ZONE = 'UTC';

interface RunOptions {
  readonly locale: Locale;
  /** Ids of the tests to run; all when left out. */
  readonly only?: readonly string[];
}

/**
 * Runs the tests of a template: scenarios on a tenant made for them in the given database and gone afterwards, rules on
 * their rows of values (SPEC PCK). Every test runs, whatever the others found; results are in the template's order.
 */
export async function runTests(
  database: Database,
  model: Model,
  { template, ...options }: RunOptions & { readonly template: Template },
): Promise<TestReport> {
  const began = performance.now();
  const results = [
    ...(await scenarioResults(database, model, { tests: template.tests ?? [], ...options })),
    ...ruleResults(template, options),
  ];
  return reportOf(template.tests ?? [], results, Math.round(performance.now() - began));
}

/** A report of all tests, in their order. */
export function reportOf(tests: readonly TestDef[], results: readonly TestResult[], ms: number): TestReport {
  const places = new Map(tests.map(({ id }, index) => [id, index]));
  return {
    results: results.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0)),
    failed: results.filter(({ issues }) => issues.length > 0).length,
    ms,
  };
}

/** What the scenarios among the tests find; a tenant is made only where there are some to run. */
export async function scenarioResults(
  database: Database,
  model: Model,
  { tests, locale, only }: RunOptions & { readonly tests: readonly TestDef[] },
): Promise<readonly TestResult[]> {
  const scenarios = tests.flatMap((test, index): readonly (readonly [number, ScenarioDef])[] =>
    'rule' in test || only?.includes(test.id) === false ? [] : [[index, test]],
  );
  const results: TestResult[] = [];
  if (scenarios.length === 0) return results;
  const tenant = await openEphemeralTenant(database, model, { timeZone: TIME_ZONE });
  try {
    for (const [index, test] of scenarios) {
      await tenant.clear();
      const from = performance.now();
      const issues = await runTest(tenant, test, { path: pointer('/tests', index), locale, events: testEvents });
      results.push(resultOf(test, issues, Math.round(performance.now() - from)));
    }
  } finally {
    await tenant.close();
  }
  return results;
}

/** What rules give for the rows of their tests: TEST_RULE, TEST_RULE_ALONE (SPEC [PCK-30]). */
export function ruleResults(template: Template, { only }: Pick<RunOptions, 'only'>): readonly TestResult[] {
  return (template.tests ?? []).flatMap((test, index): readonly TestResult[] => {
    if (!('rule' in test) || only?.includes(test.id) === false) return [];
    const path = pointer('/tests', index);
    const from = performance.now();
    const found = runRuleTest(template, test);
    const issues =
      found === undefined
        ? [issue('TEST_RULE_ALONE', pointer(path, 'rule'), { test: test.id, rule: test.rule })]
        : test.cases.flatMap(({ id, gives }, row) => {
            const one = found.find((result) => result.id === id);
            if (one === undefined || one.holds) return [];
            const params = { test: test.id, row: row + 1, expected: shown(gives), found: shown(one.found) };
            return [issue('TEST_RULE', pointer(path, 'cases', row, 'gives'), params)];
          });
    return [resultOf(test, issues, Math.round(performance.now() - from))];
  });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function resultOf({ id, origin }: TestDef, issues: readonly Issue[], ms: number): TestResult {
  return { id, ...(origin === undefined ? {} : { origin }), ms, issues };
}
