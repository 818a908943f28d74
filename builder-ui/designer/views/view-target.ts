import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit, EditPath, Json } from '../../../schema/model/edits.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { viewsFor } from '../../../schema/model/views.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { BoardViewDef, CalendarViewDef, ListViewDef } from '../../../schema/template/template-views.ts';
import { newViewId } from '../form/form-target.ts';
import { toJson } from '../form/to-json.ts';

/** A view that shows records in their number: as rows, as cards, as days. */
export type RecordsView = ListViewDef | BoardViewDef | CalendarViewDef;

/** A view being designed; with `isMade` nobody has designed it yet, and it becomes the template's with the first change. */
export interface ViewTarget {
  readonly view: RecordsView;
  readonly isMade: boolean;
}

/** The views of an object in their order; the list that every object has where nobody designed one (SPEC [DSG-40]). */
export function recordsViews(
  { template, model }: { readonly template: Template; readonly model: Model },
  entity: string,
): readonly ViewTarget[] {
  const given = (template.views ?? [])
    .filter((view): view is RecordsView => view.kind === 'list' || view.kind === 'board' || view.kind === 'calendar')
    .filter((view) => view.of === entity)
    .map((view): ViewTarget => ({ view, isMade: false }));
  const isKnown = model.entities.some(({ id }) => id === entity);
  if (given.some(({ view }) => view.kind === 'list') || !isKnown) return given;
  const { list } = viewsFor({ ...model, views: [] }, entity);
  return [{ view: { ...list, id: newViewId(template, `${entity}List`) }, isMade: true }, ...given];
}

/** Edits inside a view, with what makes it an authored one first. */
export function withView({ view, isMade }: ViewTarget, edits: readonly Edit[]): readonly Edit[] {
  return isMade ? [{ kind: 'addItem', list: ['views'], item: toJson(view) }, ...edits] : edits;
}

/** Where a view stands, for edits. */
export function viewPath({ view }: ViewTarget): EditPath {
  return ['views', view.id];
}

/** Sets a property of a view, or takes it away. */
export function setOnView(target: ViewTarget, key: string, value: Json | undefined): readonly Edit[] {
  const set: Edit = { kind: 'setProperty', at: viewPath(target), key, ...(value === undefined ? {} : { value }) };
  return withView(target, [set]);
}

/** Moves a view one place among those of its object. */
export function moveView(targets: readonly ViewTarget[], index: number, by: 1 | -1): readonly Edit[] {
  const moved = targets[index];
  const other = targets[index + by];
  if (moved === undefined || other === undefined || moved.isMade || other.isMade) return [];
  const [id, before] = by === 1 ? [other.view.id, moved.view.id] : [moved.view.id, other.view.id];
  return [{ kind: 'moveItem', list: ['views'], id, before }];
}

export const VIEW_KINDS = ['list', 'board', 'calendar'] as const;
export type ViewKind = (typeof VIEW_KINDS)[number];

/** What boards can have lanes of: the states of a flow, or a choice. */
export function laneFields(entity: EntityModel): readonly string[] {
  const choices = entity.fields.filter(({ type }) => type.kind === 'enum').map(({ id }) => String(id));
  return entity.workflow === undefined ? choices : ['state', ...choices];
}

/** What calendars can go by. */
export function dayFields(entity: EntityModel): readonly string[] {
  const days = entity.fields.filter(({ type }) => type.kind === 'date' || type.kind === 'datetime');
  return [...days.map(({ id }) => String(id)), 'createdAt'];
}

/** A view to begin with; `undefined` where the object has nothing to make it of. */
export function newView(
  { template, model }: { readonly template: Template; readonly model: Model },
  entity: EntityModel,
  { kind, label, locale }: { readonly kind: ViewKind; readonly label: string; readonly locale: Locale },
): RecordsView | undefined {
  const { list } = viewsFor({ ...model, views: [] }, entity.id);
  const text: Text = { [locale]: freeLabel(template, entity.id, { label, locale }) };
  const base = { id: newViewId(template, `${entity.id}${kind}`), of: entity.id, label: text };
  const by = laneFields(entity)[0];
  const start = dayFields(entity)[0];
  if (kind === 'list') return { ...list, ...base, kind };
  if (kind === 'board') return by === undefined ? undefined : { ...base, kind, by, card: list.columns.slice(0, 4) };
  return start === undefined ? undefined : { ...base, kind, start };
}

function freeLabel(
  template: Template,
  entity: string,
  { label, locale }: { readonly label: string; readonly locale: Locale },
): string {
  const taken = new Set(
    (template.views ?? []).filter((view) => view.of === entity).map((view) => textIn(view.label, locale)),
  );
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? label : `${label} ${number}`;
    if (!taken.has(name)) return name;
  }
}
