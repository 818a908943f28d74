import type { EvalContext } from '../../schema/expr/evaluate.ts';
import type { FieldState } from '../../schema/model/field-conditions.ts';
import {
  entityRules,
  isLocal,
  localConditions,
  newMemos,
  stateOf,
  type Conditions,
  type EntityRules,
  type Judging,
  type Memos,
} from './entity-rules.ts';
import type { FormNode } from './form-layout.ts';
import type { CompiledForm, FormField } from './form-plan.ts';
import type { Raw } from './form-raw.ts';
import { isRecord, rowsIn, type RecordValue, type RowValue } from './form-value.ts';

/** What the expressions of a form make of its values. */
export interface Derived {
  /** By the API name of the field. */
  readonly states: ReadonlyMap<string, FieldState>;
  /** By the id of the node, for nodes with conditions. */
  readonly nodes: ReadonlyMap<string, FieldState>;
  /** Values of formulas that can be known here, by API name; what needs other records stays as the server gave it. */
  readonly computed: RecordValue;
  /** The same of every row, by its key. */
  readonly rows: ReadonlyMap<string, RowDerived>;
}

export interface RowDerived {
  readonly states: ReadonlyMap<string, FieldState>;
  readonly computed: RecordValue;
}

/** The values now, and as they are stored; `null` for a new record. */
export interface FormValues {
  readonly value: RecordValue;
  readonly stored: RecordValue | null;
}

interface LineRules {
  readonly field: FormField;
  readonly rules: EntityRules;
}

interface RowKept {
  readonly memos: Memos;
  readonly last: { readonly raw: Raw; readonly derived: RowDerived } | undefined;
}

/**
 * Evaluates conditions and formulas of a form in one pass (SPEC [FORM-8], [FORM-9]). What was read the last time and
 * has not changed is not evaluated again: typing in one of 500 rows evaluates that row and the sums over it.
 */
export function formRules(form: CompiledForm): (values: FormValues, context: EvalContext) => Derived {
  const document = entityRules(form.entity, form.fields);
  const lines = form.fields.flatMap((field): readonly LineRules[] =>
    field.lines === undefined ? [] : [{ field, rules: entityRules(field.lines.entity, field.lines.fields) }],
  );
  const isLine = form.entity.parent !== undefined;
  const nodes = nodesIn(form.layout).map((node) => ({
    id: node.id,
    conditions: localConditions(conditionsOf(node), (expr) => isLocal(expr, form.fields, isLine)),
  }));
  const conditional = nodes.filter(({ conditions }) => Object.values(conditions).length > 0);
  const memos = newMemos();
  const kept = new Map<string, RowKept>();
  // Rows whose formulas read formulas of their document are seen again once those are known.
  const passes = lines.some(({ rules }) => rules.readsFormulasOf(form.entity)) ? 2 : 1;

  return ({ value, stored }, context) => {
    let doc = document.raw(value);
    let computed: RecordValue = {};
    const rows = new Map<string, RowDerived>();
    for (let pass = 0; pass < passes; pass += 1) {
      for (const { field, rules } of lines) {
        const made = rowsIn(value[field.apiName]).map((row) => {
          const known = kept.get(row.$key) ?? { memos: newMemos(), last: undefined };
          const next = deriveRow(known.memos, { row, doc, rules, context, stored: storedRow(stored, field, row) });
          kept.set(row.$key, { memos: known.memos, last: next });
          rows.set(row.$key, next.derived);
          return next.raw;
        });
        doc = { ...doc, [field.field]: memos.lists.get(field.field, made, () => made) };
      }
      const done = document.formulas({ doc }, context, memos);
      doc = { ...doc, ...done.raw };
      computed = done.computed;
    }
    for (const key of kept.keys()) if (!rows.has(key)) kept.delete(key);
    const judging = { now: { doc }, before: stored === null ? null : { doc: document.raw(stored) }, context, memos };
    return { states: document.states(judging), nodes: nodeStates(conditional, judging), computed, rows };
  };
}

interface RowGiven {
  readonly row: RowValue;
  readonly doc: Raw;
  readonly rules: EntityRules;
  readonly context: EvalContext;
  readonly stored: RecordValue | undefined;
}

function deriveRow(memos: Memos, { row, doc, rules, context, stored }: RowGiven): NonNullable<RowKept['last']> {
  const base = rules.raw(row);
  const { raw: added, computed } = rules.formulas({ line: base, doc }, context, memos);
  const raw = memos.raws.get('row', [base, ...Object.values(added)], () => ({ ...base, ...added }));
  const before = stored === undefined ? null : { line: rules.raw(stored), doc };
  const states = rules.states({ now: { line: raw, doc }, before, context, memos });
  return { raw, derived: memos.rows.get('row', [states, computed], () => ({ states, computed })) };
}

function storedRow(stored: RecordValue | null, field: FormField, row: RowValue): RecordValue | undefined {
  const rows = stored?.[field.apiName];
  if (typeof row['id'] !== 'string' || !Array.isArray(rows)) return undefined;
  return rows.filter(isRecord).find(({ id }) => id === row['id']);
}

interface NodeConditions {
  readonly id: string;
  readonly conditions: Conditions;
}

function nodeStates(nodes: readonly NodeConditions[], judging: Judging): ReadonlyMap<string, FieldState> {
  const made = nodes.map(({ id, conditions }): readonly [string, FieldState] => [
    id,
    stateOf(`node ${id}`, conditions, judging),
  ]);
  const states = made.map(([, state]) => state);
  return judging.memos.maps.get('nodes', states, () => new Map(made));
}

/** Every node of a layout, from the top. */
export function nodesIn(layout: readonly FormNode[]): readonly FormNode[] {
  return layout.flatMap((node) => ('children' in node ? [node, ...nodesIn(node.children)] : [node]));
}

function conditionsOf(node: FormNode): Conditions {
  const { visible } = node;
  const readonly = node.kind === 'field' || node.kind === 'grid' ? node.readonly : undefined;
  const required = node.kind === 'field' ? node.required : undefined;
  return {
    ...(visible === undefined ? {} : { visibleWhen: visible }),
    ...(readonly === undefined ? {} : { readonlyWhen: readonly }),
    ...(required === undefined ? {} : { requiredWhen: required }),
  };
}
