import { keepsSnapshots } from '../compile/behaviour-reads.ts';
import { TAKEN_NUMBER } from '../compile/ddl-system-writes.ts';
import { snapshotOf } from '../compile/row-changes.ts';
import type { WriterOptions } from './write-operation.ts';
import type { WorkingState } from './write-states.ts';
import type { WriteUnit } from './write-unit.ts';

export interface RowEvent {
  readonly kind: 'created' | 'updated' | 'deleted' | 'restored' | 'transition';
}

/**
 * One event a row, in the write's own transaction, with what changed from what to what; and for each event its entry
 * in the outbox. History, audit, subscriptions, webhooks and automation all read from here. Of entities with a
 * workflow or awards the row is kept as expressions saw it then, with who acted, so that rules can be run again. `mark`
 * stands for the number that was taken in this transaction.
 */
export async function writeEvents(
  unit: WriteUnit,
  told: readonly { readonly state: WorkingState; readonly changes: Readonly<Record<string, unknown>> }[],
  options: Pick<WriterOptions, 'requestId' | 'cause'> & { readonly mark?: string | undefined },
): Promise<void> {
  if (told.length === 0) return;
  const { actor } = unit.binding;
  const who = { id: actor.id, role: actor.role, roles: actor.roles, departments: actor.departments };
  const events = told.map(({ state, changes }) => ({
    entity: state.entity.id,
    record_id: state.id,
    kind: state.event,
    version: state.before === null ? 1 : Number(state.before['version']) + 1,
    changes,
    transition: state.taken?.transition.id ?? null,
    reason: state.taken?.reason ?? null,
    snapshot: keepsSnapshots(unit.model, state.entity) ? { doc: snapshotOf(unit.model, state), actor: who } : null,
  }));
  const { mark } = options;
  const given = mark === undefined ? '$1' : `replace($1::text, $7, current_setting('${TAKEN_NUMBER}'))`;
  await unit.execute(
    `with added as (
       insert into "@tenant".fw_event (at, actor, entity, record_id, kind, version, changes, request_id, template_version, transition, reason, snapshot, depth, cause)
       select $2::timestamptz, $3::uuid, e.entity, e.record_id, e.kind, e.version, e.changes, $4, (select version from "@tenant".fw_meta), e.transition, e.reason, e.snapshot, $5, $6
       from jsonb_to_recordset(${given}::jsonb) as e(entity text, record_id uuid, kind text, version int, changes jsonb, transition text, reason text, snapshot jsonb)
       returning seq, entity, record_id, kind, version
     )
     insert into "@tenant".fw_outbox (event_seq, topic, payload, created_at)
     select seq, entity || '.' || kind, jsonb_build_object('id', record_id, 'version', version), $2::timestamptz from added`,
    [
      JSON.stringify(events),
      unit.binding.now,
      actor.id,
      options.requestId,
      options.cause?.depth ?? 0,
      options.cause?.by ?? null,
      ...(mark === undefined ? [] : [mark]),
    ],
  );
}
