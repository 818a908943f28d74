import type { ColumnSpec, TableSpec } from './ddl-tables.ts';

/**
 * The order in which a new table's columns stand in its rows. PostgreSQL walks a row from its beginning to the last
 * column that a statement asks for, and each column that it passes costs some 5 ns: what whole tables are looked
 * through for comes first (whether a row is in the bin, its state, numbers to add up, values to compare and group by),
 * what is read of single rows comes last. Sum and count by state of 200,000 orders took 48 ms so, 61 with the system's
 * columns first and all others as they are declared, and 55–65 with those of fixed width first, whose places PostgreSQL
 * knows without looking. The order means nothing to anybody: every statement names its columns.
 */
export function inRowOrder({ columns, field }: TableSpec): readonly ColumnSpec[] {
  // A join table has three, and all are read.
  return field === undefined ? columns.toSorted((a, b) => rankOf(a) - rankOf(b)) : columns;
}

const FIRST: readonly string[] = ['id', 'parent_id', 'line_no', 'state', 'deleted_at'];
const LAST: readonly string[] = ['version', 'updated_at', 'created_by', 'updated_by'];

/** By type, in order: what is added up, what is compared, texts, and what is only shown. */
const TYPES: readonly RegExp[] = [/^(?:numeric\b.*|integer)$/, /^(?:boolean|date|uuid|time.*)$/, /^text$/];

function rankOf({ column, field, pgType }: ColumnSpec): number {
  const system = field === undefined;
  const first = system ? FIRST.indexOf(column) : -1;
  if (first >= 0) return first;
  const last = system ? LAST.indexOf(column) : -1;
  const types = FIRST.length + TYPES.length;
  if (last >= 0) return types + 1 + last;
  const type = TYPES.findIndex((pattern) => pattern.test(pgType));
  return type < 0 ? types : FIRST.length + type;
}
