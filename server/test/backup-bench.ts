import { randomUUID } from 'node:crypto';
import { userId } from '../../schema/core/ids.ts';
import { must, type Result } from '../../schema/core/result.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import type { Actor } from '../compile/read-plan.ts';
import { addUser, putMembership } from '../db/control-people.ts';
import { idOf } from '../db/control-tenants.ts';
import type { Database } from '../db/database.ts';
import { putDepartment, setMemberDepartments } from '../db/tenant-departments.ts';
import type { Application } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import { storedTables } from '../tenancy/backup-tables.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import { move, sideOf } from './ledger-side.ts';
import { shopTemplate } from './shop-template.ts';
import { tenantBench, type TenantBench } from './tenant-bench.ts';

/** A shop with members, departments and rows of every kind, some in the bin, some gone. */
export async function filledShop(database: Database): Promise<TenantBench> {
  const shop = await tenantBench(database, shopTemplate());
  await joinShop(shop);
  await shop.data(`mutation {
    a: createRegion(input: { name: "北方 \\"North\\"" }) { id }
    t: createTags(inputs: [{ name: "new" }, { name: "\\u2028 line" }, { name: "back\\\\slash" }]) { id }
    p: createProducts(inputs: [
      { name: "Oolong", price: "12.50", cost: "0.0001", kinds: [drink, gift], size: { a: [1, 2.50, "é"] }, weightKg: "9999999.999", shelfLife: "PT1.5S", opensAt: "08:30" }
      { name: "Cup", price: "3" }
    ]) { id }
    c: createCustomer(input: { name: "Green Tea House", code: "GT-1", region: { name: "北方 \\"North\\"" }, idCard: "secret-1", tags: [{ name: "new" }, { name: "back\\\\slash" }] }) { id }
    d: createCustomer(input: { name: "晨光文具", code: "CG-1", idCard: "秘密" }) { id }
    n: createAuditNote(input: { text: "first" }) { id }
  }`);
  const order = `mutation { createSalesOrder(input: { customer: { code: "GT-1" }, dueAt: "2026-03-05T01:02:03.456Z", note: "a\\nb\\tc", lines: [{ product: { name: "Oolong" }, qty: "2" }, { product: { name: "Cup" }, qty: "1.5" }] }) { id } }`;
  const now = new Date('2026-03-05T00:00:00Z');
  await shop.data(order, { now });
  const { createSalesOrder: made } = (await shop.data(order, { now })) as unknown as {
    readonly createSalesOrder: { readonly id: string };
  };
  await shop.data(`mutation { updateSalesOrder(id: "${made.id}", version: 1, patch: { note: "x" }) { id } }`);
  await shop.data(`mutation { deleteSalesOrder(id: "${made.id}", version: 2) { id } }`);
  // The last message was sent and its row is gone: the next one still gets a new number.
  await shop.query(`INSERT INTO @.fw_outbox (topic, payload) VALUES ('waits', '{"n": 1.10}'), ('sent', NULL)`);
  await shop.query(`UPDATE @.fw_outbox SET done_at = now() WHERE topic = 'sent'`);
  await postInShop(shop);
  await shop.query(`INSERT INTO @.fw_sign_in VALUES ($1, '2026-03-05', '2026-03-05T00:30:00.123Z')`, [shop.user.id]);
  await shop.query(
    `INSERT INTO @.fw_refusal (at, actor, code, ledger) VALUES ('2026-03-05T00:31:00.123456Z', $1, 'LEDGER_BELOW_MINIMUM', 'stock'), (now(), NULL, 'LEDGER_ABOVE_MAXIMUM', 'stock')`,
    [shop.user.id],
  );
  await keepInShop(shop, made.id);
  return shop;
}

/** What people keep beside records: words on them, their own settings and views, imports. */
async function keepInShop(shop: TenantBench, order: string): Promise<void> {
  const who = [shop.user.id];
  await shop.data(`mutation { setPreference(key: "favourite.a", value: { n: "1.10" }) { key } }`);
  await shop.data(`mutation { saveView(entity: "Product", name: "茶", state: { q: ["é"] }, sharedWith: []) { id } }`);
  await shop.query(
    `INSERT INTO @.fw_comment (id, entity, record_id, author, at, body, mentions) VALUES (gen_random_uuid(), 'SalesOrder', '${order}', $1, now(), 'See "it"', ARRAY[$1::uuid])`,
    who,
  );
  await shop.query(
    `WITH made AS (INSERT INTO @.fw_import_run (id, entity, file_name, header, map, content, content_hash, state, total, asked_by, is_person, roles, locale, asked_at, ended_at)
       VALUES (gen_random_uuid(), 'Customer', 'c.csv', '{code}', '{"key": ["code"]}', NULL, 'x', 'done', 1, $1, true, '{owner}', 'en', now(), now()) RETURNING id)
     INSERT INTO @.fw_import_row (run, record_id, line, kind, version) SELECT id, gen_random_uuid(), 2, 'created', 1 FROM made`,
    who,
  );
}

/** Stock that was received and reserved, and points that the member has, some spent. */
async function postInShop(shop: TenantBench): Promise<void> {
  const { post } = sideOf(shop);
  const user = must(shop.user.id, 'id');
  const source = { entity: 'SalesOrder', record: randomUUID() };
  const stock = { book: 'stock', key: { u0: randomUUID(), t0: 'é "1"' } };
  const wallet = { book: 'points.wallet', key: { u0: user } };
  const opening = { book: 'points.opening', key: {} };
  await post([
    move({ lines: [{ ...stock, amounts: ['10.50', '99.99'], bounds: [{ measure: 0, lo: '0', hi: null }] }] }),
    { ...move({ lines: [{ ...stock, amounts: ['-2'] }] }), rule: 'reserve', source, expiresAt: '2026-03-09T00:00:00Z' },
    {
      kind: 'award',
      id: randomUUID(),
      source,
      ledger: 'points',
      rule: 'onTime',
      once: `${source.record} ${user}`,
      user,
      asked: '7',
      scale: 2,
      budget: null,
      wallet,
      lotExpiresAt: '2027-01-01T00:00:00Z',
      limits: [{ id: 'daily', key: { u0: user, t0: '2026-03-05' }, max: '20' }],
      explain: { to: user },
    },
  ]);
  await post([
    move({
      lines: [
        { ...wallet, amounts: ['-3'], consumeLots: 'earliestExpiry' },
        { ...opening, amounts: ['3'] },
      ],
    }),
  ]);
}

/** The one who fills the shop is a member, of a department below another. */
async function joinShop(shop: TenantBench): Promise<void> {
  const { control } = shop.context;
  const id = userId(must(shop.user.id, 'id'));
  await addUser(control, { id, email: shop.user.email, name: shop.user.name, passwordHash: 'hash' });
  await putMembership(control, { tenant: idOf(shop.tenant), user: id, roles: [OWNER_ROLE, 'sales'] });
  await putTenantUser(shop.place, { id, name: shop.user.name, email: shop.user.email, active: true });
  const [above, below] = ['ffffffff-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  await putDepartment(shop.place, { id: above, name: 'Shop', parentId: null });
  // By key it comes before its parent.
  await putDepartment(shop.place, { id: below, name: 'Counter', parentId: above });
  await setMemberDepartments(shop.place, id, [below]);
  await putTenantUser(shop.place, { id: userId(randomUUID()), name: 'Former', email: 'gone@x.example', active: false });
}

/** Every row of a tenant by table, each value as text; sealed values as what is in them. */
export async function allRows(application: Application, name: string): Promise<Readonly<Record<string, unknown>>> {
  const { place, shape, tenant } = mustHold(await application.tenantByName(name));
  const tables = await storedTables(place.database, place.schema, shape.model);
  const found: Record<string, unknown> = {};
  for (const { table, columns, primaryKey } of tables) {
    const texts = columns.map(({ column, pgType }) =>
      pgType === 'bytea' ? `encode("${column}", 'base64') AS "${column}"` : `"${column}"::text AS "${column}"`,
    );
    const where = table === 'fw_outbox' ? 'WHERE done_at IS NULL' : '';
    const rows = await place.database.query<Readonly<Record<string, string | null>>>({
      text: `SELECT ${texts.join(', ')} FROM "${place.schema}"."${table}" ${where} ORDER BY ${primaryKey.join(', ')}`,
      params: [],
    });
    const sealed = new Set(columns.filter(({ pgType }) => pgType === 'bytea').map(({ column }) => String(column)));
    found[table] = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          sealed.has(key) && value !== null ? `opened: ${String(application.secrets.open(value, tenant.id))}` : value,
        ]),
      ),
    );
  }
  return found;
}

const OWNER: Actor = {
  id: null,
  name: 'Test',
  email: 'test@example.com',
  role: OWNER_ROLE,
  roles: [OWNER_ROLE],
  departments: [],
};

/** What the API of a tenant answers, to an owner unless it says to whom. */
export async function answerOf(
  application: Application,
  name: string,
  query: string,
  actor: Actor = OWNER,
): Promise<string> {
  const { shape, place, ref } = mustHold(await application.tenantByName(name));
  const { body } = await answerTenant({
    shape,
    database: place.database,
    tenant: ref,
    caller: { actor, roles: actor.roles, locale: 'en' },
    body: { query },
    secrets: application.secrets,
    requestId: 'test',
    now: () => new Date('2026-03-06T00:00:00Z'),
  });
  return body;
}

export function mustHold<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.issues));
}

/** Everything that a shop's API shows. */
export const ALL_OF_SHOP = `{
  customers { totalCount nodes { id version code name region { name } creditLimit idCard tags { name } vip orderCount createdAt createdBy { email } } }
  products { nodes { name price cost kinds size weightKg shelfLife opensAt } }
  salesOrders { nodes { number customer { name } assignee { email } dueAt note total overLimit lines { lineNo qty price amount share product { name } } } }
  salesOrderLinesAggregate { count sum { amount } }
  auditNotes { nodes { text } }
}`;
