import { sql } from 'kysely';
import { issue, must, pointer, type Issue } from '../../schema/core/result.ts';
import type { BookModel, LedgerModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import { literal, printDdl, qualified, type SqlFragment } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Transaction } from '../db/database.ts';
import { amountsImpact } from './ledger-amounts.ts';
import type { TenantPlace } from './provision-tenant.ts';

/** What a column of balances and movements stands for in a book: a dimension or a measure of its ledger. */
export interface LedgerColumn {
  readonly book: string;
  /** `u0`… and `t0`… are dimensions, `m0`… measures. */
  readonly column: string;
  /** Id of the dimension and what its values are (`item:Item`), or id of the measure. */
  readonly meaning: string;
}

/** The columns of all ledgers of a model. */
export function ledgerColumns(model: Pick<Model, 'behaviour'>): readonly LedgerColumn[] {
  return books(model).flatMap(({ book }) => [
    ...book.dimensions.map(({ id, column, kind, entity }) => ({
      book: book.id,
      column,
      meaning: `${id}:${entity ?? kind}`,
    })),
    ...book.measures.map(({ id, index }) => ({ book: book.id, column: `m${String(index)}`, meaning: id })),
  ]);
}

/**
 * What kept balances have against the new ledgers, and what of them nobody would see any more. Balances are kept by
 * place: another dimension or measure in a place that has values would give these another meaning.
 * Issues: `DATA_LEDGER_PLACE_TAKEN`, `DATA_LEDGER_DIMENSION_GONE`, `DATA_LEDGER_DIMENSION_MISSING`, and those of
 * `amountsImpact`; warnings:
 * `DATA_LEDGER_HIDDEN`, `DATA_POSTING_GONE`. Rule: SPEC [PUB-16] to [PUB-18], [DSG-105].
 */
export async function ledgerImpact(
  tx: Pick<Transaction, 'query'>,
  place: TenantPlace,
  { before, after }: { readonly before: Model | null; readonly after: Model },
): Promise<{ readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] }> {
  if (before === null) return { issues: [], warnings: [] };
  const kept = new Map<string, LedgerColumn>();
  const note = (one: LedgerColumn): void => void kept.set(`${one.book} ${one.column}`, one);
  for (const one of ledgerColumns(before)) note(one);
  for (const one of await keptColumns(tx, place)) note(one);
  const used = await usedColumns(tx, place, [...kept.values()]);
  const count = ({ book, column }: Pick<LedgerColumn, 'book' | 'column'>): number => used.get(`${book} ${column}`) ?? 0;
  const found: Issue[] = [];
  const hidden: Issue[] = [];
  const now = new Map(ledgerColumns(after).map((one) => [`${one.book} ${one.column}`, one]));
  const byBook = new Map(books(after).map((one) => [one.book.id, one]));
  for (const [key, was] of kept) {
    const at = now.get(key);
    if (at?.meaning === was.meaning || count(was) === 0) continue;
    const home = byBook.get(was.book);
    const path = pointer('/ledgers', home?.ledger.id ?? was.book);
    const params = { ledger: was.book, part: idOfMeaning(was.meaning), count: count(was) };
    if (at !== undefined)
      found.push(issue('DATA_LEDGER_PLACE_TAKEN', path, { ...params, ...namesOf(was.meaning, at.meaning) }));
    else if (home !== undefined && !was.column.startsWith('m'))
      found.push(issue('DATA_LEDGER_DIMENSION_GONE', path, params));
    else if (was.column.startsWith('m')) hidden.push(issue('DATA_LEDGER_HIDDEN', path, params));
  }
  found.push(...(await missingDimensions(tx, place, { before, after })));
  found.push(...(await amountsImpact(tx, place, { before, after })));
  return { issues: found, warnings: [...hidden, ...(await gonePostings(tx, place, { before, after }))] };
}

/** Writes down what each place stands for from now on; what a place stood for that is empty now stays on record. */
export async function noteLedgerColumns(
  tx: Pick<Transaction, 'query'>,
  place: TenantPlace,
  columns: readonly LedgerColumn[],
): Promise<void> {
  if (columns.length === 0) return;
  await tx.query({
    text: printDdl(
      sql`INSERT INTO ${qualified(place.schema, SYSTEM_TABLES.ledgerColumn)} (book, place, meaning) SELECT x->>'book', x->>'column', x->>'meaning' FROM jsonb_array_elements(${sql.raw('$1')}::jsonb) AS x ON CONFLICT (book, place) DO UPDATE SET meaning = excluded.meaning`,
    ),
    params: [JSON.stringify(columns)],
  });
}

interface Home {
  readonly ledger: LedgerModel;
  readonly book: BookModel;
}

function books({ behaviour }: Pick<Model, 'behaviour'>): readonly Home[] {
  return behaviour.ledgers.flatMap((ledger) => ledger.books.map((book) => ({ ledger, book })));
}

/** The ids, or both whole where only the kind of values is another. */
function namesOf(was: string, now: string): { readonly part: string; readonly by: string } {
  const [part, by] = [idOfMeaning(was), idOfMeaning(now)];
  return part === by ? { part: was, by: now } : { part, by };
}

const idOfMeaning = (meaning: string): string => meaning.split(':')[0] ?? meaning;

async function keptColumns(tx: Pick<Transaction, 'query'>, place: TenantPlace): Promise<readonly LedgerColumn[]> {
  const table = qualified(place.schema, SYSTEM_TABLES.ledgerColumn);
  return tx.query<LedgerColumn>({
    text: printDdl(sql`SELECT book, place AS "column", meaning FROM ${table} ORDER BY book, place`),
    params: [],
  });
}

/** How many balances have something in a place; a measure that is zero now but was moved counts as one. */
async function usedColumns(
  tx: Pick<Transaction, 'query'>,
  { schema }: TenantPlace,
  columns: readonly LedgerColumn[],
): Promise<ReadonlyMap<string, number>> {
  const balance = qualified(schema, 'fw_balance');
  const one = ({ book, column }: LedgerColumn): SqlFragment => {
    const name = sql.id(column);
    const count = column.startsWith('m')
      ? sql`greatest((SELECT count(*) FROM ${balance} WHERE book = ${literal(book)} AND ${name} <> 0), (EXISTS (SELECT FROM ${qualified(schema, 'fw_movement')} WHERE book = ${literal(book)} AND ${sql.id(`d${column.slice(1)}`)} <> 0))::int)`
      : sql`(SELECT count(*) FROM ${balance} WHERE book = ${literal(book)} AND ${name} IS NOT NULL AND ${NOT_EMPTY})`;
    return sql`SELECT ${literal(`${book} ${column}`)} AS key, (${count})::int AS count`;
  };
  if (columns.length === 0) return new Map();
  const rows = await tx.query<{ readonly key: string; readonly count: number }>({
    text: printDdl(sql.join(columns.map(one), sql` UNION ALL `)),
    params: [],
  });
  return new Map(rows.map(({ key, count }) => [key, count]));
}

const NOT_EMPTY = sql`(m0 <> 0 OR m1 <> 0 OR m2 <> 0 OR m3 <> 0)`;

/** Balances without a value of a dimension that becomes needed: no posting could ever reach them. */
async function missingDimensions(
  tx: Pick<Transaction, 'query'>,
  { schema }: TenantPlace,
  { before, after }: { readonly before: Model; readonly after: Model },
): Promise<readonly Issue[]> {
  const needs = ({ dimensions }: BookModel) => dimensions.filter(({ optional }) => !optional);
  const were = new Set(books(before).flatMap(({ book }) => needs(book).map(({ id }) => `${book.id} ${id}`)));
  const needed = books(after).flatMap(({ ledger, book }) =>
    needs(book).flatMap((dimension) => (were.has(`${book.id} ${dimension.id}`) ? [] : [{ ledger, book, dimension }])),
  );
  const found: Issue[] = [];
  for (const { ledger, book, dimension } of needed) {
    const [row] = await tx.query<{ readonly count: number }>({
      text: printDdl(
        sql`SELECT count(*)::int AS count FROM ${qualified(schema, 'fw_balance')} WHERE book = ${literal(book.id)} AND ${sql.id(dimension.column)} IS NULL AND ${NOT_EMPTY}`,
      ),
      params: [],
    });
    const { count } = must(row, 'count');
    if (count === 0) continue;
    const params = { ledger: book.id, part: dimension.id, count };
    found.push(issue('DATA_LEDGER_DIMENSION_MISSING', pointer('/ledgers', ledger.id), params));
  }
  return found;
}

/** Postings whose rule goes: no transition reverses or uses up what they made. */
async function gonePostings(
  tx: Pick<Transaction, 'query'>,
  { schema }: TenantPlace,
  { before, after }: { readonly before: Model; readonly after: Model },
): Promise<readonly Issue[]> {
  const stays = new Set(after.behaviour.postings.map(({ id }) => id));
  const gone = before.behaviour.postings.map(({ id }) => id).filter((id) => !stays.has(id));
  if (gone.length === 0) return [];
  const table = qualified(schema, 'fw_posting');
  const rows = await tx.query<{ readonly rule: string; readonly count: number; readonly open: number }>({
    text: printDdl(
      sql`SELECT p.rule, count(*)::int AS count, (count(*) FILTER (WHERE p.reservation = 'open'))::int AS open FROM ${table} p WHERE p.kind = 'move' AND p.rule IN (${sql.join(gone.map(literal), sql`, `)}) AND NOT EXISTS (SELECT FROM ${table} r WHERE r.reverses = p.id) GROUP BY p.rule ORDER BY p.rule`,
    ),
    params: [],
  });
  return rows.map(({ rule, count, open }) =>
    issue('DATA_POSTING_GONE', pointer('/postings', rule), { posting: rule, count, open }),
  );
}
