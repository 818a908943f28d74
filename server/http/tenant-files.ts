import { LIMITS } from '../../schema/core/limits.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { FileStoreUnavailable } from '../files/file-store.ts';
import { keepPreview, keepUpload, readableFile, type FileContext } from '../graphql/files/file-service.ts';
import { HttpRefusal, send, type Exchange } from './exchange.ts';
import { answerFile } from './file-answer.ts';
import { receiveUpload, uploadName } from './file-upload.ts';

/** What of a tenant's files is asked for: all of them (an upload), one, or the small picture of one. */
export interface FilePath {
  readonly id?: string;
  readonly isPreview: boolean;
}

let uploading = 0;
/** Uploads on their way, by who sends them; none has an entry of zero. */
const uploadingBy = new Map<string, number>();

/** Takes and gives files (SPEC FILE). `POST` without an id is an upload, with `/preview` the small picture of one. */
export async function tenantFiles(exchange: Exchange, path: FilePath, context: FileContext): Promise<void> {
  try {
    if (exchange.method === 'POST') await upload(exchange, path, context);
    else await download(exchange, path, context);
  } catch (error) {
    if (!(error instanceof FileStoreUnavailable)) throw error;
    throw new HttpRefusal(503, [issue('FILE_STORE_UNAVAILABLE', '')], { 'Retry-After': '2' });
  }
}

async function upload(exchange: Exchange, { id, isPreview }: FilePath, context: FileContext): Promise<void> {
  // Who looks as somebody else changes nothing (SPEC [ACC-11]).
  if (context.request.isView === true) throw new HttpRefusal(403, [issue('FORBIDDEN', '')]);
  const { caller, tenant } = context.request;
  const who = caller.actor.id ?? tenant.id;
  const own = uploadingBy.get(who) ?? 0;
  if (own >= LIMITS.uploadsPerPersonMax)
    throw new HttpRefusal(429, [issue('UPLOADS_RUNNING_MANY', '', { max: LIMITS.uploadsPerPersonMax })], {
      'Retry-After': '2',
    });
  if (uploading >= LIMITS.uploadsRunningMax)
    throw new HttpRefusal(503, [issue('SERVER_BUSY', '', { seconds: 2 })], { 'Retry-After': '2' });
  uploading += 1;
  uploadingBy.set(who, own + 1);
  try {
    if (id === undefined) await keepOne(exchange, context);
    else if (isPreview) await keepSmall(exchange, id, context);
    else throw new HttpRefusal(405, [issue('REQUEST_METHOD', '', { method: 'POST', allowed: ['GET', 'HEAD'] })]);
  } finally {
    uploading -= 1;
    const left = (uploadingBy.get(who) ?? 1) - 1;
    if (left === 0) uploadingBy.delete(who);
    else uploadingBy.set(who, left);
  }
}

async function keepOne(exchange: Exchange, context: FileContext): Promise<void> {
  const name = uploadName(exchange);
  const place = { folder: context.files.incoming, name, bytesMax: LIMITS.fileBytesMax };
  const kept = await receiveUpload(exchange, place, (received) => keepUpload(context, { name, received }));
  if (!kept.ok) throw refusal(kept.issues);
  send(exchange, { status: 201, type: 'application/json; charset=utf-8', body: JSON.stringify(kept.value) });
}

async function keepSmall(exchange: Exchange, id: string, context: FileContext): Promise<void> {
  const place = { folder: context.files.incoming, name: 'preview', bytesMax: LIMITS.filePreviewBytesMax };
  const kept = await receiveUpload(exchange, place, (received) => keepPreview(context, { id, received }));
  if (!kept.ok) throw refusal(kept.issues);
  send(exchange, { status: 200, type: 'application/json; charset=utf-8', body: '{}' });
}

/** Of a small picture browsers ask no more for some minutes: a list shows many. */
const PREVIEW_SECONDS = 600;

async function download(exchange: Exchange, { id, isPreview }: FilePath, context: FileContext): Promise<void> {
  const found = id === undefined ? undefined : await readableFile(context, id);
  if (found === undefined || !found.ok) throw new HttpRefusal(404, [issue('FILE_NOT_FOUND', '')]);
  const file = found.value;
  const tenant = context.request.tenant.id;
  const isDownload = new URLSearchParams(exchange.url.search).has('download');
  const { name, size, type, sha256, previewSha256, previewType } = file;
  const small = isPreview && previewSha256 !== null && previewType !== null;
  await answerFile(exchange, context.files, {
    key: { tenant, sha256: small ? previewSha256 : sha256 },
    name,
    isDownload,
    keptSeconds: isPreview ? PREVIEW_SECONDS : 0,
    ...(small ? { type: previewType } : { type, size }),
  });
}

function refusal(issues: readonly Issue[]): HttpRefusal {
  const isTooMany = issues.some(({ code }) => code === 'FILE_UNUSED_TOO_MANY');
  return new HttpRefusal(isTooMany ? 429 : 400, issues);
}
