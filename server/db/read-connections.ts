import { Client, type ClientConfig } from 'pg';
import { assert, must } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { SqlText, TenantScope, TextRow } from './database.ts';
import { pipelined, type PipelinedClient } from './pipelined-client.ts';

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

/** Opens connections as they are needed, at most `size`; a broken one is replaced at its next use. */
export function readConnections(config: ClientConfig, size: number): ReadConnections {
  const slots: (Promise<ReadConnection> | undefined)[] = Array.from({ length: size }, () => undefined);
  const load: number[] = Array.from({ length: size }, () => 0);
  let closed = false;

  async function connectionAt(slot: number): Promise<ReadConnection> {
    const present = slots[slot];
    if (present !== undefined) {
      const connection = await present;
      if (!connection.isBroken()) return connection;
      // Another waiter may have replaced it meanwhile.
      if (slots[slot] !== present) return connectionAt(slot);
    }
    const opening = openConnection(config);
    slots[slot] = opening;
    try {
      return await opening;
    } catch (error) {
      if (slots[slot] === opening) slots[slot] = undefined;
      throw error;
    }
  }

  return {
    async read(scope, statement) {
      assert(!closed, 'the read connections are open');
      const slot = load.indexOf(Math.min(...load));
      load[slot] = must(load[slot], 'load') + 1;
      try {
        return await readOn(await connectionAt(slot), scope, statement);
      } finally {
        load[slot] = must(load[slot], 'load') - 1;
      }
    },
    async close() {
      closed = true;
      const opened = await Promise.allSettled(slots.filter((slot) => slot !== undefined));
      const connections = opened.flatMap((slot) => (slot.status === 'fulfilled' ? [slot.value] : []));
      await Promise.allSettled(connections.map(({ client }) => client.end()));
    },
  };
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

/** Makes the next statement run in the scope; settles when PostgreSQL has said so. */
function scoped(connection: ReadConnection, scope: TenantScope): Promise<unknown> {
  const timeoutMs = Math.max(1, Math.trunc(scope.timeoutMs));
  const key = `${timeoutMs} ${scope.role}`;
  if (connection.scope.key === key) return connection.scope.set;
  const set = connection.sender.sendText(`SET ROLE ${quoteIdent(scope.role)}; SET statement_timeout = ${timeoutMs}`);
  const own = { key, set };
  connection.scope = own;
  set.catch(() => {
    // Nobody knows what is in force, so the next statement sets it anew.
    if (connection.scope === own) connection.scope = { key: '', set: Promise.resolve() };
  });
  return set;
}
