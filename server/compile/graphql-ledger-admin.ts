import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import { properties } from './graphql-ledger-info.ts';
import type { FieldPlan, InputFieldPlan, TypePlan } from './graphql-plan-types.ts';

/**
 * Looking after ledgers: closing periods, exceptions from bounds, and the proof that all adds up (SPEC [LGQ-9],
 * [LGQ-10]). Exceptions are there only where a ledger offers them.
 */
export function ledgerAdminApi(model: Model): GraphqlExtension {
  const { ledgers } = model.behaviour;
  if (ledgers.length === 0) return {};
  const hasOverrides = ledgers.some(({ override }) => override !== undefined);
  return {
    types: [...TYPES, ...(hasOverrides ? OVERRIDE_TYPES : [])],
    query: [VERIFICATION, ...(hasOverrides ? [OVERRIDES] : [])],
    mutation: [...PERIODS, ...(hasOverrides ? OVERRIDING : [])],
  };
}

const LEDGER: InputFieldPlan = { name: 'ledger', type: 'ID!', description: 'The id of the ledger in the template.' };

const VERIFICATION: FieldPlan = {
  name: 'ledgerVerification',
  type: 'LedgerVerification!',
  description:
    'Whether every balance is the sum of its movements, and all else adds up. Reads all movements. For the owner.',
  source: { kind: 'service', service: 'ledger.verification' },
};

const OVERRIDES: FieldPlan = {
  name: 'ledgerOverrides',
  type: '[LedgerOverride!]!',
  description: 'Exceptions that were asked for, the latest first: all of them for who may decide, else your own.',
  args: [LEDGER, { name: 'state', type: 'LedgerOverrideState' }],
  source: { kind: 'service', service: 'ledger.overrides' },
};

const PERIODS: readonly FieldPlan[] = [
  {
    name: 'closePeriod',
    type: 'LedgerPeriod!',
    description: 'From now on nothing takes effect in the ledger before `until`. Waits for postings under way.',
    args: [LEDGER, { name: 'until', type: 'DateTime!' }, { name: 'reason', type: 'String' }],
    source: { kind: 'service', service: 'ledger.closePeriod' },
  },
  {
    name: 'reopenPeriod',
    type: 'LedgerPeriod!',
    description: 'Opens the ledger again from an instant on; all of it without one. The reason stays on record.',
    args: [LEDGER, { name: 'from', type: 'DateTime' }, { name: 'reason', type: 'String!' }],
    source: { kind: 'service', service: 'ledger.reopenPeriod' },
  },
];

const OVERRIDING: readonly FieldPlan[] = [
  {
    name: 'requestOverride',
    type: 'LedgerOverride!',
    description: 'Asks that one balance may pass its bound for a time, down to the floor that the ledger allows.',
    args: [
      LEDGER,
      { name: 'key', type: '[LedgerKeyInput!]!' },
      { name: 'reason', type: 'String!' },
      { name: 'expiresAt', type: 'DateTime' },
    ],
    source: { kind: 'service', service: 'ledger.requestOverride' },
  },
  {
    name: 'decideOverride',
    type: 'LedgerOverride!',
    description: 'Approves or rejects an exception; never one of your own.',
    args: [
      { name: 'id', type: 'ID!' },
      { name: 'approve', type: 'Boolean!' },
      { name: 'comment', type: 'String' },
    ],
    source: { kind: 'service', service: 'ledger.decideOverride' },
  },
];

const TYPES: readonly TypePlan[] = [
  {
    kind: 'object',
    name: 'LedgerVerification',
    fields: properties([
      ['ok', 'Boolean!'],
      ['balances', 'Int!'],
      ['postings', 'Int!'],
      ['movements', 'Int!'],
      ['differences', '[LedgerDifference!]!', 'The first of each check.'],
    ]),
  },
  {
    kind: 'object',
    name: 'LedgerDifference',
    fields: properties([
      ['check', 'String!'],
      ['about', 'String!', 'A book and a key, or the id of a posting or lot.'],
      ['expected', 'String!'],
      ['found', 'String!'],
    ]),
  },
];

const OVERRIDE_TYPES: readonly TypePlan[] = [
  {
    kind: 'enum',
    name: 'LedgerOverrideState',
    values: ['ASKED', 'APPROVED', 'REJECTED', 'ENDED'].map((name) => ({ name })),
  },
  {
    kind: 'object',
    name: 'LedgerOverride',
    description: 'An exception from the bound of one balance.',
    fields: properties([
      ['id', 'ID!'],
      ['ledger', 'ID!'],
      ['key', '[LedgerKeyPart!]!'],
      ['measure', 'ID!'],
      ['floor', 'Decimal!'],
      ['state', 'LedgerOverrideState!'],
      ['reason', 'String!'],
      ['comment', 'String'],
      ['askedBy', 'User'],
      ['askedAt', 'DateTime!'],
      ['decidedBy', 'User'],
      ['decidedAt', 'DateTime'],
      ['expiresAt', 'DateTime'],
    ]),
  },
  {
    kind: 'object',
    name: 'LedgerKeyPart',
    fields: properties([
      ['dimension', 'ID!'],
      ['value', 'String!'],
    ]),
  },
  {
    kind: 'input',
    name: 'LedgerKeyInput',
    description: 'The value of one dimension: the id of a row, a user or a department, else a text.',
    fields: [
      { name: 'dimension', type: 'ID!' },
      { name: 'value', type: 'String!' },
    ],
  },
];
