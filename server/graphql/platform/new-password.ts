import { randomBytes } from 'node:crypto';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { setPassword, tenantsOfUser } from '../../db/control-people.ts';
import { membersOfTenants, removeOtherSessions, usersByIds } from '../../db/control-queries.ts';
import { audit } from '../../db/control-tenants.ts';
import { hashPassword } from './password.ts';
import { actorOf, isOperator, tenantFor, type PlatformContext } from './platform-context.ts';

/**
 * A new first password for a member (SPEC [ADM-50]). Who belongs to other tenants too is in the hands of all of their
 * owners, so of none: the operator helps. FORBIDDEN for tokens, MEMBER_UNKNOWN, PASSWORD_ELSEWHERE.
 */
export async function newPassword(
  context: PlatformContext,
  input: { readonly tenant: string; readonly user: string },
): Promise<Result<string>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const { caller, services } = context;
  const { control } = services.publishing;
  // A token that could do this would become its owner for good.
  if (caller.kind !== 'user') return refused([issue('FORBIDDEN', '')]);
  const { id } = granted.value;
  const member = ((await membersOfTenants(control, [id])).get(id) ?? []).find((one) => one.userId === input.user);
  const [found] = member === undefined ? [] : await usersByIds(control, [member.userId]);
  if (found === undefined) return refused([issue('MEMBER_UNKNOWN', '/user')]);
  const isElsewhere = found.isOperator || (await tenantsOfUser(control, found.id)).length > 1;
  if (isElsewhere && !isOperator(caller)) return refused([issue('PASSWORD_ELSEWHERE', '/user')]);
  const password = randomBytes(12).toString('base64url');
  await setPassword(control, found.id, await hashPassword(password));
  await removeOtherSessions(control, found.id, '');
  services.callers.forget();
  await audit(control, { tenant: id, ...actorOf(caller), action: 'member.password', detail: { user: found.id } });
  return ok(password);
}
