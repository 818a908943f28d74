import { must } from '../core/result.ts';
import { fieldKindSpec } from '../template/field-types.ts';
import type { LayoutNode, ViewDef } from '../template/template.ts';
import type { ColumnDef, FormViewDef, ListViewDef } from '../template/template-views.ts';
import type { EntityModel, FieldModel, Model } from './model.ts';

/** The views of one entity: what its author gave, and defaults for the form and the list that nobody gave. */
export interface EntityViews {
  readonly form: FormViewDef;
  readonly phoneForm: FormViewDef;
  readonly list: ListViewDef;
  /** Every view as authored, in order: further lists, boards, calendars, prints and reports. */
  readonly given: readonly ViewDef[];
}

/** Columns of a list that nobody designed. */
export const DEFAULT_COLUMNS_MAX = 8;

/** Views to work with (SPEC [VIEW-7] to [VIEW-10]); deterministic, so that a screen does not move by itself. */
export function viewsFor(model: Model, entityId: string): EntityViews {
  const entity = must(
    model.entities.find(({ id }) => id === entityId),
    `entity ${entityId}`,
  );
  const given = model.views.filter((view) => view.of === entityId);
  const forms = given.filter((view): view is FormViewDef => view.kind === 'form' || view.kind === 'phoneForm');
  const form = forms.find(({ kind }) => kind === 'form') ?? defaultForm(model, entity, 'form');
  const phoneForm = forms.find(({ kind }) => kind === 'phoneForm') ?? phoneFormOf(form);
  const list = given.find((view): view is ListViewDef => view.kind === 'list') ?? defaultList(entity);
  return { form, phoneForm, list, given };
}

function defaultForm(model: Model, entity: EntityModel, kind: 'form'): FormViewDef {
  const simple = entity.fields.filter((field) => !isWide(field) && field.type.kind !== 'lines');
  const ordered = [
    ...simple.filter(({ id }) => id === entity.title),
    ...simple.filter(({ id }) => id !== entity.title),
  ];
  const entered = ordered.filter((field) => !field.readonly || field.id === entity.title);
  const computed = ordered.filter((field) => field.readonly && field.id !== entity.title);
  const wide = entity.fields.filter((field) => isWide(field));
  const grids = entity.fields.filter((field) => field.type.kind === 'lines');
  const layout: LayoutNode[] = [
    section(
      'main',
      { en: 'Details', 'zh-CN': '基本信息' },
      entered.map((field) => fieldNode(field, 'half')),
    ),
    section(
      'notes',
      { en: 'Notes', 'zh-CN': '说明' },
      wide.map((field) => fieldNode(field, 'full')),
    ),
    ...grids.map((field) => section(`section_${field.id}`, field.label, [gridNode(model, field)])),
    section(
      'results',
      { en: 'Results', 'zh-CN': '计算结果' },
      computed.map((field) => fieldNode(field, 'half')),
    ),
  ].filter((node) => node.children.length > 0);
  return { id: `${entity.id}.defaultForm`, kind, of: entity.id, label: entity.label, layout };
}

function section(id: string, label: EntityModel['label'], children: readonly LayoutNode[]) {
  return { kind: 'section', id, label, children } as const;
}

function fieldNode(field: FieldModel, width: 'half' | 'full'): LayoutNode {
  return { kind: 'field', id: field.id, field: field.id, width };
}

function gridNode(model: Model, field: FieldModel): LayoutNode {
  const { type } = field;
  const lines = type.kind === 'lines' ? model.entities.find(({ id }) => id === type.of) : undefined;
  const columns = (lines?.fields ?? [])
    .filter((column) => !isWide(column))
    .map((column): ColumnDef => ({ id: column.id }));
  return { kind: 'childGrid', id: field.id, field: field.id, columns };
}

/** Long texts, files, lists of things: they need the whole width and no column. */
function isWide({ type }: FieldModel): boolean {
  return ['longtext', 'richtext', 'file', 'image', 'signature', 'geo', 'json', 'multiRef'].includes(type.kind);
}

/** A phone shows the same, one field beneath the other. */
function phoneFormOf(form: FormViewDef): FormViewDef {
  return { ...form, id: `${form.id}.phone`, kind: 'phoneForm', layout: foldedForPhone(form.layout) };
}

/** Sections but the first are folded; those with lines are what one came for, and stay as they are (SPEC [VIEW-8]). */
export function foldedForPhone(layout: readonly LayoutNode[]): readonly LayoutNode[] {
  return layout.map((node, index) =>
    node.kind === 'section' && index > 0 && !holdsLines(node) ? { ...node, collapsed: true } : node,
  );
}

function holdsLines(node: LayoutNode): boolean {
  return node.kind === 'childGrid' || ('children' in node && node.children.some(holdsLines));
}

/** Which fields a list shows first: what names the row, where it stands, whom it is about, when, how much. */
const COLUMN_RANK: readonly (readonly string[])[] = [
  ['enum'],
  ['ref', 'user', 'org'],
  ['date', 'datetime'],
  ['money', 'quantity', 'decimal', 'int', 'percent'],
  ['text', 'sequence', 'bool', 'time', 'duration'],
];

function defaultList(entity: EntityModel): ListViewDef {
  const fits = entity.fields.filter(
    (field) => fieldKindSpec(field.type.kind).sortable && !field.secret && !isWide(field),
  );
  const title = fits.filter(({ id }) => id === entity.title);
  const rest = COLUMN_RANK.flatMap((kinds) =>
    fits.filter(({ id, type }) => id !== entity.title && kinds.includes(type.kind)),
  );
  const state: readonly ColumnDef[] = entity.workflow === undefined ? [] : [{ id: 'state' }];
  const columns: readonly ColumnDef[] = [...title.map(column), ...state, ...rest.map(column)].slice(
    0,
    DEFAULT_COLUMNS_MAX,
  );
  const filters = [
    ...state.map(({ id }) => id),
    ...rest
      .filter(({ type }) => ['enum', 'ref', 'user', 'org', 'date', 'datetime', 'bool'].includes(type.kind))
      .map(({ id }) => id),
  ];
  return {
    id: `${entity.id}.defaultList`,
    kind: 'list',
    of: entity.id,
    label: entity.label,
    columns: columns.length > 0 ? columns : [{ id: 'createdAt' }],
    filters: filters.slice(0, DEFAULT_COLUMNS_MAX),
    sort: [{ field: 'updatedAt', direction: 'desc' }],
  };
}

function column({ id, type }: FieldModel): ColumnDef {
  return type.kind === 'money' ? { id, summary: 'sum' } : { id };
}
