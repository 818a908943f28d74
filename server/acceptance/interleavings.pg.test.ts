import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { Database, Transaction } from '../db/database.ts';
import { settleDue } from '../db/ledger-jobs.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { flowBench, type FlowBench, type FlowRow } from '../test/flow-bench.ts';
import { flowTemplate } from '../test/flow-template.ts';
import type { Answer } from '../test/tenant-bench.ts';

/*
 * Two who meet at the worst moment, without a clock: a connection of the test holds what the first needs, until the
 * database says that it waits there; then the second goes, and then the first is let on.
 */

let db: TestDatabase;
let trade: FlowBench;
let hand: Database;
let people: { readonly sam: Person; readonly bea: Person; readonly bob: Person };
type Person = Awaited<ReturnType<FlowBench['person']>>;

const codes = ({ errors }: Answer): readonly string[] => errors.map(({ extensions }) => String(extensions['code']));
const AT = new Date('2026-03-02T09:00:00.000Z');
const later = (days: number): Date => new Date(AT.getTime() + days * 86_400_000);

const template = (note = 'Note') => {
  const trading = flowTemplate((flow) => ({
    ...flow,
    transitions: flow.transitions.map((one) =>
      one.id === 'confirm'
        ? { ...one, approvals: [{ id: 'large', when: "doc.total >= dec('5000')", mode: 'any', roles: ['boss'] }] }
        : one,
    ),
  }));
  const order = (id: string): boolean => id === 'Order';
  return {
    ...trading,
    ledgers: (trading.ledgers ?? []).map((ledger) =>
      ledger.id === 'stock' ? { ...ledger, period: { by: 'month' as const, close: 'boss' } } : ledger,
    ),
    entities: (trading.entities ?? []).map((entity) =>
      order(entity.id)
        ? {
            ...entity,
            checks: [{ id: 'note', when: `doc.note != '${note}'`, message: { en: 'Not so', 'zh-CN': '不可' } }],
          }
        : entity,
    ),
  };
};

beforeAll(async () => {
  db = await freshDatabase();
  trade = await flowBench(db.database, template());
  hand = await openPostgres({ url: db.url });
  people = {
    sam: await trade.person('Sam', ['sales', 'warehouse']),
    bea: await trade.person('Bea', ['boss']),
    bob: await trade.person('Bob', ['boss']),
  };
});
afterAll(async () => {
  await hand.close();
  await db.drop();
});

let item = '';
let client = '';
let count = 0;
beforeEach(async () => {
  count += 1;
  item = `Item ${String(count)}`;
  client = `Client ${String(count)}`;
  await trade.data(
    `mutation { a: createItem(input: { name: "${item}", price: "10" }) { id } b: createClient(input: { name: "${client}", limit: "1000" }) { id } }`,
  );
});

const order = (qty: string): Promise<FlowRow> => trade.order(qty, { item, client });
const step = (name: string, row: Pick<FlowRow, 'id' | 'version'>, more = '', now = AT): Promise<Answer> =>
  trade.ask(`mutation { ${name}Order(id: "${row.id}", version: ${String(row.version)}${more}) { id version state } }`, {
    now,
  });

/**
 * Does `first` up to where it wants what `hold` has locked, then `second` (all of it, or up to the same lock), and lets
 * go. Gives both answers. Nobody sleeps: the database is asked who waits.
 */
async function meet<A, B>(
  hold: (tx: Transaction) => Promise<unknown>,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<readonly [A, B]> {
  let begun: Promise<A> | undefined;
  let next: Promise<B> | undefined;
  await hand.transaction({}, async (tx) => {
    await hold(tx);
    begun = first();
    await waitersAre(tx, 1);
    next = second();
    // Either it waits too, or it is done without what is held.
    await Promise.race([next.catch(() => undefined), waitersAre(tx, 2)]);
  });
  return [await must(begun, 'first'), await must(next, 'second')];
}

/** Until so many other connections of this database wait for a lock. */
async function waitersAre(tx: Transaction, least: number): Promise<void> {
  for (;;) {
    const [row] = await tx.query<{ readonly n: number }>({
      text: "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      params: [],
    });
    if ((row?.n ?? 0) >= least) return;
  }
}

/** Locks the stock of the item: whoever posts to it stops there, with all that comes before done. */
const holdStock = (tx: Transaction): Promise<unknown> =>
  tx.query({
    text: `SELECT 1 FROM "${trade.place.schema}".fw_balance b JOIN "${trade.place.schema}".item i ON i.id = b.u0 WHERE b.book = 'stock' AND i.name = $1 FOR UPDATE OF b`,
    params: [item],
  });

/** Locks the event log against writers: a step stops there, with all that it reads read and nothing posted. */
const holdEvents = (tx: Transaction): Promise<unknown> =>
  tx.query({ text: `LOCK TABLE "${trade.place.schema}".fw_event IN EXCLUSIVE MODE`, params: [] });

const stateOf = async (id: string): Promise<string> => (await trade.row(id)).state;

describe('two who meet', () => {
  it('[PRF-30] two orders for the last piece: one gets it', async () => {
    await trade.receive(item, '1');
    const [a, b] = [await order('1'), await order('1')];
    const answers = await meet(
      holdStock,
      () => step('confirm', a),
      () => step('confirm', b),
    );
    expect(answers.flatMap(codes)).toEqual(['LEDGER_BELOW_MINIMUM']);
    expect(await trade.stock(item)).toEqual({ onHand: '1', available: '0' });
    expect((await Promise.all([stateOf(a.id), stateOf(b.id)])).toSorted()).toEqual(['confirmed', 'draft']);
  });

  it('[PRF-31] shipping and cancelling one order: one of them, and the stock agrees', async () => {
    await trade.receive(item, '5');
    const row = await order('2');
    await step('confirm', row);
    const confirmed = { id: row.id, version: 2 };
    const answers = await meet(
      holdStock,
      () => step('ship', confirmed, ', input: { carrier: "Kite" }'),
      () => step('cancel', confirmed, ', reason: "no more"'),
    );
    expect(answers.flatMap(codes)).toEqual(['VERSION_CONFLICT']);
    const isShipped = (await stateOf(row.id)) === 'shipped';
    expect(await trade.stock(item)).toEqual(
      isShipped ? { onHand: '3', available: '3' } : { onHand: '5', available: '5' },
    );
  });

  it('[PRF-31] confirming and deleting one order: one of them', async () => {
    await trade.receive(item, '5');
    const row = await order('2');
    const answers = await meet(
      holdStock,
      () => step('confirm', row),
      () => step('delete', row),
    );
    expect(answers.flatMap(codes)).toHaveLength(1);
    expect(answers.flatMap(codes)[0]).toMatch(/^(VERSION_CONFLICT|DOCUMENT_FROZEN|NOT_FOUND)$/);
    const [kept] = await trade.query<{ readonly gone: boolean; readonly state: string }>(
      'SELECT deleted_at IS NOT NULL AS gone, state FROM @."order" WHERE id = $1',
      [row.id],
    );
    expect(await trade.stock(item)).toEqual({ onHand: '5', available: must(kept, 'row').gone ? '5' : '3' });
  });

  it.each(['the job first', 'the shipping first'])(
    '[PRF-32] a reservation lapses and is used up at once, %s: once',
    async (who) => {
      await trade.receive(item, '3');
      const row = await order('2');
      await step('confirm', row);
      const now = later(8);
      const job = async (): Promise<void> => {
        while ((await settleDue({ database: db.database, schema: trade.place.schema }, now)) > 0);
      };
      const ship = (): Promise<Answer> => step('ship', { id: row.id, version: 2 }, ', input: { carrier: "Kite" }', now);
      const [first, second] = who === 'the job first' ? [job, ship] : [ship, job];
      const answers = await meet<Answer | void, Answer | void>(holdStock, first, second);
      expect(answers.flatMap((one) => (one === undefined ? [] : codes(one)))).toEqual([]);
      await job();
      expect(await trade.stock(item)).toEqual({ onHand: '1', available: '1' });
    },
  );

  it('[PRF-33] one decision of two at once, and the other is told that it is over', async () => {
    await trade.receive(item, '1000');
    const { id } = await order('600').then(async (row) => {
      await trade.data(
        `mutation { updateClient(id: "${await idOf('client', client)}", version: 1, patch: { limit: "100000" }) { id } }`,
      );
      await trade.data(`mutation { confirmOrder(id: "${row.id}", version: 1) { id } }`, people.sam);
      return row;
    });
    const [request] = await trade.query<{ readonly id: string }>(
      'SELECT id::text AS id FROM @.fw_approval WHERE record_id = $1',
      [id],
    );
    const decide = (person: Person): Promise<Answer> =>
      trade.ask(
        `mutation { decideApproval(id: "${must(request, 'request').id}", decision: APPROVE) { state } }`,
        person,
      );
    const answers = await meet(
      holdStock,
      () => decide(people.bea),
      () => decide(people.bob),
    );
    expect(answers.flatMap(codes)).toEqual(['APPROVAL_OVER']);
    expect(await trade.row(id)).toMatchObject({ state: 'confirmed', version: 2 });
    expect(await trade.stock(item)).toEqual({ onHand: '1000', available: '400' });
  });

  it('[PRF-34] a period that is closed while a posting is on its way: the posting is before it, or refused', async () => {
    await trade.receive(item, '5');
    const row = await order('2');
    // The posting has begun: closing waits until it is done.
    const until = later(-20).toISOString();
    const close = (): Promise<Answer> =>
      trade.ask(`mutation { closePeriod(ledger: "stock", until: "${until}") { closedUntil } }`, { now: AT });
    const [confirmed, closed] = await meet(holdStock, () => step('confirm', row), close);
    expect([codes(confirmed), codes(closed)]).toEqual([[], []]);
    const [order_] = await trade.query<{ readonly isBefore: boolean }>(
      `SELECT (SELECT max(at) FROM @.fw_posting WHERE record_id = $1) <= (SELECT max(closed_at) FROM @.fw_period WHERE ledger = 'stock') AS "isBefore"`,
      [row.id],
    );
    expect(order_?.isBefore).toBe(true);
  });
});

const idOf = async (table: string, name: string): Promise<string> =>
  must(
    (await trade.query<{ readonly id: string }>(`SELECT id::text AS id FROM @.${table} WHERE name = $1`, [name]))[0],
    name,
  ).id;

describe('a limit that is lowered while an order is confirmed', () => {
  const lower = async (): Promise<Answer> =>
    trade.ask(
      `mutation { updateClient(id: "${await idOf('client', client)}", version: 1, patch: { limit: "100" }) { version } }`,
    );

  async function credit(): Promise<unknown> {
    const [row] = await trade.query(
      `SELECT trim_scale(b.m0)::text AS used, trim_scale(c."limit")::text AS "limit" FROM @.fw_balance b JOIN @.client c ON c.id = b.u0 WHERE b.book = 'credit' AND c.name = $1`,
      [client],
    );
    return row;
  }

  it('[PRF-35] the order that came first stands, lowering waits for it, and nothing follows it', async () => {
    await trade.receive(item, '1000');
    const [a, b] = [await order('50'), await order('8')];
    const [first, lowered] = await meet(holdStock, () => step('confirm', a), lower);
    expect([codes(first), codes(lowered)]).toEqual([[], []]);
    expect(codes(await step('confirm', b))).toEqual(['LEDGER_ABOVE_MAXIMUM']);
    expect(await credit()).toEqual({ used: '500', limit: '100' });
  });

  it('[PRF-35] an order that has read the limit but not come to post keeps to the lowered one', async () => {
    await trade.receive(item, '1000');
    const [a, b] = [await order('50'), await order('8')];
    // It stops as it writes its row, with the customer read: the limit is lowered, and another order is confirmed under it.
    const [first, second] = await meet(
      (tx) => holdEvents(tx),
      () => step('confirm', a),
      async () => {
        const id = await idOf('client', client);
        await trade.query('UPDATE @.client SET "limit" = 100, version = version + 1 WHERE id = $1', [id]);
        return step('confirm', b);
      },
    );
    expect([codes(first), codes(second)]).toEqual([['LEDGER_ABOVE_MAXIMUM'], []]);
    expect(await credit()).toEqual({ used: '80', limit: '100' });
  });
});

describe('a publication between the load and the posting of a step', () => {
  it('[PRF-36] waits until the step is done, and the next step is taken by the new rules', async () => {
    await trade.receive(item, '5');
    const [a, b] = [await order('1'), await order('1')];
    const [confirmed] = await meet(
      holdStock,
      () => step('confirm', a),
      () => trade.publish(template('Never')),
    );
    expect(codes(confirmed)).toEqual([]);
    expect(await stateOf(a.id)).toBe('confirmed');
    const [posting] = await trade.query<{ readonly version: number }>(
      'SELECT template_version AS version FROM @.fw_posting WHERE record_id = $1 LIMIT 1',
      [a.id],
    );
    expect(posting?.version).toBe(trade.version());
    await expect(step('confirm', b)).rejects.toThrow('another shape');
    expect((await ledgerVerify(trade.place)).differences).toEqual([]);
  });
});
