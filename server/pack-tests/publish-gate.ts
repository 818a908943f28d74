import { LRUCache } from 'lru-cache';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../../schema/core/canonical-json.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { humanText } from '../../schema/model/labels.ts';
import { parseTemplate } from '../../schema/template/parse.ts';
import type { TestDef } from '../../schema/template/template-tests.ts';
import type { TemplateToTest, TestOutcome, TryOptions } from '../tenancy/template-trials.ts';
import { reportOf, ruleResults, runTests, scenarioResults, type TestReport, type TestResult } from './run-tests.ts';

/**
 * What publishing asks: runs the template's tests and gives `TEMPLATE_TESTS_FAILED` with all that they found, or
 * nothing. What was found is remembered by shape and tests, so that a change of labels does not run them again
 * (SPEC [PCK-8]).
 */
export function openTestGate(): (template: TemplateToTest) => Promise<readonly Issue[]> {
  const known = new LRUCache<string, readonly TestResult[]>({ max: LIMITS.testReportsKept });
  return async ({ document, model, shapeHash, database }) => {
    const parsed = parseTemplate(document);
    const tests = parsed.ok ? (parsed.value.tests ?? []) : [];
    if (!parsed.ok || tests.length === 0) return [];
    const key = `${shapeHash} ${hashOf(tests)}`;
    const played = known.get(key) ?? (await scenarioResults(database, model, { tests, locale: 'en' }));
    known.set(key, played);
    // Rules of forms are no part of the shape; trying rules costs nothing worth remembering.
    return failureIssues(reportOf(tests, [...played, ...ruleResults(parsed.value, {})], 0));
  };
}

/** Runs the template's tests anew and gives what each found, in the language of who asks (SPEC [PCK-25]). */
export async function tryTests(
  { document, model, database }: TemplateToTest,
  { locale, only }: TryOptions,
): Promise<readonly TestOutcome[]> {
  const parsed = parseTemplate(document);
  if (!parsed.ok) return [];
  const template = parsed.value;
  const { tests = [] } = template;
  const { results } = await runTests(database, model, { template, locale, ...(only === undefined ? {} : { only }) });
  return results.map(({ id, origin, ms, issues }) => ({
    id,
    label: tests.find((test) => test.id === id)?.label ?? humanText(id),
    origin: origin ?? null,
    ms,
    issues,
  }));
}

/** The failing tests as issues: one that counts them, then each thing that is not as its test says. */
export function failureIssues({ results, failed }: TestReport): readonly Issue[] {
  if (failed === 0) return [];
  const failing = results.filter(({ issues }) => issues.length > 0);
  const params = { failed, count: results.length, tests: failing.map(({ id }) => id) };
  return [issue('TEMPLATE_TESTS_FAILED', '/tests', params), ...failing.flatMap(({ issues }) => issues)];
}

function hashOf(tests: readonly TestDef[]): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(tests))));
}
