import type { SqlName } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Database } from './database.ts';

/** What a tenant knows of a member besides the membership: departments, and roles that points have earned. */
export interface Standing {
  readonly departments: readonly string[];
  readonly earned: readonly string[];
}

/**
 * One question, which goes where the tenant's reads go. The roles that a person's tier gives (SPEC [PTS-10]) are never
 * the owner's: what points can buy is no way to take a tenant over.
 */
export async function standingOf(
  { schema, role, database }: { readonly schema: SqlName; readonly role: SqlName; readonly database: Database },
  user: string,
): Promise<Standing> {
  const [people, tiers] = [SYSTEM_TABLES.user, 'fw_tier'].map(
    (name) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
  );
  const text = `select json_build_object('departments', (select org_ids from ${people} where id = $1::uuid), 'earned', (select roles from ${tiers} where user_id = $1::uuid))::text`;
  const found = await database.readAsTenant(
    { role, timeoutMs: LIMITS.readTimeoutMs },
    { text, params: [user], name: text },
  );
  const { departments, earned }: Readonly<Record<keyof Standing, readonly string[] | null>> = JSON.parse(found ?? '{}');
  return { departments: departments ?? [], earned: (earned ?? []).filter((one) => one !== OWNER_ROLE) };
}
