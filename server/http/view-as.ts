import { LRUCache } from 'lru-cache';
import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { DESIGNER_ROLE, OWNER_ROLE } from '../compile/access.ts';
import type { Actor } from '../compile/read-plan.ts';
import { isUuid } from '../compile/sql-text.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { membersOfTenants, usersByIds, type UserRow } from '../db/control-queries.ts';
import { audit, idOf } from '../db/control-tenants.ts';
import type { TenantHandle } from '../graphql/application.ts';
import { userIdOf } from '../graphql/platform/caller.ts';
import type { TenantCaller } from './tenant-handlers.ts';

/** As whom somebody looks. */
export type View =
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'user'; readonly user: UserRow; readonly roles: readonly string[] };

/**
 * Reads `role:<id>[,<id>]` or `user:<id>`. Owners may look as anybody; who may change the template as anybody but an
 * owner, since nobody gets more by it than publishing could give them. FORBIDDEN, VIEW_AS_FORM, VIEW_AS_ROLE_UNKNOWN,
 * VIEW_AS_USER_UNKNOWN.
 */
export async function viewOf(
  control: ControlPlane,
  { tenant, shape }: TenantHandle,
  { text, own }: { readonly text: string; readonly own: Actor },
): Promise<Result<View>> {
  const isOwner = own.roles.includes(OWNER_ROLE);
  if (!isOwner && !own.roles.includes(DESIGNER_ROLE)) return refused([issue('FORBIDDEN', '')]);
  const [, kind, rest = ''] = /^(role|user):(.+)$/.exec(text.trim()) ?? [];
  const names = rest.split(',').map((name) => name.trim());
  if (kind === undefined || names.includes(''))
    return refused([issue('VIEW_AS_FORM', '', { value: text.slice(0, 100) })]);
  if (kind === 'role') {
    const known = [...shape.model.roles.map(({ id }) => id), OWNER_ROLE, DESIGNER_ROLE];
    const strange = names.find((name) => !known.includes(name));
    if (strange !== undefined) return refused([issue('VIEW_AS_ROLE_UNKNOWN', '', { role: strange, known })]);
    if (!isOwner && names.includes(OWNER_ROLE)) return refused([issue('FORBIDDEN', '')]);
    return ok({ kind: 'roles', roles: names });
  }
  const id = rest.trim().toLowerCase();
  const members = isUuid(id) ? ((await membersOfTenants(control, [idOf(tenant)])).get(idOf(tenant)) ?? []) : [];
  const member = members.find(({ userId }) => userId === id);
  const [user] = member === undefined ? [] : await usersByIds(control, [id]);
  if (member === undefined || user === undefined) return refused([issue('VIEW_AS_USER_UNKNOWN', '')]);
  return ok({ kind: 'user', user, roles: member.roles });
}

/** The HTTP status of a view that is refused. */
export function viewStatus(issues: readonly Issue[]): 400 | 403 {
  return issues.some(({ code }) => code === 'FORBIDDEN') ? 403 : 400;
}

/** What was written down of late, so that a page of ten queries is one entry. */
const noted = new LRUCache<string, true>({ max: 10_000, ttl: 10 * 60_000 });

/** Puts on record who looks as whom: at the first request, and again each ten minutes. */
export async function noteView(
  control: ControlPlane,
  { handle, caller, view }: { readonly handle: TenantHandle; readonly caller: TenantCaller; readonly view: View },
): Promise<void> {
  const as = view.kind === 'roles' ? { roles: view.roles } : { user: view.user.id };
  const actor = userIdOf(caller.caller);
  const token = caller.caller.kind === 'token' ? { token: caller.caller.token.id } : {};
  const key = JSON.stringify([handle.tenant.id, actor, token, as]);
  if (noted.has(key)) return;
  await audit(control, {
    tenant: idOf(handle.tenant),
    ...(actor === null ? {} : { actor }),
    action: 'view.as',
    detail: { ...as, ...token },
  });
  noted.set(key, true);
}
