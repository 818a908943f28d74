import { randomBytes } from 'node:crypto';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { UserId } from '../../../schema/core/ids.ts';
import { issue, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import type { ApiToken } from '../../db/control-entities.ts';
import { addApiToken, addUser, findUserByEmail, listApiTokens, removeApiToken } from '../../db/control-people.ts';
import {
  changeMembership,
  membersOfTenants,
  userRow,
  usersByIds,
  type MemberRow,
  type UserRow,
} from '../../db/control-queries.ts';
import { audit } from '../../db/control-tenants.ts';
import { listDepartments, setMemberDepartments } from '../../db/tenant-departments.ts';
import { placeOf, putTenantUser, type TenantUser } from '../../tenancy/provision-tenant.ts';
import { rolesWithin, userIdOf } from './caller.ts';
import { hashPassword } from './password.ts';
import { actorOf, isOperator, tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';
import { roleIssues } from './roles.ts';
import { newApiToken, tokenHash } from './secret-token.ts';

export interface InviteInput {
  readonly tenant: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface Invited {
  readonly member: MemberRow;
  /** The first password of a person who is new on this server. */
  readonly password: string | null;
}

/**
 * Makes a person a member, and a user of the server when they are none yet. EMAIL_INVALID, LABEL_FORM, ROLES_MISSING,
 * ROLE_UNKNOWN. A person who is here keeps their name and password.
 */
export async function inviteUser(context: PlatformContext, input: InviteInput): Promise<Result<Invited>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  const email = input.email.trim();
  const issues = [
    ...emailIssues(email),
    ...labelIssues('name', input.name),
    ...(await roleIssues(control, granted.value, input.roles)),
  ];
  if (issues.length > 0) return refused(issues);
  const found = await findOrAddUser(context, { email, name: input.name.trim() });
  const member = await putMember(context, granted.value, { user: found.user, roles: input.roles });
  return member.ok ? ok({ member: member.value, password: found.password }) : member;
}

async function findOrAddUser(
  { services }: Pick<PlatformContext, 'services'>,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<{ readonly user: UserRow; readonly password: string | null }> {
  const { control } = services.publishing;
  const present = await findUserByEmail(control, email);
  if (present !== null) return { user: userRow(present), password: null };
  const password = randomBytes(12).toString('base64url');
  const added = await addUser(control, { email, name, passwordHash: await hashPassword(password) });
  // Two owners invite the same person at once: the other's password is the one that counts.
  return added.ok ? { user: userRow(added.value), password } : findOrAddUser({ services }, { email, name });
}

export interface SetMemberInput {
  readonly tenant: string;
  readonly user: string;
  readonly roles: readonly string[];
  readonly departments?: readonly string[] | undefined;
}

/** Changes what a member may be, and where they belong. MEMBER_UNKNOWN, MEMBER_LAST_OWNER, ROLE_UNKNOWN, DEPARTMENT_UNKNOWN. */
export async function setMember(context: PlatformContext, input: SetMemberInput): Promise<Result<MemberRow>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const user = await memberOf(context, granted.value, input.user);
  const issues = [
    ...(user === undefined ? [issue('MEMBER_UNKNOWN', '/user')] : []),
    ...(await roleIssues(context.services.publishing.control, granted.value, input.roles)),
    ...(await departmentIssues(context, granted.value, input.departments ?? [])),
  ];
  if (user === undefined || issues.length > 0) return refused(issues);
  const member = await putMember(context, granted.value, { user, roles: input.roles });
  if (member.ok && input.departments !== undefined) {
    await setMemberDepartments(
      placeOf(context.services.publishing.cells, granted.value.tenant),
      user.id,
      input.departments,
    );
  }
  return member;
}

/** Ends a membership. The person stays in the tenant's books, inactive, because records name them. */
export async function removeMember(
  context: PlatformContext,
  input: { readonly tenant: string; readonly user: string },
): Promise<Result<null>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const user = await memberOf(context, granted.value, input.user);
  if (user === undefined) return refused([issue('MEMBER_UNKNOWN', '/user')]);
  const { services } = context;
  const { id, tenant } = granted.value;
  const outcome = await changeMembership(services.publishing.control, id, {
    user: user.id,
    roles: [],
    neverLost: OWNER_ROLE,
    at: services.now(),
  });
  if (outcome === 'lastHolder') return refused([issue('MEMBER_LAST_OWNER', '/user')]);
  await putTenantUser(placeOf(services.publishing.cells, tenant), { ...user, active: false, roles: [] });
  services.callers.forget();
  await audit(services.publishing.control, {
    tenant: id,
    ...actorOf(context.caller),
    action: 'member.remove',
    detail: { user: user.id },
  });
  return ok(null);
}

export interface Membership {
  readonly user: UserRow;
  readonly roles: readonly string[];
}

/** What the tenant's own books have of a member. */
export function memberCopy({ user, roles }: Membership): TenantUser {
  return { id: user.id, name: user.name, email: user.email, active: true, roles };
}

/** Membership in the directory first, which is the authority, then its copy in the tenant. */
export async function putMember(
  { services, caller }: Pick<PlatformContext, 'services' | 'caller'>,
  { id, tenant }: Pick<TenantGrant, 'id' | 'tenant'>,
  {
    user,
    roles,
    isCopied = false,
  }: Membership & {
    /** Whether the tenant has them already. */
    readonly isCopied?: boolean;
  },
): Promise<Result<MemberRow>> {
  const { control, cells } = services.publishing;
  const at = services.now();
  const unique = [...new Set(roles)];
  const outcome = await changeMembership(control, id, { user: user.id, roles: unique, neverLost: OWNER_ROLE, at });
  if (outcome === 'lastHolder') return refused([issue('MEMBER_LAST_OWNER', '/roles')]);
  if (!isCopied) await putTenantUser(placeOf(cells, tenant), memberCopy({ user, roles: unique }));
  services.callers.forget();
  await audit(control, {
    tenant: id,
    ...actorOf(caller),
    action: 'member.set',
    detail: { user: user.id, roles: unique },
  });
  return ok({ tenantId: id, userId: user.id, roles: unique, createdAt: at });
}

async function memberOf(
  { services }: PlatformContext,
  { id }: TenantGrant,
  user: string,
): Promise<UserRow | undefined> {
  const { control } = services.publishing;
  const members = (await membersOfTenants(control, [id])).get(id) ?? [];
  if (!members.some((member) => member.userId === user)) return undefined;
  return (await usersByIds(control, [user]))[0];
}

export interface TokenInput {
  readonly tenant: string;
  readonly label: string;
  readonly roles: readonly string[];
  readonly expiresAt?: Date | undefined;
  readonly forProgram: boolean;
}

/**
 * Makes an API token. Members make tokens of their own roles that end with their membership; a token of no person is
 * an owner's to make. LABEL_FORM, ROLES_MISSING, ROLE_UNKNOWN, TOKEN_EXPIRY, FORBIDDEN.
 */
export async function createToken(
  context: PlatformContext,
  input: TokenInput,
): Promise<Result<{ readonly token: TokenView; readonly secret: string }>> {
  const granted = await tenantFor(context, input.tenant, input.forProgram ? 'own' : 'belong');
  if (!granted.ok) return granted;
  const { services, caller } = context;
  const { control } = services.publishing;
  const { id, roles: held } = granted.value;
  const now = services.now().getTime();
  const expiresAt = input.expiresAt ?? new Date(now + 365 * DAY_MS);
  const inTime = expiresAt.getTime() > now && expiresAt.getTime() <= now + LIMITS.tokenDaysMax * DAY_MS;
  const mayGive = isOperator(caller) && input.forProgram ? input.roles : rolesWithin(input.roles, held);
  const issues: readonly Issue[] = [
    ...labelIssues('label', input.label),
    ...(await roleIssues(control, granted.value, input.roles)),
    ...(inTime ? [] : [issue('TOKEN_EXPIRY', '/expiresAt', { days: LIMITS.tokenDaysMax })]),
    // A token must not make more of a caller than they are, nor a token breed tokens.
    ...(mayGive.length < input.roles.length || caller.kind !== 'user' ? [issue('FORBIDDEN', '/roles')] : []),
  ];
  if (issues.length > 0) return refused(issues);
  const { token: secret, prefix } = newApiToken();
  const token = await addApiToken(control, {
    tenantId: id,
    userId: input.forProgram ? null : userIdOf(caller),
    label: input.label.trim(),
    prefix,
    tokenHash: tokenHash(secret),
    roles: [...new Set(input.roles)],
    expiresAt,
  });
  await audit(control, {
    tenant: id,
    ...actorOf(caller),
    action: 'token.create',
    detail: { token: token.id, prefix, roles: token.roles },
  });
  return ok({ token: tokenView(token), secret });
}

/** A token without its hash. */
export type TokenView = Pick<ApiToken, 'id' | 'label' | 'prefix' | 'roles' | 'createdAt'> & {
  readonly userId: string | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
};

export function tokenView({ id, label, prefix, roles, createdAt, userId, expiresAt, lastUsedAt }: ApiToken): TokenView {
  return {
    id,
    label,
    prefix,
    roles,
    createdAt,
    userId: userId ?? null,
    expiresAt: expiresAt ?? null,
    lastUsedAt: lastUsedAt ?? null,
  };
}

const DAY_MS = 86_400_000;

/** The tokens that the caller may see: all for an owner, else their own. */
export async function visibleTokens(
  { services, caller }: PlatformContext,
  { id, roles }: TenantGrant,
): Promise<readonly ApiToken[]> {
  const all = await listApiTokens(services.publishing.control, id);
  const seesAll = roles.includes(OWNER_ROLE) || isOperator(caller);
  const mine: UserId | null = userIdOf(caller);
  return seesAll ? all : all.filter((token) => mine !== null && token.userId === mine);
}

/** Revokes a token at once (on other nodes within 5 s). TOKEN_UNKNOWN, also for a token that the caller may not see. */
export async function revokeToken(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string },
): Promise<Result<null>> {
  const granted = await tenantFor(context, input.tenant, 'belong');
  if (!granted.ok) return granted;
  const { services, caller } = context;
  const found = (await visibleTokens(context, granted.value)).find(({ id }) => id === input.id);
  if (found === undefined) return refused([issue('TOKEN_UNKNOWN', '/id')]);
  await removeApiToken(services.publishing.control, granted.value.id, found.id);
  services.callers.forget(found.tokenHash);
  await audit(services.publishing.control, {
    tenant: granted.value.id,
    ...actorOf(caller),
    action: 'token.revoke',
    detail: { token: found.id, prefix: found.prefix },
  });
  return ok(null);
}

/** DEPARTMENT_UNKNOWN for each id that is none. */
export async function departmentIssues(
  { services }: PlatformContext,
  { tenant }: TenantGrant,
  ids: readonly string[],
): Promise<readonly Issue[]> {
  if (ids.length === 0) return [];
  const known = new Set((await listDepartments(placeOf(services.publishing.cells, tenant))).map(({ id }) => id));
  return ids
    .filter((id) => !known.has(id))
    .map((department) => issue('DEPARTMENT_UNKNOWN', '/departments', { department }));
}

/** One `@` with something on both sides; whether it exists only a message to it can tell (RFC 5321 §4.5.3.1: 254). */
function emailIssues(email: string): readonly Issue[] {
  return /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 254
    ? []
    : [issue('EMAIL_INVALID', '/email', { email: email.slice(0, LIMITS.nameCharsMax) })];
}

/** LABEL_FORM unless the text has 1 to 64 characters. */
export function labelIssues(name: string, text: string): readonly Issue[] {
  const length = text.trim().length;
  return length >= 1 && length <= LIMITS.nameCharsMax
    ? []
    : [issue('LABEL_FORM', `/${name}`, { name, max: LIMITS.nameCharsMax })];
}
