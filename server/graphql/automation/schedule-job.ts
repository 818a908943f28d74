import { LIMITS } from '../../../schema/core/limits.ts';
import type { ScheduleModel } from '../../../schema/model/build-automations.ts';
import { bindRead } from '../../compile/read-plan.ts';
import { planScheduleRows } from '../../compile/schedule-plan.ts';
import { quoteIdentifier, textFor } from '../../compile/sql-text.ts';
import type { Transaction } from '../../db/database.ts';
import { addRuns, type RunRequest } from '../../db/outbox-effects.ts';
import type { TenantJob, TenantJobContext } from '../jobs/tenant-job.ts';
import { latestDue, nextDue, type DueSpec } from './due-times.ts';
import { systemBinding } from './system-binding.ts';

/**
 * Writes down the runs of schedules that are due, a page of records at a time, and when each is due next. What was
 * missed while nobody ran is made up for once. SPEC [RUN-11] to [RUN-15].
 */
export const SCHEDULE_JOB: TenantJob = {
  name: 'schedules',
  due: 'exists (select from "@tenant".fw_schedule where next_at <= $1::timestamptz)',
  async run(context) {
    const { schedules } = context.handle.shape.model.behaviour;
    const known = await knownSchedules(context);
    if (schedules.length === 0 && known.size === 0) return 0;
    await bringUpToDate(context, known);
    let pages = 0;
    for (const schedule of schedules) {
      const row = known.get(schedule.id);
      // One just written down is due later than now.
      if (row !== undefined && row.spec === specText(context, schedule) && row.isDue)
        pages += await makePage(context, schedule);
    }
    return pages;
  },
};

interface ScheduleRow {
  readonly id: string;
  readonly spec: string;
  readonly isDue: boolean;
}

async function knownSchedules({ handle, now }: TenantJobContext): Promise<ReadonlyMap<string, ScheduleRow>> {
  const { database, schema } = handle.place;
  const rows = await database.query<ScheduleRow>({
    text: `select id, spec, next_at <= $1::timestamptz as "isDue" from ${quoteIdentifier(schema)}.fw_schedule`,
    params: [now.toISOString()],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function dueSpec({ handle }: TenantJobContext, { every, at, timeZone }: ScheduleModel): DueSpec {
  return { every, timeZone: timeZone ?? handle.ref.timeZone, ...(at === undefined ? {} : { at }) };
}

function specText(context: TenantJobContext, schedule: ScheduleModel): string {
  const { every, at, timeZone } = dueSpec(context, schedule);
  return JSON.stringify([every, at ?? null, timeZone]);
}

/** New schedules, and those that are due at other times now, begin with the next time they are due. */
async function bringUpToDate(context: TenantJobContext, known: ReadonlyMap<string, ScheduleRow>): Promise<void> {
  const { handle, now } = context;
  const { schedules } = handle.shape.model.behaviour;
  const table = `${quoteIdentifier(handle.place.schema)}.fw_schedule`;
  for (const schedule of schedules) {
    const spec = specText(context, schedule);
    if (known.get(schedule.id)?.spec === spec) continue;
    await handle.place.database.query({
      text: `insert into ${table} as s (id, spec, next_at) values ($1, $2, $3::timestamptz)
        on conflict (id) do update set spec = excluded.spec, next_at = excluded.next_at, occurrence = null, cursor = null where s.spec <> excluded.spec`,
      params: [schedule.id, spec, nextDue(dueSpec(context, schedule), now).toISOString()],
    });
  }
  const gone = [...known.keys()].filter((id) => schedules.every((schedule) => schedule.id !== id));
  if (gone.length > 0)
    await handle.place.database.query({ text: `delete from ${table} where id = any($1::text[])`, params: [gone] });
}

/** The next page of runs of a schedule that is due; 0 where another process makes it. */
async function makePage(context: TenantJobContext, schedule: ScheduleModel): Promise<number> {
  const { handle, now } = context;
  const { place, ref } = handle;
  const table = `${quoteIdentifier(place.schema)}.fw_schedule`;
  const spec = dueSpec(context, schedule);
  return place.database.transaction({ lockTimeoutMs: LOCK_TIMEOUT_MS }, async (tx) => {
    await tx.query({ text: `select ${quoteIdentifier(place.schema)}.fw_begin_write($1)`, params: [ref.version] });
    const [row] = await tx.query<DueRow>({
      text: `select extract(epoch from next_at)::float8 as next, extract(epoch from occurrence)::float8 as occurrence, cursor::text as cursor
        from ${table} where id = $1 and next_at <= $2::timestamptz for update skip locked`,
      params: [schedule.id, now.toISOString()],
    });
    if (row === undefined) return 0;
    const occurrence =
      row.occurrence === null ? latestDue(spec, { from: secondsDate(row.next), now }) : secondsDate(row.occurrence);
    const ids = await rowsOf(context, tx, { schedule, after: row.cursor });
    await addRuns(tx, place.schema, {
      runs: runsOf(schedule, { ids, occurrence, version: ref.version }),
      now: now.toISOString(),
    });
    const isLast = schedule.entity === undefined || ids.length < LIMITS.schedulePageMax;
    await tx.query({
      text: `update ${table} set occurrence = $2::timestamptz, cursor = $3::uuid, next_at = coalesce($4::timestamptz, next_at), last_at = coalesce($5::timestamptz, last_at) where id = $1`,
      params: isLast
        ? [schedule.id, null, null, nextDue(spec, now).toISOString(), occurrence.toISOString()]
        : [schedule.id, occurrence.toISOString(), ids.at(-1), null, null],
    });
    return 1;
  });
}

const LOCK_TIMEOUT_MS = 5_000;

interface DueRow {
  /** Seconds since the epoch. */
  readonly next: number;
  readonly occurrence: number | null;
  readonly cursor: string | null;
}

function secondsDate(seconds: number): Date {
  return new Date(Math.round(seconds * 1_000));
}

async function rowsOf(
  { handle, now }: TenantJobContext,
  tx: Transaction,
  { schedule, after }: { readonly schedule: ScheduleModel; readonly after: string | null },
): Promise<readonly string[]> {
  if (schedule.entity === undefined) return [];
  const template = planScheduleRows(handle.shape.model, schedule.entity, schedule.where);
  const given = { after, limit: LIMITS.schedulePageMax };
  const bound = bindRead({ template, checks: [] }, { ...systemBinding(now, handle.ref.timeZone), given });
  if (!bound.ok) throw new Error('Broken invariant: a plan of ours with a cursor');
  const rows = await tx.query<{ readonly id: string }>({
    text: textFor(template, handle.place.schema),
    params: bound.value,
  });
  return rows.map(({ id }) => id);
}

function runsOf(
  schedule: ScheduleModel,
  at: { readonly ids: readonly string[]; readonly occurrence: Date; readonly version: number },
): readonly RunRequest[] {
  const run = (recordId: string | null): RunRequest => ({
    key: `schedule:${schedule.id}:${at.occurrence.toISOString()}:${recordId ?? ''}`,
    kind: 'schedule',
    rule: schedule.id,
    templateVersion: at.version,
    eventSeq: '0',
    entity: schedule.entity ?? null,
    recordId,
    depth: 1,
    state: 'waiting',
    issues: null,
  });
  return schedule.entity === undefined ? [run(null)] : at.ids.map(run);
}
