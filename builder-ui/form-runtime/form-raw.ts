import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { FormField } from './form-plan.ts';
import { isRecord, isReference, type FieldValue, type RecordValue } from './form-value.ts';

/** A row as expressions read it: by field id. */
export type Raw = Readonly<Record<string, unknown>>;

/** Gives the values of a record by field id; the same value gives the same object, so that results can be kept. */
export type RawReader = (value: RecordValue) => Raw;

const SYSTEM_FIELDS = ['id', 'state', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'] as const;

export function rawReader(entity: EntityModel, fields: readonly FormField[]): RawReader {
  const plans = new Map(fields.map((field) => [field.field, field]));
  const readers = entity.fields.map((field) => ({ field, read: fieldReader(field, plans.get(field.id)) }));
  const kept = new WeakMap<RecordValue, Raw>();
  return (value) => {
    const known = kept.get(value);
    if (known !== undefined) return known;
    const system = SYSTEM_FIELDS.filter((name) => name in value).map((name) => [name, value[name]] as const);
    const own = readers.map(({ field, read }) => [field.id, read(value[field.apiName])] as const);
    const raw: Raw = Object.fromEntries([...system, ...own]);
    kept.set(value, raw);
    return raw;
  };
}

function fieldReader(field: FieldModel, plan: FormField | undefined): (value: FieldValue | undefined) => unknown {
  const kept = new WeakMap<object, unknown>();
  const titleField = plan?.of?.titleField;
  const row = plan?.lines === undefined ? undefined : rawReader(plan.lines.entity, plan.lines.fields);
  const made = (value: FieldValue): unknown => {
    if (isReference(value)) return titleField === undefined ? value : { [titleField]: value.title, id: value.id };
    if (row !== undefined && Array.isArray(value)) return value.filter(isRecord).map(row);
    return value;
  };
  return (value) => {
    if (value === undefined || value === null || value === '') return emptyOf(field);
    if (typeof value !== 'object') return value;
    const known = kept.get(value);
    if (known !== undefined) return known;
    const raw = made(value);
    kept.set(value, raw);
    return raw;
  };
}

/** Nothing rolled up adds up to nothing: what the server will say of a record that is not stored yet. */
function emptyOf({ rollup }: FieldModel): unknown {
  return rollup?.fn === 'sum' || rollup?.fn === 'count' ? '0' : null;
}
