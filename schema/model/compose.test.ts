import { describe, expect, it } from 'vitest';
import { must } from '../core/result.ts';
import type { Template } from '../template/template.ts';
import { carryAliases } from './aliases.ts';
import { composePacks } from './compose.ts';
import type { Model } from './model.ts';
import { resolveModel } from './resolve.ts';

const CORE: Template = {
  format: 1,
  pack: 'core',
  version: '1.4.0',
  entities: [{ id: 'Party', kind: 'master', fields: [{ id: 'name', type: 'text', required: true }] }],
  roles: [{ id: 'clerk', grants: [{ entity: 'Party', can: ['read'] }] }],
  records: [{ entity: 'Party', by: ['name'], rows: [{ name: 'Ourselves' }] }],
};
const SALES: Template = {
  format: 1,
  pack: 'sales',
  version: '2.0.0-beta.1',
  requires: { core: '^1.2' },
  entities: [{ id: 'Deal', kind: 'document', fields: [{ id: 'party', type: 'ref', to: 'Party' }] }],
  extends: [
    { entity: 'Party', fields: [{ id: 'vat', type: 'text' }], unique: [{ id: 'byName', fields: ['name'] }] },
    { role: 'clerk', grants: [{ entity: 'Deal', can: ['read', 'create'] }] },
  ],
  records: [{ entity: 'Party', by: ['name'], rows: [{ name: 'Walk-in' }] }],
};

function composed(...packs: readonly Template[]): Template {
  const result = composePacks(packs);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

function modelOf(template: Template): Model {
  const result = resolveModel(template);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

describe('composition', () => {
  it('[MOD-72] packs follow what they require, whatever their order', () => {
    expect(composed(SALES, CORE)).toEqual(composed(CORE, SALES));
    expect(composed(SALES, CORE).packs).toEqual([
      { pack: 'core', version: '1.4.0' },
      { pack: 'sales', version: '2.0.0-beta.1' },
    ]);
  });
  it('[MOD-74] extensions join their entity and role, and everything remembers its pack', () => {
    const template = composed(CORE, SALES);
    expect(template.extends).toBeUndefined();
    const party = must(template.entities?.[0], 'Party');
    expect(party.fields.map(({ id, origin }) => [id, origin])).toEqual([
      ['name', undefined],
      ['vat', 'sales'],
    ]);
    expect(template.roles?.[0]?.grants.map(({ entity, origin }) => [entity, origin])).toEqual([
      ['Party', undefined],
      ['Deal', 'sales'],
    ]);
    const model = modelOf(template);
    expect(model.entities.map(({ id, origin }) => [id, origin])).toEqual([
      ['Party', 'core'],
      ['Deal', 'sales'],
    ]);
    expect(model.entities[0]?.fields.map(({ id, origin }) => [id, origin])).toEqual([
      ['name', 'core'],
      ['vat', 'sales'],
    ]);
  });
  it('[MOD-75] record sets of two packs for one entity stay apart', () => {
    expect(composed(CORE, SALES).records?.map(({ id }) => id)).toEqual(['Party.core', 'Party.sales']);
  });
  it('[MOD-70] composing nothing is an empty template', () => {
    expect(modelOf(composed()).entities).toEqual([]);
  });
});

describe('aliases', () => {
  const rename = (template: Template, apiName: string, plural?: string): Template => ({
    ...template,
    entities: (template.entities ?? []).map((entity) =>
      entity.id === 'Party' ? { ...entity, apiName, ...(plural === undefined ? {} : { plural }) } : entity,
    ),
  });
  const base = composed(CORE, SALES);
  it('[NAM-8] a rename keeps the former names, and renaming back drops them', () => {
    const renamed = carryAliases(modelOf(base), rename(base, 'Contact'));
    expect(renamed.entities?.[0]?.formerApiNames).toEqual(['Party']);
    const back = carryAliases(modelOf(renamed), rename(renamed, 'Party'));
    expect(back.entities?.[0]?.formerApiNames).toEqual(['Contact']);
  });
  it('[NAM-8] a former plural of its own is kept with its name', () => {
    const first = carryAliases(modelOf(base), rename(base, 'Contact', 'people'));
    const second = carryAliases(modelOf(first), rename(first, 'Partner', 'partners'));
    expect(second.entities?.[0]?.formerApiNames).toEqual(['Party', 'Contact:people']);
    expect(modelOf(second).entities[0]?.aliases).toEqual([
      { apiName: 'Party', singular: 'party', plural: 'parties' },
      { apiName: 'Contact', singular: 'contact', plural: 'people' },
    ]);
  });
  it('[NAM-8] a former name gives way to whoever bears it now', () => {
    const renamed = carryAliases(modelOf(base), rename(base, 'Contact'));
    const taken: Template = {
      ...renamed,
      entities: [...(renamed.entities ?? []), { id: 'x_Party', kind: 'master', fields: [] }],
    };
    const carried = carryAliases(modelOf(renamed), taken);
    expect(carried.entities?.[0]?.formerApiNames).toBeUndefined();
    expect(modelOf(carried).entities.map(({ apiName }) => apiName)).toEqual(['Contact', 'Deal', 'Party']);
  });
});
