import type { Edit, EditPath } from '../../../schema/model/edits.ts';
import type { Model } from '../../../schema/model/model.ts';
import { foldedForPhone, viewsFor } from '../../../schema/model/views.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { FormViewDef } from '../../../schema/template/template-views.ts';
import { newId } from '../parts/new-id.ts';
import type { ParentNode } from './layout-tree.ts';
import { toJson } from './to-json.ts';

/** The form being designed. */
export interface FormTarget {
  readonly entity: string;
  /** As authored; or as it would be, under the id that it gets with the first change, when `isMade`. */
  readonly view: FormViewDef;
  /** Nobody designed this form yet: it is the one that every entity has. */
  readonly isMade: boolean;
}

/** The forms of an entity that somebody designed. */
export function formsOf(template: Template, entity: string): readonly FormViewDef[] {
  return (template.views ?? []).filter(
    (view): view is FormViewDef => (view.kind === 'form' || view.kind === 'phoneForm') && view.of === entity,
  );
}

/** The form to design (SPEC [DSG-30]): the one of that id, else the entity's first, else the one made for it. */
export function formTarget(
  { template, model }: { readonly template: Template; readonly model: Model },
  entity: string,
  wanted?: string,
): FormTarget | undefined {
  const forms = formsOf(template, entity);
  const given = forms.find(({ id }) => id === wanted) ?? forms.find(({ kind }) => kind === 'form');
  if (given !== undefined) return { entity, view: given, isMade: false };
  if (!model.entities.some(({ id }) => id === entity)) return undefined;
  const id = newViewId(template, `${entity}Form`);
  const { form } = viewsFor({ ...model, entities: presentFields(model, template), views: [] }, entity);
  return { entity, view: { ...form, id }, isMade: true };
}

/** The model comes a moment after the template: a field that was just taken back is no longer shown. */
function presentFields(model: Model, template: Template): Model['entities'] {
  return model.entities.map((entity) => {
    const now = template.entities?.find(({ id }) => id === entity.id);
    if (now === undefined) return entity;
    const ids = new Set(now.fields.map(({ id }) => id));
    return entity.fields.every(({ id }) => ids.has(id))
      ? entity
      : { ...entity, fields: entity.fields.filter(({ id }) => ids.has(id)) };
  });
}

/** A form for phones alone that begins as what phones show now (SPEC [DSG-31]). */
export function phoneFormEdits(template: Template, { view }: FormTarget, label: FormViewDef['label']): readonly Edit[] {
  const item: FormViewDef = {
    id: newViewId(template, `${view.of}PhoneForm`),
    kind: 'phoneForm',
    of: view.of,
    layout: foldedForPhone(view.layout),
    ...(label === undefined ? {} : { label }),
  };
  return [{ kind: 'addItem', list: ['views'], item: toJson(item) }];
}

/** What makes the form an authored one, so that edits find it; nothing when it is one. */
export function materialise({ view, isMade }: FormTarget): readonly Edit[] {
  return isMade ? [{ kind: 'addItem', list: ['views'], item: toJson(view) }] : [];
}

/** Where the nodes inside some parents are listed, for edits. */
export function listPath({ view }: FormTarget, parents: readonly ParentNode[]): EditPath {
  return ['views', view.id, 'layout', ...parents.flatMap(({ id }) => [id, 'children'])];
}

/** An id for a view that a tenant adds. */
export function newViewId(template: Template, words: string): string {
  return newId({
    label: undefined,
    taken: (template.views ?? []).map(({ id }) => id),
    style: 'camel',
    fallback: words.replace(/^x_/, ''),
  });
}
