import type { EntityModel, Model } from '../../schema/model/model.ts';
import { isRecord, type FieldValue, type RecordValue } from '../form-runtime/form-value.ts';
import { entityById } from '../workplace/documents/field-path.ts';

/** The kinds of an entity's fields by API name; of its lines as `lines.column`. */
export type FieldKinds = Readonly<Record<string, string>>;

/** What the fields of an entity are now. */
export function kindsOf(model: Model, entity: EntityModel): FieldKinds {
  return Object.fromEntries(
    entity.fields.flatMap(({ apiName, type }): readonly (readonly [string, string])[] => {
      const lines = type.kind === 'lines' ? entityById(model, type.of) : undefined;
      const columns = lines?.fields.map((column) => [`${apiName}.${column.apiName}`, column.type.kind] as const) ?? [];
      return [[apiName, type.kind], ...columns];
    }),
  );
}

/** What of a value fits the fields as they are now: a field that is gone, or is of another kind, is left out. */
export function fittingValue(value: RecordValue, then: FieldKinds, now: FieldKinds): RecordValue {
  const fits = (name: string): boolean => now[name] !== undefined && now[name] === then[name];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, given]): readonly (readonly [string, FieldValue])[] => {
      // What is no field of the model (an id, a value along a reference) is the record's own.
      if (then[name] === undefined) return [[name, given]];
      if (!fits(name)) return [];
      if (then[name] !== 'lines' || !Array.isArray(given)) return [[name, given]];
      const rows: readonly FieldValue[] = given;
      return [
        [name, rows.map((row) => (isRecord(row) ? fittingRow(row, (column) => fits(`${name}.${column}`)) : row))],
      ];
    }),
  );
}

const OF_ROWS = new Set(['id', '$key']);

function fittingRow(row: RecordValue, fits: (column: string) => boolean): RecordValue {
  return Object.fromEntries(Object.entries(row).filter(([column]) => OF_ROWS.has(column) || fits(column)));
}
