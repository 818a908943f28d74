import type { Issue } from '../../../schema/core/result.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import type { Model } from '../../../schema/model/model.ts';
import { isRecord, itemKey } from '../../../schema/template/item-key.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import { editsOfField } from '../form/field-archiving.ts';
import { compileDraft } from '../session/compile-draft.ts';

/** What taking an object away means. */
export interface ObjectArchiving {
  readonly edits: readonly Edit[];
  /** The object, and lines that no other object has. */
  readonly objects: readonly EntityDef[];
  /** Fields of other objects that refer to it, and go with it. */
  readonly references: readonly { readonly entity: EntityDef; readonly field: FieldDef }[];
  /** What would be wrong afterwards, and the template that it would be wrong in. */
  readonly issues: readonly Issue[];
  readonly after: Template;
}

/**
 * Takes an object out of the template with its lines, with what is only about it (views, workflow, postings, awards,
 * rights, tiles, tests) and with the fields that refer to it (SPEC [DSG-140]). Formulas and rules that read those stay, and
 * are the issues: only their author knows what should stand there.
 */
export function archiveObject(
  { template, model }: { readonly template: Template; readonly model: Model },
  entity: EntityDef,
): ObjectArchiving {
  const objects = withLines(template, entity);
  const gone = new Set(objects.map(({ id }) => id));
  const references = referencesTo(template, gone);
  const edits: Edit[] = [];
  let left = template;
  const run = (more: readonly Edit[]): void => {
    const applied = applyEdits(left, more);
    if (!applied.ok) return;
    edits.push(...more);
    left = applied.value.template;
  };
  run(tileEdits(left, gone));
  run(itemEdits(left, gone));
  run(grantEdits(left, gone));
  for (const { entity: of, field } of references) {
    const now = left.entities?.find(({ id }) => id === of.id);
    if (now !== undefined) run(editsOfField(left, now, field.id));
  }
  run(objects.map(({ id }) => ({ kind: 'removeItem', list: ['entities'], id })));
  return { edits, objects, references, issues: compileDraft(left, { model }).issues, after: left };
}

function withLines(template: Template, entity: EntityDef): readonly EntityDef[] {
  const all = template.entities ?? [];
  const hasLines = (of: EntityDef, id: string): boolean => of.fields.some((field) => field.of === id);
  const lines = all.filter(
    ({ id, kind }) =>
      kind === 'line' && hasLines(entity, id) && all.every((one) => one === entity || !hasLines(one, id)),
  );
  return [entity, ...lines];
}

function referencesTo(template: Template, gone: ReadonlySet<string>): ObjectArchiving['references'] {
  return (template.entities ?? [])
    .filter(({ id }) => !gone.has(id))
    .flatMap((entity) =>
      entity.fields
        .filter(({ to, of }) => (to !== undefined && gone.has(to)) || (of !== undefined && gone.has(of)))
        .map((field) => ({ entity, field })),
    );
}

/** Tiles that show it, or a view of it. */
function tileEdits({ views = [] }: Template, gone: ReadonlySet<string>): readonly Edit[] {
  const goneViews = new Set(views.filter((view) => isAbout(view, gone)).map(({ id }) => id));
  return views.flatMap((view) => {
    if (view.kind !== 'dashboard' || goneViews.has(view.id)) return [];
    return view.tiles
      .filter((tile) => isAbout(tile, gone) || (tile.view !== undefined && goneViews.has(tile.view)))
      .map(({ id }): Edit => ({ kind: 'removeItem', list: ['views', view.id, 'tiles'], id }));
  });
}

/** Whatever stands in a section of its own and is about it. */
function itemEdits(template: Template, gone: ReadonlySet<string>): readonly Edit[] {
  return Object.entries(template).flatMap(([section, items]): readonly Edit[] => {
    if (section === 'entities' || section === 'roles' || !Array.isArray(items)) return [];
    return items.flatMap((item: unknown) => {
      const id = itemKey(item);
      const goes = isAbout(item, gone) || (section === 'tests' && makes(item, gone));
      return id !== undefined && goes ? [{ kind: 'removeItem', list: [section], id }] : [];
    });
  });
}

function grantEdits({ roles = [] }: Template, gone: ReadonlySet<string>): readonly Edit[] {
  return roles.flatMap(({ id: role, grants }) =>
    grants.flatMap((grant): readonly Edit[] => {
      const id = itemKey(grant);
      if (id === undefined || grant.entity === undefined || !gone.has(grant.entity)) return [];
      return [{ kind: 'removeItem', list: ['roles', role, 'grants'], id }];
    }),
  );
}

/** Whether a test gives or makes a record of it, without which it can't run. */
function makes(part: unknown, gone: ReadonlySet<string>): boolean {
  if (Array.isArray(part)) return part.some((one) => makes(one, gone));
  if (!isRecord(part)) return false;
  const { entity, create } = part;
  return [entity, create].some((id) => typeof id === 'string' && gone.has(id)) || makes(Object.values(part), gone);
}

function isAbout(item: unknown, gone: ReadonlySet<string>): boolean {
  if (!isRecord(item)) return false;
  const on = isRecord(item['on']) ? item['on']['entity'] : undefined;
  return [item['of'], item['entity'], on].some((id) => typeof id === 'string' && gone.has(id));
}
