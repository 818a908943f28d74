import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  valueFromAST,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLList,
  type ValueNode,
} from 'graphql';
import { must } from '../../schema/core/result.ts';
import type { InputFieldPlan } from './graphql-plan-types.ts';
import { encodeValue, Slot, type SlotEncoding } from './sql-text.ts';

export type Scalar = string | number | boolean;
export type Path = readonly (string | number)[];

/**
 * An argument with the place each value comes from, so that a plan made from one request serves the next with other
 * variables. `path` is where the value lies among the coerced variables; literals have none.
 */
export type ArgNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'leaf'; readonly value: Scalar; readonly path?: Path }
  /** A list of scalars, whose length is not part of the plan. */
  | { readonly kind: 'leaves'; readonly values: readonly unknown[]; readonly path?: Path }
  | { readonly kind: 'list'; readonly items: readonly ArgNode[] }
  | { readonly kind: 'object'; readonly fields: readonly ArgField[] };

export interface ArgField {
  readonly name: string;
  readonly plan: InputFieldPlan;
  readonly value: ArgNode;
}

export type Variables = Readonly<Record<string, unknown>>;

/** The arguments given to a field, by name; those left out are absent, defaults are filled in. */
export function argumentNodes(
  definitions: readonly GraphQLArgument[],
  nodes: readonly { readonly name: { readonly value: string }; readonly value: ValueNode }[],
  variables: Variables,
): ReadonlyMap<string, ArgNode> {
  const given = new Map<string, ArgNode>();
  for (const definition of definitions) {
    const node = nodes.find(({ name }) => name.value === definition.name);
    const value = node === undefined ? undefined : argNode(node.value, definition.type, variables);
    if (value !== undefined) given.set(definition.name, value);
    else if (definition.defaultValue !== undefined)
      given.set(definition.name, fromValue(definition.defaultValue, definition.type, undefined));
  }
  return given;
}

/** `undefined` stands for a variable that was not given. */
function argNode(node: ValueNode, type: GraphQLInputType, variables: Variables): ArgNode | undefined {
  if (isNonNullType(type)) return argNode(node, type.ofType, variables);
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    return name in variables && variables[name] !== undefined ? fromValue(variables[name], type, [name]) : undefined;
  }
  if (node.kind === Kind.NULL) return { kind: 'null' };
  if (isListType(type)) {
    const items = node.kind === Kind.LIST ? node.values : [node];
    const parsed = items.map((item) => argNode(item, type.ofType, variables) ?? { kind: 'null' as const });
    return parsed.every((item) => item.kind === 'leaf' && item.path === undefined) && isLeafList(type)
      ? { kind: 'leaves', values: parsed.map((item) => (item.kind === 'leaf' ? item.value : null)) }
      : { kind: 'list', items: parsed };
  }
  if (isInputObjectType(type) && node.kind === Kind.OBJECT) {
    return {
      kind: 'object',
      fields: Object.values(type.getFields()).flatMap((field): readonly ArgField[] => {
        const own = node.fields.find(({ name }) => name.value === field.name);
        const value = own === undefined ? undefined : (argNode(own.value, field.type, variables) ?? missing(field));
        return value === undefined ? [] : [{ name: field.name, plan: inputPlan(field), value }];
      }),
    };
  }
  // A literal within a custom scalar may itself hold variables (JSON); the document was validated, so it has a value.
  return fromValue(valueFromAST(node, type, variables), type, undefined);
}

/** An operand whose variable was not given is refused as empty: left out, the filter would vanish with it. */
function missing(field: GraphQLInputField): ArgNode | undefined {
  return inputPlan(field).target?.kind === 'operator' ? { kind: 'null' } : undefined;
}

type MakeNode = (value: unknown, path: Path | undefined) => ArgNode;

const makers = new WeakMap<GraphQLInputType, MakeNode>();

/** What a value becomes is worked out once for its type: a write has some thirty values, each within several types. */
function fromValue(value: unknown, type: GraphQLInputType, path: Path | undefined): ArgNode {
  return makerOf(type)(value, path);
}

function makerOf(type: GraphQLInputType): MakeNode {
  const made = makers.get(type) ?? nodeMaker(type);
  makers.set(type, made);
  return made;
}

function nodeMaker(type: GraphQLInputType): MakeNode {
  if (isNonNullType(type)) return makerOf(type.ofType);
  const make = isListType(type) ? listMaker(type) : isInputObjectType(type) ? objectMaker(type) : leafOf;
  return (value, path) => (value === null || value === undefined ? NULL_NODE : make(value, path));
}

const NULL_NODE: ArgNode = { kind: 'null' };

function leafOf(value: unknown, path: Path | undefined): ArgNode {
  return path === undefined ? { kind: 'leaf', value: value as Scalar } : { kind: 'leaf', value: value as Scalar, path };
}

function listMaker(type: GraphQLList<GraphQLInputType>): MakeNode {
  const make = makerOf(type.ofType);
  const isOfLeaves = isLeafList(type);
  return (value, path) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (isOfLeaves && items.every((item) => item !== null && typeof item !== 'object'))
      return path === undefined ? { kind: 'leaves', values: items } : { kind: 'leaves', values: items, path };
    return { kind: 'list', items: items.map((item, index) => make(item, path && [...path, index])) };
  };
}

function objectMaker(type: GraphQLInputObjectType): MakeNode {
  // Made with the first value: input types hold each other.
  let planned: readonly PlannedField[] | undefined;
  return (value, path) => {
    planned ??= Object.values(type.getFields()).map((field) => ({
      name: field.name,
      plan: inputPlan(field),
      make: makerOf(field.type),
    }));
    const object = value as Readonly<Record<string, unknown>>;
    const fields: ArgField[] = [];
    for (const { name, plan, make } of planned) {
      const given = object[name];
      if (given !== undefined) fields.push({ name, plan, value: make(given, path && [...path, name]) });
    }
    return { kind: 'object', fields };
  };
}

interface PlannedField {
  readonly name: string;
  readonly plan: InputFieldPlan;
  readonly make: MakeNode;
}

function isLeafList(type: GraphQLInputType): boolean {
  if (!isListType(type)) return false;
  const item: GraphQLInputType = isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType;
  return !isInputObjectType(item) && !isListType(item);
}

function inputPlan(field: GraphQLInputField): InputFieldPlan {
  return must(field.extensions['formwork'], `plan of input field ${field.name}`) as InputFieldPlan;
}

/** The value that an argument has, whether it was written in the document or came by a variable of whatever name. */
export function givenValue(node: ArgNode): unknown {
  switch (node.kind) {
    case 'null':
      return null;
    case 'leaf':
      return node.value;
    case 'leaves':
      return node.values;
    case 'list':
      return node.items.map(givenValue);
    case 'object':
      return Object.fromEntries(node.fields.map(({ name, value }) => [name, givenValue(value)]));
  }
}

/** Whether the fields give each part of a unique key once, be it under its present name or a former one. */
export function givesWholeKey(key: readonly string[], fields: readonly ArgField[]): boolean {
  const given = fields.flatMap(({ plan, value }) =>
    value.kind !== 'null' && plan.target?.kind === 'step' && plan.target.step.kind === 'field'
      ? [plan.target.step.field]
      : [],
  );
  return given.length === fields.length && given.length === key.length && new Set(given).size === key.length;
}

/** The parameter for a leaf: a slot when a variable gives it, else its value. */
export function leafParam(node: Extract<ArgNode, { kind: 'leaf' | 'leaves' }>, encode?: SlotEncoding): unknown {
  if (node.path !== undefined)
    return new Slot(
      encode === undefined ? { kind: 'variable', path: node.path } : { kind: 'variable', path: node.path, encode },
    );
  return encodeValue(node.kind === 'leaf' ? node.value : node.values, encode);
}

/**
 * What of the variables shapes the plan: which keys are there, nulls, enum values and booleans; not the text and the
 * numbers themselves. Equal signatures may share a plan.
 */
export function variableSignature(
  types: ReadonlyMap<string, GraphQLInputType>,
  variables: Variables,
  structural: ReadonlySet<string>,
): string {
  return JSON.stringify(
    [...types].map(([name, type]) =>
      variables[name] === undefined
        ? 0
        : structural.has(name)
          ? ['=', variables[name]]
          : signatureOf(variables[name], type),
    ),
  );
}

function signatureOf(value: unknown, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return signatureOf(value, type.ofType);
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    if (!Array.isArray(value)) return [signatureOf(value, type.ofType)];
    const item: GraphQLInputType = isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType;
    if (isLeafList(type) && !isEnumType(item)) return value.includes(null) ? 'n' : 'l';
    return value.map((element) => signatureOf(element, type.ofType));
  }
  if (isInputObjectType(type)) {
    const object = value as Readonly<Record<string, unknown>>;
    return Object.values(type.getFields())
      .filter((field) => object[field.name] !== undefined)
      .map((field) => [field.name, signatureOf(object[field.name], field.type)]);
  }
  return typeof value === 'boolean' || isEnumType(type) ? value : typeof value;
}
