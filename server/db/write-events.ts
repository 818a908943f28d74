import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { storageOf } from '../compile/storage.ts';
import type { RowState } from '../compile/write-row.ts';
import { sameField, sameValue } from '../compile/write-row.ts';
import type { WriteUnit } from './write-unit.ts';

export interface RowEvent {
  readonly kind: 'created' | 'updated' | 'deleted' | 'restored';
}

/**
 * One event a row, in the write's own transaction, with what changed from what to what; and for each event its entry
 * in the outbox. History, audit, subscriptions, webhooks and automation all read from here.
 */
export async function writeEvents(
  unit: WriteUnit,
  states: readonly (RowState & { readonly event: RowEvent['kind'] })[],
  requestId: string,
): Promise<void> {
  if (states.length === 0) return;
  const events = states.map((state) => ({
    entity: state.entity.id,
    record_id: state.id,
    kind: state.event,
    version: state.before === null ? 1 : Number(state.before['version']) + 1,
    changes: changesOf(state),
  }));
  await unit.execute(
    `with added as (
       insert into "@tenant".fw_event (at, actor, entity, record_id, kind, version, changes, request_id, template_version)
       select $2::timestamptz, $3::uuid, e.entity, e.record_id, e.kind, e.version, e.changes, $4, (select version from "@tenant".fw_meta)
       from jsonb_to_recordset($1::jsonb) as e(entity text, record_id uuid, kind text, version int, changes jsonb)
       returning seq, entity, record_id, kind, version
     )
     insert into "@tenant".fw_outbox (event_seq, topic, payload, created_at)
     select seq, entity || '.' || kind, jsonb_build_object('id', record_id, 'version', version), $2::timestamptz from added`,
    [JSON.stringify(events), unit.binding.now, unit.binding.actor.id, requestId],
  );
}

const remembered = new WeakMap<EntityModel, readonly FieldModel[]>();

/** Fields with a history: what is computed when it is read has none of its own. Found once for each entity. */
function rememberedFields(entity: EntityModel): readonly FieldModel[] {
  const known = remembered.get(entity) ?? entity.fields.filter((field) => storageOf(entity, field).kind !== 'computed');
  remembered.set(entity, known);
  return known;
}

/** `{ field: [before, after] }` of fields that differ; lines as the rows added, changed and removed. Secrets are not told. */
function changesOf(state: RowState): Readonly<Record<string, unknown>> {
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
