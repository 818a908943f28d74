import { v7 as uuid } from 'uuid';
import type { TenantId, UserId } from '../../schema/core/ids.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import {
  ApiTokenEntity,
  AppUserEntity,
  MembershipEntity,
  SessionEntity,
  TenantEntity,
  type ApiToken,
  type AppUser,
  type Membership,
  type Session,
  type Tenant,
} from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';
import { pgFailureOf } from './pg-errors.ts';

export interface UserInput {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly isOperator?: boolean;
  /** A new one when it is not said; a restore keeps the one that records name. */
  readonly id?: UserId;
}

/** E-mail addresses differ by more than case, or they are one (`EMAIL_TAKEN`). */
export async function addUser(control: ControlPlane, input: UserInput): Promise<Result<AppUser>> {
  const row = {
    ...input,
    id: input.id ?? uuid(),
    email: input.email.trim(),
    isOperator: input.isOperator ?? false,
    createdAt: new Date(),
  };
  try {
    await control.asSystem((em) => em.insert(AppUserEntity, row));
  } catch (error) {
    if (pgFailureOf(error)?.sqlState !== '23505') throw error;
    return refused([issue('EMAIL_TAKEN', '/email', { email: input.email })]);
  }
  return ok(await control.asSystem((em) => em.findOneOrFail(AppUserEntity, { id: row.id })));
}

export function findUserByEmail(control: ControlPlane, email: string): Promise<AppUser | null> {
  // By the unique index on lower(email).
  return control.asSystem((em) => em.findOne(AppUserEntity, { email: { $ilike: escapeLike(email.trim()) } }));
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

export async function setPassword(control: ControlPlane, id: UserId, passwordHash: string): Promise<void> {
  await control.asSystem((em) => em.nativeUpdate(AppUserEntity, { id }, { passwordHash }));
}

/** Gives the user these roles in the tenant, instead of any he had there. */
export async function putMembership(
  control: ControlPlane,
  membership: { readonly tenant: TenantId; readonly user: UserId; readonly roles: readonly string[] },
): Promise<void> {
  const { tenant, user, roles } = membership;
  await control.asTenant(tenant, async (em) => {
    await em.upsert(
      MembershipEntity,
      { tenantId: tenant, userId: user, roles: [...roles], createdAt: new Date() },
      { onConflictFields: ['tenantId', 'userId'], onConflictMergeFields: ['roles'] },
    );
  });
}

export function membershipOf(control: ControlPlane, tenant: TenantId, user: UserId): Promise<Membership | null> {
  return control.asTenant(tenant, (em) => em.findOne(MembershipEntity, { tenantId: tenant, userId: user }));
}

/** The members of a tenant with their directory rows, by e-mail. */
export async function listMembers(
  control: ControlPlane,
  tenant: TenantId,
): Promise<readonly { readonly user: AppUser; readonly roles: readonly string[] }[]> {
  return control.asSystem(async (em) => {
    const memberships = await em.find(MembershipEntity, { tenantId: tenant });
    const users = await em.find(
      AppUserEntity,
      { id: { $in: memberships.map(({ userId }) => userId) } },
      { orderBy: { email: 'asc' } },
    );
    return users.map((user) => ({ user, roles: memberships.find(({ userId }) => userId === user.id)?.roles ?? [] }));
  });
}

/** The tenants that a user may enter, by name. */
export async function tenantsOfUser(
  control: ControlPlane,
  user: UserId,
): Promise<readonly { readonly tenant: Tenant; readonly roles: readonly string[] }[]> {
  return control.asSystem(async (em) => {
    const memberships = await em.find(MembershipEntity, { userId: user });
    const ids = memberships.map(({ tenantId }) => tenantId);
    const tenants = await em.find(
      TenantEntity,
      { id: { $in: ids }, state: { $ne: 'dropped' } },
      { orderBy: { name: 'asc' } },
    );
    return tenants.map((tenant) => ({
      tenant,
      roles: memberships.find(({ tenantId }) => tenantId === tenant.id)?.roles ?? [],
    }));
  });
}

export async function addSession(control: ControlPlane, session: Omit<Session, 'createdAt'>): Promise<void> {
  await control.asSystem((em) => em.insert(SessionEntity, { ...session, createdAt: new Date() }));
}

/** The session of a token hash and its user, unless it has expired. */
export async function findSession(
  control: ControlPlane,
  tokenHash: string,
): Promise<{ readonly session: Session; readonly user: AppUser } | null> {
  return control.asSystem(async (em) => {
    const session = await em.findOne(SessionEntity, { tokenHash, expiresAt: { $gt: new Date() } });
    const user = session === null ? null : await em.findOne(AppUserEntity, { id: session.userId });
    return session === null || user === null ? null : { session, user };
  });
}

export async function removeSession(control: ControlPlane, tokenHash: string): Promise<void> {
  await control.asSystem((em) => em.nativeDelete(SessionEntity, { tokenHash }));
}

/** Forgets sessions that are over; gives how many. */
export function removeExpiredSessions(control: ControlPlane, now: Date): Promise<number> {
  return control.asSystem((em) => em.nativeDelete(SessionEntity, { expiresAt: { $lte: now } }));
}

export type ApiTokenInput = Pick<
  ApiToken,
  'tenantId' | 'userId' | 'label' | 'prefix' | 'tokenHash' | 'roles' | 'expiresAt'
>;

export async function addApiToken(control: ControlPlane, input: ApiTokenInput): Promise<ApiToken> {
  const id = uuid();
  await control.asSystem((em) => em.insert(ApiTokenEntity, { ...input, id, createdAt: new Date(), lastUsedAt: null }));
  return control.asSystem((em) => em.findOneOrFail(ApiTokenEntity, { id }));
}

/** The token of that hash, unless it has expired. */
export function findApiToken(control: ControlPlane, tokenHash: string): Promise<ApiToken | null> {
  return control.asSystem((em) =>
    em.findOne(ApiTokenEntity, { tokenHash, $or: [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }] }),
  );
}

export function listApiTokens(control: ControlPlane, tenant: TenantId): Promise<ApiToken[]> {
  return control.asTenant(tenant, (em) =>
    em.find(ApiTokenEntity, { tenantId: tenant }, { orderBy: { createdAt: 'desc' } }),
  );
}

/** Writes down when the token was last used; callers do so once a minute at most. */
export async function touchApiToken(control: ControlPlane, id: string): Promise<void> {
  await control.asSystem((em) => em.nativeUpdate(ApiTokenEntity, { id }, { lastUsedAt: new Date() }));
}

export async function removeApiToken(control: ControlPlane, tenant: TenantId, id: string): Promise<void> {
  await control.asTenant(tenant, (em) => em.nativeDelete(ApiTokenEntity, { tenantId: tenant, id }));
}
