import { rowsOf, type ApiRow } from '../documents/row-values.ts';

/** Something that speaks against a transition. */
export interface Obstacle {
  readonly message: string;
  readonly cure: string;
}

/** A transition of a record as the writer judges it now. */
export interface TransitionOption {
  readonly id: string;
  readonly label: string;
  readonly mutation: string;
  readonly to: string;
  readonly isAvailable: boolean;
  readonly needsApproval: boolean;
  readonly reason: 'required' | 'optional' | undefined;
  /** API names of the fields that it asks for. */
  readonly input: readonly { readonly field: string; readonly required: boolean }[];
  readonly whyNot: readonly Obstacle[];
}

/** The transitions that lead away from where the record is; others would only be noise. */
export function transitionOptions(answer: unknown): readonly TransitionOption[] {
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
        needsApproval: row['needsApproval'] === true,
        reason: reason === 'required' || reason === 'optional' ? reason : undefined,
        input: rowsOf(row['input']).map((one) => ({ field: text(one, 'field'), required: one['required'] === true })),
        whyNot: rowsOf(row['whyNot']).map((one) => ({ message: text(one, 'message'), cure: text(one, 'cure') })),
      };
    });
}

function text(row: ApiRow, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}
