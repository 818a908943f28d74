import { entityId } from '../../../schema/core/ids.ts';
import {
  changeFields,
  dimensionsOf,
  measuresOf,
  sourceFieldId,
  type LedgerEntity,
} from '../../../schema/model/ledger-entities.ts';
import type { EntityModel, FieldModel } from '../../../schema/model/model.ts';
import type { ColumnDef, ListViewDef } from '../../../schema/template/template-views.ts';
import { entityById, pathEnd, type PathEnd } from '../documents/field-path.ts';
import { pathSelection, type Selection } from '../documents/field-selection.ts';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import type { Condition } from '../documents/list-search.ts';
import { isApiRow, textOf, type ApiRow } from '../documents/row-values.ts';
import { cellText, type Reading } from '../list/cell.tsx';

/** The column of the document that made a movement, whatever its kind. */
export const DOCUMENT_COLUMN = 'document';

/** The list that nobody designed: what the balances are of, and the numbers; of movements also when, by whom and why. */
export function ledgerView({ ledger, rows, entity }: LedgerEntity): ListViewDef {
  const keys = keyIds(ledger);
  const measures = measuresOf(ledger);
  const base = { id: entity.id, kind: 'list', of: entity.id, filters: keys } as const;
  const key = keys.map((id): ColumnDef => ({ id, width: isOptional(ledger, id) ? 100 : 170 }));
  if (rows === 'balance')
    return {
      ...base,
      columns: [...key, ...measures.map(({ id }): ColumnDef => ({ id, summary: 'sum' })), { id: 'updatedAt' }],
      sort: keys.map((field) => ({ field, direction: 'asc' })),
    };
  return {
    ...base,
    filters: ['effectiveAt', ...keys],
    columns: [
      { id: 'effectiveAt' },
      ...key,
      ...measures.flatMap(({ id }, index): readonly ColumnDef[] => {
        const { change, after } = changeFields(id);
        // What was left of the first measure; of the others it can be chosen.
        return [{ id: change, summary: 'sum' }, ...(index === 0 ? [{ id: after }] : [])];
      }),
      { id: 'postedBy' },
    ],
    sort: [{ field: 'postedAt', direction: 'desc' }],
  };
}

/** The account of a double ledger, and the dimensions. */
export function keyIds(ledger: LedgerEntity['ledger']): readonly string[] {
  return [...(ledger.mode === 'double' ? ['account'] : []), ...dimensionsOf(ledger).map(({ id }) => id)];
}

/** A dimension that not every balance has. */
function isOptional({ books }: LedgerEntity['ledger'], id: string): boolean {
  return books.some(({ dimensions }) => dimensions.every((one) => one.id !== id || one.optional));
}

/** What a column of documents asks for: the document of each kind, with its title. */
export function documentSelection(columning: Columning): readonly Selection[] {
  return sourcesIn(columning.entity).map(({ id }) => pathSelection(columning, columning.entity, [id]));
}

/** The fields that lead from a movement to its document; no reader looks for them one by one. */
export function sourcesIn({ fields }: EntityModel): readonly FieldModel[] {
  return fields.filter(({ id, type }) => type.kind === 'ref' && id === sourceFieldId(entityId(type.to)));
}

/** The document column, in place of the fields of each kind of document. */
export function documentColumn(label: string): ListColumn {
  return {
    id: DOCUMENT_COLUMN,
    path: DOCUMENT_COLUMN,
    steps: [DOCUMENT_COLUMN],
    owners: [],
    kind: 'text',
    label,
    width: 210,
    isNumber: false,
    isSortable: false,
    isSecret: false,
  };
}

/** The document of a movement. */
export interface MovementDocument {
  readonly entity: EntityModel;
  readonly id: string;
  readonly title: string;
}

/** The document that made a movement, as far as the reader may see it. */
export function documentOf({ model, entity, locale }: Columning, row: ApiRow, reading: Reading) {
  for (const field of sourcesIn(entity)) {
    const value = row[field.apiName];
    const end = pathEnd(model, entity, { path: field.id, locale });
    const target = field.type.kind === 'ref' ? entityById(model, field.type.to) : undefined;
    if (isApiRow(value) && end !== undefined && target !== undefined) {
      const found: MovementDocument = { entity: target, id: textOf(value['id']), title: cellText(end, value, reading) };
      return found;
    }
  }
  return undefined;
}

/** The conditions that only movements of one balance meet. */
export function keyConditions(
  { ledger }: LedgerEntity,
  { model, entity, locale }: Columning,
  { row, reading }: { readonly row: ApiRow; readonly reading: Reading },
): readonly Condition[] {
  return keyIds(ledger).flatMap((id) => {
    const end = pathEnd(model, entity, { path: id, locale });
    return end === undefined ? [] : [keyCondition(end, row[end.steps[0] ?? id], reading)];
  });
}

/** The same, of a key whose values are known by dimension: without what names them. */
export function keyConditionsOf(
  { ledger }: LedgerEntity,
  { model, entity, locale }: Columning,
  values: ReadonlyMap<string, string>,
): readonly Condition[] {
  return keyIds(ledger).flatMap((id) => {
    const end = pathEnd(model, entity, { path: id, locale });
    const value = values.get(id);
    if (end === undefined || (value === undefined && id === 'account')) return [];
    const isNamed = end.kind === 'ref' || end.kind === 'user' || end.kind === 'org';
    return [keyCondition(end, isNamed && value !== undefined ? { id: value } : value, undefined)];
  });
}

function keyCondition(end: PathEnd, value: unknown, reading: Reading | undefined): Condition {
  const field = end.path;
  if (value === null || value === undefined) return { field, op: 'empty' };
  if (isApiRow(value))
    return {
      field,
      op: 'anyOf',
      values: [textOf(value['id'])],
      ...(reading === undefined ? {} : { titles: [cellText(end, value, reading)] }),
    };
  if (end.kind === 'bool') return { field, op: value === true ? 'yes' : 'no' };
  return { field, op: end.kind === 'enum' ? 'anyOf' : 'is', values: [textOf(value)] };
}
