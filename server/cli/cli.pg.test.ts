import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesFolder } from '../import/pack-files.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { main } from './main.ts';

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

function formwork(...argv: readonly string[]): Promise<Said> {
  return as({ DATABASE_URL: db.url, FORMWORK_DATA: folder, LANG: 'en_GB.UTF-8' }, ...argv);
}

async function as(env: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<Said> {
  let [out, err] = ['', ''];
  const code = await main(argv, env, {
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal: false,
  });
  return { code, out, err };
}

async function json(...argv: readonly string[]): Promise<Said & { readonly value: Readonly<Record<string, unknown>> }> {
  const said = await formwork('--json', ...argv);
  return { ...said, value: JSON.parse(said.out) as Readonly<Record<string, unknown>> };
}

const pack = (name: string): string => path.join(templatesFolder(), name);

describe('the command line', () => {
  it('[CLI-1] validates a pack, and names every mistake with place and cure, in the language asked for', async () => {
    expect(await json('template', 'validate', pack('sales'))).toMatchObject({
      code: 0,
      value: { ok: true, pack: 'sales' },
    });
    const file = path.join(folder, 'bad.json');
    await writeFile(
      file,
      '{ "format": 1, "pack": "bad", "version": "1", "entities": [ { "id": "a", "kind": "thing", "fields": [] } ] }',
    );
    const bad = await json('template', 'validate', file);
    expect(bad.code).toBe(1);
    expect(bad.value['ok']).toBe(false);
    const issues = bad.value['issues'] as readonly { readonly path: string; readonly cure: string }[];
    expect(issues.map(({ path: at }) => at)).toEqual(
      expect.arrayContaining(['/version', '/entities/0/id', '/entities/0/kind']),
    );
    expect(issues.every(({ cure }) => cure !== '')).toBe(true);
    const chinese = await formwork('--lang', 'zh-CN', 'template', 'validate', path.join(folder, 'nowhere.json'));
    expect(chinese).toMatchObject({ code: 1, out: '' });
    expect(chinese.err).toContain('不存在');
  });

  it('[CLI-2] answers 2 to what it does not understand, 0 to help', async () => {
    expect((await formwork('frobnicate')).code).toBe(2);
    expect((await formwork('tenant', 'create', 'x')).code).toBe(2);
    expect((await formwork('--lang', 'fr', 'tenant', 'list')).code).toBe(2);
    expect((await formwork('--help')).code).toBe(0);
    const cases: readonly (readonly [readonly string[], string, object])[] = [
      [['frobnicate'], 'CLI_COMMAND_UNKNOWN', { command: 'frobnicate' }],
      [['token', 'make'], 'CLI_COMMAND_UNKNOWN', { command: 'token make' }],
      [['tenant', 'create', 'x'], 'CLI_MISSING', { what: '--packs <packs>', command: 'tenant create ' }],
      [['rollback', 'x'], 'CLI_MISSING', { what: '<version>' }],
      [['plan', 'x', 'y', '--empty'], 'CLI_MISSING', { what: '--empty <fields>' }],
      [['versions', 'x', 'y'], 'CLI_SURPLUS', { what: 'y' }],
      [['versions', 'x', '--all'], 'CLI_SURPLUS', { what: '--all' }],
      [['--lang', 'fr', 'versions', 'x'], 'CLI_CHOICE', { what: '--lang <lang>', value: 'fr', allowed: 'en, zh-CN' }],
    ];
    for (const [argv, code, params] of cases)
      expect(await json(...argv)).toMatchObject({ code: 2, value: { ok: false, issues: [{ code, params }] } });
    const chinese = { DATABASE_URL: db.url, FORMWORK_DATA: folder, LC_ALL: '', LANG: 'zh_CN.UTF-8' };
    expect(await as(chinese, 'versions')).toEqual({
      code: 2,
      out: '',
      err: 'CLI_MISSING\n  缺少 <tenant>。\n  → 请查看 formwork versions --help。\n',
    });
    const below = [
      '',
      'serve',
      'tenant create',
      'token create',
      'template test',
      'plan',
      'publish',
      'rollback',
      'import',
    ];
    for (const words of [...below, 'export', 'upgrade', 'backup', 'restore', 'points what-if', 'points report']) {
      const { out } = await as(chinese, ...words.split(' ').filter((word) => word !== ''), '--help');
      expect(out.replace(/^用法.*$/m, '').match(/[a-z]+ [a-z]+ [a-z]+/)).toBeNull();
    }
  });

  it('[CLI-5] says which file or folder can not be written', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    const said = await as({ FORMWORK_DATA: path.join(file, 'data') }, '--json', 'tenant', 'list');
    expect([said.code, JSON.parse(said.out)]).toMatchObject([
      1,
      { issues: [{ code: 'DATA_FOLDER_UNUSABLE', path: '/FORMWORK_DATA', params: { reason: 'ENOTDIR' } }] },
    ]);
  });

  it('[CLI-3] makes a tenant, imports, exports, publishes, rolls back, gives a token and drops it', async () => {
    const tenant = uniqueTenantName('cli');
    expect(await json('tenant', 'create', tenant, '--packs', 'sales', '--time-zone', 'Asia/Shanghai')).toMatchObject({
      code: 0,
      value: { ok: true, tenant },
    });
    const again = await json('tenant', 'create', tenant, '--packs', 'sales');
    expect([again.code, again.value['issues']]).toMatchObject([1, [{ code: 'TENANT_EXISTS' }]]);

    const file = path.join(folder, 'customers.csv');
    await writeFile(file, 'Code;Name;Country.code;城市\nLIN;"Lin & Co; Tea";CN;Xiamen\nBOB;=Bob;DE;\n');
    const tried = await json('import', tenant, 'Customer', file, '--dry-run');
    expect([tried.code, tried.value]).toMatchObject([0, { rows: 2, created: 2, dryRun: true }]);
    expect(await json('import', tenant, 'customers', file)).toMatchObject({
      code: 0,
      value: { ok: true, rows: 2, created: 2 },
    });
    const out = path.join(folder, 'out.csv');
    expect(await json('export', tenant, 'Customer', '--out', out)).toMatchObject({
      code: 0,
      value: { ok: true, file: out },
    });
    const text = await readFile(out, 'utf8');
    expect(text.split('\r\n')[0]).toContain('country.code');
    expect(text).toContain(',Lin & Co; Tea,');
    expect(text).toContain(",'=Bob,");
    expect((await formwork('export', tenant, 'Customer')).out).toBe(text);
    const nowhere = await json('export', tenant, 'Customer', '--out', path.join(out, 'below.csv'));
    expect([nowhere.code, nowhere.value['issues']]).toMatchObject([
      1,
      [{ code: 'EXPORT_FILE_UNWRITABLE', path: '/out', params: { reason: 'ENOTDIR' } }],
    ]);
    // What goes out comes back: the same file changes nothing but the versions.
    expect(await json('import', tenant, 'Customer', out)).toMatchObject({
      code: 0,
      value: { ok: true, created: 0, updated: 2 },
    });
    expect((await formwork('export', tenant, 'Customer')).out).toBe(text);
    await writeFile(file, 'code,name\nbad code,\n');
    const refused = await formwork('import', tenant, 'Customer', file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('line 2, code');

    const plan = await json('plan', tenant, pack('points'));
    expect(plan).toMatchObject({ code: 0, value: { ok: true, baseVersion: 1 } });
    expect(await json('publish', tenant, pack('points'), '--note', 'points')).toMatchObject({
      code: 0,
      value: { ok: true, version: 2 },
    });
    expect(await json('rollback', tenant, '1')).toMatchObject({ code: 0, value: { ok: true, version: 3 } });
    expect((await json('rollback', tenant, 'one')).value['issues']).toMatchObject([{ code: 'CLI_NUMBER' }]);
    const { value } = await json('versions', tenant);
    expect((value['versions'] as readonly { readonly version: number }[]).map(({ version }) => version)).toEqual([
      3, 2, 1,
    ]);

    const token = await json('token', 'create', tenant, '--roles', 'sales,viewer');
    expect(token.value['token']).toMatch(/^fw_[0-9a-f]{8}_/);
    expect((await json('token', 'create', tenant, '--roles', 'king')).value['issues']).toMatchObject([
      { code: 'ROLE_UNKNOWN' },
    ]);
    expect((await json('tenant', 'list')).out).toContain(tenant);
    expect((await json('tenant', 'drop', tenant)).code).toBe(0);
    expect((await json('tenant', 'list')).out).not.toContain(tenant);
    expect((await json('import', tenant, 'Customer', file)).value['issues']).toMatchObject([
      { code: 'TENANT_NOT_FOUND' },
    ]);
  });

  it('[CLI-4] tells the difference of two templates in sentences', async () => {
    const { code, value } = await json('template', 'diff', pack('core'), pack('inventory'));
    expect(code).toBe(0);
    expect(
      (value['changes'] as readonly { readonly sentence: string }[]).some(({ sentence }) => sentence.includes('Item')),
    ).toBe(true);
  });

  it('[CLI-5] says that the database is away without a stack', async () => {
    let err = '';
    const code = await main(
      ['tenant', 'list'],
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none', FORMWORK_DATA: folder },
      { stdout: () => undefined, stderr: (text) => void (err += text), isTerminal: false },
    );
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_UNAVAILABLE');
    expect(err).not.toContain('    at ');
    expect((await stat(folder)).isDirectory()).toBe(true);
  });
});
