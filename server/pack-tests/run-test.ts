import { issue, pointer, refused, type Issue, type JsonPointer, type Result } from '../../schema/core/result.ts';
import { renderIssue } from '../../schema/core/issues.ts';
import type { Locale } from '../../schema/core/text.ts';
import { TEST_CLOCK } from '../../schema/model/rule-test.ts';
import type { ScenarioDef, TestStepDef } from '../../schema/template/template-tests.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { tableName } from '../compile/sql-name.ts';
import { scalarText } from '../import/scalar-text.ts';
import { writeRows } from '../db/write-rows.ts';
import type { EphemeralTenant } from './ephemeral-tenant.ts';
import { balanceIssues, openBalances } from './test-ledger.ts';
import { peopleOf, putPeople } from './test-people.ts';
import { takeStep, type TestEvents } from './test-steps.ts';
import { differences, treeOf } from './test-values.ts';
import { NOBODY, TestWorld } from './test-world.ts';

interface TestPlace {
  readonly path: JsonPointer;
  readonly locale: Locale;
  readonly events: TestEvents;
}

/**
 * Runs one test on an empty tenant and gives everything that is not as it says, each with its place in the template:
 * `TEST_GIVEN_REFUSED`, `TEST_STEP_REFUSED`, `TEST_NOT_REFUSED`, `TEST_REFUSED_OTHERWISE`, `TEST_STATE`, `TEST_VALUE`,
 * `TEST_BALANCE`, `TEST_AWAITS`, `TEST_COUNT`, `TEST_FORM`.
 */
export async function runTest(tenant: EphemeralTenant, test: ScenarioDef, at: TestPlace): Promise<readonly Issue[]> {
  const people = peopleOf(tenant.model, test);
  const world = new TestWorld(tenant, { people }, new Date(test.given?.at ?? TEST_CLOCK));
  await putPeople(tenant.place, people);
  const given = await giveRecords(world, test, at);
  if (!given.ok) return toldAs(given.issues, 'TEST_GIVEN_REFUSED', { test, at });
  const refusal = await takeSteps(world, test, at);
  if (refusal.stopped) return refusal.issues;
  return [...refusal.issues, ...(await outcomeIssues(world, test, at))];
}

async function giveRecords(world: TestWorld, test: ScenarioDef, { path }: TestPlace): Promise<Result<null>> {
  for (const [index, { entity: id, as, values }] of (test.given?.records ?? []).entries()) {
    const entity = world.entity(id);
    const reader = world.reader();
    const { input, preset } = reader.row(entity, values, pointer(path, 'given', 'records', index, 'values'));
    if (reader.issues.length > 0) return refused(reader.issues);
    const done = await world.act(NOBODY, (unit) =>
      writeRows(unit, world.writer(NOBODY, path), [{ kind: 'create', input, preset }]),
    );
    if (!done.ok) return done;
    const [made] = done.value;
    if (made !== undefined) world.remember(as, { entity: entity.id, id: made });
  }
  return openBalances(world, test.given?.ledger ?? {}, pointer(path, 'given', 'ledger'));
}

interface Steps {
  readonly issues: readonly Issue[];
  /** Whether it went otherwise than expected, so that the outcome would only repeat it. */
  readonly stopped: boolean;
}

async function takeSteps(world: TestWorld, test: ScenarioDef, at: TestPlace): Promise<Steps> {
  const { refused: code, refusedAt = test.when.length - 1 } = test.then;
  const expected = code === undefined ? [] : [code, ...(test.then.alsoRefused ?? [])];
  for (const [index, step] of test.when.entries()) {
    const done = await oneStep(world, test, { step, index, at });
    const isWanted = code !== undefined && index === refusedAt;
    const path = pointer(at.path, 'when', index);
    if (!done.ok && !isWanted)
      return { issues: toldAs(done.issues, 'TEST_STEP_REFUSED', { test, at, index }), stopped: true };
    if (done.ok && isWanted)
      return {
        issues: [issue('TEST_NOT_REFUSED', path, { test: test.id, step: index + 1, expected })],
        stopped: false,
      };
    if (!done.ok) {
      const found = [...new Set<string>(done.issues.map((one) => one.code))].sort();
      const same = JSON.stringify(found) === JSON.stringify([...new Set(expected)].sort());
      if (!same)
        return {
          issues: [issue('TEST_REFUSED_OTHERWISE', path, { test: test.id, step: index + 1, expected, found })],
          stopped: false,
        };
    }
  }
  return { issues: [], stopped: false };
}

async function oneStep(
  world: TestWorld,
  test: ScenarioDef,
  { step, index, at }: { readonly step: TestStepDef; readonly index: number; readonly at: TestPlace },
): Promise<Result<null>> {
  if (step.at !== undefined) world.now = new Date(step.at);
  const as = step.as ?? test.given?.as;
  const actor = as === undefined ? NOBODY : world.people.actorOf(as);
  return takeStep(world, step, { actor, path: pointer(at.path, 'when', index), events: at.events });
}

async function outcomeIssues(world: TestWorld, test: ScenarioDef, { path }: TestPlace): Promise<readonly Issue[]> {
  const then = pointer(path, 'then');
  const { balances = {}, counts = {} } = test.then;
  return [
    ...(await recordIssues(world, test, then)),
    ...withTest(test, await balanceIssues(world, balances, { test: test.id, path: pointer(then, 'balances') })),
    ...(await countIssues(world, test, { counts, path: pointer(then, 'counts') })),
  ];
}

async function recordIssues(world: TestWorld, test: ScenarioDef, path: JsonPointer): Promise<readonly Issue[]> {
  const { state, values = {}, awaits, on } = test.then;
  if (state === undefined && awaits === undefined && Object.keys(values).length === 0) return [];
  if (on === undefined && world.last === undefined) return [];
  const record = world.record(on);
  const entity = world.entity(record.entity);
  const found = (await world.row(record.entity, record.id, treeOf(world, entity, values))) ?? {};
  const base = { test: test.id, record: record.name };
  const issues: Issue[] = [];
  if (state !== undefined && found['state'] !== state)
    issues.push(
      issue('TEST_STATE', pointer(path, 'state'), {
        ...base,
        expected: state,
        found: scalarText(found['state'] ?? '–'),
      }),
    );
  for (const one of differences(world, entity, { expected: values, found })) {
    issues.push(issue('TEST_VALUE', `${pointer(path, 'values')}/${one.field}`, { ...base, ...one }));
  }
  if (awaits !== undefined) {
    const waiting = await pendingOf(world, record.id);
    if (waiting !== awaits)
      issues.push(issue('TEST_AWAITS', pointer(path, 'awaits'), { ...base, expected: awaits, found: waiting ?? '–' }));
  }
  return issues;
}

async function pendingOf(world: TestWorld, record: string): Promise<string | undefined> {
  const { database, schema } = world.tenant.place;
  const [row] = await database.query<{ readonly transition: string }>({
    text: `SELECT transition FROM ${quoteIdent(schema)}.fw_approval WHERE record_id = $1 AND state = 'pending'`,
    params: [record],
  });
  return row?.transition;
}

async function countIssues(
  world: TestWorld,
  test: ScenarioDef,
  { counts, path }: { readonly counts: Readonly<Record<string, number>>; readonly path: JsonPointer },
): Promise<readonly Issue[]> {
  const { database, schema } = world.tenant.place;
  const issues: Issue[] = [];
  for (const [id, expected] of Object.entries(counts)) {
    const table = tableName(world.entity(id).id);
    const [row] = await database.query<{ readonly n: number }>({
      text: `SELECT count(*)::integer AS n FROM ${quoteIdent(schema)}.${quoteIdent(table)} WHERE deleted_at IS NULL`,
      params: [],
    });
    const found = row?.n ?? 0;
    if (found !== expected)
      issues.push(issue('TEST_COUNT', pointer(path, id), { test: test.id, entity: id, expected, found }));
  }
  return issues;
}

interface Told {
  readonly test: ScenarioDef;
  readonly at: TestPlace;
  readonly index?: number;
}

/** The template's own refusals, told as why the test stopped; the place is the step's, the refusal's is beside it. */
function toldAs(
  issues: readonly Issue[],
  code: 'TEST_GIVEN_REFUSED' | 'TEST_STEP_REFUSED',
  { test, at, index }: Told,
): readonly Issue[] {
  const path = index === undefined ? pointer(at.path, 'given') : pointer(at.path, 'when', index);
  return issues.map((one) => {
    if (one.code === 'TEST_FORM') return withTest(test, [one])[0] ?? one;
    const { message } = renderIssue(one, at.locale);
    return issue(
      code,
      path,
      { test: test.id, code: one.code, message, ...(index === undefined ? {} : { step: index + 1 }) },
      [one.path],
    );
  });
}

function withTest(test: ScenarioDef, issues: readonly Issue[]): readonly Issue[] {
  return issues.map((one) => ({ ...one, params: { test: test.id, ...one.params } }));
}
