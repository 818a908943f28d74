import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import type { EntityDef, EntityKind, FieldDef } from '../../../schema/template/template.ts';
import type { LayoutNode } from '../../../schema/template/template-views.ts';
import { FIELD_TYPE_GROUPS, FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { mayHaveLines } from './field-additions.ts';
import { fieldsShown } from './layout-tree.ts';

export const PARTS = ['section', 'tabs', 'columns', 'text'] as const;
export type Part = (typeof PARTS)[number];

export const RECORD_FACTS = ['state', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'] as const;

/** Whether an id names what every record has without being told. */
export function isRecordFact(id: string): id is (typeof RECORD_FACTS)[number] {
  return RECORD_FACTS.some((fact) => fact === id);
}

/** Something that can be put on the form. */
export type PaletteItem =
  | { readonly kind: 'field'; readonly field: FieldDef }
  | { readonly kind: 'type'; readonly type: FieldKind; readonly to?: string }
  | { readonly kind: 'part'; readonly part: Part };

/** The fields of the object that the form doesn't show, in their order. */
export function unplacedFields(entity: EntityDef, layout: readonly LayoutNode[]): readonly FieldDef[] {
  const shown = fieldsShown(layout);
  return entity.fields.filter(({ id }) => !shown.has(id));
}

/** The field types that an object can have, by group: lines have no lines, and an object has one number. */
export function typeGroups(kind: EntityKind, isNumbered: boolean): typeof FIELD_TYPE_GROUPS {
  const fits = (type: FieldKind): boolean =>
    (type !== 'lines' || mayHaveLines({ kind })) && (type !== 'sequence' || !isNumbered);
  return FIELD_TYPE_GROUPS.map((group) => ({ ...group, kinds: group.kinds.filter(fits) }));
}

/** All texts that a field type is found by. */
export function wordsOfType(kind: FieldKind): readonly string[] {
  const { name, hint, words } = FIELD_TYPE_INFO[kind];
  return [...Object.values(name), ...Object.values(hint), ...words, kind];
}

/** All texts that a field is found by. */
export function wordsOfField(field: FieldDef, locale: Locale): readonly string[] {
  return [textIn(field.label, locale), ...Object.values(field.label ?? {}), field.id];
}
