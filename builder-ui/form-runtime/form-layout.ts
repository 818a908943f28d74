import { textIn, type Locale } from '../../schema/core/text.ts';
import type { Expr, ExprScope } from '../../schema/expr/ast.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import type {
  ChildGridNode,
  ColumnDef,
  FIELD_WIDTHS,
  FieldNode,
  LayoutNode,
  SUMMARY_FNS,
  TEXT_TONES,
} from '../../schema/template/template-views.ts';
import type { FormField } from './form-plan.ts';
import { compileCondition, formScope } from './form-scope.ts';

/** A layout in the reader's language, its conditions compiled; node ids are those of the view. */
export type FormNode = SectionForm | TabsForm | ColumnsForm | FieldForm | PathForm | TextForm | GridForm;

interface NodeBase {
  readonly id: string;
  readonly visible?: Expr;
}

export interface SectionForm extends NodeBase {
  readonly kind: 'section';
  readonly label: string;
  readonly collapsed: boolean;
  readonly children: readonly FormNode[];
}

export interface TabsForm extends NodeBase {
  readonly kind: 'tabs';
  readonly children: readonly SectionForm[];
}

export interface ColumnsForm extends NodeBase {
  readonly kind: 'columns';
  readonly children: readonly FormNode[];
}

export interface FieldForm extends NodeBase {
  readonly kind: 'field';
  readonly apiName: string;
  readonly label?: string;
  readonly help?: string;
  readonly width: (typeof FIELD_WIDTHS)[number];
  readonly readonly?: Expr;
  readonly required?: Expr;
}

/** A field of a record that a reference leads to (`customer.city`): shown as the record came, never asked for. */
export interface PathForm extends NodeBase {
  readonly kind: 'path';
  /** API names joined by points; the key of the value that the caller gives. */
  readonly path: string;
  readonly label: string;
  readonly width: (typeof FIELD_WIDTHS)[number];
}

export interface TextForm extends NodeBase {
  readonly kind: 'text';
  readonly text: string;
  readonly tone: (typeof TEXT_TONES)[number];
}

export interface GridForm extends NodeBase {
  readonly kind: 'grid';
  readonly apiName: string;
  readonly label: string;
  /** False under a section of the same name: it is then spoken, not seen. */
  readonly isLabelSeen: boolean;
  readonly columns: readonly GridColumn[];
  readonly readonly?: Expr;
}

/** A column of a child grid: a field of the row, or what a reference of the row leads to (shown only). */
export interface GridColumn {
  readonly id: string;
  readonly apiName: string;
  readonly label: string;
  readonly field?: FormField;
  /** In pixels, as authored. */
  readonly width?: number;
  readonly summary?: (typeof SUMMARY_FNS)[number];
}

interface Compiling {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly fields: readonly FormField[];
  readonly locale: Locale;
}

interface Layouting extends Compiling {
  readonly scope: ExprScope;
}

/** Resolves a view's layout; what the reader may not see leaves no gap, and nothing empty is left standing. */
export function compileLayout(nodes: readonly LayoutNode[], compiling: Compiling): readonly FormNode[] {
  return layoutNodes(nodes, { ...compiling, scope: formScope(compiling.model, compiling.entity) });
}

function layoutNodes(nodes: readonly LayoutNode[], layouting: Layouting): readonly FormNode[] {
  return nodes.flatMap((node) => {
    const made = layoutNode(node, layouting);
    return made === undefined ? [] : [made];
  });
}

function layoutNode(node: LayoutNode, layouting: Layouting): FormNode | undefined {
  const { locale, scope } = layouting;
  const base = { id: node.id, ...given('visible', compileCondition(node.visible, scope)) };
  switch (node.kind) {
    case 'section': {
      const label = textIn(node.label, locale);
      const children = layoutNodes(node.children, layouting).map((child) =>
        child.kind === 'grid' && child.label === label ? { ...child, isLabelSeen: false } : child,
      );
      const made = { ...base, kind: 'section', label, children } as const;
      return children.length === 0 ? undefined : { ...made, collapsed: node.collapsed === true };
    }
    case 'tabs': {
      const children = layoutNodes(node.children, layouting).filter((child) => child.kind === 'section');
      return children.length === 0 ? undefined : { ...base, kind: 'tabs', children };
    }
    case 'columns': {
      const children = layoutNodes(node.children, layouting);
      return children.length === 0 ? undefined : { ...base, kind: 'columns', children };
    }
    case 'text':
      return { ...base, kind: 'text', text: textIn(node.text, locale), tone: node.tone ?? 'plain' };
    case 'childGrid':
      return gridNode(node, layouting);
    case 'field':
      return fieldNode(node, layouting);
  }
}

function fieldNode(node: FieldNode, layouting: Layouting): FormNode | undefined {
  const { fields, entity, locale, scope } = layouting;
  const base = { id: node.id, ...given('visible', compileCondition(node.visible, scope)) };
  const width = node.width ?? 'full';
  if (node.field.includes('.')) {
    const found = pathOf(layouting.model, entity, node.field);
    if (found === undefined || !fields.some(({ apiName }) => apiName === found.path.split('.')[0])) return undefined;
    const label = node.label === undefined ? textIn(found.label, locale) : textIn(node.label, locale);
    return { ...base, kind: 'path', path: found.path, label, width };
  }
  const field = fields.find((one) => one.field === node.field);
  if (field === undefined) return undefined;
  if (field.lines !== undefined) return gridNode({ kind: 'childGrid', id: node.id, field: node.field }, layouting);
  return {
    ...base,
    kind: 'field',
    apiName: field.apiName,
    width,
    ...(node.label === undefined ? {} : { label: textIn(node.label, locale) }),
    ...(node.help === undefined ? {} : { help: textIn(node.help, locale) }),
    ...given('readonly', compileCondition(node.readonly, scope)),
    ...given('required', compileCondition(node.required, scope)),
  };
}

function gridNode(node: ChildGridNode, layouting: Layouting): GridForm | undefined {
  const { locale, scope, fields } = layouting;
  const field = fields.find((one) => one.field === node.field);
  const lines = field?.lines;
  if (field === undefined || lines === undefined) return undefined;
  const columns = node.columns ?? lines.fields.map((one): ColumnDef => ({ id: one.field }));
  return {
    id: node.id,
    kind: 'grid',
    apiName: field.apiName,
    isLabelSeen: true,
    label: node.label === undefined ? field.label : textIn(node.label, locale),
    columns: columns.flatMap((column) =>
      gridColumn(column, { ...layouting, entity: lines.entity, fields: lines.fields }),
    ),
    ...given('visible', compileCondition(node.visible, scope)),
    ...given('readonly', compileCondition(node.readonly, scope)),
  };
}

function gridColumn(column: ColumnDef, { model, entity, fields, locale }: Layouting): readonly GridColumn[] {
  const target = column.field ?? column.id;
  const field = fields.find((one) => one.field === target);
  const found = field === undefined ? pathOf(model, entity, target) : undefined;
  const apiName = field?.apiName ?? found?.path;
  if (apiName === undefined || (field === undefined && !target.includes('.'))) return [];
  const summary = column.summary ?? defaultSummary(entity, field);
  return [
    {
      id: column.id,
      apiName,
      label: column.label === undefined ? (field?.label ?? textIn(found?.label, locale)) : textIn(column.label, locale),
      ...given('field', field),
      ...given('width', column.width),
      ...given('summary', summary),
    },
  ];
}

/** Computed amounts add up, prices do not: only the former get a total that nobody asked for. */
function defaultSummary(entity: EntityModel, field: FormField | undefined): GridColumn['summary'] {
  if (field?.kind !== 'money') return undefined;
  return entity.fields.find(({ id }) => id === field.field)?.formula === undefined ? undefined : 'sum';
}

interface PathEnd {
  readonly path: string;
  readonly label: EntityModel['label'];
}

/** A path of field ids as API names, with the label of where it ends. */
function pathOf(model: Model, entity: EntityModel, path: string): PathEnd | undefined {
  const names: string[] = [];
  let here: EntityModel | undefined = entity;
  let label: EntityModel['label'] = {};
  for (const id of path.split('.')) {
    const field: EntityModel['fields'][number] | undefined = here?.fields.find((one) => one.id === id);
    if (field === undefined) return undefined;
    names.push(field.apiName);
    label = field.label;
    const to: string | undefined = 'to' in field.type ? field.type.to : undefined;
    here = model.entities.find((other) => other.id === to);
  }
  return { path: names.join('.'), label };
}

/** The key only where there is a value for it. */
function given<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  const none: { readonly [K in Key]?: Value } = {};
  return value === undefined ? none : { ...none, [key]: value };
}
