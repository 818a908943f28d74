import fc from 'fast-check';
import { buildSchema, getVariableValues, parse, Kind, type VariableDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { coerceGiven } from './coerce-variables.ts';

const schema = buildSchema(`
  enum Color { RED GREEN }
  input Key @oneOf { id: ID name: String }
  input Line { key: Key! count: Int = 1 tags: [String!] inner: Line }
  type Query { ask(a: Int): Int }
`);

function definitionsOf(text: string): readonly VariableDefinitionNode[] {
  const [node] = parse(text).definitions;
  return node?.kind === Kind.OPERATION_DEFINITION ? (node.variableDefinitions ?? []) : [];
}

const definitions = definitionsOf(
  'query ($lines: [Line!], $line: Line, $color: Color!, $count: Int = 3, $odd: Query) { ask }',
).slice(0, 4);
const wrongType = definitionsOf('query ($odd: Query) { ask }');

const { line } = fc.letrec((tie) => ({
  line: fc.record(
    {
      key: fc.oneof(
        fc.record({ id: fc.oneof(fc.string(), fc.integer(), fc.constant(null)) }),
        fc.record({ id: fc.string(), name: fc.string() }),
        fc.constantFrom(null, 'text', [], {}),
      ),
      count: fc.constantFrom(0, 7, 1.5, '2', null),
      tags: fc.constantFrom(null, 'one', [], ['a', 'b'], ['a', null], [1]),
      inner: fc.oneof({ depthSize: 'small' }, fc.constant(null), tie('line')),
      more: fc.constant(1),
    },
    { requiredKeys: [] },
  ),
}));

const given = fc.record(
  {
    lines: fc.oneof(line, fc.array(line, { maxLength: 3 }), fc.constant(null)),
    line: fc.oneof(line, fc.constant('text')),
    color: fc.constantFrom('RED', 'GREEN', 'BLUE', null, 1),
    count: fc.constantFrom(4, null, 'x'),
    other: fc.constant(true),
  },
  { requiredKeys: [] },
);

describe('variables', () => {
  it('[API-48] are coerced as graphql-js does it, errors included', () => {
    const key = { id: 'x' };
    const nested = { color: 'RED', lines: [{ key, inner: { key, tags: 'one' } }] };
    let accepted = 0;
    fc.assert(
      fc.property(given, (values) => {
        const expected = getVariableValues(schema, definitions, values, { maxErrors: 20 });
        const found = coerceGiven(schema, definitions, values);
        expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
        if (expected.errors === undefined) accepted += 1;
      }),
      // Most of what is made up is wrong somewhere.
      { numRuns: 100, examples: [[nested], [{ lines: { key } }], [{ line: 'text' }]] },
    );
    expect(accepted).toBeGreaterThan(0);
    expect(coerceGiven(schema, definitions, nested)).toEqual({
      coerced: {
        lines: [{ key, count: 1, inner: { key, count: 1, tags: ['one'] } }],
        color: 'RED',
        count: 3,
      },
    });
    expect(coerceGiven(schema, wrongType, {})).toHaveProperty('errors');
  });
});
