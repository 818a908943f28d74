import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { storageOf } from './storage.ts';
import { sameField, sameValue, type RowState } from './write-row.ts';

const remembered = new WeakMap<EntityModel, readonly FieldModel[]>();

/** Fields with a history: what is computed when it is read has none of its own. Found once for each entity. */
function rememberedFields(entity: EntityModel): readonly FieldModel[] {
  const known = remembered.get(entity) ?? entity.fields.filter((field) => storageOf(entity, field).kind !== 'computed');
  remembered.set(entity, known);
  return known;
}

/** `{ field: [before, after] }` of fields that differ; lines as the rows added, changed and removed. Secrets are not told. */
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
