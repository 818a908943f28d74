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
    const [before, after] = [state.before?.[field.id] ?? null, state.values[field.id] ?? null];
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
  const own = openValues(model, state.entity, { ...state.values, ...state.related });
  return { ...own, ...Object.fromEntries(lines) };
}

const byId = new WeakMap<EntityModel, ReadonlyMap<string, FieldModel>>();

function fieldsById(entity: EntityModel): ReadonlyMap<string, FieldModel> {
  const known = byId.get(entity) ?? new Map(entity.fields.map((field) => [field.id, field]));
  byId.set(entity, known);
  return known;
}

/** Lines know their document by where they stand in it; those of a row that is deleted are as they were loaded. */
function openValues(
  model: Model,
  entity: EntityModel,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const fields = fieldsById(entity);
  const open = Object.entries(values)
    .filter(([name]) => fields.get(name)?.secret !== true && !(name === 'parent' && entity.parent !== undefined))
    .map(([name, value]) => {
      const type = fields.get(name)?.type;
      if (type?.kind !== 'lines' || !Array.isArray(value)) return [name, value] as const;
      const line = entityOf(model, type.of);
      return [name, value.map((row: unknown) => (isRow(row) ? openValues(model, line, row) : row))] as const;
    });
  return Object.fromEntries(open);
}
