import type { GraphQLSchema } from 'graphql';
import type { Model } from '../../../schema/model/model.ts';
import { planGraphql } from '../../compile/graphql-plan.ts';
import type { GraphqlPlan } from '../../compile/graphql-plan-types.ts';
import { buildSchema } from './build-schema.ts';

/** The API that a model gives, as data and as a graphql-js schema without hooks. */
export interface TenantApi {
  readonly plan: GraphqlPlan;
  readonly schema: GraphQLSchema;
}

const apis = new WeakMap<Model, TenantApi>();

/** Made once for each model: what a publication compares is what is served after it. */
export function tenantApi(model: Model): TenantApi {
  const known = apis.get(model);
  if (known !== undefined) return known;
  const plan = planGraphql(model);
  const api = { plan, schema: buildSchema(plan) };
  apis.set(model, api);
  return api;
}
