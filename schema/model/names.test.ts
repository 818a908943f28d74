import { describe, expect, it } from 'vitest';
import {
  entityAlias,
  entityNames,
  formerName,
  lowerFirst,
  nameEntities,
  nameFields,
  pluralOf,
  prefixedName,
} from './names.ts';

describe('names', () => {
  it('[NAM-2] abbreviations go down as a whole', () => {
    const pairs = [
      ['SalesOrder', 'salesOrder'],
      ['BOM', 'bom'],
      ['BOMLine', 'bomLine'],
      ['VATRate', 'vatRate'],
      ['A', 'a'],
      ['ABTest2', 'abTest2'],
    ];
    expect(pairs.map(([name = '']) => [name, lowerFirst(name)])).toEqual(pairs);
  });
  it('[NAM-3] plurals are English, and what has none gets a list', () => {
    const plurals = ['category', 'person', 'news', 'equipment', 'salesPerson', 'box', 'day', 'series'].map(pluralOf);
    expect(plurals).toEqual([
      'categories',
      'people',
      'newsList',
      'equipmentList',
      'salesPeople',
      'boxes',
      'days',
      'seriesList',
    ]);
    expect(entityNames('Data', 'data')).toEqual({ apiName: 'Data', singular: 'data', plural: 'dataList' });
  });
  it('[NAM-1] a tenant’s item gives way to a pack’s', () => {
    const names = nameEntities([
      { id: 'x_Lot', kind: 'master', fields: [] },
      { id: 'Lot', kind: 'master', fields: [] },
      { id: 'x_Bin', kind: 'master', fields: [] },
    ]);
    expect([...names.values()].map(({ apiName }) => apiName)).toEqual(['XLot', 'Lot', 'Bin']);
    expect(prefixedName('x_dueDate')).toBe('xDueDate');
  });
  it('[NAM-6] system fields are taken', () => {
    const names = nameFields([
      { id: 'x_version', type: 'text' },
      { id: 'x_note', type: 'text' },
      { id: 'note', type: 'text' },
    ]);
    expect(Object.fromEntries(names)).toEqual({ x_version: 'xVersion', x_note: 'xNote', note: 'note' });
  });
  it('[NAM-8] former names read back as they were written', () => {
    for (const text of ['Order', 'Aircraft:fleet', 'News']) expect(formerName(entityAlias(text))).toBe(text);
  });
});
