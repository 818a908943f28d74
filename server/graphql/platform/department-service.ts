import { v7 as uuid } from 'uuid';
import { issue, ok, pointer, refused, type Result } from '../../../schema/core/result.ts';
import { membersOfTenants } from '../../db/control-queries.ts';
import { audit } from '../../db/control-tenants.ts';
import { dropDepartment, listDepartments, putDepartment, type DepartmentRow } from '../../db/tenant-departments.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import { departmentIssues, labelIssues } from './people-service.ts';
import { actorOf, tenantFor, type PlatformContext } from './platform-context.ts';

export interface DepartmentInput {
  readonly tenant: string;
  readonly id?: string | undefined;
  readonly name: string;
  readonly parentId?: string | undefined;
  /** Who belongs to it, all of them; unchanged when left out. */
  readonly people?: readonly string[] | undefined;
}

/** Makes a department or changes it. LABEL_FORM, DEPARTMENT_UNKNOWN, DEPARTMENT_CYCLE, MEMBER_UNKNOWN. */
export async function setDepartment(context: PlatformContext, input: DepartmentInput): Promise<Result<DepartmentRow>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const { control, cells } = context.services.publishing;
  const { id: tenant } = granted.value;
  const named = [input.id, input.parentId].filter((id) => id !== undefined);
  const members = new Set<string>(
    ((await membersOfTenants(control, [tenant])).get(tenant) ?? []).map((one) => one.userId),
  );
  const issues = [
    ...labelIssues('name', input.name),
    ...(await departmentIssues(context, granted.value, named)),
    ...(input.people ?? []).flatMap((user, index) =>
      members.has(user) ? [] : [issue('MEMBER_UNKNOWN', pointer('', 'people', index))],
    ),
  ];
  if (issues.length > 0) return refused(issues);
  const department = { id: input.id ?? uuid(), name: input.name.trim(), parentId: input.parentId ?? null };
  const outcome = await putDepartment(placeOf(cells, granted.value.tenant), department, input.people);
  if (outcome === 'cycle') return refused([issue('DEPARTMENT_CYCLE', '/parentId')]);
  await audit(control, {
    tenant,
    ...actorOf(context.caller),
    action: 'department.set',
    detail: { ...department, ...(input.people === undefined ? {} : { people: input.people.length }) },
  });
  return ok(department);
}

/**
 * Removes a department; its people and the departments below it belong to the one above it afterwards, or to none.
 * DEPARTMENT_UNKNOWN, DEPARTMENT_USED where records name it.
 */
export async function removeDepartment(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string },
): Promise<Result<null>> {
  const granted = await tenantFor(context, input.tenant, 'own');
  if (!granted.ok) return granted;
  const { control, cells } = context.services.publishing;
  const place = placeOf(cells, granted.value.tenant);
  const department = (await listDepartments(place)).find(({ id }) => id === input.id);
  if (department === undefined) return refused([issue('DEPARTMENT_UNKNOWN', '/id', { department: input.id })]);
  const { id, name } = department;
  if ((await dropDepartment(place, id)) === 'used') return refused([issue('DEPARTMENT_USED', '/id', { name })]);
  await audit(control, {
    tenant: granted.value.id,
    ...actorOf(context.caller),
    action: 'department.remove',
    detail: { id, name },
  });
  return ok(null);
}
