import { LRUCache } from 'lru-cache';
import { v7 as uuid } from 'uuid';
import { LIMITS } from '../../schema/core/limits.ts';
import { tenantId, type TenantId, type UserId } from '../../schema/core/ids.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import {
  AuditEntity,
  CellEntity,
  TenantEntity,
  TenantVersionEntity,
  type AuditEntry,
  type JsonDocument,
  type Tenant,
  type TenantVersion,
} from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';
import { pgFailureOf } from './pg-errors.ts';

/** Writes the tenant down in the directory, active and with a new id when it is not said. `TENANT_EXISTS`. */
export async function addTenant(
  control: ControlPlane,
  input: Pick<Tenant, 'name' | 'label' | 'cell' | 'timeZone'> & Partial<Pick<Tenant, 'id' | 'state'>>,
): Promise<Result<Tenant>> {
  try {
    const tenant = await control.asSystem(async (em) => {
      const row = em.create(TenantEntity, { id: uuid(), state: 'active', ...input, createdAt: new Date() });
      await em.persist(row).flush();
      return row;
    });
    return ok(tenant);
  } catch (error) {
    if (pgFailureOf(error)?.sqlState !== '23505') throw error;
    return refused([issue('TENANT_EXISTS', '/name', { name: input.name })]);
  }
}

/** The tenant of a name, dropped ones aside. */
export function findTenant(control: ControlPlane, name: string): Promise<Tenant | null> {
  return control.asSystem((em) => em.findOne(TenantEntity, { name, state: { $ne: 'dropped' } }));
}

/** An answer of the directory, and what it was, once it has come. */
interface Asked {
  readonly answer: Promise<Tenant | null>;
  tenant?: Tenant;
}

/** The directory as it was asked of late, by control plane. */
const known = new WeakMap<ControlPlane, LRUCache<string, Asked>>();

function namesOf(control: ControlPlane): LRUCache<string, Asked> {
  const names = known.get(control) ?? new LRUCache({ max: LIMITS.tenantNamesMax, ttl: LIMITS.tenantNameMs });
  known.set(control, names);
  return names;
}

/** The columns of a tenant `n` as JSON, for `tenantOfJson`. */
export const TENANT_JSON = `json_build_object('id', n.id, 'name', n.name, 'label', n.label, 'cell', n.cell, 'timeZone', n.time_zone, 'state', n.state, 'createdAt', n.created_at)`;

/** A tenant as `TENANT_JSON` tells it. */
export type TenantJson = Omit<Tenant, 'createdAt'> & { readonly createdAt: string };

export function tenantOfJson({ createdAt, ...tenant }: TenantJson): Tenant {
  return { ...tenant, createdAt: new Date(createdAt) };
}

const BY_NAME = `select ${TENANT_JSON}::text from formwork.tenant n where n.name = $1 and n.state <> 'dropped'`;
const BY_ID = `select ${TENANT_JSON}::text from formwork.tenant n where n.id = $1`;

/** A text of its own, as every request and every look of background work asks it. */
async function askTenant(control: ControlPlane, by: string, value: string): Promise<Tenant | null> {
  const found = await control.askSystem({ text: by, params: [value], name: by });
  if (found === null) return null;
  const json: TenantJson = JSON.parse(found);
  return tenantOfJson(json);
}

/**
 * As `findTenant`, from memory for a second: every request of a tenant asks this. A change made here is seen at once.
 * One made by another process shows itself earlier than that where it matters, because a tenant that was dropped or
 * moved has no schema of that name any more.
 */
export function knownTenant(control: ControlPlane, name: string): Promise<Tenant | null> {
  const names = namesOf(control);
  const present = names.get(name);
  if (present !== undefined) return present.answer;
  const asked: Asked = { answer: askTenant(control, BY_NAME, name) };
  names.set(name, asked);
  asked.answer.then(
    (tenant) => {
      // A name that nobody has yet may be taken any moment.
      if (tenant === null) names.delete(name);
      else asked.tenant = tenant;
    },
    // A database that was away must not be remembered.
    () => names.delete(name),
  );
  return asked.answer;
}

/**
 * To be called before the directory is asked for something that tells of tenants as well: what it gives takes those, so
 * that they need not be asked for again. Where tenants were forgotten meanwhile it does nothing.
 */
export function tenantsTold(control: ControlPlane): (tenants: readonly Tenant[]) => void {
  const names = namesOf(control);
  return (tenants) => {
    for (const tenant of tenants) names.set(tenant.name, { answer: Promise.resolve(tenant), tenant });
  };
}

/** What `knownTenant` would give, when it is in memory. */
export function tenantAtHand(control: ControlPlane, name: string): Tenant | undefined {
  return known.get(control)?.get(name)?.tenant;
}

/** Makes the next `knownTenant` ask the directory; what is on its way is not kept. */
export function forgetTenants(control: ControlPlane): void {
  known.delete(control);
}

/** A tenant that is in nobody's sight and yet has its name: one whose restore has not ended. */
export function hiddenTenant(control: ControlPlane, name: string): Promise<Tenant | null> {
  return control.asSystem((em) => em.findOne(TenantEntity, { name, state: 'dropped' }));
}

export function tenantById(control: ControlPlane, id: TenantId): Promise<Tenant | null> {
  return askTenant(control, BY_ID, id);
}

/** All tenants by name, dropped ones aside. */
export function listTenants(control: ControlPlane): Promise<Tenant[]> {
  return control.asSystem((em) => em.find(TenantEntity, { state: { $ne: 'dropped' } }, { orderBy: { name: 'asc' } }));
}

/** Changes what the directory says of a tenant; a dropped one frees its name. */
export async function updateTenant(
  control: ControlPlane,
  id: TenantId,
  patch: Partial<Pick<Tenant, 'label' | 'cell' | 'state' | 'timeZone' | 'name'>>,
): Promise<void> {
  await control.asSystem((em) => em.nativeUpdate(TenantEntity, { id }, patch));
  forgetTenants(control);
}

/** Takes the tenant out of the directory, with its versions and drafts. */
export async function removeTenant(control: ControlPlane, id: TenantId): Promise<void> {
  await control.asSystem((em) => em.nativeDelete(TenantEntity, { id }));
  forgetTenants(control);
}

export async function addCell(control: ControlPlane, name: string): Promise<void> {
  await control.asSystem(async (em) => {
    await em.upsert(
      CellEntity,
      { name, state: 'open', createdAt: new Date() },
      { onConflictFields: ['name'], onConflictAction: 'ignore' },
    );
  });
}

/** What changed for any tenant after `seq`, oldest first: one question for all, asked each second. */
export function tenantVersionsSince(control: ControlPlane, seq: string): Promise<TenantVersion[]> {
  return control.asSystem((em) => em.find(TenantVersionEntity, { seq: { $gt: seq } }, { orderBy: { seq: 'asc' } }));
}

/** The version in force, as the directory has it. */
export function tenantVersion(control: ControlPlane, tenant: TenantId): Promise<TenantVersion | null> {
  return control.asTenant(tenant, (em) => em.findOne(TenantVersionEntity, { tenantId: tenant }));
}

export interface AuditInput {
  readonly tenant?: TenantId;
  readonly actor?: UserId;
  readonly action: string;
  readonly detail: JsonDocument;
}

/** Writes down who did what; entries are never changed. */
export async function audit(control: ControlPlane, input: AuditInput): Promise<void> {
  await control.asSystem(async (em) => {
    await em.insert(AuditEntity, {
      id: uuid(),
      tenantId: input.tenant ?? null,
      actor: input.actor ?? null,
      action: input.action,
      // MikroORM writes into the JSON it is given.
      detail: structuredClone(input.detail),
      at: new Date(),
    });
  });
}

/** The latest audit entries of a tenant, newest first. */
export function listAudit(control: ControlPlane, tenant: TenantId, limit: number): Promise<AuditEntry[]> {
  return control.asTenant(tenant, (em) =>
    em.find(AuditEntity, { tenantId: tenant }, { orderBy: { at: 'desc', id: 'desc' }, limit }),
  );
}

/** The id of a directory row, typed. */
export function idOf(tenant: Pick<Tenant, 'id'>): TenantId {
  return tenantId(tenant.id);
}
