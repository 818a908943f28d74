import { issue, pointer, type Issue } from '../core/result.ts';
import { isComputed } from '../template/computed.ts';
import type { WorkflowModel } from './behaviour.ts';
import type { ActionModel, AutomationModel } from './build-automations.ts';
import type { EntityModel, Model } from './model.ts';
import { tableReport } from './table-report.ts';

/**
 * What is allowed and still deserves a look (SPEC [MOD-54], [MOD-64]): decision tables with inputs that no row answers
 * (`MODEL_TABLE_GAP`, with an example), automations that can set each other off (`MODEL_AUTOMATION_CYCLE`, with the
 * way round). Pointers are those of the template.
 */
export function lintBehaviour(model: Model): readonly Issue[] {
  return [...tableGaps(model), ...automationCycles(model)];
}

function tableGaps({ behaviour }: Model): readonly Issue[] {
  return behaviour.tables.flatMap((table, index) => {
    const [example] = tableReport(table).gaps;
    return example === undefined
      ? []
      : [issue('MODEL_TABLE_GAP', pointer('/tables', index), { id: table.id, example })];
  });
}

function automationCycles(model: Model): readonly Issue[] {
  const { automations } = model.behaviour;
  const next = automations.map((one) =>
    automations.flatMap((other, index) =>
      one.do.some((action) => starts(model, { by: one, action }, other)) ? [index] : [],
    ),
  );
  const told = new Set<number>();
  return automations.flatMap((_, start) => {
    const cycle = told.has(start) ? undefined : wayBack(next, start);
    if (cycle === undefined) return [];
    for (const index of cycle) told.add(index);
    const names = [...cycle, start].map((index) => automations[index]?.id ?? '');
    return [issue('MODEL_AUTOMATION_CYCLE', pointer('/automations', start), { cycle: names.join(' → ') })];
  });
}

/** The shortest way from an automation back to itself. */
function wayBack(next: readonly (readonly number[])[], start: number): readonly number[] | undefined {
  let ways: readonly (readonly number[])[] = [[start]];
  const seen = new Set<number>();
  while (ways.length > 0) {
    const longer: (readonly number[])[] = [];
    for (const way of ways) {
      for (const index of next[way.at(-1) ?? start] ?? []) {
        if (index === start) return way;
        if (seen.has(index)) continue;
        seen.add(index);
        longer.push([...way, index]);
      }
    }
    ways = longer;
  }
  return undefined;
}

interface Deed {
  readonly by: AutomationModel;
  readonly action: ActionModel;
}

/** Whether the action can make the event that the other automation waits for; conditions are not looked at. */
function starts(model: Model, { by, action }: Deed, { on }: AutomationModel): boolean {
  switch (action.kind) {
    case 'create':
      return on.entity === action.entity && on.transition === undefined && (on.change ?? 'created') === 'created';
    case 'set':
      return (
        on.entity === by.on.entity &&
        on.transition === undefined &&
        isUpdate(on) &&
        touches(
          model,
          on,
          action.values.map(({ field }) => field),
        )
      );
    case 'transition': {
      if (on.entity !== by.on.entity) return false;
      if (on.transition !== undefined) return on.transition === action.transition;
      const workflow = model.behaviour.workflows.find(({ entity }) => entity === on.entity);
      return isUpdate(on) && touches(model, on, ['state', ...setFields(workflow, action.transition)]);
    }
    case 'notify':
    case 'webhook':
      return false;
  }
}

function isUpdate({ change }: AutomationModel['on']): boolean {
  return change === undefined || change === 'updated';
}

/** What is computed from what is set changes with it. */
function touches(model: Model, { entity, fields }: AutomationModel['on'], set: readonly string[]): boolean {
  if (fields.length === 0) return true;
  const own: EntityModel | undefined = model.entities.find(({ id }) => id === entity);
  const computed = (own?.fields ?? []).filter(isComputed);
  return fields.some((field) => set.includes(field) || computed.some(({ id }) => id === field));
}

function setFields(workflow: WorkflowModel | undefined, transition: string): readonly string[] {
  return workflow?.transitions.find(({ id }) => id === transition)?.set.map(({ field }) => field) ?? [];
}
