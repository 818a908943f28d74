import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { codesOf, openCompany, type Company, type Doc, type Member } from '../test/path-company.ts';
import { importAs, MAIN, pathRows, type Confirmed, type PathRows } from '../test/path-rows.ts';

/*
 * The ways to write rows besides the steps of a workflow. None of them posts; so each is given what it would need to
 * get past a ledger or a frozen document, and must come to nothing.
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

/** Where the columns of a file of reservations with their lines go. */
const RESERVATIONS: ImportMap = {
  key: [],
  columns: Object.fromEntries(['number', 'warehouse', 'purpose', 'state'].map((field) => [field, [{ field }]])),
  lines: { field: 'lines', columns: { item: [{ field: 'item' }], qty: [{ field: 'qty' }] } },
};
/** A file with one order that is there, and another value in one column. */
async function orderFile(id: string, column: string, value: string): Promise<readonly string[]> {
  const [row] = await company.query<{ readonly number: string; readonly customer: string }>(
    'SELECT o.number, c.code AS customer FROM @.sales_order o JOIN @.customer c ON c.id = o.customer WHERE o.id = $1',
    [id],
  );
  const { number, customer } = must(row, 'order');
  return [`number,customer,warehouse,${column}`, `${number},${customer},MAIN,${value}`];
}
const patch = (doc: Doc, change: Readonly<Record<string, unknown>>, key: string | null = null) =>
  who.ask(
    `mutation ($id: ID!, $version: Int!, $p: SalesOrderPatch!, $key: String) { updateSalesOrder(id: $id, version: $version, patch: $p, idempotencyKey: $key) { id version } }`,
    { id: doc.id, version: doc.version, p: change, key },
  );

/** How a document may be changed; each tries another freight on one whose goods are reserved. */
const CHANGES: readonly { readonly name: string; readonly by: (doc: Confirmed) => Promise<readonly string[]> }[] = [
  { name: 'an update', by: async (doc) => codesOf(await patch(doc, { freight: '7' })) },
  {
    name: 'an update of a line',
    async by(doc) {
      const [line] = await company.query<Doc>('SELECT id::text AS id FROM @.sales_order_line WHERE parent_id = $1', [
        doc.id,
      ]);
      return codesOf(await patch(doc, { lines: { update: [{ id: must(line, 'line').id, patch: { qty: '2' } }] } }));
    },
  },
  {
    name: 'a key sent twice',
    async by(doc) {
      const key = randomUUID();
      const [first, second] = [await patch(doc, { freight: '7' }, key), await patch(doc, { freight: '7' }, key)];
      expect(second.text).toBe(first.text);
      return codesOf(first);
    },
  },
  {
    name: 'two connections',
    async by(doc) {
      const answers = await Promise.all([patch(doc, { freight: '7' }), patch(doc, { freight: '7' })]);
      return answers.flatMap(codesOf);
    },
  },
  {
    name: 'an upsert',
    by: async ({ id, input }) =>
      codesOf(
        await who.ask(
          'mutation ($by: SalesOrderKey!, $i: SalesOrderInput!) { upsertSalesOrder(by: $by, input: $i) { id } }',
          {
            by: { id },
            i: { customer: input['customer'], warehouse: MAIN, freight: '7' },
          },
        ),
      ),
  },
  {
    name: 'an import',
    async by({ id }) {
      const file = await orderFile(id, 'freight', '7');
      return importAs(company, who, { entity: 'SalesOrder', lines: file });
    },
  },
  {
    name: 'a rule of an automation',
    async by(doc) {
      // The note may be changed after posting; what the rule sets may not.
      expect(codesOf(await patch(doc, { note: 'thaw' }))).toEqual([]);
      return rows.runCodes('thaw', doc.id);
    },
  },
  {
    name: 'the bin',
    by: async (doc) =>
      codesOf(
        await company.ask(
          'mutation ($id: ID!, $version: Int!) { deleteSalesOrder(id: $id, version: $version) { id } }',
          {
            variables: { id: doc.id, version: doc.version },
          },
        ),
      ),
  },
];

describe('a document whose goods are reserved', () => {
  it.each(CHANGES)('[PRF-4] is not changed by $name', async ({ by }) => {
    const doc = await rows.confirmedOrder();
    const before = await rows.rowOf('sales_order', doc.id);
    expect(new Set(await by(doc))).toEqual(new Set(['DOCUMENT_FROZEN']));
    const after = await rows.rowOf('sales_order', doc.id);
    expect([after['freight'], after['total'], after.state, after['deleted_at']]).toEqual([
      before['freight'],
      before['total'],
      'confirmed',
      null,
    ]);
    const lines = await company.query(
      'SELECT trim_scale(qty)::text AS qty FROM @.sales_order_line WHERE parent_id = $1',
      [doc.id],
    );
    expect(lines).toEqual([{ qty: '1' }]);
  });
});

/** A draft whose posting the stock would refuse, and how its balance is read. */
async function dearDraft(): Promise<Doc & { readonly item: string }> {
  const item = await company.item('1');
  const lines = [{ item: { code: item }, qty: '2' }];
  return { ...(await rows.create('StockIssue', { warehouse: MAIN, lines })), item };
}

const postings = async (record: string): Promise<readonly unknown[]> =>
  company.query('SELECT rule FROM @.fw_posting WHERE record_id = $1', [record]);

const STATE_INPUT = { warehouse: MAIN, state: 'issued', lines: [] };

/**
 * The ways to write a row that take no step: what would let each past a ledger is a state of its own making. Either the
 * path takes none, or the row that it makes has posted nothing.
 */
const STATES: readonly { readonly name: string; readonly why: string; readonly by: () => Promise<void> }[] = [
  {
    name: 'a create',
    why: 'a state is no input',
    async by() {
      const answer = await who.ask('mutation ($i: StockIssueInput!) { createStockIssue(input: $i) { id } }', {
        i: STATE_INPUT,
      });
      expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    },
  },
  {
    name: 'a bulk create',
    why: 'a state is no input',
    async by() {
      const answer = await who.ask('mutation ($i: [StockIssueInput!]!) { createStockIssues(inputs: $i) { id } }', {
        i: [STATE_INPUT],
      });
      expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    },
  },
  {
    name: 'an update',
    why: 'a state is no input',
    async by() {
      const doc = await dearDraft();
      const answer = await who.ask(
        'mutation ($id: ID!, $p: StockIssuePatch!) { updateStockIssue(id: $id, version: 1, patch: $p) { id } }',
        { id: doc.id, p: { state: 'issued' } },
      );
      expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
      expect((await rows.rowOf('stock_issue', doc.id)).state).toBe('draft');
    },
  },
  {
    name: 'an upsert',
    why: 'a state is no input',
    async by() {
      const doc = await dearDraft();
      const answer = await who.ask(
        'mutation ($by: StockIssueKey!, $i: StockIssueInput!) { upsertStockIssue(by: $by, input: $i) { id } }',
        { by: { id: doc.id }, i: STATE_INPUT },
      );
      expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    },
  },
  {
    name: 'an import of what is there [IMP-11]',
    why: 'a row that is there keeps its state',
    async by() {
      const doc = await dearDraft();
      const { number } = await rows.rowOf('stock_issue', doc.id);
      const lines = ['number,warehouse,state', `${String(number)},MAIN,issued`];
      const done = await importAs(company, who, { entity: 'StockIssue', lines });
      expect([done, (await rows.rowOf('stock_issue', doc.id)).state]).toEqual([[], 'draft']);
      expect(await postings(doc.id)).toEqual([]);
    },
  },
  {
    name: 'an import in a posted state [IMP-11]',
    why: 'it has reserved nothing that could be used up, and nothing that could come back',
    async by() {
      const item = await company.item('1');
      const file = ['number,warehouse,purpose,state,item,qty', `RS-${item},MAIN,Fair,held,${item},5`];
      const done = await importAs(company, who, { entity: 'StockReservation', lines: file, map: RESERVATIONS });
      expect(done).toEqual([]);
      const [row] = await company.query<Doc>(
        'SELECT id::text AS id, version, state FROM @.stock_reservation WHERE number = $1',
        [`RS-${item}`],
      );
      const { id, version, state } = must(row, 'reservation');
      expect([state, await postings(id)]).toEqual(['held', []]);
      const step = (name: string, more = '') =>
        who.ask(
          `mutation ($id: ID!, $version: Int!) { ${name}StockReservation(id: $id, version: $version${more}) { state } }`,
          { id, version },
        );
      expect(
        await company.query('SELECT trim_scale(qty)::text AS qty FROM @.stock_reservation_line WHERE parent_id = $1', [
          id,
        ]),
      ).toEqual([{ qty: '5' }]);
      expect(codesOf(await step('fetch'))).toEqual(['LEDGER_NOT_CONSUMABLE']);
      expect(codesOf(await step('release'))).toEqual([]);
      const stock = await rows.idOf('item', item);
      expect([await company.balance('stock', stock), await company.balance('stock', stock, 1)]).toEqual(['1', '1']);
    },
  },
  {
    name: 'the bin and back',
    why: 'only what was never posted can go there',
    async by() {
      const doc = await dearDraft();
      const asOwner = (name: string, version: string) =>
        company.ask(`mutation ($id: ID!) { ${name}StockIssue(id: $id${version}) { id version state } }`, {
          variables: { id: doc.id },
        });
      expect(codesOf(await asOwner('delete', ', version: 1'))).toEqual([]);
      expect(
        codesOf(
          await who.ask('mutation ($id: ID!) { issueStockIssue(id: $id, version: 2) { state } }', { id: doc.id }),
        ),
      ).toEqual(['NOT_FOUND']);
      expect(codesOf(await asOwner('restore', ''))).toEqual([]);
      const back = await rows.rowOf('stock_issue', doc.id);
      expect([back.state, await postings(doc.id)]).toEqual(['draft', []]);
      const again = await who.ask('mutation ($id: ID!, $v: Int!) { issueStockIssue(id: $id, version: $v) { state } }', {
        id: doc.id,
        v: back.version,
      });
      expect(new Set(codesOf(again))).toEqual(new Set(['LEDGER_BELOW_MINIMUM']));
    },
  },
  {
    name: 'a rule that creates',
    why: 'what it makes begins where every document begins',
    async by() {
      const reward = `w-${String(Date.now())}`;
      await company.data('mutation ($i: RewardInput!) { createReward(input: $i) { id } }', {
        variables: { i: { code: reward, name: reward, cost: '6', stock: 9 } },
      });
      const first = await rows.create('Redemption', { reward: { code: reward }, programme: { code: 'special' } });
      await who.made(
        `mutation ($id: ID!) { updateRedemption(id: $id, version: 1, patch: { note: "again" }) { id version } }`,
        { id: first.id },
      );
      expect(await rows.runCodes('again', first.id)).toEqual([]);
      const made = await company.query<Doc>(
        'SELECT id::text AS id, state FROM @.redemption WHERE person = $1 AND id <> $2',
        [who.id, first.id],
      );
      expect(made).toMatchObject([{ state: 'asked' }]);
      expect(await postings(must(made[0], 'redemption').id)).toEqual([]);
    },
  },
];

describe('a row that is written', () => {
  it.each(STATES)('[PRF-2] by $name has posted nothing: $why', ({ by }) => by());
});

describe('afterwards', () => {
  it('[PRF-6] every ledger of the company adds up', async () => {
    expect((await ledgerVerify(company.tenant.place)).differences).toEqual([]);
  });
});
