import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { tellLive } from '../../db/control-live.ts';
import { addSchedule, cancelSchedule, issuesOfSchedule, type ScheduleSummary } from '../../db/control-schedules.ts';
import { findDraft } from '../../db/control-templates.ts';
import { audit } from '../../db/control-tenants.ts';
import { userIdOf } from './caller.ts';
import { renderedIssues } from './issue-types.ts';
import { actorOf, tenantFor, type PlatformContext } from './platform-context.ts';
import type { ScheduledPublicationType } from './schedule-types.ts';

export interface ScheduleRequest {
  readonly tenant: string;
  readonly draft: string;
  readonly at: Date;
  readonly note: string;
  readonly despiteTests?: string | undefined;
}

/**
 * Puts the publication of a draft off, as the draft is now: who edits it further changes nothing of what goes out.
 * DRAFT_UNKNOWN, SCHEDULE_TIME, SCHEDULE_TAKEN, and whatever is wrong with the document. A person's to do.
 */
export async function schedulePublication(
  context: PlatformContext,
  input: ScheduleRequest,
): Promise<Result<ScheduleSummary>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const author = userIdOf(context.caller);
  if (author === null) return refused([issue('FORBIDDEN', '')]);
  const { publishing, now } = context.services;
  const { id } = granted.value;
  const ahead = input.at.getTime() - now().getTime();
  if (!(ahead >= LIMITS.scheduleMinMs && ahead <= LIMITS.scheduleDaysMax * 86_400_000)) {
    const params = { minutes: LIMITS.scheduleMinMs / 60_000, days: LIMITS.scheduleDaysMax };
    return refused([issue('SCHEDULE_TIME', '/at', params)]);
  }
  const draft = await findDraft(publishing.control, id, input.draft);
  if (draft === null) return refused([issue('DRAFT_UNKNOWN', '/draft')]);
  const resolved = publishing.resolve(draft.document);
  if (!resolved.ok) return resolved;
  const { name, revision, baseVersion, document } = draft;
  const despiteTests = input.despiteTests?.trim() ?? '';
  const added = await addSchedule(publishing.control, id, {
    draft: name,
    revision,
    baseVersion,
    document,
    note: input.note,
    despiteTests: despiteTests === '' ? null : despiteTests,
    author,
    at: input.at,
  });
  if (!added.ok) return added;
  await audit(publishing.control, {
    tenant: id,
    ...actorOf(context.caller),
    action: 'publication.schedule',
    detail: { schedule: added.value.id, draft: name, revision, at: input.at.toISOString() },
  });
  await tellLive(publishing.control, id);
  return added;
}

/** Takes a scheduled publication back, whoever scheduled it. SCHEDULE_UNKNOWN, also when it has begun. */
export async function cancelScheduledPublication(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string },
): Promise<Result<null>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  const done = isUuid(input.id) && (await cancelSchedule(control, granted.value.id, input.id));
  if (!done) return refused([issue('SCHEDULE_UNKNOWN', '/id')]);
  const detail = { schedule: input.id };
  await audit(control, { tenant: granted.value.id, ...actorOf(context.caller), action: 'publication.cancel', detail });
  return ok(null);
}

/** As the API shows it; its issues in the language of who asks. */
export function scheduleView(schedule: ScheduleSummary, { locale }: PlatformContext): ScheduledPublicationType {
  const { id, draft, revision, baseVersion, note, at, state, createdAt } = schedule;
  return {
    id,
    draft,
    revision,
    baseVersion,
    note,
    at,
    state,
    createdAt,
    author: schedule.author ?? null,
    version: schedule.version ?? null,
    endedAt: schedule.endedAt ?? null,
    issues: renderedIssues(issuesOfSchedule(schedule), locale),
  };
}
