import { must } from '../../schema/core/result.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication } from '../graphql/application.ts';
import { fileSource } from '../import/csv-source.ts';
import { importCsv } from '../import/import-csv.ts';
import { systemContext } from '../import/put-shipped.ts';

/** A process to be killed: it imports a file of warehouses in batches of a hundred. */
async function run(url: string, tenant: string, file: string): Promise<void> {
  const application = await openApplication({
    database: await openPostgres({ url }),
    secrets: createSecretBox(Buffer.alloc(32, 7)),
  });
  const handle = await application.tenantByName(tenant);
  const source = await fileSource(file);
  await importCsv(
    systemContext(application, must(handle.ok ? handle.value : null, tenant), { locale: 'en', requestId: 'killed' }),
    {
      source: must(source.ok ? source.value : null, file),
      entity: 'Warehouse',
      batchRows: 100,
      atOnceRowsMax: 0,
    },
  );
}

const [url = '', tenant = '', file = ''] = process.argv.slice(2);
await run(url, tenant, file);
