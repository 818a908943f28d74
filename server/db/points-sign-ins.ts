import type { TenantId } from '../../schema/core/ids.ts';
import { MembershipEntity, SessionEntity } from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';

/** When a member signed in. */
export interface SignIn {
  readonly user: string;
  readonly at: Date;
}

/** Sign-ins of a tenant's members after an instant, oldest first, as far as their sessions are still there. */
export async function signInsSince(control: ControlPlane, tenant: TenantId, since: Date): Promise<readonly SignIn[]> {
  return control.asSystem(async (em) => {
    const members = await em.find(MembershipEntity, { tenantId: tenant });
    const sessions = await em.find(
      SessionEntity,
      { userId: { $in: members.map(({ userId }) => userId) }, createdAt: { $gt: since } },
      { orderBy: { createdAt: 'asc' } },
    );
    return sessions.map(({ userId, createdAt }) => ({ user: userId, at: createdAt }));
  });
}
