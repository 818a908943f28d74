import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { must } from '../../schema/core/result.ts';
import { argumentNodes, type ArgNode, type Variables } from './arguments.ts';
import type { FieldPlan } from './graphql-plan-types.ts';

/** One field of the answer: its key, where it comes from, and what is asked below it. */
export interface Selection {
  readonly key: string;
  /** `null` is `__typename`, whose value is `typeName`, or `__schema` and `__type`, which graphql-js answers. */
  readonly plan: FieldPlan | null;
  readonly isIntrospection: boolean;
  /** The object type that the field belongs to. */
  readonly typeName: string;
  readonly args: ReadonlyMap<string, ArgNode>;
  /** The fields asked of the value; for an interface, those that apply to the named type. */
  readonly on: (typeName?: string) => readonly Selection[];
}

export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Variables;
}

/** Fields of an object type that a set of selections asks, merged by key (GraphQL spec §6.3.2). */
export function selectionsOn(
  context: SelectionContext,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): readonly Selection[] {
  const grouped = new Map<string, FieldNode[]>();
  for (const set of sets) collect(context, type, set, grouped, new Set());
  return [...grouped].map(([key, nodes]) => selection(context, type, key, nodes));
}

function selection(
  context: SelectionContext,
  type: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): Selection {
  const node = must(nodes[0], 'field node');
  if (node.name.value.startsWith('__')) {
    return {
      key,
      plan: null,
      isIntrospection: node.name.value !== '__typename',
      typeName: type.name,
      args: new Map(),
      on: () => [],
    };
  }
  const field = must(type.getFields()[node.name.value], `${type.name}.${node.name.value}`);
  const sets = nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
  const named = getNamedType(field.type);
  return {
    key,
    plan: must(field.extensions['formwork'], 'field plan') as FieldPlan,
    isIntrospection: false,
    typeName: type.name,
    args: argumentNodes(field.args, node.arguments ?? [], context.variables),
    on: (typeName) => {
      const target = typeName === undefined ? named : context.schema.getType(typeName);
      return isObjectType(target) ? selectionsOn(context, target, sets) : [];
    },
  };
}

function collect(
  context: SelectionContext,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  into: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const node of set.selections) {
    if (!isIncluded(context, node)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      into.set(key, [...(into.get(key) ?? []), node]);
      continue;
    }
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      if (visited.has(node.name.value)) continue;
      visited.add(node.name.value);
    }
    const fragment =
      node.kind === Kind.FRAGMENT_SPREAD ? must(context.fragments[node.name.value], node.name.value) : node;
    if (applies(context, fragment.typeCondition?.name.value, type))
      collect(context, type, fragment.selectionSet, into, visited);
  }
}

function applies(context: SelectionContext, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = context.schema.getType(condition);
  return isAbstractType(wanted) && context.schema.isSubType(wanted, type);
}

function isIncluded(context: SelectionContext, node: SelectionSetNode['selections'][number]): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, context.variables);
  if (skip?.['if'] === true) return false;
  const include = getDirectiveValues(GraphQLIncludeDirective, node, context.variables);
  return include?.['if'] !== false;
}
