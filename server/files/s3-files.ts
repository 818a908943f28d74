import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { FileStoreUnavailable, pathOf, type FileKey, type FileStore } from './file-store.ts';
import { openIncoming } from './folder-files.ts';

/** A bucket of Amazon S3 or of a service that speaks its protocol. */
export interface S3Bucket {
  readonly bucket: string;
  /** Before every key; `''` for none. */
  readonly prefix: string;
  /** Where the service is; the bucket is then the first part of the path. Absent: Amazon's own. */
  readonly endpoint?: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Files in a bucket (SPEC [FILE-3]). The hash of the bytes is signed with the request, so that the service refuses what
 * was changed on the way. Answers of 5xx and 429 are asked again, twice; then `FileStoreUnavailable`.
 */
export async function openS3Files(
  bucket: S3Bucket,
  options: { readonly folder: string; readonly now?: () => Date; readonly retries?: number },
): Promise<FileStore> {
  const incoming = await openIncoming(options.folder, options.now ?? (() => new Date()));
  const { accessKeyId, secretAccessKey, sessionToken, region } = bucket;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    service: 's3',
    region,
    retries: options.retries ?? 2,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
  const ask = async (key: FileKey, init: RequestInit, fine: readonly number[]): Promise<Response> => {
    const response = await client.fetch(addressOf(bucket, key), init).catch((error: unknown) => {
      throw new FileStoreUnavailable('The bucket does not answer', { cause: error });
    });
    if (fine.includes(response.status)) return response;
    const said = (await response.text()).slice(0, SAID_CHARS);
    throw new FileStoreUnavailable(`${init.method ?? 'GET'} was answered with ${response.status}: ${said}`);
  };
  return {
    incoming,
    async put(key, from) {
      const body = await openAsBlob(from);
      const headers = { 'X-Amz-Content-Sha256': key.sha256, 'Content-Type': 'application/octet-stream' };
      const answer = await ask(key, { method: 'PUT', body, headers }, [200]);
      await answer.body?.cancel();
      await rm(from, { force: true });
    },
    async read(key, range) {
      const headers = range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` };
      const answer = await ask(key, { headers }, range === undefined ? [200, 404] : [206, 404]);
      if (answer.status !== 404 && answer.body !== null) return Readable.fromWeb(answer.body);
      await answer.body?.cancel();
      return undefined;
    },
    async remove(key) {
      const answer = await ask(key, { method: 'DELETE' }, [200, 204, 404]);
      await answer.body?.cancel();
    },
  };
}

const SAID_CHARS = 300;

/** Path style at an endpoint of one's own, which needs no name of its own for each bucket; else Amazon's host names. */
function addressOf({ bucket, prefix, endpoint, region }: S3Bucket, key: FileKey): string {
  const path = [prefix, pathOf(key)].filter((part) => part !== '').join('/');
  return endpoint === undefined
    ? `https://${bucket}.s3.${region}.amazonaws.com/${path}`
    : `${endpoint.replace(/\/+$/, '')}/${bucket}/${path}`;
}
