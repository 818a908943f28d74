import type { RuleGroupType, RuleType } from 'react-querybuilder';
import { TEST_OPS, type Condition, type ConditionValue, type TestOp } from '../../../schema/expr/condition.ts';
import type { Word } from '../../../schema/expr/condition-words.ts';

/** The library's tree, with our own values in it. */
export type BuilderQuery = RuleGroupType<RuleType<string, string, readonly ConditionValue[]>>;

const OPS: ReadonlySet<string> = new Set(Object.values(TEST_OPS).flat());

/** A condition as the builder holds it. One test is a group of one. */
export function queryOf(condition: Condition | undefined): BuilderQuery {
  if (condition === undefined) return { combinator: 'and', rules: [] };
  if (condition.kind === 'test') return { combinator: 'and', rules: [ruleOf(condition)] };
  return {
    combinator: condition.join,
    rules: condition.items.map((item) => (item.kind === 'test' ? ruleOf(item) : queryOf(item))),
  };
}

function ruleOf({ path, op, values }: Extract<Condition, { readonly kind: 'test' }>): BuilderRule {
  return { field: path.join('.'), operator: op, value: values };
}

type BuilderRule = RuleType<string, string, readonly ConditionValue[]>;

/**
 * The condition that the builder shows; `undefined` when nothing is in it. Tests that are not finished (no value yet)
 * are in `unfinished` and not in the condition.
 */
export function conditionIn(query: BuilderQuery): {
  readonly condition: Condition | undefined;
  readonly unfinished: number;
} {
  let unfinished = 0;
  const group = ({ combinator, rules }: BuilderQuery): Condition | undefined => {
    const items = rules.flatMap((rule) => {
      const item = 'rules' in rule ? group(rule) : testIn(rule);
      if (item === undefined && !('rules' in rule)) unfinished += 1;
      return item === undefined ? [] : [item];
    });
    const [only] = items;
    const join = combinator === 'or' ? 'or' : 'and';
    if (items.length === 1 && only !== undefined) return only;
    // A group within one of its own kind says the same without its brackets.
    const flat = items.flatMap((item) => (item.kind === 'group' && item.join === join ? item.items : [item]));
    return items.length === 0 ? undefined : { kind: 'group', join, items: flat };
  };
  const condition = group(query);
  return { condition, unfinished };
}

function testIn({ field, operator, value }: BuilderRule): Condition | undefined {
  if (!isOp(operator)) return undefined;
  const values = Array.isArray(value) ? value : [];
  if (!needsValue(operator)) return { kind: 'test', path: field.split('.'), op: operator, values: [] };
  // A field to compare with that is not chosen yet has no path.
  const isFinished = values.length > 0 && values.every((one) => one.kind !== 'path' || one.path.length > 0);
  return isFinished ? { kind: 'test', path: field.split('.'), op: operator, values } : undefined;
}

/** Whether a comparison compares with something. */
export function needsValue(op: TestOp): boolean {
  return op !== 'empty' && op !== 'filled' && op !== 'yes' && op !== 'no';
}

/** Whether a text names a comparison. */
export function isOp(text: string): text is TestOp {
  return OPS.has(text);
}

/** The tests that a field of a condition offers: of a list, only where its elements are texts. */
export function opsOf({ type }: Word): readonly TestOp[] {
  return type.kind === 'list' && type.of.kind !== 'text' ? [] : TEST_OPS[type.kind];
}
