import { LIMITS } from '../../../../schema/core/limits.ts';
import type { EntityModel, Model } from '../../../../schema/model/model.ts';
import { transitionInputName, transitionsName, transitionsQueryName } from '../../../../schema/model/names.ts';
import type { TransitionModel } from '../../../../schema/model/behaviour.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { ApiRights } from '../../documents/api-rights.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { transitionOptions, type TransitionOption } from '../../record/transition-options.ts';
import { refusal } from '../../refusal.ts';
import type { BulkTarget } from './bulk-targets.ts';

/** The steps that the reader may take with many rows. */
export function bulkSteps(model: Model, entity: EntityModel, rights: ApiRights): readonly TransitionModel[] {
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  return (workflow?.transitions ?? []).filter(({ id }) => rights.mayCall(transitionsName(id, entity.plural)));
}

/** A row and what the writer says of the step for it; without an option the step does not leave from its state. */
export interface StepTarget {
  readonly target: BulkTarget;
  readonly option: TransitionOption | undefined;
}

/** Asks of each row whether the step is possible now, so that only those that can are offered (SPEC [WRK-33]). */
export async function stepTargets(
  tenant: string,
  {
    columning,
    targets,
    step,
  }: { readonly columning: Columning; readonly targets: readonly BulkTarget[]; readonly step: string },
): Promise<readonly StepTarget[]> {
  const { entity, locale } = columning;
  const size = LIMITS.queryRootFieldsMax;
  const found: StepTarget[] = [];
  for (let at = 0; at < targets.length; at += size) {
    const chunk = targets.slice(at, at + size);
    const asked = chunk.map(
      (_, index) => `t${index}: ${transitionsQueryName(entity.singular)}(id: $i${index}) { ...T }`,
    );
    const variables = Object.fromEntries(chunk.map(({ id }, index) => [`i${index}`, id]));
    const head = chunk.map((_, index) => `$i${index}: ID!`).join(', ');
    const type =
      'id label mutation to leavesFromHere available needsApproval reason input { field label required } whyNot { code message cure path }';
    const query = `query (${head}) { ${asked.join(' ')} } fragment T on ${OPTION_TYPE} { ${type} }`;
    const answer = await askTenant<Readonly<Record<string, unknown>>>(tenant, { query, variables, locale });
    if (!answer.ok) throw refusal(answer.issues);
    const { data } = answer;
    found.push(
      ...chunk.map((target, index) => ({
        target,
        option: transitionOptions(data[`t${index}`], columning).find(({ id }) => id === step),
      })),
    );
  }
  return found;
}

const OPTION_TYPE = 'TransitionOption';

/** The step with many rows, all or none; variables `rows`, `key`, and what it asks for. */
export function bulkStepDocument(
  entity: EntityModel,
  {
    id,
    reason,
    hasInput,
  }: { readonly id: string; readonly reason: TransitionOption['reason']; readonly hasInput: boolean },
): string {
  const given = [
    ...(reason === undefined ? [] : [['reason', reason === 'required' ? 'String!' : 'String'] as const]),
    ...(hasInput ? [['input', transitionInputName(id, entity.apiName)] as const] : []),
  ];
  const variables = ['$rows: [RowVersion!]!', '$key: String', ...given.map(([name, type]) => `$${name}: ${type}`)];
  const args = ['rows: $rows', 'idempotencyKey: $key', ...given.map(([name]) => `${name}: $${name}`)];
  return `mutation (${variables.join(', ')}) { rows: ${transitionsName(id, entity.plural)}(${args.join(', ')}) { id } }`;
}
