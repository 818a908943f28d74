import { LRUCache } from 'lru-cache';
import type { ClientBase, QueryConfig, QueryResult } from 'pg';
import { LIMITS } from '../../schema/core/limits.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { SqlText } from './database.ts';
import { atTurnEnd } from './turn-end.ts';

/**
 * Sends statements on a connection in pipeline mode (`pipeline: true`): each leaves at once, those of one turn of the
 * event loop in one write, and answers come in order. A named statement is prepared once per connection.
 */
export interface PipelinedClient {
  readonly send: (statement: SqlText, options?: { readonly rowMode: 'array' }) => Promise<QueryResult<never>>;
  /** Without values: several statements in one text. */
  readonly sendText: (text: string) => Promise<QueryResult<never>>;
}

const clients = new WeakMap<ClientBase, PipelinedClient>();

/** The one sender of a connection, which knows what is prepared there. */
export function pipelined(client: ClientBase): PipelinedClient {
  const known = clients.get(client) ?? make(client);
  clients.set(client, known);
  return known;
}

function make(client: ClientBase): PipelinedClient {
  const names = new LRUCache<string, string>({
    // Each costs the server some 20–100 KB of plan.
    max: LIMITS.preparedStatementsPerConnectionMax,
    dispose: (name) => void forget(client, name),
  });
  let named = 0;
  /** What a statement is called on this connection: never the same name twice, so eviction needs no waiting. */
  const nameFor = (statement: string): string => {
    const known = names.get(statement);
    if (known !== undefined) return known;
    named += 1;
    const name = `fw_${named}`;
    names.set(statement, name);
    return name;
  };
  let isCorked = false;
  const cork = (): void => {
    if (isCorked) return;
    const stream: unknown = Reflect.get(connectionOf(client), 'stream');
    if (!isCorkable(stream)) return;
    isCorked = true;
    stream.cork();
    // What is asked for together leaves in one write.
    atTurnEnd(() => {
      isCorked = false;
      stream.uncork();
    });
  };
  return {
    send({ text, params, name }, options) {
      cork();
      const config: QueryConfig = {
        text,
        values: [...params],
        ...(name === undefined ? {} : { name: nameFor(name) }),
        ...options,
      };
      return client.query(config);
    },
    sendText(text) {
      cork();
      return client.query(text);
    },
  };
}

/** Frees the statement on the server, and the driver's memory of its text, which it would keep for ever. */
async function forget(client: ClientBase, name: string): Promise<void> {
  // A statement that failed to parse was never prepared, and a broken connection took its statements along.
  await client.query(`DEALLOCATE ${quoteIdent(name)}`).catch(() => undefined);
  const parsed: unknown = Reflect.get(connectionOf(client), 'parsedStatements');
  if (typeof parsed === 'object' && parsed !== null) Reflect.deleteProperty(parsed, name);
}

function connectionOf(client: ClientBase): object {
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
