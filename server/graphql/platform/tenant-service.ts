import { must, ok, refused, issue, type Issue, type Result } from '../../../schema/core/result.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import type { JsonDocument, Tenant } from '../../db/control-entities.ts';
import { tenantSummaries, type TenantSummary, type UserRow } from '../../db/control-queries.ts';
import { audit, idOf } from '../../db/control-tenants.ts';
import { admitTenant, dropTenant, placeOf, putTenantUser } from '../../tenancy/provision-tenant.ts';
import { publishFirst } from '../../tenancy/publish-first.ts';
import { composeTenant } from './pack-service.ts';
import { labelIssues, memberCopy, putMember } from './people-service.ts';
import { actorOf, isOperator, type PlatformContext } from './platform-context.ts';
import { sharedDocumentOf } from './template-document.ts';

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
  const document = template.ok ? sharedDocumentOf(template.value) : undefined;
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
  const made = await admitTenant(control, cells, {
    name: input.name,
    ...(label === undefined ? {} : { label }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(cell === undefined ? {} : { cell }),
  });
  if (!made.ok) return made;
  const filled = await fillTenant(context, made.value, { document, owner: input.owner });
  if (!filled.ok) return filled;
  const [[summary]] = await Promise.all([
    tenantSummaries(control, [made.value.id]),
    context.services.refresh(),
    audit(control, {
      tenant: idOf(made.value),
      ...actorOf(context.caller),
      action: 'tenant.create',
      detail: { name: input.name, packs: input.packs },
    }),
  ]);
  return ok(must(summary, 'the tenant just made'));
}

async function fillTenant(
  context: Pick<PlatformContext, 'services' | 'caller'>,
  tenant: Tenant,
  { document, owner }: { readonly document: JsonDocument; readonly owner: UserRow },
): Promise<Result<unknown>> {
  const { publishing } = context.services;
  const place = placeOf(publishing.cells, tenant);
  const membership = { user: owner, roles: [OWNER_ROLE] };
  // The directory is written while the database of the tenant makes its tables.
  const [member, made] = await Promise.allSettled([
    putMember(context, { id: idOf(tenant), tenant }, { ...membership, isCopied: true }),
    publishFirst(publishing, tenant, {
      document,
      author: owner.id,
      fill: (tx) => putTenantUser(place, memberCopy(membership), tx),
    }),
  ]);
  if (made.status === 'rejected') throw made.reason;
  if (!made.value.ok) return made.value;
  if (member.status === 'fulfilled' && member.value.ok) return ok(null);
  await takeBack(context, tenant);
  if (member.status === 'rejected') throw member.reason;
  return member.value;
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
