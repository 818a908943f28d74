import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import type { LayoutNode } from '../../../schema/template/template-views.ts';
import { isRecordFact } from './palette-items.ts';
import type { FormDesignText } from './form-texts.ts';

/** What names need. */
export interface Naming {
  readonly template: Template;
  readonly entity: EntityDef | undefined;
  readonly text: FormDesignText;
  readonly locale: Locale;
}

const CACHE = new WeakMap<EntityDef, ReadonlyMap<string, FieldDef>>();

/** The fields of an entity by id; made once for each state of it. */
export function fieldsById(entity: EntityDef): ReadonlyMap<string, FieldDef> {
  const known = CACHE.get(entity);
  if (known !== undefined) return known;
  const made = new Map(entity.fields.map((field) => [field.id, field]));
  CACHE.set(entity, made);
  return made;
}

/** The field at the end of a path over references (`customer.city`). */
export function fieldAt(template: Template, entity: EntityDef | undefined, path: string): FieldDef | undefined {
  let here = entity;
  let field: FieldDef | undefined;
  for (const id of path.split('.')) {
    field = here === undefined ? undefined : fieldsById(here).get(id);
    const to = field?.to;
    here = to === undefined ? undefined : template.entities?.find((other) => other.id === to);
  }
  return field;
}

/** What people call a node: its label, else its field's, else what it is. */
export function nodeName(node: LayoutNode, naming: Naming): string {
  const { text, locale } = naming;
  switch (node.kind) {
    case 'section':
      return textIn(node.label, locale) || text('section');
    case 'tabs':
    case 'columns':
      return text(node.kind);
    case 'text':
      return textIn(node.text, locale).slice(0, 40) || text('text');
    case 'field':
    case 'childGrid':
      return fieldName(node.field, node.label, naming);
  }
}

/** What a field is called where it is shown. */
export function fieldName(path: string, label: Text | undefined, { template, entity, text, locale }: Naming): string {
  const own = textIn(label, locale);
  if (own !== '') return own;
  if (isRecordFact(path)) return text(path);
  const field = fieldAt(template, entity, path);
  return textIn(field?.label, locale) || path;
}
