import type { Columning } from '../documents/list-columns.ts';
import { rowsOf, type ApiRow } from '../documents/row-values.ts';

/** Something that speaks against a transition. */
export interface Obstacle {
  readonly message: string;
  readonly cure: string;
  readonly code: string;
  /** The check or transition whose condition does not hold. */
  readonly rule: string | undefined;
  /** The ledger that refuses, and the balance of it that was met; absent where the reader may not read it. */
  readonly ledger: string | undefined;
  readonly key: readonly ObstacleKey[];
}

/** One dimension of a balance, by id. */
export interface ObstacleKey {
  readonly dimension: string;
  readonly value: string;
}

/** A transition of a record as the writer judges it now. */
export interface TransitionOption {
  readonly id: string;
  readonly label: string;
  readonly mutation: string;
  readonly to: string;
  readonly isAvailable: boolean;
  /** Whether it takes the record back: what was posted is reversed, or the state is one of failure. */
  readonly isBack: boolean;
  readonly needsApproval: boolean;
  readonly reason: 'required' | 'optional' | undefined;
  /** API names of the fields that it asks for. */
  readonly input: readonly { readonly field: string; readonly required: boolean }[];
  readonly whyNot: readonly Obstacle[];
}

/**
 * The transitions that lead away from where the record is; others would only be noise. What is possible comes first, and
 * of that what leads on: nobody reverses by the first button or key (SPEC [WRK-163]).
 */
export function transitionOptions(
  answer: unknown,
  { model, entity }: Pick<Columning, 'model' | 'entity'>,
): readonly TransitionOption[] {
  const { states = [] } = model.workflows.find(({ id }) => id === entity.workflow) ?? {};
  const isEnd = (state: (typeof states)[number]): boolean => state.class === 'closed' || state.class === 'posted';
  const isGray = ({ color }: (typeof states)[number]): boolean => color === undefined || color === 'gray';
  // Where others end well, a gray end is what was dropped, refused or dismissed.
  const endsWell = states.some((state) => isEnd(state) && !isGray(state) && state.color !== 'red');
  const lost = new Set(
    states
      .filter(
        (state) =>
          state.class === 'reversed' ||
          state.color === 'red' ||
          (endsWell && state.class === 'closed' && isGray(state)),
      )
      .map(({ id }) => id),
  );
  const rank = ({ isAvailable, isBack }: TransitionOption): number => (isAvailable ? (isBack ? 1 : 0) : 2);
  return rowsOf(answer)
    .filter((row) => row['leavesFromHere'] === true)
    .map((row): TransitionOption => {
      const { reason } = row;
      return {
        id: text(row, 'id'),
        label: text(row, 'label'),
        mutation: text(row, 'mutation'),
        to: text(row, 'to'),
        isAvailable: row['available'] === true,
        isBack: lost.has(text(row, 'to')),
        needsApproval: row['needsApproval'] === true,
        reason: reason === 'required' || reason === 'optional' ? reason : undefined,
        input: rowsOf(row['input']).map((one) => ({ field: text(one, 'field'), required: one['required'] === true })),
        whyNot: rowsOf(row['whyNot']).map(obstacleIn),
      };
    })
    .toSorted((one, other) => rank(one) - rank(other));
}

function obstacleIn(row: ApiRow): Obstacle {
  return {
    message: text(row, 'message'),
    cure: text(row, 'cure'),
    code: text(row, 'code'),
    rule: text(row, 'rule') || undefined,
    ledger: text(row, 'ledger') || undefined,
    key: rowsOf(row['key']).map((part) => ({ dimension: text(part, 'dimension'), value: text(part, 'value') })),
  };
}

function text(row: ApiRow, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}
