import { LIMITS } from '../../../schema/core/limits.ts';
import { tenantId, userId } from '../../../schema/core/ids.ts';
import { issue, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { renderIssue } from '../../../schema/core/issues.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { DESIGNER_ROLE, OWNER_ROLE } from '../../compile/access.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import type { ScheduledPublication, Tenant } from '../../db/control-entities.ts';
import { tellLive } from '../../db/control-live.ts';
import { membersOfTenants, usersByIds } from '../../db/control-queries.ts';
import { claimSchedule, endSchedule, holdSchedule, type ScheduleEnd } from '../../db/control-schedules.ts';
import { deleteDraft, findDraft, publicationById, templateVersion } from '../../db/control-templates.ts';
import { audit, tenantById, tenantVersion } from '../../db/control-tenants.ts';
import { rolesOfTier } from '../../db/points-tiers.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import { publish, resumePublications } from '../../tenancy/publish.ts';
import type { Application } from '../application.ts';
import { baseToPublish } from '../platform/pack-base.ts';

/** Carries out what was scheduled, in this process. */
export interface PublicationClock {
  /** Begins nothing new and waits for what runs. */
  stop(): Promise<void>;
}

/**
 * Looks each few seconds for scheduled publications that are due and carries them out, one at a time. All processes do;
 * each publication is claimed by one, and has the id of its schedule, so that one that was cut short is found again and
 * never done twice (SPEC [PLT-13]).
 */
export function openPublicationClock(
  application: Application,
  { onError, pollMs = LIMITS.schedulePollMs }: { readonly onError: (error: unknown) => void; readonly pollMs?: number },
): PublicationClock {
  let running: Promise<void> | undefined;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  const look = async (): Promise<void> => {
    for (let found = 0; found < DONE_AT_ONCE_MAX; found += 1) {
      if (isStopped()) return;
      const schedule = await claimSchedule(application.control);
      if (schedule === null) return;
      const wasDone = await carryOut(application, schedule);
      // What has to wait is looked at again at the next turn, not at once.
      if (!wasDone) return;
    }
  };
  const tick = (): void => {
    if (running !== undefined || stopped) return;
    running = look()
      .catch((error: unknown) => {
        if (!stopped) onError(error);
      })
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(tick, pollMs);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** Of one look; the others wait for the next. */
const DONE_AT_ONCE_MAX = 20;

/** Gives whether it has ended, one way or the other. */
async function carryOut(application: Application, schedule: ScheduledPublication): Promise<boolean> {
  const { control } = application;
  const holding = setInterval(() => {
    holdSchedule(control, schedule.id).catch(() => undefined);
  }, LIMITS.scheduleLeaseMs / 3);
  try {
    const tenant = await tenantById(control, tenantId(schedule.tenantId));
    if (tenant === null) return false;
    const end = await attempt(application, tenant, schedule);
    // What may be done twice comes first, so that whoever sees that it has ended sees all of it.
    if (end.state !== 'waiting') await settle(application, tenant, { schedule, end });
    if (!(await endSchedule(control, schedule.id, end))) return true;
    if (end.state === 'waiting') return false;
    await note(application, tenant, { schedule, end });
    return true;
  } finally {
    clearInterval(holding);
  }
}

async function attempt(application: Application, tenant: Tenant, schedule: ScheduledPublication): Promise<ScheduleEnd> {
  const { control, publishing } = application;
  const id = tenantId(tenant.id);
  try {
    const begun = await publicationById(control, id, schedule.id);
    if (begun?.state === 'running') await resumePublications(publishing);
    const before = begun === null ? null : await publicationById(control, id, schedule.id);
    if (before?.state === 'done') return { state: 'done', version: before.number };
    if (before?.state === 'running') return { state: 'waiting' };
    if (before?.state === 'aborted') return failedFor(before.failure ?? '');
    const done = await publishNow(application, tenant, schedule);
    if (done.ok) return { state: 'done', version: done.value };
    const isBusy = done.issues.some(({ code }) => code === 'PUBLISH_IN_PROGRESS');
    return isBusy ? { state: 'waiting' } : { state: 'failed', issues: done.issues };
  } catch (error) {
    // Nobody knows what was committed: the publication itself says so, once the database answers again.
    if ((await publicationById(control, id, schedule.id).catch(() => undefined)) !== null) throw error;
    return failedFor(error instanceof Error ? error.message : '');
  }
}

function failedFor(reason: string): ScheduleEnd {
  return { state: 'failed', issues: [issue('SCHEDULE_FAILED', '', { reason })] };
}

/** Publishes as the author, who must still be one who may. */
async function publishNow(
  application: Application,
  tenant: Tenant,
  schedule: ScheduledPublication,
): Promise<Result<number>> {
  const { control, publishing } = application;
  const id = tenantId(tenant.id);
  if (!(await mayStillPublish(application, tenant, schedule))) return refused([issue('FORBIDDEN', '')]);
  const number = (await tenantVersion(control, id))?.number ?? 0;
  const version = number === 0 ? null : await templateVersion(control, id, number);
  const baseDocument = await baseToPublish(control, schedule.document, version);
  const done = await publish(publishing, tenant, {
    id: schedule.id,
    document: schedule.document,
    ...(baseDocument === undefined ? {} : { baseDocument }),
    baseVersion: schedule.baseVersion,
    note: schedule.note,
    tests: { despite: schedule.despiteTests ?? null },
    ...(typeof schedule.author === 'string' ? { author: userId(schedule.author) } : {}),
  });
  return done.ok ? ok(done.value.version) : done;
}

async function mayStillPublish(
  { control, cells }: Application,
  tenant: Tenant,
  { author }: ScheduledPublication,
): Promise<boolean> {
  if (author === null || author === undefined) return false;
  const id = tenantId(tenant.id);
  const [user] = await usersByIds(control, [author]);
  if (user?.isOperator === true) return true;
  const member = (await membersOfTenants(control, [id])).get(id)?.find((one) => one.userId === author);
  if (member === undefined) return false;
  const held = [...member.roles, ...(await rolesOfTier(placeOf(cells, tenant), author))];
  return held.includes(OWNER_ROLE) || held.includes(DESIGNER_ROLE);
}

interface Outcome {
  readonly schedule: ScheduledPublication;
  readonly end: Exclude<ScheduleEnd, { readonly state: 'waiting' }>;
}

/** The draft that was published is over, unless it went on meanwhile; the author is told. */
async function settle(application: Application, tenant: Tenant, outcome: Outcome): Promise<void> {
  const { control } = application;
  const { schedule, end } = outcome;
  const id = tenantId(tenant.id);
  if (end.state === 'done') {
    await application.registry.refresh();
    const draft = await findDraft(control, id, schedule.draft);
    if (draft?.revision === schedule.revision) await deleteDraft(control, id, schedule.draft);
  }
  await notifyAuthor(application, tenant, outcome);
}

/** Puts it on record, and tells everybody who watches. */
async function note(application: Application, tenant: Tenant, { schedule, end }: Outcome): Promise<void> {
  const { control } = application;
  const id = tenantId(tenant.id);
  const what = end.state === 'done' ? { version: end.version } : { issues: codesOf(end.issues) };
  await audit(control, {
    tenant: id,
    ...(typeof schedule.author === 'string' ? { actor: userId(schedule.author) } : {}),
    action: `publication.scheduled.${end.state}`,
    detail: { schedule: schedule.id, draft: schedule.draft, ...what },
  });
  await tellLive(control, id);
  application.writes.touch(tenant.id);
}

function codesOf(issues: readonly Issue[]): readonly string[] {
  return [...new Set(issues.map(({ code }) => code))];
}

const NOTICES: Readonly<Record<Outcome['end']['state'], Readonly<Record<Locale, string>>>> = {
  done: {
    en: 'The scheduled publication of “{draft}” is in force as version {version}.',
    'zh-CN': '定时发布“{draft}”已生效，版本号为 {version}。',
  },
  failed: {
    en: 'The scheduled publication of “{draft}” failed: {reason}',
    'zh-CN': '定时发布“{draft}”失败：{reason}',
  },
};

/** A notification in the tenant, like any other; a mail goes with it where the author wants mails. */
async function notifyAuthor({ cells, now }: Application, tenant: Tenant, { schedule, end }: Outcome): Promise<void> {
  const text = (locale: Locale): string => {
    const reason = end.state === 'failed' ? end.issues.map((one) => renderIssue(one, locale).message).join(' ') : '';
    const version = end.state === 'done' ? String(end.version) : '';
    const values: Readonly<Record<string, string>> = { draft: schedule.draft, reason, version };
    return NOTICES[end.state][locale]
      .replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')
      .slice(0, LIMITS.labelCharsMax);
  };
  const { database, schema } = placeOf(cells, tenant);
  const ns = quoteIdentifier(schema);
  await database.query({
    text: `insert into ${ns}.fw_notification (key, user_id, at, text_en, text_zh, mail_at, mail_state)
      select $1 || ':' || u.id, u.id, $2::timestamptz, $3, $4, $2::timestamptz, case when m.wanted then 'waiting' else 'none' end
        from ${ns}.fw_user u left join ${ns}.fw_mail_choice m on m.user_id = u.id where u.active and u.id = $5::uuid
      on conflict (key) do nothing`,
    params: [`schedule:${schedule.id}`, now().toISOString(), text('en'), text('zh-CN'), schedule.author ?? null],
  });
}
