import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { accessOf } from '../compile/access.ts';
import type { Database } from '../db/database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { composeShipped, templatesFolder } from '../import/pack-files.ts';
import type { ImportContext, ImportOptions, ImportReport } from '../import/import-context.ts';
import { importCsv } from '../import/import-csv.ts';
import { fileSource, memorySource } from '../import/csv-source.ts';
import { parseImportMap } from '../../schema/model/import-map.ts';
import { putRecords } from '../import/put-records.ts';
import { tenantMeta } from '../tenancy/provision-tenant.ts';
import type { Result } from '../../schema/core/result.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import { compileShape } from '../graphql/tenant/compiled-shape.ts';
import { documentOf, resolveDocument } from './publishing.ts';
import { tenantBench, type TenantBench } from './tenant-bench.ts';

/** Where the CSV files of the example company are, when they are on this machine. */
export const NORTHWIND_FOLDER = fileURLToPath(new URL('../../../shared/data/northwind/', import.meta.url));

export function hasNorthwind(): boolean {
  return existsSync(path.join(NORTHWIND_FOLDER, 'orders.csv'));
}

/** The shipped packs of these names and what they require, composed. */
export async function composedPacks(names: readonly string[]): Promise<Template> {
  const composed = await composeShipped(names);
  if (!composed.ok) throw new Error(JSON.stringify(composed.issues.slice(0, 5), null, 1));
  return composed.value;
}

/** A tenant of these packs with the records they ship. */
export async function packBench(
  database: Database,
  names: readonly string[],
  change: (template: Template) => Template = (same) => same,
): Promise<TenantBench> {
  const bench = await tenantBench(database, change(await composedPacks(names)));
  await putRecords(await importContext(bench), bench.shape().model.records);
  return bench;
}

/** The bench's tenant as imports take it. */
export async function importContext(bench: TenantBench, more: Partial<ImportContext> = {}): Promise<ImportContext> {
  const { place, tenant } = bench;
  const { version } = await tenantMeta(place);
  const shape = bench.shape();
  return {
    shape,
    database: place.database,
    tenant: { id: tenant.id, schema: place.schema, role: place.role, timeZone: tenant.timeZone, version },
    access: accessOf(shape.model, bench.user.roles),
    actor: bench.user,
    locale: 'en',
    secrets: createSecretBox(Buffer.alloc(32, 7)),
    requestId: 'import-test',
    now: () => new Date(),
    ...more,
  };
}

/** Imports text. */
export async function importText(
  bench: TenantBench,
  text: string | Uint8Array,
  options: Omit<ImportOptions, 'source'>,
): Promise<Result<ImportReport>> {
  return importCsv(await importContext(bench), { source: memorySource('test.csv', text), ...options });
}

/** Imports a file of the example company with the map that the pack ships for it. */
export async function importNorthwind(
  bench: TenantBench,
  name: string,
  more: Partial<ImportOptions> = {},
  context: Partial<ImportContext> = {},
): Promise<Result<ImportReport>> {
  const json: unknown = JSON.parse(
    await readFile(path.join(templatesFolder(), 'northwind', 'imports', `${name}.json`), 'utf8'),
  );
  const map = parseImportMap(json);
  if (!map.ok) return map;
  const source = await fileSource(path.join(NORTHWIND_FOLDER, `${name}.csv`));
  if (!source.ok) return source;
  const details =
    map.value.lines?.file === undefined
      ? undefined
      : await fileSource(path.join(NORTHWIND_FOLDER, map.value.lines.file));
  if (details?.ok === false) return details;
  return importCsv(await importContext(bench, context), {
    source: source.value,
    map: map.value,
    ...(details === undefined ? {} : { details: details.value }),
    ...more,
  });
}

/** The order in which the files of the example company are imported. */
export async function northwindOrder(): Promise<readonly string[]> {
  const text = await readFile(path.join(templatesFolder(), 'northwind', 'imports', 'order.json'), 'utf8');
  const { order } = JSON.parse(text) as { readonly order: readonly string[] };
  return must(order, 'order of imports');
}

/** The API of the tenant in the shape that is in force, whoever published it: the data of a query that must succeed. */
export async function apiInForce(bench: TenantBench, template: Template): Promise<(query: string) => Promise<unknown>> {
  const resolved = resolveDocument(documentOf(template));
  const shape = compileShape(must(resolved.ok ? resolved.value : null, 'model').model);
  const context = await importContext(bench, { shape });
  return async (query) => {
    const { body } = await answerTenant({
      shape,
      database: context.database,
      tenant: { ...context.tenant, name: bench.tenant.name },
      caller: { actor: bench.user, roles: bench.user.roles, locale: 'en' },
      body: { query },
      secrets: context.secrets,
      requestId: 'import-test',
      now: context.now,
    });
    const answer = JSON.parse(body) as { readonly data?: unknown; readonly errors?: unknown };
    if (answer.errors !== undefined) throw new Error(body);
    return answer.data;
  };
}
