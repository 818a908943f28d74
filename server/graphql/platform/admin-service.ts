import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { auditPage, lastSeen, type AuditQuestion } from '../../db/control-audit.ts';
import { membersOfTenants, usersByIds, type MemberRow } from '../../db/control-queries.ts';
import { audit, updateTenant } from '../../db/control-tenants.ts';
import { listDepartments } from '../../db/tenant-departments.ts';
import { listAllPeople } from '../../db/tenant-people.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import { auditSentence, usersIn } from './audit-sentences.ts';
import type { AuditPageType, DirectoryPersonType } from './admin-types.ts';
import { labelIssues } from './people-service.ts';
import { actorOf, tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';
import { rolesOfTenant } from './roles.ts';
import { isTimeZone } from './tenant-service.ts';

/** Everybody of the tenant with what an owner looks after. Membership is the directory's word (SPEC [ADM-1]). */
export async function directoryOf(
  { services }: PlatformContext,
  { id, tenant }: TenantGrant,
): Promise<readonly DirectoryPersonType[]> {
  const { control, cells } = services.publishing;
  const people = await listAllPeople(placeOf(cells, tenant));
  const members = new Map<string, MemberRow>(
    ((await membersOfTenants(control, [id])).get(id) ?? []).map((one) => [one.userId, one]),
  );
  const seen = await lastSeen(
    control,
    people.map((person) => person.id),
  );
  return people.map((person) => {
    const member = members.get(person.id);
    return {
      ...person,
      active: member !== undefined,
      roles: member?.roles ?? [],
      since: member?.createdAt ?? null,
      lastSeenAt: seen.get(person.id) ?? null,
    };
  });
}

/** A page of what was done, in sentences; for owners. PAGE_SIZE. */
export async function auditEntries(
  context: PlatformContext,
  input: AuditQuestion & { readonly tenant: string },
): Promise<Result<AuditPageType>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const { first, after, user } = input;
  if (first < 1 || first > LIMITS.pageSizeMax)
    return refused([issue('PAGE_SIZE', '/first', { size: first, max: LIMITS.pageSizeMax })]);
  if ([after, user].some((id) => id !== undefined && !isUuid(id))) return ok({ entries: [], hasMore: false });
  const { control, cells } = context.services.publishing;
  const { entries, isMore } = await auditPage(control, granted.value.id, input);
  const [people, departments, roles] = await Promise.all([
    usersByIds(control, [...new Set(entries.flatMap(usersIn))]),
    listDepartments(placeOf(cells, granted.value.tenant)),
    rolesOfTenant(control, granted.value, context.locale),
  ]);
  const names = new Map<string, string>([...people, ...departments].map((one) => [one.id, one.name]));
  const words = { names, roles: new Map(roles.map((role) => [role.id, role.label])), locale: context.locale };
  return ok({
    entries: entries.map((entry) => ({
      id: entry.id,
      at: entry.at,
      action: entry.action,
      actorId: entry.actor ?? null,
      sentence: auditSentence(entry, words),
      handOver: typeof entry.detail['handOver'] === 'string' ? entry.detail['handOver'] : null,
    })),
    hasMore: isMore,
  });
}

/** Changes what the tenant is called and which time zone its days are counted in. LABEL_FORM, TIME_ZONE_UNKNOWN. */
export async function setTenant(
  context: PlatformContext,
  input: { readonly tenant: string; readonly label?: string | undefined; readonly timeZone?: string | undefined },
): Promise<Result<null>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const { label, timeZone } = input;
  const issues = [
    ...(label === undefined ? [] : labelIssues('label', label)),
    ...(timeZone === undefined || isTimeZone(timeZone) ? [] : [issue('TIME_ZONE_UNKNOWN', '/timeZone', { timeZone })]),
  ];
  if (issues.length > 0) return refused(issues);
  const patch = {
    ...(label === undefined ? {} : { label: label.trim() }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
  const { control } = context.services.publishing;
  await updateTenant(control, granted.value.id, patch);
  await audit(control, {
    tenant: granted.value.id,
    ...actorOf(context.caller),
    action: 'tenant.set',
    detail: patch,
  });
  return ok(null);
}
