import type { Access } from './access.ts';
import type { FieldPlan, GraphqlPlan, InputFieldPlan, TypePlan } from './graphql-plan-types.ts';

/**
 * The part of the API that exists for a caller: elements whose need is met, whose types are there, and which can be
 * reached from the root. What is left out answers exactly like what was never declared.
 */
export function visiblePlan(plan: GraphqlPlan, access: Access): GraphqlPlan {
  if (access.all) return plan;
  let types = plan.types
    .filter((type) => !('need' in type) || type.need === undefined || access.meets(type.need))
    .map((type) => allowedFields(type, access));
  for (;;) {
    const names = new Set(types.map(({ name }) => name));
    const next = types.map((type) => knownFields(type, names)).filter((type) => !isEmpty(type));
    const settled = next.length === types.length && next.every((type, index) => type === types[index]);
    types = next;
    if (settled) break;
  }
  return { types: reachableTypes(types) };
}

function allowedFields(type: TypePlan, access: Access): TypePlan {
  const isAllowed = ({ need }: FieldPlan | InputFieldPlan): boolean => need === undefined || access.meets(need);
  switch (type.kind) {
    case 'object':
    case 'interface':
      return {
        ...type,
        fields: type.fields
          .filter(isAllowed)
          .map((field) =>
            field.args === undefined || field.args.every(isAllowed)
              ? field
              : { ...field, args: field.args.filter(isAllowed) },
          ),
      };
    case 'input':
      return { ...type, fields: type.fields.filter(isAllowed) };
    default:
      return type;
  }
}

/** Drops what names a type that is gone; gives back the same object when there is nothing to drop. */
function knownFields(type: TypePlan, names: ReadonlySet<string>): TypePlan {
  if (type.kind !== 'object' && type.kind !== 'interface' && type.kind !== 'input') return type;
  const known = (field: { readonly type: string }): boolean =>
    names.has(baseType(field.type)) || BUILT_IN.has(baseType(field.type));
  if (type.kind === 'input') return type.fields.every(known) ? type : { ...type, fields: type.fields.filter(known) };
  const whole = type.fields.every((field) => known(field) && (field.args ?? []).every(known));
  if (whole) return type;
  const fields = type.fields
    .filter(known)
    .map((field): FieldPlan => (field.args === undefined ? field : { ...field, args: field.args.filter(known) }));
  return { ...type, fields };
}

function isEmpty(type: TypePlan): boolean {
  return (type.kind === 'object' || type.kind === 'interface' || type.kind === 'input') && type.fields.length === 0;
}

const BUILT_IN: ReadonlySet<string> = new Set(['String', 'Int', 'Boolean', 'ID', 'Float']);

/** The named type inside list and null markers. */
export function baseType(type: string): string {
  const start = type.lastIndexOf('[') + 1;
  let end = start;
  while (end < type.length && type[end] !== '!' && type[end] !== ']') end += 1;
  return type.slice(start, end);
}

/** The types that a client can come to from the root fields, in their order. */
export function reachableTypes(types: readonly TypePlan[]): readonly TypePlan[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  const seen = new Set<string>();
  const queue = ['Query', 'Mutation', 'Subscription'];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const type = byName.get(name);
    if (type === undefined || seen.has(name)) continue;
    seen.add(name);
    if (type.kind !== 'object' && type.kind !== 'interface' && type.kind !== 'input') continue;
    const fields: readonly (FieldPlan | InputFieldPlan)[] = type.fields;
    for (const field of fields) {
      queue.push(baseType(field.type));
      for (const arg of 'args' in field ? (field.args ?? []) : []) queue.push(baseType(arg.type));
    }
    if (type.kind === 'object') queue.push(...(type.interfaces ?? []));
  }
  return types.filter(({ name }) => seen.has(name));
}

/** Whether an element of the full plan exists for the caller; asked for each element that a document uses. */
export interface Visibility {
  readonly hasType: (type: string) => boolean;
  readonly hasField: (type: string, field: string) => boolean;
  readonly hasArgument: (type: string, field: string, argument: string) => boolean;
}

/** The visible part as look-ups by name. */
export function visibilityOf(visible: GraphqlPlan): Visibility {
  const types = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
  for (const type of visible.types) {
    const fields: readonly (FieldPlan | InputFieldPlan)[] =
      type.kind === 'object' || type.kind === 'interface' || type.kind === 'input' ? type.fields : [];
    types.set(
      type.name,
      new Map(
        fields.map((field) => [field.name, new Set('args' in field ? (field.args ?? []).map(({ name }) => name) : [])]),
      ),
    );
  }
  return {
    hasType: (type) => types.has(type) || BUILT_IN.has(type) || type.startsWith('__'),
    hasField: (type, field) => types.get(type)?.has(field) ?? false,
    hasArgument: (type, field, argument) => types.get(type)?.get(field)?.has(argument) ?? false,
  };
}
