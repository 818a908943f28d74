import type { Text } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import type { AwardDef } from '../../../schema/template/template-rules.ts';

/** What can earn points: a step, a change of a record, the first sign-in of a day, or a person who gives. */
export type AwardStart =
  | { readonly kind: 'transition'; readonly entity: string; readonly transition: string }
  | { readonly kind: 'change'; readonly entity: string; readonly change: 'created' | 'updated' }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'manual' };

/** Something to award, under what it belongs to; the texts are those of the template. */
export interface AwardChoice {
  readonly key: string;
  readonly start: AwardStart;
  /** The object; none for what has no record. */
  readonly entity?: EntityDef;
  readonly step?: Text;
}

/** All that can be awarded: the steps and changes of each object, and what has no record. */
export function awardChoices(template: Template): readonly AwardChoice[] {
  const records = (template.entities ?? []).flatMap((entity): readonly AwardChoice[] => {
    if (entity.kind === 'line') return [];
    const steps = template.workflows?.find(({ of }) => of === entity.id)?.transitions ?? [];
    return [
      ...steps.map((step): AwardChoice => ({
        key: `${entity.id} ${step.id}`,
        start: { kind: 'transition', entity: entity.id, transition: step.id },
        entity,
        step: step.label ?? humanText(step.id),
      })),
      ...(['created', 'updated'] as const).map((change): AwardChoice => ({
        key: `${entity.id} @${change}`,
        start: { kind: 'change', entity: entity.id, change },
        entity,
      })),
    ];
  });
  return [
    { key: '@signIn', start: { kind: 'signIn' } },
    { key: '@manual', start: { kind: 'manual' } },
    // Documents with a flow are what points are mostly for.
    ...records.filter(({ start }) => start.kind === 'transition'),
    ...records.filter(({ start }) => start.kind !== 'transition'),
  ];
}

/** How an award comes about. */
export function startOf({ on, manual }: AwardDef): AwardStart | undefined {
  if (manual !== undefined) return { kind: 'manual' };
  if (on?.event !== undefined) return { kind: 'signIn' };
  if (on?.entity === undefined) return undefined;
  if (on.transition !== undefined) return { kind: 'transition', entity: on.entity, transition: on.transition };
  return { kind: 'change', entity: on.entity, change: on.change === 'created' ? 'created' : 'updated' };
}

/** Field names that say who did the work, likeliest first. */
const DOER = /assignee|owner|doer|person|employee|keeper|responsible|salesperson|worker|counter/i;

/** Fields of an object that hold a person, the likeliest receiver first. */
export function personFields(entity: EntityDef): readonly FieldDef[] {
  const people = entity.fields.filter(({ type, secret }) => type === 'user' && secret !== true);
  return [...people.filter(({ id }) => DOER.test(id)), ...people.filter(({ id }) => !DOER.test(id))];
}
