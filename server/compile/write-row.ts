import { decimalDigits, decimalText, parseDecimal, roundDecimal } from '../../schema/core/decimal.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, pointer, type Issue, type JsonPointer } from '../../schema/core/result.ts';
import { textIn, type Locale } from '../../schema/core/text.ts';
import type { Expr, ReadPath } from '../../schema/expr/ast.ts';
import { admits, evaluate, passes, type EvalContext } from '../../schema/expr/evaluate.ts';
import { NOBODY_ID } from '../../schema/expr/types.ts';
import { isLocked, isRequired } from '../../schema/model/field-conditions.ts';
import { defaultOrder, formulaOrder } from '../../schema/model/formula-order.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { sentencesOf } from './award-words.ts';
import { keepFrozen } from './frozen-rows.ts';
import { allLines, evalRow, lineRows, type RowState } from './row-state.ts';
import { sameField } from './same-value.ts';
import { entityOf } from './storage.ts';

export interface CompleteContext {
  readonly model: Model;
  readonly evaluation: EvalContext;
  readonly roles: readonly string[];
  readonly locale: Locale;
}

/** The paths that defaults, formulas and checks of an entity and of its lines read, seen from the entity's row. */
export function writeReads(model: Model, entity: EntityModel): readonly ReadPath[] {
  const own = entityExprs(entity).flatMap(({ reads }) => reads);
  return [...own, ...liveFields(entity), ...entity.fields.flatMap((field) => lineReads(model, field))];
}

function lineReads(model: Model, field: FieldModel): readonly ReadPath[] {
  if (field.type.kind !== 'lines') return [];
  const line = entityOf(model, field.type.of);
  const paths = entityExprs(line).flatMap((expr) => [
    ...expr.reads,
    ...expr.lineReads.map((path) => fromDocument(field, path)),
  ]);
  return [...paths, ...liveFields(line).map((path) => fromDocument(field, path))];
}

/** A path from a line, as it is reached from the document: `parent.customer` is the document's own `customer`. */
function fromDocument(field: FieldModel, [first = '', ...rest]: ReadPath): ReadPath {
  return first === 'parent' ? rest : [field.id, first, ...rest];
}

function liveFields(entity: EntityModel): readonly ReadPath[] {
  return entity.fields.filter(({ formula }) => formula !== undefined).map(({ id }) => [id]);
}

function entityExprs(entity: EntityModel): readonly Expr[] {
  return [
    ...entity.fields.flatMap(({ balance }) => (balance?.key ?? []).map(({ value }) => value)),
    ...entity.fields.flatMap((field) =>
      [field.default, field.formula?.expr, field.readonlyWhen, field.requiredWhen, field.choices].filter(
        (expr) => expr !== undefined,
      ),
    ),
    ...entity.checks.map(({ when }) => when),
  ];
}

/** Fills defaults and formulas of the row and its lines. Codes: VALUE_TOO_PRECISE. */
export function computeRow(context: CompleteContext, state: RowState): readonly Issue[] {
  const issues: Issue[] = [];
  const lines = allLines(state);
  applyDefaults(context, state);
  if (lines.some(({ entity }) => heldOf(entity).readsDocument)) tellParent(state, lines);
  for (const line of lines) applyDefaults(context, line);
  const passes = passesOf(state, lines);
  for (let pass = 0; pass < passes; pass += 1) {
    // Only the last pass sees final values, so only its problems are real.
    issues.length = 0;
    for (const line of lines) applyFormulas(context, line, issues);
    applyFormulas(context, state, issues);
    tellParent(state, lines);
  }
  return issues;
}

/**
 * Fills defaults and formulas of the row and its lines, then holds it against every rule. All problems at once.
 * `locks: false` spares fields that a condition locks: a transition may ask for them.
 */
export function completeRow(
  context: CompleteContext,
  state: RowState,
  options: { readonly locks: boolean } = { locks: true },
): readonly Issue[] {
  const issues: Issue[] = [...computeRow(context, state)];
  keepFrozen(context.model, state);
  for (const row of [state, ...allLines(state)]) {
    issues.push(...missing(context, row), ...checkCounts(row));
    if (options.locks) issues.push(...lockedChanges(context, row));
    issues.push(...failedChecks(context, row), ...refusedChoices(context, row, state));
  }
  return issues;
}

/**
 * Lines are computed before their document, which adds them up. Where lines read the document in turn (a share of its
 * total), values travel to and fro once per such formula; there are no cycles, so that is enough.
 */
function passesOf(state: RowState, lines: readonly RowState[]): number {
  const entities = new Set(lines.map(({ entity }) => entity));
  const back = [...entities].flatMap(({ fields }) =>
    fields.filter(({ formula }) => (formula?.expr.reads.length ?? 0) > 0),
  );
  return back.length === 0 ? 1 : 1 + Math.min(back.length, state.entity.fields.length);
}

/** Lets lines see their document as it is by now. */
function tellParent(state: RowState, lines: readonly RowState[]): void {
  if (lines.length === 0) return;
  const document = evalRow(state);
  for (const line of lines) line.related['parent'] = document;
}

/** Whether a row rule is true of the row as it will be. */
export function admitsRow(context: CompleteContext, state: RowState, rules: readonly Expr[]): boolean {
  return rules.some((rule) => admits(rule, variablesOf(state), context.evaluation));
}

/** The row is put together when it is first read: most defaults are constants. */
export function variablesOf(
  state: RowState,
  lines?: () => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  let row: Readonly<Record<string, unknown>> | undefined;
  const own = (): Readonly<Record<string, unknown>> => (row ??= evalRow(state, lines?.()));
  if (state.entity.parent !== undefined)
    return {
      get line() {
        return own();
      },
      doc: state.related['parent'],
    };
  return {
    get doc() {
      return own();
    },
  };
}

const orders = new WeakMap<
  EntityModel,
  { readonly defaults: readonly FieldModel[]; readonly formulas: readonly FieldModel[] }
>();

/** The orders of an entity are the same for each of its rows, and an import has many. */
function ordersOf(entity: EntityModel): {
  readonly defaults: readonly FieldModel[];
  readonly formulas: readonly FieldModel[];
} {
  const known = orders.get(entity) ?? { defaults: defaultOrder(entity), formulas: formulaOrder(entity) };
  orders.set(entity, known);
  return known;
}

function applyDefaults(context: CompleteContext, state: RowState): void {
  if (state.before !== null) return;
  for (const field of ordersOf(state.entity).defaults) {
    if (field.default === undefined || state.values[field.id] !== undefined) continue;
    state.values[field.id] = fitted(field, evaluate(field.default, variablesOf(state), context.evaluation));
  }
}

function applyFormulas(context: CompleteContext, state: RowState, issues: Issue[]): void {
  // Each formula may read what the one before it gave; the lines stay as they are.
  let rows: Readonly<Record<string, unknown>> | undefined;
  const lines = (): Readonly<Record<string, unknown>> => (rows ??= lineRows(state));
  for (const field of ordersOf(state.entity).formulas) {
    if (field.formula === undefined) continue;
    const value = fitted(field, evaluate(field.formula.expr, variablesOf(state, lines), context.evaluation));
    const overflow = tooLarge(field, value);
    if (overflow !== undefined)
      issues.push(issue('VALUE_TOO_PRECISE', fieldPath(state, field), { field: field.apiName, ...overflow }));
    state.values[field.id] = overflow === undefined ? value : null;
  }
}

/** An expression's exact result at the scale of the field, as the database's cast would round it. */
function fitted(field: FieldModel, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  // Expressions name the missing user by an id that nobody has; a field that nobody fills is empty.
  if (field.type.kind === 'user') return value === NOBODY_ID ? null : value;
  if (field.type.kind === 'int') return Number(value);
  if (!('scale' in field.type)) return value;
  const number = parseDecimal(value);
  return number === undefined ? value : decimalText(roundDecimal(number, field.type.scale));
}

function tooLarge(
  field: FieldModel,
  value: unknown,
): { readonly precision: number; readonly scale: number } | undefined {
  if (!('scale' in field.type) || typeof value !== 'string') return undefined;
  const number = parseDecimal(value);
  const { precision, scale } = field.type;
  return number !== undefined && decimalDigits(number).whole > precision - scale ? { precision, scale } : undefined;
}

/** Sets a field to what an expression gave, at the scale of the field. Codes: VALUE_TOO_PRECISE. */
export function setField(state: RowState, field: FieldModel, given: unknown): readonly Issue[] {
  const value = fitted(field, given);
  const overflow = tooLarge(field, value);
  state.values[field.id] = overflow === undefined ? value : null;
  // What stood behind the reference is not what stands there now.
  delete state.related[field.id];
  return overflow === undefined
    ? []
    : [issue('VALUE_TOO_PRECISE', fieldPath(state, field), { field: field.apiName, ...overflow })];
}

function fieldPath(state: RowState, field: FieldModel): JsonPointer {
  return state.paths.get(field.id) ?? pointer(state.path, field.apiName);
}

function missing(context: CompleteContext, state: RowState): readonly Issue[] {
  const { required, isConditional } = heldOf(state.entity);
  const empty = required.filter((field) => isEmpty(state, field));
  if (empty.length === 0) return [];
  const variables = isConditional ? variablesOf(state) : {};
  return empty
    .filter((field) => isRequired(field, variables, context.evaluation))
    .map((field) => issue('VALUE_REQUIRED', fieldPath(state, field), { field: field.apiName }));
}

interface Held {
  /** Fields that must be filled, always or where a condition holds. */
  readonly required: readonly FieldModel[];
  readonly isConditional: boolean;
  readonly lines: readonly FieldModel[];
  /** References that lead only to rows of a condition. */
  readonly choosing: readonly FieldModel[];
  readonly isLockable: boolean;
  /** Of lines: whether a default or a formula reads the document. */
  readonly readsDocument: boolean;
}

const held = new WeakMap<EntityModel, Held>();

/** What the rows of an entity are held against: the same for each, and most of its fields have nothing of it. */
function heldOf(entity: EntityModel): Held {
  const known = held.get(entity);
  if (known !== undefined) return known;
  const { fields } = entity;
  const found = {
    required: fields.filter(
      ({ type, required, requiredWhen }) =>
        type.kind !== 'sequence' && type.kind !== 'lines' && (required || requiredWhen !== undefined),
    ),
    isConditional: fields.some(({ requiredWhen }) => requiredWhen !== undefined),
    lines: fields.filter(({ type }) => type.kind === 'lines'),
    choosing: fields.filter(({ choices }) => choices !== undefined),
    isLockable: fields.some(({ readonlyWhen }) => readonlyWhen !== undefined),
    readsDocument: fields
      .flatMap(({ default: given, formula }) => [given, formula?.expr].filter((expr) => expr !== undefined))
      .some(({ reads, lineReads }) => reads.length > 0 || lineReads.some(([first]) => first === 'parent')),
  };
  held.set(entity, found);
  return found;
}

function isEmpty(state: RowState, field: FieldModel): boolean {
  const value = state.values[field.id];
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function checkCounts(state: RowState): readonly Issue[] {
  return heldOf(state.entity).lines.flatMap((field) => {
    if (field.type.kind !== 'lines') return [];
    const count = state.lines.get(field.id)?.length ?? 0;
    const { min } = field.type;
    const max = Math.min(field.type.max, LIMITS.linesPerDocumentMax);
    return count < min || count > max
      ? [issue('LINES_COUNT', fieldPath(state, field), { field: field.apiName, count, min, max })]
      : [];
  });
}

/** Fields that a condition locks may not change while it holds of the row as it was. */
function lockedChanges(context: CompleteContext, state: RowState): readonly Issue[] {
  const { before } = state;
  if (before === null || !heldOf(state.entity).isLockable) return [];
  const variables =
    state.entity.parent === undefined ? { doc: before } : { line: before, doc: state.related['parent'] };
  return state.entity.fields
    .filter(
      (field) =>
        field.readonlyWhen !== undefined &&
        state.paths.has(field.id) &&
        !sameField(field, before[field.id], state.values[field.id]),
    )
    .filter((field) => isLocked(field, variables, context.evaluation))
    .map((field) => issue('VALUE_READONLY', fieldPath(state, field), { field: field.apiName }));
}

/**
 * References that lead to rows which can't be chosen (SPEC [MOD-16]). What was chosen stays, whatever becomes of it: the
 * condition is judged when the row is new and when what it reads of the row itself, or of its document, changes.
 */
function refusedChoices(context: CompleteContext, state: RowState, document: RowState): readonly Issue[] {
  return heldOf(state.entity)
    .choosing.flatMap((field) =>
      field.choices === undefined || isEmpty(state, field) ? [] : [{ field, choices: field.choices }],
    )
    .filter(({ field, choices }) => isJudgedNow(choices, [field.id], { state, document }))
    .filter(({ choices }) => !admits(choices, variablesOf(state), context.evaluation))
    .map(({ field, choices }) => {
      const rule = textIn(sentencesOf(context.model, choices), context.locale);
      return issue('CHOICE_NOT_OFFERED', fieldPath(state, field), { field: field.apiName, rule });
    });
}

/**
 * Whether what the expression reads of the row itself or of its document is new or changed, or one of these fields is.
 */
export function isJudgedNow(
  expr: Expr,
  fields: readonly string[],
  { state, document }: { readonly state: RowState; readonly document: RowState },
): boolean {
  const isLine = state.entity.parent !== undefined;
  const firsts = (paths: readonly ReadPath[]): readonly (string | undefined)[] => paths.map(([first]) => first);
  const own = firsts(isLine ? expr.lineReads : expr.reads);
  // A line says `doc.warehouse` or `line.parent.warehouse`.
  const parents = expr.lineReads.flatMap(([first, ...rest]) => (first === 'parent' ? [rest] : []));
  return (
    hasChanged(state, [...fields, ...own]) || (isLine && hasChanged(document, firsts([...expr.reads, ...parents])))
  );
}

function hasChanged({ entity, before, values }: RowState, ids: readonly (string | undefined)[]): boolean {
  if (before === null) return true;
  return entity.fields.some(
    (field) =>
      field.type.kind !== 'lines' && ids.includes(field.id) && !sameField(field, before[field.id], values[field.id]),
  );
}

function failedChecks(context: CompleteContext, state: RowState): readonly Issue[] {
  if (state.entity.checks.length === 0) return [];
  const variables = variablesOf(state);
  return state.entity.checks
    .filter((check) => check.unlessRole === undefined || !context.roles.includes(check.unlessRole))
    .filter((check) => !passes(check.when, variables, context.evaluation))
    .map((check) => {
      const text = textIn(check.message, context.locale) || check.when.source;
      return issue('CHECK_FAILED', state.path, { text, rule: check.id, entity: state.entity.id });
    });
}
