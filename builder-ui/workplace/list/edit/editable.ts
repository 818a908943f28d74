import type { FieldKind, FieldModel } from '../../../../schema/model/model.ts';
import type { Columning } from '../../documents/list-columns.ts';

/** Kinds that fit into a cell, and into one line of a dialog. */
const TYPED: ReadonlySet<FieldKind> = new Set([
  ...['text', 'longtext', 'int', 'decimal', 'money', 'quantity', 'percent', 'bool', 'date', 'time', 'datetime'],
  ...['duration', 'enum', 'multiEnum', 'ref', 'multiRef', 'user', 'org'],
] as const);

/** The fields that the reader may change in rows that are there, as far as the API says without a row. */
export function editableFields({ entity, rights }: Pick<Columning, 'entity' | 'rights'>): readonly FieldModel[] {
  return entity.fields.filter(
    ({ apiName, type, formula, rollup, readonly: isGiven }) =>
      TYPED.has(type.kind) &&
      !isGiven &&
      formula === undefined &&
      rollup === undefined &&
      rights.updates(entity) &&
      rights.gives(entity, apiName, 'update'),
  );
}
