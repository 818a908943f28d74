import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changed } from '../cases/bad-template.ts';
import { explainText } from '../expr/explain-text.ts';
import { parseTemplate } from '../template/parse.ts';
import type { AwardModel } from './behaviour.ts';
import type { Model } from './model.ts';
import { resolveModel } from './resolve.ts';
import { shapeHash } from './shape.ts';

const ORDERS: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../cases/passing/orders/template.json'), 'utf8'),
);

const modelOf = (change: Readonly<Record<string, unknown>> = {}): Model => {
  const template = parseTemplate(changed(ORDERS, change));
  const model = template.ok ? resolveModel(template.value) : template;
  if (!model.ok) throw new Error(JSON.stringify(model.issues));
  return model.value;
};
const awardOf = (id: string, change: Readonly<Record<string, unknown>> = {}): AwardModel => {
  const award = modelOf(change).behaviour.awards.find((one) => one.id === id);
  if (award === undefined) throw new Error(`no award ${id}`);
  return award;
};

describe('awards in the model', () => {
  it('[MOD-52] are triggered by transitions, changes, events and people', () => {
    const kinds = modelOf().behaviour.awards.map(({ id, on }) => [id, on]);
    expect(kinds).toEqual([
      ['shipOnTime', { kind: 'transition', entity: 'SalesOrder', transition: 'ship' }],
      [
        'special',
        {
          kind: 'manual',
          by: ['sales.manager'],
          approvals: [{ id: 'step1', mode: 'any', roles: ['sales.manager'] }],
          reason: 'required',
          notToSelf: true,
        },
      ],
      ['remarked', { kind: 'change', entity: 'SalesOrder', change: 'updated', fields: ['remark'] }],
      ['dailySignIn', { kind: 'event', event: 'signIn.firstOfDay' }],
    ]);
  });

  it('[MOD-55] `today` stands for the day of the award', () => {
    const { once } = awardOf('dailySignIn');
    expect(once.map(({ source, root }) => [source, root.type.kind])).toEqual([
      ['actor.id', 'text'],
      ['today()', 'date'],
    ]);
  });

  it('[MOD-55] a person may be chosen by a condition', () => {
    const to = 'doc.assignee == null ? actor.id : coalesce(doc.assignee, doc.createdBy)';
    expect(awardOf('remarked', { '/awards/2/to': to }).to?.source).toBe(to);
  });

  it('[MOD-56] an award that names no ledger posts to the only one of points', () => {
    expect(awardOf('remarked').ledger).toBe('points');
  });

  it('[MOD-57] limits are per words and per fields, and have names of their own', () => {
    const change = {
      '/awards/2/limits': [
        { per: ['user', 'customer'], max: '5' },
        { per: ['user', 'customer'], cooldown: 'PT1H' },
        { id: 'mine', per: ['quarter'], max: '50' },
      ],
    };
    const { limits } = awardOf('remarked', change);
    expect(
      limits.map(({ id, per }) => [id, per.map((part) => (part.kind === 'value' ? part.value.source : part.kind))]),
    ).toEqual([
      ['user.customer', ['user', 'doc.customer']],
      ['user.customer.2', ['user', 'doc.customer']],
      ['mine', ['quarter']],
    ]);
    expect(limits.map(({ max, cooldown }) => [max, cooldown])).toEqual([
      ['5', undefined],
      [undefined, 'PT1H'],
      ['50', undefined],
    ]);
  });

  it('[MOD-57] manual awards are limited per giver', () => {
    expect(awardOf('special').limits).toEqual([
      { id: 'giver.month', per: [{ kind: 'giver' }, { kind: 'month' }], max: '200' },
    ]);
  });

  it('[MOD-55] approvals of manual awards read the amount and the reason', () => {
    const approvals = [{ when: "amount >= dec('100') || reason == ''", mode: 'any', roles: ['sales.manager'] }];
    const { on } = awardOf('special', { '/awards/1/manual/approvals': approvals });
    expect(on.kind === 'manual' ? on.approvals[0]?.when?.source : undefined).toBe(approvals[0]?.when);
  });

  it('[MOD-58] explanations are filled in, in the reader’s language', () => {
    const parts = awardOf('special').explainParts ?? {};
    const context = {
      variables: { reason: '救火', amount: '12.50' },
      evaluation: { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null },
    };
    expect(explainText(parts, { ...context, locale: 'en' })).toBe('Special: 救火, 12.5 points');
    expect(explainText(parts, { ...context, locale: 'zh-CN' })).toBe('特别奖励：救火，12.5 分');
  });
});

describe('the shape of behaviour', () => {
  const hash = shapeHash(modelOf());
  it.each([
    ['labels of awards', { '/awards/0/label/en': 'Other' }],
    ['explanations', { '/awards/0/explain/en': 'Other {doc.number}' }],
    ['labels of tables', { '/tables/0/label': { en: 'Weights' } }],
    ['labels of ledgers', { '/ledgers/2/label': { en: 'Points' } }],
    ['labels of states', { '/workflows/0/states/0/label/en': 'New' }],
    ['messages of guards', { '/workflows/0/transitions/0/message': { en: 'Nothing ordered' } }],
    ['messages of automations', { '/automations/0/do/0/message/en': 'Go' }],
    ['tests', { '/tests': [] }],
    ['leaderboards', { '/leaderboards': [{ id: 'month', group: 'department', metric: 'earned' }] }],
  ])('[MOD-80] %s are no part of it', (_, change) => {
    expect(shapeHash(modelOf(change))).toBe(hash);
  });
  it.each([
    ['amounts', { '/awards/0/amount': "dec('6')" }],
    ['cells', { '/tables/0/rows/0/0': 'storage' }],
    ['results', { '/tables/0/rows/0/1': '1.25' }],
    ['limits', { '/awards/0/limits/0/max': '41' }],
    ['roles of approvals', { '/workflows/0/transitions/0/approvals/0/copyTo': ['sales'] }],
    ['conditions of required', { '/entities/3/fields/8/required': "doc.discount > dec('200')" }],
    ['bounds of accounts', { '/ledgers/2/accounts/1/min': '-10' }],
  ])('[MOD-80] %s are part of it', (_, change) => {
    expect(shapeHash(modelOf(change))).not.toBe(hash);
  });
});

/** The same document with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, child]) => [key, reversed(child)] as const)
      .reverse(),
  );
}

it('[MOD-80] the order of keys in the document is no part of the shape: storage keeps none', () => {
  const template = parseTemplate(reversed(ORDERS));
  const model = template.ok ? resolveModel(template.value) : template;
  expect(model.ok && shapeHash(model.value)).toBe(shapeHash(modelOf()));
});
