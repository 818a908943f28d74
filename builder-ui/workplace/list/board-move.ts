import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { transitionName } from '../../../schema/model/names.ts';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import type { PathEnd } from '../documents/field-path.ts';
import { transitionDocument, updateDocument } from '../documents/record-document.ts';
import { textOf, type ApiRow } from '../documents/row-values.ts';

/** How a card comes into another lane: a write, or a step that asks for more than a card has. */
export type BoardMove =
  | {
      readonly kind: 'update' | 'step';
      readonly query: string;
      readonly variables: Readonly<Record<string, unknown>>;
      /** The field before and after, for a change of one. */
      readonly base?: RecordValue;
      readonly value?: RecordValue;
    }
  | { readonly kind: 'open' };

export interface BoardPlace {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  /** What the lanes are by. */
  readonly by: PathEnd;
}

/**
 * The ways of a card (SPEC [WRK-7]): by state only where a transition of the caller leads from here, by an option where
 * the field may be changed. `undefined` for a lane that it cannot reach.
 */
export function boardMove(place: BoardPlace, row: ApiRow, lane: string): BoardMove | undefined {
  const { entity, rights, by } = place;
  const [name = ''] = by.steps;
  const given = { id: row['id'], version: row['version'] };
  if (row[name] === lane) return undefined;
  if (by.path !== 'state') {
    if (!rights.gives(entity, name, 'update')) return undefined;
    const patch = { [name]: lane === '' ? null : lane };
    const base = { [name]: textOf(row[name]) || null };
    return { kind: 'update', query: updateDocument(entity), variables: { ...given, patch }, base, value: patch };
  }
  const transition = transitionTo(place, String(row[name]), lane);
  if (transition === undefined) return undefined;
  if (transition.reason !== undefined || transition.input.length > 0) return { kind: 'open' };
  const mutation = transitionName(transition.id, entity.apiName);
  const ask = { id: transition.id, mutation, reason: undefined, hasInput: false };
  return { kind: 'step', query: transitionDocument(entity, ask), variables: given };
}

function transitionTo({ model, entity, rights }: BoardPlace, from: string, to: string) {
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  return workflow?.transitions.find(
    (one) => one.from.includes(from) && one.to === to && rights.mayCall(transitionName(one.id, entity.apiName)),
  );
}
