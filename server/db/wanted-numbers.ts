import type { EntityModel, Model } from '../../schema/model/model.ts';
import { hasAwards } from '../compile/award-plan.ts';
import type { RowState } from '../compile/row-state.ts';

/** New rows that want a number of their own, by entity. */
export function wantedNumbers(states: readonly RowState[]): ReadonlyMap<EntityModel, readonly RowState[]> {
  const wanting = states.filter(
    ({ before, entity: { number }, values }) =>
      before === null && number !== undefined && (values[number.field] ?? null) === null,
  );
  return Map.groupBy(wanting, ({ entity }) => entity);
}

/** A row, and its field for a number. */
export interface NumberedState {
  readonly state: RowState;
  readonly field: string;
}

export interface TakenNumber extends NumberedState {
  readonly number: string;
}

/** The number that one new row wants, where the server itself does not look at it: awards on its making may. */
export function stateOfLateNumber(model: Model, states: readonly RowState[]): NumberedState | undefined {
  const [state] = states;
  if (state === undefined || states.length > 1 || state.before !== null) return undefined;
  const { entity, values } = state;
  if (entity.number === undefined || (values[entity.number.field] ?? null) !== null) return undefined;
  return hasAwards(model.behaviour, entity.id, 'created') ? undefined : { state, field: entity.number.field };
}
