import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import type { FieldPlan, TypePlan } from './graphql-plan-types.ts';

/** What the ledgers are, told in the caller's language: `ledgers` (SPEC [LGQ-7]). Not there in a model without ledgers. */
export function ledgerInfoApi(model: Model): GraphqlExtension {
  if (model.behaviour.ledgers.length === 0) return {};
  return {
    types: TYPES,
    query: [
      {
        name: 'ledgers',
        type: '[LedgerInfo!]!',
        description: 'The ledgers that you may read.',
        source: { kind: 'service', service: 'ledger.infos' },
      },
    ],
  };
}

/** Fields of a service's answer, as `name: type` with an optional description. */
export function properties(
  fields: readonly (readonly [name: string, type: string, description?: string])[],
): readonly FieldPlan[] {
  return fields.map(([name, type, description]) => ({
    name,
    type,
    ...(description === undefined ? {} : { description }),
    source: { kind: 'property' },
  }));
}

const TYPES: readonly TypePlan[] = [
  {
    kind: 'enum',
    name: 'LedgerMode',
    values: [
      { name: 'BALANCE', description: 'Dimensions and measures.' },
      { name: 'DOUBLE', description: 'Accounts; the movements of a posting sum to zero.' },
    ],
  },
  {
    kind: 'object',
    name: 'LedgerInfo',
    fields: properties([
      ['id', 'ID!'],
      ['label', 'String!'],
      ['mode', 'LedgerMode!'],
      ['unit', 'String'],
      ['balances', 'String!', 'The root field that lists its balances.'],
      ['movements', 'String!', 'The root field that lists its movements.'],
      ['dimensions', '[LedgerDimension!]!'],
      ['measures', '[LedgerMeasure!]!'],
      ['accounts', '[LedgerAccount!]!', 'Of a double ledger.'],
      ['period', 'LedgerPeriod'],
      ['override', 'LedgerOverrideRule'],
    ]),
  },
  {
    kind: 'object',
    name: 'LedgerDimension',
    fields: properties([
      ['id', 'ID!'],
      ['name', 'String!', 'Its field in balances and movements.'],
      ['label', 'String!'],
      ['entity', 'String', 'The type of the rows that are its values.'],
      ['optional', 'Boolean!'],
    ]),
  },
  {
    kind: 'object',
    name: 'LedgerMeasure',
    fields: properties([
      ['id', 'ID!'],
      ['name', 'String!', 'Its field in balances.'],
      ['label', 'String!'],
      ['scale', 'Int!', 'Digits after the point.'],
      ['bounds', '[String!]!', 'In words.'],
    ]),
  },
  {
    kind: 'object',
    name: 'LedgerAccount',
    fields: properties([
      ['id', 'ID!'],
      ['label', 'String!'],
      ['dimensions', '[ID!]!', 'By what the account is kept.'],
      ['bounds', '[String!]!', 'In words.'],
      ['hasLots', 'Boolean!'],
    ]),
  },
  {
    kind: 'object',
    name: 'LedgerPeriod',
    fields: properties([
      ['ledger', 'ID!'],
      ['by', 'String', '`month`, `quarter` or `year`.'],
      ['closedUntil', 'DateTime', 'Nothing takes effect before it any more.'],
    ]),
  },
  {
    kind: 'object',
    name: 'LedgerOverrideRule',
    description: 'How far a bound may be passed by who is allowed to.',
    fields: properties([
      ['measure', 'ID!'],
      ['floor', 'Decimal!'],
      ['roles', '[String!]!'],
      ['approval', 'Boolean!'],
      ['expires', 'Duration'],
    ]),
  },
];
