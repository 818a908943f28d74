import { describe, expect, it } from 'vitest';
import { applyEdits } from './edits.ts';
import { resolveModel } from './resolve.ts';
import { ruleSource } from './rule-source.ts';
import { runRuleTest } from './rule-test.ts';
import { parseTemplate } from '../template/parse.ts';
import type { RuleTestDef } from '../template/template-tests.ts';
import type { Template } from '../template/template.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'orders',
  version: '1.0.0',
  entities: [
    {
      id: 'Buyer',
      kind: 'master',
      title: 'name',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'limit', type: 'money' },
      ],
    },
    {
      id: 'Order',
      kind: 'document',
      fields: [
        { id: 'buyer', type: 'ref', to: 'Buyer' },
        { id: 'amount', type: 'money' },
        { id: 'due', type: 'date' },
        { id: 'half', type: 'money', formula: "doc.amount * dec('0.5')" },
      ],
      checks: [{ id: 'limit', when: "doc.amount <= doc.buyer.limit || 'chief' in actor.roles" }],
    },
  ],
  roles: [{ id: 'chief', grants: [{ entity: 'Order', can: ['read'] }] }],
};

const LIMIT: RuleTestDef = {
  id: 'limit',
  rule: 'entities/Order/checks/limit/when',
  of: 'Order',
  cases: [
    { id: 'within', doc: { amount: '10.00', buyer: { limit: '10' } }, gives: true },
    { id: 'beyond', doc: { amount: '10.01', buyer: { limit: '10' } }, gives: false },
    { id: 'chief', doc: { amount: '10.01', buyer: { limit: '10' } }, as: 'chief', gives: true },
    { id: 'nothing', doc: {}, gives: null },
  ],
};

const HALF: RuleTestDef = {
  id: 'half',
  rule: 'entities/Order/fields/half/formula',
  of: 'Order',
  cases: [{ id: 'one', doc: { amount: '3' }, gives: '1.50' }],
};

const withTests = (...tests: readonly object[]): Template => ({
  ...TEMPLATE,
  tests: JSON.parse(JSON.stringify(tests)),
});

function codes(template: Template): readonly string[] {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return parsed.issues.map(({ code, path }) => `${code} ${path}`);
  const resolved = resolveModel(parsed.value);
  return resolved.ok ? [] : resolved.issues.map(({ code, path }) => `${code} ${path}`);
}

describe('[PCK-30] a rule tried on rows of values', () => {
  it('gives what the expression gives: for a role, through references, and numbers as numbers', () => {
    expect(runRuleTest(TEMPLATE, LIMIT)?.map(({ holds }) => holds)).toEqual([true, true, true, true]);
    expect(runRuleTest(TEMPLATE, HALF)).toMatchObject([{ holds: true }]);
    const [one] = HALF.cases;
    expect(runRuleTest(TEMPLATE, { ...HALF, cases: [{ id: 'one', ...one, gives: '1.51' }] })).toMatchObject([
      { holds: false, found: '1.5' },
    ]);
  });

  it('goes with what stands at its place, by ids, and is nothing where nothing stands', () => {
    expect(ruleSource(TEMPLATE, LIMIT.rule)).toContain('chief');
    expect(runRuleTest(TEMPLATE, { ...LIMIT, rule: 'entities/Order/checks/gone/when' })).toBeUndefined();
    const edited = applyEdits(TEMPLATE, [
      { kind: 'setProperty', at: ['entities', 'Order', 'checks', 'limit'], key: 'when', value: 'true' },
    ]);
    expect(edited.ok && runRuleTest(edited.value.template, LIMIT)?.map(({ holds }) => holds)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('[MOD-63] names a rule, fields and roles that exist', () => {
    expect(codes(withTests(LIMIT, HALF))).toEqual([]);
    expect(
      codes(
        withTests({
          ...LIMIT,
          rule: 'entities/Order/checks/gone/when',
          cases: [{ id: 'a', doc: { nothing: 1, createdAt: '2026-01-01T00:00:00Z' }, as: 'nobody', gives: true }],
        }),
      ),
    ).toEqual([
      'MODEL_TEST_RULE_UNKNOWN /tests/0/rule',
      'MODEL_ROLE_UNKNOWN /tests/0/cases/0/as',
      'MODEL_TEST_FIELD_UNKNOWN /tests/0/cases/0/doc/nothing',
    ]);
    expect(codes(withTests({ ...LIMIT, cases: [] }))).toHaveLength(1);
  });
});
