import { sql } from 'kysely';
import { issue, must, pointer, type Issue } from '../../schema/core/result.ts';
import type { BookModel, LedgerModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import { literal, printDdl, qualified, type SqlFragment } from '../compile/ddl-text.ts';
import type { Transaction } from '../db/database.ts';
import type { TenantPlace } from './provision-tenant.ts';

interface Doubt {
  readonly issue: (count: number) => Issue;
  readonly count: SqlFragment;
}

/**
 * What the amounts that are kept have against the new ledgers: what is in lots is taken from them and what is not has
 * none to take from, and digits that amounts use are not cut off.
 * Issues: `DATA_LEDGER_LOTS`, `DATA_LEDGER_DIGITS`. Rule: SPEC [DSG-105].
 */
export async function amountsImpact(
  tx: Pick<Transaction, 'query'>,
  { schema }: Pick<TenantPlace, 'schema'>,
  { before, after }: { readonly before: Model; readonly after: Model },
): Promise<readonly Issue[]> {
  const were = new Map(before.behaviour.ledgers.flatMap(({ books }) => books.map((book) => [book.id, book])));
  const doubts = after.behaviour.ledgers.flatMap((ledger) =>
    ledger.books.flatMap((book) => {
      const was = were.get(book.id);
      return was === undefined
        ? []
        : [...lotsDoubt(schema, { ledger, was, book }), ...digitDoubts(schema, { ledger, was, book })];
    }),
  );
  if (doubts.length === 0) return [];
  const counts = doubts.map(({ count }, index) => sql`SELECT ${sql.lit(index)} AS n, (${count})::int AS count`);
  const rows = await tx.query<{ readonly n: number; readonly count: number }>({
    text: printDdl(sql.join(counts, sql` UNION ALL `)),
    params: [],
  });
  return rows.flatMap(({ n, count }) => (count === 0 ? [] : [must(doubts[n], 'doubt').issue(count)]));
}

interface Turn {
  readonly ledger: LedgerModel;
  readonly was: BookModel;
  readonly book: BookModel;
}

function lotsDoubt(schema: string, { ledger, was, book }: Turn): readonly Doubt[] {
  if ((was.lots === undefined) === (book.lots === undefined)) return [];
  const count = sql`SELECT count(*) FROM ${qualified(schema, 'fw_balance')} WHERE book = ${literal(book.id)} AND m0 <> 0`;
  const at = pointer('/ledgers', ledger.id);
  return [{ count, issue: (found) => issue('DATA_LEDGER_LOTS', at, { ledger: book.id, count: found }) }];
}

/** A movement that has the digits may be reversed, so it counts as one balance where no balance has them now. */
function digitDoubts(schema: string, { ledger, was, book }: Turn): readonly Doubt[] {
  return book.measures.flatMap((measure) => {
    const former = was.measures.find(({ id }) => id === measure.id);
    const { index, scale } = measure;
    if (former === undefined || former.index !== index || former.scale <= scale) return [];
    const cut = (table: string, column: string): SqlFragment => {
      const amount = sql.id(`${column}${String(index)}`);
      return sql`FROM ${qualified(schema, table)} WHERE book = ${literal(book.id)} AND ${amount} <> round(${amount}, ${sql.lit(scale)})`;
    };
    const count = sql`SELECT greatest((SELECT count(*) ${cut('fw_balance', 'm')}), (EXISTS (SELECT ${cut('fw_movement', 'd')}))::int)`;
    const params = { ledger: book.id, part: measure.id, scale };
    const at = pointer('/ledgers', ledger.id);
    return [{ count, issue: (found: number) => issue('DATA_LEDGER_DIGITS', at, { ...params, count: found }) }];
  });
}
