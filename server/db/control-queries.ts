import { LockMode } from '@mikro-orm/core';
import { tenantId, userId, type TenantId, type UserId } from '../../schema/core/ids.ts';
import {
  AppUserEntity,
  MembershipEntity,
  SessionEntity,
  TenantEntity,
  TenantVersionEntity,
  type AppUser,
  type Session,
  type Tenant,
} from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';
import { TENANT_JSON, tenantOfJson, tenantsTold, type TenantJson } from './control-tenants.ts';

/** A person as the platform shows them; the password hash stays behind. */
export interface UserRow {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly isOperator: boolean;
}

/** What one person may be in one tenant. */
export interface MembershipRow {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly roles: readonly string[];
}

export interface TenantSummary {
  readonly id: TenantId;
  readonly name: string;
  readonly label: string;
  readonly cell: string;
  readonly timeZone: string;
  readonly state: Tenant['state'];
  readonly createdAt: Date;
  /** 0 before the first publication. */
  readonly version: number;
  readonly shapeHash: string | null;
}

export interface MemberRow {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly roles: readonly string[];
  readonly createdAt: Date;
}

/** A directory row without what only signing in needs. */
export function userRow(row: Pick<AppUser, 'id' | 'email' | 'name' | 'isOperator'>): UserRow {
  return { id: userId(row.id), email: row.email, name: row.name, isOperator: row.isOperator };
}

/** Users by id, in no order; ids that are not there are left out. */
export async function usersByIds(control: ControlPlane, ids: readonly string[]): Promise<readonly UserRow[]> {
  if (ids.length === 0) return [];
  const rows = await control.asSystem((em) => em.find(AppUserEntity, { id: { $in: [...ids] } }));
  return rows.map(userRow);
}

/** Whether there is any user yet. */
export async function hasUsers(control: ControlPlane): Promise<boolean> {
  return (await control.asSystem((em) => em.count(AppUserEntity, {}))) > 0;
}

/** Stores a session and takes away the one it replaces, and those of the user that are over. */
export async function replaceSession(
  control: ControlPlane,
  session: Session,
  replacedHash: string | undefined,
): Promise<void> {
  await control.asSystem(async (em) => {
    await em.nativeDelete(SessionEntity, { userId: session.userId, expiresAt: { $lte: session.createdAt } });
    if (replacedHash !== undefined) await em.nativeDelete(SessionEntity, { tokenHash: replacedHash });
    await em.insert(SessionEntity, { ...session });
  });
}

/** Ends the user's sessions but the one that is kept. */
export async function removeOtherSessions(control: ControlPlane, user: UserId, keptHash: string): Promise<void> {
  await control.asSystem((em) => em.nativeDelete(SessionEntity, { userId: user, tokenHash: { $ne: keptHash } }));
}

export async function extendSession(control: ControlPlane, tokenHash: string, expiresAt: Date): Promise<void> {
  await control.asSystem((em) => em.nativeUpdate(SessionEntity, { tokenHash }, { expiresAt }));
}

export interface SessionCaller {
  readonly session: { readonly createdAt: Date; readonly expiresAt: Date };
  readonly user: UserRow;
  readonly seenAt: Date | null;
  readonly memberships: readonly MembershipRow[];
}

/** The columns of a person `u` as JSON. */
const USER_JSON = `json_build_object('id', u.id, 'email', u.email, 'name', u.name, 'isOperator', u.is_operator)`;

/** Tenants by an array of ids and not by a join: planned while tables are small, that went through all tenants for each. */
const SESSION_CALLER = `select json_build_object('createdAt', s.created_at, 'expiresAt', s.expires_at, 'seenAt', u.last_seen_at, 'user', ${USER_JSON}, 'memberships', (select json_object_agg(m.tenant_id, m.roles) from formwork.membership m where m.user_id = u.id), 'tenants', (select json_agg(${TENANT_JSON} order by n.name) from formwork.tenant n where n.id = any(array(select m.tenant_id from formwork.membership m where m.user_id = u.id)) and n.state <> 'dropped'))::text from formwork.session s join formwork.app_user u on u.id = s.user_id where s.token_hash = $1 and s.expires_at > $2::timestamptz`;

interface SessionJson {
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly seenAt: string | null;
  readonly user: UserRow;
  /** Roles by tenant. */
  readonly memberships: Readonly<Record<string, readonly string[]>> | null;
  readonly tenants: readonly TenantJson[] | null;
}

/** Whose session this is, unless it is over, with all memberships: one question, which tells of the tenants as well. */
export async function sessionCaller(
  control: ControlPlane,
  tokenHash: string,
  now: Date,
): Promise<SessionCaller | undefined> {
  const told = tenantsTold(control);
  const params = [tokenHash, now.toISOString()];
  const text = await control.askSystem({ text: SESSION_CALLER, params, name: SESSION_CALLER });
  if (text === null) return undefined;
  const { createdAt, expiresAt, seenAt, user, memberships, tenants }: SessionJson = JSON.parse(text);
  told((tenants ?? []).map(tenantOfJson));
  return {
    session: { createdAt: new Date(createdAt), expiresAt: new Date(expiresAt) },
    user: userRow(user),
    seenAt: seenAt === null ? null : new Date(seenAt),
    memberships: (tenants ?? []).map(({ id, name }) => ({
      tenantId: tenantId(id),
      tenantName: name,
      roles: memberships?.[id] ?? [],
    })),
  };
}

export interface TokenCaller {
  readonly token: {
    readonly id: string;
    readonly label: string;
    readonly roles: readonly string[];
    readonly lastUsedAt: Date | null;
  };
  readonly tenant: { readonly id: TenantId; readonly name: string };
  /** The person it stands for, with the roles they have now; none for a machine's token. */
  readonly person?: { readonly user: UserRow; readonly roles: readonly string[] };
}

const TOKEN_CALLER = `select json_build_object('id', t.id, 'label', t.label, 'roles', t.roles, 'lastUsedAt', t.last_used_at, 'tenant', ${TENANT_JSON}, 'userId', t.user_id, 'user', case when u.id is not null then ${USER_JSON} end, 'held', m.roles)::text from formwork.api_token t join formwork.tenant n on n.id = t.tenant_id and n.state <> 'dropped' left join formwork.app_user u on u.id = t.user_id left join formwork.membership m on m.user_id = t.user_id and m.tenant_id = t.tenant_id where t.token_hash = $1 and (t.expires_at is null or t.expires_at > $2::timestamptz)`;

interface TokenJson {
  readonly id: string;
  readonly label: string;
  readonly roles: readonly string[];
  readonly lastUsedAt: string | null;
  readonly tenant: TenantJson;
  readonly userId: string | null;
  readonly user: UserRow | null;
  readonly held: readonly string[] | null;
}

/**
 * Whose API token this is, unless it is over: its tenant is gone, or its person is no member any more. One question,
 * which tells of the tenant as well.
 */
export async function tokenCaller(
  control: ControlPlane,
  tokenHash: string,
  now: Date,
): Promise<TokenCaller | undefined> {
  const told = tenantsTold(control);
  const params = [tokenHash, now.toISOString()];
  const text = await control.askSystem({ text: TOKEN_CALLER, params, name: TOKEN_CALLER });
  if (text === null) return undefined;
  const { id, label, roles, lastUsedAt, tenant, userId: person, user, held }: TokenJson = JSON.parse(text);
  told([tenantOfJson(tenant)]);
  const found = {
    token: { id, label, roles, lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt) },
    tenant: { id: tenantId(tenant.id), name: tenant.name },
  };
  if (person === null) return found;
  return user === null || held === null ? undefined : { ...found, person: { user: userRow(user), roles: held } };
}

/** Tenants that are not dropped, by name, with the version in force: those with the ids, or all when there are none. */
export async function tenantSummaries(
  control: ControlPlane,
  ids?: readonly string[],
): Promise<readonly TenantSummary[]> {
  if (ids?.length === 0) return [];
  return control.asSystem(async (em) => {
    const where = { state: { $ne: 'dropped' as const }, ...(ids === undefined ? {} : { id: { $in: [...ids] } }) };
    const tenants = await em.find(TenantEntity, where, { orderBy: { name: 'asc' } });
    const versions = await em.find(TenantVersionEntity, { tenantId: { $in: tenants.map(({ id }) => id) } });
    const current = new Map(versions.map((row) => [row.tenantId, row]));
    return tenants.map((row) => ({
      id: tenantId(row.id),
      name: row.name,
      label: row.label,
      cell: row.cell,
      timeZone: row.timeZone,
      state: row.state,
      createdAt: row.createdAt,
      version: current.get(row.id)?.number ?? 0,
      shapeHash: current.get(row.id)?.shapeHash ?? null,
    }));
  });
}

/** The members of several tenants in one question, oldest first. */
export async function membersOfTenants(
  control: ControlPlane,
  tenants: readonly TenantId[],
): Promise<ReadonlyMap<TenantId, readonly MemberRow[]>> {
  const rows = await control.asSystem((em) =>
    em.find(MembershipEntity, { tenantId: { $in: [...tenants] } }, { orderBy: { createdAt: 'asc', userId: 'asc' } }),
  );
  const members = new Map<TenantId, MemberRow[]>(tenants.map((tenant) => [tenant, []]));
  for (const row of rows) {
    members.get(tenantId(row.tenantId))?.push({
      tenantId: tenantId(row.tenantId),
      userId: userId(row.userId),
      roles: row.roles,
      createdAt: row.createdAt,
    });
  }
  return members;
}

/** `lastHolder`: nothing was changed, because nobody else in the tenant has the role that must not be lost. */
export type MembershipOutcome = 'set' | 'removed' | 'unknown' | 'lastHolder';

/**
 * Gives the user these roles in the tenant, or with none ends the membership, unless that would leave nobody with
 * `neverLost`. The rows are locked, so two owners who take each other out at once do not both succeed.
 */
export async function changeMembership(
  control: ControlPlane,
  tenant: TenantId,
  change: { readonly user: UserId; readonly roles: readonly string[]; readonly neverLost: string; readonly at: Date },
): Promise<MembershipOutcome> {
  return control.asTenant(tenant, async (em) => {
    const rows = await em.find(
      MembershipEntity,
      { tenantId: tenant },
      { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { userId: 'asc' } },
    );
    const present = rows.find((row) => row.userId === change.user);
    const loses = present?.roles.includes(change.neverLost) === true && !change.roles.includes(change.neverLost);
    const isLast = !rows.some((row) => row.userId !== change.user && row.roles.includes(change.neverLost));
    if (loses && isLast) return 'lastHolder';
    const key = { tenantId: tenant, userId: change.user };
    if (change.roles.length === 0) return (await em.nativeDelete(MembershipEntity, key)) === 0 ? 'unknown' : 'removed';
    const roles = [...change.roles];
    if (present === undefined) await em.insert(MembershipEntity, { ...key, roles, createdAt: change.at });
    else await em.nativeUpdate(MembershipEntity, key, { roles });
    return 'set';
  });
}
