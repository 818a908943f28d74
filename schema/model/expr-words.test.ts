import { describe, expect, it } from 'vitest';
import { shippedCompany } from '../cases/shipped-company.ts';
import { SYSTEM_FIELD_IDS } from '../core/ids.ts';
import { LOCALES } from '../core/text.ts';
import { compileExpr } from '../expr/compile-expr.ts';
import { wordsOf } from '../expr/condition-words.ts';
import { sentenceOf } from '../expr/sentence.ts';
import { BOOL } from '../expr/types.ts';
import { exprLabels, exprScopeOf } from './expr-words.ts';

const COMPANY = shippedCompany();
const ENTITIES = COMPANY.entities ?? [];

describe('what expressions of a draft may name', () => {
  it('[EXP-32] is every field of the record, of each object of the packs', () => {
    for (const { id, fields } of ENTITIES) {
      const known = exprScopeOf(COMPANY, id)?.fieldsOf(id);
      expect([id, fields.filter((field) => known?.has(field.id) !== true).map((field) => field.id)]).toEqual([id, []]);
    }
  });

  it('[EXP-32] is given further variables, is nothing for an object that is gone, and actors where there is no record', () => {
    const scope = exprScopeOf(COMPANY, 'Customer', { before: { kind: 'row', entity: 'Customer' } });
    expect(Object.keys(scope?.variables ?? {})).toEqual(expect.arrayContaining(['doc', 'actor', 'before']));
    expect(exprScopeOf(COMPANY, 'Customer')?.variables).not.toHaveProperty('before');
    expect(exprScopeOf(COMPANY, 'Nobody')).toBeUndefined();
    expect(Object.keys(exprScopeOf(COMPANY, '')?.variables ?? {})).toEqual(['actor']);
  });

  it('[EXP-32] is told in the words of each language, none without a name', () => {
    for (const locale of LOCALES) {
      const labels = exprLabels(COMPANY, locale);
      for (const { id } of ENTITIES) {
        const scope = exprScopeOf(COMPANY, id);
        const words = scope === undefined ? [] : wordsOf(scope, labels, locale);
        expect(words.length).toBeGreaterThan(0);
        expect(words.filter(({ label }) => label.trim() === '')).toEqual([]);
      }
    }
  });

  it('[EXP-32] has fields of the system, states and options by their labels, ids where there is none', () => {
    const en = exprLabels(COMPANY, 'en');
    const zh = exprLabels(COMPANY, 'zh-CN');
    for (const id of SYSTEM_FIELD_IDS) expect([en.field('Customer', id), zh.field('Customer', id)]).not.toContain(id);
    expect(en.optionsOf('SalesOrder', 'state')).toEqual(
      COMPANY.workflows?.find(({ of }) => of === 'SalesOrder')?.states.map(({ id }) => id),
    );
    expect(en.optionsOf('Customer', 'nothing')).toEqual([]);
    expect(en.option?.('SalesOrder', 'state', 'gone')).toBeUndefined();
    expect(en.field('Customer', 'x_shoeSize')).toBe('Shoe size');
    expect(en.roles).toEqual(COMPANY.roles?.map(({ id }) => id));
    expect(en.role?.('nobody')).toBeUndefined();
  });

  it('[EXP-32] follows the draft: a label changed in another draft does not leak', () => {
    const renamed = ENTITIES.map((entity) =>
      entity.id === 'Customer'
        ? {
            ...entity,
            fields: entity.fields.map((one) => (one.id === 'name' ? { ...one, label: { en: 'Firm' } } : one)),
          }
        : entity,
    );
    const draft = { ...COMPANY, entities: renamed };
    const before = exprLabels(COMPANY, 'en').field('Customer', 'name');
    expect(exprLabels(draft, 'en').field('Customer', 'name')).toBe('Firm');
    expect(exprLabels(COMPANY, 'en').field('Customer', 'name')).toBe(before);
    const scope = exprScopeOf(draft, 'Customer');
    const read = scope === undefined ? undefined : compileExpr("doc.name == 'A'", scope, BOOL);
    if (read?.ok !== true) throw new Error('not read');
    expect(sentenceOf(read.value, exprLabels(draft, 'en'), 'en')).toContain('Firm');
  });
});
