import {
  issue,
  must,
  ok,
  pointer,
  refused,
  type Issue,
  type JsonPointer,
  type Result,
} from '../../../schema/core/result.ts';
import type { FieldId } from '../../../schema/core/ids.ts';
import type { Expr, ReadPath } from '../../../schema/expr/ast.ts';
import { evaluate, type EvalContext } from '../../../schema/expr/evaluate.ts';
import type { ActionModel, ValueModel } from '../../../schema/model/build-automations.ts';
import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { findSystemField } from '../../compile/storage.ts';
import type { RowInput, RowKey } from '../../compile/write-input.ts';
import { storedValue } from '../../compile/write-values.ts';

/** The values of an action as a caller would give them: checked by the same code, told at the action's own place. */
export function ruleInput(
  entity: EntityModel,
  values: readonly ValueModel[],
  at: {
    readonly variables: Readonly<Record<string, unknown>>;
    readonly evaluation: EvalContext;
    readonly path: JsonPointer;
  },
): Result<RowInput> {
  const issues: Issue[] = [];
  const given = new Map<FieldId, unknown>();
  const refs = new Map<FieldId, RowKey | null>();
  const links = new Map<FieldId, readonly RowKey[]>();
  const paths = new Map<FieldId, JsonPointer>();
  for (const { field: id, value: expr } of values) {
    const field = must(
      entity.fields.find((own) => own.id === id),
      `field ${id}`,
    );
    const path = pointer(at.path, field.apiName);
    const value: unknown = evaluate(expr, at.variables, at.evaluation);
    paths.set(id, path);
    const target = targetOf(field);
    if (target !== undefined && field.type.kind === 'multiRef') {
      links.set(
        id,
        (Array.isArray(value) ? value : []).flatMap((item: unknown) => keyOf(target, item, path) ?? []),
      );
    } else if (target !== undefined) {
      const key = keyOf(target, value, path);
      if (key === null && value !== null && value !== '')
        issues.push(issue('REFERENCE_NOT_FOUND', path, { field: field.apiName, entity: target }));
      refs.set(id, key);
    } else {
      const stored = storedValue(field, value, path);
      if (stored.ok) given.set(id, stored.value);
      else issues.push(...stored.issues);
    }
  }
  return issues.length > 0
    ? refused(issues)
    : ok({ entity, values: given, refs, links, lines: new Map(), paths, path: at.path });
}

function targetOf({ type }: FieldModel): RowKey['entity'] | undefined {
  if (type.kind === 'ref' || type.kind === 'multiRef') return type.to;
  return type.kind === 'user' || type.kind === 'org' ? type.kind : undefined;
}

function keyOf(entity: RowKey['entity'], value: unknown, path: JsonPointer): RowKey | null {
  return typeof value === 'string' && isUuid(value) ? { entity, parts: [{ field: 'id', value }], path } : null;
}

/** What a rule reads of its record. */
export function actionReads(actions: readonly ActionModel[]): readonly ReadPath[] {
  return actions.flatMap(actionExprs).flatMap(({ reads }) => reads);
}

function actionExprs(action: ActionModel): readonly Expr[] {
  if (action.kind === 'set' || action.kind === 'create') return action.values.map(({ value }) => value);
  if (action.kind !== 'notify') return [];
  const told = Object.values(action.explainParts).flatMap((parts) =>
    parts.flatMap((part) => (part.kind === 'value' ? [part.value] : [])),
  );
  return action.to === undefined ? told : [action.to, ...told];
}

/**
 * Whether what the actions read and change is in the model: a rule is run as it was when its event happened, and the
 * template may be another one by now.
 */
export function fitsModel(
  model: Model,
  rule: {
    readonly entity: string | null;
    readonly reads: readonly ReadPath[];
    readonly actions: readonly ActionModel[];
  },
): boolean {
  const find = (id: string | null): EntityModel | undefined => model.entities.find((entity) => entity.id === id);
  const own = find(rule.entity);
  if (rule.entity !== null && own === undefined) return false;
  if (own !== undefined && !rule.reads.every((path) => leadsSomewhere(model, own, path))) return false;
  return rule.actions.every((action) => {
    switch (action.kind) {
      case 'set':
        return own !== undefined && hasFields(own, action.values);
      case 'create': {
        const target = find(action.entity);
        return target !== undefined && hasFields(target, action.values);
      }
      case 'transition':
        return model.behaviour.workflows.some(
          ({ entity, transitions }) => entity === rule.entity && transitions.some(({ id }) => id === action.transition),
        );
      default:
        return true;
    }
  });
}

function hasFields(entity: EntityModel, values: readonly ValueModel[]): boolean {
  return values.every(({ field }) => entity.fields.some(({ id }) => id === field));
}

function leadsSomewhere(model: Model, entity: EntityModel, [step, ...rest]: ReadPath): boolean {
  if (step === undefined) return true;
  const find = (id: string): EntityModel | undefined => model.entities.find((own) => own.id === id);
  if (step === 'parent') {
    const parent = entity.parent === undefined ? undefined : find(entity.parent.entity);
    return parent !== undefined && leadsSomewhere(model, parent, rest);
  }
  if (findSystemField(step) !== undefined) return true;
  const field = entity.fields.find(({ id }) => id === step);
  if (field === undefined) return false;
  const { type } = field;
  const next =
    type.kind === 'ref' || type.kind === 'multiRef' ? find(type.to) : type.kind === 'lines' ? find(type.of) : undefined;
  return next === undefined ? rest.length === 0 : leadsSomewhere(model, next, rest);
}
