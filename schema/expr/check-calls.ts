import { LIMITS } from '../core/limits.ts';
import { assertNever } from '../core/result.ts';
import type { CallName, ExprNode, ExprRange, ExprType } from './ast.ts';
import { commonType, report, single, typed, type CheckContext } from './check-context.ts';
import { functionSpec, listFunctions, type FunctionSpec, type Overload, type ParamKind } from './functions.ts';
import { closest, suggest } from '../core/suggest.ts';
import {
  DATE,
  DATETIME,
  DECIMAL,
  DURATION,
  INT,
  isNullLiteral,
  isNumber,
  isOrdered,
  isScalar,
  TEXT,
  typeName,
} from './types.ts';

export interface CallSite {
  readonly name: string;
  /** Checked arguments, the receiver of a method first; `undefined` where checking failed. */
  readonly args: readonly (ExprNode | undefined)[];
  readonly isMethod: boolean;
  readonly range: ExprRange;
}

/** The call, its meaning chosen by the arguments' types. Issues: EXPR_FUNCTION_UNKNOWN, EXPR_ARGUMENTS, EXPR_LITERAL_*. */
export function checkCall(site: CallSite, context: CheckContext): ExprNode | undefined {
  const place = { from: site.range[0], to: site.range[1] };
  const spec = functionSpec(site.name);
  if (spec === undefined || (site.isMethod && !spec.method)) {
    const names = listFunctions().map(({ name }) => name);
    const params = { name: site.name, known: closest(site.name, names), suggestion: suggest(site.name, names) ?? '' };
    return report(context, 'EXPR_FUNCTION_UNKNOWN', place, params);
  }
  const args = site.args.filter((arg) => arg !== undefined);
  if (args.length < site.args.length) return undefined;
  if (spec.name === 'concat') return concat(args, site, context);
  for (const overload of spec.overloads) {
    const node = applyOverload(overload, args, site.range);
    if (node !== undefined) return node;
  }
  const literal = spec.overloads.find((overload) => overload.kind === 'literal');
  const [only] = args;
  if (literal !== undefined && args.length === 1 && only !== undefined && only.type.kind === 'text') {
    const params = { name: spec.name, example: literal.example };
    if (only.kind !== 'literal') return report(context, 'EXPR_LITERAL_WANTED', place, params);
    return report(context, 'EXPR_LITERAL_INVALID', place, { ...params, text: `'${String(only.value)}'` });
  }
  return badArguments(spec, args, { site, context });
}

function badArguments(
  spec: FunctionSpec,
  args: readonly ExprNode[],
  { site, context }: { readonly site: CallSite; readonly context: CheckContext },
): undefined {
  const given = args.map((arg) => (isNullLiteral(arg) ? 'null' : typeName(arg.type)));
  const place = { from: site.range[0], to: site.range[1] };
  return report(context, 'EXPR_ARGUMENTS', place, { name: spec.name, given, signature: spec.signature });
}

function concat(args: readonly ExprNode[], site: CallSite, context: CheckContext): ExprNode | undefined {
  const texts = args.map((arg) => accept('text', arg));
  const [first, ...rest] = texts.filter((text) => text !== undefined);
  const spec = functionSpec('concat');
  if (spec !== undefined && (first === undefined || rest.length + 1 < Math.max(2, args.length))) {
    return badArguments(spec, args, { site, context });
  }
  return rest.reduce<ExprNode | undefined>(
    (left, right) =>
      left && {
        kind: 'binary',
        op: 'add',
        left,
        right,
        type: TEXT,
        nullable: left.nullable || right.nullable,
        range: site.range,
      },
    first,
  );
}

function applyOverload(overload: Overload, args: readonly ExprNode[], range: ExprRange): ExprNode | undefined {
  switch (overload.kind) {
    case 'literal': {
      const [arg] = args;
      if (args.length !== 1 || arg?.kind !== 'literal' || arg.type.kind !== 'text' || typeof arg.value !== 'string') {
        return undefined;
      }
      const value = overload.read(arg.value);
      return value === undefined ? undefined : { kind: 'literal', value, type: overload.type, nullable: false, range };
    }
    case 'same':
      return args.length < 2 ? undefined : sameTyped(overload, args.map(single), range);
    case 'plain': {
      if (args.length !== overload.params.length) return undefined;
      const accepted = overload.params.map((param, index) => {
        const arg = args[index];
        return arg && accept(param, arg);
      });
      const all = accepted.filter((arg) => arg !== undefined);
      if (all.length < args.length) return undefined;
      const type = resultType(overload.result, all);
      if (overload.call === 'toText' && all[0]?.type.kind === 'text') return all[0];
      return { kind: 'call', fn: overload.call, args: all, type, nullable: isNullable(overload.nulls, all), range };
    }
    default:
      return assertNever(overload);
  }
}

function sameTyped(
  overload: { readonly call: CallName; readonly needs: 'ordered' | 'scalar' },
  args: readonly ExprNode[],
  range: ExprRange,
): ExprNode | undefined {
  const type = commonType(args);
  if (type === undefined || !(overload.needs === 'ordered' ? isOrdered(type) : isScalar(type))) return undefined;
  const all = args.map((arg) => typed(arg, type));
  return { kind: 'call', fn: overload.call, args: all, type, nullable: isNullable('all', all), range };
}

function resultType(rule: ExprType | 'first' | 'element', args: readonly ExprNode[]): ExprType {
  if (typeof rule !== 'string') return rule;
  const type = args[0]?.type ?? TEXT;
  return rule === 'element' && type.kind === 'list' ? type.of : type;
}

function isNullable(rule: 'any' | 'all' | 'never' | 'always', args: readonly ExprNode[]): boolean {
  switch (rule) {
    case 'any':
      return args.some((arg) => arg.nullable);
    case 'all':
      return args.every((arg) => arg.nullable);
    case 'never':
      return false;
    case 'always':
      return true;
    default:
      return assertNever(rule);
  }
}

/** The argument as the parameter takes it, converted where that is free, or `undefined`. */
function accept(param: ParamKind, given: ExprNode): ExprNode | undefined {
  const arg = param === 'text' || param === 'scalar' ? single(given) : given;
  const { type } = arg;
  if (isNullLiteral(arg)) return acceptNull(param, arg);
  switch (param) {
    case 'text':
    case 'int':
    case 'datetime':
    case 'duration':
      return type.kind === param ? arg : undefined;
    case 'onlyDate':
      return type.kind === 'date' ? arg : undefined;
    case 'number':
      return isNumber(type) ? arg : undefined;
    case 'scalar':
      return isScalar(type) ? arg : undefined;
    case 'date':
      if (type.kind === 'date') return arg;
      return type.kind === 'datetime' ? dateOf(arg) : undefined;
    case 'list':
      return type.kind === 'list' ? arg : undefined;
    case 'numberList':
      return type.kind === 'list' && isNumber(type.of) ? arg : undefined;
    case 'sumList':
      return type.kind === 'list' && (isNumber(type.of) || type.of.kind === 'duration') ? arg : undefined;
    case 'orderedList':
      return type.kind === 'list' && isOrdered(type.of) ? arg : undefined;
    case 'digits':
      return arg.kind === 'literal' && type.kind === 'int' && Number(arg.value) <= LIMITS.decimalScaleMax
        ? arg
        : undefined;
    default:
      return assertNever(param);
  }
}

const NULL_TYPES: Readonly<Partial<Record<ParamKind, ExprType>>> = {
  text: TEXT,
  int: INT,
  number: DECIMAL,
  date: DATE,
  onlyDate: DATE,
  datetime: DATETIME,
  duration: DURATION,
};

function acceptNull(param: ParamKind, arg: ExprNode): ExprNode | undefined {
  const type = NULL_TYPES[param];
  return type === undefined ? undefined : typed(arg, type);
}

function dateOf(arg: ExprNode): ExprNode {
  return {
    kind: 'call',
    fn: 'dateOf',
    args: [arg],
    type: DATE,
    nullable: arg.nullable,
    ...(arg.range && { range: arg.range }),
  };
}
