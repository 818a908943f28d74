import { sql } from 'kysely';
import { must } from '../../schema/core/result.ts';
import type { LedgerModel } from '../../schema/model/behaviour.ts';
import { ledgerEntityId } from '../../schema/model/ledger-entities.ts';
import type { Model } from '../../schema/model/model.ts';
import type { Access } from './access.ts';
import { keyColumns, ledgerEntityOf } from './ledger-views.ts';
import { ReadContext } from './read-context.ts';
import { compileSql, Slot, type SqlTemplate } from './sql-text.ts';

/**
 * Which keys of a balance ledger, given as `keys` (a JSON list of objects by column), name balances that the caller may
 * see, whether there is such a balance already or not: a JSON list of their positions, counted from 1.
 */
export function planVisibleKeys(model: Model, access: Access, ledger: LedgerModel): SqlTemplate {
  const context = new ReadContext(model, access);
  const shown = must(ledgerEntityOf(model, ledgerEntityId(ledger.id, 'balance')), `balances of ${ledger.id}`);
  const book = must(ledger.books[0], 'book of a ledger');
  const keys = new Slot({ kind: 'given', name: 'keys' });
  const values = book.dimensions.map(
    ({ column }) =>
      sql`(w.key->>${sql.lit(column)})::${sql.raw(column.startsWith('u') ? 'uuid' : 'text')} as ${sql.id(column)}`,
  );
  const columns = keyColumns(shown, book, 'k').map(([name, value]) => sql`${value} as ${sql.id(name)}`);
  const given = sql`select ${sql.join([sql`w.n`, ...values])} from jsonb_array_elements(${keys}::jsonb) with ordinality as w(key, n)`;
  const rows = sql`select ${sql.join([sql`k.n`, ...columns])} from (${given}) as k`;
  const seen = context.rowCondition(shown.entity, ROW);
  return compileSql(
    sql`select coalesce(json_agg(${sql.id(ROW)}.n), '[]')::text from (${rows}) as ${sql.id(ROW)} where ${seen}`,
  );
}

/** No alias of the planner's. */
const ROW = 'balance';
