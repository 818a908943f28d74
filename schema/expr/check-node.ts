import { decimalDigits, decimalText, parseDecimal } from '../core/decimal.ts';
import { LIMITS } from '../core/limits.ts';
import { assertNever } from '../core/result.ts';
import type { ExprNode, ExprRange, ExprType } from './ast.ts';
import { celRange, type CelNode } from './cel.ts';
import { checkCall } from './check-calls.ts';
import { checkCondition, commonType, placeOf, report, single, typed, type CheckContext } from './check-context.ts';
import { checkHas, checkMacro, isMacro } from './check-lists.ts';
import { checkTable } from './check-tables.ts';
import { checkOperator } from './check-operators.ts';
import { isStorable } from './functions.ts';
import { closest, suggest } from '../core/suggest.ts';
import { BOOL, DECIMAL, fieldsOfType, INT, isNullLiteral, isNumber, TEXT, typeName } from './types.ts';

/**
 * Types one node of the CEL tree and everything below it; `undefined` after an issue was recorded. Siblings are
 * checked even so, that all mistakes show at once.
 */
export function checkNode(cel: CelNode, context: CheckContext): ExprNode | undefined {
  const range = celRange(cel);
  switch (cel.op) {
    case 'value':
      return checkLiteral(cel.args, range, context);
    case 'id':
      return checkName(cel.args, range, context);
    case '.':
      return checkField(checkNode(cel.args[0], context), cel.args[1], { range, context });
    case '!_': {
      const arg = checkCondition(cel.args, context);
      return arg && { kind: 'not', arg, type: BOOL, nullable: arg.nullable, range };
    }
    case '-_':
      return checkNegate(cel.args, range, context);
    case '?:':
      return checkIf(cel.args, range, context);
    case 'list':
      return checkList(cel.args, range, context);
    case 'call': {
      const [name, args] = cel.args;
      if (name === 'has') return checkHas(args, range, context);
      if (name === 'matches') return report(context, 'EXPR_FEATURE', placeOf(cel), { feature: name });
      if (name === 'table') return checkTable(args, range, context);
      return checkCall({ name, args: args.map((arg) => checkNode(arg, context)), isMethod: false, range }, context);
    }
    case 'rcall':
      return checkMethod(cel.args, range, context);
    case '&&':
    case '||': {
      const left = checkCondition(cel.args[0], context);
      const right = checkCondition(cel.args[1], context);
      if (left === undefined || right === undefined) return undefined;
      const op = cel.op === '&&' ? 'and' : 'or';
      return { kind: 'binary', op, left, right, type: BOOL, nullable: left.nullable || right.nullable, range };
    }
    case '.?':
    case '[]':
    case '[?]':
    case 'map':
      return report(context, 'EXPR_FEATURE', placeOf(cel), { feature: FEATURES[cel.op] });
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'in': {
      const left = checkNode(cel.args[0], context);
      const right = checkNode(cel.args[1], context);
      if (left === undefined || right === undefined) return undefined;
      return checkOperator({ op: cel.op, left, right, range }, context);
    }
    default:
      return assertNever(cel);
  }
}

const FEATURES = { '.?': '.?', '[]': '[ ]', '[?]': '[? ]', map: '{ }' } as const;
const LONE_SURROGATE = /\p{Surrogate}/u;

function checkLiteral(value: unknown, range: ExprRange, context: CheckContext): ExprNode | undefined {
  const place = { from: range[0], to: range[1] };
  const text = context.source.slice(range[0], range[1]);
  if (typeof value === 'boolean') return { kind: 'literal', value, type: BOOL, nullable: false, range };
  if (value === null) return { kind: 'literal', value, type: { kind: 'json' }, nullable: true, range };
  if (typeof value === 'bigint') return checkNumber({ text: value.toString(), type: INT }, range, context);
  // The library holds a double here; the digits are read from the source, so that 0.1 is exactly 0.1.
  if (typeof value === 'number') return checkNumber({ text, type: DECIMAL }, range, context);
  if (typeof value !== 'string') return report(context, 'EXPR_FEATURE', place, { feature: text });
  if (value.includes('\u0000') || LONE_SURROGATE.test(value)) return report(context, 'EXPR_TEXT_CHARACTER', place);
  return { kind: 'literal', value, type: TEXT, nullable: false, range };
}

function checkNumber(
  { text, type }: { readonly text: string; readonly type: ExprType },
  range: ExprRange,
  context: CheckContext,
): ExprNode | undefined {
  const value = parseDecimal(text);
  if (value === undefined || !isStorable(decimalDigits(value))) {
    const params = { text, whole: LIMITS.decimalPrecisionMax, fraction: LIMITS.decimalScaleMax };
    return report(context, 'EXPR_NUMBER_RANGE', { from: range[0], to: range[1] }, params);
  }
  return { kind: 'literal', value: decimalText(value), type, nullable: false, range };
}

function checkName(name: string, range: ExprRange, context: CheckContext): ExprNode | undefined {
  const bound = context.bound.get(name);
  if (bound !== undefined) return { kind: 'variable', name, ...bound, range };
  const type = Object.hasOwn(context.scope.variables, name) ? context.scope.variables[name] : undefined;
  if (type !== undefined) {
    const nullable = type.kind !== 'row' && type.kind !== 'actor';
    return { kind: 'variable', name, type, nullable, range };
  }
  const names = [...Object.keys(context.scope.variables), ...context.bound.keys()];
  const params = { name, known: closest(name, names), suggestion: suggest(name, names) ?? '' };
  return report(context, 'EXPR_VARIABLE_UNKNOWN', { from: range[0], to: range[1] }, params);
}

/** The field of a checked row. Issues: EXPR_FIELD_UNKNOWN, EXPR_NO_FIELDS. */
function checkField(
  of: ExprNode | undefined,
  field: string,
  { range, context }: { readonly range: ExprRange; readonly context: CheckContext },
): ExprNode | undefined {
  if (of === undefined) return undefined;
  const place = { from: range[1] - field.length, to: range[1] };
  const fields = fieldsOfType(of.type, context.scope);
  if (fields === undefined) return report(context, 'EXPR_NO_FIELDS', place, { given: typeName(of.type), field });
  const found = fields.get(field);
  if (found !== undefined) {
    const nullable = found.type.kind !== 'list' && (found.nullable || of.nullable);
    return { kind: 'field', of, field, type: found.type, nullable, range };
  }
  const owner = of.type.kind === 'row' ? of.type.entity : 'actor';
  const params = {
    owner,
    field,
    known: closest(field, fields.keys()),
    suggestion: suggest(field, fields.keys()) ?? '',
  };
  return report(context, 'EXPR_FIELD_UNKNOWN', place, params);
}

function checkNegate(cel: CelNode, range: ExprRange, context: CheckContext): ExprNode | undefined {
  const arg = checkNode(cel, context);
  if (arg === undefined) return undefined;
  if (!isNumber(arg.type) && arg.type.kind !== 'duration') {
    return report(context, 'EXPR_OPERANDS', placeOf(cel), { op: '-', given: typeName(arg.type) });
  }
  if (arg.kind === 'literal' && typeof arg.value === 'string' && arg.value !== '0') {
    const value = arg.value.startsWith('-') ? arg.value.slice(1) : `-${arg.value}`;
    return { ...arg, value, range };
  }
  return { kind: 'negate', arg, type: arg.type, nullable: arg.nullable, range };
}

function checkIf(
  [testCel, thenCel, elseCel]: readonly [CelNode, CelNode, CelNode],
  range: ExprRange,
  context: CheckContext,
): ExprNode | undefined {
  const test = checkCondition(testCel, context);
  const thenRaw = checkNode(thenCel, context);
  const elseRaw = checkNode(elseCel, context);
  if (test === undefined || thenRaw === undefined || elseRaw === undefined) return undefined;
  const branches = [single(thenRaw), single(elseRaw)] as const;
  const type = commonType(branches);
  if (type === undefined || type.kind === 'list') {
    const code = branches.every(isNullLiteral) ? 'EXPR_NULL_ALONE' : 'EXPR_BRANCHES';
    return report(
      context,
      code,
      { from: range[0], to: range[1] },
      { given: branches.map((node) => typeName(node.type)) },
    );
  }
  const [then, otherwise] = [typed(branches[0], type), typed(branches[1], type)];
  // oxlint-disable-next-line unicorn/no-thenable -- the tree's own name; nobody awaits a node
  return { kind: 'if', test, then, else: otherwise, type, nullable: then.nullable || otherwise.nullable, range };
}

function checkList(cels: readonly CelNode[], range: ExprRange, context: CheckContext): ExprNode | undefined {
  const checked = cels.map((cel) => checkNode(cel, context));
  const items = checked.filter((item) => item !== undefined).map(single);
  if (items.length < cels.length) return undefined;
  const place = { from: range[0], to: range[1] };
  if (items.every(isNullLiteral)) return report(context, 'EXPR_LIST_EMPTY', place);
  const of = commonType(items);
  if (of === undefined || of.kind === 'list' || of.kind === 'json') {
    return report(context, 'EXPR_LIST_MIXED', place, { given: [...new Set(items.map((item) => typeName(item.type)))] });
  }
  return {
    kind: 'list',
    items: items.map((item) => typed(item, of)),
    type: { kind: 'list', of },
    nullable: false,
    range,
  };
}

function checkMethod(
  [name, receiver, args]: readonly [string, CelNode, readonly CelNode[]],
  range: ExprRange,
  context: CheckContext,
): ExprNode | undefined {
  const place = { from: range[0], to: range[1] };
  if (name === 'matches') return report(context, 'EXPR_FEATURE', place, { feature: 'matches' });
  if (receiver.op === 'id' && (receiver.args === 'cel' || receiver.args === 'optional' || receiver.args === 'math')) {
    return report(context, 'EXPR_FEATURE', place, { feature: `${receiver.args}.${name}` });
  }
  const list = checkNode(receiver, context);
  if (isMacro(name)) return checkMacro({ name, list, args, range }, context);
  const checked = [list, ...args.map((arg) => checkNode(arg, context))];
  return checkCall({ name, args: checked, isMethod: true, range }, context);
}
