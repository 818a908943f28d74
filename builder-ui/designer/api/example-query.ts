import type { EntityModel, FieldKind } from '../../../schema/model/model.ts';

/** Fields that are one value in the API. */
const VALUES: ReadonlySet<FieldKind> = new Set([
  'text',
  'sequence',
  'int',
  'bool',
  'date',
  'datetime',
  'decimal',
  'money',
  'quantity',
  'percent',
  'enum',
]);

const FIELDS = 6;

/** A query that lists an object's first records, by the names that the API has for it. */
export function exampleQuery(entity: EntityModel): string {
  const fields = entity.fields.filter(({ type }) => VALUES.has(type.kind)).slice(0, FIELDS);
  const lines = fields.map(({ apiName }) => `      ${apiName}`);
  return [
    `query ${entity.apiName}List {`,
    `  ${entity.plural}(first: 5) {`,
    '    totalCount',
    '    nodes {',
    '      id',
    ...lines,
    '    }',
    '  }',
    '}',
  ].join('\n');
}

/** The query as a command line for a program with a token. */
export function curlOf(url: string, query: string): string {
  const body = JSON.stringify({ query: query.replaceAll(/\s+/g, ' ') }).replaceAll("'", String.raw`'\''`);
  return [
    `curl ${url}`,
    '  -H "Authorization: Bearer $TOKEN"',
    "  -H 'Content-Type: application/json'",
    `  -d '${body}'`,
  ].join(' \\\n');
}

/** The query as TypeScript that runs as it stands, in Node and in browsers. */
export function typescriptOf(url: string, query: string): string {
  const text = query.replaceAll('`', '\\`').replaceAll('${', '\\${');
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    "  method: 'POST',",
    "  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },",
    `  body: JSON.stringify({ query: \`${text}\` }),`,
    '});',
    'const { data, errors } = await response.json();',
  ].join('\n');
}
