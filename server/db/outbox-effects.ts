import type { SqlName } from '../../schema/core/ids.ts';
import type { Issue } from '../../schema/core/result.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import type { Transaction } from './database.ts';

/** A run of a rule, as it is written down before it begins. */
export interface RunRequest {
  /** What starts the run, so that it is started once. */
  readonly key: string;
  readonly kind: 'automation' | 'schedule';
  readonly rule: string;
  readonly templateVersion: number;
  /** 0 where no event started it. */
  readonly eventSeq: string;
  readonly entity: string | null;
  readonly recordId: string | null;
  /** How many causes stand before what the run will write. */
  readonly depth: number;
  readonly state: 'waiting' | 'stopped';
  readonly issues: readonly Issue[] | null;
}

/** Something to be sent to a connection. */
export interface DeliveryRequest {
  /** What it is sent for, so that it is sent once. */
  readonly key: string;
  readonly connection: string;
  readonly eventSeq: string | null;
  readonly topic: string;
  /** The body without its id, which is the delivery's. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Writes runs down; a run that is there already is left as it is. */
export async function addRuns(
  tx: Transaction,
  schema: SqlName,
  { runs, now }: { readonly runs: readonly RunRequest[]; readonly now: string },
): Promise<void> {
  if (runs.length === 0) return;
  const rows = runs.map((run) => ({
    key: run.key,
    kind: run.kind,
    rule: run.rule,
    template_version: run.templateVersion,
    event_seq: run.eventSeq,
    entity: run.entity,
    record_id: run.recordId,
    depth: run.depth,
    state: run.state,
    issues: run.issues,
  }));
  await tx.query({
    text: `insert into ${quoteIdentifier(schema)}.fw_run (key, kind, rule, template_version, event_seq, entity, record_id, depth, state, issues, next_at, created_at, ended_at)
      select r.key, r.kind, r.rule, r.template_version, r.event_seq, r.entity, r.record_id, r.depth, r.state, r.issues, $2::timestamptz, $2::timestamptz, case when r.state <> 'waiting' then $2::timestamptz end
      from jsonb_to_recordset($1::jsonb) as r(key text, kind text, rule text, template_version int, event_seq bigint, entity text, record_id uuid, depth smallint, state text, issues jsonb)
      on conflict (key) do nothing`,
    params: [JSON.stringify(rows), now],
  });
}

/** Writes deliveries down; each is given its id, which its body carries. */
export async function addDeliveries(
  tx: Pick<Transaction, 'query'>,
  schema: SqlName,
  { deliveries, now }: { readonly deliveries: readonly DeliveryRequest[]; readonly now: string },
): Promise<void> {
  if (deliveries.length === 0) return;
  await tx.query({ text: deliveriesSql(quoteIdentifier(schema)), params: [deliveriesJson(deliveries), now] });
}

/** The statement behind `addDeliveries`, for a unit of work as well: `$1` are deliveries as JSON, `$2` is the time. */
export function deliveriesSql(quotedSchema: string): string {
  return `insert into ${quotedSchema}.fw_delivery (id, key, connection, event_seq, topic, body, next_at, created_at)
    select d.id, d.key, d.connection, d.event_seq, d.topic, (jsonb_build_object('id', d.id) || d.body)::text, $2::timestamptz, $2::timestamptz
    from (select gen_random_uuid() as id, r.* from jsonb_to_recordset($1::jsonb) as r(key text, connection uuid, event_seq bigint, topic text, body jsonb)) as d
    on conflict (key) do nothing`;
}

/** Deliveries as the statement takes them. */
export function deliveriesJson(deliveries: readonly DeliveryRequest[]): string {
  return JSON.stringify(
    deliveries.map(({ key, connection, eventSeq, topic, body }) => ({
      key,
      connection,
      event_seq: eventSeq,
      topic,
      body,
    })),
  );
}
