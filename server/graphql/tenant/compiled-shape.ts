import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { Model } from '../../../schema/model/model.ts';
import { accessOf, type Access } from '../../compile/access.ts';
import type { GraphqlPlan } from '../../compile/graphql-plan-types.ts';
import { visibilityOf, visiblePlan, type Visibility } from '../../compile/visible-plan.ts';
import { readableEntities } from '../../compile/storage.ts';
import { constraintRegistry, type ConstraintRegistry } from '../../db/pg-errors.ts';
import { buildSchema } from './build-schema.ts';
import type { PreparedDocument } from './prepare-document.ts';
import type { QueryPlan } from './execute-query.ts';
import { tenantApi } from './tenant-api.ts';

/** Everything that requests of one shape share. Immutable but for its caches, which are bounded. */
export interface CompiledShape {
  readonly model: Model;
  readonly plan: GraphqlPlan;
  readonly schema: GraphQLSchema;
  /** What the database's constraints guard, to tell a violation in the model's words. */
  readonly constraints: ConstraintRegistry;
  readonly accessOf: (roles: readonly string[]) => ShapeAccess;
  readonly documents: LRUCache<string, PreparedDocument>;
  readonly plans: LRUCache<string, QueryPlan>;
  readonly counters: PlanCounters;
}

/** How often a compiled plan was at hand. */
export interface PlanCounters {
  hits: number;
  misses: number;
}

/** A caller's access in one shape, and the part of the API that exists for him. */
export interface ShapeAccess {
  readonly access: Access;
  readonly visibility: Visibility | null;
  /** The schema as this caller sees it; made when he introspects or errs, kept in a small cache. */
  readonly visibleSchema: () => GraphQLSchema;
}

/** Compiles a model. */
export function compileShape(model: Model, counters: PlanCounters = { hits: 0, misses: 0 }): CompiledShape {
  const { plan, schema } = tenantApi(model);
  const accesses = new LRUCache<string, ShapeAccess>({ max: 256 });
  const byRoles = new WeakMap<readonly string[], ShapeAccess>();
  const visible = new LRUCache<string, GraphQLSchema>({ max: LIMITS.introspectionCacheEntriesMax });
  let constraints: ConstraintRegistry | undefined;
  return {
    model,
    plan,
    schema,
    // Asked for by what fails alone.
    get constraints() {
      constraints ??= constraintRegistry(model);
      return constraints;
    },
    accessOf: (roles) => {
      const same = byRoles.get(roles);
      if (same !== undefined) return same;
      const key = [...roles].sort().join(',');
      const known = accesses.get(key) ?? shapeAccess(accessOf(model, roles), { plan, schema, visible });
      accesses.set(key, known);
      byRoles.set(roles, known);
      return known;
    },
    // Kept by their text: most are short, and a hash of each request would cost more than finding it.
    documents: new LRUCache({
      max: LIMITS.planCacheEntriesMax,
      maxSize: LIMITS.documentCacheCharsMax,
      sizeCalculation: (_, key) => key.length,
    }),
    plans: new LRUCache({ max: LIMITS.planCacheEntriesMax }),
    counters,
  };
}

function shapeAccess(
  access: Access,
  shape: {
    readonly plan: GraphqlPlan;
    readonly schema: GraphQLSchema;
    readonly visible: LRUCache<string, GraphQLSchema>;
  },
): ShapeAccess {
  if (access.all) return { access, visibility: null, visibleSchema: () => shape.schema };
  const part = visiblePlan(shape.plan, access);
  return {
    access,
    visibility: visibilityOf(part),
    visibleSchema: () => {
      const made = shape.visible.get(access.key) ?? buildSchema(part);
      shape.visible.set(access.key, made);
      return made;
    },
  };
}

/** Bytes that a compiled shape is expected to hold, for the registry's budget: 4.3 MB were measured for 30 entities of 13 fields. */
export function shapeBytes(model: Model): number {
  const fields = readableEntities(model).reduce((sum, entity) => sum + entity.fields.length + 12, 0);
  return 200_000 + fields * 6_000;
}
