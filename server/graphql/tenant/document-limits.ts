import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
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
  const depth = Math.max(0, ...operations.map((operation) => depthOf(operation.selectionSet, fragments, [])));
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

/** Introspection is not counted: its depth is the tool's, and its cost is bounded by the schema. */
function depthOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  trail: readonly string[],
): number {
  return Math.max(
    0,
    ...set.selections.map((node) => {
      if (node.kind === Kind.FIELD)
        return node.name.value.startsWith('__')
          ? 0
          : 1 + (node.selectionSet === undefined ? 0 : depthOf(node.selectionSet, fragments, trail));
      if (node.kind === Kind.INLINE_FRAGMENT) return depthOf(node.selectionSet, fragments, trail);
      const fragment = fragments.get(node.name.value);
      return fragment === undefined || trail.includes(node.name.value)
        ? 0
        : depthOf(fragment.selectionSet, fragments, [...trail, node.name.value]);
    }),
  );
}

function rootCount(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): number {
  const keys = new Set<string>();
  const collect = (set: SelectionSetNode, trail: readonly string[]): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) keys.add(keyOf(node));
      else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet, trail);
      else {
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined && !trail.includes(node.name.value))
          collect(fragment.selectionSet, [...trail, node.name.value]);
      }
    }
  };
  collect(operation.selectionSet, []);
  return keys.size;
}

function keyOf(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}
