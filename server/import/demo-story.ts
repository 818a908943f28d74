import type { TestStepDef } from '../../schema/template/template-tests.ts';
import type { Actor } from '../compile/read-plan.ts';
import type { UserRow } from '../db/control-queries.ts';
import type { Application, TenantHandle } from '../graphql/application.ts';
import { testEvents } from '../pack-tests/test-events.ts';
import type { TestPeople } from '../pack-tests/test-people.ts';
import { takeStep } from '../pack-tests/test-steps.ts';
import { TestWorld } from '../pack-tests/test-world.ts';
import { renderIssue } from '../../schema/core/issues.ts';

/**
 * What has happened in a demo company, as steps of tests with the day they were taken on: days before today, so that
 * the company is always in the middle of its life (SPEC [PACK-8]).
 */
export type StoryStep = TestStepDef & {
  /** 0 is today, 30 a month ago. */
  readonly daysAgo: number;
  /** Wall-clock time, UTC; nine o'clock when it is not said. */
  readonly time?: string;
};

/** A day in the input of a step, counted from today as well, so that something is always due next: a date, with a time a moment. */
interface DayValue {
  readonly inDays: number;
  /** Wall-clock time, UTC. */
  readonly time?: string;
}

/** A member as the story calls them: the part of their address before the `@`. */
export interface StoryMember {
  readonly user: UserRow;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
}

/**
 * Plays the story: every row comes about through the workflow, at its time, by its person. A refusal is our mistake and
 * thrown; what is expected to be refused has no place in a story.
 */
export async function playStory(
  application: Application,
  handle: TenantHandle,
  given: { readonly members: readonly StoryMember[]; readonly steps: readonly StoryStep[] },
): Promise<void> {
  const { shape, place, ref } = handle;
  const { members, steps } = given;
  const world = new TestWorld(
    {
      place,
      model: shape.model,
      version: ref.version,
      timeZone: ref.timeZone,
    },
    { people: peopleOf(members), seal: { secrets: application.secrets, tenantId: ref.id } },
    application.now(),
  );
  const today = application.now().toISOString().slice(0, 10);
  for (const [index, { daysAgo, time = '09:00', ...step }] of steps.entries()) {
    world.now = new Date(Date.parse(`${today}T${time}:00Z`) - daysAgo * DAY_MS);
    const actor = world.people.actorOf(step.as ?? '');
    const done = await takeStep(world, dated(step, today), {
      actor,
      path: `/story/${String(index)}`,
      events: testEvents,
    });
    if (done.ok) continue;
    const told = done.issues.map((one) => `${one.code} ${one.path} ${renderIssue(one, 'en').message}`);
    throw new Error(
      `Broken invariant: step ${String(index)} of the story of ${ref.name} is refused: ${told.join('; ')}`,
    );
  }
}

const DAY_MS = 86_400_000;

/** The step with the days of its input as dates. */
function dated(step: TestStepDef, today: string): TestStepDef {
  if (!('input' in step) || step.input === undefined) return step;
  const entries = Object.entries(step.input).map(([field, value]): [string, unknown] => [
    field,
    isDayValue(value) ? dayText(value, today) : value,
  ]);
  return { ...step, input: Object.fromEntries(entries) };
}

function isDayValue(value: unknown): value is DayValue {
  return typeof value === 'object' && value !== null && 'inDays' in value;
}

function dayText({ inDays, time }: DayValue, today: string): string {
  const day = new Date(Date.parse(`${today}T00:00:00Z`) + inDays * DAY_MS).toISOString().slice(0, 10);
  return time === undefined ? day : `${day}T${time}:00Z`;
}

function peopleOf(members: readonly StoryMember[]): TestPeople {
  const byName = new Map(
    members.map(({ user, roles, departments }): [string, Actor] => [
      user.email.split('@')[0] ?? user.email,
      { id: user.id, name: user.name, email: user.email, role: roles[0] ?? '', roles, departments },
    ]),
  );
  const all = [...byName.values()];
  return {
    actorOf: (name) => {
      const found = byName.get(name);
      if (found === undefined) throw new Error(`Broken invariant: nobody in the story is called ${name}`);
      return found;
    },
    idOf: (name) => byName.get(name)?.id ?? undefined,
    nameOf: (id) => all.find((one) => one.id === id)?.name,
    all,
  };
}
