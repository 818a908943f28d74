import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BenchPlace } from '../../contract.ts';
import { graphqlRequest } from '../graphql-request.ts';
import { startPeer, withClient } from '../peer-process.ts';

const run = promisify(execFile);

/** The administrator's fixed token: the server listens on loopback and lives as long as the bench. */
export const HEADERS = { Authorization: 'Bearer bench-token-of-the-administrator' } as const;

/** Tables that it leaves alone: no workload of Directus is about them. */
const NOT_SHOWN = ['person', 'stock_balance', 'stock_movement', 'points_balance', 'points_entry'];

/**
 * An order that refers to a customer or product must, in its GraphQL, give all of that row's columns that are required
 * again (directus/directus#23868), and then writes them; not so where the column has a default. Nobody adds customers
 * or products in the bench, so that these defaults are never used.
 */
const DEFAULTS = `
ALTER TABLE plain.customer ALTER name SET DEFAULT '-', ALTER city SET DEFAULT '-', ALTER region SET DEFAULT '-';
ALTER TABLE plain.product ALTER sku SET DEFAULT '-', ALTER name SET DEFAULT '-', ALTER category SET DEFAULT '-',
  ALTER price SET DEFAULT 1;`;

/** The folder that its packages are installed in. */
export function folderOf(place: BenchPlace): string {
  return path.join(place.folder, 'directus');
}

/** What starts it, with the subcommand of its command line. */
export function commandOf(place: BenchPlace, subcommand: 'bootstrap' | 'start'): readonly string[] {
  return [process.execPath, path.join(folderOf(place), 'node_modules/directus/cli.js'), subcommand];
}

/**
 * Its settings. The tables of `plain` are used where they are: its own go to a schema in front of it. Nothing is
 * limited, and no answer comes from a cache; all else is as it is set up by default. It runs under its free licence.
 */
export function environmentOf(place: BenchPlace): Readonly<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(place.port),
    PUBLIC_URL: `http://127.0.0.1:${place.port}`,
    SECRET: 'a-secret-of-a-server-on-loopback-only',
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: 'bench-password',
    ADMIN_TOKEN: HEADERS.Authorization.slice('Bearer '.length),
    DB_CLIENT: 'pg',
    DB_CONNECTION_STRING: place.databaseUrl,
    DB_SEARCH_PATH: 'array:directus,plain',
    DB_POOL__MIN: '0',
    DB_POOL__MAX: '10',
    DB_EXCLUDE_TABLES: ['spatial_ref_sys', ...NOT_SHOWN].join(','),
    CACHE_ENABLED: 'false',
    RATE_LIMITER_ENABLED: 'false',
    RATE_LIMITER_GLOBAL_ENABLED: 'false',
    // It answers 503 under load otherwise.
    PRESSURE_LIMITER_ENABLED: 'false',
    QUERY_LIMIT_MAX: '-1',
    // Its free licence sends a usage report at its start all the same; that condition of it is left alone.
    TELEMETRY: 'false',
    LOG_LEVEL: 'error',
    SERVE_APP: 'false',
    WEBSOCKETS_ENABLED: 'false',
  };
}

/** Makes its own tables and tells it of the relations, unless that was done in this database. */
export async function setUpDirectus(place: BenchPlace): Promise<void> {
  if (await isSetUp(place)) return;
  await withClient(place.databaseUrl, (client) =>
    client.query(`DROP SCHEMA IF EXISTS directus CASCADE; CREATE SCHEMA directus; ${DEFAULTS}`),
  );
  const [program = '', ...parameters] = commandOf(place, 'bootstrap');
  await run(program, parameters, { cwd: folderOf(place), env: { ...process.env, ...environmentOf(place) } });
  const server = await startPeer({
    pin: [],
    argv: commandOf(place, 'start'),
    folder: folderOf(place),
    env: environmentOf(place),
    port: place.port,
    first: graphqlRequest('{ __typename }', {}, HEADERS),
    accept: (body) => body,
  });
  try {
    await configure(place.port);
  } finally {
    await server.stop();
  }
}

async function isSetUp(place: BenchPlace): Promise<boolean> {
  return withClient(place.databaseUrl, async (client) => {
    const there = await client.query("SELECT 1 WHERE to_regclass('directus.directus_relations') IS NOT NULL");
    if (there.rows.length === 0) return false;
    const { rows } = await client.query("SELECT 1 FROM directus.directus_relations WHERE one_field = 'lines'");
    return rows.length > 0;
  });
}

/** What an administrator does in its data model: takes the tables in, and names the lines of an order. */
async function configure(port: number): Promise<void> {
  for (const collection of ['customer', 'product', 'orders', 'order_line']) {
    await call(port, `PATCH /collections/${collection}`, { meta: { hidden: false } });
    await call(port, `PATCH /fields/${collection}/id`, { meta: { special: ['uuid'] } });
  }
  await call(port, 'POST /fields/orders', { field: 'lines', type: 'alias', meta: { special: ['o2m'] } });
  await call(port, 'PATCH /relations/order_line/order_id', { meta: { one_field: 'lines' } });
}

async function call(port: number, what: string, body: unknown): Promise<void> {
  const [method = 'GET', at = '/'] = what.split(' ');
  const response = await fetch(`http://127.0.0.1:${port}${at}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...HEADERS },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`Directus: ${what}: ${response.status} ${answer.slice(0, 500)}`);
}
