import { CriticalityLevel, diff } from '@graphql-inspector/core';
import fc from 'fast-check';
import { buildSchema, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { randomChange, randomTemplate } from '../../schema/cases/random-template.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityDef, FieldDef, Template } from '../../schema/template/template.ts';
import { planGraphql } from '../compile/graphql-plan.ts';
import type { GraphqlPlan } from '../compile/graphql-plan-types.ts';
import { apiChanges } from '../graphql/api-changes.ts';
import { apiDiff } from '../graphql/api-diff.ts';
import { buildSchema as buildTenantSchema } from '../graphql/tenant/build-schema.ts';
import { documentOf, resolveDocument } from '../test/publishing.ts';
import { shopTemplate } from '../test/shop-template.ts';

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 30));
const RUNS = process.env['FORMWORK_LONG'] === '1' ? 300 : 6;

function planOf(template: Template): GraphqlPlan | undefined {
  const resolved = resolveDocument(documentOf(template));
  return resolved.ok ? planGraphql(resolved.value.model) : undefined;
}

/** Paths that break by GraphQL Inspector's judgement of the two APIs as any client sees them. */
async function inspected(before: GraphqlPlan, after: GraphqlPlan): Promise<readonly string[]> {
  const schema = (plan: GraphqlPlan) => buildSchema(printSchema(buildTenantSchema(plan)));
  const changes = await diff(schema(before), schema(after));
  return [
    ...new Set(
      changes
        .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
        .map(({ path }) => path ?? ''),
    ),
  ].sort();
}

/** Whether graphql-js, which the publication plan asks, finds something that breaks. */
function breaks(before: GraphqlPlan, after: GraphqlPlan): boolean {
  const api = (plan: GraphqlPlan) => ({ plan, schema: buildTenantSchema(plan) });
  return apiDiff(api(before), api(after)).some(({ kind }) => kind === 'breaking');
}

/** Ours, with paths as GraphQL Inspector writes them. */
function ours(before: GraphqlPlan, after: GraphqlPlan): readonly string[] {
  return apiChanges(before, after)
    .filter(({ isBreaking }) => isBreaking)
    .map(({ path }) => path.replace(/\((\w+):\)$/, '.$1'))
    .sort();
}

const field = (entity: string, id: string, change: (field: FieldDef) => readonly FieldDef[]) =>
  shopTemplate((entities) =>
    entities.map((one) =>
      one.id === entity ? { ...one, fields: one.fields.flatMap((own) => (own.id === id ? change(own) : [own])) } : one,
    ),
  );
const entity = (id: string, change: (entity: EntityDef) => readonly EntityDef[]) =>
  shopTemplate((entities) => entities.flatMap((one) => (one.id === id ? change(one) : [one])));
const addField = (id: string, added: FieldDef) => entity(id, (one) => [{ ...one, fields: [...one.fields, added] }]);

/** Changes that key users make, and whether clients break. */
const CASES: Readonly<Record<string, readonly [template: Template, isBreaking: boolean]>> = {
  nothing: [shopTemplate(), false],
  'a label': [field('Product', 'price', (one) => [{ ...one, label: { en: 'List price' } }]), false],
  'an optional field': [addField('Product', { id: 'origin', type: 'text' }), false],
  'a required field': [addField('Product', { id: 'origin', type: 'text', required: true }), true],
  'a required field with a default': [
    addField('Product', { id: 'origin', type: 'text', required: true, default: "'CN'" }),
    false,
  ],
  'a computed field': [addField('Product', { id: 'twice', type: 'money', formula: "doc.price * dec('2')" }), false],
  'a reference': [addField('Product', { id: 'supplier', type: 'ref', to: 'Customer' }), false],
  'a field taken away': [field('Product', 'weightKg', () => []), true],
  'a renamed field': [field('Product', 'price', (one) => [{ ...one, apiName: 'listPrice' }]), true],
  'a renamed unique field, its old name kept': [
    field('Customer', 'code', (one) => [{ ...one, apiName: 'number', formerApiNames: ['code'] }]),
    false,
  ],
  'a renamed part of a key, its old name kept': [
    field('Customer', 'region', (one) => [{ ...one, apiName: 'area', formerApiNames: ['region'] }]),
    false,
  ],
  'a renamed date, its old name kept': [
    field('SalesOrder', 'orderedOn', (one) => [{ ...one, apiName: 'placedOn', formerApiNames: ['orderedOn'] }]),
    false,
  ],
  'a renamed field, its old name kept': [
    field('Product', 'weightKg', (one) => [{ ...one, apiName: 'weight', formerApiNames: ['weightKg'] }]),
    false,
  ],
  'text that becomes a number': [field('Customer', 'code', () => [{ id: 'code', type: 'int', unique: true }]), true],
  'a wider number': [field('Product', 'weightKg', () => [{ id: 'weightKg', type: 'decimal(12,4)' }]), false],
  'another option': [
    field('Product', 'kinds', (one) => [{ ...one, options: [...(one.options ?? []), { id: 'tool' }] }]),
    false,
  ],
  'an option taken away': [
    field('Product', 'kinds', (one) => [{ ...one, options: (one.options ?? []).slice(1) }]),
    true,
  ],
  'a field that is now required': [field('Customer', 'code', (one) => [{ ...one, required: true }]), true],
  'a field that is no longer required': [field('Product', 'price', (one) => [{ ...one, required: false }]), true],
  'a field that is now computed': [
    field('SalesOrder', 'discount', () => [{ id: 'discount', type: 'money', formula: "dec('0')", stored: true }]),
    true,
  ],
  'a unique field': [field('AuditNote', 'text', (one) => [{ ...one, unique: true }]), false],
  'a field that is no longer unique': [field('Customer', 'code', (one) => [{ ...one, unique: false }]), true],
  'one reference that becomes several': [
    entity('Customer', (one) => [
      {
        ...one,
        unique: [],
        fields: one.fields.map((own) => (own.id === 'region' ? { id: 'region', type: 'multiRef', to: 'Region' } : own)),
      },
    ]),
    true,
  ],
  'a secret': [field('Product', 'cost', (one) => [{ ...one, secret: true }]), true],
  'an entity': [
    shopTemplate((all) => [
      ...all,
      { id: 'Shelf', kind: 'master', label: { en: 'Shelf' }, fields: [{ id: 'name', type: 'text' }] },
    ]),
    false,
  ],
  'an entity taken away': [entity('AuditNote', () => []), true],
  'a renamed entity': [entity('Tag', (one) => [{ ...one, apiName: 'Mark' }]), true],
  'a renamed entity, its old name kept': [
    entity('Tag', (one) => [{ ...one, apiName: 'Mark', formerApiNames: ['Tag'] }]),
    true,
  ],
};

describe('what breaks clients of the API', () => {
  const before = must(planOf(shopTemplate()), 'plan');

  it.each(Object.entries(CASES))(
    '[ACPT-10] GraphQL Inspector and we agree on %s',
    async (_, [template, isBreaking]) => {
      const after = must(planOf(template), 'plan');
      expect(ours(before, after)).toEqual(await inspected(before, after));
      expect(breaks(before, after)).toBe(isBreaking);
      expect(ours(before, after)).toEqual(isBreaking ? expect.arrayContaining([expect.any(String)]) : []);
    },
  );

  it(`[ACPT-11] and on random changes of random templates (seed ${SEED})`, { timeout: 300_000 }, async () => {
    const pair = randomTemplate().chain((template) => fc.tuple(fc.constant(template), randomChange(template)));
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(pair, async ([first, second]) => {
        const [old, now] = [planOf(first), planOf(second)];
        if (old === undefined || now === undefined) return;
        compared += 1;
        expect(ours(old, now)).toEqual(await inspected(old, now));
        expect(breaks(old, now)).toBe(ours(old, now).length > 0);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(RUNS / 2);
  });
});
