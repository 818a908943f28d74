import type { EntityModel, FieldKind } from '../../../schema/model/model.ts';
import { viewsFor } from '../../../schema/model/views.ts';
import { possibleColumns, type Columning, type ListColumn } from './list-columns.ts';

/** What tells one record from another at a glance, beside its title; a part that nothing fits is left out. */
export interface RecordFacts {
  /** The number of a record that is named otherwise. */
  readonly number?: ListColumn;
  /** Whom or what it is about: a customer, a supplier, else a person. */
  readonly party?: ListColumn;
  readonly amount?: ListColumn;
  readonly date?: ListColumn;
  readonly state?: ListColumn;
}

/**
 * The facts of an entity's records that the caller may see (SPEC [WRK-120]): of each kind the first that its first list
 * shows, since an author puts there what matters, else the first that the entity has.
 */
export function recordFacts(columning: Columning): RecordFacts {
  const { model, entity } = columning;
  const { list } = viewsFor(model, entity.id);
  const listed = new Set(list.columns.map(({ id }) => id));
  const columns = possibleColumns(list.columns, columning).filter(
    ({ path, isSecret }) => !isSecret && path !== entity.title && !SYSTEM.has(path),
  );
  const shown = columns.filter(({ id }) => listed.has(id));
  const first = (isIt: (column: ListColumn) => boolean): ListColumn | undefined =>
    shown.find(isIt) ?? columns.find(isIt);
  const firstOf = (kinds: readonly FieldKind[]): ListColumn | undefined => first(({ kind }) => kinds.includes(kind));
  return given({
    number: first(({ kind }) => kind === 'sequence'),
    party: first((column) => isMaster(column)) ?? firstOf(['ref']) ?? firstOf(['user']) ?? firstOf(['org']),
    amount: amountOf(shown) ?? amountOf(columns),
    date: firstOf(['date', 'datetime']),
    state: first(({ path }) => path === 'state'),
  });
}

/** Who wrote it and when is told elsewhere. */
const SYSTEM: ReadonlySet<string> = new Set(['createdAt', 'createdBy', 'updatedAt', 'updatedBy']);

function isMaster({ kind, target }: ListColumn): boolean {
  return kind === 'ref' && target?.entity.kind === 'master';
}

/** Money before other amounts, what is summed up before what is not. */
function amountOf(columns: readonly ListColumn[]): ListColumn | undefined {
  for (const kinds of AMOUNTS) {
    const found = columns.filter(({ kind }) => kinds.includes(kind));
    const [first] = found;
    if (first !== undefined) return found.find(({ summary }) => summary === 'sum') ?? first;
  }
  return undefined;
}

const AMOUNTS: readonly (readonly FieldKind[])[] = [['money'], ['quantity', 'decimal', 'int']];

function given(facts: { readonly [Key in keyof RecordFacts]: RecordFacts[Key] | undefined }): RecordFacts {
  const { number, party, amount, date, state } = facts;
  return {
    ...(number === undefined ? {} : { number }),
    ...(party === undefined ? {} : { party }),
    ...(amount === undefined ? {} : { amount }),
    ...(date === undefined ? {} : { date }),
    ...(state === undefined ? {} : { state }),
  };
}

/** The columns of the facts, to be asked for. */
export function factColumns({ number, party, amount, date, state }: RecordFacts): readonly ListColumn[] {
  return [number, party, amount, date, state].flatMap((column) => (column === undefined ? [] : [column]));
}

/** The rows with these ids, with what is asked of each; variable `ids`. */
export function rowsByIdDocument(entity: EntityModel, selection: string): string {
  return `query ($ids: [ID!]!, $first: Int!) { page: ${entity.plural}(where: { id: { in: $ids } }, first: $first, bin: INCLUDE) { nodes ${selection} } }`;
}
