import { quoteIdentifier } from '../compile/sql-text.ts';
import type { SqlName } from '../../schema/core/ids.ts';
import type { Database, Transaction } from './database.ts';

/** An entry of the outbox with the event it tells of. */
export interface OutboxEntry {
  /** Of the outbox, as decimal text. */
  readonly seq: string;
  readonly tries: number;
  readonly createdAt: string;
  /** `null` where the entry tells of no row. */
  readonly event: OutboxEvent | null;
}

export interface OutboxEvent {
  readonly seq: string;
  readonly at: string;
  readonly actor: string | null;
  readonly entity: string;
  readonly recordId: string;
  readonly kind: string;
  /** Of kind `transition`: which. */
  readonly transition: string | null;
  readonly version: number;
  /** `{ field: [before, after] }`; of lines what was added, changed and removed. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly templateVersion: number;
  readonly depth: number;
  readonly cause: string | null;
}

/**
 * Locks the oldest entries that nobody works on and gives those whose record has no older entry waiting elsewhere: a
 * record's entries are done in their order, whoever does them. They stay locked until the transaction ends.
 */
export async function claimEntries(
  tx: Transaction,
  schema: SqlName,
  { now, limit }: { readonly now: string; readonly limit: number },
): Promise<readonly OutboxEntry[]> {
  const ns = quoteIdentifier(schema);
  const rows = await tx.query<{ readonly entry: string }>({
    text: `with open as (
        select seq from ${ns}.fw_outbox where done_at is null and (next_at is null or next_at <= $1::timestamptz)
        order by seq limit $2 for update skip locked)
      select json_build_object('seq', o.seq::text, 'tries', o.tries, 'createdAt', o.created_at,
        'event', case when e.seq is null then null else json_build_object('seq', e.seq::text, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'actor', e.actor, 'entity', e.entity, 'recordId', e.record_id, 'kind', e.kind, 'transition', e.transition,
          'version', e.version, 'changes', coalesce(e.changes, '{}'), 'templateVersion', e.template_version, 'depth', e.depth, 'cause', e.cause) end)::text as entry
      from open join ${ns}.fw_outbox o using (seq) left join ${ns}.fw_event e on e.seq = o.event_seq order by o.seq`,
    params: [now, limit],
  });
  const entries = rows.map(({ entry }) => JSON.parse(entry) as OutboxEntry);
  const last = entries.at(-1);
  if (last === undefined) return [];
  const blocked = await tx.query<{ readonly record: string; readonly seq: string }>({
    text: `select e.record_id::text as record, min(o.seq)::text as seq from ${ns}.fw_outbox o join ${ns}.fw_event e on e.seq = o.event_seq
      where o.done_at is null and o.seq < $1::bigint and not o.seq = any($2::bigint[]) group by 1`,
    params: [last.seq, entries.map(({ seq }) => seq)],
  });
  const olderOf = new Map(blocked.map(({ record, seq }) => [record, BigInt(seq)]));
  return entries.filter(({ seq, event }) => {
    const older = event === null ? undefined : olderOf.get(event.recordId);
    return older === undefined || older > BigInt(seq);
  });
}

/**
 * Ends the oldest entries of entities that nobody listens to (all others when `heard` is empty) without reading their
 * events. Gives how many there were.
 */
export async function finishUnheard(
  tx: Transaction,
  schema: SqlName,
  { now, heard, limit }: { readonly now: string; readonly heard: readonly string[]; readonly limit: number },
): Promise<number> {
  const table = `${quoteIdentifier(schema)}.fw_outbox`;
  const text = `with due as materialized (
        select seq from ${table} where done_at is null and (next_at is null or next_at <= $1::timestamptz)
          and not split_part(topic, '.', 1) = any($2::text[]) order by seq limit $3 for update skip locked),
      done as (update ${table} o set done_at = $1::timestamptz, failure = null from due where o.seq = due.seq returning 1)
    select count(*)::int as n from done`;
  const [row] = await tx.query<{ readonly n: number }>({ text, params: [now, heard, limit] });
  return row?.n ?? 0;
}

/** The entries have been told to everybody. */
export async function finishEntries(
  tx: Transaction,
  schema: SqlName,
  { seqs, now }: { readonly seqs: readonly string[]; readonly now: string },
): Promise<void> {
  await tx.query({
    text: `update ${quoteIdentifier(schema)}.fw_outbox set done_at = $2::timestamptz, failure = null where seq = any($1::bigint[])`,
    params: [seqs, now],
  });
}

/** The entry could not be worked off: it waits, longer each time, and says why. */
export async function postponeEntry(
  database: Pick<Database, 'query'>,
  schema: SqlName,
  entry: {
    readonly seq: string;
    readonly now: Date;
    readonly failure: string;
    readonly backoff: (now: Date, tries: number) => string;
  },
): Promise<void> {
  const table = `${quoteIdentifier(schema)}.fw_outbox`;
  const [row] = await database.query<{ readonly tries: number }>({
    text: `update ${table} set tries = tries + 1, failure = $2 where seq = $1::bigint and done_at is null returning tries`,
    params: [entry.seq, entry.failure.slice(0, 500)],
  });
  if (row === undefined) return;
  await database.query({
    text: `update ${table} set next_at = $2::timestamptz where seq = $1::bigint and done_at is null`,
    params: [entry.seq, entry.backoff(entry.now, row.tries)],
  });
}

/** Template versions of the events that wait. */
export async function openVersions(database: Pick<Database, 'query'>, schema: SqlName): Promise<readonly number[]> {
  const ns = quoteIdentifier(schema);
  const rows = await database.query<{ readonly version: number }>({
    text: `select distinct e.template_version as version from ${ns}.fw_outbox o join ${ns}.fw_event e on e.seq = o.event_seq where o.done_at is null`,
    params: [],
  });
  return rows.map(({ version }) => version);
}

/** Since when the oldest entry waits; `null` when none does. */
export async function oldestEntry(
  database: Pick<Database, 'query'>,
  schema: SqlName,
): Promise<{ readonly at: Date; readonly waiting: number } | null> {
  const [row] = await database.query<{ readonly at: string | null; readonly waiting: number }>({
    text: `select to_char(min(created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, count(*)::int as waiting from ${quoteIdentifier(schema)}.fw_outbox where done_at is null`,
    params: [],
  });
  return row?.at === null || row === undefined ? null : { at: new Date(row.at), waiting: row.waiting };
}
