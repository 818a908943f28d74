import { describe, expect, it } from 'vitest';
import { CURRENT_FORMAT, FORMAT_MIGRATIONS, migrateTemplate } from './migrate.ts';
import { parseTemplate } from './parse.ts';

const OLD = {
  pack: 'sales',
  version: '1.0.0',
  entities: [
    {
      id: 'Order',
      kind: 'document',
      number: { field: 'number', pattern: '{yyyy}{MM}-{seq:5}', scope: ['tenant', 'month'] },
      fields: [
        { id: 'number', type: 'sequence' },
        { id: 'createdBy', type: 'user', required: true },
      ],
    },
  ],
  views: [{ id: 'form', of: 'Order', kind: 'form', layout: [['number', 'note']], visible: { note: 'true' } }],
  workflow: {
    id: 'flow',
    of: 'Order',
    initial: 'draft',
    states: [{ id: 'draft' }],
    transitions: [{ id: 'go', from: ['draft'], to: 'draft', approvals: [{ mode: 'any', roles: ['a'], sla: 'PT1H' }] }],
  },
  posting: [{ id: 'post', of: 'Order', ledger: 'stock', move: {} }],
  tables: [{ id: 't', hit: 'first', in: { role: 'string' }, out: 'int', rows: [] }],
};

describe('format migrations', () => {
  it('[TPL-9] steps follow each other up to the current format', () => {
    expect(FORMAT_MIGRATIONS.map(({ from }) => from)).toEqual(
      Array.from({ length: CURRENT_FORMAT }, (_, index) => index),
    );
  });
  it('[TPL-9] format 0 becomes format 1', () => {
    const parsed = parseTemplate(OLD);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        format: 1,
        entities: [{ number: { per: ['month'] }, fields: [{ id: 'number' }] }],
        workflows: [{ id: 'flow', transitions: [{ approvals: [{ within: 'PT1H' }] }] }],
        postings: [{ id: 'post' }],
        tables: [{ in: { role: 'text' } }],
        views: [
          {
            layout: [
              {
                kind: 'columns',
                id: 'row1',
                children: [
                  { kind: 'field', field: 'number' },
                  { field: 'note', visible: 'true' },
                ],
              },
            ],
          },
        ],
      },
    });
  });
  it('[TPL-9] the current format passes untouched, and no step throws on wreckage', () => {
    const current = { format: 1, workflow: 1 };
    expect(migrateTemplate(current)).toEqual({ ok: true, value: current });
    for (const wreck of [
      { entities: 1 },
      { workflow: [] },
      { posting: null, views: [null] },
      { tables: [{ in: 3 }] },
      [],
      null,
      'a',
    ]) {
      expect(migrateTemplate(wreck).ok).toBe(true);
    }
  });
});
