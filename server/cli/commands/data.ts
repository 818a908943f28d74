import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { readableEntities } from '../../compile/storage.ts';
import { fileSource } from '../../import/csv-source.ts';
import { exportCsv } from '../../import/export-csv.ts';
import { findEntity } from '../../../schema/model/field-names.ts';
import { importCsv } from '../../import/import-csv.ts';
import { parseImportMap, type ImportMap } from '../../../schema/model/import-map.ts';
import { SYSTEM_ACTOR } from '../../import/put-records.ts';
import { systemContext } from '../../import/put-shipped.ts';
import {
  flagArg,
  textArg,
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandResult,
} from '../command-context.ts';
import { fileFailure } from '../file-failure.ts';
import { readJson } from './templates.ts';

const LABELS = { check: 'check', write: 'write', link: 'link' } as const;

/** `import <tenant> <Entity> <file.csv> [--map map.json] [--lines lines.csv] [--dry-run] [--again]` */
export async function importFile(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const handle = await context.application.tenantByName(textArg(args, 'tenant') ?? '');
  if (!handle.ok) return handle;
  const file = textArg(args, 'file') ?? '';
  const source = await fileSource(file);
  if (!source.ok) return source;
  const map = await mapOf(textArg(args, 'map'));
  if (!map.ok) return map;
  const linesFile = textArg(args, 'lines') ?? map.value.lines?.file;
  const details = linesFile === undefined ? undefined : await fileSource(path.resolve(path.dirname(file), linesFile));
  if (details?.ok === false) return details;
  const entity = textArg(args, 'entity');
  const report = await importCsv(
    systemContext(context.application, handle.value, { locale: context.locale, requestId: 'cli-import' }),
    {
      source: source.value,
      map: map.value,
      dryRun: flagArg(args, 'dryRun'),
      again: flagArg(args, 'again'),
      ...(entity === undefined ? {} : { entity }),
      ...(details === undefined ? {} : { details: details.value }),
      onProgress: ({ phase, rows, total }) =>
        context.say({ kind: 'progress', label: LABELS[phase], done: rows, total }),
    },
  );
  return report.ok ? ok({ ...report.value }) : report;
}

async function mapOf(file: string | undefined): Promise<Result<ImportMap>> {
  if (file === undefined) return ok({});
  const json = await readJson(file);
  return json.ok ? parseImportMap(json.value) : json;
}

/**
 * `export <tenant> <Entity> [--out file.csv]`: to a file, else as the output itself. The balances and movements of a
 * ledger are exported by their type names: `StockBalance`.
 */
export async function exportFile(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const { application, locale } = context;
  const handle = await application.tenantByName(textArg(args, 'tenant') ?? '');
  if (!handle.ok) return handle;
  const { shape, place, ref } = handle.value;
  const entity = findEntity(shape.model, textArg(args, 'entity') ?? '', readableEntities(shape.model));
  if (!entity.ok) return entity;
  const rows = exportCsv(
    {
      shape,
      database: place.database,
      tenant: ref,
      caller: { actor: SYSTEM_ACTOR, roles: [OWNER_ROLE], locale },
      secrets: application.secrets,
      requestId: 'cli-export',
      now: application.now,
    },
    entity.value,
  );
  if (!rows.ok) return rows;
  const out = textArg(args, 'out');
  if (out === undefined) {
    for await (const text of rows.value) context.say({ kind: 'data', text });
    return ok({ entity: entity.value.apiName });
  }
  try {
    await pipeline(Readable.from(rows.value), createWriteStream(out));
  } catch (error) {
    const failed = fileFailure(error);
    if (failed === undefined) throw error;
    return refused([issue('EXPORT_FILE_UNWRITABLE', '/out', { file: out, reason: failed.code })]);
  }
  return ok({ entity: entity.value.apiName, file: out });
}

export const DATA_COMMANDS = { import: importFile, export: exportFile } as const satisfies Readonly<
  Record<string, Command>
>;
