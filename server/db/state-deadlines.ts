import { addIsoDuration } from '../compile/business-calendar.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { tableName } from '../compile/sql-name.ts';
import { entityOf } from '../compile/storage.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import type { Issue } from '../../schema/core/result.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import type { StateDef } from '../../schema/template/template.ts';
import { notify } from './notify.ts';
import type { WriteUnit } from './write-unit.ts';

type Deadline = NonNullable<StateDef['deadline']>;

/** A state that rows may not stay in for ever. */
export interface DeadlineState {
  readonly entity: EntityModel;
  readonly state: StateDef;
  readonly deadline: Deadline;
}

/** A row that has been in its state for too long. */
export interface OverdueRow {
  readonly id: string;
  /** ISO 8601: since when it is in the state. */
  readonly enteredAt: string;
  readonly tries: number;
}

/** The states of a model that have a deadline. */
export function deadlineStates(model: Model): readonly DeadlineState[] {
  return model.behaviour.workflows.flatMap(({ entity, states }) =>
    states.flatMap((state) =>
      state.deadline === undefined ? [] : [{ entity: entityOf(model, entity), state, deadline: state.deadline }],
    ),
  );
}

/**
 * Rows that are past the deadline of a state and were not dealt with yet, at most `limit`. A row is in its state since
 * the event that last changed the state.
 */
export async function overdueRows(
  unit: WriteUnit,
  { entity, state, deadline }: DeadlineState,
  limit: number,
): Promise<readonly OverdueRow[]> {
  const { now, timeZone } = unit.binding;
  // Some days more, since months do not run backwards as they run forwards: 31 January and a month is 28 February.
  const latest = addIsoDuration(addIsoDuration(now, deadline.within, { timeZone, sign: -1 }), 'P4D', { timeZone });
  const rows = await unit.execute<{ readonly id: string; readonly entered: string; readonly tries: number }>(
    `select r.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as entered, coalesce(d.tries, 0) as tries
     from "@tenant".${quoteIdentifier(tableName(entity.id))} r
     cross join lateral (select max(at) as at from "@tenant".fw_event where record_id = r.id and changes ? 'state') e
     left join "@tenant".fw_deadline d on d.record_id = r.id and d.entered_at = e.at
     where r.state = $1 and r.deleted_at is null and r.created_at <= $2::timestamptz and e.at <= $2::timestamptz
       and (d.record_id is null or (d.done_at is null and d.next_at <= $3::timestamptz))
     order by e.at, r.id limit $4`,
    [state.id, latest, now, limit],
  );
  return rows
    .map(({ id, entered, tries }) => ({ id, enteredAt: entered, tries }))
    .filter(({ enteredAt }) => addIsoDuration(enteredAt, deadline.within, { timeZone }) <= now);
}

/**
 * Takes the row's deadline as ours to deal with: false where another process does, or has done so. The row itself
 * is locked, so that nobody takes it elsewhere meanwhile.
 */
export async function claimDeadline(unit: WriteUnit, at: DeadlineState, row: OverdueRow): Promise<boolean> {
  const held = await unit.execute(
    `select id from "@tenant".${quoteIdentifier(tableName(at.entity.id))} where id = $1::uuid and state = $2 and deleted_at is null for no key update skip locked`,
    [row.id, at.state.id],
  );
  if (held.length === 0) return false;
  const taken = await unit.execute(
    `insert into "@tenant".fw_deadline as d (record_id, entered_at, entity, state, next_at) values ($1::uuid, $2::timestamptz, $3, $4, $5::timestamptz)
     on conflict (record_id, entered_at) do update set next_at = excluded.next_at where d.done_at is null and d.next_at <= $5::timestamptz returning record_id`,
    [row.id, row.enteredAt, at.entity.id, at.state.id, unit.binding.now],
  );
  return taken.length > 0;
}

/** Writes down how the deadline was dealt with; a refusal is tried again later, and less and less often. */
export async function endDeadline(unit: WriteUnit, row: OverdueRow, issues: readonly Issue[]): Promise<void> {
  const tries = row.tries + 1;
  const isOver = issues.length === 0 || tries >= LIMITS.deadlineTriesMax;
  const next = new Date(Date.parse(unit.binding.now) + HOUR_MS * 2 ** Math.min(tries - 1, 6)).toISOString();
  await unit.execute(
    `update "@tenant".fw_deadline set tries = $3, next_at = case when $4 then null else $5::timestamptz end, done_at = case when $4 then $6::timestamptz end, issues = $7::jsonb where record_id = $1::uuid and entered_at = $2::timestamptz`,
    [row.id, row.enteredAt, tries, isOver, next, unit.binding.now, issues.length === 0 ? null : JSON.stringify(issues)],
  );
}

const HOUR_MS = 3_600_000;

/** Tells the roles of a deadline that a row is past it; once. */
export async function tellOverdue(unit: WriteUnit, at: DeadlineState, row: OverdueRow): Promise<void> {
  const roles = at.deadline.notify ?? [];
  if (roles.length === 0) return;
  const [entity, state] = [at.entity.label, at.state.label];
  const en = `${entity.en ?? at.entity.apiName} has been "${state?.en ?? at.state.id}" for longer than planned.`;
  const zh = `${entity['zh-CN'] ?? at.entity.apiName} 停留在“${state?.['zh-CN'] ?? at.state.id}”状态已超过期限。`;
  await notify(unit, {
    key: `deadline:${row.id}:${row.enteredAt}`,
    users: [],
    roles,
    text: { en, 'zh-CN': zh },
    about: { entity: at.entity.id, id: row.id },
  });
}
