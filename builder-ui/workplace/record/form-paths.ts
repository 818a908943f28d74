import type { EntityModel, Model } from '../../../schema/model/model.ts';
import type { FormViewDef, LayoutNode } from '../../../schema/template/template-views.ts';
import type { FieldValue, RecordValue } from '../../form-runtime/form-value.ts';
import { pathEnd, entityById } from '../documents/field-path.ts';
import { isApiRow, rowsOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { cellText, type Reading } from '../list/cell.tsx';

/** A path over references that a form shows, of the record or of the rows of one of its lines. */
export interface FormPath {
  readonly path: string;
  /** The id of the `lines` field. */
  readonly lines?: string;
}

/** The paths (`customer.city`) that a layout shows beside the fields of the record itself. */
export function formPaths({ layout }: Pick<FormViewDef, 'layout'>): readonly FormPath[] {
  return layout.flatMap(nodePaths);
}

function nodePaths(node: LayoutNode): readonly FormPath[] {
  if ('children' in node) return node.children.flatMap(nodePaths);
  if (node.kind === 'field') return node.field.includes('.') ? [{ path: node.field }] : [];
  if (node.kind !== 'childGrid') return [];
  return (node.columns ?? [])
    .map(({ id, field }) => field ?? id)
    .filter((path) => path.includes('.'))
    .map((path) => ({ path, lines: node.field }));
}

/** The ids along the path from the record, as a selection has them. */
export function fullPath({ path, lines }: FormPath): string {
  return lines === undefined ? path : `${lines}.${path}`;
}

/** Adds to a form's record what its paths lead to, in words, under the API names of the path. */
export function withPaths(
  { model, entity, reading }: { readonly model: Model; readonly entity: EntityModel; readonly reading: Reading },
  paths: readonly FormPath[],
  { row, record }: { readonly row: ApiRow; readonly record: RecordValue },
): RecordValue {
  const next: Record<string, FieldValue> = { ...record };
  for (const { path, lines } of paths) {
    const field = entity.fields.find(({ id }) => id === lines);
    const target =
      field?.type.kind === 'lines' ? entityById(model, field.type.of) : lines === undefined ? entity : undefined;
    const end = target === undefined ? undefined : pathEnd(model, target, { path, locale: reading.locale });
    if (end === undefined) continue;
    const key = end.steps.join('.');
    const shown = (one: ApiRow): string => cellText(end, valueIn(one, end.steps), reading);
    if (field === undefined) {
      next[key] = shown(row);
      continue;
    }
    const sources = rowsOf(row[field.apiName]);
    const rows = next[field.apiName];
    if (!Array.isArray(rows)) continue;
    next[field.apiName] = rows.map((one: FieldValue, index) => {
      const source = sources[index];
      return isApiRow(one) && source !== undefined ? { ...one, [key]: shown(source) } : one;
    });
  }
  return next;
}
