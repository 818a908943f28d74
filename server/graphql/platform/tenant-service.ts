import { must, ok, refused, issue, type Issue, type Result } from '../../../schema/core/result.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import type { JsonDocument, Tenant } from '../../db/control-entities.ts';
import { tenantSummaries, type TenantSummary, type UserRow } from '../../db/control-queries.ts';
import { audit, idOf } from '../../db/control-tenants.ts';
import { dropTenant, provisionTenant } from '../../tenancy/provision-tenant.ts';
import { publish } from '../../tenancy/publish.ts';
import { composeTenant } from './pack-service.ts';
import { labelIssues, putMember } from './people-service.ts';
import { actorOf, isOperator, type PlatformContext } from './platform-context.ts';
import { documentOf } from './template-document.ts';

/** The tenants that the caller belongs to; to an operator, all. */
export async function tenantsOf({ caller, services }: PlatformContext): Promise<readonly TenantSummary[]> {
  const { control } = services.publishing;
  return tenantSummaries(control, isOperator(caller) ? undefined : caller.memberships.map(({ tenantId }) => tenantId));
}

export interface CreateTenantInput {
  readonly name: string;
  readonly packs: readonly string[];
  readonly label?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly cell?: string | undefined;
}

/**
 * Makes a tenant of these packs at version 1, with the caller as its owner. The operator's to do. TENANT_NAME_INVALID,
 * TENANT_EXISTS, CELL_UNKNOWN, TIME_ZONE_UNKNOWN, LABEL_FORM, PACK_UNKNOWN, and whatever the packs' composition is
 * refused for. Leaves nothing behind when it is refused.
 */
export async function createTenant(context: PlatformContext, input: CreateTenantInput): Promise<Result<TenantSummary>> {
  const { caller } = context;
  if (caller.kind !== 'user' || !isOperator(caller))
    return refused([issue(caller.kind === 'anonymous' ? 'NOT_SIGNED_IN' : 'FORBIDDEN', '')]);
  return makeTenant(context, { ...input, owner: caller.user });
}

/** `createTenant` for any owner: what the demo and the command line use too. */
export async function makeTenant(
  context: Pick<PlatformContext, 'services' | 'caller'>,
  input: CreateTenantInput & { readonly owner: UserRow },
): Promise<Result<TenantSummary>> {
  const { publishing } = context.services;
  const { control, cells } = publishing;
  const template = await composeTenant(control, input.packs);
  const document = template.ok ? documentOf(template.value) : undefined;
  const resolved = document === undefined ? undefined : publishing.resolve(document);
  const issues: readonly Issue[] = [
    ...(input.label === undefined ? [] : labelIssues('label', input.label)),
    ...(isTimeZone(input.timeZone ?? 'UTC')
      ? []
      : [issue('TIME_ZONE_UNKNOWN', '/timeZone', { timeZone: input.timeZone ?? '' })]),
    ...(template.ok ? [] : template.issues),
    ...(resolved === undefined || resolved.ok ? [] : resolved.issues),
  ];
  if (issues.length > 0 || document === undefined) return refused(issues);
  const { label, timeZone, cell } = input;
  const made = await provisionTenant(control, cells, {
    name: input.name,
    ...(label === undefined ? {} : { label }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(cell === undefined ? {} : { cell }),
  });
  if (!made.ok) return made;
  const filled = await fillTenant(context, made.value, { document, owner: input.owner });
  if (!filled.ok) {
    await takeBack(context, made.value);
    return filled;
  }
  await context.services.refresh();
  await audit(control, {
    tenant: idOf(made.value),
    ...actorOf(context.caller),
    action: 'tenant.create',
    detail: { name: input.name, packs: input.packs },
  });
  const [summary] = await tenantSummaries(control, [made.value.id]);
  return ok(must(summary, 'the tenant just made'));
}

async function fillTenant(
  context: Pick<PlatformContext, 'services' | 'caller'>,
  tenant: Tenant,
  { document, owner }: { readonly document: JsonDocument; readonly owner: UserRow },
): Promise<Result<unknown>> {
  const member = await putMember(context, { id: idOf(tenant), tenant }, { user: owner, roles: [OWNER_ROLE] });
  if (!member.ok) return member;
  return publish(context.services.publishing, tenant, {
    document,
    baseDocument: document,
    baseVersion: 0,
    author: owner.id,
  });
}

async function takeBack({ services }: Pick<PlatformContext, 'services'>, tenant: Tenant): Promise<void> {
  const stamp = services.now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  await dropTenant(services.publishing.control, services.publishing.cells, { tenant, stamp });
}

/** Whether it is a name of an IANA zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
