import { randomBytes } from 'node:crypto';

/** A tenant name that no other test file uses: roles are shared by the databases of a server. */
export function uniqueTenantName(stem = 'acme'): string {
  return `${stem}-${randomBytes(4).toString('hex')}`;
}
