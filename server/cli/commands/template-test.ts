import path from 'node:path';
import { issue, ok, refused, type Issue, type JsonPointer, type Result } from '../../../schema/core/result.ts';
import { suggest } from '../../../schema/core/suggest.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { composePacks, TENANT_PACK } from '../../../schema/model/compose.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import type { Template } from '../../../schema/template/template.ts';
import { openPglite } from '../../db/pglite-database.ts';
import type { Database } from '../../db/database.ts';
import { readPackFile, shippedPackNames, shippedPacks, templatesFolder } from '../../import/pack-files.ts';
import { failureIssues } from '../../pack-tests/publish-gate.ts';
import { runTests, type TestReport } from '../../pack-tests/run-tests.ts';
import { listArg, textArg, type CommandArgs, type CommandResult } from '../command-context.ts';
import { issueView } from './upgrade.ts';

/** One composition that the tests are run on. */
interface Run {
  readonly packs: readonly string[];
  readonly template: Template;
}

/**
 * `template test <pack|path> [--only a,b]`: the pack's own tests and those of the packs it needs, in memory. A pack that
 * has items for packs it does not need (`ifPack`) is tested without them and with them. What fails is told all at once,
 * with its place, what was expected and what was found. CLI_FILE_MISSING, TEST_EMPTY, TEST_UNKNOWN, and whatever the pack itself is
 * refused with.
 */
export async function templateTest(args: CommandArgs, locale: Locale): Promise<Result<CommandResult>> {
  const named = textArg(args, 'pack') ?? '';
  const known = await shippedPackNames();
  const read = await readPackFile(known.includes(named) ? path.join(templatesFolder(), named) : path.resolve(named));
  if (!read.ok) return read;
  const pack = read.value;
  if ((pack.tests ?? []).length === 0) return refused([issue('TEST_EMPTY', '/tests', { pack: pack.pack })]);
  const runs = await runsOf(pack, known);
  if (!runs.ok) return runs;
  const only = listArg(args, 'only');
  const unknown = unknownTests(only, runs.value);
  if (unknown.length > 0) return refused(unknown);
  const database = await openPglite({});
  try {
    const reports: { readonly run: Run; readonly report: TestReport }[] = [];
    for (const run of runs.value) {
      const report = await runOne(database, run, { locale, only });
      if (!report.ok) return report;
      reports.push({ run, report: report.value });
    }
    return ok(resultOf(pack, reports, locale));
  } finally {
    await database.close();
  }
}

/** What is asked for and none of the runs has: nothing run is nothing proven. */
function unknownTests(only: readonly string[], runs: readonly Run[]): readonly Issue[] {
  const known = new Set(runs.flatMap(({ template }) => (template.tests ?? []).map(({ id }) => id)));
  return only
    .filter((id) => !known.has(id))
    .map((id) => issue('TEST_UNKNOWN', '/only', { test: id, known: suggest(id, known) ?? [...known].join(', ') }));
}

async function runOne(
  database: Database,
  { template }: Run,
  { locale, only }: { readonly locale: Locale; readonly only: readonly string[] },
): Promise<Result<TestReport>> {
  const resolved = resolveModel(template);
  if (!resolved.ok) return resolved;
  return ok(await runTests(database, resolved.value, { template, locale, ...(only.length === 0 ? {} : { only }) }));
}

function resultOf(
  pack: Template,
  reports: readonly { readonly run: Run; readonly report: TestReport }[],
  locale: Locale,
): CommandResult {
  const failed = reports.reduce((sum, { report }) => sum + report.failed, 0);
  return {
    ready: failed === 0,
    pack: pack.pack,
    version: pack.version,
    tests: reports.reduce((sum, { report }) => sum + report.results.length, 0),
    failed,
    runs: reports.map(({ run, report }) => ({
      packs: run.packs.join(' + '),
      tests: report.results.length,
      failed: report.failed,
      ms: report.ms,
      results: report.results.map(({ id, origin, ms, issues }) => ({
        id,
        ...(origin === undefined ? {} : { pack: origin }),
        ok: issues.length === 0,
        ms,
      })),
    })),
    issues: reports
      .flatMap(({ run, report }) =>
        failureIssues(report).map((one) => ({ ...one, path: placeIn(pack, run, one.path) })),
      )
      .map((one) => placedView(one, locale)),
  };
}

/** A place in the composed document as the place in the pack's own file, where the test is one of its own. */
function placeIn(pack: Template, { template }: Run, place: JsonPointer): JsonPointer {
  const [, section, index = '', ...rest] = place.split('/');
  const id = section === 'tests' ? template.tests?.[Number(index)]?.id : undefined;
  const own = id === undefined ? -1 : (pack.tests ?? []).findIndex((test) => test.id === id);
  return own === -1 ? place : ['', 'tests', String(own), ...rest].join('/');
}

/** With its place in the line that people read. */
function placedView(one: Issue, locale: Locale): CommandResult {
  const view = issueView(one, locale);
  return { ...view, sentence: `${one.path}  ${String(view['sentence'])}` };
}

/** The pack with what it needs; and, where it has items for other packs, with those as well. */
async function runsOf(pack: Template, known: readonly string[]): Promise<Result<readonly Run[]>> {
  if (pack.pack === TENANT_PACK) return ok([{ packs: [pack.pack], template: pack }]);
  const needed = Object.keys(pack.requires ?? {}).filter((name) => known.includes(name));
  const others = [...new Set(otherPacks(pack))].filter((name) => known.includes(name) && name !== pack.pack);
  const sets = others.every((name) => needed.includes(name)) ? [needed] : [needed, [...needed, ...others]];
  const runs: Run[] = [];
  for (const names of sets) {
    const packs = await shippedPacks(names);
    if (!packs.ok) return packs;
    const whole = [...packs.value.filter((one) => one.pack !== pack.pack), pack];
    const composed = composePacks(whole);
    if (!composed.ok) return composed;
    runs.push({ packs: (composed.value.packs ?? []).map((one) => one.pack), template: composed.value });
  }
  return ok(runs);
}

/** The packs that items of this one are only there with. */
function otherPacks(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own: unknown = Reflect.get(value, 'ifPack');
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(value).flatMap(otherPacks)];
}
