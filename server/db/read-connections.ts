import { LRUCache } from 'lru-cache';
import { Client, type ClientConfig } from 'pg';
import { assert } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { SqlText, TenantScope, TextRow } from './database.ts';
import { pipelined, type PipelinedClient } from './pipelined-client.ts';
import { beginOn, chooseSlot, endOn, idleSlot, type ReadSlot, type SlotAsk } from './read-slots.ts';

/** A few connections for reads alone, on which statements are sent without waiting for the answers of those before. */
export interface ReadConnections {
  /** The first row. */
  read(scope: TenantScope, statement: SqlText): Promise<TextRow | undefined>;
  close(): Promise<void>;
}

/** What is read passes through: nobody here needs a number. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

interface ReadConnection {
  readonly client: Client;
  readonly sender: PipelinedClient;
  readonly isBroken: () => boolean;
  /** As whom and for how long statements run now; settled before an answer counts. */
  scope: { readonly key: string; readonly set: Promise<unknown> };
}

interface Slot extends ReadSlot {
  opening: Promise<ReadConnection> | undefined;
}

/** Of how many statements it is known how long they take. */
const KNOWN_STATEMENTS_MAX = 5_000;
/** How much the last time tells of the next one. */
const LAST_SHARE = 0.2;

/** Opens connections as they are needed, at most `size`; a broken one is replaced at its next use. */
export function readConnections(config: ClientConfig, size: number): ReadConnections {
  const slots = Array.from({ length: size }, (): Slot => ({ ...idleSlot(), opening: undefined }));
  const took = new LRUCache<string, number>({ max: KNOWN_STATEMENTS_MAX });
  let closed = false;

  return {
    async read(scope, statement) {
      assert(!closed, 'the read connections are open');
      const { name } = statement;
      const expectedMs = name === undefined ? undefined : took.get(name);
      const ask: SlotAsk = { scope: scopeKey(scope), expectedMs, now: performance.now() };
      const slot = chooseSlot(slots, ask);
      beginOn(slot, ask);
      let isAnswered = false;
      try {
        const row = await readOn(await connectionAt(slot, config), scope, statement);
        isAnswered = true;
        return row;
      } finally {
        const ms = endOn(slot, ask, performance.now());
        if (isAnswered && name !== undefined)
          took.set(name, expectedMs === undefined ? ms : expectedMs + LAST_SHARE * (ms - expectedMs));
      }
    },
    async close() {
      closed = true;
      const opened = await Promise.allSettled(slots.flatMap(({ opening }) => (opening === undefined ? [] : [opening])));
      const connections = opened.flatMap((slot) => (slot.status === 'fulfilled' ? [slot.value] : []));
      await Promise.allSettled(connections.map(({ client }) => client.end()));
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
  try {
    return await opening;
  } catch (error) {
    if (slot.opening === opening) slot.opening = undefined;
    throw error;
  }
}

async function openConnection(config: ClientConfig): Promise<ReadConnection> {
  const options = `${config.options ?? ''} -c default_transaction_read_only=on`;
  const client = new Client({ ...config, options, types: AS_TEXT, pipeline: true });
  let broken = false;
  client.on('error', () => {
    broken = true;
  });
  client.on('end', () => {
    broken = true;
  });
  await client.connect();
  return {
    client,
    sender: pipelined(client),
    scope: { key: '', set: Promise.resolve() },
    isBroken: () => broken,
  };
}

/**
 * One statement is a transaction of its own, and read-only as all on these connections. The role and the time limit
 * stay from one statement to the next of the same tenant, so that most reads are one message; a change of them leaves
 * in the same write, before the statement. Should that change fail, the statement has run as who came before, whom the
 * other tenant's schema is closed to, and its answer is not given out.
 */
async function readOn(
  connection: ReadConnection,
  scope: TenantScope,
  statement: SqlText,
): Promise<TextRow | undefined> {
  const set = scoped(connection, scope);
  const rows = connection.sender.send(statement, { rowMode: 'array' });
  try {
    const [row] = (await rows).rows as readonly TextRow[];
    return row;
  } finally {
    // PostgreSQL has answered it before. Its failure explains that of the statement, and stands for it.
    await set;
  }
}

function scopeKey(scope: TenantScope): string {
  return `${timeoutOf(scope)} ${scope.role}`;
}

function timeoutOf({ timeoutMs }: TenantScope): number {
  return Math.max(1, Math.trunc(timeoutMs));
}

/** Makes the next statement run in the scope; settles when PostgreSQL has said so. */
function scoped(connection: ReadConnection, scope: TenantScope): Promise<unknown> {
  const key = scopeKey(scope);
  if (connection.scope.key === key) return connection.scope.set;
  const set = connection.sender.sendText(
    `SET ROLE ${quoteIdent(scope.role)}; SET statement_timeout = ${timeoutOf(scope)}`,
  );
  const own = { key, set };
  connection.scope = own;
  set.catch(() => {
    // Nobody knows what is in force, so the next statement sets it anew.
    if (connection.scope === own) connection.scope = { key: '', set: Promise.resolve() };
  });
  return set;
}
