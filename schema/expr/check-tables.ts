import { closest, suggest } from '../core/suggest.ts';
import type { ExprNode, ExprRange, ExprType, TableModel } from './ast.ts';
import type { CelNode } from './cel.ts';
import { placeOf, report, single, typed, type CheckContext } from './check-context.ts';
import { isNullLiteral, isNumber, sameType, typeName } from './types.ts';

/**
 * `table('id', …)`: the id is written out, the arguments are those of the table's inputs (SPEC [EXP-27]). Issues:
 * EXPR_TABLE_ID, MODEL_TABLE_UNKNOWN, EXPR_TABLE_ARGUMENTS, EXPR_TABLE_ARGUMENT.
 */
export function checkTable(cels: readonly CelNode[], range: ExprRange, context: CheckContext): ExprNode | undefined {
  const [name, ...given] = cels;
  const checked = given.map((cel) => context.check(cel, context));
  const place = { from: range[0], to: range[1] };
  if (name?.op !== 'value' || typeof name.args !== 'string') {
    return report(context, 'EXPR_TABLE_ID', name === undefined ? place : placeOf(name));
  }
  const known = [...(context.scope.tables?.keys() ?? [])];
  const table = context.scope.tables?.get(name.args);
  if (table === undefined) {
    const suggestion = suggest(name.args, known) ?? '';
    const params = { id: name.args, known: closest(name.args, known), suggestion };
    return report(context, 'MODEL_TABLE_UNKNOWN', placeOf(name), params);
  }
  if (given.length !== table.inputs.length) {
    const inputs = table.inputs.map(({ id }) => id);
    return report(context, 'EXPR_TABLE_ARGUMENTS', place, { id: table.id, count: given.length, inputs });
  }
  const args = table.inputs.map((input, index) => {
    const node = checked[index];
    const cel = given[index];
    if (node === undefined || cel === undefined) return undefined;
    const fitted = fit(node, input.type);
    if (fitted !== undefined) return fitted;
    const params = { id: table.id, input: input.id, given: typeName(node.type), expected: typeName(input.type) };
    return report(context, 'EXPR_TABLE_ARGUMENT', placeOf(cel), params);
  });
  const all = args.filter((arg) => arg !== undefined);
  if (all.length < args.length) return undefined;
  return { kind: 'table', table, args: all, type: table.out, nullable: canBeNull(table), range };
}

function fit(node: ExprNode, wanted: ExprType): ExprNode | undefined {
  if (isNullLiteral(node)) return typed(node, wanted);
  const value = wanted.kind === 'text' ? single(node) : node;
  if (sameType(value.type, wanted)) return value;
  return wanted.kind === 'decimal' && isNumber(value.type) ? value : undefined;
}

function canBeNull(table: TableModel): boolean {
  return table.otherwise === null || table.rows.some(({ out }) => out === null);
}
