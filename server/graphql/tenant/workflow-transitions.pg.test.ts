import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowBench, type FlowBench, type FlowRow } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';
import type { Answer } from '../../test/tenant-bench.ts';
import { wholeDocument } from '../../compile/event-snapshot.ts';

let database: TestDatabase;
let trade: FlowBench;

beforeAll(async () => {
  database = await freshDatabase();
  trade = await flowBench(database.database);
  await trade.receive('Bolt', '1000');
});
afterAll(() => database.drop());

const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions }) => extensions['code']);
const take = (name: string, { id, version }: Pick<FlowRow, 'id' | 'version'>, more = ''): string =>
  `mutation { ${name}Order(id: "${id}", version: ${String(version)}${more}) { id version state } }`;

describe('transitions', () => {
  it('[WKF-1] a transition changes the state, sets fields, counts the version and posts to the ledgers', async () => {
    const before = await trade.stock('Bolt');
    const order = await trade.order('3');
    expect(order.state).toBe('draft');
    const { confirmOrder } = await trade.data(take('confirm', order));
    expect(confirmOrder).toMatchObject({ state: 'confirmed', version: 2 });
    expect(await trade.row(order.id)).toMatchObject({
      state: 'confirmed',
      confirmedBy: { name: 'Lin' },
      total: '30.0000',
    });
    expect(await trade.stock('Bolt')).toEqual({
      onHand: before?.onHand,
      available: String(Number(before?.available) - 3),
    });
    const now = new Date('2026-03-01T01:00:00.000Z');
    const { shipOrder } = await trade.data(take('ship', { id: order.id, version: 2 }, ', input: { carrier: "Kite" }'), {
      now,
    });
    expect(shipOrder).toMatchObject({ state: 'shipped', version: 3 });
    expect(await trade.row(order.id)).toMatchObject({ carrier: 'Kite', shippedAt: '2026-03-01T01:00:00.000Z' });
    expect(await trade.stock('Bolt')).toEqual({
      onHand: String(Number(before?.onHand) - 3),
      available: String(Number(before?.available) - 3),
    });
    const cancelled = await trade.data(take('cancel', { id: order.id, version: 3 }, ', reason: "sent back"'));
    expect(cancelled['cancelOrder']).toMatchObject({ state: 'cancelled' });
    expect(await trade.stock('Bolt')).toEqual(before);
  });

  it('[WKF-2] leaves only from the states it names, and says what is possible from here', async () => {
    const order = await trade.order('1');
    const { errors, data } = await trade.ask(take('ship', order, ', input: { carrier: "Kite" }'));
    expect(data).toEqual({ shipOrder: null });
    expect(errors[0]).toMatchObject({
      message: '"Ship" can\'t be taken from the state "Draft".',
      extensions: { code: 'TRANSITION_NOT_POSSIBLE', rule: 'ship', params: { possible: ['Confirm', 'Touch'] } },
    });
  });

  it('[WKF-3] only its roles take it, whatever they may do else; others do not see the mutation', async () => {
    const order = await trade.order('1');
    const roles = ['warehouse'];
    expect((await trade.ask(take('confirm', order), { roles })).text).toContain('Cannot query field');
    await trade.data(take('confirm', order), { roles: ['sales'] });
    const shipped = await trade.data(take('ship', { id: order.id, version: 2 }, ', input: { carrier: "Kite" }'), {
      roles,
    });
    expect(shipped['shipOrder']).toMatchObject({ state: 'shipped' });
    // Without roles of its own it is for whoever may update the row.
    const other = await trade.order('1');
    expect((await trade.ask(take('touch', other), { roles })).text).toContain('Cannot query field');
    expect((await trade.data(take('touch', other), { roles: ['sales'] }))['touchOrder']).toMatchObject({ version: 2 });
  });

  it('[WKF-4] the guard is asked of the row with the input in it, and refuses in its own words', async () => {
    const order = await trade.order('0');
    const chinese = await trade.ask(take('confirm', order), { locale: 'zh-CN' });
    expect(chinese.errors[0]).toMatchObject({
      message: '总额必须大于零。',
      extensions: { code: 'TRANSITION_GUARD', rule: 'confirm' },
    });
    const good = await trade.order('1');
    await trade.data(take('confirm', good));
    const without = await trade.ask(take('ship', { id: good.id, version: 2 }));
    expect(codes(without)).toEqual(['TRANSITION_GUARD']);
    expect(await trade.row(good.id)).toMatchObject({ state: 'confirmed', version: 2 });
  });

  it('[WKF-5] all that is wrong is told at once: reason, guard and checks', async () => {
    const order = await trade.order('1');
    await trade.data(take('confirm', order));
    const none = await trade.ask(take('ship', { id: order.id, version: 2 }, ', input: { carrier: "none" }'));
    expect(codes(none)).toEqual(['CHECK_FAILED']);
    const blank = await trade.ask(take('cancel', { id: order.id, version: 2 }, ', reason: "  "'));
    expect(codes(blank)).toEqual(['REASON_REQUIRED']);
    const reason = (length: number): Promise<Answer> =>
      trade.ask(take('cancel', { id: order.id, version: 2 }, `, reason: "${'x'.repeat(length)}"`));
    expect(codes(await reason(2_001))).toEqual(['VALUE_TOO_LONG']);
    expect(codes(await reason(2_000))).toEqual([]);
  });

  it('[WKF-6] a version that is not the present one is a conflict', async () => {
    const order = await trade.order('1');
    await trade.data(take('touch', order));
    expect(codes(await trade.ask(take('confirm', order)))).toEqual(['VERSION_CONFLICT']);
  });

  it('[WKF-6] of two at once one takes it, the other has a conflict, and it is posted once', async () => {
    const before = await trade.stock('Bolt');
    const order = await trade.order('7');
    const answers = await Promise.all(Array.from({ length: 6 }, () => trade.ask(take('confirm', order))));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    const refused = answers.filter(({ errors }) => errors.length > 0).flatMap(codes);
    expect(new Set(refused)).toEqual(new Set(['VERSION_CONFLICT']));
    expect(Number((await trade.stock('Bolt'))?.available)).toBe(Number(before?.available) - 7);
  });

  it('[WKF-7] what the ledger refuses changes nothing, and is told for each line at once', async () => {
    const { createOrder } = await trade.data(
      `mutation { createOrder(input: { client: { name: "Rich" }, lines: [{ item: { name: "Bolt" }, qty: "5000" }, { item: { name: "Nut" }, qty: "1" }, { item: { name: "Bolt" }, qty: "1" }] }) { id version } }`,
    );
    const order = createOrder as unknown as FlowRow;
    const before = await trade.stock('Bolt');
    const { errors } = await trade.ask(take('confirm', order));
    expect(errors.map(({ extensions }) => [extensions['code'], extensions['path'], extensions['related']])).toEqual(
      expect.arrayContaining([
        ['LEDGER_BELOW_MINIMUM', '/lines/0', ['/lines/2']],
        ['LEDGER_BELOW_MINIMUM', '/lines/1', undefined],
      ]),
    );
    expect(await trade.row(order.id)).toMatchObject({ state: 'draft', version: 1 });
    expect(await trade.stock('Bolt')).toEqual(before);
  });

  it('[WKF-7] names the balance in the language of who asks, and its rows by title where he may read them', async () => {
    const order = await trade.order('1', { item: 'Nut' });
    const sam = await trade.person('Sam', ['sales']);
    const told = async (more: object): Promise<unknown> =>
      (await trade.ask(take('confirm', order), { ...sam, ...more })).errors[0]?.message;
    expect(await told({})).toBe(
      'Available of Stock (Item Nut, Depot main) would fall to -1; at least 0 must stay. 0 can be taken, 1 was asked for.',
    );
    expect(await told({ locale: 'zh-CN' })).toBe(
      '库存 (物料 Nut, 仓库 main) 的可用量将降到 -1，至少须保留 0。可用 0，需要 1。',
    );
    const unread = flowTemplate();
    await trade.republish({
      ...unread,
      roles: (unread.roles ?? []).map((role) => ({
        ...role,
        grants: role.grants.filter((grant) => !('entity' in grant && grant.entity === 'Item')),
      })),
    });
    expect(await told({})).toMatch(/^Available of Stock \(Item [0-9a-f-]{36}, Depot main\)/);
    await trade.republish(unread);
  });

  it('[WKF-8] a bound may be a field of the row behind the key: the credit limit of the client', async () => {
    const order = await trade.order('101', { client: 'Ada' });
    expect(codes(await trade.ask(take('confirm', order)))).toEqual(['LEDGER_ABOVE_MAXIMUM']);
    const { client } = await trade.data('{ client(by: { name: "Ada" }) { id version } }');
    const { id, version } = client as unknown as FlowRow;
    await trade.data(
      `mutation { updateClient(id: "${id}", version: ${String(version)}, patch: { limit: "5000" }) { id } }`,
    );
    expect((await trade.data(take('confirm', order)))['confirmOrder']).toMatchObject({ state: 'confirmed' });
  });

  it('[WKF-9] a line without a value for a dimension is refused at the line', async () => {
    const order = await trade.order('1');
    await trade.data(`mutation { updateOrder(id: "${order.id}", version: 1, patch: { depot: null }) { id } }`);
    const { errors } = await trade.ask(take('confirm', { id: order.id, version: 2 }));
    expect(errors[0]?.extensions).toMatchObject({
      code: 'POSTING_KEY_MISSING',
      path: '/lines/0',
      rule: 'reserve',
      params: { dimension: 'depot', ledger: 'stock' },
    });
  });

  it('[WKF-10] several rows are taken all or none, each problem at its row', async () => {
    const [a, b, bad] = [await trade.order('1'), await trade.order('2'), await trade.order('0')];
    const rows = (orders: readonly FlowRow[]): string =>
      orders.map(({ id, version }) => `{ id: "${id}", version: ${String(version)} }`).join(', ');
    const none = await trade.ask(`mutation { confirmOrders(rows: [${rows([a, bad, b])}]) { state } }`);
    expect(none.errors.map(({ extensions }) => [extensions['code'], extensions['path']])).toEqual([
      ['TRANSITION_GUARD', '/rows/1'],
    ]);
    expect(await trade.row(a.id)).toMatchObject({ state: 'draft' });
    const twice = await trade.ask(`mutation { confirmOrders(rows: [${rows([a, b, a])}]) { state } }`);
    expect(twice.errors.map(({ extensions }) => [extensions['code'], extensions['path']])).toEqual([
      ['ROW_TWICE', '/rows/2'],
    ]);
    const { confirmOrders } = await trade.data(`mutation { confirmOrders(rows: [${rows([a, b])}]) { id state } }`);
    expect(confirmOrders).toEqual([
      { id: a.id, state: 'confirmed' },
      { id: b.id, state: 'confirmed' },
    ]);
  });

  it('[WKF-10] two calls with the same rows in other orders wait for each other', async () => {
    const orders = await Promise.all(Array.from({ length: 6 }, () => trade.order('1')));
    const touch = (list: readonly FlowRow[]): Promise<Answer> =>
      trade.ask(
        `mutation { touchOrders(rows: [${list.map(({ id }) => `{ id: "${id}", version: 1 }`).join(', ')}]) { version } }`,
      );
    const answers = await Promise.all([touch(orders), touch(orders.toReversed()), touch(orders)]);
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(codes))).toEqual(new Set(['VERSION_CONFLICT']));
  });

  it('[WKF-11] a step back to the same state counts the version, even within one instant', async () => {
    const order = await trade.order('1');
    const now = new Date();
    await trade.data(take('touch', order), { now });
    expect((await trade.data(take('touch', { id: order.id, version: 2 }), { now }))['touchOrder']).toMatchObject({
      version: 3,
      state: 'draft',
    });
  });
});

describe('events of transitions', () => {
  it('[TEN-36] steps that are written as one statement have an event each, by who took it and when', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => trade.order('1')));
    const ann = await trade.person('Ann', ['owner']);
    const moment = (index: number): Date => new Date(Date.UTC(2026, 4, 1, 12, index));
    const steps = orders.map((order, index) =>
      trade.ask(take('touch', order), { now: moment(index), ...(index % 2 === 0 ? {} : { actor: ann.actor }) }),
    );
    expect((await Promise.all(steps)).flatMap(codes)).toEqual([]);
    const events = await trade.query<Readonly<Record<string, unknown>>>(
      `select e.record_id as id, e.version, e.at, e.actor, o.topic, o.payload->>'id' as told, o.created_at as since
         from @.fw_event e join @.fw_outbox o on o.event_seq = e.seq where e.kind = 'transition' and e.record_id = any($1::uuid[])`,
      [orders.map(({ id }) => id)],
    );
    for (const [index, { id }] of orders.entries()) {
      const actor = index % 2 === 0 ? trade.user.id : ann.actor.id;
      const at = moment(index).toISOString().replace('.000', '');
      const own = { id, version: 2, at, actor, topic: 'Order.transition', told: id, since: at };
      expect(events.filter((one) => one['id'] === id)).toEqual([own]);
    }
    const [written] = await trade.query<{ readonly n: number }>(
      'select count(distinct xmin::text)::int as n from @."order" where id = any($1::uuid[])',
      [orders.map(({ id }) => id)],
    );
    expect(written?.n).toBeLessThan(orders.length);
  });

  it('[WKF-50] the event tells transition, reason and what changed, and keeps the row and who acted, without secrets', async () => {
    const order = await trade.order('2');
    await trade.data(
      `mutation { updateOrder(id: "${order.id}", version: 1, patch: { pin: "1234", note: "call" }) { id } }`,
    );
    await trade.data(take('confirm', { id: order.id, version: 2 }));
    await trade.data(take('cancel', { id: order.id, version: 3 }, ', reason: "wrong client"'));
    const events = await trade.query<{
      readonly kind: string;
      readonly transition: string | null;
      readonly reason: string | null;
      readonly version: number;
      readonly changes: string;
      readonly snapshot: string;
    }>(
      'select kind, transition, reason, version, changes, snapshot from @.fw_event where record_id = $1 order by seq',
      [order.id],
    );
    expect(events.map(({ kind, transition, reason, version }) => [kind, transition, reason, version])).toEqual([
      ['created', null, null, 1],
      ['updated', null, null, 2],
      ['transition', 'confirm', null, 3],
      ['transition', 'cancel', 'wrong client', 4],
    ]);
    expect(JSON.parse(events[2]?.changes ?? '')).toMatchObject({ state: ['draft', 'confirmed'] });
    const kept = events.map(({ snapshot }) => JSON.parse(snapshot) as Parameters<typeof wholeDocument>[0]);
    const [, updated, confirmed] = kept.map((one, index) =>
      wholeDocument(one, JSON.parse(events[index]?.changes ?? '')),
    );
    expect(kept[2]).toMatchObject({ actor: { id: trade.user.id, roles: ['owner'] } });
    expect(kept[2]?.doc).not.toHaveProperty('state');
    expect(confirmed).toMatchObject({
      state: 'confirmed',
      total: '20',
      note: 'call',
      client: { limit: expect.any(String) as string },
      lines: [{ qty: expect.any(String) as string }],
    });
    expect(updated).toMatchObject({ note: 'call' });
    expect(updated).not.toHaveProperty('pin');
    expect(confirmed).not.toHaveProperty('pin');
  });
});
