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

/** What the job keeps its places by: points that are due, and days that are kept. */
type Look = 'signIn' | 'signInDay';

/**
 * Points for the first sign-in of a day of the tenant (SPEC [PTS-19]), and the days on which members signed in, for the
 * programme report. It reads the sessions that began since its last look, so no sign-in waits for points or fails
 * because of them; a second look at one changes nothing.
 */
export const POINTS_SIGN_IN_JOB: TenantJob = {
  name: 'points.signIn',
  // A busy tenant is looked at after each of its writes: none of them is a sign-in.
  everyMs: 5_000,
  async run(context) {
    const { application, handle, now } = context;
    const { awards } = handle.shape.model.behaviour;
    if (awards.length === 0) return 0;
    const kept = await lastLooks(context);
    const looks: readonly Look[] = awards.some(({ on }) => on.kind === 'event')
      ? ['signInDay', 'signIn']
      : ['signInDay'];
    const since = new Map(looks.map((look) => [look, kept.get(look) ?? new Date(now.getTime() - FIRST_LOOK_MS)]));
    const from = new Date(Math.min(...[...since.values()].map((at) => at.getTime())) - OVERLAP_MS);
    const found = await signInsSince(application.control, idOf(handle.tenant), from);
    let items = 0;
    for (const [look, last] of since) {
      const own = found.filter(({ at }) => at.getTime() > last.getTime() - OVERLAP_MS);
      const fresh = own.filter(({ at }) => !kept.has(look) || at > last);
      if (fresh.length === 0) continue;
      const firsts = firstOfDay(own, handle.ref.timeZone);
      await (look === 'signIn' ? paySignIns(context, firsts) : keepDays(context, firsts));
      await keepLook(context, look, own.at(-1)?.at ?? now);
      items = Math.max(items, fresh.length);
    }
    return items;
  },
};

async function paySignIns(context: TenantJobContext, signIns: readonly SignIn[]): Promise<void> {
  const requests: PostRequest[] = [];
  for (const signIn of signIns) requests.push(...(await planSignIn(context, signIn)));
  // At nine in the morning all of them are paid from one budget: they share a few commits.
  await Promise.all(requests.map((request) => postBatched(context.handle.place, request)));
}

/** The first row of a day stays; sign-ins of whom the tenant does not know are left out. */
async function keepDays({ handle }: TenantJobContext, signIns: readonly SignIn[]): Promise<void> {
  const days = signIns.map(({ user, at }) => ({
    user_id: user,
    day: localDayOf(at.toISOString(), handle.ref.timeZone),
    at: at.toISOString(),
  }));
  await inTenant(handle, (execute) =>
    execute(
      `insert into "@tenant".fw_sign_in (user_id, day, at)
       select s.user_id, s.day, s.at from jsonb_to_recordset($1::jsonb) as s(user_id uuid, day date, at timestamptz)
         join "@tenant".fw_user u on u.id = s.user_id and u.active
       on conflict do nothing`,
      [JSON.stringify(days)],
    ),
  );
}

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

async function lastLooks({ handle }: TenantJobContext): Promise<ReadonlyMap<string, Date>> {
  return inTenant(handle, async (execute) => {
    const rows = await execute<{ readonly job: Look; readonly done_at: string }>(
      `select job, done_at from "@tenant".fw_points_job where job in ('signIn', 'signInDay')`,
      [],
    );
    return new Map(rows.map(({ job, done_at: at }) => [job, new Date(at)]));
  });
}

async function keepLook({ handle }: TenantJobContext, look: Look, at: Date): Promise<void> {
  await inTenant(handle, (execute) =>
    execute(
      `insert into "@tenant".fw_points_job as j (job, done_at) values ($1, $2::timestamptz)
       on conflict (job) do update set done_at = greatest(j.done_at, excluded.done_at)`,
      [look, at.toISOString()],
    ),
  );
}

function inTenant<T>({ place }: TenantJobContext['handle'], work: (execute: Execute) => Promise<T>): Promise<T> {
  return place.database.transaction({}, (tx) => work(executeIn(tx, place.schema)));
}
