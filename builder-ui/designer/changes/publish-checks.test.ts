import { describe, expect, it } from 'vitest';
import type { DraftPlan, RuleImpact, TestOutcome } from './draft-plan.ts';
import { concerned, effectOf, failedCasts, issueOfImpact, verdictOf } from './publish-checks.ts';

const PLAN: NonNullable<DraftPlan['plan']> = {
  baseVersion: 1,
  version: 2,
  shapeHash: 'a',
  atOnce: true,
  estimateMs: 20,
  steps: [],
  changes: [],
  apiChanges: [],
  tables: [],
  dropped: [],
};
const CAST = {
  code: 'DATA_CAST_FAILS',
  path: '/entities/Customer/fields/city',
  message: '2 values can’t be read',
  cure: 'Correct them',
  params: { entity: 'Customer', field: 'city', count: 2 },
};
const IMPACT: RuleImpact = {
  path: '/entities/Customer/fields/city',
  kind: 'required',
  entity: 'Customer',
  sentence: 'must be filled',
  reason: '2 of 5 would fail',
  rows: 5,
  checked: 5,
  wouldFail: 2,
  wouldChange: null,
  isExact: true,
  blocks: true,
  samples: [],
};
const RED: TestOutcome = { id: 't', label: 'T', holds: false, sentence: '', ms: 1, origin: null, issues: [] };

describe('whether a draft may be published', () => {
  it('[DSG-64] mistakes and data that does not fit stand in the way, other effects are to be looked at', () => {
    const fine = { mistakes: 0, plan: { plan: PLAN, issues: [] }, impact: [] };
    expect(verdictOf(fine)).toBe('ready');
    expect(verdictOf({ ...fine, mistakes: 1 })).toBe('blocked');
    expect(verdictOf({ ...fine, plan: undefined })).toBe('checking');
    expect(verdictOf({ ...fine, plan: { plan: PLAN, issues: [CAST] } })).toBe('blocked');
    expect(verdictOf({ ...fine, impact: [{ ...IMPACT, blocks: false }] })).toBe('look');
    expect(verdictOf({ ...fine, impact: [{ ...IMPACT, wouldFail: 0 }] })).toBe('ready');
    expect(verdictOf({ ...fine, tests: [RED] })).toBe('look');
    const breaking = [{ kind: 'removed', path: 'Customer.city', isBreaking: true, from: 'String', to: null }];
    expect(verdictOf({ ...fine, plan: { plan: { ...PLAN, apiChanges: breaking }, issues: [] } })).toBe('look');
  });

  it('[DSG-64] tells how many records are concerned, and what becomes of them', () => {
    expect([concerned(IMPACT), effectOf(IMPACT)]).toEqual([2, 'blocks']);
    expect(effectOf({ ...IMPACT, blocks: false })).toBe('bindsLater');
    const dropped = { ...IMPACT, wouldFail: 0, wouldChange: 4, blocks: false };
    expect([concerned(dropped), effectOf(dropped)]).toEqual([4, 'isChanged']);
    expect(concerned({ wouldFail: null, wouldChange: null })).toBeUndefined();
  });

  it('[DSG-64] conversions that fail may empty values, and an impact is told what to do', () => {
    expect(failedCasts({ plan: PLAN, issues: [CAST] })).toEqual([{ cast: 'Customer.city', message: CAST.message }]);
    expect(issueOfImpact([CAST], IMPACT)).toBe(CAST);
    expect(issueOfImpact([CAST], { ...IMPACT, path: '/entities/Customer/fields/name' })).toBeUndefined();
  });
});
