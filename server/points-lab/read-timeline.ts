import { entityId, type EntityId } from '../../schema/core/ids.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import type { ActorValue } from '../../schema/expr/frame.ts';
import { wholeDocument } from '../compile/event-snapshot.ts';
import type { Execute } from '../db/points-awards.ts';
import { instantSql, readAnswer, readLab, type LabPlace, type Period } from './lab-place.ts';
import type { LedgerStep } from './read-moves.ts';
import type { SimEvent, SimItem } from './simulate.ts';

/** Where an event stands: after which posting, in which transaction. */
interface EventPlace {
  readonly seq: string;
  readonly after: bigint;
  /** Equal for the events of one transaction. */
  readonly transaction: string;
}

/** The order in which a period's events reached the ledger. */
export interface Timeline {
  readonly places: readonly EventPlace[];
  /** Events of these entities that keep no row as it was: they can't be scored. */
  readonly withoutSnapshot: number;
}

/** Events of a batch; a transaction is never split. */
const BATCH_EVENTS = 2_000;

/**
 * The events of these entities in the order of the ledger: by the first posting of points that their transaction made,
 * since numbers of postings are given out under the locks; an event that posted nothing stands after those before it in
 * the log. `LAB_PERIOD_LONG` beyond `max`.
 */
export async function readOrder(
  execute: Execute,
  at: Period & { readonly entities: readonly EntityId[]; readonly max: number },
): Promise<Result<Timeline>> {
  const { from, to, entities, max } = at;
  const counted = await readAnswer<{ readonly all: number; readonly kept: number }>(execute, COUNT, [
    from,
    to,
    entities,
  ]);
  if (counted.kept > max) return refused([issue('LAB_PERIOD_LONG', '/to', { count: counted.kept, max })]);
  const rows = await readAnswer<readonly (readonly [string, string, string])[]>(execute, ORDER, [from, to, entities]);
  return ok({
    places: rows.map(([seq, after, transaction]) => ({ seq, after: BigInt(after), transaction })),
    withoutSnapshot: counted.all - counted.kept,
  });
}

/** Events and steps of the ledger merged, read in batches. */
export async function* readItems(
  place: LabPlace,
  { places }: Timeline,
  at: {
    readonly steps: readonly LedgerStep[];
    /** Completes rows by what a draft reads beyond them. */
    readonly complete: (execute: Execute, events: readonly KeptEvent[]) => Promise<readonly KeptEvent[]>;
  },
): AsyncGenerator<SimItem> {
  const { steps, complete } = at;
  const read = (batch: readonly EventPlace[]): Promise<readonly KeptEvent[]> => {
    const rows = readLab(place, async (execute) => complete(execute, await readEvents(execute, batch)));
    // Whoever waits for it hears of a failure; when nobody does any more, scoring has failed before.
    rows.catch(() => undefined);
    return rows;
  };
  const batches = batchesOf(places);
  let next = 0;
  let coming = read(batches[0] ?? []);
  for (const [index, batch] of batches.entries()) {
    const rows = await coming;
    // The database reads on while these are scored.
    coming = read(batches[index + 1] ?? []);
    const bySeq = new Map(rows.map((row) => [row.event.seq, row]));
    for (const group of transactionsOf(batch)) {
      for (let step = steps[next]; step !== undefined && step.seq < group.after; step = steps[next]) {
        next += 1;
        yield step.item;
      }
      const events = group.seqs.flatMap((seq) => bySeq.get(seq) ?? []);
      const [first] = events;
      if (first !== undefined) {
        const { at: when, actor } = first;
        yield { kind: 'transaction', at: when, actor, events: events.map(({ event }) => event) };
      }
    }
  }
  await coming;
  for (const step of steps.slice(next)) yield step.item;
}

/** An event as it was kept. */
export interface KeptEvent {
  readonly at: string;
  readonly actor: ActorValue | null;
  readonly event: SimEvent;
}

function batchesOf(places: readonly EventPlace[]): readonly (readonly EventPlace[])[] {
  const batches: (readonly EventPlace[])[] = [];
  for (let start = 0; start < places.length;) {
    let end = Math.min(start + BATCH_EVENTS, places.length);
    while (end < places.length && places[end]?.transaction === places[end - 1]?.transaction) end += 1;
    batches.push(places.slice(start, end));
    start = end;
  }
  return batches;
}

function transactionsOf(
  batch: readonly EventPlace[],
): readonly { readonly after: bigint; readonly seqs: readonly string[] }[] {
  const groups: { readonly after: bigint; readonly transaction: string; readonly seqs: string[] }[] = [];
  for (const { seq, after, transaction } of batch) {
    const last = groups.at(-1);
    if (last?.transaction === transaction) last.seqs.push(seq);
    else groups.push({ after, transaction, seqs: [seq] });
  }
  return groups;
}

interface EventRow {
  readonly seq: string;
  readonly at: string;
  readonly entity: string;
  readonly record: string;
  readonly kind: SimEvent['kind'];
  readonly transition: string | null;
  readonly fields: readonly string[] | null;
  readonly snapshot: string;
  readonly changes: string | null;
}

interface Snapshot {
  readonly doc: Readonly<Record<string, unknown>>;
  readonly lines?: readonly string[];
  readonly actor: {
    readonly id: string | null;
    readonly role: string;
    readonly roles: readonly string[];
    readonly departments: readonly string[];
  };
}

async function readEvents(execute: Execute, batch: readonly EventPlace[]): Promise<readonly KeptEvent[]> {
  if (batch.length === 0) return [];
  const rows = await execute<EventRow>(EVENTS, [batch.map(({ seq }) => seq)]);
  return rows.map(({ seq, at, entity, record, kind, transition, fields, snapshot, ...told }) => {
    const changes: unknown = told.changes === null ? null : JSON.parse(told.changes);
    // The codec: the writer of events keeps exactly this.
    const { actor, ...kept } = JSON.parse(snapshot) as Snapshot;
    const doc = wholeDocument(kept, changes);
    return {
      at,
      actor: actor.id === null ? null : { ...actor, id: actor.id },
      event: { seq, entity: entityId(entity), record, kind, transition, fields: fields ?? [], doc },
    };
  });
}

const IN_PERIOD = `e.at >= $1::timestamptz and e.at < $2::timestamptz and e.entity = any($3::text[])`;

const COUNT = `
select json_build_object('all', count(*), 'kept', count(e.snapshot))::text as answer from "@tenant".fw_event e where ${IN_PERIOD}`;

/** All that a restore brought is of one transaction; those of before are told apart by their moment and request. */
const ORDER = `
with made as (
  select p.xid, p.at, min(p.seq) as first from "@tenant".fw_posting p
   where p.at >= $1::timestamptz and p.at < $2::timestamptz and p.kind in ('award', 'mature', 'clawback', 'matured', 'clawed') group by p.xid, p.at
), placed as (
  select e.seq, concat_ws(' ', e.xid, extract(epoch from e.at), e.request_id) as transaction, coalesce(made.first, max(made.first) over (order by e.seq rows unbounded preceding), 0) as after, made.first is null as is_bare
    from "@tenant".fw_event e left join made on made.xid = e.xid and made.at = e.at
   where ${IN_PERIOD} and e.snapshot is not null
)
select coalesce(json_agg(json_build_array(seq::text, after::text, transaction) order by after, is_bare, seq), '[]')::text as answer from placed`;

/** A row's own fields and lines change under the names of fields; other keys of \`changes\` do no harm. */
const EVENTS = `
select e.seq::text as seq, ${instantSql('e.at')} as at, e.entity, e.record_id::text as record, e.kind, e.transition, e.snapshot::text as snapshot, e.changes::text as changes,
    case when jsonb_typeof(e.changes) = 'object' then (select array_agg(k) from jsonb_object_keys(e.changes) k) end as fields
  from "@tenant".fw_event e where e.seq = any($1::bigint[])`;
