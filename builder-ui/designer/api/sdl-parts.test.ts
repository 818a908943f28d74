import { describe, expect, it } from 'vitest';
import { sdlOfObject, sdlParts } from './sdl-parts.ts';

const SDL = `"""An amount."""
scalar Money

type Query {
  """
  One order.

  By its id.
  """
  order(id: ID!): Order
  orders(
    """Which."""
    where: OrderWhere
    first: Int
  ): OrderConnection!
  orderLine(id: ID!): OrderLine
  customer(id: ID!): Customer
}

type Order {
  """
  What it comes to.

  With tax.
  """
  total: Money!
  lines: [OrderLine!]!
}

type OrderConnection {
  nodes: [Order!]!
}

input OrderWhere {
  total: String
}

type OrderLine {
  amount: Money
}

type Customer {
  name: String
}`;

describe('the schema of a draft', () => {
  it('[DSG-79] is cut into its definitions, and nothing is lost', () => {
    const parts = sdlParts(SDL);
    expect(parts.map(({ name }) => name)).toEqual([
      'Money',
      'Query',
      'Order',
      'OrderConnection',
      'OrderWhere',
      'OrderLine',
      'Customer',
    ]);
    expect(parts.map(({ text }) => text).join('\n\n')).toBe(SDL);
  });

  it('[DSG-79] of one object shows its types and what of the roots leads to them', () => {
    const shown = sdlOfObject(SDL, { apiName: 'Order', others: ['OrderLine', 'Customer'] });
    expect(sdlParts(shown).map(({ name }) => name)).toEqual(['Query', 'Order', 'OrderConnection', 'OrderWhere']);
    expect(shown).toContain('order(id: ID!): Order');
    expect(shown).toContain('where: OrderWhere');
    expect(shown).not.toContain('orderLine(id: ID!)');
    expect(shown).not.toContain('customer(id: ID!)');
    const lines = sdlOfObject(SDL, { apiName: 'OrderLine', others: ['Order', 'Customer'] });
    expect(sdlParts(lines).map(({ name }) => name)).toEqual(['Query', 'OrderLine']);
    expect(lines).toContain('orderLine(id: ID!): OrderLine');
  });
});
