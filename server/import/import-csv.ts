import { createHash } from 'node:crypto';
import { canonicalJson } from '../../schema/core/canonical-json.ts';
import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import { issueOfError } from '../db/pg-errors.ts';
import { CsvBroken, openCsv, type CsvFormat } from './csv-reader.ts';
import { hashSource, type CsvSource } from './csv-source.ts';
import { findEntity } from '../../schema/model/field-names.ts';
import type { ImportContext, ImportJob, ImportOptions, ImportReport } from './import-context.ts';
import { withPlace } from './import-issues.ts';
import { ImportRun } from './import-run.ts';
import { resolveMap } from './resolve-map.ts';

/**
 * Imports a CSV file through the writer that every path uses. Everything in the file is checked first; what is wrong is
 * told at its line and column, all of it (at most `issuesPerAnswerMax`, and how many more), and then nothing is
 * written. Rows with a key change the records that have it. A run that was killed goes on where it was. SPEC.md IMP.
 */
export async function importCsv(context: ImportContext, options: ImportOptions): Promise<Result<ImportReport>> {
  const opened = await openImport(context, options);
  if (!opened.ok) return opened;
  const job = opened.value;
  const run = new ImportRun(context, options, job);
  try {
    return await run.run();
  } catch (error) {
    if (error instanceof CsvBroken) return refused([withPlace(error.issue)]);
    // A publication or a busy database came in between; what was committed is, and the same import goes on from there.
    const known = issueOfError(error, context.shape.constraints);
    if (known === undefined) throw error;
    return refused([known]);
  }
}

/** The files and the map of an import, bound to the model and to what the caller may do. */
export async function openImport(context: ImportContext, options: ImportOptions): Promise<Result<ImportJob>> {
  const { map = {}, source, details } = options;
  const name = options.entity ?? map.entity;
  if (name === undefined) return refused([issue('IMPORT_MAP_FORM', '/entity', { reason: '"entity"' })]);
  const { model } = context.shape;
  const entity = findEntity(model, name);
  if (!entity.ok) return entity;
  const mapped = map.entity === undefined ? entity : findEntity(model, map.entity);
  if (!mapped.ok) return mapped;
  if (mapped.value !== entity.value)
    return refused([
      issue('IMPORT_MAP_ENTITY', '/entity', { mapped: mapped.value.apiName, entity: entity.value.apiName }),
    ]);
  const rights = missingRights(context.access, entity.value);
  if (rights.length > 0) return refused(rights);
  const files: CsvFormat = {
    ...(map.delimiter === undefined ? {} : { delimiter: map.delimiter }),
    ...(map.encoding === undefined ? {} : { encoding: map.encoding }),
  };
  const header = await headerOf(source, files);
  if (!header.ok) return header;
  const linesHeader = details === undefined ? undefined : await headerOf(details, files);
  if (linesHeader?.ok === false) return linesHeader;
  const resolved = resolveMap({
    model,
    access: context.access,
    entity: entity.value,
    header: header.value,
    map,
    ...(linesHeader === undefined ? {} : { linesHeader: linesHeader.value }),
  });
  if (!resolved.ok) return refused(resolved.issues.map(withPlace));
  const hashes = [await hashSource(source), ...(details === undefined ? [] : [await hashSource(details)])];
  const mapHash = createHash('sha256').update(canonicalJson(map)).digest('hex');
  return ok({
    map: resolved.value,
    files,
    format: {
      escapes: map.escapes ?? false,
      dates: map.dates ?? 'ymd',
      decimal: map.decimal ?? '.',
      timeZone: context.tenant.timeZone,
    },
    id: { fileHash: hashes.join('+'), entity: entity.value.id, mapHash },
  });
}

/** Who may neither make nor change records of the entity imports nothing, and learns nothing of what is there. */
function missingRights(access: Access, entity: EntityModel): readonly Issue[] {
  const may = (['create', 'update'] as const).some((right) => access.rows(entity.id, right) !== 'none');
  return may ? [] : [issue('FORBIDDEN', '', { entity: entity.apiName })];
}

async function headerOf(source: CsvSource, format: CsvFormat): Promise<Result<readonly string[]>> {
  const file = await openCsv(source, format);
  if (!file.ok) return refused(file.issues.map(withPlace));
  file.value.close();
  return ok(file.value.header);
}
