import { pointer } from '../core/result.ts';
import type { WorkflowDef } from '../template/template.ts';
import {
  diffOrder,
  diffTexts,
  ids,
  otherLanguage,
  pairs,
  same,
  type ChangeList,
  type DiffPlace,
} from './change-list.ts';
import { humanText } from './labels.ts';
import type { Model } from './model.ts';

/** Differences of workflows, their states and their transitions. */
export function diffWorkflows(list: ChangeList, before: Model, after: Model): void {
  for (const { key, old, now } of pairs(before.workflows, after.workflows, ({ id }) => id)) {
    const workflow = now ?? old;
    const entity = [...after.entities, ...before.entities].find(({ id }) => id === workflow?.of);
    const place: DiffPlace = {
      path: pointer('/workflows', key),
      name: workflow?.label ?? humanText(key),
      ...(entity === undefined ? {} : { entity }),
    };
    if (old === undefined || now === undefined || old.of !== now.of) {
      if (old !== undefined) list.add('workflowRemoved', place, { item: key });
      if (now !== undefined) list.add('workflowAdded', place, { item: key, to: now.initial });
    } else diffWorkflow(list, { old, now }, place);
  }
  diffOrder(list, ids(before.workflows), ids(after.workflows), {
    path: '/workflows',
    name: { en: 'Workflows', 'zh-CN': '流程' },
  });
}

interface WorkflowPair {
  readonly old: WorkflowDef;
  readonly now: WorkflowDef;
}

function diffWorkflow(list: ChangeList, { old, now }: WorkflowPair, place: DiffPlace): void {
  const details = { item: now.id };
  diffTexts(list, place, { old, now, details, other: otherLanguage });
  if (old.initial !== now.initial)
    list.add('workflowChanged', place, { ...details, from: old.initial, to: now.initial });
  for (const pair of pairs(old.states, now.states, ({ id }) => id)) diffPart(list, 'state', { ...pair, place });
  for (const pair of pairs(old.transitions, now.transitions, ({ id }) => id))
    diffPart(list, 'transition', { ...pair, place });
  diffOrder(list, ids(old.states), ids(now.states), { ...place, path: pointer(place.path, 'states') });
  diffOrder(list, ids(old.transitions), ids(now.transitions), { ...place, path: pointer(place.path, 'transitions') });
}

interface Part {
  readonly id: string;
  readonly label?: Readonly<Record<string, string>>;
}

interface PartPair {
  readonly key: string;
  readonly old: Part | undefined;
  readonly now: Part | undefined;
  readonly place: DiffPlace;
}

function diffPart(list: ChangeList, what: 'state' | 'transition', { key, old, now, place }: PartPair): void {
  if (same(old, now)) return;
  const here = { ...place, path: pointer(place.path, `${what}s`, key), name: (now ?? old)?.label ?? humanText(key) };
  const details = { item: key };
  if (old === undefined) list.add(what === 'state' ? 'stateAdded' : 'transitionAdded', here, details);
  else if (now === undefined) list.add(what === 'state' ? 'stateRemoved' : 'transitionRemoved', here, details);
  else if (same({ ...old, label: {} }, { ...now, label: {} }))
    diffTexts(list, here, { old, now, details, other: otherLanguage });
  else list.add(what === 'state' ? 'stateChanged' : 'transitionChanged', here, details);
}
