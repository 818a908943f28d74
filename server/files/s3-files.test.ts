import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileStoreUnavailable, type FileStore } from './file-store.ts';
import { openS3Files } from './s3-files.ts';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret of the test' };
const TENANT = '01890a5d-ac96-774b-bcce-b302099a8057';

/** What the protocol asks of a server: objects by path, signatures (AWS Signature Version 4), content hashes, ranges. */
class Bucket {
  readonly objects = new Map<string, Buffer>();
  readonly seen: string[] = [];
  /** Statuses to fail the next requests with. */
  failures: number[] = [];
  readonly server: Server;
  constructor() {
    this.server = createServer((req, res) => {
      void this.answer(req).then(({ status, body }) => res.writeHead(status).end(body));
    });
  }

  private async answer(req: IncomingMessage): Promise<{ readonly status: number; readonly body?: Buffer | string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const at = req.url ?? '';
    this.seen.push(`${req.method ?? ''} ${at}`);
    const failure = this.failures.shift();
    if (failure !== undefined) return { status: failure, body: '<Error><Code>SlowDown</Code></Error>' };
    if (!isSigned(req)) return { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' };
    const claimed = req.headers['x-amz-content-sha256'];
    if (req.method === 'PUT') {
      if (claimed !== createHash('sha256').update(body).digest('hex'))
        return { status: 400, body: '<Error><Code>XAmzContentSHA256Mismatch</Code></Error>' };
      this.objects.set(at, body);
      return { status: 200 };
    }
    if (req.method === 'DELETE') return { status: this.objects.delete(at) ? 204 : 404 };
    const found = this.objects.get(at);
    if (found === undefined) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '') ?? [];
    return first === undefined
      ? { status: 200, body: found }
      : { status: 206, body: found.subarray(Number(first), Number(last) + 1) };
  }
}

function isSigned({ method = '', url = '', headers }: IncomingMessage): boolean {
  const match =
    /Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})/.exec(
      headers.authorization ?? '',
    );
  const [, id, day = '', region = '', names = '', signature] = match ?? [];
  if (id !== KEYS.accessKeyId || !names.split(';').includes('x-amz-content-sha256')) return false;
  const lines = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const canonical = [method, url, '', lines.join(''), names, String(headers['x-amz-content-sha256'])].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, hashed].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (own, part) => createHmac('sha256', own).update(part).digest(),
    `AWS4${KEYS.secretAccessKey}`,
  );
  return createHmac('sha256', key).update(text).digest('hex') === signature;
}

let folder: string;
let bucket: Bucket;
let endpoint: string;
let files: FileStore;

const open = (options: { readonly secretAccessKey?: string; readonly endpoint?: string } = {}): Promise<FileStore> =>
  openS3Files(
    { bucket: 'works', prefix: 'form/work', region: 'eu-west-1', ...KEYS, endpoint, ...options },
    { folder, retries: 2 },
  );

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-s3-'));
  bucket = new Bucket();
  await new Promise<void>((done) => bucket.server.listen(0, '127.0.0.1', done));
  const address = bucket.server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  files = await open();
});
afterAll(async () => {
  await new Promise((done) => bucket.server.close(done));
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  bucket.objects.clear();
  bucket.seen.length = 0;
  bucket.failures = [];
});

async function local(
  content: string,
): Promise<{ readonly file: string; readonly key: { tenant: string; sha256: string } }> {
  const file = path.join(files.incoming, 'upload');
  await writeFile(file, content);
  return { file, key: { tenant: TENANT, sha256: createHash('sha256').update(content).digest('hex') } };
}

async function textOf(stream: AsyncIterable<unknown> | undefined): Promise<string | undefined> {
  if (stream === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('files in a bucket', () => {
  it('[FILE-3] puts, reads in whole and in part, and removes, each request signed', async () => {
    const { file, key } = await local('hello, bucket');
    await files.put(key, file);
    expect([...bucket.objects.keys()]).toEqual([`/works/form/work/${TENANT}/${key.sha256.slice(0, 2)}/${key.sha256}`]);
    expect(await readdir(files.incoming)).toEqual([]);
    expect(await textOf(await files.read(key))).toBe('hello, bucket');
    expect(await textOf(await files.read(key, { first: 7, last: 12 }))).toBe('bucket');
    await files.remove(key);
    expect(await files.read(key)).toBeUndefined();
    await files.remove(key);
  });

  it('[FILE-3] what was changed on the way is refused by the service', async () => {
    const { file, key } = await local('as it was hashed');
    await writeFile(file, 'as it came');
    await expect(files.put(key, file)).rejects.toThrow(/400.*XAmzContentSHA256Mismatch/);
    expect(bucket.objects.size).toBe(0);
  });

  it('[FILE-3] asks again while the service is busy, twice, and then says that it does not answer', async () => {
    const { file, key } = await local('again');
    bucket.failures = [503, 429];
    await files.put(key, file);
    expect([bucket.objects.size, bucket.seen.length]).toEqual([1, 3]);
    bucket.failures = [500, 500, 500];
    await expect(files.read(key)).rejects.toThrow(FileStoreUnavailable);
  });

  it('[FILE-3] wrong keys and a service that is not there are told as what they are', async () => {
    const { file, key } = await local('x');
    const wrong = await open({ secretAccessKey: 'another' });
    await expect(wrong.put(key, file)).rejects.toThrow(/403.*SignatureDoesNotMatch/);
    const nowhere = await open({ endpoint: 'http://127.0.0.1:1' });
    await expect(nowhere.read(key)).rejects.toThrow(FileStoreUnavailable);
  });
});
