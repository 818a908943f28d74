import { idOf } from '../../db/control-tenants.ts';
import { localDayOf } from '../../compile/business-calendar.ts';
import type { AwardEvent } from '../../compile/award-plan.ts';
import { planEvents, type Execute } from '../../db/points-awards.ts';
import { signInsSince, type SignIn } from '../../db/points-sign-ins.ts';
import type { PostRequest } from '../../compile/post-request.ts';
import { postBatched } from '../../db/post-batcher.ts';
import { executeIn } from '../tenant/points-context.ts';
import type { TenantJob, TenantJobContext } from './tenant-job.ts';

const SIGNED_IN: AwardEvent = { happened: { kind: 'event', event: 'signIn.firstOfDay' } };

/** How far back a first look goes, and how much of the past each look takes in again: clocks of servers differ. */
const FIRST_LOOK_MS = 86_400_000;
const OVERLAP_MS = 120_000;

/**
 * Points for the first sign-in of a day of the tenant (SPEC [PTS-19]). It reads the sessions that began since its last
 * look, so no sign-in waits for points or fails because of them; a second look at one changes nothing.
 */
export const POINTS_SIGN_IN_JOB: TenantJob = {
  name: 'points.signIn',
  async run(context) {
    const { application, handle, now } = context;
    if (!handle.shape.model.behaviour.awards.some(({ on }) => on.kind === 'event')) return 0;
    const last = await lastLook(context);
    const from = new Date((last?.getTime() ?? now.getTime() - FIRST_LOOK_MS) - OVERLAP_MS);
    const found = await signInsSince(application.control, idOf(handle.tenant), from);
    const fresh = found.filter(({ at }) => last === null || at > last);
    if (fresh.length === 0) return 0;
    const requests: PostRequest[] = [];
    for (const signIn of firstOfDay(found, handle.ref.timeZone)) requests.push(...(await planSignIn(context, signIn)));
    // At nine in the morning all of them are paid from one budget: they share a few commits.
    await Promise.all(requests.map((request) => postBatched(handle.place, request)));
    await keepLook(context, found.at(-1)?.at ?? now);
    return fresh.length;
  },
};

function firstOfDay(signIns: readonly SignIn[], timeZone: string): readonly SignIn[] {
  const days = new Map<string, SignIn>();
  for (const signIn of signIns) {
    const key = `${signIn.user}|${localDayOf(signIn.at.toISOString(), timeZone)}`;
    if (!days.has(key)) days.set(key, signIn);
  }
  return [...days.values()];
}

async function planSignIn({ handle, now }: TenantJobContext, { user, at }: SignIn): Promise<readonly PostRequest[]> {
  const { place, ref, shape } = handle;
  return place.database.transaction({}, async (tx) => {
    const execute = executeIn(tx, place.schema);
    const [member] = await execute<{
      readonly id: string;
      readonly name: string;
      readonly email: string;
      readonly roles: readonly string[];
      readonly departments: readonly string[];
    }>(
      `select id, name, email, roles, org_ids::text[] as departments from "@tenant".fw_user where id = $1::uuid and active`,
      [user],
    );
    if (member === undefined) return [];
    const postings = await planEvents(execute, {
      model: shape.model,
      templateVersion: ref.version,
      evaluation: {
        now: at.toISOString(),
        timeZone: ref.timeZone,
        actor: { ...member, role: member.roles[0] ?? '' },
      },
      events: [SIGNED_IN],
    });
    return postings.length === 0
      ? []
      : [{ now: now.toISOString(), actor: user, templateVersion: ref.version, postings }];
  });
}

async function lastLook({ handle }: TenantJobContext): Promise<Date | null> {
  return inTenant(handle, async (execute) => {
    const [row] = await execute<{ readonly done_at: string }>(
      `select done_at from "@tenant".fw_points_job where job = 'signIn'`,
      [],
    );
    return row === undefined ? null : new Date(row.done_at);
  });
}

async function keepLook({ handle }: TenantJobContext, at: Date): Promise<void> {
  await inTenant(handle, (execute) =>
    execute(
      `insert into "@tenant".fw_points_job as j (job, done_at) values ('signIn', $1::timestamptz)
       on conflict (job) do update set done_at = greatest(j.done_at, excluded.done_at)`,
      [at.toISOString()],
    ),
  );
}

function inTenant<T>({ place }: TenantJobContext['handle'], work: (execute: Execute) => Promise<T>): Promise<T> {
  return place.database.transaction({}, (tx) => work(executeIn(tx, place.schema)));
}
