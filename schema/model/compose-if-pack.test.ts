import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../template/parse.ts';
import type { Template } from '../template/template.ts';
import { composePacks } from './compose.ts';
import { resolveModel } from './resolve.ts';

const pack = (name: string, rest: Readonly<Record<string, unknown>>): Template => {
  const parsed = parseTemplate({ format: 1, pack: name, version: '1.0.0', ...rest });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
};

const SALES = pack('sales', {
  entities: [
    {
      id: 'Order',
      kind: 'document',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'owner', type: 'user' },
      ],
    },
  ],
  workflows: [
    {
      id: 'orderFlow',
      of: 'Order',
      initial: 'draft',
      states: [{ id: 'draft' }, { id: 'done' }],
      transitions: [{ id: 'finish', from: ['draft'], to: 'done' }],
    },
  ],
  roles: [{ id: 'sales', grants: [{ entity: 'Order', can: ['read'] }] }],
});
const POINTS = pack('points', {
  entities: [{ id: 'Reward', kind: 'master', fields: [{ id: 'name', type: 'text' }] }],
  ledgers: [
    {
      id: 'points',
      mode: 'double',
      accounts: [
        { id: 'wallet', by: ['user'], min: '0' },
        { id: 'budget', by: [] },
      ],
    },
  ],
  awards: [
    { id: 'daily', on: { event: 'signIn.firstOfDay' }, to: 'actor.id', amount: '1' },
    { id: 'finished', ifPack: 'sales', on: { entity: 'Order', transition: 'finish' }, to: 'doc.owner', amount: '2' },
  ],
  automations: [
    {
      id: 'tell',
      ifPack: 'sales',
      on: { entity: 'Order', transition: 'finish' },
      do: [{ kind: 'notify', id: 'tell', roles: ['sales'], message: { en: 'Done' } }],
    },
  ],
  roles: [{ id: 'giver', grants: [{ entity: 'Reward', can: ['read'] }] }],
  extends: [
    { role: 'giver', ifPack: 'sales', grants: [{ entity: 'Order', can: ['read'] }] },
    { entity: 'Order', ifPack: 'sales', fields: [{ id: 'bonus', type: 'int' }] },
    { id: 'giverStock', role: 'giver', ifPack: 'inventory', grants: [{ entity: 'Stock', can: ['read'] }] },
  ],
});

const composed = (...packs: readonly Template[]): Template => {
  const result = composePacks(packs);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};

describe('ifPack', () => {
  it('[MOD-76] what is for a pack that is not there is left out', () => {
    const template = composed(POINTS);
    expect(template.awards?.map(({ id }) => id)).toEqual(['daily']);
    expect(template.automations).toBeUndefined();
    expect(template.roles?.[0]?.grants).toHaveLength(1);
    expect(resolveModel(template).ok).toBe(true);
  });

  it('[MOD-76] and taken in where it is, without being required', () => {
    for (const packs of [
      [SALES, POINTS],
      [POINTS, SALES],
    ]) {
      const template = composed(...packs);
      expect(template.awards?.map(({ id }) => id)).toEqual(['daily', 'finished']);
      expect(template.automations).toHaveLength(1);
      expect(template.entities?.find(({ id }) => id === 'Order')?.fields.map(({ id }) => id)).toContain('bonus');
      expect(template.roles?.find(({ id }) => id === 'giver')?.grants).toHaveLength(2);
      expect(JSON.stringify(template)).not.toContain('ifPack');
      expect(resolveModel(template).ok).toBe(true);
    }
  });

  it('[MOD-74] without it, a pack extends only what it requires', () => {
    const bold = pack('bold', { extends: [{ entity: 'Order', fields: [] }] });
    const result = composePacks([SALES, bold]);
    expect(result.ok ? [] : result.issues.map(({ code }) => code)).toEqual(['MODEL_PACK_NOT_REQUIRED']);
  });
});
