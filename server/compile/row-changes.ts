import { isRow } from '../../schema/expr/values.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { entityOf, storageOf } from './storage.ts';
import type { RowState } from './row-state.ts';
import { sameField, sameValue } from './same-value.ts';

const remembered = new WeakMap<EntityModel, readonly FieldModel[]>();

/** Fields with a history: what is computed when it is read has none of its own. Found once for each entity. */
function rememberedFields(entity: EntityModel): readonly FieldModel[] {
  const known = remembered.get(entity) ?? entity.fields.filter((field) => storageOf(entity, field).kind !== 'computed');
  remembered.set(entity, known);
  return known;
}

/** `{ field: [before, after] }` of fields that differ; lines as the rows added, changed, moved and removed. Secrets are not told. */
export function changesOf(state: RowState): Readonly<Record<string, unknown>> {
  const changes: Record<string, unknown> = {};
  for (const field of rememberedFields(state.entity)) {
    if (field.type.kind === 'lines') {
      const lines = state.lines.get(field.id) ?? [];
      if (state.before === null) {
        if (lines.length > 0) changes[field.id] = lines.map((line) => ({ id: line.id, added: changesOf(line) }));
        continue;
      }
      const entries = [
        ...lines.filter(({ before }) => before === null).map((line) => ({ id: line.id, added: changesOf(line) })),
        ...lines
          .filter(({ before }) => before !== null)
          .map((line) => ({ id: line.id, changed: changesOf(line) }))
          .filter(({ changed }) => Object.keys(changed).length > 0),
        ...lines.filter(isMoved).map((line) => ({
          id: line.id,
          moved: line.values['lineNo'],
        })),
        ...(state.removed.get(field.id) ?? []).map((line) => ({ id: line.id, removed: line.before })),
      ];
      if (entries.length > 0) changes[field.id] = entries;
      continue;
    }
    const before = state.before?.[field.id] ?? null;
    const after = state.values[field.id] ?? null;
    if (!sameField(field, before, after)) changes[field.id] = field.secret ? ['•••', '•••'] : [before, after];
  }
  if (!sameValue(state.before?.['state'] ?? null, state.values['state'] ?? null))
    changes['state'] = [state.before?.['state'] ?? null, state.values['state'] ?? null];
  return changes;
}

/** Whether a line that was there stands in another place now. */
export function isMoved({ before, values }: RowState): boolean {
  return before !== null && before['lineNo'] !== undefined && !sameValue(before['lineNo'], values['lineNo']);
}

/** The row as expressions see it, with its lines and what was read behind its references. Secrets are not kept. */
export function snapshotOf(model: Model, state: RowState): Readonly<Record<string, unknown>> {
  const lines = [...state.lines].map(([field, rows]) => [field, rows.map((row) => snapshotOf(model, row))] as const);
  const own: Record<string, unknown> = {};
  eachOpenValue(model, state, (name, value) => {
    own[name] = value;
  });
  return { ...own, ...Object.fromEntries(lines) };
}

/** The values of the row itself as `snapshotOf` has them, one after the other. */
export function eachOpenValue(model: Model, state: RowState, take: (name: string, value: unknown) => void): void {
  const { entity, values, related } = state;
  const fields = fieldsById(entity);
  const one = (name: string, value: unknown): void => {
    if (isOpen(entity, fields, name)) take(name, openValue(model, fields.get(name), value));
  };
  for (const name of Object.keys(values)) if (!Object.hasOwn(related, name)) one(name, values[name]);
  for (const name of Object.keys(related)) one(name, related[name]);
}

const byId = new WeakMap<EntityModel, FieldsById>();

function fieldsById(entity: EntityModel): FieldsById {
  const known = byId.get(entity) ?? new Map(entity.fields.map((field) => [field.id, field]));
  byId.set(entity, known);
  return known;
}

type FieldsById = ReadonlyMap<string, FieldModel>;

/** Lines know their document by where they stand in it; those of a row that is deleted are as they were loaded. */
function isOpen(entity: EntityModel, fields: FieldsById, name: string): boolean {
  return fields.get(name)?.secret !== true && !(name === 'parent' && entity.parent !== undefined);
}

function openValue(model: Model, field: FieldModel | undefined, value: unknown): unknown {
  if (field?.type.kind !== 'lines' || !Array.isArray(value)) return value;
  const line = entityOf(model, field.type.of);
  return value.map((row: unknown) => (isRow(row) ? openValues(model, line, row) : row));
}

function openValues(
  model: Model,
  entity: EntityModel,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const fields = fieldsById(entity);
  const open: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    if (isOpen(entity, fields, name)) open[name] = openValue(model, fields.get(name), value);
  return open;
}
