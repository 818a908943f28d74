import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { SYSTEM_FIELD_IDS } from '../../schema/core/ids.ts';

export type RootKind = 'query' | 'mutation' | 'subscription';

const LEAVES_MAX = 5;
const DEPTH_MAX = 4;
const PAGE_SIZE = 10;
/** What every row has: shown last, because it says the least. */
const SYSTEM_FIELDS: ReadonlySet<string> = new Set(SYSTEM_FIELD_IDS.filter((id) => id !== 'id' && id !== 'state'));

/** A document that shows the field with a few of its values, its required arguments as variables. */
export function sampleDocument(
  kind: RootKind,
  field: GraphQLField<unknown, unknown>,
): { readonly query: string; readonly variables: string } {
  const required = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const declared = required.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = [...required.map((arg) => `${arg.name}: $${arg.name}`), ...pageArgument(field)].join(', ');
  const type = getNamedType(field.type);
  const body = isObjectType(type) ? ` ${selectionOf(type, 1)}` : '';
  const name = `${(field.name[0] ?? '').toUpperCase()}${field.name.slice(1)}`;
  const query = `${kind} ${name}${declared === '' ? '' : `(${declared})`} {\n  ${field.name}${given === '' ? '' : `(${given})`}${body}\n}\n`;
  const values = Object.fromEntries(required.map((arg) => [arg.name, sampleValue(arg)]));
  return { query, variables: required.length === 0 ? '' : `${JSON.stringify(values, null, 2)}\n` };
}

/** The first list of the API as a query to begin with, or one that every API answers. */
export function firstDocument(schema: GraphQLSchema): string {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const list = fields.find(
    (field) =>
      pageArgument(field).length > 0 &&
      field.args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined),
  );
  return list === undefined ? '{\n  __typename\n}\n' : sampleDocument('query', list).query;
}

function pageArgument(field: GraphQLField<unknown, unknown>): readonly string[] {
  return field.args.some(({ name }) => name === 'first') ? [`first: ${PAGE_SIZE}`] : [];
}

/** A few values, and of a connection its rows: `{ totalCount nodes { … } }`. */
function selectionOf(type: GraphQLObjectType, depth: number): string {
  const indent = '  '.repeat(depth + 1);
  const fields = Object.values(type.getFields()).filter(
    ({ args, deprecationReason }) => (deprecationReason ?? '') === '' && args.every((arg) => !isNonNullType(arg.type)),
  );
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type))).map(({ name }) => name);
  const shown = [
    ...leaves.filter((name) => !SYSTEM_FIELDS.has(name)),
    ...leaves.filter((name) => SYSTEM_FIELDS.has(name)),
  ].slice(0, LEAVES_MAX);
  const rows = fields.filter(({ name }) => name === 'nodes' || name === 'node');
  const nested =
    depth >= DEPTH_MAX
      ? []
      : rows.slice(0, 1).flatMap(({ name, type: inner }) => nestedSelection(name, getNamedType(inner), depth));
  const lines = [...shown, ...nested];
  return `{\n${(lines.length === 0 ? ['__typename'] : lines).map((line) => `${indent}${line}`).join('\n')}\n${'  '.repeat(depth)}}`;
}

function nestedSelection(name: string, type: ReturnType<typeof getNamedType>, depth: number): readonly string[] {
  return isObjectType(type) ? [`${name} ${selectionOf(type, depth + 1)}`] : [];
}

function sampleValue(arg: GraphQLArgument): unknown {
  const type = getNamedType(arg.type);
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) return {};
  return type.name === 'Int' ? 1 : type.name === 'Boolean' ? false : '';
}
