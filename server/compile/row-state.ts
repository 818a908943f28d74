import type { FieldId } from '../../schema/core/ids.ts';
import type { JsonPointer } from '../../schema/core/result.ts';
import type { EntityModel } from '../../schema/model/model.ts';

/** A row that is being written: what it will be, and what it was. Values by field id in the form that expressions read. */
export interface RowState {
  readonly entity: EntityModel;
  readonly id: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly values: Record<string, unknown>;
  /** Rows behind references that expressions read, by field id. */
  readonly related: Record<string, unknown>;
  readonly lines: Map<FieldId, RowState[]>;
  readonly removed: Map<FieldId, RowState[]>;
  /** Where the row and its fields were given. */
  readonly path: JsonPointer;
  readonly paths: ReadonlyMap<FieldId, JsonPointer>;
}

/** The lines of a document, whatever field holds them. */
export function allLines(state: RowState): readonly RowState[] {
  return [...state.lines.values()].flat();
}

/** The row as expressions see it: references with the rows behind them, lines as rows. */
export function evalRow(state: RowState): Readonly<Record<string, unknown>> {
  const lines = [...state.lines].map(([field, rows]) => [field, rows.map(evalRow)] as const);
  return { ...state.values, ...state.related, ...Object.fromEntries(lines) };
}
