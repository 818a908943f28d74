import { describe, expect, it } from 'vitest';
import { edited, resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { firstFlow } from '../flow/flow-edits.ts';
import { newEntity } from '../new/new-entity.ts';
import { objectFacts, relationsOf } from './map-facts.ts';

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
});
