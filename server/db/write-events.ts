import { sql } from 'kysely';
import { keepsSnapshots } from '../compile/behaviour-reads.ts';
import { keptDocument } from '../compile/event-snapshot.ts';
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
  if (told.length > 0) await unit.run(told.length === 1 ? WRITE_ONE : WRITE, eventsGiven(unit, told, options));
}

/** What the statements of events are given. One event is given by its parts: as JSON within JSON it is read twice. */
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
    snapshot: keepsSnapshots(unit.model, state.entity)
      ? { ...keptDocument(unit.model, state, changes), actor: who }
      : null,
  }));
  const by = { actor: actor.id, requestId, depth: cause?.depth ?? 0, cause: cause?.by ?? null };
  const common = { ...by, at: now, template: unit.version };
  const [one] = events;
  if (one === undefined || events.length > 1) return { ...common, events: JSON.stringify(events) };
  return {
    ...common,
    event_entity: one.entity,
    event_record_id: one.record_id,
    event_kind: one.kind,
    event_version: one.version,
    event_transition: one.transition,
    event_reason: one.reason,
    event_changes: JSON.stringify(one.changes),
    event_snapshot: one.snapshot === null ? null : JSON.stringify(one.snapshot),
  };
}

const given = (name: string, type: string): Sql => sql`${new Slot({ kind: 'given', name })}::${sql.raw(type)}`;

const COLUMNS = sql`(at, actor, entity, record_id, kind, version, changes, request_id, template_version, transition, reason, snapshot, depth, cause)`;
const RETURNING = sql`returning seq, entity, record_id, kind, version`;

/** What several writes of one event each give for `eachEventSql`. */
export function eventsOfEach(writes: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const each: Record<string, unknown> = { template: writes[0]?.['template'] };
  for (const { from } of EACH) each[`each_${from}`] = writes.map((given) => given[from]);
  // As one text of JSON, in which none of their many quotes needs another sign before it.
  for (const { from } of EACH_JSON)
    each[`each_${from}`] = `[${writes.map((given) => jsonText(given[from])).join(',')}]`;
  return each;
}

function jsonText(given: unknown): string {
  return typeof given === 'string' ? given : 'null';
}

/** Columns of an event with what `eventsGiven` calls them. */
const EACH = [
  { name: 'at', from: 'at', type: 'timestamptz' },
  { name: 'actor', from: 'actor', type: 'uuid' },
  { name: 'entity', from: 'event_entity', type: 'text' },
  { name: 'record_id', from: 'event_record_id', type: 'uuid' },
  { name: 'kind', from: 'event_kind', type: 'text' },
  { name: 'version', from: 'event_version', type: 'integer' },
  { name: 'request_id', from: 'requestId', type: 'text' },
  { name: 'transition', from: 'event_transition', type: 'text' },
  { name: 'reason', from: 'event_reason', type: 'text' },
  { name: 'depth', from: 'depth', type: 'smallint' },
  { name: 'cause', from: 'cause', type: 'text' },
] as const;

/** Those of JSON. */
const EACH_JSON = [
  { name: 'changes', from: 'event_changes' },
  { name: 'snapshot', from: 'event_snapshot' },
] as const;

/** Adds one event of each of several writes, in their order; `EACH_OUTBOX_SQL` goes on with them. */
export function eachEventSql(): Sql {
  const lists = sql.join(EACH.map(({ from, type }) => given(`each_${from}`, `${type}[]`)));
  const texts = sql.join(EACH_JSON.map(({ from }) => sql`jsonb_array_elements(${given(`each_${from}`, 'jsonb')})`));
  const names = sql.join([...EACH, ...EACH_JSON].map(({ name }) => sql.id(name)));
  return sql`insert into ${tenantTable(SYSTEM_TABLES.event)} ${COLUMNS} select e.at, e.actor, e.entity, e.record_id, e.kind, e.version, e.changes, e.request_id, ${given('template', 'integer')}, e.transition, e.reason, nullif(e.snapshot, 'null'), e.depth, e.cause from rows from (unnest(${lists}), ${texts}) as e(${names}) ${RETURNING}, at`;
}

/**
 * Adds the events that `eventsGiven` gives, `count` of them; `outboxSql` goes on with them under the name `added`.
 * `filled` is put around the texts of JSON.
 */
export function eventsSql(count: number, filled: (json: Sql) => Sql = (json) => json): Sql {
  const table = tenantTable(SYSTEM_TABLES.event);
  const [at, actor, request] = [given('at', 'timestamptz'), given('actor', 'uuid'), given('requestId', 'text')];
  const [template, depth, cause] = [given('template', 'integer'), given('depth', 'smallint'), given('cause', 'text')];
  if (count === 1) {
    const part = (name: string, type: string): Sql => given(`event_${name}`, type);
    const json = (name: string): Sql => sql`${filled(part(name, 'text'))}::jsonb`;
    return sql`insert into ${table} ${COLUMNS} values (${at}, ${actor}, ${part('entity', 'text')}, ${part('record_id', 'uuid')}, ${part('kind', 'text')}, ${part('version', 'integer')}, ${json('changes')}, ${request}, ${template}, ${part('transition', 'text')}, ${part('reason', 'text')}, ${json('snapshot')}, ${depth}, ${cause}) ${RETURNING}`;
  }
  return sql`insert into ${table} ${COLUMNS} select ${at}, ${actor}, e.entity, e.record_id, e.kind, e.version, e.changes, ${request}, ${template}, e.transition, e.reason, e.snapshot, ${depth}, ${cause} from jsonb_to_recordset(${filled(given('events', 'text'))}::jsonb) as e(entity text, record_id uuid, kind text, version int, changes jsonb, transition text, reason text, snapshot jsonb) ${RETURNING}`;
}

const outboxSql = (at: Sql): Sql =>
  sql`insert into ${tenantTable(SYSTEM_TABLES.outbox)} (event_seq, topic, payload, created_at) select seq, entity || '.' || kind, jsonb_build_object('id', record_id, 'version', version), ${at} from added`;

/** Adds the entries of the events `added`. */
export const OUTBOX_SQL = outboxSql(given('at', 'timestamptz'));
/** The same for events of several writes. */
export const EACH_OUTBOX_SQL = outboxSql(sql`at`);

const WRITE = compileSql(sql`with added as (${eventsSql(2)}) ${OUTBOX_SQL}`);
const WRITE_ONE = compileSql(sql`with added as (${eventsSql(1)}) ${OUTBOX_SQL}`);
