import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { printDdl, qualified } from '../compile/ddl-text.ts';
import { checkedSqlName } from '../compile/sql-name.ts';
import { createApp, type AppParts } from '../http/app.ts';
import { limiter, type Limiter } from '../http/limiter.ts';
import { openLog } from '../http/log.ts';
import { openMetrics, type Metrics } from '../http/metrics.ts';
import { tenantService } from '../http/tenant-service.ts';
import { schemaOf } from '../tenancy/provision-tenant.ts';
import { sql } from 'kysely';
import type { ServerBench } from './running-server.ts';

/** What came back, with its `Retry-After`. */
interface BusyAnswer {
  readonly status: number;
  readonly said: string;
  readonly retryAfter: string | undefined;
}

/** A second front of a running server, at which one request of a tenant runs and one more may wait. */
export interface BusyFront {
  readonly limiter: Limiter;
  readonly metrics: Metrics;
  /** How often somebody was asked who they are. */
  readonly resolved: number;
  /** One connection of somebody, who asks for customers unless another body is given. */
  readonly connect: (bearer: string) => (id: string, body?: string) => Promise<BusyAnswer>;
  /** Whoever asks for rows of the table waits in the database until the function is called that this gives. */
  readonly lock: (table: string) => Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const QUERY = '{"query":"{ customers { totalCount } }"}';
const ROOM = { quick: 1, quickMs: 5, aloneMs: 5_000, slowMs: 60_000, running: 2, runningPerKey: 1 };

export async function openBusyFront({ server, database }: ServerBench, tenant: string): Promise<BusyFront> {
  const { application, services } = server;
  const limited = limiter({ ...ROOM, queued: 1, queuedInRush: 1, rushMs: 60_000, waitMs: 60_000 });
  const log = openLog('silent');
  const metrics = openMetrics();
  const tenants = tenantService(application, { onError: (error) => log.error(error) });
  const counted = { resolved: 0 };
  const parts: Partial<AppParts> = {
    settings: { trustProxy: false },
    log,
    metrics,
    limiters: { tenants: limited, platform: limited },
    services,
    tenants,
    callers: {
      resolve: (credentials) => {
        counted.resolved += 1;
        return services.callers.resolve(credentials);
      },
      forget: (hash) => services.callers.forget(hash),
    },
  };
  // Nobody asks it for pages or for the platform.
  const app = createApp(parts as AppParts);
  const port = await app.listen(0, '127.0.0.1');
  const agents: Agent[] = [];
  return {
    limiter: limited,
    metrics,
    get resolved() {
      return counted.resolved;
    },
    connect: (bearer) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      agents.push(agent);
      return (id, body = QUERY) => post({ agent, port, path: `/t/${tenant}/graphql`, bearer }, id, body);
    },
    async lock(table) {
      const [locked, freed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const place = qualified(schemaOf(tenant), checkedSqlName(table));
      const held = database.database.transaction({}, async (tx) => {
        await tx.query({ text: printDdl(sql`LOCK TABLE ${place} IN ACCESS EXCLUSIVE MODE`), params: [] });
        locked.resolve();
        await freed.promise;
      });
      await Promise.race([locked.promise, held]);
      return () => {
        freed.resolve();
        return held;
      };
    },
    async close() {
      for (const agent of agents) agent.destroy();
      await tenants.close();
      app.server.closeAllConnections();
      app.server.close();
    },
  };
}

interface Post {
  readonly agent: Agent;
  readonly port: number;
  readonly path: string;
  readonly bearer: string;
}

function post({ agent, port, path, bearer }: Post, id: string, body: string): Promise<BusyAnswer> {
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Authorization: `Bearer ${bearer}`,
    'X-Request-Id': id,
  };
  return new Promise((resolve, reject) => {
    request({ port, agent, method: 'POST', path, headers }, (answer) => {
      const { statusCode = 0, headers: given } = answer;
      text(answer).then((said) => resolve({ status: statusCode, said, retryAfter: given['retry-after'] }), reject);
    })
      .on('error', reject)
      .end(body);
  });
}
