import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { entryTitle, readHistory, withEntry, writeHistory, type HistoryEntry } from './query-history.ts';
import { firstDocument, sampleDocument } from './sample-query.ts';

const SCHEMA = buildSchema(`
  interface Node { id: ID! }
  enum Channel { WEB SHOP }
  type Order implements Node { id: ID! version: Int! createdAt: String! number: String! total: String old: String @deprecated customer: Customer channel: Channel }
  type Customer { name: String }
  type OrderConnection { totalCount: Int! nodes: [Order!]! }
  input OrderInput { number: String! }
  type Query { node(id: ID!): Node order(id: ID): Order orders(first: Int, after: String): OrderConnection! }
  type Mutation { createOrder(input: OrderInput!, channel: Channel!, count: Int!): Order! }
`);

describe('[HTTP-14] sample documents', () => {
  it('show a list with its rows, their own fields before what every row has', () => {
    const query = firstDocument(SCHEMA);
    expect(query).toBe(
      'query Orders {\n  orders(first: 10) {\n    totalCount\n    nodes {\n      id\n      number\n      total\n      channel\n      version\n    }\n  }\n}\n',
    );
  });

  it('are valid for every root field, with variables for what must be given', () => {
    for (const [kind, type] of [
      ['query', SCHEMA.getQueryType()],
      ['mutation', SCHEMA.getMutationType()],
    ] as const) {
      for (const field of Object.values(type?.getFields() ?? {})) {
        const sample = sampleDocument(kind, field);
        const errors = validate(SCHEMA, parse(sample.query)).map(({ message }) => message);
        // An interface has no leaves to show without choosing a type.
        expect([field.name, errors]).toEqual([
          field.name,
          field.name === 'node' ? [expect.stringContaining('must have a selection')] : [],
        ]);
      }
    }
    const create = SCHEMA.getMutationType()?.getFields()['createOrder'];
    if (create !== undefined)
      expect(JSON.parse(sampleDocument('mutation', create).variables)).toEqual({ input: {}, channel: 'WEB', count: 1 });
  });
});

describe('[HTTP-14] the history', () => {
  const entry = (query: string, at = 1): HistoryEntry => ({ query, variables: '', at });

  it('has each query once, the latest on top, and thirty at most', () => {
    expect(withEntry([entry('a'), entry('b')], entry('b', 2)).map(({ query, at }) => [query, at])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    const many = Array.from({ length: 40 }, (_, n) => entry(`q${n}`)).reduce<readonly HistoryEntry[]>(withEntry, []);
    expect([many.length, many[0]?.query]).toEqual([30, 'q39']);
  });

  it('names an entry by its operation, else by its first field', () => {
    expect([
      entryTitle(entry('query Cities { a }')),
      entryTitle(entry('{ orders { id } }')),
      entryTitle(entry('nonsense')),
    ]).toEqual(['Cities', 'orders', 'nonsense']);
  });

  it('takes what it can’t read as none', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    } as Storage;
    writeHistory(storage, 'acme', [entry('a')]);
    expect(readHistory(storage, 'acme')).toEqual([entry('a')]);
    expect(readHistory(storage, 'other')).toEqual([]);
    for (const broken of ['{', '7', '[{"query":1}]']) {
      kept.set('formwork.explorer.acme', broken);
      expect(readHistory(storage, 'acme')).toEqual([]);
    }
  });
});
