import { v5 as uuidV5 } from 'uuid';
import { daysOf, parseDate } from '../../../schema/expr/calendar.ts';
import type { Model } from '../../../schema/model/model.ts';
import { addIsoDuration, localDayOf } from '../../compile/business-calendar.ts';
import {
  findBursts,
  findCreateCancel,
  findReciprocal,
  findSplitOrders,
  FLAG_LIMITS,
  type DayCount,
  type FoundFlag,
} from '../../compile/award-flags.ts';
import type { Execute } from '../../db/points-awards.ts';
import { executeIn } from '../tenant/points-context.ts';
import type { TenantJob } from './tenant-job.ts';

/** Detectors look this often: patterns are of days, not of minutes. */
const LOOK_EVERY = 'PT1H';

const FLAG_IDS = '0d6f2a2b-60b5-5f0c-9c52-5a3d6f1f7f44';

/**
 * Looks for what is unusual in the events and awards of the last weeks (SPEC [PTS-17], [PTS-18]). A flag takes nothing:
 * the person reads it and answers, the committee decides. What was flagged once is not flagged again.
 */
export const POINTS_FLAG_JOB: TenantJob = {
  name: 'points.flags',
  everyMs: 600_000,
  async run(context) {
    const { handle, now: clock } = context;
    const { model } = handle.shape;
    if (model.behaviour.awards.length === 0) return 0;
    const now = clock.toISOString();
    const { place, ref } = handle;
    return place.database.transaction({}, async (tx) => {
      const execute = executeIn(tx, place.schema);
      if (!(await isDue(execute, now, ref.timeZone))) return 0;
      const from = addIsoDuration(now, `P${String(FLAG_LIMITS.windowDays)}D`, { timeZone: ref.timeZone, sign: -1 });
      const window = { from, now, timeZone: ref.timeZone };
      const flags = [
        ...(await cancelled(execute, model, window)),
        ...(await split(execute, model, window)),
        ...(await bursts(execute, window)),
        ...(await mutual(execute, model, window)),
      ];
      return keepFlags(execute, flags, now);
    });
  },
};

interface Window {
  readonly from: string;
  readonly now: string;
  readonly timeZone: string;
}

async function isDue(execute: Execute, now: string, timeZone: string): Promise<boolean> {
  const before = addIsoDuration(now, LOOK_EVERY, { timeZone, sign: -1 });
  const taken = await execute(
    `insert into "@tenant".fw_points_job as j (job, done_at) values ('flags', $1::timestamptz)
     on conflict (job) do update set done_at = excluded.done_at where j.done_at <= $2::timestamptz returning 1`,
    [now, before],
  );
  return taken.length > 0;
}

/** The entities that awards are given for. */
function awardEntities({ behaviour }: Model): readonly string[] {
  return [...new Set(behaviour.awards.flatMap(({ on }) => ('entity' in on ? [on.entity] : [])))];
}

async function cancelled(
  execute: Execute,
  model: Model,
  { from, now, timeZone }: Window,
): Promise<readonly FoundFlag[]> {
  const undoing = model.behaviour.workflows.flatMap((workflow) =>
    workflow.states.filter((state) => state.class === 'reversed').map(({ id }) => `${workflow.entity}.${id}`),
  );
  const rows = await execute<{ readonly user: string; readonly created: number; readonly cancelled: number }>(
    `with made as (
       select record_id, entity, actor from "@tenant".fw_event
        where kind = 'created' and entity = any($1::text[]) and actor is not null and at >= $2::timestamptz
     )
     select m.actor as user, count(*)::int as created,
            count(*) filter (where exists (
              select from "@tenant".fw_event e where e.record_id = m.record_id
                 and (e.kind = 'deleted' or (e.kind = 'transition' and m.entity || '.' || (e.changes -> 'state' ->> 1) = any($3::text[])))
            ))::int as cancelled
       from made m group by m.actor`,
    [awardEntities(model), from, undoing],
  );
  return findCreateCancel(rows, dated({ from, now, timeZone }));
}

/** Of the references that limits of awards count by: a customer whose cap is per day is worth an order more. */
async function split(execute: Execute, model: Model, { from, timeZone }: Window): Promise<readonly FoundFlag[]> {
  const found: FoundFlag[] = [];
  const fields = new Set(
    model.behaviour.awards.flatMap(({ on, limits }) =>
      'entity' in on
        ? limits.flatMap(({ per }) =>
            per.flatMap((part) => (part.kind === 'value' ? [`${on.entity}|${part.name}`] : [])),
          )
        : [],
    ),
  );
  for (const name of fields) {
    const [entity = '', field = ''] = name.split('|');
    const rows = await execute<DayCount>(
      `select actor as user, $1 as entity, $2 as field, changes -> $2 ->> 1 as value, to_char(at at time zone $4, 'YYYY-MM-DD') as day, count(*)::int as count
         from "@tenant".fw_event
        where kind = 'created' and entity = $1 and actor is not null and at >= $3::timestamptz and changes -> $2 ->> 1 is not null
        group by 1, 4, 5`,
      [entity, field, from, timeZone],
    );
    found.push(...findSplitOrders(rows));
  }
  return found;
}

async function bursts(execute: Execute, { from, now, timeZone }: Window): Promise<readonly FoundFlag[]> {
  // The first day that is judged needs its own four weeks before it.
  const earlier = addIsoDuration(from, `P${String(FLAG_LIMITS.windowDays)}D`, { timeZone, sign: -1 });
  const rows = await execute<{ readonly user: string; readonly date: string; readonly count: number }>(
    `select user_id as user, to_char(at at time zone $2, 'YYYY-MM-DD') as date, count(*)::int as count
       from "@tenant".fw_posting where kind = 'award' and granted > 0 and user_id is not null and at >= $1::timestamptz and at <= $3::timestamptz
      group by 1, 2`,
    [earlier, timeZone, now],
  );
  const first = localDayOf(from, timeZone);
  return findBursts(rows.map((row) => ({ ...row, day: parseDate(row.date) ?? daysOf(1970, 1, 1) }))).filter(
    ({ facts }) => (facts['day'] ?? '') >= first,
  );
}

/**
 * Who gave points to whom: special awards by their giver, and documents that pay somebody out of a budget by who made
 * them. Whose step happened to earn another one points has given nothing.
 */
async function mutual(execute: Execute, { behaviour }: Model, window: Window): Promise<readonly FoundFlag[]> {
  const manual = behaviour.awards.filter(({ on }) => on.kind === 'manual').map(({ id }) => id);
  const books = [...new Set(behaviour.awards.map(({ ledger }) => ledger))].flatMap(
    (ledger) => behaviour.ledgers.find(({ id }) => id === ledger)?.books ?? [],
  );
  const booksOf = (account: string): readonly string[] =>
    books.filter((book) => book.account === account).map(({ id }) => id);
  const rows = await execute<{ readonly giver: string; readonly receiver: string; readonly count: number }>(
    `select giver, receiver, count(*)::int as count from (
       select explain -> 'why' ->> 'actor' as giver, user_id::text as receiver from "@tenant".fw_posting
        where kind = 'award' and granted > 0 and rule = any($3::text[]) and at >= $1::timestamptz and at <= $2::timestamptz
       union all
       select e.actor::text, m.u0::text from "@tenant".fw_posting p
         join "@tenant".fw_movement m on m.posting = p.id and m.book = any($4::text[]) and m.d0 > 0
         join "@tenant".fw_event e on e.record_id = p.record_id and e.kind = 'created'
        where p.kind = 'move' and p.at >= $1::timestamptz and p.at <= $2::timestamptz
          and exists (select from "@tenant".fw_movement b where b.posting = p.id and b.book = any($5::text[]))
     ) given
      where giver is not null and receiver is not null and giver <> receiver group by 1, 2`,
    [window.from, window.now, manual, booksOf('wallet'), booksOf('budget')],
  );
  const names = await execute<{ readonly id: string; readonly name: string }>(
    'select id, name from "@tenant".fw_user',
    [],
  );
  const nameOf = (user: string): string => names.find(({ id }) => id === user)?.name ?? user;
  return findReciprocal(rows, { ...dated(window), nameOf });
}

/** From which day on, and in which month: who goes on is told once a month, not once an hour. */
function dated({ from, now, timeZone }: Window): { readonly from: string; readonly month: string } {
  return { from: localDayOf(from, timeZone), month: localDayOf(now, timeZone).slice(0, 7) };
}

async function keepFlags(execute: Execute, flags: readonly FoundFlag[], now: string): Promise<number> {
  if (flags.length === 0) return 0;
  const rows = flags.map(({ detector, user, key, facts }) => ({
    id: uuidV5(`${detector}|${key}`, FLAG_IDS),
    detector,
    key,
    user_id: user,
    about: facts,
  }));
  const added = await execute(
    `insert into "@tenant".fw_flag (id, detector, key, user_id, about, at)
     select f.id, f.detector, f.key, f.user_id, f.about, $2::timestamptz
       from jsonb_to_recordset($1::jsonb) as f(id uuid, detector text, key text, user_id uuid, about jsonb)
     on conflict do nothing returning 1`,
    [JSON.stringify(rows), now],
  );
  return added.length;
}
