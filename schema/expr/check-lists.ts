import type { ExprNode, ExprRange } from './ast.ts';
import type { CelNode } from './cel.ts';
import { checkCondition, placeOf, report, single, type CheckContext } from './check-context.ts';
import { BOOL, INT, typeName } from './types.ts';

const MACRO_NAMES = ['all', 'exists', 'exists_one', 'filter', 'map'] as const;
type MacroName = (typeof MACRO_NAMES)[number];

export function isMacro(name: string): name is MacroName {
  return MACRO_NAMES.some((macro) => macro === name);
}

export interface MacroSite {
  readonly name: MacroName;
  readonly list: ExprNode | undefined;
  readonly args: readonly CelNode[];
  readonly range: ExprRange;
}

/** `list.all(v, …)` and its kin. Issues: EXPR_LIST_WANTED, EXPR_MACRO, EXPR_NAME_TAKEN. */
export function checkMacro({ name, list, args, range }: MacroSite, context: CheckContext): ExprNode | undefined {
  const place = { from: range[0], to: range[1] };
  const [variable, bodyCel, ...more] = args;
  if (variable?.op !== 'id' || bodyCel === undefined || more.length > 0) {
    return report(context, 'EXPR_MACRO', place, { name });
  }
  const taken = context.bound.has(variable.args) || Object.hasOwn(context.scope.variables, variable.args);
  if (taken) return report(context, 'EXPR_NAME_TAKEN', placeOf(variable), { name: variable.args });
  if (list === undefined) return undefined;
  if (list.type.kind !== 'list')
    return report(context, 'EXPR_LIST_WANTED', place, { name, given: typeName(list.type) });

  const inner: CheckContext = {
    ...context,
    bound: new Map([...context.bound, [variable.args, { type: list.type.of, nullable: mayHoldNull(list) }]]),
  };
  const body = name === 'map' ? inner.check(bodyCel, inner) : checkCondition(bodyCel, inner);
  if (body === undefined) return undefined;
  if (body.type.kind === 'list' || body.type.kind === 'actor' || (name === 'map' && body.type.kind === 'json')) {
    return report(context, 'EXPR_OPERANDS', placeOf(bodyCel), { op: name, given: typeName(body.type) });
  }
  const base = { list, variable: variable.args, body, nullable: false, range };
  if (name === 'map') return { kind: 'each', fn: 'map', ...base, type: { kind: 'list', of: body.type } };
  if (name === 'filter') return { kind: 'each', fn: 'filter', ...base, type: list.type };
  if (name === 'exists_one') return exactlyOne({ kind: 'each', fn: 'filter', ...base, type: list.type }, range);
  return { kind: 'each', fn: name, ...base, type: BOOL };
}

/** Lists in fields hold no nulls; those made by `map` or written out may. */
function mayHoldNull(list: ExprNode): boolean {
  if (list.kind === 'list') return list.items.some(({ nullable }) => nullable);
  if (list.kind !== 'each') return false;
  return list.fn === 'map' ? list.body.nullable : mayHoldNull(list.list);
}

function exactlyOne(matching: ExprNode, range: ExprRange): ExprNode {
  const count: ExprNode = { kind: 'call', fn: 'count', args: [matching], type: INT, nullable: false, range };
  const one: ExprNode = { kind: 'literal', value: '1', type: INT, nullable: false, range };
  return { kind: 'binary', op: 'eq', left: count, right: one, type: BOOL, nullable: false, range };
}

/** `has(x.f)`: whether the field has a value; of a list, whether it has elements. */
export function checkHas(args: readonly CelNode[], range: ExprRange, context: CheckContext): ExprNode | undefined {
  const [field] = args;
  const place = { from: range[0], to: range[1] };
  if (args.length !== 1 || field?.op !== '.') {
    return report(context, 'EXPR_ARGUMENTS', place, { name: 'has', given: [], signature: 'has(x.field)' });
  }
  const checked = context.check(field, context);
  if (checked === undefined) return undefined;
  if (checked.type.kind === 'list') {
    const count: ExprNode = { kind: 'call', fn: 'count', args: [checked], type: INT, nullable: false, range };
    const none: ExprNode = { kind: 'literal', value: '0', type: INT, nullable: false, range };
    return { kind: 'binary', op: 'gt', left: count, right: none, type: BOOL, nullable: false, range };
  }
  const isNull: ExprNode = { kind: 'isNull', arg: single(checked), type: BOOL, nullable: false, range };
  return { kind: 'not', arg: isNull, type: BOOL, nullable: false, range };
}
