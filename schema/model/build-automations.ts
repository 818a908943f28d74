import { entityId, fieldId, type EntityId, type FieldId } from '../core/ids.ts';
import { must, pointer, type JsonPointer } from '../core/result.ts';
import type { Text } from '../core/text.ts';
import type { Expr } from '../expr/ast.ts';
import type { ActionDef, AutomationDef, ROW_CHANGES, SCHEDULE_UNITS, ScheduleDef } from '../template/template-rules.ts';
import type { ResolveContext } from './context.ts';
import type { ExplainParts } from './behaviour.ts';
import { explainParts } from './explain-parts.ts';
import { humanText } from './labels.ts';
import { sortedKeys } from './sorted-keys.ts';

/** What happens by itself after a record changed. */
export interface AutomationModel {
  readonly id: string;
  readonly label: Text;
  readonly on: AutomationTrigger;
  /** Read over the record as it was at the event. */
  readonly when?: Expr;
  readonly do: readonly ActionModel[];
}

export interface AutomationTrigger {
  readonly entity: EntityId;
  /** Absent: any change. */
  readonly change?: (typeof ROW_CHANGES)[number];
  readonly transition?: string;
  /** Any of these changed; empty: any field. */
  readonly fields: readonly FieldId[];
}

/** What happens by the clock: once, or for each record of `entity` that `where` admits. */
export interface ScheduleModel {
  readonly id: string;
  readonly label: Text;
  readonly every: (typeof SCHEDULE_UNITS)[number];
  /** `HH:MM`; the start of the unit when absent. */
  readonly at?: string;
  /** The tenant's when absent. */
  readonly timeZone?: string;
  readonly entity?: EntityId;
  readonly where?: Expr;
  readonly do: readonly ActionModel[];
}

export type ActionModel =
  | { readonly kind: 'set'; readonly id: string; readonly values: readonly ValueModel[] }
  | {
      readonly kind: 'create';
      readonly id: string;
      readonly entity: EntityId;
      readonly values: readonly ValueModel[];
    }
  | { readonly kind: 'transition'; readonly id: string; readonly transition: string }
  | {
      readonly kind: 'notify';
      readonly id: string;
      readonly roles: readonly string[];
      readonly to?: Expr;
      readonly message: Text;
      /** The message taken apart: by language, texts and the values between them. */
      readonly explainParts: ExplainParts;
    }
  | { readonly kind: 'webhook'; readonly id: string; readonly connection: string };

export interface ValueModel {
  readonly field: FieldId;
  readonly value: Expr;
}

/** Automations of the template, in order, with their compiled expressions. */
export function buildAutomations(context: ResolveContext): readonly AutomationModel[] {
  return (context.template.automations ?? []).map((def, index) => automationModel(context, def, index));
}

/** Schedules of the template, in order. */
export function buildSchedules(context: ResolveContext): readonly ScheduleModel[] {
  return (context.template.schedules ?? []).map((def, index) => scheduleModel(context, def, index));
}

function automationModel(context: ResolveContext, def: AutomationDef, index: number): AutomationModel {
  const path = pointer('/automations', index);
  const when = context.exprs.get(pointer(path, 'when'));
  return {
    id: def.id,
    label: def.label ?? humanText(def.id),
    on: {
      entity: entityId(def.on.entity),
      ...(def.on.change === undefined ? {} : { change: def.on.change }),
      ...(def.on.transition === undefined ? {} : { transition: def.on.transition }),
      fields: (def.on.fields ?? []).map(fieldId),
    },
    ...(when === undefined ? {} : { when }),
    do: actionModels(context, def.do, pointer(path, 'do')),
  };
}

function scheduleModel(context: ResolveContext, def: ScheduleDef, index: number): ScheduleModel {
  const path = pointer('/schedules', index);
  const where = context.exprs.get(pointer(path, 'where'));
  return {
    id: def.id,
    label: def.label ?? humanText(def.id),
    every: def.every,
    ...(def.at === undefined ? {} : { at: def.at }),
    ...(def.timeZone === undefined ? {} : { timeZone: def.timeZone }),
    ...(def.of === undefined ? {} : { entity: entityId(def.of) }),
    ...(where === undefined ? {} : { where }),
    do: actionModels(context, def.do, pointer(path, 'do')),
  };
}

function actionModels(context: ResolveContext, defs: readonly ActionDef[], path: JsonPointer): readonly ActionModel[] {
  return defs.map((def, index) => actionModel(context, def, pointer(path, index)));
}

function actionModel(context: ResolveContext, def: ActionDef, path: JsonPointer): ActionModel {
  const values = (given: Readonly<Record<string, string>>): readonly ValueModel[] =>
    sortedKeys(given).map((id) => ({
      field: fieldId(id),
      value: must(context.exprs.get(pointer(path, 'values', id)), 'expression of an action'),
    }));
  switch (def.kind) {
    case 'set':
      return { kind: 'set', id: def.id, values: values(def.values) };
    case 'create':
      return { kind: 'create', id: def.id, entity: entityId(def.entity), values: values(def.values) };
    case 'transition':
      return def;
    case 'webhook':
      return def;
    case 'notify': {
      const to = context.exprs.get(pointer(path, 'to'));
      return {
        kind: 'notify',
        id: def.id,
        roles: def.roles ?? [],
        ...(to === undefined ? {} : { to }),
        message: def.message,
        explainParts: explainParts(context, { def: def.message, path: pointer(path, 'message') }),
      };
    }
  }
}
