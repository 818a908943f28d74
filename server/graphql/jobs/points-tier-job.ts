import { idOf, audit } from '../../db/control-tenants.ts';
import { DECIMAL_ZERO, decimalText, parseDecimal } from '../../../schema/core/decimal.ts';
import type { TiersDef } from '../../../schema/template/template-rules.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { addIsoDuration } from '../../compile/business-calendar.ts';
import { nextStanding } from '../../compile/award-tier.ts';
import type { Execute } from '../../db/points-awards.ts';
import { earnedBy } from '../../db/points-earned.ts';
import { executeIn, instant, pointsBooks, type PointsBooks } from '../tenant/points-context.ts';
import { tiersOf } from '../tenant/points-tier-levels.ts';
import type { TenantJob, TenantJobContext } from './tenant-job.ts';

/** People looked at in one transaction. */
const PEOPLE_AT_ONCE = 200;

/**
 * Puts people into the tiers that they have earned, and grants and takes the roles that go with them: whoever's points
 * have changed, and everybody once a day, because windows and graces end by themselves (SPEC [PTS-10]).
 */
export const POINTS_TIER_JOB: TenantJob = {
  name: 'points.tiers',
  async run(context) {
    const { shape } = context.handle;
    const tiers = tiersOf(shape.model);
    const books = pointsBooks(shape.model, null);
    if (tiers === undefined || !books.ok) return endTiers(context);
    const changes = await lookAtPeople(context, tiers, books.value);
    for (const change of changes.told) await tellAudit(context, change);
    return changes.looked;
  },
};

/** A template without tiers: whoever is in one leaves it, and its roles end. */
async function endTiers(context: TenantJobContext): Promise<number> {
  const { handle, now } = context;
  const ended = await handle.place.database.transaction({}, async (tx) => {
    const execute = executeIn(tx, handle.place.schema);
    const rows = await execute<{
      readonly user_id: string;
      readonly tier: string | null;
      readonly roles: readonly string[];
      readonly earned: string;
    }>(`delete from "@tenant".fw_tier returning user_id, tier, roles, earned::text as earned`, []);
    const changes = rows.map(({ user_id: user, tier, roles, earned }): TierChange => ({
      user,
      before: tier,
      after: null,
      earned,
      added: [],
      removed: roles,
    }));
    for (const change of changes) await tell(execute, change, { now: now.toISOString(), version: handle.ref.version });
    return changes;
  });
  for (const change of ended) await tellAudit(context, change);
  return ended.length;
}

interface DueRow {
  readonly user_id: string;
  readonly seen: string;
  readonly known: boolean;
  readonly tier: string | null;
  readonly roles: readonly string[] | null;
  readonly grace_until: string | null;
}

interface TierChange {
  readonly user: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly earned: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

async function lookAtPeople(
  { handle, now: clock }: TenantJobContext,
  tiers: TiersDef,
  books: PointsBooks,
): Promise<{ readonly looked: number; readonly told: readonly TierChange[] }> {
  const now = clock.toISOString();
  const { place, ref } = handle;
  return place.database.transaction({}, async (tx) => {
    const execute = executeIn(tx, place.schema);
    // One process at a time: two would tell the same change twice.
    await execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${place.schema}:points.tiers`]);
    const due = await duePeople(execute, books, { now, version: ref.version });
    if (due.length === 0) return { looked: 0, told: [] };
    const users = due.map((row) => row.user_id);
    const from =
      tiers.window === undefined ? null : addIsoDuration(now, tiers.window, { timeZone: ref.timeZone, sign: -1 });
    const counted =
      tiers.metric === 'balance'
        ? await balancesOf(execute, books, users)
        : await earnedBy(execute, books, { from, to: now, users });
    const told: TierChange[] = [];
    for (const row of due) {
      const earned = decimalText(parseDecimal(counted.get(row.user_id) ?? '0') ?? DECIMAL_ZERO);
      const held = row.tier === null ? null : { tier: row.tier, graceUntil: instant(row.grace_until) };
      const next = nextStanding(tiers, held, { earned, now, timeZone: ref.timeZone });
      const roles = rolesOf(tiers, next?.tier).filter((role) => role !== OWNER_ROLE);
      const had = row.roles ?? [];
      const change: TierChange = {
        user: row.user_id,
        before: row.tier,
        after: next?.tier ?? null,
        earned,
        added: roles.filter((role) => !had.includes(role)),
        removed: had.filter((role) => !roles.includes(role)),
      };
      await keep(execute, row, { next, roles, earned, now, version: ref.version });
      if (change.before === change.after && change.added.length === 0 && change.removed.length === 0) continue;
      await tell(execute, change, { now, version: ref.version });
      told.push(change);
    }
    return { looked: due.length, told };
  });
}

/** Whose balances have changed since the last look, who was not looked at for a day, and all of another template. */
async function duePeople(
  execute: Execute,
  books: PointsBooks,
  { now, version }: { readonly now: string; readonly version: number },
): Promise<readonly DueRow[]> {
  return execute<DueRow>(
    `select b.u0 as user_id, sum(b.version)::text as seen, t.user_id is not null as known, t.tier, t.roles, t.grace_until
       from "@tenant".fw_balance b left join "@tenant".fw_tier t on t.user_id = b.u0
      where b.book = any($1::text[]) and b.u0 is not null
      group by b.u0, t.user_id, t.tier, t.roles, t.grace_until, t.seen, t.checked_at, t.template_version
     having t.user_id is null or sum(b.version) <> t.seen or t.template_version <> $3 or t.checked_at <= $2::timestamptz - interval '1 day'
      order by b.u0 limit ${String(PEOPLE_AT_ONCE)}`,
    [[books.wallet.id, books.pending, books.owed], now, version],
  );
}

async function balancesOf(
  execute: Execute,
  { wallet }: PointsBooks,
  users: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await execute<{ readonly person: string; readonly amount: string }>(
    `select u0 as person, m0::text as amount from "@tenant".fw_balance where book = $1 and u0 = any($2::uuid[])`,
    [wallet.id, users],
  );
  return new Map(rows.map(({ person, amount }) => [person, amount]));
}

function rolesOf({ levels }: TiersDef, tier: string | undefined): readonly string[] {
  return levels.find(({ id }) => id === tier)?.grants ?? [];
}

async function keep(
  execute: Execute,
  row: DueRow,
  at: {
    readonly next: { readonly tier: string; readonly graceUntil: string | null } | null;
    readonly roles: readonly string[];
    readonly earned: string;
    readonly now: string;
    readonly version: number;
  },
): Promise<void> {
  await execute(
    `insert into "@tenant".fw_tier as t (user_id, tier, roles, earned, since, grace_until, checked_at, seen, template_version)
     values ($1::uuid, $2, $3::text[], $4::numeric, $5::timestamptz, $6::timestamptz, $5::timestamptz, $7::bigint, $8)
     on conflict (user_id) do update set tier = excluded.tier, roles = excluded.roles, earned = excluded.earned,
       since = case when t.tier is distinct from excluded.tier then excluded.since else t.since end,
       grace_until = excluded.grace_until, checked_at = excluded.checked_at, seen = excluded.seen, template_version = excluded.template_version`,
    [
      row.user_id,
      at.next?.tier ?? null,
      at.roles,
      at.earned,
      at.now,
      at.next?.graceUntil ?? null,
      row.seen,
      at.version,
    ],
  );
}

async function tell(
  execute: Execute,
  change: TierChange,
  at: { readonly now: string; readonly version: number },
): Promise<void> {
  await execute(
    `insert into "@tenant".fw_tier_change (user_id, at, tier_before, tier_after, earned, roles_added, roles_removed, template_version)
     values ($1::uuid, $2::timestamptz, $3, $4, $5::numeric, $6::text[], $7::text[], $8)`,
    [change.user, at.now, change.before, change.after, change.earned, change.added, change.removed, at.version],
  );
}

/** Roles that points give and take stand in the platform's audit beside those that people give. */
async function tellAudit({ application, handle }: TenantJobContext, change: TierChange): Promise<void> {
  if (change.added.length === 0 && change.removed.length === 0) return;
  const { user, before, after, earned, added, removed } = change;
  await audit(application.control, {
    tenant: idOf(handle.tenant),
    action: 'tier.change',
    detail: { user, before, after, earned, rolesAdded: [...added], rolesRemoved: [...removed] },
  });
}
