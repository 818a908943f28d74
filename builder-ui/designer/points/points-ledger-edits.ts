import type { Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { EntityDef, Template } from '../../../schema/template/template.ts';
import type { DoubleLedgerDef } from '../../../schema/template/template-rules.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';

/** What a ledger for points calls its parts. */
export type PointsLedgerLabels = Readonly<
  Record<
    | 'programme'
    | 'programmeCode'
    | 'programmeName'
    | 'ledgerName'
    | 'budget'
    | 'wallet'
    | 'pendingAccount'
    | 'expired'
    | 'owed',
    Text
  >
>;

/** A ledger for points where there is none: budgets by programme, a wallet for each person, in lots that may expire. */
export function newPointsLedger(template: Template, labels: PointsLedgerLabels): readonly Edit[] {
  const programme = newId({
    label: { en: 'Points programme' },
    taken: (template.entities ?? []).map(({ id }) => id),
    style: 'pascal',
    fallback: 'Programme',
  });
  const entity: EntityDef = {
    id: programme,
    kind: 'master',
    label: labels.programme,
    title: 'x_name',
    fields: [
      { id: 'x_code', type: 'text', label: labels.programmeCode, required: true, unique: true, max: 40 },
      { id: 'x_name', type: 'text', label: labels.programmeName, required: true, max: 120 },
    ],
  };
  const ledger: DoubleLedgerDef = {
    id: newId({
      label: { en: 'points' },
      taken: (template.ledgers ?? []).map(({ id }) => id),
      style: 'camel',
      fallback: 'points',
    }),
    mode: 'double',
    label: labels.ledgerName,
    unit: 'pt',
    scale: 2,
    dimensions: [
      { id: 'programme', label: labels.programme, ref: programme },
      { id: 'user', type: 'user' },
    ],
    accounts: [
      { id: 'budget', label: labels.budget, by: ['programme'], min: '0' },
      {
        id: 'wallet',
        label: labels.wallet,
        by: ['user'],
        min: '0',
        lots: { consume: 'earliestExpiry', expireTo: 'breakage' },
      },
      { id: 'pending', label: labels.pendingAccount, by: ['user'], min: '0' },
      { id: 'breakage', label: labels.expired, by: ['programme'] },
      { id: 'owed', label: labels.owed, by: ['user'], min: '0' },
    ],
  };
  return [
    { kind: 'addItem', list: ['entities'], item: toJson(entity) },
    { kind: 'addItem', list: ['ledgers'], item: toJson(ledger) },
  ];
}
