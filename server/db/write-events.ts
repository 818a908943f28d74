import { sql } from 'kysely';
import { keepsSnapshots } from '../compile/behaviour-reads.ts';
import { snapshotOf } from '../compile/row-changes.ts';
import { compileSql, Slot, tenantTable, type Sql } from '../compile/sql-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { WriterOptions } from './write-operation.ts';
import type { ToldState } from './write-postings.ts';
import type { WriteUnit } from './write-unit.ts';

export interface RowEvent {
  readonly kind: 'created' | 'updated' | 'deleted' | 'restored' | 'transition';
}

/**
 * One event a row, in the write's own transaction, with what changed from what to what; and for each event its entry
 * in the outbox. History, audit, subscriptions, webhooks and automation all read from here. Of entities with a
 * workflow or awards the row is kept as expressions saw it then, with who acted, so that rules can be run again.
 */
export async function writeEvents(
  unit: WriteUnit,
  told: readonly ToldState[],
  options: Pick<WriterOptions, 'requestId' | 'cause'>,
): Promise<void> {
  if (told.length > 0) await unit.run(WRITE, eventsGiven(unit, told, options));
}

/** What the statements of events are given. */
export function eventsGiven(
  unit: WriteUnit,
  told: readonly ToldState[],
  { requestId, cause }: Pick<WriterOptions, 'requestId' | 'cause'>,
): Readonly<Record<string, unknown>> {
  const { actor, now } = unit.binding;
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
  const by = { actor: actor.id, requestId, depth: cause?.depth ?? 0, cause: cause?.by ?? null };
  return { ...by, events: JSON.stringify(events), at: now };
}

const given = (name: string, type: string): Sql => sql`${new Slot({ kind: 'given', name })}::${sql.raw(type)}`;

/** What `eventsGiven` calls the events. */
export const EVENTS = given('events', 'text');

/** Adds the events that `json` gives; `outboxSql` goes on with them under the name `added`. */
export function eventsSql(json: Sql): Sql {
  return sql`insert into ${tenantTable(SYSTEM_TABLES.event)} (at, actor, entity, record_id, kind, version, changes, request_id, template_version, transition, reason, snapshot, depth, cause) select ${given('at', 'timestamptz')}, ${given('actor', 'uuid')}, e.entity, e.record_id, e.kind, e.version, e.changes, ${given('requestId', 'text')}, (select version from ${tenantTable(SYSTEM_TABLES.meta)}), e.transition, e.reason, e.snapshot, ${given('depth', 'smallint')}, ${given('cause', 'text')} from jsonb_to_recordset(${json}::jsonb) as e(entity text, record_id uuid, kind text, version int, changes jsonb, transition text, reason text, snapshot jsonb) returning seq, entity, record_id, kind, version`;
}

/** Adds the entries of the events `added`. */
export const OUTBOX_SQL = sql`insert into ${tenantTable(SYSTEM_TABLES.outbox)} (event_seq, topic, payload, created_at) select seq, entity || '.' || kind, jsonb_build_object('id', record_id, 'version', version), ${given('at', 'timestamptz')} from added`;

const WRITE = compileSql(sql`with added as (${eventsSql(EVENTS)}) ${OUTBOX_SQL}`);
