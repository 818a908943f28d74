import {
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { EntityModel } from '../../../schema/model/model.ts';

const FIELDS_MAX = 8;
const NESTED_MAX = 3;

/** A query over an entity that runs as it stands: its first rows with the fields that people know them by. */
export function exampleQuery(schema: GraphQLSchema, { plural, fields }: EntityModel): string | null {
  const root = schema.getQueryType()?.getFields()[plural];
  const connection = root === undefined ? undefined : getNamedType(root.type);
  const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
  const row = nodes === undefined ? undefined : getNamedType(nodes.type);
  if (!isObjectType(row)) return null;
  const names = fields.map(({ apiName }) => apiName);
  const lines = selected(Object.values(row.getFields()), names);
  return [
    'query Example {',
    `  ${plural}(first: 10) {`,
    '    totalCount',
    '    nodes {',
    ...lines.map((line) => `      ${line}`),
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Plain values first, then what is one step away. */
function selected(own: readonly GraphQLField<unknown, unknown>[], names: readonly string[]): readonly string[] {
  const known = names.flatMap((name) => own.find((field) => field.name === name && !isDeprecated(field)) ?? []);
  const plain = known.filter(isPlain).slice(0, FIELDS_MAX);
  const near = known.filter((field) => !isPlain(field)).flatMap((field) => nested(field) ?? []);
  return ['id', ...plain.map(({ name }) => name).filter((name) => name !== 'id'), ...near.slice(0, NESTED_MAX)];
}

/** A referenced row by its plain values; nothing where arguments are needed or there are none. */
function nested(field: GraphQLField<unknown, unknown>): string | undefined {
  const type = getNamedType(field.type);
  if (!isObjectType(type) || isConnection(field) || field.args.some((arg) => isNonNullType(arg.type))) return undefined;
  const own = Object.values(type.getFields()).filter((one) => isPlain(one) && !isDeprecated(one));
  const shown = [...own.filter(({ name }) => name === 'id'), ...own.filter(({ name }) => name !== 'id')].slice(
    0,
    NESTED_MAX,
  );
  return shown.length === 0 ? undefined : `${field.name} { ${shown.map(({ name }) => name).join(' ')} }`;
}

function isConnection(field: GraphQLField<unknown, unknown>): boolean {
  const type = getNamedType(field.type);
  return isObjectType(type) && type.getFields()['edges'] !== undefined;
}

function isPlain(field: GraphQLField<unknown, unknown>): boolean {
  const bare = isNonNullType(field.type) ? field.type.ofType : field.type;
  return (
    isLeafType(getNamedType(field.type)) && !isListType(bare) && field.args.every((arg) => !isNonNullType(arg.type))
  );
}

function isDeprecated({ deprecationReason }: GraphQLField<unknown, unknown>): boolean {
  return deprecationReason !== undefined && deprecationReason !== null;
}
