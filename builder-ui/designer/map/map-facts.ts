import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import type { EntityDef, EntityKind, Template } from '../../../schema/template/template.ts';
import { kindOf } from '../fields/field-rows.ts';
import { rulesOf } from '../rules/rules-of.ts';

/** What the map tells of an object. */
export interface ObjectFacts {
  readonly entity: EntityDef;
  readonly rules: number;
  readonly states: number;
  readonly change: 'none' | 'changed' | 'new';
}

/** A reference or the lines of one object. */
export interface Relation {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly field: string;
  readonly kind: 'ref' | 'multiRef' | 'lines';
}

/** Documents first: they are what people speak of. */
export const MAP_KINDS: readonly EntityKind[] = ['document', 'master', 'log', 'line'];

/** Every object of a draft with what is to be known of it, compared with what is in force. */
export function objectFacts(draft: Template, base: Template): readonly ObjectFacts[] {
  const before = new Map((base.entities ?? []).map((entity) => [entity.id, entity]));
  return (draft.entities ?? []).map((entity) => {
    const was = before.get(entity.id);
    const flow = draft.workflows?.find(({ of }) => of === entity.id);
    return {
      entity,
      rules: rulesOf(draft, entity).length,
      states: flow?.states.length ?? 0,
      change:
        was === undefined ? 'new' : was === entity || canonicalJson(was) === canonicalJson(entity) ? 'none' : 'changed',
    };
  });
}

/** What refers to what, in the order of the template. */
export function relationsOf(template: Template): readonly Relation[] {
  const known = new Set((template.entities ?? []).map(({ id }) => id));
  return (template.entities ?? []).flatMap((entity) =>
    entity.fields.flatMap((field): readonly Relation[] => {
      const kind = kindOf(field.type);
      const to = kind === 'lines' ? field.of : field.to;
      if ((kind !== 'ref' && kind !== 'multiRef' && kind !== 'lines') || to === undefined || !known.has(to)) return [];
      return [{ id: `${entity.id}.${field.id}`, from: entity.id, to, field: field.id, kind }];
    }),
  );
}
