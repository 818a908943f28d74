import { describe, expect, it } from 'vitest';
import { edited, resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { compileExpr } from '../../../schema/expr/compile-expr.ts';
import { applyEdits } from '../../../schema/model/edits.ts';
import { exprScopeOf } from '../../../schema/model/expr-words.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import { ADDED_KINDS, addedRule } from './added-rule.ts';
import { rulesOf } from './rules-of.ts';

const COMPANY = shippedCompany();
const ENTITIES = COMPANY.entities ?? [];
const ALL = ENTITIES.flatMap((entity) => rulesOf(COMPANY, entity).map((rule) => ({ entity, rule })));

/** Every text of a template under these keys, whatever it belongs to: counted without knowing where rules stand. */
function countOf(value: unknown, keys: ReadonlySet<string>): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + countOf(one, keys), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (keys.has(key) && typeof inner === 'string' ? 1 : countOf(inner, keys)),
    0,
  );
}

/** What stands in the templates as expressions: all but what is read from the books. */
const WRITTEN = ALL.filter(({ rule: { kind } }) => kind !== 'balance');

describe('the list of rules', () => {
  it('[DSG-20] has every rule of every object of the packs, from wherever it stands', () => {
    const kinds = new Set(ALL.map(({ rule }) => rule.kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['check', 'formula', 'default', 'guard', 'rows']));
    const count = (kind: string): number => ALL.filter(({ rule }) => rule.kind === kind).length;
    expect(count('guard')).toBe(countOf(COMPANY.workflows, new Set(['guard'])));
    expect(count('check')).toBe(ENTITIES.reduce((sum, { checks }) => sum + (checks?.length ?? 0), 0));
    expect(count('formula')).toBe(
      countOf(
        ENTITIES.map(({ fields }) => fields),
        new Set(['formula']),
      ),
    );
    const grants = (COMPANY.roles ?? []).flatMap(({ grants: own }) => own);
    const limited = grants.filter(({ rows, entity }) => rows !== undefined && ENTITIES.some(({ id }) => id === entity));
    expect(count('rows')).toBe(limited.length);
    const read = ENTITIES.flatMap(({ fields }) => fields.filter(({ balance }) => balance !== undefined));
    expect([count('balance'), read.length > 0]).toEqual([read.length, true]);
  });

  it('[DSG-20] each has a key of its own within its object', () => {
    for (const entity of ENTITIES) {
      const keys = rulesOf(COMPANY, entity).map(({ key }) => key);
      expect([entity.id, new Set(keys).size]).toEqual([entity.id, keys.length]);
    }
  });

  it('[DSG-20] each is changed where it stands: setting it changes this rule alone, and is taken back', () => {
    for (const { entity, rule } of WRITTEN) {
      const edit = { kind: 'setProperty', at: rule.at, key: rule.property, value: `${rule.source} ` } as const;
      const applied = applyEdits(COMPANY, [edit]);
      if (!applied.ok) throw new Error(`${rule.key}: ${JSON.stringify(applied.issues)}`);
      const { template, inverse } = applied.value;
      const owner = template.entities?.find(({ id }) => id === entity.id);
      const changed = owner === undefined ? [] : rulesOf(template, owner).filter(({ source }) => source.endsWith(' '));
      expect(changed.map(({ key }) => key)).toEqual([rule.key]);
      const back = edited(template, inverse).entities?.find(({ id }) => id === entity.id);
      expect(back === undefined ? [] : rulesOf(edited(template, inverse), back)).toEqual(rulesOf(COMPANY, entity));
    }
  });

  it('[DSG-20] each reads without a mistake in the scope that its editor has', () => {
    for (const { entity, rule } of WRITTEN.filter(({ rule }) => rule.kind !== 'award' && rule.source !== '')) {
      const scope = exprScopeOf(COMPANY, entity.id);
      const read = scope === undefined ? undefined : compileExpr(rule.source, scope, rule.expected);
      expect([entity.id, rule.key, read?.ok === true ? [] : read?.issues]).toEqual([entity.id, rule.key, []]);
    }
  });

  it('[DSG-20] finds the conditions of a form, of parts within parts too', () => {
    const entity: EntityDef = { id: 'Trip', kind: 'document', fields: [{ id: 'note', type: 'text' }] };
    const field = { kind: 'field', id: 'noteField', field: 'note', required: 'doc.note != null' } as const;
    const section = { kind: 'section', id: 'head', label: { en: 'Head' }, visible: 'true', children: [field] } as const;
    const view = { id: 'tripForm', kind: 'form', of: 'Trip', layout: [section] } as const;
    const rules = rulesOf({ format: 1, entities: [entity], views: [view] }, entity);
    expect(rules.map(({ kind, at, property }) => [kind, at.join('/'), property])).toEqual([
      ['layout', 'views/tripForm/layout/head', 'visible'],
      ['required', 'views/tripForm/layout/head/children/noteField', 'required'],
    ]);
  });
});

describe('a new rule', () => {
  const COMPUTED = new Set(['formula', 'rollup', 'balance', 'choices']);

  it.each(ADDED_KINDS)('[DSG-20] of kind %s stands in the list, is without mistakes and is there once', (kind) => {
    const owner = ENTITIES.find(({ id }) => id === (kind === 'balance' ? 'StockCountLine' : 'Customer'));
    const type = kind === 'choices' ? 'ref' : kind === 'balance' ? 'quantity' : 'text';
    const field = owner?.fields.find(
      (one) =>
        one.type === type &&
        (type !== 'text' || one.required === undefined) &&
        !Object.keys(one).some((key) => COMPUTED.has(key)),
    );
    if (owner === undefined || field === undefined) throw new Error('no such field');
    const edits = addedRule(owner, kind, { field: field.id, template: COMPANY });
    if (edits === undefined) throw new Error('no edits');
    const draft = edited(COMPANY, edits);
    resolved(draft);
    const after = draft.entities?.find(({ id }) => id === owner.id) ?? owner;
    const before = new Set(rulesOf(COMPANY, owner).map(({ key }) => key));
    const [added, ...others] = rulesOf(draft, after).filter(({ key }) => !before.has(key));
    expect([added?.kind, others]).toEqual([kind, []]);
    const again = addedRule(after, kind, { field: field.id, template: draft });
    if (kind === 'check') expect(again).not.toEqual(edits);
    else expect(again).toBeUndefined();
  });

  it('[DSG-20] of kind formula takes away what a computed field can’t have', () => {
    const limit: FieldDef = { id: 'x_limit', type: 'money', required: true, min: '0', default: '1' };
    const entity: EntityDef = { id: 'x_Trip', kind: 'document', fields: [limit] };
    const template: Template = { ...COMPANY, entities: [...ENTITIES, entity] };
    const made = edited(template, addedRule(entity, 'formula', { field: 'x_limit', template }) ?? []).entities?.at(
      -1,
    )?.fields;
    expect(made).toEqual([{ id: 'x_limit', type: 'money', formula: 'null' }]);
    const computed: EntityDef = { ...entity, fields: made ?? [] };
    expect(addedRule(computed, 'default', { field: 'x_limit', template })).toBeUndefined();
  });

  it('[DSG-20] a default that is a plain value is none', () => {
    const options = [{ id: 'low' }];
    const plain = ['true', '12.5', '2026-01-31', '08:30'].map((value): FieldDef => ({
      id: value,
      type: 'text',
      default: value,
    }));
    const fields: readonly FieldDef[] = [
      ...plain,
      { id: 'level', type: 'enum', options, default: 'low' },
      { id: 'day', type: 'date', default: 'today()' },
    ];
    const rules = rulesOf(COMPANY, { id: 'x_Trip', kind: 'document', fields });
    expect(rules.map(({ field }) => field)).toEqual(['day']);
  });
});
