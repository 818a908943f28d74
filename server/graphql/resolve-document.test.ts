import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import type { JsonDocument } from '../db/control-entities.ts';
import { master, templateOf } from '../test/publishing.ts';
import { documentOf } from './platform/template-document.ts';
import { resolveDocument } from './resolve-document.ts';
import { tenantApi } from './tenant/tenant-api.ts';

const document = (entity: string): JsonDocument => documentOf(templateOf([master(entity, [])]));

function modelOf(given: JsonDocument): Model {
  const resolved = resolveDocument(given);
  return must(resolved.ok ? resolved.value : null, 'model').model;
}

describe('[PUB-19] what a publication meets again', () => {
  it('is one model, however the keys of the document are ordered, and one API', () => {
    const given = document('Customer');
    const stored = Object.fromEntries(Object.entries(given).toReversed());
    expect(Object.keys(stored)).not.toEqual(Object.keys(given));
    expect(modelOf(stored)).toBe(modelOf(given));
    expect(tenantApi(modelOf(stored))).toBe(tenantApi(modelOf(given)));
    expect(modelOf(document('Supplier'))).not.toBe(modelOf(given));
    expect(tenantApi(modelOf(document('Supplier'))).schema.getType('Supplier')).toBeDefined();
    expect(tenantApi(modelOf(given)).schema.getType('Supplier')).toBeUndefined();
  });

  it('is kept for the last few documents', () => {
    const names = Array.from({ length: LIMITS.resolvedTemplatesKept + 1 }, (_, index) => `Thing${index}`);
    const [first = '', second = ''] = names;
    const models = new Map(names.map((name) => [name, modelOf(document(name))]));
    expect(modelOf(document(second))).toBe(models.get(second));
    expect(modelOf(document(first))).not.toBe(models.get(first));
    expect(modelOf(document(first))).toEqual(models.get(first));
  });

  it('tells what is wrong with a document each time', () => {
    const wrong = { ...document('Customer'), entities: 'none' };
    const codes = (): readonly string[] => {
      const resolved = resolveDocument(wrong);
      return resolved.ok ? [] : resolved.issues.map(({ code }) => code);
    };
    expect(codes().length).toBeGreaterThan(0);
    expect(codes()).toEqual(codes());
  });
});
