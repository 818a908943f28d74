import type { AwardDef, TableDef } from '../template/template-rules.ts';

/** Decision tables of each hit policy; `tiers` is what random formulas look up. */
export const RANDOM_TABLES: readonly TableDef[] = [
  {
    id: 'tiers',
    hit: 'unique',
    in: { amount: 'int' },
    out: 'int',
    rows: [
      ['< 0', -1],
      ['[0..100)', 1],
      ['>= 100 ', 2],
    ],
    else: 0,
  },
  {
    id: 'weights',
    hit: 'collect',
    in: { role: 'text', amount: 'decimal' },
    columns: ['role', 'amount'],
    out: 'decimal(9,2)',
    rows: [
      ['all | reader', '-', '1.5'],
      ['-', '> 0.5', '0.25'],
    ],
  },
];

/** Awards of every kind over an entity; of a transition where it has a workflow. */
export function awardsOf(entity: string, hasWorkflow: boolean): readonly AwardDef[] {
  const budget = { department: 'all', year: '2026' };
  const earned = { to: 'doc.createdBy', amount: "table('weights', actor.role, 1)", once: ['doc.id', 'today'], budget };
  return [
    { id: 'touched', on: { entity, change: 'updated' }, ...earned, limits: [{ per: ['user', 'day'], max: '5' }] },
    ...(hasWorkflow ? [{ id: 'finished', on: { entity, transition: 'finish' }, ...earned }] : []),
    { id: 'daily', on: { event: 'signIn.firstOfDay' }, to: 'actor.id', amount: '1', once: ['today'], budget },
    { id: 'thanks', manual: { by: ['all'] }, budget, explain: { en: 'Thanks: {reason}' } },
  ];
}
