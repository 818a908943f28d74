import { quoteIdentifier } from '../../compile/sql-text.ts';
import type { Database } from '../../db/database.ts';
import type { TenantPlace } from '../../tenancy/provision-tenant.ts';
import type { TenantJob } from './tenant-job.ts';

/** A tenant that is asked about. */
export interface AskedTenant {
  readonly id: string;
  readonly place: Pick<TenantPlace, 'database' | 'schema'>;
}

/** Tenants that share a statement; each is planned anew, so more would only make single statements longer. */
export const ASKED_TOGETHER = 20;

/**
 * Which groups of jobs have something to do, by tenant: for each of `groups` whether a `due` of one of its jobs holds.
 * Tenants of one database share a statement, and one that can't be asked (dropped meanwhile, say) is left out and told.
 */
export async function dueTenants(
  tenants: readonly AskedTenant[],
  options: {
    readonly groups: readonly (readonly TenantJob[])[];
    readonly now: Date;
    readonly onError: (error: unknown, tenant: string) => void;
  },
): Promise<ReadonlyMap<string, readonly boolean[]>> {
  const found = new Map<string, readonly boolean[]>();
  for (const [database, own] of Map.groupBy(tenants, ({ place }) => place.database)) {
    const told = await ask(database, own, options).catch(() => undefined);
    for (const [id, due] of told ?? (await askEach(database, own, options))) found.set(id, due);
  }
  return found;
}

type Options = Parameters<typeof dueTenants>[1];

async function askEach(
  database: Database,
  tenants: readonly AskedTenant[],
  options: Options,
): Promise<readonly (readonly [string, readonly boolean[]])[]> {
  const found: (readonly [string, readonly boolean[]])[] = [];
  for (const tenant of tenants) {
    try {
      found.push(...(await ask(database, [tenant], options)));
    } catch (error) {
      options.onError(error, tenant.id);
    }
  }
  return found;
}

async function ask(
  database: Database,
  tenants: readonly AskedTenant[],
  { groups, now }: Options,
): Promise<readonly (readonly [string, readonly boolean[]])[]> {
  const texts = groups.map((jobs) => {
    const conditions = jobs.flatMap(({ due }) => due ?? []);
    return conditions.length === 0 ? 'false' : conditions.map((condition) => `(${condition})`).join(' or ');
  });
  const text = tenants
    .map(({ place }, index) =>
      `select ${String(index)} as tenant, array[${texts.join(', ')}] as due where $1::timestamptz is not null`.replaceAll(
        '"@tenant"',
        quoteIdentifier(place.schema),
      ),
    )
    .join('\nunion all\n');
  const rows = await database.query<{ readonly tenant: number; readonly due: readonly boolean[] }>({
    text,
    params: [now.toISOString()],
  });
  return rows.flatMap(({ tenant, due }) => {
    const one = tenants[tenant];
    return one === undefined ? [] : [[one.id, due] as const];
  });
}
