import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { canonicalScalar, SCALAR_FORMATS, type CustomScalar } from '../../compile/scalar-format.ts';

/**
 * Our scalars. Values are strings in their canonical form from input to SQL, so nothing is ever rounded on the way;
 * what is malformed is refused with the form that was expected.
 */
export function makeScalar(name: string, description: string, specifiedByURL?: string): GraphQLScalarType {
  if (name === 'JSON') {
    return new GraphQLScalarType({
      name,
      description,
      parseValue: (value) => value,
      parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
    });
  }
  if (!(name in SCALAR_FORMATS)) throw new Error(`Broken invariant: scalar ${name} has no format`);
  const scalar = name as CustomScalar;
  const parse = (value: unknown): string => {
    const canonical =
      typeof value === 'string' || typeof value === 'number' ? canonicalScalar(scalar, String(value)) : undefined;
    if (canonical === undefined)
      throw new GraphQLError(
        `${name} must have a form such as ${SCALAR_FORMATS[scalar].example}, but it was ${shown(value)}.`,
      );
    return canonical;
  };
  return new GraphQLScalarType({
    name,
    description,
    ...(specifiedByURL === undefined ? {} : { specifiedByURL }),
    serialize: (value) => value,
    parseValue: parse,
    parseLiteral: (node) => parse(literal(node)),
  });
}

function literal(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT
    ? node.value
    : valueFromASTUntyped(node);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
