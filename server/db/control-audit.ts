import { raw } from '@mikro-orm/core';
import type { TenantId } from '../../schema/core/ids.ts';
import { AppUserEntity, AuditEntity, type AuditEntry } from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';

/** Which entries are asked for, newest first. */
export interface AuditQuestion {
  readonly first: number;
  /** The id of the last entry that the caller has. */
  readonly after?: string | undefined;
  readonly action?: string | undefined;
  /** Who did it, or whom it was done to. */
  readonly user?: string | undefined;
  readonly from?: Date | undefined;
  /** Not in it. */
  readonly to?: Date | undefined;
}

export interface AuditRows {
  readonly entries: readonly AuditEntry[];
  readonly isMore: boolean;
}

/** A page of a tenant's audit entries. Entries are never changed, so a page stays what it was. */
export function auditPage(control: ControlPlane, tenant: TenantId, question: AuditQuestion): Promise<AuditRows> {
  const { first, after, action, user, from, to } = question;
  return control.asTenant(tenant, async (em) => {
    const last = after === undefined ? null : await em.findOne(AuditEntity, { id: after, tenantId: tenant });
    const found = await em.find(
      AuditEntity,
      {
        $and: [
          { tenantId: tenant },
          ...(action === undefined ? [] : [{ action }]),
          ...(user === undefined ? [] : [{ $or: [{ actor: user }, { [raw(`detail->>'user'`)]: user }] }]),
          ...(from === undefined ? [] : [{ at: { $gte: from } }]),
          ...(to === undefined ? [] : [{ at: { $lt: to } }]),
          ...(last === null ? [] : [{ $or: [{ at: { $lt: last.at } }, { at: last.at, id: { $lt: last.id } }] }]),
        ],
      },
      { orderBy: { at: 'desc', id: 'desc' }, limit: first + 1 },
    );
    return { entries: found.slice(0, first), isMore: found.length > first };
  });
}

/** When people were last seen, by id; those never seen are left out. */
export async function lastSeen(control: ControlPlane, ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  if (ids.length === 0) return new Map();
  const rows = await control.asSystem((em) => em.find(AppUserEntity, { id: { $in: [...ids] } }));
  return new Map(rows.flatMap(({ id, lastSeenAt }) => (lastSeenAt instanceof Date ? [[id, lastSeenAt] as const] : [])));
}

/** Writes down that a person was here. */
export async function touchUser(control: ControlPlane, id: string, at: Date): Promise<void> {
  await control.asSystem((em) => em.nativeUpdate(AppUserEntity, { id }, { lastSeenAt: at }));
}
