import { LIMITS } from '../../schema/core/limits.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { ChangeEvent } from '../graphql/tenant/subscribe-tenant.ts';
import type { TenantPlace } from '../tenancy/provision-tenant.ts';

/** What one subscriber takes events from. */
export interface EventQueue {
  /** The next event; `ended` once the queue was ended, `overrun` when the subscriber could not keep up. */
  next(): Promise<ChangeEvent | 'ended' | 'overrun'>;
  /** Frees whoever waits in `next`, and lets go of the feed. */
  end(): void;
}

/** The event logs of tenants that somebody watches. */
export interface EventFeeds {
  /** Events of the entity from now on, each once, in the order of their transactions. They may begin 250 ms early. */
  open(key: string, place: TenantPlace, entity: string): Promise<EventQueue>;
  close(): void;
}

/** Tails event logs by polling: one reader per tenant, however many subscribe. */
export function eventFeeds(): EventFeeds {
  const feeds = new Map<string, Feed>();
  return {
    async open(key, place, entity) {
      const feed = feeds.get(key) ?? startFeed(place);
      feeds.set(key, feed);
      const queue = eventQueue(() => {
        feed.listeners.delete(listener);
        if (feed.listeners.size > 0) return;
        feed.stop();
        if (feeds.get(key) === feed) feeds.delete(key);
      });
      const listener = (event: ChangeEvent): void => {
        if (event.entity === entity) queue.push(event);
      };
      // Joined before anything is awaited, so that nobody else who leaves meanwhile stops the feed.
      feed.listeners.add(listener);
      try {
        await feed.ready;
      } catch (error) {
        queue.end();
        throw error;
      }
      return queue;
    },
    close() {
      for (const feed of feeds.values()) feed.stop();
      feeds.clear();
    },
  };
}

function eventQueue(onEnd: () => void): EventQueue & { readonly push: (event: ChangeEvent) => void } {
  const waiting: ChangeEvent[] = [];
  let state: 'open' | 'ended' | 'overrun' = 'open';
  let wake: (() => void) | undefined;
  const finish = (as: 'ended' | 'overrun'): void => {
    if (state !== 'open') return;
    state = as;
    waiting.length = 0;
    onEnd();
    wake?.();
  };
  return {
    push(event) {
      if (state !== 'open') return;
      if (waiting.length >= LIMITS.eventsWaitingMax) return finish('overrun');
      waiting.push(event);
      wake?.();
    },
    async next() {
      for (;;) {
        if (state !== 'open') return state;
        const event = waiting.shift();
        if (event !== undefined) return event;
        await new Promise<void>((done) => {
          wake = done;
        });
      }
    },
    end: () => finish('ended'),
  };
}

interface Feed {
  readonly listeners: Set<(event: ChangeEvent) => void>;
  /** Resolves when the place in the log from which events count is known. */
  readonly ready: Promise<void>;
  readonly stop: () => void;
}

interface FeedPlace {
  readonly xid: string;
  readonly seq: string;
}

function startFeed(place: TenantPlace): Feed {
  const listeners = new Set<(event: ChangeEvent) => void>();
  let at: FeedPlace = { xid: '0', seq: '0' };
  let reading = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const tick = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    try {
      let rows: Awaited<ReturnType<typeof readEvents>>;
      do {
        rows = await readEvents(place, at);
        for (const row of rows) {
          at = { xid: row.xid, seq: row.seq };
          for (const listener of listeners) listener({ entity: row.entity, recordId: row.record_id, kind: row.kind });
        }
      } while (rows.length === LIMITS.eventBatchRows && listeners.size > 0);
    } catch {
      // The database is away; the next tick asks again from the same place, so nothing is lost.
    } finally {
      reading = false;
    }
  };
  const ready = presentXid(place).then((xid) => {
    at = { xid, seq: '0' };
    if (stopped) return;
    timer = setInterval(() => void tick(), LIMITS.eventPollMs);
    timer.unref();
  });
  return {
    listeners,
    ready,
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}

async function presentXid({ database }: TenantPlace): Promise<string> {
  const [now] = await database.query<{ readonly xid: string }>({
    text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as xid',
    params: [],
  });
  return now?.xid ?? '0';
}

/**
 * Only transactions older than every open one are read, in their order: none can appear before them any more. The
 * order is by the columns, not by the texts that are selected under their names.
 */
function readEvents(
  { database, schema }: TenantPlace,
  after: FeedPlace,
): Promise<readonly (FeedPlace & { readonly entity: string; readonly record_id: string; readonly kind: string })[]> {
  const table = `${quoteIdentifier(schema)}.${quoteIdentifier(SYSTEM_TABLES.event)}`;
  return database.query({
    text: `select xid::text as xid, seq::text as seq, entity, record_id::text as record_id, kind from ${table} as e where (e.xid, e.seq) > ($1::xid8, $2::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot()) order by e.xid, e.seq limit ${LIMITS.eventBatchRows}`,
    params: [after.xid, after.seq],
  });
}
