import type { Model } from '../../schema/model/model.ts';
import { automationApi } from './graphql-automation.ts';
import { labApi } from './graphql-lab.ts';
import { ledgerAdminApi } from './graphql-ledger-admin.ts';
import { ledgerRowsApi } from './graphql-ledger.ts';
import { ledgerInfoApi } from './graphql-ledger-info.ts';
import type { FieldPlan, TypePlan } from './graphql-plan-types.ts';
import { pointsApi } from './graphql-points.ts';
import { preferencesApi } from './graphql-preferences.ts';
import { recordApi } from './graphql-record.ts';
import { savedViewsApi } from './graphql-saved-views.ts';
import { workflowExtension } from './graphql-workflow.ts';

/** What an area (workflows, ledgers, points, …) adds to the API of a model besides its entities. */
export interface GraphqlExtension {
  readonly types?: readonly TypePlan[];
  readonly query?: readonly FieldPlan[];
  readonly mutation?: readonly FieldPlan[];
  /** Fields that a service answers anew whenever what they tell of changes: the caller's points, a record's comments. */
  readonly subscription?: readonly FieldPlan[];
}

type Extend = (model: Model) => GraphqlExtension;

const EXTENSIONS: readonly Extend[] = [
  ledgerRowsApi,
  ledgerInfoApi,
  ledgerAdminApi,
  workflowExtension,
  pointsApi,
  labApi,
  automationApi,
  recordApi,
  preferencesApi,
  savedViewsApi,
];

/** What all areas add, in order. */
export function graphqlExtensions(model: Model): readonly GraphqlExtension[] {
  return EXTENSIONS.map((extend) => extend(model));
}
