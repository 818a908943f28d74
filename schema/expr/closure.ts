import {
  addDecimal,
  decimal,
  divideDecimal,
  QUOTIENT_SCALE,
  multiplyDecimal,
  negateDecimal,
  remainderDecimal,
  roundDecimal,
  subtractDecimal,
} from '../core/decimal.ts';
import { assertNever } from '../core/result.ts';
import type { BinaryOp, Expr, ExprNode, ExprType } from './ast.ts';
import { inInstantRange, microsOf, secondsOf } from './calendar.ts';
import { CALLS } from './closure-calls.ts';
import { tableRun } from './decision-table.ts';
import type { Run } from './frame.ts';
import { childrenOf } from './types.ts';
import { compareValues, fieldOf, listOf, loaderOf, numberOf, sameValue, textOf, type Value } from './values.ts';

const closures = new WeakMap<Expr, Run>();

/** The expression as a function, made once per `Expr`. No code is generated: closures only. */
export function compileClosure(expr: Expr): Run {
  const known = closures.get(expr);
  if (known !== undefined) return known;
  const run = closureOf(expr.root, new Map(), undefined);
  closures.set(expr, run);
  return run;
}

/** Sees every value as it is computed; what `explain` listens with. */
export interface Listener {
  readonly value: (node: ExprNode, value: Value) => void;
  /** The rows of a decision table that matched, before its value. */
  readonly rows: (node: ExprNode, rows: readonly number[]) => void;
}

/** The closure of a node; `slots` says where the elements of enclosing list forms stand. */
export function closureOf(node: ExprNode, slots: ReadonlyMap<string, number>, listener: Listener | undefined): Run {
  const run = plainClosure(node, slots, listener);
  if (listener === undefined) return run;
  return (frame) => {
    const value = run(frame);
    listener.value(node, value);
    return value;
  };
}

function plainClosure(node: ExprNode, slots: ReadonlyMap<string, number>, listener: Listener | undefined): Run {
  const inner = (child: ExprNode): Run => closureOf(child, slots, listener);
  switch (node.kind) {
    case 'literal': {
      const value = loaderOf(node.type)(node.value);
      return () => value;
    }
    case 'list': {
      const items = node.items.map(inner);
      return (frame) => items.map((item) => item(frame));
    }
    case 'variable':
      return variable(node.name, node.type, slots);
    case 'field': {
      const of = inner(node.of);
      const load = loaderOf(node.type);
      return (frame) => load(fieldOf(of(frame), node.field));
    }
    case 'not': {
      const arg = inner(node.arg);
      return (frame) => {
        const value = arg(frame);
        return value === null ? null : value === false;
      };
    }
    case 'negate': {
      const arg = inner(node.arg);
      return (frame) => {
        const value = numberOf(arg(frame));
        return value && negateDecimal(value);
      };
    }
    case 'isNull': {
      const arg = inner(node.arg);
      return (frame) => arg(frame) === null;
    }
    case 'binary':
      return binary(node, inner(node.left), inner(node.right));
    case 'in': {
      const item = inner(node.item);
      const list = inner(node.list);
      return (frame) => {
        const value = item(frame);
        return listOf(list(frame)).some((element) => sameValue(element, value));
      };
    }
    case 'if': {
      const [test, then, otherwise] = [inner(node.test), inner(node.then), inner(node.else)];
      return (frame) => (test(frame) === true ? then(frame) : otherwise(frame));
    }
    case 'call':
      return CALLS[node.fn](node.args.map(inner), node.args[0]?.type ?? node.type);
    case 'table': {
      const heard = listener && ((rows: readonly number[]): void => listener.rows(node, rows));
      return tableRun(node, node.args.map(inner), heard);
    }
    case 'each':
      return each(node, inner(node.list), (slot) =>
        closureOf(node.body, new Map([...slots, [node.variable, slot]]), listener),
      );
    default:
      return assertNever(node);
  }
}

function variable(name: string, type: ExprType, slots: ReadonlyMap<string, number>): Run {
  const slot = slots.get(name);
  if (slot !== undefined) return (frame) => frame.slots[slot] ?? null;
  const load = loaderOf(type);
  if (type.kind === 'actor') return (frame) => load(frame.actor);
  return (frame) => (Object.hasOwn(frame.variables, name) ? load(frame.variables[name]) : null);
}

type EachNode = Extract<ExprNode, { readonly kind: 'each' }>;

function each(node: EachNode, list: Run, bodyAt: (slot: number) => Run): Run {
  const slot = slotDepth(node);
  const body = bodyAt(slot);
  switch (node.fn) {
    case 'all':
      return (frame) =>
        listOf(list(frame)).every((item) => {
          frame.slots[slot] = item;
          return body(frame) !== false;
        });
    case 'exists':
      return (frame) =>
        listOf(list(frame)).some((item) => {
          frame.slots[slot] = item;
          return body(frame) === true;
        });
    case 'filter':
      return (frame) =>
        listOf(list(frame)).filter((item) => {
          frame.slots[slot] = item;
          return body(frame) === true;
        });
    case 'map':
      return (frame) =>
        listOf(list(frame)).map((item) => {
          frame.slots[slot] = item;
          return body(frame);
        });
    default:
      return assertNever(node.fn);
  }
}

/** A slot that no list form inside this one uses: the height of the list forms below. */
function slotDepth(node: ExprNode): number {
  const below = childrenOf(node).reduce((deepest, child) => Math.max(deepest, slotDepth(child)), 0);
  return node.kind === 'each' ? below + 1 : below;
}

type BinaryNode = Extract<ExprNode, { readonly kind: 'binary' }>;

function binary(node: BinaryNode, left: Run, right: Run): Run {
  switch (node.op) {
    case 'and':
      return (frame) => {
        const a = left(frame);
        if (a === false) return false;
        const b = right(frame);
        return b === false ? false : a === null || b === null ? null : true;
      };
    case 'or':
      return (frame) => {
        const a = left(frame);
        if (a === true) return true;
        const b = right(frame);
        return b === true ? true : a === null || b === null ? null : false;
      };
    case 'eq':
      return (frame) => sameValue(left(frame), right(frame));
    case 'ne':
      return (frame) => !sameValue(left(frame), right(frame));
    case 'lt':
      return ordered(left, right, (sign) => sign < 0);
    case 'lte':
      return ordered(left, right, (sign) => sign <= 0);
    case 'gt':
      return ordered(left, right, (sign) => sign > 0);
    case 'gte':
      return ordered(left, right, (sign) => sign >= 0);
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'mod': {
      const apply = arithmetic(node.op, node.left.type, node.right.type);
      return (frame) => {
        const a = left(frame);
        if (a === null) return null;
        const b = right(frame);
        return b === null ? null : apply(a, b);
      };
    }
    default:
      return assertNever(node.op);
  }
}

function ordered(left: Run, right: Run, holds: (sign: number) => boolean): Run {
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a === null || b === null ? null : holds(compareValues(a, b));
  };
}

type Arithmetic = (a: Value, b: Value) => Value;

function arithmetic(op: BinaryOp, left: ExprType, right: ExprType): Arithmetic {
  if (left.kind === 'text') return (a, b) => `${textOf(a) ?? ''}${textOf(b) ?? ''}`;
  if (left.kind === 'date') return (a, b) => decimal(BigInt(Number(a) - Number(b)) * 86_400n, 0);
  if (left.kind === 'datetime' || right.kind === 'datetime') return moments(op, left, right);
  const isDuration = left.kind === 'duration' || right.kind === 'duration';
  if (op === 'add') return numbers(addDecimal);
  if (op === 'sub') return numbers(subtractDecimal);
  if (op === 'mod') return numbers(remainderDecimal);
  if (op === 'div') {
    const scale = left.kind === 'duration' && right.kind !== 'duration' ? DURATION_SCALE : QUOTIENT_SCALE;
    return numbers((a, b) => divideDecimal(a, b, scale));
  }
  return isDuration ? numbers((a, b) => roundDecimal(multiplyDecimal(a, b), DURATION_SCALE)) : numbers(multiplyDecimal);
}

/** Durations are kept in whole microseconds. */
const DURATION_SCALE = 6;

function numbers(apply: (a: NumberValue, b: NumberValue) => NumberValue | undefined): Arithmetic {
  return (a, b) => {
    const [left, right] = [numberOf(a), numberOf(b)];
    return left === null || right === null ? null : (apply(left, right) ?? null);
  };
}
type NumberValue = NonNullable<ReturnType<typeof numberOf>>;

function moments(op: BinaryOp, left: ExprType, right: ExprType): Arithmetic {
  if (left.kind === 'datetime' && right.kind === 'datetime') {
    return (a, b) => (typeof a === 'bigint' && typeof b === 'bigint' ? secondsOf(a - b) : null);
  }
  return (a, b) => {
    const [at, span] = typeof a === 'bigint' ? [a, numberOf(b)] : [b, numberOf(a)];
    if (typeof at !== 'bigint' || span === null) return null;
    return inInstantRange(op === 'sub' ? at - microsOf(span) : at + microsOf(span)) ?? null;
  };
}
