import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionSource, TEST_OPS, type Condition, type TestCondition } from '../../../schema/expr/condition.ts';
import { conditionIn, isOp, needsValue, opsOf, queryOf, type BuilderQuery } from './builder-query.ts';

const OPS = [...new Set(Object.values(TEST_OPS).flat())];

const TESTS = fc
  .record({
    path: fc.constantFrom(['doc', 'name'], ['doc', 'customer', 'city'], ['line', 'qty']),
    op: fc.constantFrom(...OPS),
  })
  .map(({ path, op }): TestCondition => {
    const values = needsValue(op) ? [{ kind: 'literal', type: 'text', value: 'a' } as const] : [];
    return { kind: 'test', path, op, values };
  });
const { tree: CONDITIONS } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    TESTS,
    fc.record({
      kind: fc.constant('group' as const),
      join: fc.constantFrom('and' as const, 'or' as const),
      items: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    }),
  ),
}));

/** A group of one is that one; a group in one of its own kind is part of it: so the builder tells the same. */
function simple(condition: Condition): Condition {
  if (condition.kind === 'test') return condition;
  const { join } = condition;
  const items = condition.items
    .map(simple)
    .flatMap((item) => (item.kind === 'group' && item.join === join ? item.items : [item]));
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'group', join, items };
}

describe('the builder of conditions', () => {
  it('[DSG-20] holds each condition as it is, and gives it back', () => {
    fc.assert(
      fc.property(CONDITIONS, (condition) => {
        const made = conditionIn(queryOf(condition));
        expect(made).toEqual({ condition: simple(condition), unfinished: 0 });
        expect(conditionIn(queryOf(made.condition)).condition).toEqual(made.condition);
      }),
    );
  });

  it('[DSG-20] what is not finished is counted, and is no part of the condition', () => {
    const query: BuilderQuery = {
      combinator: 'and',
      rules: [
        { field: 'doc.name', operator: 'eq', value: [] },
        { field: 'doc.limit', operator: 'lt', value: [{ kind: 'path', path: [] }] },
        { field: 'doc.name', operator: 'filled', value: [] },
        { combinator: 'or', rules: [] },
      ],
    };
    const { condition, unfinished } = conditionIn(query);
    expect(unfinished).toBe(2);
    expect(condition === undefined ? '' : conditionSource(condition)).toBe('doc.name != null');
  });

  it('[DSG-20] nothing in it is no condition', () => {
    expect(conditionIn(queryOf(undefined))).toEqual({ condition: undefined, unfinished: 0 });
  });

  it('[DSG-20] a value left from another comparison is dropped where none is compared with', () => {
    const query: BuilderQuery = {
      combinator: 'and',
      rules: [{ field: 'doc.name', operator: 'empty', value: [{ kind: 'literal', type: 'text', value: 'old' }] }],
    };
    expect(conditionIn(query).condition).toEqual({ kind: 'test', path: ['doc', 'name'], op: 'empty', values: [] });
  });

  it('[DSG-20] lists are tested by what they hold only where that is text', () => {
    const word = { path: ['doc', 'tags'], label: 'Tags', options: [] };
    const texts = opsOf({ ...word, type: { kind: 'list', of: { kind: 'text' } } });
    expect(texts).toEqual(['has', 'hasNot']);
    expect(opsOf({ ...word, type: { kind: 'list', of: { kind: 'bool' } } })).toEqual([]);
    expect([...OPS, '=', 'toString'].filter(isOp)).toEqual(OPS);
  });
});
