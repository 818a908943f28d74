import { sql } from 'kysely';
import { assertNever } from '../../schema/core/result.ts';
import type { ExprNode, ExprType, TableCell, TableModel } from '../../schema/expr/ast.ts';
import type { Sql, SqlValue } from './expr-sql-binding.ts';
import type { Env } from './expr-sql-lists.ts';
import { collated, convert, kindOf, literalSql } from './expr-sql-values.ts';

type TableNode = Extract<ExprNode, { readonly kind: 'table' }>;

/**
 * The look-up in a decision table (SPEC [EXP-27]): a case for each row over the arguments, which are computed once in
 * a subquery. Its meaning in JavaScript is `schema/expr/decision-table.ts`.
 */
export function tableSql({ table, args }: TableNode, env: Env): SqlValue {
  const as = kindOf(table.out);
  const columns = args.map((arg, index) => {
    const value = convert(env.value(arg, env), kindOf(table.inputs[index]?.type ?? arg.type));
    return sql`${value} as ${sql.id(`i${String(index)}`)}`;
  });
  const answer = table.hit === 'collect' ? collected(table) : chosen(table);
  if (columns.length === 0) return { sql: answer, as };
  return { sql: sql`(select ${answer} from (select ${sql.join(columns)}) as q)`, as };
}

function chosen(table: TableModel): Sql {
  const otherwise = literalSql(table.otherwise, table.out).sql;
  if (table.rows.length === 0) return otherwise;
  const cases = table.rows.map(
    (row) => sql`when ${rowCondition(table, row.cells)} then ${literalSql(row.out, table.out).sql}`,
  );
  return sql`(case ${sql.join(cases, sql` `)} else ${otherwise} end)`;
}

function collected(table: TableModel): Sql {
  const otherwise = literalSql(table.otherwise, table.out).sql;
  if (table.rows.length === 0) return otherwise;
  const matches = table.rows.map((row) => rowCondition(table, row.cells));
  const sum = table.rows.map(
    (row, index) => sql`case when ${matches[index]} then ${literalSql(row.out, table.out).sql} else 0 end`,
  );
  return sql`(case when ${sql.join(matches, sql` or `)} then ${sql.join(sum, sql` + `)} else ${otherwise} end)`;
}

function rowCondition(table: TableModel, cells: readonly TableCell[]): Sql {
  const tests = cells.flatMap((cell, index) => cellSql(cell, table.inputs[index]?.type ?? table.out, index));
  return tests.length === 0 ? sql`true` : sql`(${sql.join(tests, sql` and `)})`;
}

function cellSql(cell: TableCell, type: ExprType, index: number): readonly Sql[] {
  const column = sql.ref(`q.i${String(index)}`);
  const value = type.kind === 'text' ? collated(column) : column;
  const literal = (text: string | boolean): Sql => literalSql(text, type).sql;
  switch (cell.kind) {
    case 'any':
      return [];
    case 'oneOf': {
      const wanted = cell.values.filter((one) => one !== null).map(literal);
      const found = wanted.length === 0 ? [] : [sql`${value} in (${sql.join(wanted)})`];
      const empty = cell.values.includes(null) ? [sql`${column} is null`] : [];
      return [sql`(${sql.join([...found, ...empty], sql` or `)})`];
    }
    case 'range':
      return [
        ...(cell.low === undefined ? [] : [sql`${column} ${sql.raw(cell.lowOpen ? '>' : '>=')} ${literal(cell.low)}`]),
        ...(cell.high === undefined
          ? []
          : [sql`${column} ${sql.raw(cell.highOpen ? '<' : '<=')} ${literal(cell.high)}`]),
      ];
    default:
      return assertNever(cell);
  }
}
