import { LIMITS } from '../../../schema/core/limits.ts';
import { userId } from '../../../schema/core/ids.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { findUserByEmail, removeSession, setPassword } from '../../db/control-people.ts';
import { removeOtherSessions, replaceSession, userRow, type UserRow } from '../../db/control-queries.ts';
import { audit } from '../../db/control-tenants.ts';
import type { PlatformContext } from './platform-context.ts';
import { hashPassword, isOutdatedHash, passwordIssues, verifyPassword } from './password.ts';
import { isSessionToken, newSessionToken, sessionEnd, tokenHash } from './secret-token.ts';

/**
 * Starts a session under a new token, ending the one the browser had. SIGN_IN_FAILED says neither which of the two is
 * wrong nor, by its timing, whether the address is known; SIGN_IN_TOO_OFTEN. Rules: SPEC.md AUT.
 */
export async function signIn(
  context: PlatformContext,
  input: { readonly email: string; readonly password: string },
): Promise<Result<UserRow>> {
  const { services, address, session } = context;
  const { control } = services.publishing;
  const attempt = { email: input.email.slice(0, LIMITS.labelCharsMax), address };
  const seconds = services.throttle.attempt(attempt, services.now());
  if (seconds > 0) return refused([issue('SIGN_IN_TOO_OFTEN', '', { seconds })]);
  const found = await findUserByEmail(control, attempt.email);
  const isRight = await verifyPassword(input.password, found?.passwordHash);
  if (found === null || !isRight) return refused([issue('SIGN_IN_FAILED', '')]);
  services.throttle.succeeded(attempt);
  if (found.passwordHash !== null && found.passwordHash !== undefined && isOutdatedHash(found.passwordHash)) {
    await setPassword(control, userId(found.id), await hashPassword(input.password));
  }
  const token = newSessionToken();
  const now = services.now();
  const replaced =
    session.present !== undefined && isSessionToken(session.present) ? tokenHash(session.present) : undefined;
  await replaceSession(
    control,
    { tokenHash: tokenHash(token), userId: found.id, createdAt: now, expiresAt: sessionEnd(now, now) },
    replaced,
  );
  if (replaced !== undefined) services.callers.forget(replaced);
  session.start(token);
  services.signedIn?.(userId(found.id));
  return ok(userRow(found));
}

/** Ends the session. Signing out twice is no mistake. */
export async function signOut({ services, session }: PlatformContext): Promise<void> {
  if (session.present !== undefined && isSessionToken(session.present)) {
    const hash = tokenHash(session.present);
    await removeSession(services.publishing.control, hash);
    services.callers.forget(hash);
  }
  session.end();
}

/** Sets a new password and ends all other sessions of the person. SIGN_IN_FAILED when the present one is wrong. */
export async function changePassword(
  context: PlatformContext,
  input: { readonly current: string; readonly next: string },
): Promise<Result<null>> {
  const { caller, services, address } = context;
  const { control } = services.publishing;
  if (caller.kind !== 'user') return refused([issue('NOT_SIGNED_IN', '')]);
  const weak = passwordIssues(input.next, '/next');
  if (weak.length > 0) return refused(weak);
  const attempt = { email: caller.user.email, address };
  const seconds = services.throttle.attempt(attempt, services.now());
  if (seconds > 0) return refused([issue('SIGN_IN_TOO_OFTEN', '', { seconds })]);
  const found = await findUserByEmail(control, caller.user.email);
  if (!(await verifyPassword(input.current, found?.passwordHash)))
    return refused([issue('SIGN_IN_FAILED', '/current')]);
  services.throttle.succeeded(attempt);
  await setPassword(control, caller.user.id, await hashPassword(input.next));
  await removeOtherSessions(control, caller.user.id, caller.sessionHash);
  services.callers.forget();
  await audit(control, { actor: caller.user.id, action: 'password.change', detail: {} });
  return ok(null);
}
