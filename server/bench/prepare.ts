import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { inDatabase, type BenchPostgres } from './bench-postgres.ts';
import type { Samples } from './contract.ts';
import { countsFor, DATA_VERSION, fillPlain, pickSamples } from './data.ts';
import { makeTenant, type BenchTenant } from './tenant.ts';

/** What a run starts with: a fresh copy of the database, what is in it, and what is asked of it. */
export interface BenchData {
  readonly databaseUrl: string;
  readonly tenant: BenchTenant;
  readonly samples: Samples;
}

const baseName = (orders: number): string => `bench_base_${DATA_VERSION}_${orders}`;
const COPY = 'bench';

export interface MakeOptions {
  readonly folder: string;
  readonly orders: number;
  readonly say: (text: string) => void;
}

/** Makes the data when they are not there, and a copy of them for this run. */
export async function prepareData(server: BenchPostgres, { folder, orders, say }: MakeOptions): Promise<BenchData> {
  const base = baseName(orders);
  await mkdir(path.join(folder, 'formwork'), { recursive: true });
  const admin = await connected(server.url);
  try {
    const { rows } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [base]);
    if (rows.length === 0) await dropOthers(admin);
    if (rows.length === 0) await makeBase(admin, server, { folder, orders, say });
    await admin.query(`DROP DATABASE IF EXISTS ${COPY} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${COPY} TEMPLATE ${base} STRATEGY file_copy`);
  } finally {
    await admin.end();
  }
  const databaseUrl = inDatabase(server.url, COPY);
  const client = await connected(databaseUrl);
  try {
    const { rows } = await client.query<{ tenant: BenchTenant; samples: Samples }>(
      'SELECT tenant, samples FROM bench_kept.made',
    );
    const [made] = rows;
    if (made === undefined) throw new Error('the data were not made to the end; delete the folder .bench');
    return { databaseUrl, ...made };
  } finally {
    await client.end();
  }
}

/** Data of an earlier version are of no use any more. */
async function dropOthers(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname LIKE 'bench\\_base\\_%' AND datname NOT LIKE 'bench\\_base\\_${DATA_VERSION}\\_%'`,
  );
  for (const { name } of rows) await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
}

async function makeBase(admin: Client, server: BenchPostgres, { folder, orders, say }: MakeOptions): Promise<void> {
  const base = baseName(orders);
  const temporary = `${base}_making`;
  await admin.query(`DROP DATABASE IF EXISTS ${temporary} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${temporary}`);
  await rm(path.join(folder, 'formwork'), { recursive: true, force: true });
  await mkdir(path.join(folder, 'formwork'), { recursive: true });
  const url = inDatabase(server.url, temporary);
  const client = await connected(url);
  try {
    say('making the rows');
    await fillPlain(client, countsFor(orders));
    say('publishing the tenant');
    const tenant = await makeTenant(url, folder);
    const samples = await pickSamples(client, countsFor(orders));
    await client.query('CREATE SCHEMA bench_kept');
    await client.query('CREATE TABLE bench_kept.made (tenant json NOT NULL, samples json NOT NULL)');
    await client.query('INSERT INTO bench_kept.made VALUES ($1, $2)', [
      JSON.stringify(tenant),
      JSON.stringify(samples),
    ]);
    await client.query('VACUUM (FREEZE, ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
  // Only what was made to the end has the name.
  await admin.query(`ALTER DATABASE ${temporary} RENAME TO ${base}`);
}

async function connected(url: string): Promise<Client> {
  const client = new Client(url);
  // The server may go before the last connection has.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
