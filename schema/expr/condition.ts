import type { BinaryOp, ExprNode, ReadPath } from './ast.ts';

/*
 * Conditions as a rule builder shows them: tests of single fields, joined by “and” and “or”. A condition has one
 * spelling as text (`conditionSource`), and every condition read back from that spelling is the same (SPEC [EXP-30]).
 */

/** How a field is tested. `has`: a list holds a value. `yes`, `no`: of yes-or-no fields. */
export type TestOp =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'endsWith'
  | 'has'
  | 'hasNot'
  | 'empty'
  | 'filled'
  | 'yes'
  | 'no';

/** Values written out, as expressions hold them: numbers as exact text, durations as seconds. */
export type LiteralKind = 'text' | 'number' | 'bool' | 'date' | 'time' | 'datetime' | 'duration';

export type ConditionValue =
  | { readonly kind: 'literal'; readonly type: LiteralKind; readonly value: string }
  /** Another field of the record, or of who acts: `['actor', 'id']`. */
  | { readonly kind: 'path'; readonly path: ReadPath }
  /** Today, or so many days after it. */
  | { readonly kind: 'today'; readonly days: number }
  /** This moment, or so many seconds after it, as exact text. */
  | { readonly kind: 'now'; readonly seconds: string };

export interface TestCondition {
  readonly kind: 'test';
  /** From a variable on: `['doc', 'customer', 'city']`. */
  readonly path: ReadPath;
  readonly op: TestOp;
  /** None for `empty`, `filled`, `yes` and `no`; any number for `in` and `notIn`; else one. */
  readonly values: readonly ConditionValue[];
}

export interface GroupCondition {
  readonly kind: 'group';
  readonly join: 'and' | 'or';
  readonly items: readonly Condition[];
}

export type Condition = TestCondition | GroupCondition;

/** The tests that go with a type of value, the commonest first; none where a builder has nothing to offer. */
export const TEST_OPS = {
  text: ['eq', 'ne', 'in', 'notIn', 'contains', 'notContains', 'startsWith', 'endsWith', 'filled', 'empty'],
  int: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'filled', 'empty'],
  decimal: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'filled', 'empty'],
  date: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'filled', 'empty'],
  time: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'filled', 'empty'],
  datetime: ['gt', 'gte', 'lt', 'lte', 'eq', 'ne', 'filled', 'empty'],
  duration: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'filled', 'empty'],
  bool: ['yes', 'no', 'filled', 'empty'],
  row: ['eq', 'ne', 'filled', 'empty'],
  list: ['has', 'hasNot'],
  json: ['filled', 'empty'],
  actor: [],
} as const satisfies Readonly<Record<ExprNode['type']['kind'], readonly TestOp[]>>;

const INVERSE: Readonly<Partial<Record<TestOp, TestOp>>> = {
  empty: 'filled',
  in: 'notIn',
  contains: 'notContains',
  has: 'hasNot',
  yes: 'no',
};

/** The condition that a checked expression is; `undefined` when it is more than a builder can show. */
export function conditionOf(node: ExprNode): Condition | undefined {
  if (node.kind === 'binary' && (node.op === 'and' || node.op === 'or')) return groupOf(node, node.op);
  if (node.kind === 'not') return negated(testOf(node.arg));
  return testOf(node);
}

function groupOf(node: ExprNode, join: 'and' | 'or'): Condition | undefined {
  const items = joined(node, join).map(conditionOf);
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? { kind: 'group', join, items: known } : undefined;
}

function joined(node: ExprNode, op: BinaryOp): readonly ExprNode[] {
  return node.kind === 'binary' && node.op === op ? [...joined(node.left, op), ...joined(node.right, op)] : [node];
}

function negated(test: TestCondition | undefined): TestCondition | undefined {
  const op = test === undefined ? undefined : INVERSE[test.op];
  return test === undefined || op === undefined ? undefined : { ...test, op };
}

const FLIPPED = { eq: 'eq', ne: 'ne', lt: 'gt', lte: 'gte', gt: 'lt', gte: 'lte' } as const;

function testOf(node: ExprNode): TestCondition | undefined {
  switch (node.kind) {
    case 'field':
      return node.type.kind === 'bool' ? test(pathOf(node), 'yes', []) : undefined;
    case 'isNull':
      return test(pathOf(node.arg), 'empty', []);
    case 'binary':
      return comparisonOf(node);
    case 'in':
      return membershipOf(node);
    case 'call': {
      const { fn, args } = node;
      const [text, part] = args;
      if (fn !== 'contains' && fn !== 'startsWith' && fn !== 'endsWith') return undefined;
      return text === undefined || part === undefined ? undefined : test(pathOf(text), fn, [valueOf(part)]);
    }
    default:
      return undefined;
  }
}

function comparisonOf({ op, left, right }: Extract<ExprNode, { readonly kind: 'binary' }>): TestCondition | undefined {
  if (!(op in FLIPPED)) return undefined;
  const compared = op as keyof typeof FLIPPED;
  const path = pathOf(left);
  return path === undefined
    ? test(pathOf(right), FLIPPED[compared], [valueOf(left)])
    : test(path, compared, [valueOf(right)]);
}

function membershipOf({ item, list }: Extract<ExprNode, { readonly kind: 'in' }>): TestCondition | undefined {
  if (list.kind === 'list') return test(pathOf(item), 'in', list.items.map(valueOf));
  return item.kind === 'literal'
    ? test(pathOf(list), 'has', [valueOf(item)])
    : test(pathOf(item), 'in', [valueOf(list)]);
}

function test(
  path: ReadPath | undefined,
  op: TestOp,
  values: readonly (ConditionValue | undefined)[],
): TestCondition | undefined {
  const known = values.filter((value) => value !== undefined);
  return path === undefined || known.length !== values.length ? undefined : { kind: 'test', path, op, values: known };
}

/** A row where its id is compared stands for itself: `doc.customer`, not `doc.customer.id`. */
function pathOf(node: ExprNode): ReadPath | undefined {
  if (node.kind !== 'field') return undefined;
  const { of, field } = node;
  if (of.kind === 'variable') return of.type.kind === 'row' || of.type.kind === 'actor' ? [of.name, field] : undefined;
  const before = pathOf(of);
  if (before === undefined) return undefined;
  return field === 'id' ? before : [...before, field];
}

function valueOf(node: ExprNode): ConditionValue | undefined {
  if (node.kind === 'literal') return literalOf(node);
  if (node.kind === 'call') return clockOf(node);
  if (node.kind === 'binary') return laterOf(node);
  const path = pathOf(node);
  return path === undefined ? undefined : { kind: 'path', path };
}

function literalOf({ type, value }: Extract<ExprNode, { readonly kind: 'literal' }>): ConditionValue | undefined {
  if (value === null) return undefined;
  if (type.kind === 'int' || type.kind === 'decimal') return { kind: 'literal', type: 'number', value: String(value) };
  return type.kind === 'list' || type.kind === 'row' || type.kind === 'actor' || type.kind === 'json'
    ? undefined
    : { kind: 'literal', type: type.kind, value: String(value) };
}

function clockOf({ fn, args }: Extract<ExprNode, { readonly kind: 'call' }>): ConditionValue | undefined {
  if (fn === 'now') return { kind: 'now', seconds: '0' };
  if (fn === 'today') return { kind: 'today', days: 0 };
  const [from, days] = args;
  if (fn !== 'addDays' || from?.kind !== 'call' || from.fn !== 'today') return undefined;
  return days?.kind === 'literal' && typeof days.value === 'string'
    ? { kind: 'today', days: Number(days.value) }
    : undefined;
}

/** `now() + duration(…)` and `now() - duration(…)`. */
function laterOf({ op, left, right }: Extract<ExprNode, { readonly kind: 'binary' }>): ConditionValue | undefined {
  if ((op !== 'add' && op !== 'sub') || left.kind !== 'call' || left.fn !== 'now') return undefined;
  if (right.kind !== 'literal' || right.type.kind !== 'duration' || typeof right.value !== 'string') return undefined;
  const isNegative = right.value.startsWith('-');
  const size = isNegative ? right.value.slice(1) : right.value;
  return { kind: 'now', seconds: (op === 'sub') === isNegative ? size : `-${size}` };
}

/** The condition as expression text; the same text for the same condition, always. */
export function conditionSource(condition: Condition): string {
  if (condition.kind === 'test') return testSource(condition);
  const sign = condition.join === 'and' ? ' && ' : ' || ';
  const parts = condition.items.map((item) =>
    item.kind === 'group' ? `(${conditionSource(item)})` : conditionSource(item),
  );
  return parts.join(sign);
}

const SIGNS: Readonly<Partial<Record<TestOp, string>>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

function testSource({ path, op, values }: TestCondition): string {
  const left = path.join('.');
  const right = values.map(valueSource);
  const list = values.length === 1 && values[0]?.kind === 'path' ? right.join('') : `[${right.join(', ')}]`;
  switch (op) {
    case 'yes':
      return left;
    case 'no':
      return `!${left}`;
    case 'empty':
      return `${left} == null`;
    case 'filled':
      return `${left} != null`;
    case 'in':
      return `${left} in ${list}`;
    case 'notIn':
      return `!(${left} in ${list})`;
    case 'has':
      return `${right.join('')} in ${left}`;
    case 'hasNot':
      return `!(${right.join('')} in ${left})`;
    case 'notContains':
      return `!contains(${left}, ${right.join('')})`;
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return `${op}(${left}, ${right.join('')})`;
    default:
      return `${left} ${SIGNS[op] ?? '=='} ${right.join('')}`;
  }
}

function valueSource(value: ConditionValue): string {
  switch (value.kind) {
    case 'path':
      return value.path.join('.');
    case 'today':
      return value.days === 0 ? 'today()' : `addDays(today(), ${value.days})`;
    case 'now':
      if (value.seconds === '0') return 'now()';
      return value.seconds.startsWith('-')
        ? `now() - duration('${value.seconds.slice(1)}s')`
        : `now() + duration('${value.seconds}s')`;
    case 'literal':
      return literalSource(value);
  }
}

function literalSource({ type, value }: Extract<ConditionValue, { readonly kind: 'literal' }>): string {
  switch (type) {
    case 'text':
      return textSource(value);
    case 'bool':
      return value;
    case 'number':
      return /^-?\d+$/.test(value) && value.replace('-', '').length <= 18 ? value : `dec('${value}')`;
    case 'duration':
      return `duration('${value}s')`;
    default:
      return `${type}('${value}')`;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text as CEL writes it. */
export function textSource(text: string): string {
  return `'${text.replaceAll(/[\\'\n\r\t]/g, (char) => ESCAPES[char] ?? char)}'`;
}
