import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { must } from '../../schema/core/result.ts';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { findTenant } from '../db/control-tenants.ts';
import { openPglite } from '../db/pglite-database.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { resumePublications } from '../tenancy/publish.ts';
import { tenantMeta } from '../tenancy/provision-tenant.ts';
import { benchOf, master, publishContext, templateOf, type Bench } from './publishing.ts';

/** Every combination of what a publication can do to one table: add, remove, convert, guard, index, require. */
export function killTemplate(choice: number): Template {
  const pick = <T>(choices: readonly T[], at: number): T | null =>
    choices[Math.floor(choice / 4 ** at) % choices.length] ?? null;
  const fields: readonly (FieldDef | null)[] = [
    pick<FieldDef | null>(
      [{ id: 'a', type: 'text' }, { id: 'a', type: 'int' }, null, { id: 'a', type: 'decimal(20,2)' }],
      0,
    ),
    pick<FieldDef | null>(
      [
        null,
        { id: 'b', type: 'text', unique: true },
        { id: 'b', type: 'text' },
        { id: 'b', type: 'longtext', max: '60' },
      ],
      1,
    ),
    pick<FieldDef | null>(
      [
        null,
        { id: 'c', type: 'int', required: true, default: '1' },
        { id: 'c', type: 'int' },
        { id: 'c', type: 'int', min: '0' },
      ],
      2,
    ),
  ];
  const others =
    pick([[], [master('Tag', [])], [master('Tag', [{ id: 'item', type: 'ref', to: 'Item' }])], []], 3) ?? [];
  return templateOf([
    master(
      'Item',
      fields.filter((field) => field !== null),
    ),
    ...others,
  ]);
}

/** A process to be killed, on a PostgreSQL by URL or on the embedded database in a folder: it publishes and writes without end, and says on its output what was acknowledged. */
async function run(url: string, tenantName: string, seed: number): Promise<void> {
  const context = await publishContext(
    url.startsWith('postgres:') ? await openPostgres({ url }) : await openPglite({ folder: url }),
  );
  await resumePublications(context);
  const tenant = must(await findTenant(context.control, tenantName), 'tenant');
  const bench = benchOf(context, tenant);
  process.stdout.write('ready\n');
  let next = seed;
  const publishing = (async () => {
    for (;;) {
      // A linear congruential step: the same seed makes the same sequence of templates.
      next = (next * 1_103_515_245 + 12_345) % 2_147_483_648;
      const published = await bench.publish(killTemplate(next % 256));
      process.stdout.write(
        published.ok
          ? `published ${published.value.version}\n`
          : `refused ${published.issues.map(({ code }) => code).join()}\n`,
      );
    }
  })();
  const writing = (async () => {
    for (;;) {
      const id = await writeRow(bench);
      if (id !== null) process.stdout.write(`row ${id}\n`);
      await sleep(2);
    }
  })();
  await Promise.all([publishing, writing]);
}

/** One row under the tenant's role; `null` when a publication came between. */
async function writeRow({ context, place }: Bench): Promise<string | null> {
  const { version } = await tenantMeta(place);
  const id = uuid();
  const table = `"${place.schema}".item`;
  try {
    await context.control.database.transaction({ tenant: { role: place.role, timeoutMs: 5_000 } }, async (tx) => {
      await tx.query({ text: `SELECT "${place.schema}".fw_begin_write($1)`, params: [version] });
      const [column] = await tx.query<{ here: boolean }>({
        text: `SELECT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'c' AND NOT attisdropped) AS here`,
        params: [table],
      });
      const [names, values] = column?.here === true ? [', c', ', 1'] : ['', ''];
      await tx.query({
        text: `INSERT INTO ${table} (id, version, created_at, updated_at, name${names}) VALUES ($1, 1, now(), now(), 'live'${values})`,
        params: [id],
      });
    });
    return id;
  } catch (error) {
    // FW001: another version; 23514: a guard of the version to come, from which on it binds everyone.
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'FW001' || code === '23514' || code === '55P03') return null;
    throw error;
  }
}

const [url, tenantName, seed] = process.argv.slice(2);
// Imported by the test for its templates, run as a process by it for the rest.
if (process.argv[1]?.endsWith('kill-publisher.ts') === true && url !== undefined && tenantName !== undefined) {
  await run(url, tenantName, Number(seed));
}
