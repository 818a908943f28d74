import type { Model } from '../../schema/model/model.ts';
import type { Execute } from '../db/points-awards.ts';
import { readAnswer, type Period } from './lab-place.ts';
import { ofPeople, share, type Fact, type Figure } from './report-figures.ts';

/** Of what and of whom figures are. */
export interface ReportScope extends Period {
  readonly model: Model;
  readonly timeZone: string;
  readonly ledger: string;
  /** These people only; null: everybody. */
  readonly people: readonly string[] | null;
  /** When the report is made: nothing is known after it. */
  readonly now: string;
}

/** Steps that lead to states of these classes, as `Entity.transition`. */
export function stepsTo({ behaviour }: Model, classes: readonly string[]): readonly string[] {
  return behaviour.workflows.flatMap(({ entity, states, transitions }) => {
    const ends = states
      .filter((state) => state.class !== undefined && classes.includes(state.class))
      .map(({ id }) => id);
    return transitions.filter(({ to }) => ends.includes(to)).map(({ id }) => `${entity}.${id}`);
  });
}

/** States that count as an outcome. */
export const OUTCOMES = ['posted', 'closed'] as const;

/** Activity and retention, from the event log. */
export async function activityFigures(execute: Execute, scope: ReportScope): Promise<readonly Figure[]> {
  const { from, to, people, timeZone } = scope;
  const facts = await readAnswer<Readonly<Record<string, number | null>>>(execute, ACTIVITY, [
    from,
    to,
    people,
    stepsTo(scope.model, OUTCOMES),
    timeZone,
  ]);
  const fact = (name: string): Fact => facts[name];
  const members = Number(fact('members') ?? 0);
  const memberDays = Number(fact('workingDays') ?? 0) * members;
  const figures = [
    share('signInRate', fact('signInDays'), memberDays),
    share('activeRate', fact('dayActors'), memberDays),
    share('productiveRate', fact('productive'), members),
    share('presentOnly', Number(fact('actors') ?? 0) - Number(fact('productive') ?? 0), fact('actors')),
    share('featureBreadth', fact('breadth'), fact('steppers')),
  ].map((figure) => ofPeople(figure, members));
  return [
    ...figures,
    ofPeople(share('tasksOnTime', fact('tasksInTime'), fact('tasksDue')), members),
    await retention(execute, scope, members),
  ];
}

const DAY_MS = 86_400_000;
/** Weeks 1–4, and 9–12. */
const RETENTION_DAYS = { early: 28, late: 56, end: 84 } as const;

async function retention(execute: Execute, scope: ReportScope, members: number): Promise<Figure> {
  const at = (days: number): string => new Date(Date.parse(scope.from) + days * DAY_MS).toISOString();
  if (Date.parse(at(RETENTION_DAYS.end)) > Math.min(Date.parse(scope.to), Date.parse(scope.now))) {
    return {
      metric: 'retained',
      value: undefined,
      note: { en: 'The period is shorter than 12 weeks.', 'zh-CN': '时间段不足 12 周。' },
    };
  }
  const facts = await readAnswer<{ readonly early: number; readonly still: number }>(execute, RETAINED, [
    scope.from,
    at(RETENTION_DAYS.early),
    at(RETENTION_DAYS.late),
    at(RETENTION_DAYS.end),
    scope.people,
    stepsTo(scope.model, OUTCOMES),
  ]);
  return ofPeople(share('retained', facts.still, facts.early), members);
}

/** People who can be told from one another by figures: those in the scope who are active members. */
const MEMBERS = `select id from "@tenant".fw_user where active and ($3::uuid[] is null or id = any($3::uuid[]))`;

/** Counts rest on members: what a token or the system did is nobody's, and what the server notes of itself (`@points`) is no activity. */
const ACTIVITY = `
with seen as (
  select e.actor, e.entity, e.transition, (e.at at time zone $5)::date as day, e.entity || '.' || e.transition = any($4::text[]) as is_outcome
    from "@tenant".fw_event e where e.at >= $1::timestamptz and e.at < $2::timestamptz and e.actor in (${MEMBERS}) and e.entity not like '@%'
), days as (
  select d::date as day from generate_series(($1::timestamptz at time zone $5)::date, (($2::timestamptz - interval '1 millisecond') at time zone $5)::date, interval '1 day') d
)
select json_build_object(
  'members', (select count(*) from (${MEMBERS}) m),
  'actors', (select count(distinct actor) from seen),
  'productive', (select count(distinct actor) from seen where is_outcome),
  'dayActors', (select count(*) from (select distinct actor, day from seen where extract(isodow from day) < 6) d),
  'signInDays', (select nullif(count(*), 0) from "@tenant".fw_sign_in s where s.day between (select min(day) from days) and (select max(day) from days) and extract(isodow from s.day) < 6 and s.user_id in (${MEMBERS})),
  'workingDays', (select count(*) from days where extract(isodow from day) < 6),
  'breadth', (select count(*) from (select distinct actor, entity, transition from seen where transition is not null) s),
  'steppers', (select count(distinct actor) from seen where transition is not null),
  'tasksDue', (select count(*) from "@tenant".fw_approval_task t where t.due_at >= $1::timestamptz and t.due_at < $2::timestamptz and t.user_id in (${MEMBERS})),
  'tasksInTime', (select count(*) from "@tenant".fw_approval_task t where t.due_at >= $1::timestamptz and t.due_at < $2::timestamptz and t.user_id in (${MEMBERS}) and t.decided_at <= t.due_at)
)::text as answer`;

const RETAINED = `
with early as (
  select distinct e.actor from "@tenant".fw_event e join "@tenant".fw_user u on u.id = e.actor
   where e.at >= $1::timestamptz and e.at < $2::timestamptz and e.entity not like '@%' and ($5::uuid[] is null or e.actor = any($5::uuid[]))
)
select json_build_object('early', (select count(*) from early), 'still', (
  select count(distinct e.actor) from "@tenant".fw_event e join early using (actor)
   where e.at >= $3::timestamptz and e.at < $4::timestamptz and e.entity || '.' || e.transition = any($6::text[])))::text as answer`;
