import { describe, expect, it } from 'vitest';
import { derivedTypeNames, RESERVED_TYPE_NAMES } from '../../schema/model/names.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { shopTemplate } from '../test/shop-template.ts';
import { commonTypes } from './graphql-common-types.ts';
import { planGraphql } from './graphql-plan.ts';

describe('names of the API', () => {
  it('[NAM-4] keeps every shared type name from entities', () => {
    const free = commonTypes().filter(({ name }) => !RESERVED_TYPE_NAMES.has(name));
    expect(free).toEqual([]);
  });

  it('[NAM-4] makes only types that naming knows of, each once', () => {
    const resolved = resolveModel(shopTemplate());
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
    const names = planGraphql(resolved.value).types.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const known = new Set([
      ...RESERVED_TYPE_NAMES,
      ...resolved.value.entities.flatMap(({ apiName }) => derivedTypeNames(apiName)),
    ]);
    const enums = [
      'ProductKinds',
      'ProductKindsFilter',
      'SalesOrderChannel',
      'SalesOrderChannelFilter',
      'CustomerByNameRegion',
    ];
    expect(names.filter((name) => !known.has(name)).sort()).toEqual(enums.sort());
  });

  it('[MOD-20] is the same plan for the same model', () => {
    const make = (): string => {
      const resolved = resolveModel(shopTemplate());
      return JSON.stringify(resolved.ok ? planGraphql(resolved.value) : null);
    };
    expect(make()).toBe(make());
  });
});
