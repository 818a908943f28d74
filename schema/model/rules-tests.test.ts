import { describe, expect, it } from 'vitest';
import type { Template } from '../template/template.ts';
import { resolveModel } from './resolve.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'tenant',
  version: '1.0.0',
  entities: [
    { id: 'Item', kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] },
    { id: 'Note', kind: 'master', title: 'about', fields: [{ id: 'about', type: 'text' }] },
  ],
  roles: [{ id: 'clerk', grants: [] }],
};

function issuesOf(tests: NonNullable<Template['tests']>): readonly string[] {
  const resolved = resolveModel({ ...TEMPLATE, tests });
  return resolved.ok ? [] : resolved.issues.map(({ code, path, params }) => `${code} ${path} ${String(params['id'])}`);
}

describe('tests of a template', () => {
  it('[MOD-63] name what exists: people, roles, records, entities, fields and ledgers', () => {
    expect(
      issuesOf([
        {
          id: 'wrong',
          given: {
            as: 'nobody',
            people: { ann: ['clerk', 'chief'] },
            records: [{ entity: 'Item', as: 'a', values: { price: 1 } }],
            ledger: { cash: [] },
          },
          when: [
            { create: 'Thing', input: {} },
            { update: 'b', patch: {} },
            { create: 'Note', name: 'n', input: { text: 'x' }, as: 'bo' },
            { transition: 'go', on: 'm' },
            { delete: 'n' },
          ],
          then: { on: 'z', counts: { Other: 1 }, balances: { bank: [] } },
        },
      ]).toSorted(),
    ).toEqual([
      'MODEL_ENTITY_UNKNOWN /tests/0/then/counts/Other Other',
      'MODEL_ENTITY_UNKNOWN /tests/0/when/0/create Thing',
      'MODEL_FIELD_UNKNOWN /tests/0/given/records/0/values/price price',
      'MODEL_FIELD_UNKNOWN /tests/0/when/2/input/text text',
      'MODEL_LEDGER_UNKNOWN /tests/0/given/ledger/cash cash',
      'MODEL_LEDGER_UNKNOWN /tests/0/then/balances/bank bank',
      'MODEL_ROLE_UNKNOWN /tests/0/given/as nobody',
      'MODEL_ROLE_UNKNOWN /tests/0/given/people/ann/1 chief',
      'MODEL_ROLE_UNKNOWN /tests/0/when/2/as bo',
      'MODEL_TEST_NAME_UNKNOWN /tests/0/then/on z',
      'MODEL_TEST_NAME_UNKNOWN /tests/0/when/1/update b',
      'MODEL_TEST_NAME_UNKNOWN /tests/0/when/3/on m',
    ]);
  });

  it('[MOD-63] may name records that were given or made before, and people by role or name', () => {
    expect(
      issuesOf([
        {
          id: 'right',
          given: {
            as: 'clerk',
            people: { ann: ['clerk'] },
            records: [{ entity: 'Item', as: 'a', values: { name: 'A' } }],
          },
          when: [
            { create: 'Note', name: 'n', input: { about: 'x' }, as: 'ann' },
            { update: 'n', patch: { about: 'y' } },
            { delete: 'a' },
            { wait: 'P1D' },
          ],
          then: { on: 'n', values: { about: 'y' } },
        },
      ]),
    ).toEqual([]);
  });
});
