import type { EntityModel, FieldKind, Model } from '../../../schema/model/model.ts';

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

const NEAR = 3;

/** The object that shows best what the API gives: the document with most fields; else the first that is no line. */
export function exampleEntity({ entities }: Pick<Model, 'entities'>): EntityModel | undefined {
  const [best] = entities
    .filter(({ kind }) => kind === 'document')
    .toSorted((a, b) => b.fields.length - a.fields.length);
  return best ?? entities.find(({ kind }) => kind !== 'line');
}

/** A query that lists an object's first records, with what is one step away, by the names that the API has for it. */
export function exampleQuery(entity: EntityModel, { entities }: Pick<Model, 'entities'>): string {
  const own = valuesOf(entity, FIELDS).map((name) => `      ${name}`);
  const near = entity.fields.flatMap(({ type, apiName }): readonly string[] => {
    const id = type.kind === 'ref' ? type.to : type.kind === 'lines' ? type.of : undefined;
    const other = entities.find((one) => one.id === id);
    if (other === undefined) return [];
    const title = other.fields.find((field) => field.id === other.title && VALUES.has(field.type.kind));
    const names = type.kind === 'ref' ? [title?.apiName ?? 'id'] : valuesOf(other, NEAR);
    return names.length === 0 ? [] : [`      ${apiName} { ${names.join(' ')} }`];
  });
  return [
    `query ${entity.apiName}List {`,
    `  ${entity.plural}(first: 5) {`,
    '    totalCount',
    '    nodes {',
    '      id',
    ...own,
    // Lines come last, and tell most.
    ...[...near.slice(0, NEAR - 1), ...near.slice(NEAR - 1).slice(-1)],
    '    }',
    '  }',
    '}',
  ].join('\n');
}

function valuesOf(entity: EntityModel, count: number): readonly string[] {
  return entity.fields
    .filter(({ type }) => VALUES.has(type.kind))
    .slice(0, count)
    .map(({ apiName }) => apiName);
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
