import {
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, type Issue } from '../../../schema/core/result.ts';

/** What a document may ask, before anything of it is run: depth, aliases, directives, root fields. All that is exceeded is told. */
export function checkLimits(document: DocumentNode): readonly Issue[] {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const { aliases, directives } = count(document);
  const depth = Math.max(0, ...operations.map((operation) => depthOf(operation.selectionSet, fragments, new Map())));
  const roots = Math.max(0, ...operations.map((operation) => rootCount(operation, fragments)));
  return [
    ...(depth > LIMITS.queryDepthMax ? [issue('QUERY_TOO_DEEP', '', { depth, max: LIMITS.queryDepthMax })] : []),
    ...(aliases > LIMITS.queryAliasesMax
      ? [issue('QUERY_TOO_MANY_ALIASES', '', { count: aliases, max: LIMITS.queryAliasesMax })]
      : []),
    ...(directives > LIMITS.queryDirectivesMax
      ? [issue('QUERY_TOO_MANY_DIRECTIVES', '', { count: directives, max: LIMITS.queryDirectivesMax })]
      : []),
    ...(roots > LIMITS.queryRootFieldsMax
      ? [issue('QUERY_TOO_MANY_ROOTS', '', { count: roots, max: LIMITS.queryRootFieldsMax })]
      : []),
  ];
}

function count(document: DocumentNode): { readonly aliases: number; readonly directives: number } {
  let aliases = 0;
  let directives = 0;
  visit(document, {
    Field(node) {
      if (node.alias !== undefined) aliases += 1;
    },
    Directive() {
      directives += 1;
    },
  });
  return { aliases, directives };
}

/**
 * How many levels a selection has. Introspection is not counted: its depth is the tool's, and its cost is bounded by
 * the schema. Each fragment is measured once, however often it is spread: fragments that spread each other twice would
 * otherwise cost as much as all paths through them, which doubles with each. A fragment within itself counts nothing.
 */
function depthOf(set: SelectionSetNode, fragments: Fragments, known: Map<string, number>): number {
  return Math.max(
    0,
    ...set.selections.map((node) => {
      if (node.kind === Kind.FIELD) {
        if (node.name.value.startsWith('__')) return 0;
        return 1 + (node.selectionSet === undefined ? 0 : depthOf(node.selectionSet, fragments, known));
      }
      if (node.kind === Kind.INLINE_FRAGMENT) return depthOf(node.selectionSet, fragments, known);
      const measured = known.get(node.name.value);
      const fragment = fragments.get(node.name.value);
      if (measured !== undefined || fragment === undefined) return measured ?? 0;
      known.set(node.name.value, 0);
      const depth = depthOf(fragment.selectionSet, fragments, known);
      known.set(node.name.value, depth);
      return depth;
    }),
  );
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function rootCount(operation: OperationDefinitionNode, fragments: Fragments): number {
  const keys = new Set<string>();
  const visited = new Set<string>();
  const collect = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) keys.add(node.alias?.value ?? node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      else if (!visited.has(node.name.value)) {
        visited.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet);
      }
    }
  };
  collect(operation.selectionSet);
  return keys.size;
}
