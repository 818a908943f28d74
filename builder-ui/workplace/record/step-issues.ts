import type { EntityModel, Model } from '../../../schema/model/model.ts';
import type { TenantIssue } from '../../data/tenant-client.ts';
import type { FormIssue, RecordValue } from '../../form-runtime/form-value.ts';
import { formIssues } from '../documents/write-input.ts';

interface StepPlace {
  readonly model: Model;
  readonly entity: EntityModel;
  /** The step that was refused. */
  readonly step: string;
  /** The values of the record, by API name. */
  readonly value: RecordValue;
}

/**
 * What a refused step says, at the fields that it asked for (SPEC [WRK-142]): where its condition reads one of them,
 * that is where to correct it.
 */
export function stepIssues(
  issues: readonly TenantIssue[],
  { model, entity, step, value }: StepPlace,
): readonly FormIssue[] {
  const transition = model.behaviour.workflows
    .find((flow) => flow.entity === entity.id)
    ?.transitions.find(({ id }) => id === step);
  const guarded = transition?.input.find((id) => transition.guard?.reads.some(([first]) => first === id));
  const field = entity.fields.find(({ id }) => id === guarded);
  const placed = formIssues(issues, { value });
  return placed.map((one, index) =>
    issues[index]?.code === 'TRANSITION_GUARD' && one.path.length === 0 && field !== undefined
      ? { ...one, path: [field.apiName] }
      : one,
  );
}
