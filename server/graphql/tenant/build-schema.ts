import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLArgumentConfig,
  type GraphQLFieldConfig,
  type GraphQLFieldMap,
  type GraphQLFieldResolver,
  type GraphQLInputFieldMap,
  type GraphQLInputObjectTypeConfig,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectTypeConfig,
  type GraphQLOutputType,
  type GraphQLType,
} from 'graphql';
import { must } from '../../../schema/core/result.ts';
import type { FieldPlan, GraphqlPlan, InputFieldPlan, TypePlan } from '../../compile/graphql-plan-types.ts';
import { makeScalar } from './scalars.ts';

/** Hooks of the executable schema; the schema for introspection has none. */
export interface SchemaHooks {
  readonly resolve?: (parentType: string, field: FieldPlan) => GraphQLFieldResolver<unknown, unknown> | undefined;
  readonly subscribe?: (field: FieldPlan) => GraphQLFieldResolver<unknown, unknown> | undefined;
}

/**
 * The plan as a graphql-js schema, built in code. The fields of a type are made when somebody asks for them: a request
 * meets few of them, and all were a quarter of compiling a shape. What a plan gives is valid (SPEC
 * [ACPT-12]): looking again at the first document of each version took some 10 ms of 30 entities.
 */
export function buildSchema(
  plan: GraphqlPlan,
  hooks: SchemaHooks = {},
  { assumeValid = true }: { readonly assumeValid?: boolean } = {},
): GraphQLSchema {
  const types = new Map<string, GraphQLNamedType>(
    [GraphQLString, GraphQLInt, GraphQLBoolean, GraphQLID].map((type) => [type.name, type]),
  );
  const opening: Opening = { isOver: false };
  const build = new Builder(types, hooks, opening);
  for (const type of plan.types) types.set(type.name, build.type(type));
  const object = (name: string): GraphQLObjectType | null => {
    const type = types.get(name);
    return type instanceof GraphQLObjectType ? type : null;
  };
  const schema = new GraphQLSchema({
    query: object('Query'),
    mutation: object('Mutation'),
    subscription: object('Subscription'),
    assumeValid,
    // A plan has no type that its roots do not lead to, so nobody need go through all fields to find them.
    types: [...types.values()],
  });
  opening.isOver = true;
  return schema;
}

/** While a schema is made, graphql-js asks every type for its fields, only to come to other types. */
interface Opening {
  isOver: boolean;
}

class LateObjectType extends GraphQLObjectType {
  readonly #opening: Opening;

  constructor(config: Readonly<GraphQLObjectTypeConfig<unknown, unknown>>, opening: Opening) {
    super(config);
    this.#opening = opening;
  }

  override getFields(): GraphQLFieldMap<unknown, unknown> {
    return this.#opening.isOver ? super.getFields() : {};
  }
}

class LateInputType extends GraphQLInputObjectType {
  readonly #opening: Opening;

  constructor(config: Readonly<GraphQLInputObjectTypeConfig>, opening: Opening) {
    super(config);
    this.#opening = opening;
  }

  override getFields(): GraphQLInputFieldMap {
    return this.#opening.isOver ? super.getFields() : {};
  }
}

class Builder {
  private readonly types: ReadonlyMap<string, GraphQLNamedType>;
  private readonly hooks: SchemaHooks;
  private readonly opening: Opening;
  /** Few notations are written many times, and an entity's arguments are those of the next. */
  private readonly references = new Map<string, GraphQLType>();
  private readonly inputsOf = new Map<readonly InputFieldPlan[], Record<string, GraphQLArgumentConfig>>();

  constructor(types: ReadonlyMap<string, GraphQLNamedType>, hooks: SchemaHooks, opening: Opening) {
    this.types = types;
    this.hooks = hooks;
    this.opening = opening;
  }

  type(plan: TypePlan): GraphQLNamedType {
    const extensions = { formwork: plan };
    const description = 'description' in plan ? plan.description : undefined;
    switch (plan.kind) {
      case 'scalar':
        return makeScalar(plan.name, plan.description, plan.specifiedBy);
      case 'enum':
        return new GraphQLEnumType({
          name: plan.name,
          description,
          extensions,
          values: Object.fromEntries(
            plan.values.map((value) => [value.name, { value: value.name, description: value.description }]),
          ),
        });
      case 'interface':
        return new GraphQLInterfaceType({
          name: plan.name,
          description,
          extensions,
          fields: () => this.fields(plan.name, plan.fields),
        });
      case 'object':
        return new LateObjectType(
          {
            name: plan.name,
            description,
            extensions,
            interfaces: () =>
              (plan.interfaces ?? []).flatMap((name) => {
                const type = this.types.get(name);
                return type instanceof GraphQLInterfaceType ? [type] : [];
              }),
            fields: () => this.fields(plan.name, plan.fields),
          },
          this.opening,
        );
      case 'input':
        return new LateInputType(
          { name: plan.name, description, extensions, fields: () => this.inputs(plan.fields) },
          this.opening,
        );
    }
  }

  private fields(parent: string, fields: readonly FieldPlan[]): Record<string, GraphQLFieldConfig<unknown, unknown>> {
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        {
          type: this.reference(field.type) as GraphQLOutputType,
          description: field.description,
          deprecationReason: field.deprecated,
          args: this.inputs(field.args ?? []),
          extensions: { formwork: field },
          ...present('resolve', this.hooks.resolve?.(parent, field)),
          ...present('subscribe', parent === 'Subscription' ? this.hooks.subscribe?.(field) : undefined),
        },
      ]),
    );
  }

  private inputs(fields: readonly InputFieldPlan[]): Record<string, GraphQLArgumentConfig> {
    const known = this.inputsOf.get(fields) ?? this.newInputs(fields);
    this.inputsOf.set(fields, known);
    return known;
  }

  private newInputs(fields: readonly InputFieldPlan[]): Record<string, GraphQLArgumentConfig> {
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        {
          type: this.reference(field.type) as GraphQLInputType,
          description: field.description,
          deprecationReason: field.deprecated,
          defaultValue: field.default,
          extensions: { formwork: field },
        },
      ]),
    );
  }

  /** Reads `[Name!]!` notation. */
  private reference(type: string): GraphQLType {
    const known = this.references.get(type) ?? this.newReference(type);
    this.references.set(type, known);
    return known;
  }

  private newReference(type: string): GraphQLType {
    if (type.endsWith('!')) return new GraphQLNonNull(this.reference(type.slice(0, -1)));
    if (type.startsWith('[')) return new GraphQLList(this.reference(type.slice(1, -1)));
    return must(this.types.get(type), `GraphQL type ${type}`);
  }
}

/** One property, or none when there is no value. */
function present<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
