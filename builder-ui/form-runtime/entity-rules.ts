import { decimalText, parseDecimal, roundDecimal } from '../../schema/core/decimal.ts';
import type { Expr, ReadPath } from '../../schema/expr/ast.ts';
import { admits, evaluate, passes, type EvalContext } from '../../schema/expr/evaluate.ts';
import type { FieldState } from '../../schema/model/field-conditions.ts';
import { formulaOrder } from '../../schema/model/formula-order.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { RowDerived } from './form-rules.ts';
import type { FormField } from './form-plan.ts';
import { rawReader, type Raw, type RawReader } from './form-raw.ts';
import type { FieldValue, RecordValue } from './form-value.ts';
import { newMemo, type Memo } from './memo.ts';

/** The rows that expressions of one entity see. */
export interface Variables {
  readonly doc: Raw;
  readonly line?: Raw;
}

/** What was known the last time, of a record or of one of its rows. */
export interface Memos {
  readonly values: Memo<FieldValue>;
  readonly answers: Memo<boolean>;
  readonly states: Memo<FieldState>;
  readonly maps: Memo<ReadonlyMap<string, FieldState>>;
  readonly records: Memo<RecordValue>;
  readonly raws: Memo<Raw>;
  readonly lists: Memo<readonly unknown[]>;
  readonly rows: Memo<RowDerived>;
}

export function newMemos(): Memos {
  return {
    values: newMemo(),
    answers: newMemo(),
    states: newMemo(),
    maps: newMemo(),
    records: newMemo(),
    raws: newMemo(),
    lists: newMemo(),
    rows: newMemo(),
  };
}

/** The row as it will be and as it is stored, and the moment at which it is judged. */
export interface Judging {
  readonly now: Variables;
  readonly before: Variables | null;
  readonly context: EvalContext;
  readonly memos: Memos;
}

/** The conditions and formulas of one entity's rows. */
export interface EntityRules {
  readonly raw: RawReader;
  readonly formulas: (
    variables: Variables,
    context: EvalContext,
    memos: Memos,
  ) => { readonly raw: Raw; readonly computed: RecordValue };
  readonly states: (judging: Judging) => ReadonlyMap<string, FieldState>;
  readonly readsFormulasOf: (document: EntityModel) => boolean;
}

export function entityRules(entity: EntityModel, fields: readonly FormField[]): EntityRules {
  const isLine = entity.parent !== undefined;
  const formulas = formulaOrder(entity).flatMap((field) => {
    const expr = field.formula?.expr;
    return expr !== undefined && isLocal(expr, fields, isLine) ? [{ field, expr }] : [];
  });
  const models = new Map<string, FieldModel>(entity.fields.map((field) => [field.id, field]));
  const isKnownHere = (expr: Expr): boolean => isLocal(expr, fields, isLine);
  const conditional = fields.map((field) => ({
    field,
    conditions: localConditions(models.get(field.field) ?? {}, isKnownHere),
  }));
  return {
    raw: rawReader(entity, fields),
    formulas(variables, context, { values, records }) {
      let raw: Raw = {};
      const computed: Record<string, FieldValue> = {};
      for (const { field, expr } of formulas) {
        const row = { ...(isLine ? variables.line : variables.doc), ...raw };
        const seen = isLine ? { doc: variables.doc, line: row } : { doc: row };
        const make = (): FieldValue => keptValue(field, evaluate(expr, seen, context));
        const value = values.get(field.id, depsOf(expr, seen), make, expr.usesClock);
        raw = { ...raw, [field.id]: value };
        computed[field.apiName] = value;
      }
      return { raw, computed: records.get('computed', Object.values(raw), () => computed) };
    },
    states(judging) {
      const made = conditional.map(({ field, conditions }): readonly [string, FieldState] => [
        field.apiName,
        fieldState(field, conditions, judging),
      ]);
      const states = made.map(([, state]) => state);
      return judging.memos.maps.get('fields', states, () => new Map(made));
    },
    readsFormulasOf(document) {
      const ids = document.fields.filter(({ formula }) => formula !== undefined).map(({ id }): string => id);
      return formulas.some(({ expr }) => expr.reads.some(([first = '']) => ids.includes(first)));
    },
  };
}

const PLAIN: FieldState = { visible: true, required: false, readonly: false };
const REQUIRED: FieldState = { ...PLAIN, required: true };
const LOCKED: FieldState = { ...PLAIN, readonly: true };

/** SPEC [VIEW-12]: the questions of `fieldStates`, each asked again only when what it reads has changed. */
function fieldState(field: FormField, conditions: Conditions, judging: Judging): FieldState {
  if (Object.values(conditions).length === 0) {
    if (field.lock !== undefined) return LOCKED;
    return field.required ? REQUIRED : PLAIN;
  }
  const state = stateOf(field.field, conditions, judging);
  if (field.lock !== undefined) return state.visible ? LOCKED : { ...LOCKED, visible: false };
  return field.required && !state.required ? { ...state, required: true } : state;
}

/** Each absent where nothing is said. */
export interface Conditions {
  readonly visibleWhen?: Expr;
  readonly requiredWhen?: Expr;
  readonly readonlyWhen?: Expr;
}

/**
 * The conditions that can be judged here. One that reads other records can not: its field is shown and open, and the
 * server has the last word.
 */
export function localConditions(
  { visibleWhen, requiredWhen, readonlyWhen }: Conditions,
  isLocal: (expr: Expr) => boolean,
): Conditions {
  return {
    ...(visibleWhen !== undefined && isLocal(visibleWhen) ? { visibleWhen } : {}),
    ...(requiredWhen !== undefined && isLocal(requiredWhen) ? { requiredWhen } : {}),
    ...(readonlyWhen !== undefined && isLocal(readonlyWhen) ? { readonlyWhen } : {}),
  };
}

/** Shown unless the condition is false; required while it is true; locked where it was true of the row as stored. */
export function stateOf(id: string, conditions: Conditions, { now, before, context, memos }: Judging): FieldState {
  const { visibleWhen, requiredWhen, readonlyWhen } = conditions;
  const asked = (expr: Expr | undefined, variables: Variables, ask: typeof passes): boolean | undefined => {
    const make = (): boolean => expr !== undefined && ask(expr, { ...variables }, context);
    return expr && memos.answers.get(`${id} ${expr.source}`, depsOf(expr, variables), make, expr.usesClock);
  };
  const visible = asked(visibleWhen, now, passes) ?? true;
  const required = asked(requiredWhen, now, admits) ?? false;
  const readonly = before === null ? false : (asked(readonlyWhen, before, admits) ?? false);
  return memos.states.get(id, [visible, required, readonly], () => ({ visible, required, readonly }));
}

/** A formula's value with as many digits as its column keeps. */
function keptValue({ type }: FieldModel, value: unknown): FieldValue {
  if (typeof value === 'string' && 'scale' in type) {
    const number = parseDecimal(value);
    return number === undefined ? value : decimalText(roundDecimal(number, type.scale));
  }
  if (type.kind === 'int' && typeof value === 'string') return Number(value);
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? value : null;
}

/** Whether all that the expression reads is in the form: its own values, those of its lines, titles of references. */
export function isLocal(expr: Expr, fields: readonly FormField[], isLine: boolean): boolean {
  const own = isLine ? expr.lineReads : expr.reads;
  const ofDocument = isLine ? expr.reads : [];
  return own.every((path) => isKnown(path, fields)) && ofDocument.every((path) => path.length === 1);
}

function isKnown(path: ReadPath, fields: readonly FormField[]): boolean {
  const [first, second, ...rest] = path;
  if (second === undefined) return true;
  const field = fields.find((one) => one.field === first);
  if (field?.lines !== undefined) return isKnown([second, ...rest], field.lines.fields);
  return rest.length === 0 && field !== undefined && (second === 'id' || second === field.of?.titleField);
}

/** The values that the expression starts from; the same ones give the same result. */
function depsOf(expr: Expr, { doc, line }: Variables): readonly unknown[] {
  return [...expr.reads.map(([first = '']) => doc[first]), ...expr.lineReads.map(([first = '']) => line?.[first])];
}
