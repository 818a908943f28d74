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

type Row = Readonly<Record<string, unknown>>;

/** The row as expressions see it: references with the rows behind them, lines as rows, made before where they are given. */
export function evalRow(state: RowState, lines: Row = lineRows(state)): Row {
  return { ...state.values, ...state.related, ...lines };
}

/** The lines of a row as expressions see them, by the field that holds them. */
export function lineRows(state: RowState): Row {
  const rows: Record<string, unknown> = {};
  for (const [field, lines] of state.lines) rows[field] = lines.map((line) => evalRow(line));
  return rows;
}

const written = new WeakMap<RowState, Row>();

/** As `evalRow`, made once: of a row that nothing changes any more. */
export function writtenRow(state: RowState): Row {
  const known = written.get(state) ?? evalRow(state);
  written.set(state, known);
  return known;
}
