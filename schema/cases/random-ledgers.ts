import type { LedgerDef } from '../template/template-rules.ts';

/** A ledger of each mode: dimensions and measures of every kind, kept by rows of the entity. */
export function ledgersOf(entity: string): readonly LedgerDef[] {
  return [
    {
      id: 'stock',
      mode: 'balance',
      dimensions: [
        { id: 'thing', ref: entity },
        { id: 'keeper', type: 'user', optional: true },
        { id: 'lot', type: 'text', optional: true },
        { id: 'day', type: 'date', optional: true },
        { id: 'size', type: 'decimal(9,2)', optional: true },
      ],
      measures: [
        { id: 'onHand', type: 'quantity', min: '0' },
        { id: 'value', type: 'money(18,2)' },
        { id: 'pieces', type: 'int' },
      ],
      period: { by: 'month' },
    },
    {
      id: 'points',
      mode: 'double',
      scale: 2,
      accounts: [
        { id: 'wallet', by: ['user'], min: '0', lots: { consume: 'fifo' } },
        { id: 'budget', by: ['department', 'year'], min: '0' },
      ],
    },
  ];
}
