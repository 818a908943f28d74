import { LRUCache } from 'lru-cache';
import { Client, type ClientConfig } from 'pg';
import { assert } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { SqlText, TenantScope, TextRow } from './database.ts';
import { beginOn, chooseSlot, endOn, idleSlot, SHORT_MS, type ReadSlot, type SlotAsk } from './read-slots.ts';
import { SameReads } from './same-reads.ts';
import { batchSender, type StatementAsk } from './statement-batch.ts';
import { atTurnEnd } from './turn-end.ts';

/** A few connections for reads alone, on which statements are sent without waiting for the answers of those before. */
export interface ReadConnections {
  /** The first row. */
  read(scope: TenantScope, statement: SqlText): Promise<TextRow | undefined>;
  close(): Promise<void>;
}

interface ReadConnection {
  /** What is asked in one turn of the event loop, and is short, leaves together. */
  readonly ask: (scope: TenantScope, statement: SqlText, isShort: boolean) => Promise<TextRow | undefined>;
  readonly isBroken: () => boolean;
  readonly end: () => Promise<void>;
}

interface Slot extends ReadSlot {
  opening: Promise<ReadConnection> | undefined;
  open: ReadConnection | undefined;
}

/** A tenant is alone when no other has asked for so long. */
const SHARED_MS = 5_000;
/** Of how many statements it is known how long they take. */
const KNOWN_STATEMENTS_MAX = 5_000;
/** Of how many tenants it is known on which connection they are at home. */
const HOMES_MAX = 5_000;
/** How much the last time tells of the next one. */
const LAST_SHARE = 0.2;

/** Opens connections as they are needed, at most `size`; a broken one is replaced at its next use. */
export function readConnections(config: ClientConfig, size: number): ReadConnections {
  const slots = Array.from({ length: size }, (): Slot => ({ ...idleSlot(), opening: undefined, open: undefined }));
  const took = new LRUCache<string, number>({ max: KNOWN_STATEMENTS_MAX });
  /** Who asked last, and when somebody else did. */
  const asked = { key: '', otherAt: -Infinity };
  const homes = new LRUCache<string, number>({ max: HOMES_MAX });
  let newcomers = 0;
  let closed = false;

  /** In turn: a connection that has met a sixth of a thousand tenants has their statements, one that meets all has none. */
  function homeOf({ role }: TenantScope): number {
    const known = homes.get(role);
    if (known !== undefined) return known;
    const home = newcomers % size;
    newcomers += 1;
    homes.set(role, home);
    return home;
  }

  async function read(scope: TenantScope, statement: SqlText, mayJoin: boolean): Promise<TextRow | undefined> {
    assert(!closed, 'the read connections are open');
    const { name } = statement;
    const expectedMs = name === undefined ? undefined : took.get(name);
    const [key, now] = [scopeKey(scope), performance.now()];
    if (asked.key !== key && asked.key !== '') asked.otherAt = now;
    asked.key = key;
    const isShared = now - asked.otherAt <= SHARED_MS;
    const ask: SlotAsk = { scope: key, expectedMs, isShared, home: homeOf(scope), now };
    const slot = chooseSlot(slots, ask);
    beginOn(slot, ask);
    let isAnswered = false;
    try {
      const connection = slot.open?.isBroken() === false ? slot.open : await connectionAt(slot, config);
      const isShort = mayJoin && expectedMs !== undefined && expectedMs <= SHORT_MS;
      const row = await connection.ask(scope, statement, isShort);
      isAnswered = true;
      return row;
    } finally {
      const ms = endOn(slot, ask, performance.now());
      if (isAnswered && name !== undefined)
        took.set(name, expectedMs === undefined ? ms : expectedMs + LAST_SHARE * (ms - expectedMs));
    }
  }

  async function readOnce(scope: TenantScope, statement: SqlText): Promise<TextRow | undefined> {
    try {
      return await read(scope, statement, true);
    } catch (error) {
      if (error !== PASSED_OVER) throw error;
      // By itself, so that nobody else's failure can meet it again.
      return read(scope, statement, false);
    }
  }
  const longer = new SameReads(readOnce);

  return {
    read(scope, statement) {
      const ms = statement.name === undefined ? undefined : took.get(statement.name);
      // Finding its like would cost a short one more than is saved.
      return ms === undefined || ms <= SHORT_MS ? readOnce(scope, statement) : longer.ask(scope, statement);
    },
    async close() {
      closed = true;
      const opened = await Promise.allSettled(slots.flatMap(({ opening }) => (opening === undefined ? [] : [opening])));
      const connections = opened.flatMap((slot) => (slot.status === 'fulfilled' ? [slot.value] : []));
      await Promise.allSettled(connections.map(({ end }) => end()));
    },
  };
}

async function connectionAt(slot: Slot, config: ClientConfig): Promise<ReadConnection> {
  const present = slot.opening;
  if (present !== undefined) {
    const connection = await present;
    if (!connection.isBroken()) return connection;
    // Another waiter may have replaced it meanwhile.
    if (slot.opening !== present) return connectionAt(slot, config);
  }
  const opening = openConnection(config);
  slot.opening = opening;
  slot.open = undefined;
  try {
    const connection = await opening;
    slot.open = connection;
    return connection;
  } catch (error) {
    if (slot.opening === opening) slot.opening = undefined;
    throw error;
  }
}

/** Why a statement was not done that came behind one that failed. */
const PASSED_OVER = new Error('A statement before it in its message failed');

async function openConnection(config: ClientConfig): Promise<ReadConnection> {
  const options = `${config.options ?? ''} -c default_transaction_read_only=on`;
  const client = new Client({ ...config, options, pipeline: true });
  let broken = false;
  client.on('error', () => {
    broken = true;
  });
  client.on('end', () => {
    broken = true;
  });
  await client.connect();
  const queue = new ReadQueue(client);
  return {
    ask: (scope, statement, isShort) => queue.ask(scope, statement, isShort),
    isBroken: () => broken,
    end: () => client.end(),
  };
}

/** As whom and for how long statements run from here on. */
interface InForce {
  readonly key: string;
  failure: unknown;
}

interface Waiting extends StatementAsk {
  readonly scope: TenantScope;
  readonly isShort: boolean;
  /** What was in force when it left. */
  inForce: InForce | undefined;
}

/**
 * What waits to leave on a connection. Each message is a transaction of its own, and read-only as all on these
 * connections. The role and the time limit stay from one to the next of the same tenant, so that most reads are one
 * message, or a part of one; a change of them leaves in the same write, before it. Should that change fail, the
 * statement has run as who came before, whom the other tenant's schema is closed to, and its answer is not given out.
 */
class ReadQueue {
  private readonly client: Client;
  private waiting: Waiting[] = [];
  /** That left and were not answered. */
  private underWay = 0;
  private isScheduled = false;
  private inForce: InForce = { key: '', failure: undefined };

  constructor(client: Client) {
    this.client = client;
  }

  ask(scope: TenantScope, statement: SqlText, isShort: boolean): Promise<TextRow | undefined> {
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        scope,
        statement,
        isShort,
        inForce: undefined,
        answered: (rows) => {
          this.underWay -= 1;
          const failure = one.inForce?.failure;
          if (failure === undefined) resolve(rows[0]);
          else reject(failure);
        },
        // A change of role that failed explains the failure of the statement.
        failed: (error) => {
          this.underWay -= 1;
          reject(one.inForce?.failure ?? error);
        },
        passedOver: () => {
          this.underWay -= 1;
          reject(PASSED_OVER);
        },
      };
      this.waiting.push(one);
      // PostgreSQL may begin while we are still busy with those who came later; where it has nothing to do, at once.
      if (this.underWay === 0 || this.waiting.length >= MESSAGE_STATEMENTS_MAX) this.flush();
      else this.flushSoon();
    });
  }

  private flushSoon(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    atTurnEnd(() => {
      this.isScheduled = false;
      this.flush();
    });
  }

  /** All of it in one write. */
  private flush(): void {
    const stream: unknown = Reflect.get(connectionOf(this.client), 'stream');
    if (!isCorkable(stream)) {
      this.sendAll();
      return;
    }
    stream.cork();
    this.sendAll();
    stream.uncork();
  }

  private sendAll(): void {
    let message: Waiting[] = [];
    const send = (): void => {
      if (message.length > 0) batchSender(this.client).sendForTexts(message);
      message = [];
    };
    this.underWay += this.waiting.length;
    for (const one of this.waiting.splice(0)) {
      const key = scopeKey(one.scope);
      if (key !== this.inForce.key) {
        send();
        this.inForce = this.changeTo(one.scope, key);
      }
      one.inForce = this.inForce;
      // What takes long would keep the answers of the others.
      if (!one.isShort) send();
      message.push(one);
      if (!one.isShort) send();
    }
    send();
  }

  private changeTo(scope: TenantScope, key: string): InForce {
    const changed: InForce = { key, failure: undefined };
    const text = `SET ROLE ${quoteIdent(scope.role)}; SET statement_timeout = ${timeoutOf(scope)}`;
    this.client.query(text, (error: Error | null | undefined) => {
      if (error === null || error === undefined) return;
      changed.failure = error;
      // Nobody knows what is in force, so the next statement sets it anew.
      if (this.inForce === changed) this.inForce = { key: '', failure: undefined };
    });
    return changed;
  }
}

/** Of one message. */
const MESSAGE_STATEMENTS_MAX = 8;

function connectionOf(client: Client): object {
  const connection: unknown = Reflect.get(client, 'connection');
  return typeof connection === 'object' && connection !== null ? connection : {};
}

function isCorkable(stream: unknown): stream is { readonly cork: () => void; readonly uncork: () => void } {
  return (
    typeof stream === 'object' &&
    stream !== null &&
    typeof Reflect.get(stream, 'cork') === 'function' &&
    typeof Reflect.get(stream, 'uncork') === 'function'
  );
}

function scopeKey(scope: TenantScope): string {
  return `${timeoutOf(scope)} ${scope.role}`;
}

function timeoutOf({ timeoutMs }: TenantScope): number {
  return Math.max(1, Math.trunc(timeoutMs));
}
