import { LRUCache } from 'lru-cache';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../../schema/core/canonical-json.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { humanText } from '../../schema/model/labels.ts';
import { parseTemplate } from '../../schema/template/parse.ts';
import type { TestDef } from '../../schema/template/template-tests.ts';
import type { TemplateToTest, TestOutcome, TryOptions } from '../tenancy/template-trials.ts';
import { reportOf, ruleResults, scenarioResults, type TestReport, type TestResult } from './run-tests.ts';

/** The tests of templates, and what they found of late. */
export interface PackTests {
  /** What publishing asks: `TEMPLATE_TESTS_FAILED` with all that they found, or nothing. */
  readonly testTemplate: (template: TemplateToTest) => Promise<readonly Issue[]>;
  /** What each found, in the language of who asks (SPEC [PCK-25]). */
  readonly tryTests: (template: TemplateToTest, options: TryOptions) => Promise<readonly TestOutcome[]>;
}

/** In each of them what a step was refused with may have been told. */
const LOCALES: readonly Locale[] = ['en', 'zh-CN'];

/**
 * Runs templates' tests. What was found is remembered by shape and tests, so that a change of labels does not run them
 * again, and publishing what the designer has tried does not either (SPEC [PCK-8]).
 */
export function openPackTests(): PackTests {
  const known = new LRUCache<string, Promise<readonly TestResult[]>>({ max: LIMITS.testReportsKept });
  const keyOf = ({ shapeHash }: TemplateToTest, tests: readonly TestDef[], locale: Locale): string =>
    `${locale} ${shapeHash} ${hashOf(tests)}`;

  function play(template: TemplateToTest, tests: readonly TestDef[], locale: Locale): Promise<readonly TestResult[]> {
    const key = keyOf(template, tests, locale);
    const present = known.get(key);
    if (present !== undefined) return present;
    const played = scenarioResults(template.database, template.model, { tests, locale });
    known.set(key, played);
    // That it could not be found out is not worth remembering.
    played.catch(() => known.delete(key));
    return played;
  }

  return {
    async testTemplate(template) {
      const parsed = parseTemplate(template.document);
      const tests = parsed.ok ? (parsed.value.tests ?? []) : [];
      if (!parsed.ok || tests.length === 0) return [];
      const locale = LOCALES.find((one) => known.has(keyOf(template, tests, one))) ?? 'en';
      const played = await play(template, tests, locale);
      // Rules of forms are no part of the shape; trying rules costs nothing worth remembering.
      return failureIssues(reportOf(tests, [...played, ...ruleResults(parsed.value, {})], 0));
    },
    async tryTests(template, { locale, only }) {
      const parsed = parseTemplate(template.document);
      if (!parsed.ok) return [];
      const { tests = [] } = parsed.value;
      const played =
        only === undefined
          ? await play(template, tests, locale)
          : await scenarioResults(template.database, template.model, { tests, locale, only });
      const rules = ruleResults(parsed.value, only === undefined ? {} : { only });
      return reportOf(tests, [...played, ...rules], 0).results.map(({ id, origin, ms, issues }) => ({
        id,
        label: tests.find((test) => test.id === id)?.label ?? humanText(id),
        origin: origin ?? null,
        ms,
        issues,
      }));
    },
  };
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
