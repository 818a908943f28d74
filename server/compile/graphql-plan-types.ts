import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import type { Right } from '../../schema/template/template.ts';

/**
 * The GraphQL plan: a tenant's API as plain data, made from a model and turned into a `GraphQLSchema` by
 * `server/graphql/build-schema.ts`. Each element says what right it needs, so the same plan gives the executable
 * schema, the introspection of a role, and the check of a document.
 */
export interface GraphqlPlan {
  readonly types: readonly TypePlan[];
}

export type TypePlan =
  | { readonly kind: 'scalar'; readonly name: string; readonly description: string; readonly specifiedBy?: string }
  | {
      readonly kind: 'enum';
      readonly name: string;
      readonly description?: string;
      readonly values: readonly EnumValuePlan[];
    }
  | {
      readonly kind: 'interface';
      readonly name: string;
      readonly description?: string;
      readonly fields: readonly FieldPlan[];
    }
  | ObjectPlan
  | InputPlan;

export interface ObjectPlan {
  readonly kind: 'object';
  readonly name: string;
  readonly description?: string;
  readonly interfaces?: readonly string[];
  readonly fields: readonly FieldPlan[];
  readonly need?: Need;
  /** The entity whose rows the type shows. */
  readonly entity?: EntityId;
}

export interface InputPlan {
  readonly kind: 'input';
  readonly name: string;
  readonly description?: string;
  readonly fields: readonly InputFieldPlan[];
  readonly need?: Need;
}

export interface EnumValuePlan {
  readonly name: string;
  readonly description?: string;
}

export interface FieldPlan {
  readonly name: string;
  /** In GraphQL notation: `[SalesOrder!]!`. */
  readonly type: string;
  readonly description?: string;
  readonly args?: readonly InputFieldPlan[];
  readonly deprecated?: string;
  readonly need?: Need;
  readonly source: FieldSource;
}

export interface InputFieldPlan {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly deprecated?: string;
  readonly need?: Need;
  readonly target?: InputTarget;
}

/** The right that makes an element visible; without it the element does not exist for the caller. */
export type Need =
  /** Of the tenant's owner alone. */
  | { readonly owner: true }
  /** Of those who may change the template, and those who have the right to every row of `or`. */
  | { readonly designer: true; readonly or?: { readonly entities: readonly EntityId[]; readonly right: Right } }
  | { readonly entity: EntityId; readonly right: Right }
  /** The right to take a step of the entity's workflow. */
  | { readonly entity: EntityId; readonly transition: string }
  /** `show` is output; `compare` is where, order, group and aggregate (a masked field can't be compared). */
  | { readonly entity: EntityId; readonly field: FieldId; readonly use: 'show' | 'compare' | 'create' | 'update' };

/** Names of services, `<area>.<what>`: `workflow.inbox`, `points.why`. */
export type ServiceName = `${string}.${string}`;

export type AggregateFn = 'sum' | 'avg' | 'min' | 'max' | 'countDistinct';

/** Where the value of an output field comes from; what the read planner switches on. */
export type FieldSource =
  /** A root field that a service of the server answers (`server/graphql/tenant/services.ts`), not one statement. */
  | { readonly kind: 'service'; readonly service: ServiceName; readonly entity?: EntityId; readonly item?: string }
  /** Below a service: the property of the answer's object with the field's name. */
  | { readonly kind: 'property' }
  | { readonly kind: 'transition'; readonly entity: EntityId; readonly transition: string; readonly many?: boolean }
  | { readonly kind: 'one'; readonly entity: EntityId }
  /** With `at` over a ledger's balances as they were at the moment that the argument `at` gives. */
  | { readonly kind: 'many' | 'aggregate'; readonly entity: EntityId; readonly at?: true }
  | { readonly kind: 'node' }
  | { readonly kind: 'create' | 'createMany' | 'update' | 'upsert' | 'delete' | 'restore'; readonly entity: EntityId }
  | { readonly kind: 'changed'; readonly entity: EntityId }
  | { readonly kind: 'changeEvent' | 'changeId' | 'changeNode' }
  | { readonly kind: 'system'; readonly field: SystemFieldName }
  | { readonly kind: 'createdBy' | 'updatedBy' }
  | { readonly kind: 'field'; readonly entity: EntityId; readonly field: FieldId }
  | { readonly kind: 'parent'; readonly entity: EntityId }
  | { readonly kind: 'member'; readonly of: 'user' | 'org'; readonly column: 'id' | 'name' | 'email' | 'parent' }
  | { readonly kind: 'edges' | 'nodes' | 'edgeNode' | 'cursor' | 'pageInfo' | 'totalCount' }
  | { readonly kind: 'pageInfoField'; readonly field: 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor' }
  | { readonly kind: 'groupKey' | 'groupCount' }
  | { readonly kind: 'groupFn'; readonly fn: AggregateFn }
  /** A leaf or nested step below `key`, `sum`, …; `step` is a field id, or a system field. */
  | { readonly kind: 'groupStep'; readonly step: FieldStep };

export type SystemFieldName = 'id' | 'version' | 'state' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'lineNo';

/** What an input field stands for. */
export type InputTarget =
  | { readonly kind: 'and' | 'or' | 'not' | 'isNull' }
  | { readonly kind: 'within' }
  | { readonly kind: 'some' | 'every' | 'none' }
  | { readonly kind: 'operator'; readonly operator: FilterOperator }
  | { readonly kind: 'step'; readonly step: FieldStep }
  | { readonly kind: 'key'; readonly key: readonly FieldId[] };

/** One step from a row: to a declared field, a system field, or a line's parent. */
export type FieldStep =
  | { readonly kind: 'field'; readonly entity: EntityId; readonly field: FieldId }
  | { readonly kind: 'system'; readonly field: SystemFieldName | 'createdBy' | 'updatedBy' }
  | { readonly kind: 'parent'; readonly entity: EntityId }
  | { readonly kind: 'member'; readonly of: 'user' | 'org'; readonly column: 'id' | 'name' | 'email' };

export type FilterOperator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'isNull'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'icontains'
  | 'containsAll'
  | 'containsAny'
  | 'isEmpty';
