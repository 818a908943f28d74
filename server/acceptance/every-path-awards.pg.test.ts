import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { MovePosting } from '../compile/post-request.ts';
import { postBatched } from '../db/post-batcher.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { codesOf, docOf, openCompany, type Company, type Doc, type Member } from '../test/path-company.ts';
import { importAs, pathRows, type PathRows } from '../test/path-rows.ts';

/*
 * What a changed row may earn, on each path that changes rows; and the ways past the application: statements of the
 * tenant's own role, and postings that stand alone.
 */

let db: TestDatabase;
let company: Company;
let who: Member;
let rows: PathRows;
beforeAll(async () => {
  db = await freshDatabase();
  company = await openCompany(db.database);
  who = await company.member('Wei');
  rows = pathRows(company, who);
});
afterAll(async () => {
  await company.close();
  await db.drop();
});

interface Completed {
  readonly code: string;
  readonly doc: Doc;
}

const FULL = { phone: '1', email: 'a@example.com', address: 'Harbour 1', taxNumber: 'T-1' };

/** A customer of whom nothing but the tax number is missing. */
async function almost(): Promise<Completed> {
  const code = await company.customer();
  const { taxNumber: _, ...rest } = FULL;
  const doc = await company.ask(
    'mutation ($id: ID!, $p: CustomerPatch!) { updateCustomer(id: $id, version: 1, patch: $p) { id version } }',
    {
      variables: { id: await rows.idOf('customer', code), p: rest },
    },
  );
  return { code, doc: docOf(doc) };
}

const earned = async (member: Member): Promise<string> => {
  const [row] = await company.query<{ readonly sum: string }>(
    "SELECT trim_scale(coalesce(sum(granted), 0))::text AS sum FROM @.fw_posting WHERE rule = 'customerComplete' AND user_id = $1",
    [member.id],
  );
  return must(row, 'sum').sum;
};

type Complete = (member: Member, one: Completed, taxNumber: string) => Promise<readonly string[]>;

const update =
  (key: string | null): Complete =>
  async (member, { doc, code }, taxNumber) => {
    const { version } = await rows.rowOf('customer', doc.id);
    const variables = { id: doc.id, version, p: { taxNumber }, key: key === null ? null : `${key}${code}${taxNumber}` };
    const ask = () =>
      member.ask(
        'mutation ($id: ID!, $version: Int!, $p: CustomerPatch!, $key: String) { updateCustomer(id: $id, version: $version, patch: $p, idempotencyKey: $key) { id version } }',
        variables,
      );
    if (key === null) return codesOf(await ask());
    const [first, second] = [await ask(), await ask()];
    expect(second.text).toBe(first.text);
    return codesOf(first);
  };

/** The ways to complete a customer's record, which earns 2 points once, at most 10 a day. */
const EARNINGS: readonly { readonly name: string; readonly by: Complete; readonly most: string }[] = [
  { name: 'an update', by: update(null), most: '10' },
  { name: 'a key sent twice', by: update('k'), most: '10' },
  {
    name: 'two connections',
    async by(member, one, taxNumber) {
      const answers = await Promise.all([
        update(null)(member, one, taxNumber),
        update(null)(member, one, `${taxNumber}b`),
      ]);
      // Where one reads after the other has written, both are done, and still only one of them earns.
      expect(answers.filter((codes) => codes.length === 0).length).toBeGreaterThan(0);
      return answers.find((codes) => codes.length === 0) ?? ['none'];
    },
    most: '10',
  },
  {
    name: 'an upsert',
    by: async (member, { code }, taxNumber) =>
      codesOf(
        await member.ask(
          'mutation ($by: CustomerKey!, $i: CustomerInput!) { upsertCustomer(by: $by, input: $i) { id } }',
          {
            by: { code },
            i: { code, name: code, taxNumber },
          },
        ),
      ),
    most: '10',
  },
  {
    name: 'an import',
    by: async (member, { code }, taxNumber) =>
      await importAs(company, member, {
        entity: 'Customer',
        lines: ['code,name,taxNumber', `${code},${code},${taxNumber}`],
      }),
    most: '10',
  },
  {
    // A rule acts as nobody: there is nobody to earn.
    name: 'a rule of an automation',
    async by(member, { doc }, taxNumber) {
      const { version } = await rows.rowOf('customer', doc.id);
      for (const [more, text] of ['', 'complete'].entries())
        await member.made(
          'mutation ($id: ID!, $version: Int!, $p: CustomerPatch!) { updateCustomer(id: $id, version: $version, patch: $p) { id version } }',
          { id: doc.id, version: version + more, p: { note: `${text}${text === '' ? taxNumber : ''}` } },
        );
      return rows.runCodes('completed', doc.id);
    },
    most: '0',
  },
];

describe('an award for changing a row', () => {
  it.each(EARNINGS)('[PRF-3] is earned once by $name, and up to its cap', async ({ by, most }) => {
    const member = await company.member('Eve');
    for (let index = 0; index < 6; index += 1) {
      const one = await almost();
      expect(await by(member, one, `T-${String(index)}`)).toEqual([]);
      if (index === 0) {
        expect(await by(member, one, 'T-again')).toEqual([]);
        expect(await earned(member)).toBe(most === '0' ? '0' : '2');
      }
    }
    expect(await earned(member)).toBe(most);
  });

  it('[PRF-3] is not earned by the bin and back, nor by making many at once', async () => {
    const member = await company.member('Eva', ['sales', 'sales.manager']);
    const answer = await member.ask('mutation ($i: [CustomerInput!]!) { createCustomers(inputs: $i) { id } }', {
      i: ['M1', 'M2'].map((code) => ({ code, name: code, ...FULL })),
    });
    expect(codesOf(answer)).toEqual([]);
    const id = await rows.idOf('customer', 'M1');
    for (const step of ['delete', 'restore'])
      await company.data(`mutation { ${step}Customer(id: "${id}"${step === 'delete' ? ', version: 1' : ''}) { id } }`);
    expect(await earned(member)).toBe('0');
  });
});

/** Every statement by which a tenant's role could write a ledger if it had the right. */
const STATEMENTS = [
  'UPDATE @.fw_balance SET m0 = m0 + 1',
  "INSERT INTO @.fw_balance (book, key, m0) VALUES ('stock', '{}', 5)",
  'DELETE FROM @.fw_balance',
  'TRUNCATE @.fw_balance',
  'SELECT 1 FROM @.fw_balance FOR UPDATE',
  "INSERT INTO @.fw_movement (posting, line, book, key, effective_at, at) VALUES (gen_random_uuid(), 1, 'stock', '{}', now(), now())",
  'UPDATE @.fw_movement SET d0 = 0',
  'DELETE FROM @.fw_movement',
  "INSERT INTO @.fw_posting (id, kind, ledger, rule, effective_at, at, template_version, request_hash) VALUES (gen_random_uuid(), 'move', 'stock', 'x', now(), now(), 1, '')",
  "UPDATE @.fw_posting SET reservation = 'open'",
  'DELETE FROM @.fw_posting',
  'UPDATE @.fw_lot SET remaining = granted',
  'DELETE FROM @.fw_lot',
  "INSERT INTO @.fw_period (ledger, closed_at) VALUES ('stock', now())",
  'DELETE FROM @.fw_period',
  'UPDATE @.fw_override SET floor = -1000',
  'DELETE FROM @.fw_override',
  "SELECT @.fw_lapse(now() + interval '1 year', 100)",
  "SELECT @.fw_expire(now() + interval '10 years', 100)",
  "SELECT @.fw_post_run('[]', '{}')",
  "SELECT @.fw_post_try('[]')",
  'ALTER TABLE @.fw_balance DISABLE TRIGGER ALL',
  'DROP TABLE @.fw_movement',
  'CREATE TABLE @.fw_shadow (a int)',
  "CREATE OR REPLACE FUNCTION @.fw_rank(book text) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
];

describe("the tenant's own role", () => {
  it.each(STATEMENTS)('[PRF-5] may not: %s', async (statement) => {
    const { schema, role, database } = company.tenant.place;
    const tried = database.transaction({ tenant: { role, timeoutMs: 5_000 } }, (tx) =>
      tx.query({ text: statement.replaceAll('@', `"${schema}"`), params: [] }),
    );
    await expect(tried).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a posting that stands alone', () => {
  const line = (book: string, key: string, amount: string, measures = 1) => ({
    book,
    key: { u0: key },
    amounts: Array.from({ length: measures }, () => amount),
    // None are given: the balance keeps its own.
    bounds: [],
  });
  const alone = async (ledger: string, lines: MovePosting['lines']): Promise<readonly string[]> => {
    const request = { now: company.clock.now().toISOString(), actor: who.id, templateVersion: 1 };
    const { database, schema, role } = company.tenant.place;
    const sent: MovePosting = { kind: 'move', id: randomUUID(), source: null, rule: 'adjust', ledger, lines };
    const answer = await postBatched({ database, schema, role }, { ...request, postings: [sent] });
    return answer.ok ? [] : answer.refusals.map(({ code }) => code);
  };

  it('[PRF-1] oversells no stock, overdraws no credit and no wallet, in batches with others', async () => {
    const [{ id }, member] = [await rows.confirmedOrder(), await company.member('Ida')];
    const [row] = await company.query<{ readonly item: string; readonly warehouse: string; readonly customer: string }>(
      'SELECT l.item::text AS item, o.warehouse::text AS warehouse, o.customer::text AS customer FROM @.sales_order o JOIN @.sales_order_line l ON l.parent_id = o.id WHERE o.id = $1',
      [id],
    );
    const { item, warehouse, customer } = must(row, 'line');
    await company.give(member, '10');
    const stock = { ...line('stock', item, '-6', 2), key: { u0: item, u1: warehouse } };
    const spent = [
      { ...line('points.wallet', member.id, '-11'), consumeLots: 'earliestExpiry' as const },
      line('points.breakage', await rows.idOf('programme', 'special'), '11'),
    ];
    const answers = await Promise.all([
      alone('stock', [stock]),
      alone('credit', [line('credit', customer, '40000')]),
      alone('points', spent),
    ]);
    expect(answers.map((codes) => [...new Set(codes)])).toEqual([
      ['LEDGER_BELOW_MINIMUM'],
      ['LEDGER_ABOVE_MAXIMUM'],
      ['LEDGER_BELOW_MINIMUM'],
    ]);
  });
});

describe('afterwards', () => {
  it('[PRF-6] every ledger of the company adds up', async () => {
    expect((await ledgerVerify(company.tenant.place)).differences).toEqual([]);
  });
});
