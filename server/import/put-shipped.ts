import type { Model } from '../../schema/model/model.ts';
import { accessOf, OWNER_ROLE } from '../compile/access.ts';
import { rewardRecords } from '../../schema/model/reward-shop.ts';
import { listTenants } from '../db/control-tenants.ts';
import { constraintRegistry } from '../db/pg-errors.ts';
import type { Application, TenantHandle } from '../graphql/application.ts';
import { placeOf, type TenantPlace } from '../tenancy/provision-tenant.ts';
import { must } from '../../schema/core/result.ts';
import type { ImportContext } from './import-context.ts';
import { putRecords, SYSTEM_ACTOR } from './put-records.ts';

/** Puts the records that a tenant's packs ship: what `openApplication` calls after each publication. */
export async function putShippedRecords(
  application: Application,
  place: TenantPlace,
  published: { readonly model: Model; readonly version: number },
): Promise<void> {
  const { model, version } = published;
  const records = [...model.records, ...rewardRecords(model)];
  if (records.length === 0) return;
  const tenants = await listTenants(application.control);
  const tenant = must(
    tenants.find((one) => one.state !== 'dropped' && placeOf(application.cells, one).schema === place.schema),
    `the tenant of ${place.schema}`,
  );
  const { schema, role, database } = place;
  await putRecords(
    {
      shape: { model, constraints: constraintRegistry(model) },
      database,
      tenant: { id: tenant.id, schema, role, timeZone: tenant.timeZone, version },
      access: accessOf(model, [OWNER_ROLE]),
      actor: SYSTEM_ACTOR,
      locale: 'en',
      secrets: application.secrets,
      requestId: `publish-${version}`,
      now: application.now,
    },
    records,
  );
}

/** A tenant in force as imports take it, with the rights of an owner and nobody's name. */
export function systemContext(
  application: Application,
  handle: TenantHandle,
  more: Pick<ImportContext, 'locale' | 'requestId'>,
): ImportContext {
  const { shape, place, ref } = handle;
  return {
    shape,
    database: place.database,
    tenant: ref,
    access: accessOf(shape.model, [OWNER_ROLE]),
    actor: SYSTEM_ACTOR,
    secrets: application.secrets,
    now: application.now,
    ...more,
  };
}
