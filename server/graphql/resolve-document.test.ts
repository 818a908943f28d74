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

  it('means what it would mean alone, and shares with the one that it was made from what did not change', () => {
    const step = (count: number): JsonDocument =>
      documentOf(
        templateOf([
          master('Customer', []),
          master(
            'Order',
            Array.from({ length: count }, (_, index) => ({ id: `f${index}`, type: 'int' })),
          ),
        ]),
      );
    const like = (given: JsonDocument, former: JsonDocument) => {
      const resolved = resolveDocument(given, former);
      return must(resolved.ok ? resolved.value : null, 'model');
    };
    const [first, second, third] = [step(1), step(2), step(3)];
    const before = like(second, first);
    const after = like(third, second);
    const alone = resolveDocument(step(3));
    expect(alone).toMatchObject({ ok: true, value: { model: after.model, shapeHash: after.shapeHash } });
    expect(after.shapeHash).not.toBe(before.shapeHash);
    expect(after.model.entities[0]).toBe(before.model.entities[0]);
    expect(after.model.entities[1]).not.toBe(before.model.entities[1]);
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
