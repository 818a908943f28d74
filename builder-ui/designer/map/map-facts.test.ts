import { describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { edited, resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { firstFlow } from '../flow/flow-edits.ts';
import { newEntity } from '../new/new-entity.ts';
import { objectFacts, relationsOf } from './map-facts.ts';
import { clusteredLayout, hubOf, linePath } from './map-layout.ts';

const COMPANY = shippedCompany();

describe('the map of objects', () => {
  it('[DSG-22] tells of each object what is new, what was changed, and what is as in force', () => {
    expect(objectFacts(COMPANY, COMPANY).filter(({ change }) => change !== 'none')).toEqual([]);
    const { edit, id } = newEntity(COMPANY, {
      label: { en: 'Visit' },
      kind: 'document',
      fields: [],
      pinyinOf: () => undefined,
    });
    const draft = edited(COMPANY, [
      edit,
      { kind: 'setProperty', at: ['entities', 'Customer'], key: 'label', value: { en: 'Client' } },
    ]);
    const changed = objectFacts(draft, COMPANY).filter(({ change }) => change !== 'none');
    expect(changed.map((fact) => [fact.entity.id, fact.change])).toEqual([
      ['Customer', 'changed'],
      [id, 'new'],
    ]);
    // Set back by hand is as it was, though not the same object in memory.
    const label = COMPANY.entities?.find((one) => one.id === 'Customer')?.label;
    const back = edited(draft, [
      { kind: 'setProperty', at: ['entities', 'Customer'], key: 'label', value: { ...label } },
    ]);
    expect(objectFacts(back, COMPANY).find(({ entity }) => entity.id === 'Customer')?.change).toBe('none');
  });

  it('[DSG-22] counts states and rules', () => {
    const { edit, id } = newEntity(COMPANY, {
      label: { en: 'Visit' },
      kind: 'document',
      fields: [],
      pinyinOf: () => undefined,
    });
    const made = edited(COMPANY, [
      edit,
      { kind: 'addItem', list: ['entities', 'x_Visit', 'checks'], item: { id: 'x_check', when: 'true' } },
    ]);
    const entity = made.entities?.find((one) => one.id === id);
    if (entity === undefined) throw new Error('the object was not made');
    const draft = edited(made, [firstFlow(made, entity)]);
    expect(objectFacts(draft, COMPANY).find((fact) => fact.entity.id === id)).toMatchObject({ rules: 1, states: 2 });
  });

  it('[DSG-22] relations are the references and lines that the model has', () => {
    const ofModel = resolved(COMPANY).entities.flatMap((entity) =>
      entity.fields.flatMap((field) => (field.origin === 'system' ? [] : [`${entity.id}.${field.id}`])),
    );
    const relations = relationsOf(COMPANY);
    expect(relations.length).toBeGreaterThan(20);
    expect(new Set(relations.map(({ id }) => id)).size).toBe(relations.length);
    expect(relations.map(({ id }) => id).filter((id) => !ofModel.includes(id))).toEqual([]);
    expect(relations.find(({ id }) => id === 'SalesOrder.customer')).toMatchObject({ to: 'Customer', kind: 'ref' });
  });

  it('[DSG-22] a reference to what is gone is none', () => {
    const rest = (COMPANY.entities ?? []).filter(({ id }) => id !== 'Customer');
    expect(relationsOf({ ...COMPANY, entities: rest }).filter(({ to }) => to === 'Customer')).toEqual([]);
  });

  it('[DSG-110] stands by pack, each object once and in the frame of its own, nothing over anything else', () => {
    const facts = objectFacts(COMPANY, COMPANY);
    const { objects, frames } = clusteredLayout(facts, 1.9);
    expect(objects.map(({ id }) => id).toSorted()).toEqual(facts.map(({ entity }) => entity.id).toSorted());
    expect(new Set(objects.map(({ x, y }) => `${x} ${y}`)).size).toBe(objects.length);
    for (const { entity } of facts) {
      const at = must(
        objects.find(({ id }) => id === entity.id),
        'place',
      );
      const around = frames.filter(({ x, width, height }) => at.x > x && at.x < x + width && at.y < height);
      expect(around.map(({ id }) => id)).toEqual([entity.origin ?? '']);
    }
    const height = Math.max(...frames.map((frame) => frame.height));
    const width = Math.max(...frames.map((frame) => frame.x + frame.width));
    expect(width / height).toBeGreaterThan(1.2);
    expect(width / height).toBeLessThan(2.6);
    // The upright picture of a phone is higher than it is wide.
    const upright = clusteredLayout(facts, 0.7).frames;
    expect(Math.max(...upright.map((frame) => frame.height))).toBeGreaterThan(height);
  });

  it('[DSG-110] begins with what most are tied to; lines go between the sides that face each other', () => {
    expect(hubOf(relationsOf(COMPANY))).toBe('Item');
    expect(hubOf([])).toBeUndefined();
    const at = (x: number) => ({ id: 'a', x, y: 0 });
    expect(linePath(at(0), at(400))).toBe('M 204 23 C 302 23, 302 23, 400 23');
    expect(linePath(at(400), at(0))).toBe('M 400 23 C 302 23, 302 23, 204 23');
    expect(linePath(at(0), { ...at(0), y: 100 })).toBe('M 204 23 C 260 23, 260 123, 204 123');
  });
});
