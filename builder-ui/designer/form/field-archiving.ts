import type { Issue } from '../../../schema/core/result.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { EntityDef, Template } from '../../../schema/template/template.ts';
import type { ColumnDef, LayoutNode, ViewDef } from '../../../schema/template/template-views.ts';
import { compileDraft } from '../session/compile-draft.ts';
import { placedNodes } from './layout-tree.ts';
import { toJson } from './to-json.ts';

/** What taking a field away means: the edits, how many views show it now, and what would be wrong afterwards. */
export interface Archiving {
  readonly edits: readonly Edit[];
  readonly views: number;
  readonly issues: readonly Issue[];
  /** The template that they would be in. */
  readonly after: Template;
}

/**
 * Takes a field out of its object and out of every view, key and right that names it (SPEC [DSG-36]). Formulas and rules
 * that read it stay, and are the issues: only their author knows what should stand there.
 */
export function archiveField(
  { template, model }: { readonly template: Template; readonly model: Model },
  entity: EntityDef,
  field: string,
): Archiving {
  const edits = editsOfField(template, entity, field);
  const applied = applyEdits(template, edits);
  const issues = applied.ok ? compileDraft(applied.value.template, { model }).issues : applied.issues;
  const views = new Set(edits.flatMap((edit) => viewOf(edit) ?? []));
  return { edits, issues, views: views.size, after: applied.ok ? applied.value.template : template };
}

/** Takes a field out of its object and out of all that only shows it. */
export function editsOfField(template: Template, entity: EntityDef, field: string): readonly Edit[] {
  const names = namesField(template, { entity: entity.id, field });
  return [
    ...(template.views ?? []).flatMap((view) => editsOfView(view, names)),
    ...keyEdits(entity, field),
    ...rightEdits(template, entity.id, field),
    { kind: 'removeItem', list: ['entities', entity.id, 'fields'], id: field },
  ];
}

function viewOf(edit: Edit): string | undefined {
  const at = 'list' in edit ? edit.list : edit.at;
  return at[0] === 'views' ? at[1] : undefined;
}

/** Whether a path of a view leads over the field: of its own object, or of one that references lead to. */
type Names = (of: string, path: string) => boolean;

function namesField(template: Template, wanted: { readonly entity: string; readonly field: string }): Names {
  return (of, path) => {
    let here = template.entities?.find(({ id }) => id === of);
    for (const step of path.split('.')) {
      if (here?.id === wanted.entity && step === wanted.field) return true;
      const { to, of: lines } = here?.fields.find(({ id }) => id === step) ?? {};
      here = template.entities?.find(({ id }) => id === (to ?? lines));
    }
    return false;
  };
}

function editsOfView(view: ViewDef, names: Names): readonly Edit[] {
  if (!('of' in view) || view.of === undefined) return [];
  const at = ['views', view.id];
  const { of } = view;
  switch (view.kind) {
    case 'form':
    case 'phoneForm':
    case 'print':
      return layoutEdits(view.layout, [...at, 'layout'], (path) => names(of, path));
    case 'list':
      return [
        ...columnEdits(view.columns, [...at, 'columns'], (path) => names(of, path)),
        ...withoutIn(at, 'filters', { values: view.filters, isField: (id) => names(of, id) }),
        ...withoutIn(at, 'sort', { values: view.sort, isField: ({ field }) => names(of, field) }),
      ];
    case 'board':
      return columnEdits(view.card ?? [], [...at, 'card'], (path) => names(of, path));
    default:
      return [];
  }
}

type NamesHere = (path: string) => boolean;

function layoutEdits(layout: readonly LayoutNode[], base: readonly string[], names: NamesHere): readonly Edit[] {
  return placedNodes(layout).flatMap(({ node, parents }): readonly Edit[] => {
    const list = [...base, ...parents.flatMap(({ id }) => [id, 'children'])];
    if (node.kind !== 'field' && node.kind !== 'childGrid') return [];
    if (names(node.field)) return [{ kind: 'removeItem', list, id: node.id }];
    if (node.kind === 'field' || node.columns === undefined) return [];
    return columnEdits(node.columns, [...list, node.id, 'columns'], (path) => names(`${node.field}.${path}`));
  });
}

function columnEdits(columns: readonly ColumnDef[], list: readonly string[], names: NamesHere): readonly Edit[] {
  return columns
    .filter((column) => names(column.field ?? column.id))
    .map(({ id }) => ({ kind: 'removeItem', list, id }));
}

function keyEdits(entity: EntityDef, field: string): readonly Edit[] {
  const at = ['entities', entity.id];
  const of = (key: 'unique' | 'indexes'): readonly Edit[] =>
    (entity[key] ?? [])
      .filter(({ fields }) => fields.includes(field))
      .map(({ id }) => ({ kind: 'removeItem', list: [...at, key], id }));
  return [
    ...of('unique'),
    ...of('indexes'),
    ...(entity.title === field ? [{ kind: 'setProperty', at, key: 'title' } as const] : []),
    ...(entity.number?.field === field ? [{ kind: 'setProperty', at, key: 'number' } as const] : []),
  ];
}

function rightEdits(template: Template, entity: string, field: string): readonly Edit[] {
  return (template.roles ?? []).flatMap((role) =>
    role.grants
      .filter((grant) => grant.entity === entity)
      .flatMap((grant) =>
        (['hide', 'mask', 'lock'] as const).flatMap((key) =>
          withoutIn(['roles', role.id, 'grants', grant.id ?? entity], key, {
            values: grant[key],
            isField: (id) => id === field,
          }),
        ),
      ),
  );
}

function withoutIn<Value extends object | string>(
  at: readonly string[],
  key: string,
  { values, isField }: { readonly values: readonly Value[] | undefined; readonly isField: (value: Value) => boolean },
): readonly Edit[] {
  const left = values?.filter((value) => !isField(value)) ?? [];
  if (values === undefined || left.length === values.length) return [];
  return [{ kind: 'setProperty', at, key, ...(left.length === 0 ? {} : { value: toJson(left) }) }];
}
