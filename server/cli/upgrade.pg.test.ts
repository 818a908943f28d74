import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inc } from 'semver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { composePacks } from '../../schema/model/compose.ts';
import { applyEdits, type Edit, type EditPath } from '../../schema/model/edits.ts';
import type { EntityDef, FieldDef, Template } from '../../schema/template/template.ts';
import { readPackFile, templatesFolder } from '../import/pack-files.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { main } from './main.ts';

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-upgrade-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function formwork(...argv: readonly string[]): Promise<Said> {
  let [out, err] = ['', ''];
  const code = await main(
    argv,
    { DATABASE_URL: db.url, FORMWORK_DATA: folder, LANG: 'en_GB.UTF-8' },
    { stdout: (text) => void (out += text), stderr: (text) => void (err += text), isTerminal: false },
  );
  return { code, out, err };
}

type Json = Readonly<Record<string, unknown>>;

/** The document a command answers with, its exit code beside it. */
async function json(...argv: readonly string[]): Promise<Json & { readonly code: number }> {
  const { code, out } = await formwork('--json', ...argv);
  return { ...(JSON.parse(out) as Json), code };
}

async function done(...argv: readonly string[]): Promise<Json> {
  const answer = await json(...argv);
  if (answer.code !== 0) throw new Error(JSON.stringify(answer));
  return answer;
}

const text = (en: string, zh: string): { readonly en: string; readonly 'zh-CN': string } => ({ en, 'zh-CN': zh });

const NAME: FieldDef = { id: 'name', type: 'text', required: true, unique: true, label: text('Name', '名称') };
const PHONE: FieldDef = { id: 'phone', type: 'text', label: text('Phone', '电话') };
const FAX: FieldDef = { id: 'fax', type: 'text', label: text('Fax', '传真') };
const EMAIL: FieldDef = { id: 'email', type: 'text', label: text('E-mail', '邮箱') };

function shop(fields: readonly FieldDef[]): EntityDef {
  return { id: 'Shop', kind: 'master', label: text('Shop', '门店'), title: 'name', fields };
}

function kit(version: string, fields: readonly FieldDef[], more: Partial<Template> = {}): Template {
  return { format: 1, pack: 'kit', version, entities: [shop(fields)], ...more };
}

const V1 = kit('1.0.0', [NAME, PHONE, FAX]);
const V11 = kit('1.1.0', [NAME, { ...PHONE, label: text('Telephone', '联系电话') }, EMAIL]);

async function file(content: unknown): Promise<string> {
  const name = path.join(folder, `${uniqueTenantName('f')}.json`);
  await writeFile(name, JSON.stringify(content));
  return name;
}

const FIELDS: EditPath = ['entities', 'Shop', 'fields'];
const OWN_EDITS: readonly Edit[] = [
  { kind: 'addItem', list: FIELDS, item: { id: 'x_rating', type: 'int', label: text('Rating', '评分') } },
  { kind: 'setProperty', at: [...FIELDS, 'phone'], key: 'label', value: text('Hotline', '热线') },
  {
    kind: 'addItem',
    list: ['entities'],
    item: {
      id: 'x_Visit',
      kind: 'master',
      label: text('Visit', '拜访'),
      title: 'what',
      fields: [
        { id: 'what', type: 'text', required: true, unique: true },
        { id: 'shop', type: 'ref', to: 'Shop' },
      ],
    },
  },
];

/** A tenant of the kit with own fields, an own entity, another label and rows: version 2. */
async function ownTenant(packs: readonly Template[] = [V1]): Promise<string> {
  const tenant = uniqueTenantName('up');
  const files = await Promise.all(packs.map(file));
  await done('tenant', 'create', tenant, '--packs', files.join(','));
  const base = composePacks(packs);
  const edited = applyEdits(must(base.ok ? base.value : null, 'packs'), OWN_EDITS);
  await done('publish', tenant, await file(must(edited.ok ? edited.value.template : null, 'edits')));
  const rows = path.join(folder, 'rows.csv');
  await writeFile(rows, 'name,phone,fax,x_rating\nLin,1,11,5\nBaker,2,22,4\n');
  await done('import', tenant, 'Shop', rows);
  const visits = path.join(folder, 'visits.csv');
  await writeFile(visits, 'what,shop.name\nfirst,Lin\n');
  await done('import', tenant, 'x_Visit', visits);
  return tenant;
}

async function rowsOf(tenant: string, entity: string): Promise<readonly Json[]> {
  const { code, out } = await formwork('export', tenant, entity);
  expect(code).toBe(0);
  const [head = '', ...lines] = out.replace('\uFEFF', '').trim().split('\r\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])));
}

/** The latest version's document and what it counts its changes from. */
async function latest(tenant: string): Promise<{ readonly document: Template; readonly base: Template }> {
  const [row] = await db.database.query<{ document: string; base: string }>({
    text: `SELECT v.document, v.base_document AS base FROM formwork.template_version v JOIN formwork.tenant t ON t.id = v.tenant_id
           WHERE t.name = $1 ORDER BY v.number DESC LIMIT 1`,
    params: [tenant],
  });
  const { document, base } = must(row, 'a version');
  return { document: JSON.parse(document) as Template, base: JSON.parse(base) as Template };
}

function fieldsOf(document: Template): ReadonlyMap<string, FieldDef> {
  const found = must(
    document.entities?.find(({ id }) => id === 'Shop'),
    'Shop',
  );
  return new Map(found.fields.map((field) => [field.id, field]));
}

async function versionNumbers(tenant: string): Promise<readonly number[]> {
  const { versions } = await done('versions', tenant);
  return (versions as readonly { readonly version: number }[]).map(({ version }) => version);
}

function codes(answer: Json): readonly string[] {
  return (answer['issues'] as readonly { readonly code: string }[]).map(({ code }) => code);
}

describe('upgrading a tenant to a newer version of a pack', () => {
  it('[UPG-1] [UPG-2] [UPG-5] what the tenant made stays, what the pack changed comes, and it can be undone', async () => {
    const tenant = await ownTenant();
    const before = await rowsOf(tenant, 'Shop');
    const up = await json('upgrade', tenant, 'kit@1.1.0', '--file', await file(V11));
    expect(up).toMatchObject({ code: 0, ok: true, pack: 'kit', from: '1.0.0', to: '1.1.0', version: 3 });
    expect(up['conflicts']).toMatchObject([
      {
        kind: 'bothChanged',
        path: '/entities/Shop/fields/phone/label/en',
        base: 'Phone',
        ours: 'Hotline',
        theirs: 'Telephone',
        keeps: 'tenant',
      },
      { kind: 'bothChanged', path: '/entities/Shop/fields/phone/label/zh-CN', ours: '热线', theirs: '联系电话' },
    ]);
    const { document, base } = await latest(tenant);
    const fields = fieldsOf(document);
    expect([...fields.keys()].sort()).toEqual(['email', 'name', 'phone', 'x_rating']);
    expect(fields.get('phone')?.label).toEqual(text('Hotline', '热线'));
    expect([document.packs, base.packs]).toEqual([
      [{ pack: 'kit', version: '1.1.0' }],
      [{ pack: 'kit', version: '1.1.0' }],
    ]);
    expect([...fieldsOf(base).keys()]).toEqual(['name', 'phone', 'email']);

    const after = await rowsOf(tenant, 'Shop');
    const kept = (rows: readonly Json[]): unknown => rows.map((row) => [row['name'], row['phone'], row['rating']]);
    expect(kept(before)).toEqual([
      ['Lin', '1', '5'],
      ['Baker', '2', '4'],
    ]);
    expect(kept(after)).toEqual(kept(before));
    expect(after.map((row) => [row['fax'], row['email']])).toEqual([
      [undefined, ''],
      [undefined, ''],
    ]);
    expect(await rowsOf(tenant, 'x_Visit')).toMatchObject([{ what: 'first', 'shop.name': 'Lin' }]);

    await done('rollback', tenant, '2');
    expect(await rowsOf(tenant, 'Shop')).toMatchObject(before.map(({ name, fax }) => ({ name, fax })));
    expect((await latest(tenant)).base.packs).toEqual([{ pack: 'kit', version: '1.0.0' }]);
    // And forward again: now the version is kept, and needs no file.
    expect(await json('upgrade', tenant, 'kit@~1.1')).toMatchObject({ code: 0, to: '1.1.0', version: 5 });
  });

  it('[UPG-2] an upgrade asks only once: the next one counts from the version before it', async () => {
    const tenant = await ownTenant();
    await done('upgrade', tenant, 'kit@1.1.0', '--file', await file(V11));
    const v12 = kit('1.2.0', [...must(V11.entities?.[0], 'Shop').fields, FAX]);
    const up = await done('upgrade', tenant, 'kit@1.2.0', '--file', await file(v12));
    expect(up['conflicts']).toEqual([]);
    const fields = fieldsOf((await latest(tenant)).document);
    expect([...fields.keys()].sort()).toEqual(['email', 'fax', 'name', 'phone', 'x_rating']);
    expect(fields.get('phone')?.label).toEqual(text('Hotline', '热线'));
  });

  it('[UPG-3] [UPG-4] a dry run tells changes, conflicts and problems in both languages, and changes nothing', async () => {
    const tenant = await ownTenant();
    const required = kit('1.5.0', [NAME, PHONE, { ...EMAIL, required: true }]);
    const given = await file(required);
    const tried = await json('upgrade', tenant, 'kit@1.5.0', '--file', given, '--dry-run');
    expect(tried).toMatchObject({ code: 1, ok: false, dryRun: true, ready: false, from: '1.0.0', to: '1.5.0' });
    expect(codes(tried)).toHaveLength(1);
    const sentences = (tried['changes'] as readonly { readonly sentence: string }[]).map(({ sentence }) => sentence);
    expect(sentences.join('\n')).toMatch(/E-mail|email/);
    const forReal = await json('upgrade', tenant, 'kit@1.5.0', '--file', given);
    expect([forReal.code, codes(forReal)]).toEqual([1, codes(tried)]);

    const fine = await file({ ...V11, version: '1.6.0' });
    const ready = await formwork('upgrade', tenant, 'kit@1.6.0', '--file', fine, '--dry-run');
    expect(ready).toMatchObject({ code: 0, err: '' });
    expect(ready.out).toContain('ready: true');
    expect(ready.out).toContain(
      'the company has "Hotline", the pack changed "Phone" to "Telephone". The company’s stays.',
    );
    const chinese = await formwork('--lang', 'zh-CN', 'upgrade', tenant, 'kit@1.6.0', '--file', fine, '--dry-run');
    expect(chinese.out).toContain('企业为 "热线"，模板包由 "电话" 改为 "联系电话"。保留企业的内容。');

    expect(await versionNumbers(tenant)).toEqual([2, 1]);
    expect([...fieldsOf((await latest(tenant)).document).keys()].sort()).toEqual(['fax', 'name', 'phone', 'x_rating']);
    expect(codes(await json('upgrade', tenant, 'kit@1.6.0'))).toEqual(['UPGRADE_VERSION_UNKNOWN']);
  });

  it('[UPG-4] what the merged template itself is refused for is told with the conflicts', async () => {
    const tenant = await ownTenant();
    // The tenant's own entity points at what the pack gives up.
    const other = { ...shop([NAME]), id: 'Store' };
    const gone: Template = { format: 1, pack: 'kit', version: '3.0.0', entities: [other] };
    const base = (await latest(tenant)).document;
    const freed = applyEdits(base, [
      { kind: 'removeItem', list: FIELDS, id: 'x_rating' },
      { kind: 'setProperty', at: [...FIELDS, 'phone'], key: 'label', value: text('Phone', '电话') },
    ]);
    await done('publish', tenant, await file(must(freed.ok ? freed.value.template : null, 'edits')));
    const tried = await json('upgrade', tenant, 'kit@3.0.0', '--file', await file(gone), '--dry-run');
    expect(tried).toMatchObject({ code: 1, ready: false, changes: [] });
    expect(codes(tried)).toContain('MODEL_ENTITY_UNKNOWN');
  });

  it('[UPG-6] other packs keep their versions, and what a new version requires comes with it', async () => {
    const side: Template = { format: 1, pack: 'side', version: '1.0.0', entities: [{ ...shop([NAME]), id: 'Depot' }] };
    const tenant = await ownTenant([V1, side]);
    const other = uniqueTenantName('up');
    await done('tenant', 'create', other, '--packs', await file({ ...side, version: '1.9.0' }));
    const needed: Template = {
      format: 1,
      pack: 'needed',
      version: '2.0.0',
      entities: [{ ...shop([NAME]), id: 'Lane' }],
    };
    await done('tenant', 'create', uniqueTenantName('up'), '--packs', await file(needed));
    const wanting = kit('1.7.0', [NAME, PHONE, FAX], { requires: { needed: '^2' } });
    await done('upgrade', tenant, 'kit@1.7.0', '--file', await file(wanting));
    const { document } = await latest(tenant);
    expect(new Set(document.packs?.map(({ pack, version }) => `${pack}@${version}`))).toEqual(
      new Set(['needed@2.0.0', 'kit@1.7.0', 'side@1.0.0']),
    );
    expect(document.entities?.map(({ id }) => id).sort()).toEqual(['Depot', 'Lane', 'Shop', 'x_Visit']);
    const wrong = kit('1.8.0', [NAME, PHONE], { requires: { side: '^7', nowhere: '*' } });
    expect(codes(await json('upgrade', tenant, 'kit@1.8.0', '--file', await file(wrong)))).toEqual(['PACK_UNKNOWN']);
    const older = kit('1.8.0', [NAME, PHONE], { requires: { side: '^7' } });
    expect(codes(await json('upgrade', tenant, 'kit@1.8.0', '--file', await file(older)))).toEqual([
      'MODEL_PACK_VERSION',
    ]);
  });

  it('[UPG-1] a pack that the tenant took on later is no change of the tenant', async () => {
    const depot = (label: string): EntityDef => ({ ...shop([NAME]), id: 'Depot', label: { en: label } });
    const late = (version: string, label: string): Template => ({
      format: 1,
      pack: 'late',
      version,
      entities: [depot(label)],
    });
    const tenant = await ownTenant();
    await done('tenant', 'create', uniqueTenantName('up'), '--packs', await file(late('1.0.0', 'Depot')));
    const both = composePacks([V1, late('1.0.0', 'Depot')]);
    const edited = applyEdits(must(both.ok ? both.value : null, 'packs'), OWN_EDITS);
    await done('publish', tenant, await file(must(edited.ok ? edited.value.template : null, 'edits')));
    const up = await done('upgrade', tenant, 'late@1.1.0', '--file', await file(late('1.1.0', 'Warehouse')));
    expect(up['conflicts']).toEqual([]);
    const { document, base } = await latest(tenant);
    expect(document.entities?.find(({ id }) => id === 'Depot')?.label).toEqual({ en: 'Warehouse' });
    expect(fieldsOf(document).get('phone')?.label).toEqual(text('Hotline', '热线'));
    expect(base.packs).toHaveLength(2);
    expect(await rowsOf(tenant, 'Shop')).toHaveLength(2);
  });

  it('[UPG-2] a pack that ships is upgraded by its file, and nothing else changes', async () => {
    const tenant = uniqueTenantName('up');
    await done('tenant', 'create', tenant, '--packs', 'sales');
    const sales = await readPackFile(path.join(templatesFolder(), 'sales'));
    const now = must(sales.ok ? sales.value : null, 'sales');
    const [first, ...others] = must(now.entities, 'entities');
    const { id, fields } = must(first, 'an entity');
    const more: EntityDef = { ...must(first, 'an entity'), fields: [...fields, { ...EMAIL, id: 'secondEmail' }] };
    const next = { ...now, version: must(inc(now.version, 'minor'), 'version'), entities: [more, ...others] };
    const up = await done('upgrade', tenant, `sales@${next.version}`, '--file', await file(next));
    expect(up).toMatchObject({ from: now.version, to: next.version, version: 2, conflicts: [] });
    expect(
      (up['changes'] as readonly { readonly kind: string; readonly path: string }[]).map(({ path: at }) => at),
    ).toEqual([expect.stringContaining('packs'), expect.stringContaining(id)]);
    expect(codes(await json('upgrade', tenant, `sales@${now.version}`))).toEqual(['UPGRADE_NOT_NEWER']);
  });

  it('[UPG-7] refuses packs and versions that cannot be, each with a cure', async () => {
    const tenant = await ownTenant();
    expect(codes(await json('upgrade', uniqueTenantName('none'), 'kit@1.1.0'))).toEqual(['TENANT_NOT_FOUND']);
    expect(codes(await json('upgrade', tenant, 'nowhere@1.0.0'))).toEqual(['PACK_UNKNOWN', 'UPGRADE_PACK_ABSENT']);
    expect(codes(await json('upgrade', tenant, 'sales'))).toEqual(['UPGRADE_PACK_ABSENT']);
    for (const version of ['9.9.9', 'newest'])
      expect(codes(await json('upgrade', tenant, `kit@${version}`))).toEqual(['UPGRADE_VERSION_UNKNOWN']);
    expect(codes(await json('upgrade', tenant, 'kit@1.0.0'))).toEqual(['UPGRADE_NOT_NEWER']);
    const elder = await file(kit('0.9.0', [NAME]));
    expect(codes(await json('upgrade', tenant, 'kit@0.9.0', '--file', elder))).toEqual(['UPGRADE_NOT_NEWER']);
    expect(codes(await json('upgrade', tenant, 'kit@1.1.0', '--file', elder))).toEqual(['UPGRADE_FILE_OTHER']);
    const changed = await file(kit('1.0.0', [NAME]));
    expect(codes(await json('upgrade', tenant, 'kit', '--file', changed))).toEqual([
      'UPGRADE_NOT_NEWER',
      'PACK_VERSION_TAKEN',
    ]);
    expect(codes(await json('upgrade', tenant, 'kit', '--file', path.join(folder, 'nowhere')))).toEqual([
      'CLI_FILE_MISSING',
    ]);
    const told = await formwork('upgrade', tenant, 'kit@1.0.0');
    expect(told).toMatchObject({ code: 1, out: '' });
    expect(told.err).toContain('→ Choose a newer version');
    expect((await formwork('upgrade', tenant)).code).toBe(2);
    expect((await formwork('--help')).out).toContain('upgrade');
  });
});
