import { quoteIdent } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Tenant } from '../db/control-entities.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { membersOfTenants } from '../db/control-queries.ts';
import { idOf } from '../db/control-tenants.ts';
import type { TenantPlace } from './provision-tenant.ts';

/**
 * Copies the roles of all members from the directory, which is the authority, into the tenant, where approvals are
 * given out by them. Changes of a membership keep the copy; this is for tenants that an older server made.
 */
export async function copyMemberRoles(control: ControlPlane, tenant: Tenant, place: TenantPlace): Promise<void> {
  const id = idOf(tenant);
  const members = (await membersOfTenants(control, [id])).get(id) ?? [];
  const table = `${quoteIdent(place.schema)}.${quoteIdent(SYSTEM_TABLES.user)}`;
  await place.database.query({
    text: `UPDATE ${table} AS u SET roles = m.roles FROM (SELECT (j->>'user')::uuid AS id, ARRAY(SELECT jsonb_array_elements_text(j->'roles')) AS roles FROM jsonb_array_elements($1::jsonb) AS j) AS m WHERE m.id = u.id AND u.roles <> m.roles`,
    params: [JSON.stringify(members.map(({ userId, roles }) => ({ user: userId, roles })))],
  });
}
