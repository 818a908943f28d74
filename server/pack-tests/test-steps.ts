import {
  assertNever,
  issue,
  ok,
  refused,
  type Issue,
  type JsonPointer,
  type Result,
} from '../../schema/core/result.ts';
import { parseDuration } from '../../schema/expr/calendar.ts';
import type { TEST_DECISIONS, TestStepDef } from '../../schema/template/template-tests.ts';
import { decimalText } from '../../schema/core/decimal.ts';
import { must } from '../../schema/core/result.ts';
import type { Access } from '../compile/access.ts';
import type { Actor } from '../compile/read-plan.ts';
import type { RowInput } from '../compile/write-input.ts';
import type { RowOperation } from '../db/write-operation.ts';
import { writeRows } from '../db/write-rows.ts';
import type { TestWorld } from './test-world.ts';

/** What happens in a test besides writes: decisions on approvals, and what falls due as time passes. */
export interface TestEvents {
  readonly decide: (
    world: TestWorld,
    step: {
      readonly actor: Actor;
      readonly record: string;
      readonly decision: (typeof TEST_DECISIONS)[number];
      readonly comment: string | null;
    },
  ) => Promise<Result<null>>;
  readonly pass: (world: TestWorld) => Promise<Result<null>>;
}

interface StepPlace {
  readonly actor: Actor;
  readonly path: JsonPointer;
  readonly events: TestEvents;
}

/** Takes one step of a test as someone. What the template refuses is given back with all its issues. */
export async function takeStep(world: TestWorld, step: TestStepDef, at: StepPlace): Promise<Result<null>> {
  const { actor, path, events } = at;
  if ('create' in step) {
    const entity = world.entity(step.create);
    const reader = world.reader();
    const { input, preset } = reader.row(entity, step.input, `${path}/input`);
    if (reader.issues.length > 0) return refused(reader.issues);
    const [state] = Object.keys(preset);
    if (state !== undefined)
      return refused([issue('RECORD_SET_FORM', `${path}/input/${state}`, { entity: entity.apiName, reason: state })]);
    const closed = closedFields(world.writer(actor, path).access, input, 'create');
    if (closed.length > 0) return refused(closed);
    const done = await write(world, { kind: 'create', input }, at);
    if (!done.ok) return done;
    world.remember(step.name, { entity: entity.id, id: done.value });
    return ok(null);
  }
  if ('update' in step) {
    const record = world.record(step.update);
    const reader = world.reader();
    const { input } = reader.row(world.entity(record.entity), step.patch, `${path}/patch`);
    if (reader.issues.length > 0) return refused(reader.issues);
    world.last = record.name;
    const closed = closedFields(world.writer(actor, path).access, input, 'update');
    if (closed.length > 0) return refused(closed);
    return settled(await write(world, { kind: 'update', id: record.id, version: null, input }, at));
  }
  if ('transition' in step) return settled(await takeTransition(world, step, at));
  if ('delete' in step) {
    const record = world.record(step.delete);
    const entity = world.entity(record.entity);
    const version = await versionOf(world, record);
    return settled(await write(world, { kind: 'delete', entity, id: record.id, version }, at));
  }
  if ('decide' in step) {
    const { id, name } = world.record(step.on);
    world.last = name;
    return events.decide(world, { actor, record: id, decision: step.decide, comment: step.comment ?? null });
  }
  if ('wait' in step) {
    // What has happened so far is worked off first, so that schedules count from before.
    const before = await events.pass(world);
    if (!before.ok) return before;
    world.now = later(world.now, step.wait);
    return events.pass(world);
  }
  return assertNever(step, 'step');
}

/** Fields that the API does not offer to whoever takes the step: in a test they are refused at their place. */
function closedFields(access: Access, input: RowInput, use: 'create' | 'update'): readonly Issue[] {
  const { entity, paths, lines } = input;
  const own = [...paths]
    .filter(([field]) => !access.meets({ entity: entity.id, field, use }))
    .map(([, path]) => issue('FORBIDDEN', path));
  const below = [...lines.values()].flatMap(({ create, update }) => [...create, ...update.map((line) => line.input)]);
  return [...own, ...below.flatMap((line) => closedFields(access, line, use))];
}

async function takeTransition(
  world: TestWorld,
  step: Extract<TestStepDef, { readonly transition: string }>,
  at: StepPlace,
): Promise<Result<string>> {
  const record = world.record(step.on);
  const entity = world.entity(record.entity);
  world.last = record.name;
  const known = world.tenant.model.behaviour.workflows.find((one) => one.entity === entity.id)?.transitions ?? [];
  if (!known.some(({ id }) => id === step.transition)) {
    const params = { id: step.transition, known: known.map(({ id }) => id), suggestions: [] };
    return refused([issue('MODEL_TRANSITION_UNKNOWN', `${at.path}/transition`, params)]);
  }
  const reader = world.reader();
  const input = step.input === undefined ? null : reader.row(entity, step.input, `${at.path}/input`).input;
  if (reader.issues.length > 0) return refused(reader.issues);
  return write(
    world,
    {
      kind: 'transition',
      entity,
      id: record.id,
      version: null,
      transition: step.transition,
      input,
      reason: step.reason ?? null,
    },
    at,
  );
}

async function write(world: TestWorld, operation: RowOperation, { actor, path }: StepPlace): Promise<Result<string>> {
  return world.act(actor, async (unit) => {
    const [id] = await writeRows(unit, world.writer(actor, path), [operation]);
    return must(id, 'id of a written row');
  });
}

async function versionOf(
  world: TestWorld,
  { entity, id }: { readonly entity: string; readonly id: string },
): Promise<number> {
  const row = await world.row(entity, id, {});
  return Number(row?.['version'] ?? 0);
}

function settled(done: Result<unknown>): Result<null> {
  return done.ok ? ok(null) : done;
}

/** ISO 8601 durations of the template: weeks, days, hours, minutes and seconds; months are calendar months. */
function later(now: Date, duration: string): Date {
  const seconds = parseDuration(duration);
  if (seconds !== undefined) return new Date(now.getTime() + Number(decimalText(seconds)) * 1000);
  const [, years = '0', months = '0', days = '0'] = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(duration) ?? [];
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() + Number(years) * 12 + Number(months));
  then.setUTCDate(then.getUTCDate() + Number(days));
  return then;
}
