import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { ImportCheck, ImportedRow, ImportRunView } from '../../schema/model/import-answers.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';
import { addImport } from '../import/kept-imports.ts';
import { placeOf } from '../tenancy/provision-tenant.ts';
import { findTenant } from '../db/control-tenants.ts';
import { master, templateOf } from '../test/publishing.ts';
import { signedIn, startBench, type ServerBench, type TestClient } from '../test/running-server.ts';

let bench: ServerBench;
let owner: TestClient;
let mei: TestClient;
let bo: TestClient;
let clerk: TestClient;
let acme: string;

beforeAll(async () => {
  bench = await startBench();
  owner = (await signedIn(bench.url, bench.operator)).client;
  acme = await bench.makeTenant(
    templateOf(
      [
        master('Customer', [
          { id: 'code', type: 'text', required: true, unique: true },
          { id: 'credit', type: 'int' },
          {
            id: 'level',
            type: 'enum',
            label: { en: 'Level', 'zh-CN': '等级' },
            options: [{ id: 'gold', label: { en: 'Gold', 'zh-CN': '金牌' } }, { id: 'plain' }],
          },
          { id: 'above', type: 'ref', to: 'Customer' },
          { id: 'sealed', type: 'text', secret: true },
        ]),
        {
          id: 'Order',
          kind: 'document',
          label: { en: 'Order', 'zh-CN': '订单' },
          title: 'code',
          fields: [
            { id: 'code', type: 'text', required: true, unique: true },
            { id: 'customer', type: 'ref', to: 'Customer' },
            { id: 'lines', type: 'lines', of: 'OrderLine' },
          ],
        },
        {
          id: 'OrderLine',
          kind: 'line',
          label: { en: 'Line', 'zh-CN': '明细' },
          fields: [
            { id: 'what', type: 'text', required: true },
            { id: 'qty', type: 'int', required: true },
          ],
        },
      ],
      {
        roles: [
          {
            id: 'sales',
            label: { en: 'Sales', 'zh-CN': '销售' },
            grants: [{ entity: 'Customer', can: ['read', 'create', 'update', 'delete'], rows: 'doc.code != "C2"' }],
          },
          {
            id: 'clerk',
            label: { en: 'Clerk', 'zh-CN': '文员' },
            grants: [
              { entity: 'Order', can: ['read', 'create', 'update'] },
              { entity: 'Customer', can: ['read'] },
            ],
          },
          { id: 'reader', label: { en: 'Reader', 'zh-CN': '读者' }, grants: [{ entity: 'Customer', can: ['read'] }] },
        ],
      },
    ),
  );
  mei = await invite('mei', ['sales']);
  bo = await invite('bo', ['reader']);
  clerk = await invite('clerk', ['clerk']);
});
afterAll(() => bench?.stop());

async function invite(name: string, roles: readonly string[]): Promise<TestClient> {
  const email = `${name}@example.com`;
  const answer = await owner.ask(
    'mutation ($t: String!, $e: String!, $n: String!, $r: [String!]!) { inviteUser(tenant: $t, email: $e, name: $n, roles: $r) { password } }',
    { t: acme, e: email, n: name, r: roles },
  );
  const { password } = must(answer.data, 'data')['inviteUser'] as { readonly password: string };
  return (await signedIn(bench.url, { email, password })).client;
}

interface Told<Data> {
  readonly status: number;
  readonly data: Data;
  readonly codes: readonly string[];
}

async function send<Data>(
  client: TestClient,
  path: string,
  { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Told<Data>> {
  const response = await fetch(new URL(`/t/${acme}/imports${path}`, bench.url), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Cookie: client.cookie ?? '', 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { data, errors = [] } = (await response.json()) as {
    readonly data: Data;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return { status: response.status, data, codes: errors.map(({ extensions }) => extensions.code) };
}

const asked = (csv: string, entity = 'Customer', map: ImportMap = {}): { readonly body: unknown } => ({
  body: { entity, name: 'test.csv', csv, map },
});

/** Starts an import and waits until it has ended. */
async function run(client: TestClient, given: { readonly body: unknown }): Promise<ImportRunView> {
  const started = await send<ImportRunView>(client, '', given);
  expect(started.codes).toEqual([]);
  return ended(client, started.data.id);
}

async function ended(client: TestClient, id: string): Promise<ImportRunView> {
  for (;;) {
    const { data } = await send<ImportRunView>(client, `/${id}`);
    if (!['waiting', 'writing', 'undoing'].includes(data.state)) return data;
    await new Promise((done) => setTimeout(done, 25));
  }
}

async function undo(client: TestClient, id: string): Promise<ImportRunView> {
  const told = await send<ImportRunView>(client, `/${id}/undo`, { body: {} });
  expect(told.codes).toEqual([]);
  return ended(client, id);
}

async function data(query: string, client: TestClient = owner): Promise<Record<string, never>> {
  const answer = await client.ask(query, {}, { path: `/t/${acme}/graphql` });
  expect(answer.errors).toBeUndefined();
  return must(answer.data, 'data') as Record<string, never>;
}

async function sql<Row>(text: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
  const { application } = bench.server;
  const tenant = must(await findTenant(application.control, acme), 'tenant');
  const { schema, database } = placeOf(application.cells, tenant);
  return database.query<Row>({ text: text.replaceAll('@', `"${schema}"`), params });
}

const CUSTOMERS = 'code,name,credit,above\nC1,One,10,C3\nC2,Two,20,\nC3,Three,30,C2\n';

describe('imports from the browser', () => {
  it('[IMP-31] a check tells what would happen and leaves nothing', async () => {
    await data('mutation { createCustomer(input: { code: "C2", name: "Two", credit: 20 }) { id } }');
    const { data: check } = await send<ImportCheck>(
      owner,
      '/check',
      asked(`${CUSTOMERS}C4,Four,many,C9\nC5,Five,1,C9\n`),
    );
    expect(check).toMatchObject({ fits: true, rows: 5, created: 2, updated: 0, unchanged: 1, wrong: 2, key: ['code'] });
    expect(check.issues.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['VALUE_FORM', 5, 'credit'],
      ['REFERENCE_NOT_FOUND', 6, 'above'],
    ]);
    expect(check.issues.every(({ message, cure }) => message !== '' && cure !== '')).toBe(true);
    const { data: unknown } = await send<ImportCheck>(owner, '/check', asked('code,name,level\nC6,Six,best\n'));
    expect(unknown.issues.map(({ message }) => message)).toEqual(['"Level" must be one of: Gold, plain.']);
    expect(await data('{ customers { totalCount } }')).toEqual({ customers: { totalCount: 1 } });
    expect(await sql('select id from @.fw_import_run')).toEqual([]);
  });

  it('[IMP-31] columns that do not fit, and files of a wrong size, are told before any row', async () => {
    const bad = await send<ImportCheck>(owner, '/check', asked('code,nonsense\nC1,x\n'));
    expect(bad.data).toMatchObject({
      fits: false,
      rows: 0,
      issues: [{ code: 'IMPORT_COLUMN_UNKNOWN', column: 'nonsense' }],
    });
    const twice = await send<ImportCheck>(owner, '/check', asked('code,code\nC1,x\n'));
    expect(twice.data.issues).toMatchObject([{ code: 'IMPORT_HEADER_TWICE', line: 1 }]);
    const only = await send<ImportCheck>(owner, '/check', asked('code,name\n'));
    expect(only.data.issues).toMatchObject([{ code: 'IMPORT_NO_ROWS' }]);
    const many = `code,name\n${Array.from({ length: LIMITS.importWizardRowsMax + 1 }, (_, index) => `X${index},x`).join('\n')}\n`;
    const refused = await send<ImportCheck>(owner, '/check', asked(many));
    expect(refused.data.issues).toMatchObject([
      { code: 'IMPORT_TOO_MANY_ROWS', params: { count: 50_001, max: 50_000 } },
    ]);
  });

  it('[IMP-32] writes in the background, tells who and which records, and every event says so', async () => {
    const done = await run(owner, asked(CUSTOMERS));
    expect(done).toMatchObject({
      state: 'done',
      total: 3,
      done: 3,
      created: 2,
      updated: 0,
      unchanged: 1,
      wrong: 0,
      mayUndo: true,
    });
    expect(done.askedBy).toMatchObject({ name: expect.any(String) });
    const { data: page } = await send<{ readonly rows: readonly ImportedRow[] }>(owner, `/${done.id}/rows`);
    expect(page.rows.map(({ line, kind, title }) => [line, kind, title])).toEqual([
      [2, 'created', 'One'],
      [4, 'created', 'Three'],
    ]);
    const causes = await sql<{ readonly cause: string | null }>(
      'select distinct cause from @.fw_event where cause is not null',
    );
    expect(causes).toEqual([{ cause: `import:${done.id}` }]);
    const again = await send<ImportCheck>(owner, '/check', asked(CUSTOMERS));
    expect(again.data).toMatchObject({ created: 0, unchanged: 3, doneBefore: { id: done.id } });
    const list = await send<{ readonly imports: readonly ImportRunView[] }>(owner, '?entity=Customer');
    expect(list.data.imports.map(({ id, header }) => [id, header])).toEqual([
      [done.id, ['code', 'name', 'credit', 'above']],
    ]);
  });

  it('[IMP-33] taking back: what was made goes, what was changed is as it was, what was changed since stays', async () => {
    const first = await run(owner, asked('code,name,credit\nU1,A,1\nU2,B,2\nU3,C,3\n'));
    const second = await run(owner, asked('code,name,credit,above\nU1,AA,11,U4\nU2,BB,22,\nU4,D,4,U5\nU5,E,5,U4\n'));
    expect(second).toMatchObject({ created: 2, updated: 2 });
    const { found } = await data('{ found: customers(where: { code: { eq: "U2" } }) { nodes { id version } } }');
    const { nodes } = JSON.parse(JSON.stringify(found)) as {
      readonly nodes: readonly { readonly id: string; readonly version: number }[];
    };
    const row = must(nodes[0], 'U2');
    await data(`mutation { updateCustomer(id: "${row.id}", version: ${row.version}, patch: { credit: 99 }) { id } }`);
    const undone = await undo(owner, second.id);
    expect(undone).toMatchObject({ state: 'undone', undone: 3, kept: 1, open: 0, mayUndo: true });
    expect(undone.issues).toMatchObject([{ code: 'IMPORT_UNDO_CHANGED', line: 3 }]);
    const { customers } = await data(
      '{ customers(where: { code: { startsWith: "U" } }, orderBy: [{ code: ASC }]) { nodes { code name credit above { code } } } }',
    );
    expect(customers).toEqual({
      nodes: [
        { code: 'U1', name: 'A', credit: 1, above: null },
        { code: 'U2', name: 'BB', credit: 99, above: null },
        { code: 'U3', name: 'C', credit: 3, above: null },
      ],
    });
    const late = await sql(
      `update @.fw_import_run set ended_at = now() - interval '31 days' where id = $1 returning id`,
      [first.id],
    );
    expect(late).toHaveLength(1);
    expect((await send(owner, `/${first.id}/undo`, { body: {} })).codes).toEqual(['IMPORT_UNDO_LATE']);
    // What stayed is tried once more; it was changed since and stays again.
    expect(await undo(owner, second.id)).toMatchObject({ state: 'undone', undone: 3, kept: 1 });
  });

  it('[IMP-33] lines of a document in the same file come and go with it', async () => {
    const map: ImportMap = {
      key: ['code'],
      columns: { code: [{ field: 'code' }] },
      lines: { field: 'lines', match: ['what'], columns: { what: [{ field: 'what' }], qty: [{ field: 'qty' }] } },
    };
    const orders = async (): Promise<unknown> =>
      (await data('{ orders(orderBy: [{ code: ASC }]) { nodes { code lines { what qty } } } }'))['orders'];
    await run(owner, asked('code,what,qty\nO1,pen,1\nO1,ink,2\nO2,cup,3\n', 'Order', map));
    const before = await orders();
    const done = await run(owner, asked('code,what,qty\nO1,pen,5\nO1,box,6\nO3,hat,1\n', 'Order', map));
    expect(done).toMatchObject({ total: 2, created: 1, updated: 1, wrong: 0 });
    expect(await orders()).not.toEqual(before);
    expect(await undo(owner, done.id)).toMatchObject({ undone: 2, kept: 0 });
    const sorted = (told: unknown): string => JSON.stringify(told).split(/[{}]/).sort().join();
    expect(sorted(await orders())).toBe(sorted(before));
  });

  it('[IMP-60] what rows refer to and is not there is counted, made once, and taken back with them', async () => {
    await data('mutation { createCustomer(input: { code: "H1", name: "Here" }) { id } }');
    const columns = { code: [{ field: 'code' }], customer: [{ field: 'customer', by: 'code', create: true }] };
    const given = asked('code,customer\nR1,Neu\nR2,Neu\nR3,H1\nR4,\nR5,Alt\n', 'Order', { columns });
    const { data: check } = await send<ImportCheck>(owner, '/check', given);
    const references = [{ entity: 'Customer', label: 'Customer', count: 2, names: ['Neu', 'Alt'] }];
    expect(check).toMatchObject({ fits: true, created: 5, wrong: 0, references });
    expect(await data('{ customers(where: { code: { eq: "Neu" } }) { totalCount } }')).toEqual({
      customers: { totalCount: 0 },
    });
    const done = await run(owner, given);
    expect(done).toMatchObject({ created: 5, references: [{ entity: 'Customer', count: 2 }] });
    const named = '{ orders(where: { customer: { name: { eq: "Neu" } } }) { nodes { code customer { code } } } }';
    expect(await data(named)).toMatchObject({
      orders: { nodes: [{ code: 'R1', customer: { code: 'Neu' } }, { code: 'R2' }] },
    });
    // Who may not make customers makes none on this way either.
    const his = await send<ImportCheck>(clerk, '/check', given);
    expect(his.data).toMatchObject({ fits: false, issues: [{ code: 'FORBIDDEN' }] });
    expect(await undo(owner, done.id)).toMatchObject({ undone: 7, kept: 0, mayUndo: false });
    expect(await data('{ customers(where: { code: { in: ["Neu", "Alt", "H1"] } }) { nodes { code } } }')).toEqual({
      customers: { nodes: [{ code: 'H1' }] },
    });
  });

  it('[IMP-61] taking back that broke off, or left something, is asked for again and goes on', async () => {
    const rows = Array.from({ length: 450 }, (_, index) => `B${String(index)},Row`).join('\n');
    const done = await run(owner, asked(`code,name\n${rows}\n`));
    // The database itself fails at a row in the middle: nothing that a batch of rows can be told from.
    await sql(
      `create function @.broken() returns trigger language plpgsql as $f$ begin if old.code = 'B100' then raise exception 'disk' using errcode = 'XX000'; end if; return new; end $f$`,
    );
    await sql('create trigger broken before update on @.customer for each row execute function @.broken()');
    const broke = await undo(owner, done.id);
    expect(broke).toMatchObject({ state: 'undone', undone: 200, kept: 0, open: 250, mayUndo: true });
    expect(broke.issues).toMatchObject([{ code: 'INTERNAL' }]);
    await sql('drop trigger broken on @.customer');
    expect(await undo(owner, done.id)).toMatchObject({ undone: 450, kept: 0, open: 0, mayUndo: false, issues: [] });
    expect(await data('{ customers(where: { code: { startsWith: "B" } }) { totalCount } }')).toEqual({
      customers: { totalCount: 0 },
    });
  });

  it('[IMP-30] [IMP-34] rights, origin, and whose import it is', async () => {
    expect((await send(bo, '/check', asked(CUSTOMERS))).codes).toEqual(['FORBIDDEN']);
    expect((await send(bo, '', asked(CUSTOMERS))).status).toBe(403);
    expect((await send(bo, '?entity=Customer')).codes).toEqual(['FORBIDDEN']);
    const foreign = await send(owner, '', { ...asked(CUSTOMERS), headers: { Origin: 'https://evil.example' } });
    expect([foreign.status, foreign.codes]).toEqual([403, ['REQUEST_ORIGIN']]);
    // A row that she must not touch is left out and told; the others are hers.
    const hers = await run(mei, asked('code,name\nM1,Hers\nC2,Not hers\n'));
    expect(hers).toMatchObject({ state: 'done', created: 1, wrong: 1, issues: [{ line: 3 }] });
    const his = await run(owner, asked('code,name\nM2,His\n'));
    expect((await send(mei, `/${his.id}/undo`, { body: {} })).codes).toEqual(['IMPORT_NOT_YOURS']);
    expect((await send(mei, `/${his.id}`)).data).toMatchObject({ mayUndo: false });
    expect((await send(bo, `/${his.id}`)).codes).toEqual(['IMPORT_UNKNOWN']);
    expect(await undo(owner, hers.id)).toMatchObject({ undone: 1 });
    expect((await send(owner, `/${his.id}/rows?after=1e15`)).data).toEqual({ rows: [] });
    // What the file had for rows and fields that she may not see is not told to her.
    const told = await run(owner, asked('code,above\nC2,NOBODY\n', 'Customer', { constants: { name: 'Two' } }));
    expect(told).toMatchObject({ map: { constants: { name: 'Two' } }, issues: [{ code: 'REFERENCE_NOT_FOUND' }] });
    const seen = (await send<ImportRunView>(mei, `/${told.id}`)).data;
    expect(seen).toMatchObject({ map: {}, issues: [] });
    expect(seen.map).not.toHaveProperty('constants');
  });

  it('[IMP-32] asked for twice at once it is written once, and nobody keeps more than twenty waiting', async () => {
    const { application } = bench.server;
    const place = placeOf(application.cells, must(await findTenant(application.control, acme), 'tenant'));
    const add = (content: string): Promise<string | undefined> =>
      addImport(place, {
        entity: 'Order',
        name: 'twice.csv',
        header: ['code'],
        map: {},
        content: 'code\n',
        contentHash: content,
        total: 1,
        by: { id: null, isPerson: false, roles: [] },
        locale: 'en',
        now: new Date(),
      });
    const ids = await Promise.all(['same', 'same', 'same'].map(add));
    expect([new Set(ids).size, ids[0]]).toEqual([1, expect.any(String)]);
    // Some may be worked off meanwhile.
    const many = await Promise.all(Array.from({ length: LIMITS.importsWaitingMax * 2 }, (_, index) => add(`${index}`)));
    expect(many).toContain(undefined);
    await sql(`delete from @.fw_import_run where file_name = 'twice.csv'`);
  });

  it('[IMP-32] what a killed process left is carried on by another, no row twice; and it can be stopped', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => `K${index},Kept ${index}`).join('\n');
    const started = await send<ImportRunView>(owner, '', asked(`code,name\n${rows}\n`));
    const { id } = started.data;
    // As if the process had died behind its first batch: the claim stands, and nobody works on it.
    const done = await ended(owner, id);
    expect(done).toMatchObject({ created: 2_500 });
    await sql(`delete from @.customer where code like 'K%' and substr(code, 2)::int >= 1000`);
    await sql(
      `update @.fw_import_run set state = 'writing', rows_done = 1000, created = 1000, content = $2, claimed_until = now() - interval '1 second', ended_at = null where id = $1`,
      [id, `code,name\n${rows}\n`],
    );
    await sql(`delete from @.fw_import_row where run = $1 and line > 1001`, [id]);
    bench.server.application.writes.touch(must(await findTenant(bench.server.application.control, acme), 'tenant').id);
    expect(await ended(owner, id)).toMatchObject({ state: 'done', done: 2_500, created: 2_500, wrong: 0 });
    expect(await sql(`select count(*)::int as n from @.customer where code like 'K%'`)).toEqual([{ n: 2_500 }]);
    const more = await send<ImportRunView>(owner, '', asked(`code,name\n${rows.replaceAll('K', 'S')}\n`));
    const stopped = await send<ImportRunView>(owner, `/${more.data.id}/stop`, { body: {} });
    expect(stopped.codes).toEqual([]);
    const end = await ended(owner, more.data.id);
    expect(end.state).toBe('stopped');
    expect(end.created).toBe(end.done);
    expect((await send(owner, `/${more.data.id}/stop`, { body: {} })).codes).toEqual(['IMPORT_STATE']);
  });
});
