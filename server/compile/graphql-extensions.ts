import type { Model } from '../../schema/model/model.ts';
import type { FieldPlan, TypePlan } from './graphql-plan-types.ts';

/** What an area (workflows, ledgers, points, …) adds to the API of a model besides its entities. */
export interface GraphqlExtension {
  readonly types?: readonly TypePlan[];
  readonly query?: readonly FieldPlan[];
  readonly mutation?: readonly FieldPlan[];
}

type Extend = (model: Model) => GraphqlExtension;

const EXTENSIONS: readonly Extend[] = [];

/** What all areas add, in order. */
export function graphqlExtensions(model: Model): readonly GraphqlExtension[] {
  return EXTENSIONS.map((extend) => extend(model));
}
