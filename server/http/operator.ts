import { randomBytes } from 'node:crypto';
import { must } from '../../schema/core/result.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { addUser } from '../db/control-people.ts';
import { hasUsers, userRow, type UserRow } from '../db/control-queries.ts';
import { hashPassword } from '../graphql/platform/password.ts';

/** A sign-in to be shown once, where the server was started. */
export interface FirstSignIn {
  readonly user: UserRow;
  readonly email: string;
  readonly password: string;
  /** Of a server that made demo tenants for who is on the same machine. */
  readonly isDemo: boolean;
}

const OPERATOR_EMAIL = 'operator@formwork.local';
/** What a demo on one's own machine may be opened with; a server that others can reach gets a random password. */
const DEMO_PASSWORD = 'formwork-demo';

/** On an empty server, the operator's account; `undefined` when somebody is there already. */
export async function ensureOperator(
  control: ControlPlane,
  options: { readonly isDemo: boolean },
): Promise<FirstSignIn | undefined> {
  if (await hasUsers(control)) return undefined;
  const password = options.isDemo ? DEMO_PASSWORD : randomBytes(15).toString('base64url');
  const added = await addUser(control, {
    email: OPERATOR_EMAIL,
    name: 'Operator',
    passwordHash: await hashPassword(password),
    isOperator: true,
  });
  // Another node was first, and has shown its password.
  if (!added.ok) return undefined;
  const user = userRow(must(added.value, 'operator'));
  return { user, email: user.email, password, isDemo: options.isDemo };
}
