import { LIMITS } from '../../schema/core/limits.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { listTenants } from '../db/control-tenants.ts';
import type { Cells } from './cells.ts';
import { placeOf } from './provision-tenant.ts';

/** Forgets idempotency keys that nobody repeats any more: a retry comes within minutes, not after a month. */
export async function forgetOldKeys(control: ControlPlane, cells: Cells): Promise<void> {
  for (const tenant of await listTenants(control)) {
    const { database, schema } = placeOf(cells, tenant);
    const keys = `${quoteIdentifier(schema)}.${quoteIdentifier(SYSTEM_TABLES.idempotency)}`;
    await database.query({
      text: `delete from ${keys} where created_at < now() - make_interval(days => $1)`,
      params: [LIMITS.idempotencyDays],
    });
  }
}
