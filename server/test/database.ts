import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { Database } from '../db/database.ts';
import { openPostgres } from '../db/postgres-database.ts';

/** A database of its own in the shared server, and how to get rid of it. */
export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  drop(): Promise<void>;
}

/** A fresh, empty database, so that test files do not see each other. Roles are shared by all: name tenants uniquely. */
export async function freshDatabase(serverUrl: string = inject('postgresUrl')): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openPostgres({ url: url.href });
  return {
    url: url.href,
    database,
    async drop() {
      await database.close();
      await asAdmin(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Runs one statement on the server's own database. */
export async function asAdmin(serverUrl: string, text: string): Promise<void> {
  const client = new Client(serverUrl);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
