import { admits, passes, type EvalContext } from '../expr/evaluate.ts';
import type { EntityModel, FieldModel } from './model.ts';

/** A row as conditions see it: what it will be, and what is stored; `null` for a new one. */
export interface FormRow {
  readonly row: Readonly<Record<string, unknown>>;
  readonly before: Readonly<Record<string, unknown>> | null;
  /** Of a line: the document that it belongs to. */
  readonly document?: unknown;
}

/** What a form shows of a field right now. */
export interface FieldState {
  readonly visible: boolean;
  readonly required: boolean;
  readonly readonly: boolean;
}

/**
 * The state of every field by id, in the browser as in the writer (SPEC [VIEW-12]): shown unless `visible` is false,
 * required where the condition is true of the row as it will be, locked where it was true of the row as stored.
 */
export function fieldStates(
  entity: EntityModel,
  given: FormRow,
  context: EvalContext,
): ReadonlyMap<string, FieldState> {
  return new Map(
    entity.fields.map((field) => [
      field.id,
      {
        visible: field.visibleWhen === undefined || passes(field.visibleWhen, variablesOf(entity, given), context),
        required: isRequired(field, variablesOf(entity, given), context),
        readonly:
          field.readonly ||
          (given.before !== null && isLocked(field, variablesOf(entity, { ...given, row: given.before }), context)),
      },
    ]),
  );
}

function variablesOf(entity: EntityModel, { row, document }: FormRow): Readonly<Record<string, unknown>> {
  return entity.parent === undefined ? { doc: row } : { line: row, doc: document };
}

/** Whether the field must be filled in this row. */
export function isRequired(
  field: FieldModel,
  variables: Readonly<Record<string, unknown>>,
  context: EvalContext,
): boolean {
  return field.required || (field.requiredWhen !== undefined && admits(field.requiredWhen, variables, context));
}

/** Whether a condition locks the field, given the row as it is stored; nothing is locked in a new row. */
export function isLocked(
  { readonlyWhen }: FieldModel,
  variables: Readonly<Record<string, unknown>>,
  context: EvalContext,
): boolean {
  return readonlyWhen !== undefined && admits(readonlyWhen, variables, context);
}
