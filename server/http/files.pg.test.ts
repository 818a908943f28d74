import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { findTenant } from '../db/control-tenants.ts';
import { pathOf } from '../files/file-store.ts';
import { FILE_JOB } from '../graphql/jobs/file-job.ts';
import { runTenantJobs } from '../graphql/jobs/run-tenant-jobs.ts';
import { backupTenant } from '../tenancy/tenant-backup.ts';
import { restoreTenant } from '../tenancy/tenant-restore.ts';
import { placeOf } from '../tenancy/provision-tenant.ts';
import { uniqueTenantName } from '../test/names.ts';
import { signedIn, startBench, type ServerBench, type TestClient } from '../test/running-server.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const HTML = Buffer.from('<html><script>alert(1)</script></html>');

/** Things with files: a clerk sees the public ones and no signature; all may be looked at by the keeper. */
const THINGS: Template = {
  format: 1,
  pack: 'things',
  version: '1.0.0',
  label: { en: 'Things' },
  entities: [
    {
      id: 'Thing',
      kind: 'master',
      title: 'name',
      fields: [
        { id: 'name', type: 'text', required: true, unique: true },
        { id: 'isOpen', type: 'bool' },
        { id: 'photo', type: 'image' },
        { id: 'papers', type: 'file', max: 3 },
        { id: 'sign', type: 'signature' },
        { id: 'spot', type: 'geo' },
      ],
      checks: [
        { id: 'signed', when: 'doc.isOpen != true || doc.photo != null', message: { en: 'Open things have a photo.' } },
      ],
    },
  ],
  roles: [{ id: 'clerk', grants: [{ entity: 'Thing', can: ['read', 'update'], rows: 'doc.isOpen', hide: ['sign'] }] }],
};

let folder: string;
let bench: ServerBench;
let owner: TestClient;
let clerk: TestClient;
let tenant: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-files-'));
  bench = await startBench({ dataFolder: folder });
  tenant = await bench.makeTenant(THINGS);
  owner = (await signedIn(bench.url, bench.operator)).client;
  const email = 'clerk@files.example';
  const invited = await owner.ask(
    'mutation ($t: String!, $e: String!) { inviteUser(tenant: $t, email: $e, name: "Clerk", roles: ["clerk"]) { password issues { code } } }',
    { t: tenant, e: email },
  );
  const { password } = must(invited.data, 'answer')['inviteUser'] as { readonly password: string };
  clerk = (await signedIn(bench.url, { email, password })).client;
});
afterAll(async () => {
  await bench?.stop();
  await rm(folder, { recursive: true });
});

interface Uploaded {
  readonly status: number;
  readonly code: string | undefined;
  readonly file: { readonly id: string; readonly name: string; readonly size: number; readonly type: string };
}

async function post(
  at: string,
  body: Buffer,
  options: {
    readonly name?: string;
    readonly by?: TestClient;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Uploaded> {
  const { name = 'a.bin', by = owner, headers = {} } = options;
  const response = await fetch(`${bench.url}/t/${tenant}/files${at}`, {
    method: 'POST',
    headers: {
      Cookie: must(by.cookie, 'cookie'),
      Origin: bench.url,
      'Content-Type': 'application/octet-stream',
      'X-File-Name': encodeURIComponent(name),
      ...headers,
    },
    body: new Uint8Array(body),
  });
  const answer = (await response.json()) as Uploaded['file'] & {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return { status: response.status, code: answer.errors?.[0]?.extensions.code, file: answer };
}

const upload = (body: Buffer, name: string, by: TestClient = owner): Promise<Uploaded> => post('', body, { name, by });

function get(
  id: string,
  by: TestClient | undefined = owner,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const cookie = by?.cookie === undefined ? {} : { Cookie: by.cookie };
  return fetch(`${bench.url}/t/${tenant}/files/${id}`, {
    headers: { ...cookie, 'Sec-Fetch-Site': 'same-origin', ...headers },
  });
}

const CREATE = 'mutation ($input: ThingInput!) { createThing(input: $input) { id version photo papers sign spot } }';
const UPDATE =
  'mutation ($id: ID!, $patch: ThingPatch!, $version: Int!) { updateThing(id: $id, version: $version, patch: $patch) { id version photo papers } }';

type Row = { readonly id: string } & Readonly<Record<string, unknown>>;

async function write(query: string, variables: Readonly<Record<string, unknown>>, by = owner): Promise<Row | string> {
  const answer = await by.ask(query, variables, { path: `/t/${tenant}/graphql` });
  const row = Object.values(answer.data ?? {})[0];
  return (row as Row | null) ?? String(answer.errors?.[0]?.extensions['code']);
}

const versions = new Map<string, number>();

/** At the version that the row was last seen with here. */
async function change(id: string, patch: Readonly<Record<string, unknown>>, by = owner): Promise<Row | string> {
  const row = await write(UPDATE, { id, patch, version: versions.get(id) ?? 1 }, by);
  if (typeof row !== 'string') versions.set(id, Number(row['version']));
  return row;
}

async function made(input: Readonly<Record<string, unknown>>): Promise<Row> {
  const row = await write(CREATE, { input: { name: randomBytes(6).toString('hex'), ...input } });
  if (typeof row === 'string') throw new Error(row);
  return row;
}

describe('files', () => {
  it('[FILE-1] [FILE-2] [FILE-4] keeps an upload under what its bytes are, whatever it is called', async () => {
    const picture = await upload(PNG, '图 1.png');
    expect([picture.status, picture.file]).toEqual([
      201,
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: '图 1.png', size: PNG.length, type: 'image/png' },
    ]);
    const found = must(await findTenant(bench.server.application.control, tenant), tenant);
    const sha256 = createHash('sha256').update(PNG).digest('hex');
    const place = path.join(folder, 'files', pathOf({ tenant: found.id, sha256 }));
    expect((await readFile(place)).equals(PNG)).toBe(true);
    const types = await Promise.all([
      upload(HTML, 'page.html'),
      upload(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg'),
      upload(Buffer.from('<?xml version="1.0"?><svg/>'), 'b.txt'),
      upload(Buffer.from('a,b\n1,2\n'), 'rows.csv'),
      upload(HTML, '../../etc/page.png'),
      upload(Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'x.txt'),
    ]);
    expect(types.map(({ file }) => [file.name, file.type])).toEqual([
      ['page.html', 'application/octet-stream'],
      ['a.svg', 'application/octet-stream'],
      ['b.txt', 'application/octet-stream'],
      ['rows.csv', 'text/csv'],
      ['page.png', 'application/octet-stream'],
      ['x.txt', 'application/pdf'],
    ]);
  });

  it('[FILE-1] refuses what is no upload, what is too large, and other sites', async () => {
    const told = async (...given: Parameters<typeof post>): Promise<readonly unknown[]> => {
      const { status, code } = await post(...given);
      return [status, code];
    };
    expect(await told('', Buffer.alloc(0))).toEqual([400, 'FILE_EMPTY']);
    expect(await told('', PNG, { name: '\u202e ' })).toEqual([400, 'FILE_NAME']);
    expect(await told('', PNG, { headers: { 'Content-Type': 'application/json' } })).toEqual([
      415,
      'FILE_CONTENT_TYPE',
    ]);
    expect(await told('', PNG, { headers: { 'Content-Type': 'text/plain' } })).toEqual([403, 'REQUEST_CROSS_SITE']);
    expect(await told('', PNG, { headers: { Origin: 'https://evil.example' } })).toEqual([403, 'REQUEST_ORIGIN']);
    expect(await told('', PNG, { headers: { 'X-Formwork-View-As': 'role:clerk' } })).toEqual([403, 'FORBIDDEN']);
    expect(await told('', Buffer.alloc(LIMITS.fileBytesMax + 1))).toEqual([413, 'FILE_TOO_LARGE']);
    expect((await post('', Buffer.alloc(LIMITS.fileBytesMax, 7))).status).toBe(201);
    expect(await readdir(path.join(folder, 'files', 'incoming'))).toEqual([]);
  });

  it('[FILE-1] one person holds no more than six places at once, and leaves them', async () => {
    const slow = Array.from({ length: LIMITS.uploadsPerPersonMax }, () => {
      const sent = request(`${bench.url}/t/${tenant}/files`, {
        method: 'POST',
        headers: {
          Cookie: must(owner.cookie, 'cookie'),
          'Content-Type': 'application/octet-stream',
          'X-File-Name': 'slow.bin',
        },
      });
      sent.on('error', () => undefined);
      sent.write('a');
      return sent;
    });
    try {
      const told = async (): Promise<unknown> => (await upload(PNG, 'more.png')).code;
      await expect.poll(told, { timeout: 30_000 }).toBe('UPLOADS_RUNNING_MANY');
      expect((await upload(PNG, 'other.png', clerk)).status).toBe(201);
    } finally {
      for (const one of slow) one.destroy();
    }
    const kept = async (): Promise<unknown> => (await upload(PNG, 'more.png')).status;
    await expect.poll(kept, { timeout: 30_000 }).toBe(201);
  });

  it('[FILE-5] [FILE-10] rows take only what was uploaded, and keep its own name, size and type', async () => {
    const { file } = await upload(PNG, 'a.png');
    const row = await made({ photo: { id: file.id, name: 'forged.exe', size: 1, type: 'text/html' } });
    expect(row['photo']).toEqual(file);
    const input = (more: Readonly<Record<string, unknown>>) => ({
      input: { name: randomBytes(6).toString('hex'), ...more },
    });
    const unknown = '01890a5d-ac96-774b-bcce-b302099a8057';
    expect(await write(CREATE, input({ photo: { id: unknown } }))).toBe('FILE_UNKNOWN');
    expect(await write(CREATE, input({ photo: { id: 'f1' } }))).toBe('FILE_UNKNOWN');
    expect(await write(CREATE, input({ photo: 'a.png' }))).toBe('VALUE_FORM');
    const page = await upload(HTML, 'page.png');
    expect(await write(CREATE, input({ photo: page.file }))).toBe('FILE_NOT_IMAGE');
    const four = await Promise.all([1, 2, 3, 4].map((n) => upload(Buffer.from(`paper ${n}`), `${n}.txt`)));
    const papers = four.map(({ file: one }) => one);
    expect(await write(CREATE, input({ papers }))).toBe('FILE_TOO_MANY');
    expect((await made({ papers: papers.slice(0, 3) }))['papers']).toEqual(papers.slice(0, 3));
    expect(await write(CREATE, input({ isOpen: true }))).toBe('CHECK_FAILED');
    expect((await made({ isOpen: true, photo: file, spot: { lat: '39.9', lng: 116.4 } }))['spot']).toEqual({
      lat: 39.9,
      lng: 116.4,
    });
  });

  it('[FILE-5] a file of somebody else is for who may read it where it is', async () => {
    const { file } = await upload(PNG, 'own.png');
    const open = await made({ isOpen: true, photo: (await upload(PNG, 'open.png')).file });
    expect(await change(open.id, { photo: file }, clerk)).toBe('FILE_UNKNOWN');
    await made({ photo: file });
    expect(await change(open.id, { photo: file }, clerk)).toBe('FILE_UNKNOWN');
    await made({ isOpen: true, photo: file });
    expect(await change(open.id, { photo: file }, clerk)).toMatchObject({ photo: file });
  });

  it('[FILE-7] of an upload whose bytes could not be kept nothing is given or used', async () => {
    const first = tenant;
    tenant = await bench.makeTenant({ ...THINGS, pack: 'broken' });
    const { application } = bench.server;
    const found = must(await findTenant(application.control, tenant), tenant);
    const blocked = path.join(folder, 'files', found.id);
    await writeFile(blocked, 'a file where the folder should be');
    expect((await upload(PNG, 'lost.png')).status).toBeGreaterThanOrEqual(500);
    const { schema, database } = placeOf(application.cells, found);
    const known = await database.query<{ readonly id: string; readonly stored: boolean }>({
      text: `select id::text as id, stored from "${schema}".fw_file where name = 'lost.png'`,
      params: [],
    });
    expect(known).toMatchObject([{ stored: false }]);
    const { id } = must(known[0], 'file');
    expect((await get(id)).status).toBe(404);
    expect(await write(CREATE, { input: { name: 'Lost', photo: { id } } })).toBe('FILE_UNKNOWN');
    await rm(blocked);
    const { status, file } = await upload(PNG, 'kept.png');
    expect([status, (await get(file.id)).status]).toEqual([201, 200]);
    tenant = first;
  });

  it('[FILE-6] answers who may read a row and the field that holds it, and nobody else', async () => {
    const { file } = await upload(PNG, 'secret.png');
    expect([(await get(file.id)).status, (await get(file.id, clerk)).status]).toEqual([200, 404]);
    const row = await made({ photo: file });
    expect([(await get(file.id)).status, (await get(file.id, clerk)).status]).toEqual([200, 404]);
    await change(row.id, { isOpen: true });
    expect((await get(file.id, clerk)).status).toBe(200);
    expect((await get(file.id, { ...clerk, cookie: undefined })).status).toBe(401);
    await change(row.id, { isOpen: false, photo: null });
    expect([(await get(file.id)).status, (await get(file.id, clerk)).status]).toEqual([404, 404]);
    const signed = (await upload(PNG, 'sign.png')).file;
    await made({ isOpen: true, photo: file, sign: signed });
    expect([(await get(signed.id)).status, (await get(signed.id, clerk)).status]).toEqual([200, 404]);
  });

  it('[FILE-6] gives bytes that can’t act: types, ranges, ETag, and a policy that forbids all', async () => {
    const text = Buffer.from('0123456789');
    const { file } = await upload(text, '说明 "1".txt');
    const whole = await get(file.id);
    expect(await whole.text()).toBe('0123456789');
    expect(
      Object.fromEntries(
        [
          'content-type',
          'content-length',
          'content-disposition',
          'x-content-type-options',
          'content-security-policy',
        ].map((name) => [name, whole.headers.get(name)]),
      ),
    ).toEqual({
      'content-type': 'text/plain',
      'content-length': '10',
      'content-disposition': `inline; filename="__ _1_.txt"; filename*=UTF-8''%E8%AF%B4%E6%98%8E%20%221%22.txt`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; sandbox`,
    });
    const part = await get(file.id, owner, { Range: 'bytes=2-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await (await get(file.id, owner, { Range: 'bytes=-3' })).text()).toBe('789');
    expect((await get(file.id, owner, { Range: 'bytes=10-' })).status).toBe(416);
    const etag = must(whole.headers.get('etag'), 'etag');
    expect((await get(file.id, owner, { 'If-None-Match': etag })).status).toBe(304);
    const page = await upload(HTML, 'page.html');
    expect((await get(page.file.id)).headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  it('[FILE-9] a small picture stands for a large one in lists', async () => {
    const { file } = await upload(PNG, 'large.png');
    expect((await post(`/${file.id}/preview`, HTML)).code).toBe('FILE_PREVIEW');
    expect((await post(`/${file.id}/preview`, PNG, { by: clerk })).code).toBe('FILE_PREVIEW');
    const small = Buffer.concat([PNG, Buffer.from('small')]);
    expect((await post(`/${file.id}/preview`, small)).status).toBe(200);
    expect((await post(`/${file.id}/preview`, small)).code).toBe('FILE_PREVIEW');
    const length = async (at: string): Promise<number> => (await (await get(at)).arrayBuffer()).byteLength;
    expect([await length(`${file.id}/preview`), await length(file.id)]).toEqual([small.length, PNG.length]);
  });

  it('[FILE-8] takes away what nothing used within a day, and never bytes that another file has', async () => {
    const content = randomBytes(64);
    const [unused, alone, used] = await Promise.all([
      upload(content, 'a.bin'),
      upload(randomBytes(64), 'c.bin'),
      upload(content, 'b.bin'),
    ]);
    const row = await made({ papers: [used.file] });
    await change(row.id, { papers: null });
    await change(row.id, { papers: [used.file] });
    const { application } = bench.server;
    const found = must(await findTenant(application.control, tenant), tenant);
    const later = { ...application, now: () => new Date(Date.now() + LIMITS.fileUnusedMs + 60_000) };
    await runTenantJobs(later, found, { jobs: [FILE_JOB] });
    const status = async (id: string): Promise<number> => (await get(id)).status;
    expect([await status(unused.file.id), await status(alone.file.id), await status(used.file.id)]).toEqual([
      404, 404, 200,
    ]);
    expect(Buffer.from(await (await get(used.file.id)).arrayBuffer()).equals(content)).toBe(true);
    expect(await change(row.id, { papers: [unused.file] })).toBe('FILE_UNKNOWN');
  });

  it('[BAK-9] a backup has the files that records use, and is refused when some are gone', async () => {
    const own = await bench.makeTenant({ ...THINGS, pack: 'kept' });
    const first = tenant;
    tenant = own;
    const content = randomBytes(200_000);
    const { file } = await upload(content, 'large.bin');
    await made({ papers: [file, (await upload(PNG, 'a.png')).file] });
    const { application } = bench.server;
    const { publishing, secrets, files } = application;
    const found = must(await findTenant(application.control, own), own);
    const backup = path.join(folder, 'kept.ndjson.gz');
    expect(await backupTenant(publishing, { tenant: found, file: backup, files })).toMatchObject({ ok: true });
    const name = uniqueTenantName('files');
    expect(await restoreTenant({ publishing, secrets, files }, { name, file: backup })).toMatchObject({ ok: true });
    tenant = name;
    owner = (await signedIn(bench.url, bench.operator)).client;
    expect(Buffer.from(await (await get(file.id)).arrayBuffer()).equals(content)).toBe(true);
    await rm(path.join(folder, 'files', found.id), { recursive: true });
    const cut = await backupTenant(publishing, { tenant: found, file: path.join(folder, 'cut'), files });
    expect(cut).toMatchObject({ ok: false, issues: [{ code: 'BACKUP_FILE_BYTES' }] });
    tenant = first;
  });
});
