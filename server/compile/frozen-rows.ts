import type { FieldId } from '../../schema/core/ids.ts';
import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import { formulaOrder } from '../../schema/model/formula-order.ts';
import { isFrozenState } from '../../schema/model/frozen-state.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { isMoved } from './row-changes.ts';
import type { RowState } from './row-state.ts';
import { sameField } from './same-value.ts';

/** Whether the row was frozen before the change: its state is of class posted, closed or reversed (SPEC [WKF-20]). */
export function isFrozen(model: Model, entity: EntityModel, before: RowState['before']): boolean {
  return before !== null && isFrozenState(model, entity, before['state']);
}

/**
 * DOCUMENT_FROZEN for each field of a frozen row that an update changes though it is not `editableAfterPost`, on the
 * document and on its lines, and for taking the row away.
 */
export function frozenIssues(model: Model, state: RowState, event: string): readonly Issue[] {
  if (!isFrozen(model, state.entity, state.before)) return [];
  if (event === 'deleted') return [frozen(state, state.path)];
  if (event !== 'updated') return [];
  return state.entity.fields
    .filter((field) => !field.editableAfterPost)
    .flatMap((field) => (field.type.kind === 'lines' ? frozenLines(state, field) : frozenField(state, state, field)));
}

function frozenField(document: RowState, row: RowState, field: FieldModel): readonly Issue[] {
  if (field.formula !== undefined || field.rollup !== undefined) return [];
  if (sameField(field, row.before?.[field.id], row.values[field.id])) return [];
  return [frozen(document, row.paths.get(field.id) ?? pointer(row.path, field.apiName), field)];
}

function frozenLines(state: RowState, field: FieldModel): readonly Issue[] {
  const lines = state.lines.get(field.id) ?? [];
  const place = state.paths.get(field.id) ?? pointer(state.path, field.apiName);
  return [
    ...lines.filter(({ before }) => before === null).map((line) => frozen(state, line.path, field)),
    ...(state.removed.get(field.id) ?? []).map(() => frozen(state, place, field)),
    ...(lines.some(isMoved) ? [frozen(state, place, field)] : []),
    ...lines
      .filter(({ before }) => before !== null)
      .flatMap((line) =>
        line.entity.fields.filter((own) => !own.editableAfterPost).flatMap((own) => frozenField(state, line, own)),
      ),
  ];
}

function frozen(state: RowState, path: string, field?: FieldModel): Issue {
  return issue('DOCUMENT_FROZEN', path, {
    entity: state.entity.apiName,
    state: String(state.before?.['state']),
    field: field?.apiName ?? state.entity.apiName,
  });
}

/**
 * Gives stored formulas of a frozen row the value they had, unless something changed of the row that they read: what
 * was posted does not follow a price list that changed since.
 */
export function keepFrozen(model: Model, state: RowState): void {
  if (!isFrozen(model, state.entity, state.before)) return;
  const own = changedFields(state);
  for (const [field, lines] of state.lines) {
    const removed = state.removed.get(field) ?? [];
    let changed = removed.length > 0;
    for (const line of lines) {
      const inLine = changedFields(line);
      keepFormulas(line, inLine, own);
      changed ||= inLine.size > 0 || line.before === null;
    }
    if (changed) own.add(field);
  }
  keepFormulas(state, own, own);
}

function changedFields(state: RowState): Set<FieldId> {
  return new Set(
    state.entity.fields
      .filter(({ formula, rollup, type }) => formula === undefined && rollup === undefined && type.kind !== 'lines')
      .filter((field) => !sameField(field, state.before?.[field.id], state.values[field.id]))
      .map(({ id }) => id),
  );
}

/** `changed` grows by the formulas that follow from it. A line's formulas see the document as well. */
function keepFormulas(state: RowState, changed: Set<FieldId>, ofDocument: ReadonlySet<FieldId>): void {
  const { before } = state;
  if (before === null) return;
  const isLine = state.entity.parent !== undefined;
  const reads = (path: readonly string[], set: ReadonlySet<string>): boolean => set.has(path[0] ?? '');
  for (const field of formulaOrder(state.entity)) {
    if (field.formula === undefined) continue;
    const { expr, stored } = field.formula;
    const follows = isLine
      ? expr.lineReads.some((path) => reads(path, changed)) || expr.reads.some((path) => reads(path, ofDocument))
      : expr.reads.some((path) => reads(path, changed));
    if (follows) changed.add(field.id);
    else if (stored) state.values[field.id] = before[field.id];
  }
}
