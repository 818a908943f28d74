import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { TenantId, UserId } from '../../../schema/core/ids.ts';
import type { ControlPlane } from '../../db/control-plane.ts';
import { touchUser } from '../../db/control-audit.ts';
import { touchApiToken } from '../../db/control-people.ts';
import {
  extendSession,
  sessionCaller,
  tokenCaller,
  type MembershipRow,
  type UserRow,
} from '../../db/control-queries.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { isApiToken, isExtensionDue, isSessionToken, sessionEnd, tokenHash } from './secret-token.ts';

/** Who asks. Made once per request and passed on explicitly; nothing of it can be changed. */
export type Caller = AnonymousCaller | UserCaller | TokenCaller;

export interface AnonymousCaller {
  readonly kind: 'anonymous';
  readonly memberships: readonly [];
}

export interface UserCaller {
  readonly kind: 'user';
  readonly user: UserRow;
  readonly memberships: readonly MembershipRow[];
  readonly sessionHash: string;
}

/** A program. Its roles are those of the token that, when it stands for a person, that person still has. */
export interface TokenCaller {
  readonly kind: 'token';
  readonly token: { readonly id: string; readonly label: string };
  readonly user: UserRow | null;
  readonly memberships: readonly [MembershipRow];
}

export const ANONYMOUS: AnonymousCaller = { kind: 'anonymous', memberships: [] };
const NOBODY = Promise.resolve<Caller>(ANONYMOUS);

/** What a request brings to show who it is. A bearer token wins over a cookie. */
export interface Credentials {
  readonly bearer?: string;
  readonly session?: string;
}

export interface Callers {
  /** Unknown, ended and malformed credentials all give the anonymous caller. */
  resolve(credentials: Credentials): Promise<Caller>;
  /** Forgets what is remembered of a session or token hash, or of everybody when memberships change. */
  forget(hash?: string): void;
}

export interface CallersOptions {
  readonly now?: () => Date;
  /** Told when a last-used time or a session's new end could not be written; the request goes on. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Resolves callers, remembering each for 5 s, so that a page with ten queries asks the directory once. A right taken
 * away is therefore gone after 5 s at the latest, and at once on the node that took it.
 */
export function callersOf(control: ControlPlane, options: CallersOptions = {}): Callers {
  const now = options.now ?? ((): Date => new Date());
  const onError = options.onError ?? ((): void => undefined);
  // The clock is looked at ten times a second, not at each request.
  const kept = { max: LIMITS.callerCacheEntriesMax, ttl: LIMITS.callerCacheMs, ttlResolution: 100 };
  const known = new LRUCache<string, Promise<Caller>>(kept);

  // Hashing costs as much as all else that is done for a caller who is remembered.
  const hashes = new LRUCache<string, string>(kept);
  const hashOf = (secret: string): string => {
    const present = hashes.get(secret);
    if (present !== undefined) return present;
    const hash = tokenHash(secret);
    hashes.set(secret, hash);
    return hash;
  };

  async function ofSession(hash: string): Promise<Caller> {
    const at = now();
    const found = await sessionCaller(control, hash, at);
    if (found === undefined) return ANONYMOUS;
    if (isExtensionDue(found.session, at)) {
      extendSession(control, hash, sessionEnd(found.session.createdAt, at)).catch(onError);
    }
    if (at.getTime() - (found.seenAt?.getTime() ?? 0) > LIMITS.tokenTouchMs)
      touchUser(control, found.user.id, at).catch(onError);
    return { kind: 'user', user: found.user, memberships: found.memberships, sessionHash: hash };
  }

  async function ofToken(hash: string): Promise<Caller> {
    const at = now();
    const found = await tokenCaller(control, hash, at);
    if (found === undefined) return ANONYMOUS;
    const { token, tenant, person } = found;
    if (at.getTime() - (token.lastUsedAt?.getTime() ?? 0) > LIMITS.tokenTouchMs)
      touchApiToken(control, token.id).catch(onError);
    const roles = person === undefined ? token.roles : rolesWithin(token.roles, person.roles);
    return {
      kind: 'token',
      token: { id: token.id, label: token.label },
      user: person?.user ?? null,
      memberships: [{ tenantId: tenant.id, tenantName: tenant.name, roles }],
    };
  }

  function remembered(hash: string, resolve: (hash: string) => Promise<Caller>): Promise<Caller> {
    const present = known.get(hash);
    if (present !== undefined) return present;
    const caller = resolve(hash);
    known.set(hash, caller);
    // A database that was away for a moment must not be remembered.
    caller.catch(() => known.delete(hash));
    return caller;
  }

  return {
    resolve({ bearer, session }) {
      if (bearer !== undefined) return isApiToken(bearer) ? remembered(hashOf(bearer), ofToken) : NOBODY;
      if (session !== undefined && isSessionToken(session)) return remembered(hashOf(session), ofSession);
      return NOBODY;
    },
    forget(hash) {
      if (hash === undefined) known.clear();
      else known.delete(hash);
    },
  };
}

/** An owner's token may carry any role; anybody else's only what they have themselves. */
export function rolesWithin(roles: readonly string[], held: readonly string[]): readonly string[] {
  return held.includes(OWNER_ROLE) ? roles : roles.filter((role) => held.includes(role));
}

/** The caller's roles in a tenant by id or name; `undefined` when they are no member. */
export function membershipIn(
  caller: Caller,
  tenant: { readonly id: TenantId } | { readonly name: string },
): MembershipRow | undefined {
  const memberships: readonly MembershipRow[] = caller.memberships;
  return memberships.find((one) => ('id' in tenant ? one.tenantId === tenant.id : one.tenantName === tenant.name));
}

/** The person behind the caller, for audit entries and authorship. */
export function userIdOf(caller: Caller): UserId | null {
  return caller.kind === 'anonymous' ? null : (caller.user?.id ?? null);
}
