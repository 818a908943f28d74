import { randomUUID } from 'node:crypto';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { bindRead } from '../../compile/read-plan.ts';
import { isUuid, textFor } from '../../compile/sql-text.ts';
import { fileFieldsOf, holderValues, planHolder, type StoredFile } from '../../compile/stored-file.ts';
import {
  announceFile,
  announcePreview,
  confirmFile,
  fileRow,
  fileUses,
  type FileRow,
  type FileUse,
} from '../../db/stored-files.ts';
import { isPicture } from '../../files/file-kind.ts';
import type { FileStore } from '../../files/file-store.ts';
import { bindingOf, type TenantRequest } from '../tenant/tenant-request.ts';

/** A caller in a tenant, and where bytes are. */
export interface FileContext {
  readonly request: Omit<TenantRequest, 'body'>;
  readonly files: FileStore;
}

/** Bytes that came in whole: a local file, which is taken over. */
export interface Received {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  readonly type: string;
}

/**
 * Keeps an upload and gives what a field takes (SPEC [FILE-1]). The bytes are there before this answers.
 * FILE_UNUSED_TOO_MANY. Throws `FileStoreUnavailable`.
 */
export async function keepUpload(
  { request, files }: FileContext,
  { name, received }: { readonly name: string; readonly received: Received },
): Promise<Result<StoredFile>> {
  const { size, sha256, type } = received;
  // Of no order, unlike ids of rows: who knows one file's can't guess another's.
  const file = { id: randomUUID(), name, size, type };
  const place = placeOf(request);
  if (!(await announceFile(place, { ...file, sha256, createdBy: request.caller.actor.id })))
    return refused([issue('FILE_UNUSED_TOO_MANY', '', { max: LIMITS.filesUnusedMax })]);
  await files.put({ tenant: request.tenant.id, sha256 }, received.file);
  await confirmFile(place, file.id);
  return ok(file);
}

/** Keeps a small picture beside a large one that the caller has just uploaded. FILE_PREVIEW. */
export async function keepPreview(
  { request, files }: FileContext,
  { id, received }: { readonly id: string; readonly received: Received },
): Promise<Result<null>> {
  const { sha256, type, size } = received;
  const createdBy = request.caller.actor.id;
  const isOne =
    isUuid(id) &&
    isPicture(type) &&
    size <= LIMITS.filePreviewBytesMax &&
    (await announcePreview(placeOf(request), { file: id, createdBy, sha256, type }));
  if (!isOne) return refused([issue('FILE_PREVIEW', '', { max: LIMITS.filePreviewBytesMax })]);
  await files.put({ tenant: request.tenant.id, sha256 }, received.file);
  return ok(null);
}

/**
 * The file, for who has just uploaded it and for who may read a row, and the field in it, that holds it (SPEC
 * [FILE-6]). FILE_NOT_FOUND is the same for what is not there and what is not for the caller.
 */
export async function readableFile({ request }: FileContext, id: string): Promise<Result<FileRow>> {
  const none = refused([issue('FILE_NOT_FOUND', '')]);
  if (!isUuid(id)) return none;
  const place = placeOf(request);
  const file = await fileRow(place, id);
  if (file === undefined) return none;
  if (!file.used && file.createdBy === request.caller.actor.id) return ok(file);
  const uses = file.used ? await fileUses(place, file.id) : [];
  for (const [, rows] of Map.groupBy(uses, ({ entity, field }) => `${entity}|${field}`)) {
    if (await isHeld(request, file.id, rows)) return ok(file);
  }
  return none;
}

/** Whether one of the rows holds the file now and the caller may read it there. */
async function isHeld(request: FileContext['request'], file: string, uses: readonly FileUse[]): Promise<boolean> {
  const { model } = request.shape;
  const entity = model.entities.find(({ id }) => id === uses[0]?.entity);
  const field = entity === undefined ? undefined : fileFieldsOf(entity).find(({ id }) => id === uses[0]?.field);
  if (entity === undefined || field === undefined) return false;
  const { access } = request.shape.accessOf(request.caller.roles);
  const template = planHolder(model, access, { entity, field });
  const given = { ids: uses.map(({ recordId }) => recordId), ...holderValues(file) };
  const bound = bindRead({ template, checks: [] }, { ...bindingOf(request, {}), given });
  if (!bound.ok) return false;
  const { schema, role } = request.tenant;
  const scope = { role, timeoutMs: LIMITS.readTimeoutMs };
  return (
    (await request.database.readAsTenant(scope, { text: textFor(template, schema), params: bound.value })) !== null
  );
}

function placeOf({ tenant, database }: FileContext['request']) {
  return { schema: tenant.schema, database };
}
