import type { EntityManager } from '@mikro-orm/core';
import type { TenantId, UserId } from '../../schema/core/ids.ts';
import { tenantId, userId } from '../../schema/core/ids.ts';
import {
  ApiTokenEntity,
  AppUserEntity,
  AuditEntity,
  MembershipEntity,
  SessionEntity,
  TenantEntity,
  TenantVersionEntity,
  type ApiToken,
  type AppUser,
  type Tenant,
} from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';

/** A person as the platform knows them; the password hash never leaves `findUserForSignIn`. */
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
  readonly userId: UserId;
  readonly roles: readonly string[];
}

export interface TenantRow {
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
  readonly userId: UserId;
  readonly roles: readonly string[];
  readonly createdAt: Date;
}

export interface TokenRow {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly userId: UserId | null;
  readonly label: string;
  readonly prefix: string;
  readonly roles: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** The user of an e-mail address (any case) with what a password is checked against. */
export async function findUserForSignIn(
  control: ControlPlane,
  email: string,
): Promise<{ readonly user: UserRow; readonly passwordHash: string | null } | undefined> {
  const row = await control.asSystem((em) => em.findOne(AppUserEntity, { email: email.toLowerCase() }));
  return row === null ? undefined : { user: userRow(row), passwordHash: row.passwordHash ?? null };
}

/** Users by id, in no order; ids that are not there are left out. */
export async function findUsers(control: ControlPlane, ids: readonly string[]): Promise<readonly UserRow[]> {
  if (ids.length === 0) return [];
  const rows = await control.asSystem((em) => em.find(AppUserEntity, { id: { $in: [...ids] } }));
  return rows.map(userRow);
}

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly isOperator: boolean;
  readonly at: Date;
}

/** Adds a user unless the address is taken; gives who has it now. Two calls at once are settled by the unique index. */
export async function ensureUser(control: ControlPlane, user: NewUser): Promise<{ readonly user: UserRow; readonly added: boolean }> {
  const email = user.email.toLowerCase();
  return control.asSystem(async (em) => {
    const present = await em.findOne(AppUserEntity, { email });
    if (present !== null) return { user: userRow(present), added: false };
    const { at, ...rest } = user;
    await em.insert(AppUserEntity, { ...rest, email, createdAt: at });
    return { user: userRow({ ...rest, email, createdAt: at }), added: true };
  });
}

/** Sets the password and ends all of the user's sessions, so that a stolen one does not outlive the change. */
export async function setPasswordHash(control: ControlPlane, id: UserId, passwordHash: string): Promise<void> {
  await control.asSystem(async (em) => {
    await em.nativeUpdate(AppUserEntity, { id }, { passwordHash });
    await em.nativeDelete(SessionEntity, { userId: id });
  });
}

/** Whether there is any user yet. */
export async function hasUsers(control: ControlPlane): Promise<boolean> {
  return (await control.asSystem((em) => em.count(AppUserEntity, {}))) > 0;
}

export interface SessionRow {
  readonly tokenHash: string;
  readonly userId: UserId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Stores a session, takes away the one it replaces, and sweeps those of the user that have ended. */
export async function addSession(control: ControlPlane, session: SessionRow, replaced: string | undefined): Promise<void> {
  await control.asSystem(async (em) => {
    const gone = [{ userId: session.userId, expiresAt: { $lte: session.createdAt } }, ...(replaced === undefined ? [] : [{ tokenHash: replaced }])];
    await em.nativeDelete(SessionEntity, { $or: gone });
    await em.insert(SessionEntity, { ...session });
  });
}

export async function removeSession(control: ControlPlane, tokenHash: string): Promise<void> {
  await control.asSystem((em) => em.nativeDelete(SessionEntity, { tokenHash }));
}

export async function extendSession(control: ControlPlane, tokenHash: string, expiresAt: Date): Promise<void> {
  await control.asSystem((em) => em.nativeUpdate(SessionEntity, { tokenHash }, { expiresAt }));
}

/** A session that has not ended, with its user and all memberships, in one transaction. */
export async function findSession(
  control: ControlPlane,
  tokenHash: string,
  now: Date,
): Promise<{ readonly session: SessionRow; readonly user: UserRow; readonly memberships: readonly MembershipRow[] } | undefined> {
  return control.asSystem(async (em) => {
    const session = await em.findOne(SessionEntity, { tokenHash, expiresAt: { $gt: now } });
    if (session === null) return undefined;
    const user = await em.findOne(AppUserEntity, { id: session.userId });
    if (user === null) return undefined;
    return {
      session: { ...session, userId: userId(session.userId) },
      user: userRow(user),
      memberships: await membershipsOf(em, { userId: user.id }),
    };
  });
}

/** An API token that has not expired, with its tenant and, when it stands for a person, that person's membership now. */
export async function findToken(
  control: ControlPlane,
  tokenHash: string,
  now: Date,
): Promise<{ readonly token: TokenRow; readonly tenantName: string; readonly user?: UserRow; readonly memberRoles?: readonly string[] } | undefined> {
  return control.asSystem(async (em) => {
    const token = await em.findOne(ApiTokenEntity, { tokenHash });
    if (token === null || (token.expiresAt !== null && token.expiresAt !== undefined && token.expiresAt <= now)) return undefined;
    const tenant = await em.findOne(TenantEntity, { id: token.tenantId, state: { $ne: 'dropped' } });
    if (tenant === null) return undefined;
    const row = { token: tokenRow(token), tenantName: tenant.name };
    if (token.userId === null || token.userId === undefined) return row;
    const user = await em.findOne(AppUserEntity, { id: token.userId });
    const [membership] = await membershipsOf(em, { userId: token.userId, tenantId: token.tenantId });
    // Who leaves the tenant takes their tokens along.
    if (user === null || membership === undefined) return undefined;
    return { ...row, user: userRow(user), memberRoles: membership.roles };
  });
}

export async function touchToken(control: ControlPlane, token: { readonly id: string; readonly tenantId: TenantId }, at: Date): Promise<void> {
  await control.asTenant(token.tenantId, (em) => em.nativeUpdate(ApiTokenEntity, { id: token.id }, { lastUsedAt: at }));
}

async function membershipsOf(em: EntityManager, where: { readonly userId: string; readonly tenantId?: string }): Promise<readonly MembershipRow[]> {
  const rows = await em.find(MembershipEntity, { ...where });
  const tenants = await em.find(TenantEntity, { id: { $in: rows.map((row) => row.tenantId) }, state: { $ne: 'dropped' } });
  const names = new Map(tenants.map(({ id, name }) => [id, name]));
  return rows.flatMap((row) => {
    const tenantName = names.get(row.tenantId);
    return tenantName === undefined
      ? []
      : [{ tenantId: tenantId(row.tenantId), tenantName, userId: userId(row.userId), roles: row.roles }];
  });
}

/** Tenants that are not dropped, by name: the given ones, or all when `ids` is undefined. */
export async function listTenants(control: ControlPlane, ids?: readonly string[]): Promise<readonly TenantRow[]> {
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

/** The members of several tenants at once, oldest first: what a loader asks. */
export async function listMembers(control: ControlPlane, tenants: readonly TenantId[]): Promise<ReadonlyMap<TenantId, readonly MemberRow[]>> {
  const read = (em: EntityManager): Promise<readonly { tenantId: string; userId: string; roles: string[]; createdAt: Date }[]> =>
    em.find(MembershipEntity, { tenantId: { $in: [...tenants] } }, { orderBy: { createdAt: 'asc', userId: 'asc' } });
  const [only] = tenants;
  const rows = only !== undefined && tenants.length === 1 ? await control.asTenant(only, read) : await control.asSystem(read);
  return new Map(
    tenants.map((tenant) => [
      tenant,
      rows
        .filter((row) => row.tenantId === tenant)
        .map((row) => ({ userId: userId(row.userId), roles: row.roles, createdAt: row.createdAt })),
    ]),
  );
}

export interface MembershipChange {
  readonly userId: UserId;
  readonly roles: readonly string[];
  readonly at: Date;
}

/**
 * Sets or (with no roles) ends a membership, unless that would leave the tenant without one of role `keep`. The rows
 * are locked, so two owners who take each other out at once do not both succeed.
 */
export async function setMembership(
  control: ControlPlane,
  tenant: TenantId,
  { change, keep }: { readonly change: MembershipChange; readonly keep: string },
): Promise<'set' | 'removed' | 'unknown' | 'lastOfRole'> {
  return control.asTenant(tenant, async (em) => {
    const rows = await em.find(MembershipEntity, { tenantId: tenant }, { lockMode: 4, orderBy: { userId: 'asc' } });
    const present = rows.find((row) => row.userId === change.userId);
    const others = rows.some((row) => row.userId !== change.userId && row.roles.includes(keep));
    const loses = present?.roles.includes(keep) === true && !change.roles.includes(keep);
    if (loses && !others) return 'lastOfRole';
    const key = { tenantId: tenant, userId: change.userId };
    if (change.roles.length === 0) {
      return (await em.nativeDelete(MembershipEntity, key)) === 0 ? 'unknown' : 'removed';
    }
    const roles = [...change.roles];
    if (present === undefined) await em.insert(MembershipEntity, { ...key, roles, createdAt: change.at });
    else await em.nativeUpdate(MembershipEntity, key, { roles });
    return 'set';
  });
}

/** The tenant's API tokens, newest first. */
export async function listTokens(control: ControlPlane, tenant: TenantId): Promise<readonly TokenRow[]> {
  const rows = await control.asTenant(tenant, (em) =>
    em.find(ApiTokenEntity, { tenantId: tenant }, { orderBy: { createdAt: 'desc', id: 'desc' } }),
  );
  return rows.map(tokenRow);
}

export async function addToken(control: ControlPlane, token: TokenRow, tokenHash: string): Promise<void> {
  await control.asTenant(token.tenantId, (em) => em.insert(ApiTokenEntity, { ...token, roles: [...token.roles], tokenHash }));
}

/** Whether there was such a token. */
export async function removeToken(control: ControlPlane, tenant: TenantId, id: string): Promise<boolean> {
  return (await control.asTenant(tenant, (em) => em.nativeDelete(ApiTokenEntity, { id, tenantId: tenant }))) > 0;
}

export interface AuditRow {
  readonly id: string;
  readonly tenantId: TenantId | null;
  readonly actor: string | null;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Writes down who did what; entries are never changed. */
export async function addAudit(control: ControlPlane, entry: AuditRow): Promise<void> {
  const work = async (em: EntityManager): Promise<void> => {
    await em.insert(AuditEntity, { ...entry });
  };
  await (entry.tenantId === null ? control.asSystem(work) : control.asTenant(entry.tenantId, work));
}

function userRow(row: AppUser): UserRow {
  return { id: userId(row.id), email: row.email, name: row.name, isOperator: row.isOperator };
}

function tokenRow(row: ApiToken): TokenRow {
  return {
    id: row.id,
    tenantId: tenantId(row.tenantId),
    userId: row.userId === null || row.userId === undefined ? null : userId(row.userId),
    label: row.label,
    prefix: row.prefix,
    roles: row.roles,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt ?? null,
    lastUsedAt: row.lastUsedAt ?? null,
  };
}
