import { must } from '../../schema/core/result.ts';
import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import type { BookModel, BoundModel, MeasureModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import type { BoundRequest, LineRequest, PostingRequest } from '../compile/post-request.ts';
import { tableName } from '../compile/sql-name.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { entityOf, storageOf } from '../compile/storage.ts';
import type { WriteUnit } from './write-unit.ts';

/** The row that sets one side of a bound of a line. */
interface RowBound {
  readonly side: 'lo' | 'hi';
  readonly measure: number;
  readonly entity: EntityId;
  readonly field: FieldId;
  readonly id: string;
}

/** Values by entity, field and row. */
type Values = ReadonlyMap<string, string | null>;

/**
 * Bounds that fields of rows set (`customer.creditLimit`), as they are now: the rows are locked against change until the
 * commit, so whoever lowers a limit comes either before the posting, which keeps to it, or after it (SPEC [WKF-8]).
 * Called last before the ledgers are locked; a bound that a computed field sets stays as it was read.
 */
export async function withCurrentBounds(
  unit: Pick<WriteUnit, 'model' | 'execute'>,
  postings: readonly PostingRequest[],
): Promise<readonly PostingRequest[]> {
  const wanted = postings.flatMap((posting) =>
    posting.kind === 'move' ? posting.lines.flatMap((line) => rowBounds(unit, line)) : [],
  );
  if (wanted.length === 0) return postings;
  const values = await lockedValues(unit, wanted);
  return postings.map((posting) =>
    posting.kind === 'move' ? { ...posting, lines: posting.lines.map((line) => bounded(unit, line, values)) } : posting,
  );
}

function bounded(unit: Pick<WriteUnit, 'model'>, line: LineRequest, values: Values): LineRequest {
  const found = rowBounds(unit, line);
  if (found.length === 0) return line;
  const bounds = line.bounds.map((bound): BoundRequest =>
    found
      .filter(({ measure }) => measure === bound.measure)
      .reduce((made, one) => ({ ...made, [one.side]: values.get(nameOf(one)) ?? null }), bound),
  );
  return { ...line, bounds };
}

function nameOf({ entity, field, id }: Pick<RowBound, 'entity' | 'field' | 'id'>): string {
  return `${entity} ${field} ${id}`;
}

const booksOf = new WeakMap<Model, ReadonlyMap<string, BookModel>>();

/** Books with a bound that a row sets: most models have one or none, and every posting asks. */
function boundBooks(model: Model): ReadonlyMap<string, BookModel> {
  const isByRow = ({ min, max }: MeasureModel): boolean => min?.kind === 'field' || max?.kind === 'field';
  const books = model.behaviour.ledgers.flatMap((ledger) => ledger.books);
  const known =
    booksOf.get(model) ??
    new Map(books.filter(({ measures }) => measures.some(isByRow)).map((book) => [book.id, book]));
  booksOf.set(model, known);
  return known;
}

function rowBounds({ model }: Pick<WriteUnit, 'model'>, line: LineRequest): readonly RowBound[] {
  const book = boundBooks(model).get(line.book);
  if (book === undefined) return [];
  return line.bounds
    .flatMap(({ measure }) => {
      const { min, max } = must(book.measures[measure], 'measure of a bound');
      return [
        ...rowBound(book, line, { side: 'lo', measure, bound: min }),
        ...rowBound(book, line, { side: 'hi', measure, bound: max }),
      ];
    })
    .filter(({ entity, field }) => columnOf({ model }, entity, field) !== undefined);
}

function rowBound(
  book: BookModel,
  line: LineRequest,
  {
    side,
    measure,
    bound,
  }: { readonly side: 'lo' | 'hi'; readonly measure: number; readonly bound: BoundModel | undefined },
): readonly RowBound[] {
  if (bound?.kind !== 'field') return [];
  const dimension = book.dimensions.find(({ id }) => id === bound.dimension);
  const id = dimension === undefined ? null : (line.key[dimension.column] ?? null);
  return id === null ? [] : [{ side, measure, entity: bound.entity, field: bound.field, id }];
}

function columnOf({ model }: Pick<WriteUnit, 'model'>, id: EntityId, fieldId: FieldId): string | undefined {
  const entity = entityOf(model, id);
  const field = entity.fields.find((one) => one.id === fieldId);
  const storage = field === undefined ? undefined : storageOf(entity, field);
  return storage?.kind === 'column' ? storage.column : undefined;
}

/** One statement for each field, rows in the order of their ids, so that two who want the same never wait for each other. */
async function lockedValues(unit: Pick<WriteUnit, 'model' | 'execute'>, wanted: readonly RowBound[]): Promise<Values> {
  const values = new Map<string, string | null>();
  const groups = Map.groupBy(wanted, ({ entity, field }) => `${entity} ${field}`);
  for (const [, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { entity, field } = must(group[0], 'bound');
    const column = quoteIdentifier(must(columnOf(unit, entity, field), 'column'));
    const rows = await unit.execute<{ readonly id: string; readonly value: string | null }>(
      `select id::text as id, ${column}::text as value from "@tenant".${quoteIdentifier(tableName(entity))} where id = any($1::uuid[]) order by id for share`,
      [[...new Set(group.map(({ id }) => id))]],
    );
    for (const { id, value } of rows) values.set(nameOf({ entity, field, id }), value);
  }
  return values;
}
