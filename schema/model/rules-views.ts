import { pointer, type JsonPointer } from '../core/result.ts';
import { fieldKindSpec } from '../template/field-types.ts';
import type { LayoutNode, ViewDef } from '../template/template.ts';
import type { ColorDef, ColumnDef, ReportBody, SortDef, TileDef } from '../template/template-views.ts';
import type { EntitySource, Placed, ResolveContext } from './context.ts';
import { checkOwnFields, resolvePath } from './paths.ts';
import { checkRoleNames } from './rules-workflows.ts';

/** Rules of views and reports (SPEC [VIEW-1] to [VIEW-6]). */
export function checkViews(context: ResolveContext): void {
  for (const [index, def] of (context.template.views ?? []).entries()) {
    const path = pointer('/views', index);
    checkRoleNames(context, def.roles ?? [], pointer(path, 'roles'));
    if (def.kind === 'dashboard') {
      for (const [at, tile] of def.tiles.entries()) checkTile(context, { def: tile, path: pointer(path, 'tiles', at) });
      continue;
    }
    const entity = context.entity(def.of, pointer(path, 'of'));
    if (entity !== undefined) checkView(context, entity, { def, path });
  }
  for (const [index, def] of (context.template.reports ?? []).entries()) {
    const path = pointer('/reports', index);
    checkRoleNames(context, def.roles ?? [], pointer(path, 'roles'));
    const entity = context.entity(def.of, pointer(path, 'of'));
    if (entity !== undefined) checkReport(context, entity, { def, path });
  }
}

function checkView(context: ResolveContext, entity: EntitySource, { def, path }: Placed<ViewDef>): void {
  switch (def.kind) {
    case 'form':
    case 'phoneForm':
    case 'print':
      checkLayout(context, entity, { def: def.layout, path: pointer(path, 'layout'), seen: new Map() });
      return;
    case 'list':
      checkColumns(context, entity, { def: def.columns, path: pointer(path, 'columns') });
      checkFilter(context, entity, { def: def.filter, path: pointer(path, 'filter') });
      checkOwnFields(context, entity, { ids: def.filters ?? [], path: pointer(path, 'filters') });
      checkSort(context, entity, { def: def.sort ?? [], path: pointer(path, 'sort') });
      checkColors(context, entity, { def: def.colors ?? [], path: pointer(path, 'colors') });
      return;
    case 'board':
      checkKind(context, entity, { id: def.by, path: pointer(path, 'by'), wanted: ['enum'] });
      checkColumns(context, entity, { def: def.card ?? [], path: pointer(path, 'card') });
      checkFilter(context, entity, { def: def.filter, path: pointer(path, 'filter') });
      checkColors(context, entity, { def: def.colors ?? [], path: pointer(path, 'colors') });
      return;
    case 'calendar':
      for (const key of ['start', 'end'] as const) {
        const id = def[key];
        if (id !== undefined)
          checkKind(context, entity, { id, path: pointer(path, key), wanted: ['date', 'datetime'] });
      }
      checkFilter(context, entity, { def: def.filter, path: pointer(path, 'filter') });
      checkColors(context, entity, { def: def.colors ?? [], path: pointer(path, 'colors') });
      return;
    case 'report':
      return checkReport(context, entity, { def, path });
    case 'dashboard':
      return;
  }
}

interface PlacedLayout extends Placed<readonly LayoutNode[]> {
  /** Where each id of the tree was first met. */
  readonly seen: Map<string, JsonPointer>;
}

/** Node ids are unique in the whole tree, not just among siblings: edits address nodes by id. */
function checkLayout(context: ResolveContext, entity: EntitySource, { def: nodes, path, seen }: PlacedLayout): void {
  for (const [index, node] of nodes.entries()) {
    const here = pointer(path, index);
    const first = seen.get(node.id);
    if (first === undefined) seen.set(node.id, here);
    else if (parentOf(first) !== path) context.add('MODEL_LAYOUT_ID_TWICE', here, { id: node.id }, [first]);
    for (const key of ['visible', 'readonly', 'required'] as const) {
      const source = key in node ? Object.entries(node).find(([name]) => name === key)?.[1] : undefined;
      if (typeof source === 'string') compileBool(context, entity, { def: source, path: pointer(here, key) });
    }
    if ('children' in node) {
      checkTabs(context, node, here);
      checkLayout(context, entity, { def: node.children, path: pointer(here, 'children'), seen });
    }
    if (node.kind === 'field') resolvePath(context, entity, { text: node.field, path: pointer(here, 'field') });
    if (node.kind === 'childGrid') checkGrid(context, entity, { def: node, path: here });
  }
}

function parentOf(path: JsonPointer): JsonPointer {
  return path.slice(0, path.lastIndexOf('/'));
}

function checkTabs(
  context: ResolveContext,
  node: LayoutNode & { readonly children: readonly LayoutNode[] },
  path: JsonPointer,
): void {
  if (node.kind !== 'tabs') return;
  for (const [index, child] of node.children.entries()) {
    if (child.kind !== 'section')
      context.add('MODEL_TAB_NO_SECTION', pointer(path, 'children', index), { id: child.id });
  }
}

function checkGrid(
  context: ResolveContext,
  entity: EntitySource,
  { def, path }: Placed<LayoutNode & { kind: 'childGrid' }>,
): void {
  const here = pointer(path, 'field');
  const field = context.field(entity, def.field, here);
  if (field?.type === undefined) return;
  if (field.type.kind !== 'lines') {
    context.add('MODEL_FIELD_KIND_UNFIT', here, { id: def.field, type: field.type.kind, wanted: ['lines'] });
    return;
  }
  const lines = context.entities.get(field.type.of);
  if (lines !== undefined) checkColumns(context, lines, { def: def.columns ?? [], path: pointer(path, 'columns') });
}

function checkColumns(
  context: ResolveContext,
  entity: EntitySource,
  { def, path }: Placed<readonly ColumnDef[]>,
): void {
  for (const [index, column] of def.entries()) {
    const key = column.field === undefined ? 'id' : 'field';
    resolvePath(context, entity, { text: column.field ?? column.id, path: pointer(path, index, key) });
  }
}

interface WantedKind {
  readonly id: string;
  readonly path: JsonPointer;
  readonly wanted: readonly string[];
}

function checkKind(context: ResolveContext, entity: EntitySource, { id, path, wanted }: WantedKind): void {
  const type = resolvePath(context, entity, { text: id, path });
  if (type !== undefined && !wanted.includes(type.kind)) {
    context.add('MODEL_FIELD_KIND_UNFIT', path, { id, type: type.kind, wanted });
  }
}

function checkFilter(context: ResolveContext, entity: EntitySource, { def, path }: Placed<string | undefined>): void {
  if (def !== undefined) compileBool(context, entity, { def, path });
}

function compileBool(context: ResolveContext, entity: EntitySource, { def, path }: Placed<string>): void {
  context.compile(def, path, { scope: context.scopeOf(entity), as: { kind: 'bool' } });
}

function checkSort(context: ResolveContext, entity: EntitySource, { def, path }: Placed<readonly SortDef[]>): void {
  for (const [index, { field }] of def.entries()) {
    const here = pointer(path, index, 'field');
    const type = resolvePath(context, entity, { text: field, path: here });
    if (type !== undefined && !fieldKindSpec(type.kind).sortable)
      context.add('MODEL_SORT_UNFIT', here, { id: field, type: type.kind });
  }
}

function checkColors(context: ResolveContext, entity: EntitySource, { def, path }: Placed<readonly ColorDef[]>): void {
  for (const [index, { when }] of def.entries())
    compileBool(context, entity, { def: when, path: pointer(path, index, 'when') });
}

function checkReport(context: ResolveContext, entity: EntitySource, { def, path }: Placed<ReportBody>): void {
  checkFilter(context, entity, { def: def.filter, path: pointer(path, 'filter') });
  const names = new Set<string>();
  for (const [index, { id, field, bucket }] of (def.groupBy ?? []).entries()) {
    names.add(id);
    const here = pointer(path, 'groupBy', index, field === undefined ? 'id' : 'field');
    const type = resolvePath(context, entity, { text: field ?? id, path: here });
    if (type === undefined) continue;
    const bucketed = bucket !== undefined && type.kind !== 'date' && type.kind !== 'datetime';
    if (!fieldKindSpec(type.kind).groupable || bucketed)
      context.add('MODEL_GROUP_UNFIT', here, { id: field ?? id, type: type.kind });
  }
  for (const [index, { id, fn, field }] of (def.measures ?? []).entries()) {
    names.add(id);
    if (fn === 'count') continue;
    const here = pointer(path, 'measures', index, field === undefined ? 'id' : 'field');
    const type = resolvePath(context, entity, { text: field ?? id, path: here });
    if (type !== undefined && !fieldKindSpec(type.kind).aggregates.includes(fn)) {
      context.add('MODEL_MEASURE_UNFIT', here, { id: field ?? id, fn, type: type.kind });
    }
  }
  for (const [index, { field }] of (def.sort ?? []).entries()) {
    if (!names.has(field))
      context.addUnknown('MODEL_FIELD_UNKNOWN', pointer(path, 'sort', index, 'field'), { id: field, known: names });
  }
}

function checkTile(context: ResolveContext, { def, path }: Placed<TileDef>): void {
  const views = [...(context.template.views ?? []), ...(context.template.reports ?? [])].map(({ id }) => id);
  if (def.view !== undefined && !views.includes(def.view)) {
    context.addUnknown('MODEL_VIEW_UNKNOWN', pointer(path, 'view'), { id: def.view, known: views });
  }
  if (def.of === undefined) return;
  const entity = context.entity(def.of, pointer(path, 'of'));
  if (entity === undefined) return;
  checkFilter(context, entity, { def: def.filter, path: pointer(path, 'filter') });
  if (def.field !== undefined) checkTileMeasure(context, entity, { def: { ...def, field: def.field }, path });
  if (def.date !== undefined)
    checkKind(context, entity, { id: def.date, path: pointer(path, 'date'), wanted: ['date', 'datetime'] });
}

function checkTileMeasure(
  context: ResolveContext,
  entity: EntitySource,
  { def: { field, fn }, path }: Placed<TileDef & { readonly field: string }>,
): void {
  const here = pointer(path, 'field');
  const type = resolvePath(context, entity, { text: field, path: here });
  if (type === undefined || fn === undefined || fn === 'count') return;
  if (!fieldKindSpec(type.kind).aggregates.includes(fn))
    context.add('MODEL_MEASURE_UNFIT', here, { id: field, fn, type: type.kind });
}
