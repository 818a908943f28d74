import type { SqlName } from '../../schema/core/ids.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import type { Database } from './database.ts';

/**
 * The roles that a person's tier gives, beside those of the membership (SPEC [PTS-10]). Never the owner's: what points
 * can buy is no way to take a tenant over.
 */
export async function rolesOfTier(
  place: { readonly database: Database; readonly schema: SqlName },
  user: string,
): Promise<readonly string[]> {
  const [row] = await place.database.query<{ readonly roles: readonly string[] }>({
    text: `select roles from ${quoteIdentifier(place.schema)}.fw_tier where user_id = $1`,
    params: [user],
  });
  return (row?.roles ?? []).filter((role) => role !== OWNER_ROLE);
}
