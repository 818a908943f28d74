/** Packs that do not go together, and every issue that composing them must give. */
export interface BadPacks {
  readonly name: string;
  readonly packs: readonly Readonly<Record<string, unknown>>[];
  readonly issues: readonly (readonly [string, string])[];
}

function pack(name: string, rest: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { format: 1, pack: name, version: '1.0.0', ...rest };
}

const CORE = pack('core', {
  entities: [{ id: 'Party', kind: 'master', fields: [{ id: 'name', type: 'text' }] }],
  roles: [{ id: 'clerk', grants: [{ entity: 'Party', can: ['read'] }] }],
});

export const BAD_PACKS: readonly BadPacks[] = [
  { name: '[MOD-70] a pack twice', packs: [CORE, CORE], issues: [['MODEL_PACK_TWICE', '/1/pack']] },
  { name: '[MOD-70] a pack called tenant', packs: [pack('tenant')], issues: [['MODEL_PACK_NAME_RESERVED', '/0/pack']] },
  {
    name: '[MOD-71] a missing pack',
    packs: [pack('sales', { requires: { core: '^1' } })],
    issues: [['MODEL_PACK_MISSING', '/0/requires/core']],
  },
  {
    name: '[MOD-71] a version out of range',
    packs: [CORE, pack('sales', { requires: { core: '^2' } })],
    issues: [['MODEL_PACK_VERSION', '/1/requires/core']],
  },
  {
    name: '[MOD-71] a range that is none',
    packs: [CORE, pack('sales', { requires: { core: 'one' } })],
    issues: [['MODEL_PACK_RANGE', '/1/requires/core']],
  },
  {
    name: '[MOD-72] packs in a circle',
    packs: [pack('a', { requires: { b: '*' } }), pack('b', { requires: { a: '*' } })],
    issues: [['MODEL_PACK_CYCLE', '/0/requires']],
  },
  {
    name: '[MOD-73] one id in two packs',
    packs: [CORE, pack('sales', { entities: [{ id: 'Party', kind: 'master', fields: [] }] })],
    issues: [['MODEL_ID_TAKEN', '/1/entities/0']],
  },
  {
    name: '[MOD-73] a tenant’s id in a pack',
    packs: [pack('sales', { entities: [{ id: 'Deal', kind: 'master', fields: [{ id: 'x_size', type: 'int' }] }] })],
    issues: [['MODEL_PACK_ID_RESERVED', '/0/entities/0/fields/0/id']],
  },
  {
    name: '[MOD-74] an extension of nothing',
    packs: [CORE, pack('sales', { requires: { core: '*' }, extends: [{ entity: 'Prty' }] })],
    issues: [['MODEL_ENTITY_UNKNOWN', '/1/extends/0/entity']],
  },
  {
    name: '[MOD-74] an extension of a role of nothing',
    packs: [CORE, pack('sales', { requires: { core: '*' }, extends: [{ role: 'clrk', grants: [] }] })],
    issues: [['MODEL_ROLE_UNKNOWN', '/1/extends/0/role']],
  },
  {
    name: '[MOD-74] an extension without a requirement',
    packs: [CORE, pack('sales', { extends: [{ entity: 'Party', fields: [{ id: 'vat', type: 'text' }] }] })],
    issues: [['MODEL_PACK_NOT_REQUIRED', '/1/extends/0/entity']],
  },
  {
    name: '[MOD-74] an extension of what is there',
    packs: [
      CORE,
      pack('sales', { requires: { core: '*' }, extends: [{ entity: 'Party', fields: [{ id: 'name', type: 'int' }] }] }),
    ],
    issues: [['MODEL_ID_TAKEN', '/1/extends/0/fields/0']],
  },
];
