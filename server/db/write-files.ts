import { isPicture } from '../files/file-kind.ts';
import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import type { FieldModel } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import type { RowState } from '../compile/row-state.ts';
import { allLines } from '../compile/row-state.ts';
import { isUuid } from '../compile/sql-text.ts';
import { fileFieldsOf, filesIn, holderValues, planHolder, type StoredFile } from '../compile/stored-file.ts';
import { entityOf } from '../compile/storage.ts';
import { entityId } from '../../schema/core/ids.ts';
import { cachedFetch } from './write-related.ts';
import type { WriteUnit } from './write-unit.ts';

/** A file that a row is given and did not have. */
interface GivenFile {
  readonly state: RowState;
  readonly field: FieldModel;
  readonly id: string;
}

/**
 * Holds every file that rows are given against what was uploaded (SPEC [FILE-5]), puts what is known of it in the place
 * of what the caller said, and notes where it is used. FILE_UNKNOWN also for what the caller may not see.
 * FILE_NOT_IMAGE. Rows without new files cost nothing.
 */
export async function takeFiles(
  unit: WriteUnit,
  access: Access,
  given: readonly GivenFile[],
): Promise<readonly Issue[]> {
  const known = await markUsed(unit, given);
  const issues: Issue[] = [];
  const uses: GivenFile[] = [];
  for (const one of given) {
    const file = known.get(one.id);
    const at = one.state.paths.get(one.field.id) ?? pointer(one.state.path, one.field.apiName);
    if (file === undefined || !(await mayUse(unit, access, { given: one, file })))
      issues.push(issue('FILE_UNKNOWN', at, { field: one.field.apiName, id: one.id.slice(0, 40) }));
    else if (one.field.type.kind !== 'file' && !isPicture(file.type))
      issues.push(issue('FILE_NOT_IMAGE', at, { field: one.field.apiName, name: file.name }));
    else uses.push(one);
  }
  if (issues.length > 0) return issues;
  for (const { state, field } of uses) putKnown(state, field, known);
  await noteUses(unit, uses);
  return [];
}

/** The files that rows and their lines name and did not before. */
export function newFilesOf(states: readonly RowState[]): readonly GivenFile[] {
  return states.flatMap((state) => [state, ...allLines(state)]).flatMap(newFiles);
}

function newFiles(state: RowState): readonly GivenFile[] {
  return fileFieldsOf(state.entity).flatMap((field) => {
    const value = state.values[field.id] ?? null;
    if (value === null || value === state.before?.[field.id]) return [];
    const had = new Set(filesIn(state.before?.[field.id]).map(({ id }) => id));
    return filesIn(value).flatMap(({ id }) => (had.has(id) ? [] : [{ state, field, id: String(id) }]));
  });
}

interface KnownFile extends StoredFile {
  readonly createdBy: string | null;
}

/** One that the sweep takes away just now is gone, or stays: it looks at the same mark. */
async function markUsed(unit: WriteUnit, given: readonly GivenFile[]): Promise<ReadonlyMap<string, KnownFile>> {
  const ids = [...new Set(given.map(({ id }) => id).filter(isUuid))];
  const rows =
    ids.length === 0
      ? []
      : await unit.execute<KnownFile>(
          `update "@tenant".fw_file set used = true where id = any($1::uuid[]) and stored returning id::text as id, name, size::float8 as size, type, created_by::text as "createdBy"`,
          [ids],
        );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What one uploaded, what the row was given before, and what one may read somewhere else. */
async function mayUse(
  unit: WriteUnit,
  access: Access,
  { given, file }: { readonly given: GivenFile; readonly file: KnownFile },
): Promise<boolean> {
  if (access.all || file.createdBy === unit.binding.actor.id) return true;
  const uses = await unit.execute<FileUse>(
    `select entity, field, record_id::text as "recordId" from "@tenant".fw_file_use where file_id = $1 limit 1000`,
    [file.id],
  );
  const { state, field } = given;
  if (uses.some((use) => use.recordId === state.id && use.field === field.id)) return true;
  for (const [key, rows] of Map.groupBy(uses, (use) => `${use.entity}|${use.field}`)) {
    const place = placeOf(unit, rows[0]);
    if (place === undefined) continue;
    const plan = cachedFetch(unit.model, `${access.key}|${key}|holder`, () => planHolder(unit.model, access, place));
    const ids = rows.map(({ recordId }) => recordId);
    if ((await unit.run(plan, { ids, ...holderValues(file.id) })).length > 0) return true;
  }
  return false;
}

interface FileUse {
  readonly entity: string;
  readonly field: string;
  readonly recordId: string;
}

/** The field may have gone with a later version of the template. */
function placeOf({ model }: WriteUnit, use: FileUse | undefined) {
  const found = model.entities.find(({ id }) => id === use?.entity);
  const entity = found === undefined ? undefined : entityOf(model, entityId(found.id));
  const field = entity === undefined ? undefined : fileFieldsOf(entity).find(({ id }) => id === use?.field);
  return entity === undefined || field === undefined ? undefined : { entity, field };
}

/** Name, size and type are those of the upload, whatever the caller wrote beside the id. */
function putKnown(state: RowState, field: FieldModel, known: ReadonlyMap<string, KnownFile>): void {
  const value = state.values[field.id];
  const kept = new Map(filesIn(state.before?.[field.id]).map((file) => [file['id'], file]));
  const files = filesIn(value).map((item) => {
    const file = known.get(String(item['id']));
    if (file === undefined) return kept.get(item['id']) ?? item;
    const { id, name, size, type } = file;
    return { id, name, size, type };
  });
  state.values[field.id] = Array.isArray(value) ? files : files[0];
}

async function noteUses(unit: WriteUnit, uses: readonly GivenFile[]): Promise<void> {
  await unit.execute(
    `insert into "@tenant".fw_file_use (file_id, entity, field, record_id) select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) on conflict do nothing`,
    [
      uses.map(({ id }) => id),
      uses.map(({ state }) => state.entity.id),
      uses.map(({ field }) => field.id),
      uses.map(({ state }) => state.id),
    ],
  );
}
