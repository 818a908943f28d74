import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shapeHash, userId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { DraftEntity, TemplateVersionEntity, TenantEntity } from './control-entities.ts';
import {
  addApiToken,
  addSession,
  addUser,
  findApiToken,
  findSession,
  findUserByEmail,
  listMembers,
  membershipOf,
  putMembership,
  tenantsOfUser,
} from './control-people.ts';
import { openControlPlane, type ControlPlane } from './control-plane.ts';
import {
  createDraft,
  findDraft,
  finishPublication,
  listDrafts,
  publicationById,
  saveDraft,
  savePack,
  findPack,
  startPublication,
  templateVersion,
} from './control-templates.ts';
import { addTenant, audit, idOf, listAudit, tenantVersionsSince } from './control-tenants.ts';

let server: TestDatabase;
let control: ControlPlane;
beforeAll(async () => {
  server = await freshDatabase();
  control = await openControlPlane(server.database);
});
afterAll(() => server.drop());

async function newTenant() {
  const name = uniqueTenantName();
  const made = await addTenant(control, { name, label: name, cell: 'home', timeZone: 'UTC' });
  return idOf(must(made.ok ? made.value : null, 'tenant'));
}

async function newUser(email = `${uuid()}@example.com`) {
  const made = await addUser(control, { email, name: 'Ann', passwordHash: null });
  return must(made.ok ? made.value : null, 'user');
}

describe('the control plane', () => {
  it('migrates once, however often and from wherever it is opened', async () => {
    await Promise.all([openControlPlane(server.database), openControlPlane(server.database)]);
    const [row] = await server.database.query<{ n: string; kinds: string }>({
      text: 'SELECT count(*) AS n, count(DISTINCT name) AS kinds FROM formwork.schema_migration',
      params: [],
    });
    expect(Number(row?.n)).toBeGreaterThan(0);
    expect(row?.n).toBe(row?.kinds);
  });

  it('[TEN-13] shows a tenant its own rows alone, whatever the code asks for', async () => {
    const [one, two] = [await newTenant(), await newTenant()];
    const draft = { name: 'main', baseVersion: 0, document: { a: 1 }, author: null };
    await createDraft(control, one, draft);
    await createDraft(control, two, draft);
    const seen = await control.asTenant(one, (em) => em.findAll(DraftEntity));
    expect(seen.map(({ tenantId }) => tenantId)).toEqual([one]);
    expect(await control.asTenant(one, (em) => em.count(TenantEntity))).toBe(0);
    expect(await control.asTenant(one, (em) => em.nativeUpdate(DraftEntity, { name: 'main' }, { revision: 9 }))).toBe(
      1,
    );
    expect((await findDraft(control, two, 'main'))?.revision).toBe(1);
    const intrude = control.asTenant(one, (em) =>
      em.insert(DraftEntity, {
        tenantId: two,
        name: 'x',
        baseVersion: 0,
        document: {},
        revision: 1,
        updatedBy: null,
        updatedAt: new Date(),
      }),
    );
    await expect(intrude).rejects.toMatchObject({ code: '42501' });
  });

  it('[TEN-14] never changes a version once it is written', async () => {
    const tenant = await newTenant();
    const id = uuid();
    await startPublication(control, tenant, {
      id,
      number: 1,
      baseVersion: 0,
      document: { v: 1 },
      baseDocument: { v: 0 },
      shapeHash: shapeHash('sha256:1'),
      note: '',
      author: null,
    });
    const second = await startPublication(control, tenant, {
      id: uuid(),
      number: 1,
      baseVersion: 0,
      document: {},
      baseDocument: {},
      shapeHash: shapeHash('sha256:1'),
      note: '',
      author: null,
    });
    expect(second).toMatchObject({ ok: false, issues: [{ code: 'PUBLISH_IN_PROGRESS' }] });
    const publication = must(await publicationById(control, tenant, id), 'publication');
    await finishPublication(control, publication);
    await finishPublication(control, publication);
    expect(await templateVersion(control, tenant, 1)).toMatchObject({ document: { v: 1 }, baseDocument: { v: 0 } });
    const change = control.asSystem((em) =>
      em.nativeUpdate(TemplateVersionEntity, { tenantId: tenant }, { note: 'other' }),
    );
    await expect(change).rejects.toMatchObject({ code: '42501' });
  });

  it('[TEN-15] tells every change of any tenant after a number', async () => {
    const before = (await tenantVersionsSince(control, '0')).at(-1)?.seq ?? '0';
    const tenant = await newTenant();
    const id = uuid();
    await startPublication(control, tenant, {
      id,
      number: 1,
      baseVersion: 0,
      document: {},
      baseDocument: {},
      shapeHash: shapeHash('sha256:2'),
      note: '',
      author: null,
    });
    await finishPublication(control, must(await publicationById(control, tenant, id), 'publication'));
    expect(await tenantVersionsSince(control, before)).toMatchObject([{ tenantId: tenant, number: 1 }]);
  });

  it('[TEN-16] saves a draft over the revision that was seen, and over no other', async () => {
    const tenant = await newTenant();
    const input = { name: 'main', baseVersion: 0, document: { a: { b: [1] } }, author: null };
    expect(await createDraft(control, tenant, input)).toMatchObject({ ok: true, value: { revision: 1 } });
    expect(await createDraft(control, tenant, input)).toMatchObject({ ok: false, issues: [{ code: 'DRAFT_EXISTS' }] });
    expect(await saveDraft(control, tenant, { ...input, document: { a: 2 }, revision: 1 })).toMatchObject({
      ok: true,
      value: { revision: 2, document: { a: 2 } },
    });
    expect(await saveDraft(control, tenant, { ...input, revision: 1 })).toMatchObject({
      ok: false,
      issues: [{ code: 'DRAFT_STALE' }],
    });
    expect((await listDrafts(control, tenant)).map(({ name }) => name)).toEqual(['main']);
  });

  it('knows people by e-mail, whatever the case, once', async () => {
    const email = `Ann_${uuid()}@Example.com`;
    const user = await newUser(email);
    expect((await findUserByEmail(control, email.toUpperCase()))?.id).toBe(user.id);
    expect(await findUserByEmail(control, email.replace('_', '%'))).toBeNull();
    expect(await addUser(control, { email: email.toLowerCase(), name: 'B', passwordHash: null })).toMatchObject({
      ok: false,
      issues: [{ code: 'EMAIL_TAKEN' }],
    });
  });

  it('gives a member the roles last put', async () => {
    const [tenant, user] = [await newTenant(), await newUser()];
    await putMembership(control, { tenant, user: userId(user.id), roles: ['sales'] });
    await putMembership(control, { tenant, user: userId(user.id), roles: ['sales', 'sales.manager'] });
    expect((await membershipOf(control, tenant, userId(user.id)))?.roles).toEqual(['sales', 'sales.manager']);
    expect((await listMembers(control, tenant)).map((member) => member.user.id)).toEqual([user.id]);
    expect((await tenantsOfUser(control, userId(user.id))).map((one) => one.tenant.id)).toEqual([tenant]);
  });

  it('finds sessions and tokens until they expire', async () => {
    const [tenant, user] = [await newTenant(), await newUser()];
    const [past, future] = [new Date(Date.now() - 1_000), new Date(Date.now() + 60_000)];
    await addSession(control, { tokenHash: `${user.id}-a`, userId: user.id, expiresAt: future });
    await addSession(control, { tokenHash: `${user.id}-b`, userId: user.id, expiresAt: past });
    expect((await findSession(control, `${user.id}-a`))?.user.id).toBe(user.id);
    expect(await findSession(control, `${user.id}-b`)).toBeNull();
    const token = { tenantId: tenant, userId: null, label: 't', prefix: 'fw_ab', roles: ['api'] };
    await addApiToken(control, { ...token, tokenHash: `${tenant}-a`, expiresAt: null });
    await addApiToken(control, { ...token, tokenHash: `${tenant}-b`, expiresAt: past });
    expect((await findApiToken(control, `${tenant}-a`))?.roles).toEqual(['api']);
    expect(await findApiToken(control, `${tenant}-b`)).toBeNull();
  });

  it('keeps packs by name and version, and what was done', async () => {
    await savePack(control, { name: 'core', version: '1.0.0', document: { a: 1 } });
    await savePack(control, { name: 'core', version: '1.0.0', document: { a: 2 } });
    expect((await findPack(control, 'core', '1.0.0'))?.document).toEqual({ a: 2 });
    const tenant = await newTenant();
    await audit(control, {
      tenant,
      action: 'tenant.create',
      detail: Object.freeze({ by: Object.freeze({ name: 'x' }) }),
    });
    expect(await listAudit(control, tenant, 10)).toMatchObject([
      { action: 'tenant.create', detail: { by: { name: 'x' } } },
    ]);
  });
});
