import { pointer, type Issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { Model } from '../../schema/model/model.ts';
import type { TestDef } from '../../schema/template/template-tests.ts';
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

/**
 * Runs the tests of a template on a tenant made for them in the given database and gone afterwards (SPEC PCK). Every
 * test runs, whatever the others found.
 */
export async function runTests(
  database: Database,
  model: Model,
  options: { readonly tests: readonly TestDef[]; readonly locale: Locale; readonly only?: readonly string[] },
): Promise<TestReport> {
  const { tests, locale, only } = options;
  const began = performance.now();
  const results: TestResult[] = [];
  if (tests.length === 0) return { results, failed: 0, ms: 0 };
  const tenant = await openEphemeralTenant(database, model, { timeZone: TIME_ZONE });
  try {
    for (const [index, test] of tests.entries()) {
      if (only !== undefined && !only.includes(test.id)) continue;
      await tenant.clear();
      const from = performance.now();
      const issues = await runTest(tenant, test, { path: pointer('/tests', index), locale, events: testEvents });
      results.push({
        id: test.id,
        ...(test.origin === undefined ? {} : { origin: test.origin }),
        ms: Math.round(performance.now() - from),
        issues,
      });
    }
  } finally {
    await tenant.close();
  }
  return {
    results,
    failed: results.filter(({ issues }) => issues.length > 0).length,
    ms: Math.round(performance.now() - began),
  };
}
