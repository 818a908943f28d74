import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, type Issue } from '../../../schema/core/result.ts';
import { accessOf, OWNER_ROLE } from '../../compile/access.ts';
import { STALE_VERSION_STATE } from '../../compile/ddl-system.ts';
import { wholeDocument } from '../../compile/event-snapshot.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import { issueOfError, pgFailureOf } from '../../db/pg-errors.ts';
import { WriteRefused } from '../../db/write-rows.ts';
import { inWriteUnit, type WriteUnit } from '../../db/write-unit.ts';
import type { TenantJob, TenantJobContext } from '../jobs/tenant-job.ts';
import { backoffUntil, isTemporary } from './retry.ts';
import { runRule, type RuleRun } from './run-rule.ts';
import { systemBinding } from './system-binding.ts';
import { behaviourOf } from './version-behaviour.ts';

/**
 * Runs what waits, a record's runs in the order of their events. A run's actions and its end are one transaction, so it
 * takes effect once however often it is begun. SPEC [RUN-6] to [RUN-10].
 */
export const RUN_JOB: TenantJob = {
  name: 'runs',
  due: `exists (select from "@tenant".fw_run where state = 'waiting' and next_at <= $1::timestamptz)`,
  async run(context) {
    let done = 0;
    for (const run of await waitingRuns(context)) if (await execute(context, run)) done += 1;
    return done;
  },
};

interface WaitingRun {
  readonly id: string;
  readonly kind: 'automation' | 'schedule';
  readonly rule: string;
  readonly templateVersion: number;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly depth: number;
  readonly attempts: number;
  readonly event: RuleRun['event'];
}

/** As the database has it. */
type KeptRun = Omit<WaitingRun, 'event'> & {
  readonly event: (NonNullable<WaitingRun['event']> & { readonly lines: readonly string[] }) | null;
};

const RUNS_AT_ONCE = 50;

/** Due runs that no earlier one of the same record has to be made before. */
async function waitingRuns({ handle, now }: TenantJobContext): Promise<readonly WaitingRun[]> {
  const { database, schema } = handle.place;
  const ns = quoteIdentifier(schema);
  const rows = await database.query<{ readonly run: string }>({
    text: `select json_build_object('id', r.id, 'kind', r.kind, 'rule', r.rule, 'templateVersion', r.template_version, 'entity', r.entity, 'recordId', r.record_id,
        'depth', r.depth, 'attempts', r.attempts, 'event', case when e.seq is not null then json_build_object('seq', e.seq::text,
          'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'actor', e.actor, 'entity', e.entity, 'recordId', e.record_id, 'kind', e.kind,
          'transition', e.transition, 'version', e.version, 'changes', coalesce(e.changes, '{}'), 'templateVersion', e.template_version,
          'depth', e.depth, 'cause', e.cause, 'doc', e.snapshot -> 'doc', 'lines', coalesce(e.snapshot -> 'lines', '[]')) end)::text as run
      from ${ns}.fw_run r left join ${ns}.fw_event e on e.seq = r.event_seq
      where r.state = 'waiting' and r.next_at <= $1::timestamptz
        and not exists (select 1 from ${ns}.fw_run p where p.state = 'waiting' and p.event_seq < r.event_seq and p.record_id = r.record_id and p.next_at <= $1::timestamptz)
      order by r.event_seq, r.id limit $2`,
    params: [now.toISOString(), RUNS_AT_ONCE],
  });
  return rows.map(({ run }) => withWholeDocument(JSON.parse(run) as KeptRun));
}

/** The event's document as rules read it. */
function withWholeDocument(run: KeptRun): WaitingRun {
  if (run.event === null) return { ...run, event: null };
  const { lines, ...event } = run.event;
  const doc = event.doc === null ? null : wholeDocument({ doc: event.doc, lines }, event.changes);
  return { ...run, event: { ...event, doc } };
}

/** Whether the run was ours to make; another process may have taken it. */
async function execute(context: TenantJobContext, run: WaitingRun): Promise<boolean> {
  const { application, handle, now } = context;
  const { shape, place, ref } = handle;
  const rule = await ruleOf(context, run);
  try {
    return await inWriteUnit(
      place.database,
      shape.model,
      { target: ref, binding: systemBinding(now, ref.timeZone) },
      async (unit) => {
        if (!(await claim(unit, run.id))) return false;
        if (rule === null) throw new WriteRefused([issue('AUTOMATION_OUTDATED', '', { id: run.rule })]);
        const isDone = await runRule(unit, rule, {
          access: accessOf(shape.model, [OWNER_ROLE]),
          locale: 'en',
          secrets: application.secrets,
          tenant: ref.id,
        });
        await unit.execute(
          'update "@tenant".fw_run set state = $2, ended_at = $3::timestamptz, attempts = attempts + 1, issues = null where id = $1::uuid',
          [run.id, isDone ? 'done' : 'skipped', unit.binding.now],
        );
        return true;
      },
    );
  } catch (error) {
    await recordFailure(context, run, error);
    return true;
  }
}

/** Locks the run for this transaction; false where it is somebody else's or done. */
async function claim(unit: WriteUnit, id: string): Promise<boolean> {
  const rows = await unit.execute(
    `select id from "@tenant".fw_run where id = $1::uuid and state = 'waiting' for update skip locked`,
    [id],
  );
  return rows.length > 0;
}

async function ruleOf({ application, handle }: TenantJobContext, run: WaitingRun): Promise<RuleRun | null> {
  const { automations, schedules } = await behaviourOf(application, handle, run.templateVersion);
  const base = {
    id: run.id,
    kind: run.kind,
    rule: run.rule,
    depth: run.depth,
    entity: run.entity,
    recordId: run.recordId,
    event: run.event,
  };
  if (run.kind === 'automation') {
    const rule = automations.find(({ id }) => id === run.rule);
    if (rule === undefined) return null;
    return { ...base, actions: rule.do, ...(rule.when === undefined ? {} : { when: rule.when }) };
  }
  const rule = schedules.find(({ id }) => id === run.rule);
  if (rule === undefined) return null;
  return { ...base, actions: rule.do, ...(rule.where === undefined ? {} : { when: rule.where }) };
}

/** Refusals stand with their issues; what may pass by itself is tried again, and given up after so many attempts. */
async function recordFailure(context: TenantJobContext, run: WaitingRun, error: unknown): Promise<void> {
  const { shape } = context.handle;
  if (pgFailureOf(error)?.sqlState === STALE_VERSION_STATE) throw error;
  if (error instanceof WriteRefused) return end(context, run, { state: 'refused', issues: error.issues });
  const found = isTemporary(error) ? undefined : issueOfError(error, shape.constraints);
  if (found !== undefined) return end(context, run, { state: 'refused', issues: [found] });
  const attempts = run.attempts + 1;
  if (attempts >= LIMITS.runAttemptsMax) {
    await end(context, run, {
      state: 'failed',
      issues: [issue('AUTOMATION_FAILED', '', { id: run.rule, attempts })],
    });
  } else await postpone(context, run, attempts);
  // Whoever keeps the log should know of what is no lock and no refusal.
  if (!isTemporary(error)) throw error;
}

async function end(
  { handle, now }: TenantJobContext,
  run: WaitingRun,
  outcome: { readonly state: 'refused' | 'failed'; readonly issues: readonly Issue[] },
): Promise<void> {
  await handle.place.database.query({
    text: `update ${quoteIdentifier(handle.place.schema)}.fw_run set state = $2, issues = $3::jsonb, attempts = attempts + 1, ended_at = $4::timestamptz where id = $1::uuid and state = 'waiting'`,
    params: [run.id, outcome.state, JSON.stringify(outcome.issues), now.toISOString()],
  });
}

async function postpone({ handle, now }: TenantJobContext, run: WaitingRun, attempts: number): Promise<void> {
  await handle.place.database.query({
    text: `update ${quoteIdentifier(handle.place.schema)}.fw_run set attempts = $2, next_at = $3::timestamptz where id = $1::uuid and state = 'waiting'`,
    params: [run.id, attempts, backoffUntil(now, attempts)],
  });
}
