import type { Text } from '../../../schema/core/text.ts';
import type { Edit, Json } from '../../../schema/model/edits.ts';
import type { EntityDef, StateDef, Template, TransitionDef, WorkflowDef } from '../../../schema/template/template.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';

/** The flow of an object; it has one at most. */
export function flowOf(template: Template, entity: EntityDef): WorkflowDef | undefined {
  return template.workflows?.find(({ of }) => of === entity.id);
}

/** A first flow: a draft, a done, and the step between them. */
export function firstFlow(template: Template, entity: EntityDef): Edit {
  const id = newId({
    label: undefined,
    taken: (template.workflows ?? []).map((flow) => flow.id),
    style: 'camel',
    fallback: `${entity.id.replace(/^x_/, '')} flow`,
  });
  const flow: WorkflowDef = {
    id,
    of: entity.id,
    initial: 'x_draft',
    states: [
      { id: 'x_draft', label: { en: 'Draft', 'zh-CN': '草稿' }, class: 'open', color: 'gray' },
      { id: 'x_done', label: { en: 'Done', 'zh-CN': '完成' }, class: 'closed', color: 'green' },
    ],
    transitions: [{ id: 'x_finish', label: { en: 'Finish', 'zh-CN': '完成' }, from: ['x_draft'], to: 'x_done' }],
  };
  return { kind: 'addItem', list: ['workflows'], item: toJson(flow) };
}

/**
 * A further state after the one given, else at the end, with a step that leads to it: a state that nothing leads to is
 * a mistake.
 */
export function addedState(
  flow: WorkflowDef,
  label: Text,
  { after, step }: { readonly after: string | undefined; readonly step: Text },
): { readonly edits: readonly Edit[]; readonly id: string } {
  const id = freeId(flow.states, { label, pinyin: undefined, fallback: 'state' });
  const from = flow.states.find((state) => state.id === after) ?? flow.states.at(-1);
  const next = after === undefined ? undefined : flow.states[flow.states.findIndex((state) => state.id === after) + 1];
  const state: StateDef = { id, label, class: 'open' };
  const leading: TransitionDef = {
    id: freeId(flow.transitions, { label: step, pinyin: undefined, fallback: 'step' }),
    label: step,
    from: [from?.id ?? flow.initial],
    to: id,
  };
  const at = ['workflows', flow.id];
  const before = next === undefined ? {} : { before: next.id };
  return {
    id,
    edits: [
      { kind: 'addItem', list: [...at, 'states'], item: toJson(state), ...before },
      { kind: 'addItem', list: [...at, 'transitions'], item: toJson(leading) },
    ],
  };
}

/** A further step from a state, to the one after it. */
export function addedStep(
  flow: WorkflowDef,
  label: Text,
  { from, pinyin }: { readonly from: string; readonly pinyin?: string },
): { readonly edit: Edit; readonly id: string } {
  const id = freeId(flow.transitions, { label, pinyin, fallback: 'step' });
  const place = flow.states.findIndex((state) => state.id === from);
  const to = flow.states[place + 1] ?? flow.states.find((state) => state.id !== from) ?? flow.states[place];
  const step: TransitionDef = { id, label, from: [from], to: to?.id ?? from };
  return { id, edit: { kind: 'addItem', list: ['workflows', flow.id, 'transitions'], item: toJson(step) } };
}

function freeId(
  items: readonly { readonly id: string }[],
  { label, pinyin, fallback }: { readonly label: Text; readonly pinyin: string | undefined; readonly fallback: string },
): string {
  return newId({
    label,
    ...(pinyin === undefined ? {} : { pinyin }),
    taken: items.map(({ id }) => id),
    style: 'camel',
    fallback,
  });
}

/**
 * Takes a state away with what leads only to or from it (SPEC [DSG-21]); steps from several states lose the one. None
 * for the state that records begin in.
 */
export function removedState(flow: WorkflowDef, id: string): readonly Edit[] {
  if (flow.initial === id) return [];
  const at = ['workflows', flow.id];
  const steps = flow.transitions.flatMap((step): readonly Edit[] => {
    const from = step.from.filter((state) => state !== id);
    if (step.to === id || from.length === 0) return removedStep(flow, step.id);
    if (from.length === step.from.length) return [];
    return [{ kind: 'setProperty', at: [...at, 'transitions', step.id], key: 'from', value: from }];
  });
  return [...steps, { kind: 'removeItem', list: [...at, 'states'], id }];
}

/** Takes a step away; a deadline that would take it only tells from then on. */
export function removedStep(flow: WorkflowDef, id: string): readonly Edit[] {
  const at = ['workflows', flow.id];
  const deadlines = flow.states
    .filter(({ deadline }) => deadline?.take === id)
    .map((state): Edit => ({ kind: 'setProperty', at: [...at, 'states', state.id, 'deadline'], key: 'take' }));
  return [...deadlines, { kind: 'removeItem', list: [...at, 'transitions'], id }];
}

/** Moves a state by one place. */
export function movedState(flow: WorkflowDef, id: string, way: -1 | 1): readonly Edit[] {
  const place = flow.states.findIndex((state) => state.id === id);
  const to = place + way;
  if (place < 0 || to < 0 || to >= flow.states.length) return [];
  const before = flow.states[way === -1 ? to : to + 1];
  const list = ['workflows', flow.id, 'states'];
  return [{ kind: 'moveItem', list, id, ...(before === undefined ? {} : { before: before.id }) }];
}

/** Sets one property of a state or step; without a value it goes. */
export function setOf(
  flow: WorkflowDef,
  item: { readonly list: 'states' | 'transitions'; readonly id: string },
  [key, value]: readonly [key: string, value: Json | undefined],
): Edit {
  const at = ['workflows', flow.id, item.list, item.id];
  const isNothing = value === undefined || (Array.isArray(value) && value.length === 0);
  return { kind: 'setProperty', at, key, ...(isNothing ? {} : { value }) };
}

/** `PT72H` and `P3D` as hours; `undefined` for what is no whole number of hours. */
export function hoursOf(duration: string | undefined): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(\d+)H)?$/.exec(duration ?? '');
  if (found === null || (found[1] === undefined && found[2] === undefined)) return undefined;
  return Number(found[1] ?? 0) * 24 + Number(found[2] ?? 0);
}
