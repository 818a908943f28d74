/** A definition of a GraphQL schema as it is printed, with its description. */
export interface SdlPart {
  readonly name: string;
  readonly text: string;
}

const DEFINITION = /^(?:extend )?(?:type|input|enum|scalar|interface|union|directive) @?(\w+)/m;
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** The definitions of a printed schema, in its order; together they are the schema again. */
export function sdlParts(sdl: string): readonly SdlPart[] {
  const parts: string[] = [];
  let isInDescription = false;
  let current: string[] = [];
  for (const line of sdl.split('\n')) {
    const marks = line.match(/"""/g)?.length ?? 0;
    // Definitions stand apart by an empty line; a description or a body may have one, too.
    if (line === '' && !isInDescription && isWhole(current)) {
      parts.push(current.join('\n'));
      current = [];
      continue;
    }
    if (marks % 2 === 1) isInDescription = !isInDescription;
    current.push(line);
  }
  if (current.some((line) => line !== '')) parts.push(current.join('\n'));
  return parts.map((text) => ({ name: DEFINITION.exec(text)?.[1] ?? '', text }));
}

function isWhole(lines: readonly string[]): boolean {
  const first = lines.find((line) => DEFINITION.test(line));
  if (first === undefined) return false;
  return !first.endsWith('{') || lines.at(-1) === '}';
}

/** Of a printed schema what is of one object (SPEC [DSG-79]): its types, and of the roots the fields that lead to them. */
export function sdlOfObject(sdl: string, { apiName, others }: SdlObject): string {
  const owner = (name: string): string | undefined =>
    [apiName, ...others].filter((one) => name.startsWith(one)).toSorted((a, b) => b.length - a.length)[0];
  return sdlParts(sdl)
    .flatMap(({ name, text }): readonly string[] => {
      if (!ROOTS.has(name)) return owner(name) === apiName ? [text] : [];
      const fields = rootFields(text).filter((field) =>
        (withoutDescription(field).match(/\w+/g) ?? []).some((word) => owner(word) === apiName),
      );
      return fields.length === 0 ? [] : [`type ${name} {\n${fields.join('\n')}\n}`];
    })
    .join('\n\n');
}

/** An object by its name in the API, and the names of all others. */
export interface SdlObject {
  readonly apiName: string;
  readonly others: readonly string[];
}

/** The fields of a root type, each with its description and arguments. */
function rootFields(text: string): readonly string[] {
  const fields: string[] = [];
  let current: string[] = [];
  let depth = 0;
  let isInDescription = false;
  for (const line of text.slice(text.indexOf('{\n') + 2, text.lastIndexOf('\n}')).split('\n')) {
    current.push(line);
    const marks = line.match(/"""/g)?.length ?? 0;
    if (marks % 2 === 1) isInDescription = !isInDescription;
    if (isInDescription || marks > 0) continue;
    depth += (line.match(/\(/g)?.length ?? 0) - (line.match(/\)/g)?.length ?? 0);
    if (depth > 0 || line.trim() === '') continue;
    fields.push(current.join('\n').replace(/^\n+/, ''));
    current = [];
  }
  return fields;
}

function withoutDescription(field: string): string {
  return field.replaceAll(/"""[\s\S]*?"""/g, '');
}
