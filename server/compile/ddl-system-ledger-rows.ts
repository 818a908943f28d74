import { sql } from 'kysely';
import { printDdl, qualified } from './ddl-text.ts';
import type { TenantSchema } from './ddl-system.ts';
import { balanceId } from './ledger-views.ts';

/**
 * Holds for every balance and movement, and is seen to hold where the book is written out, as it is in reads. The ledger
 * engine gives it as a parameter, so it cannot take these indexes: while there are few balances its plans would take
 * any index on the book, and look through all balances of the book later.
 */
export const forReading = sql`book <> ''`;

/**
 * Indexes for reading balances and movements as the API does: a balance by its id, which is also how a list without an
 * order comes, and the movements of one row of the first dimension, such as the stock card of an item. May run again.
 */
export function ledgerRowsSystemSql({ schema }: TenantSchema): readonly string[] {
  const index = (name: string, on: string, columns: Parameters<typeof sql.join>[0]): string =>
    printDdl(
      sql`CREATE INDEX IF NOT EXISTS ${sql.id(name)} ON ${qualified(schema, on)} (${sql.join(columns, sql`, `)}) WHERE ${forReading}`,
    );
  return [
    index('ix_fw_balance_id', 'fw_balance', [sql`book`, sql`(${balanceId(sql`book`, sql`key`)})`]),
    index('ix_fw_movement_u0', 'fw_movement', [sql`book`, sql`u0`, sql`seq`]),
  ];
}
