import { OWNER_ROLE } from '../../compile/access.ts';
import type { Actor, ReadBinding } from '../../compile/read-plan.ts';
import { dayIn } from '../tenant/tenant-request.ts';

/** Rules act for the tenant itself: with an owner's access, as nobody in particular. */
const SYSTEM_ACTOR: Actor = {
  id: null,
  name: 'system',
  email: '',
  role: OWNER_ROLE,
  roles: [OWNER_ROLE],
  departments: [],
};

/** Clock and actor of what the server does by itself. */
export function systemBinding(now: Date, timeZone: string): ReadBinding {
  return { variables: {}, actor: SYSTEM_ACTOR, now: now.toISOString(), today: dayIn(now, timeZone), timeZone };
}
