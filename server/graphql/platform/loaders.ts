import DataLoader from 'dataloader';
import type { TenantId } from '../../../schema/core/ids.ts';
import type { ControlPlane } from '../../db/control-plane.ts';
import { membersOfTenants, usersByIds, type MemberRow, type UserRow } from '../../db/control-queries.ts';

/** Lookups of one request, each gathered into one question. Never kept longer: rights may change in between. */
export interface PlatformLoaders {
  readonly users: DataLoader<string, UserRow | null>;
  readonly members: DataLoader<TenantId, readonly MemberRow[]>;
}

export function platformLoaders(control: ControlPlane): PlatformLoaders {
  return {
    users: new DataLoader(async (ids) => {
      const found = new Map((await usersByIds(control, ids)).map((user) => [String(user.id), user]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    members: new DataLoader(async (tenants) => {
      const found = await membersOfTenants(control, tenants);
      return tenants.map((tenant) => found.get(tenant) ?? []);
    }),
  };
}
