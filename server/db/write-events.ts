import type { RowState } from '../compile/write-row.ts';
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
  told: readonly {
    readonly state: RowState & { readonly event: RowEvent['kind'] };
    readonly changes: Readonly<Record<string, unknown>>;
  }[],
  requestId: string,
): Promise<void> {
  if (told.length === 0) return;
  const events = told.map(({ state, changes }) => ({
    entity: state.entity.id,
    record_id: state.id,
    kind: state.event,
    version: state.before === null ? 1 : Number(state.before['version']) + 1,
    changes,
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
