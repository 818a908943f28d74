import { getNamedType, isObjectType, isScalarType, isEnumType, type GraphQLObjectType } from 'graphql';
import { must } from '../../schema/core/result.ts';
import type { Ask, TenantBench } from './tenant-bench.ts';

/** A list of the tenant as JSON that PostgreSQL makes and as flat rows, everything of a row being asked; letter by letter. */
export interface BothWays {
  readonly field: string;
  readonly asText: string;
  readonly asRows: string;
}

interface Listed {
  readonly list: { readonly nodes?: readonly unknown[]; readonly edges?: readonly { readonly node: unknown }[] };
}

/**
 * Asks each list of the tenant that the caller sees both ways: edges are made by PostgreSQL, the nodes of a long page here.
 * Secrets are left out, as they are opened row by row. Throws where the nodes were not flat.
 */
export async function bothWays(bench: TenantBench, secrets: readonly string[], ask: Ask = {}): Promise<BothWays[]> {
  const shape = bench.shape();
  const schema = shape.accessOf(ask.roles ?? bench.user.roles).visibleSchema();
  const found: BothWays[] = [];
  for (const field of Object.values(must(schema.getQueryType(), 'query').getFields())) {
    const connection = getNamedType(field.type);
    const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
    const node = nodes === undefined ? undefined : getNamedType(nodes.type);
    if (!isObjectType(node) || !field.args.some(({ name }) => name === 'orderBy')) continue;
    const row = selection(node, secrets, 2);
    const listed = async (part: string): Promise<Listed['list']> =>
      ((await bench.data(`{ list: ${field.name}(first: 200) { ${part} } }`, ask)) as unknown as Listed).list;
    const before = shape.plans.size;
    const [{ edges = [] }, { nodes: rows = [] }] = [
      await listed(`edges { node { ${row} } }`),
      await listed(`nodes { ${row} }`),
    ];
    const plans = [...shape.plans.values()].slice(0, shape.plans.size - before);
    if (!plans.some(({ read }) => read?.flat !== undefined)) throw new Error(`${field.name} did not come flat`);
    found.push({
      field: field.name,
      asText: JSON.stringify(edges.map((edge) => edge.node)),
      asRows: JSON.stringify(rows),
    });
  }
  return found;
}

function selection(type: GraphQLObjectType, secrets: readonly string[], depth: number): string {
  return Object.values(type.getFields())
    .filter(({ name }) => !secrets.includes(name))
    .flatMap(({ name, type: of }) => {
      const named = getNamedType(of);
      if (isScalarType(named) || isEnumType(named)) return [name];
      return depth > 0 && isObjectType(named) && named.getFields()['nodes'] === undefined
        ? [`${name} { ${selection(named, secrets, depth - 1)} }`]
        : [];
    })
    .concat('__typename')
    .join(' ');
}
