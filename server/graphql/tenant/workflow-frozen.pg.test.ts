import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../import/csv-source.ts';
import { importCsv } from '../../import/import-csv.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowBench, type FlowBench, type FlowRow } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';
import { importContext } from '../../test/import-bench.ts';
import type { Answer } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let trade: FlowBench;

beforeAll(async () => {
  database = await freshDatabase();
  trade = await flowBench(database.database);
  await trade.receive('Bolt', '100');
});
afterAll(() => database.drop());

const found = ({ errors }: Answer): readonly unknown[] =>
  errors.map(({ extensions }) => [extensions['code'], extensions['path']]);

async function posted(qty = '2'): Promise<FlowRow> {
  const { id } = await trade.order(qty, { client: 'Rich' });
  const { confirmOrder } = await trade.data(`mutation { confirmOrder(id: "${id}", version: 1) { id version state } }`);
  return confirmOrder as unknown as FlowRow;
}

describe('frozen documents', () => {
  it('[WKF-20] only fields that are editable after posting change, on the document and its lines', async () => {
    const order = await posted();
    const { lines } = (await trade.row(order.id)) as unknown as { readonly lines: readonly { readonly id: string }[] };
    const line = lines[0]?.id ?? '';
    const update = (patch: string, version: number): Promise<Answer> =>
      trade.ask(
        `mutation { updateOrder(id: "${order.id}", version: ${String(version)}, patch: { ${patch} }) { version } }`,
      );
    expect(
      found(
        await update(
          `note: "ok", depot: "side", carrier: "Kite", lines: { update: [{ id: "${line}", patch: { qty: "5", remark: "x" } }], create: [{ item: { name: "Nut" }, qty: "1" }] }`,
          2,
        ),
      ),
    ).toEqual([
      ['DOCUMENT_FROZEN', '/patch/depot'],
      ['DOCUMENT_FROZEN', '/patch/carrier'],
      ['DOCUMENT_FROZEN', '/patch/lines/create/0'],
      ['DOCUMENT_FROZEN', '/patch/lines/update/0/patch/qty'],
    ]);
    expect(found(await update(`lines: { delete: ["${line}"] }`, 2))).toEqual(
      expect.arrayContaining([['DOCUMENT_FROZEN', '/patch/lines']]),
    );
    expect(
      found(await update(`note: "ok", lines: { update: [{ id: "${line}", patch: { remark: "x" } }] }`, 2)),
    ).toEqual([]);
    // What is given and is the same as before is no change.
    expect(found(await update('depot: "main"', 3))).toEqual([]);
  });

  it('[WKF-21] it is neither deleted nor changed by an upsert or an import', async () => {
    const order = await posted();
    const { number } = await trade.row(order.id);
    expect(found(await trade.ask(`mutation { deleteOrder(id: "${order.id}", version: 2) { id } }`))).toEqual([
      ['DOCUMENT_FROZEN', ''],
    ]);
    const upsert = `mutation { upsertOrder(by: { id: "${order.id}" }, input: { client: { name: "Ada" }, lines: [{ item: { name: "Bolt" }, qty: "1" }] }) { id } }`;
    expect(found(await trade.ask(upsert)).map((one) => (one as readonly string[])[0])).toContain('DOCUMENT_FROZEN');
    const file = memorySource('orders.csv', `number,client,depot,note\n${String(number)},Rich,side,hello\n`);
    const refused = await importCsv(await importContext(trade), {
      entity: 'Order',
      source: file,
      map: { key: ['number'] },
    });
    expect(refused.ok ? [] : refused.issues.map(({ code }) => code)).toContain('DOCUMENT_FROZEN');
    expect(await trade.row(order.id)).toMatchObject({ number, state: 'confirmed', version: 2, note: null });
  });

  it('[WKF-22] what was posted does not follow a price that changed since', async () => {
    const order = await posted('3');
    const { item } = await trade.data('{ item(by: { name: "Bolt" }) { id version } }');
    const { id, version } = item as unknown as FlowRow;
    await trade.data(
      `mutation { updateItem(id: "${id}", version: ${String(version)}, patch: { price: "99" }) { id } }`,
    );
    await trade.data(`mutation { updateOrder(id: "${order.id}", version: 2, patch: { note: "late" }) { id } }`);
    expect(await trade.row(order.id)).toMatchObject({ total: '30.0000', note: 'late' });
    await trade.data(`mutation { shipOrder(id: "${order.id}", version: 3, input: { carrier: "Kite" }) { id } }`);
    expect(await trade.row(order.id)).toMatchObject({ total: '30.0000', state: 'shipped' });
    // A draft does.
    const draft = await trade.order('1', { client: 'Rich' });
    expect(await trade.row(draft.id)).toMatchObject({ total: '99.0000' });
  });

  it('[WKF-23] callers give no state; what an operator imports in one was never posted, and is frozen like the rest', async () => {
    const { text } = await trade.ask(
      'mutation { createOrder(input: { state: "confirmed", client: { name: "Ada" }, lines: [] }) { id } }',
    );
    expect(text).toContain('is not defined by type');
    const before = await trade.stock('Bolt');
    const file = memorySource('old.csv', 'number,client,state,item,qty\nOLD-1,Rich,confirmed,Bolt,4\n');
    const imported = await importCsv(await importContext(trade), {
      entity: 'Order',
      source: file,
      map: {
        key: ['number'],
        columns: {
          number: [{ field: 'number' }],
          client: [{ field: 'client', by: 'name' }],
          state: [{ field: 'state' }],
        },
        lines: { field: 'lines', columns: { item: [{ field: 'item', by: 'name' }], qty: [{ field: 'qty' }] } },
      },
    });
    expect(imported).toMatchObject({ ok: true, value: { created: 1 } });
    expect(await trade.stock('Bolt')).toEqual(before);
    const { order } = await trade.data('{ order(by: { number: "OLD-1" }) { id state version } }');
    expect(order).toMatchObject({ state: 'confirmed' });
    const { id } = order as unknown as FlowRow;
    expect(found(await trade.ask(`mutation { deleteOrder(id: "${id}", version: 1) { id } }`))).toEqual([
      ['DOCUMENT_FROZEN', ''],
    ]);
  });
});

describe('guards of frozen documents', () => {
  it('[WKF-22] the guard of a later step sees what was posted, too', async () => {
    const other = await flowBench(
      database.database,
      flowTemplate((flow) => ({
        ...flow,
        transitions: flow.transitions.map((one) =>
          one.id === 'ship' ? { ...one, guard: "doc.total < dec('50')" } : one,
        ),
      })),
    );
    await other.receive('Bolt', '10');
    const { id } = await other.order('3', { client: 'Rich' });
    await other.data(`mutation { confirmOrder(id: "${id}", version: 1) { id } }`);
    await other.data('mutation { upsertItem(by: { name: "Bolt" }, input: { name: "Bolt", price: "99" }) { id } }');
    const { shipOrder } = await other.data(`mutation { shipOrder(id: "${id}", version: 2) { state total } }`);
    expect(shipOrder).toEqual({ state: 'shipped', total: '30.0000' });
  });
});

describe('keys of refused transitions', () => {
  it('[IDM-5] the same key answers the same refusal, even when it would succeed by now', async () => {
    const order = await trade.order('5', { item: 'Nut', client: 'Rich' });
    const confirm = (key: string): Promise<Answer> =>
      trade.ask(`mutation { confirmOrder(id: "${order.id}", version: 1, idempotencyKey: "${key}") { state version } }`);
    const first = await confirm('n-1');
    expect(found(first)).toEqual([['LEDGER_BELOW_MINIMUM', '/lines/0']]);
    await trade.receive('Nut', '50');
    const again = await confirm('n-1');
    expect(again.text).toBe(first.text);
    const fresh = await confirm('n-2');
    expect(fresh.data).toEqual({ confirmOrder: { state: 'confirmed', version: 2 } });
    expect((await confirm('n-2')).text).toBe(fresh.text);
    const other = await trade.ask(
      `mutation { touchOrder(id: "${order.id}", version: 1, idempotencyKey: "n-1") { state } }`,
    );
    expect(found(other)).toEqual([['IDEMPOTENCY_MISMATCH', '/idempotencyKey']]);
  });

  it('[IDM-5] a conflict of versions is not remembered: the caller reads again and tries again', async () => {
    const order = await trade.order('1', { client: 'Rich' });
    const touch = (version: number): Promise<Answer> =>
      trade.ask(
        `mutation { touchOrder(id: "${order.id}", version: ${String(version)}, idempotencyKey: "c-1") { version } }`,
      );
    expect(found(await touch(9))).toEqual([['VERSION_CONFLICT', '']]);
    expect((await touch(1)).data).toEqual({ touchOrder: { version: 2 } });
  });

  it('[IDM-5] of two at once under one key one does it and both answer alike', async () => {
    const order = await trade.order('1', { client: 'Rich' });
    const ask = (): Promise<Answer> =>
      trade.ask(`mutation { confirmOrder(id: "${order.id}", version: 1, idempotencyKey: "r-1") { version } }`);
    const [a, b, c] = await Promise.all([ask(), ask(), ask()]);
    expect(a.data).toEqual({ confirmOrder: { version: 2 } });
    expect([b.text, c.text]).toEqual([a.text, a.text]);
  });
});

describe('what may be taken, and why not', () => {
  interface Option {
    readonly id: string;
    readonly available: boolean;
    readonly whyNot: readonly { readonly code: string; readonly path: string; readonly message: string }[];
  }
  const options = async (id: string, more: Parameters<FlowBench['data']>[1] = {}): Promise<readonly Option[]> => {
    const { orderTransitions } = await trade.data(
      `{ orderTransitions(id: "${id}") { id label mutation leavesFromHere available needsApproval reason input { field label required } whyNot { code message cure rule path ledger key { dimension value } } } }`,
      more,
    );
    return orderTransitions as unknown as readonly Option[];
  };

  it('[WKF-40] the writer itself is asked, ledgers included, and nothing stays of it', async () => {
    const order = await trade.order('9999', { client: 'Rich' });
    const before = [await trade.row(order.id), await trade.stock('Bolt')];
    const all = await options(order.id);
    expect(all.map(({ id, available }) => [id, available])).toEqual([
      ['confirm', false],
      ['ship', false],
      ['cancel', false],
      ['touch', true],
    ]);
    // [WRK-58] A ledger's refusal says which balance it met.
    expect(all[0]?.whyNot).toMatchObject([
      {
        ...{ code: 'LEDGER_BELOW_MINIMUM', path: '/lines/0', ledger: 'stock' },
        key: [{ dimension: 'item' }, { dimension: 'depot', value: 'main' }],
      },
    ]);
    expect(all[1]?.whyNot).toMatchObject([{ code: 'TRANSITION_NOT_POSSIBLE', rule: 'ship' }]);
    expect([await trade.row(order.id), await trade.stock('Bolt')]).toEqual(before);
    const small = await trade.order('1', { client: 'Rich' });
    expect((await options(small.id))[0]).toMatchObject({
      id: 'confirm',
      label: 'Confirm',
      mutation: 'confirmOrder',
      available: true,
      needsApproval: false,
      whyNot: [],
    });
  });

  it('[WKF-41] what its input would answer is left open, and roles count', async () => {
    const order = await posted('1');
    const owner = await options(order.id);
    expect(owner.find(({ id }) => id === 'ship')).toMatchObject({
      available: true,
      input: [{ field: 'carrier', required: false }],
    });
    expect(owner.find(({ id }) => id === 'cancel')).toMatchObject({ available: true, reason: 'required' });
    const asSales = await options(order.id, { roles: ['sales'], locale: 'zh-CN' });
    expect(asSales.find(({ id }) => id === 'ship')).toMatchObject({
      label: '发货',
      available: false,
      whyNot: [{ code: 'FORBIDDEN' }],
    });
  });

  it('[WKF-45] a row that is written meanwhile is asked about once more', async () => {
    const { id } = await trade.order('1');
    const schema = trade.place.schema;
    const asked = await database.database.transaction({}, async (tx) => {
      await tx.query({ text: `update "${schema}"."order" set version = version + 1 where id = $1`, params: [id] });
      const answer = options(id);
      const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect
        .poll(async () => (await database.database.query({ text: waiting, params: [] }))[0])
        .toEqual({ n: 1 });
      return { answer };
    });
    expect((await asked.answer).find((option) => option.id === 'confirm')).toMatchObject({ available: true });
  });

  it('[WKF-41] of a row that the caller does not see nothing is told', async () => {
    const order = await posted('1');
    const { errors } = await trade.ask(`{ orderTransitions(id: "${order.id}") { id } }`, { roles: ['guest'] });
    expect(errors[0]?.message).toContain('Cannot query field');
    const none = await trade.ask('{ orderTransitions(id: "0190a000-0000-7000-8000-000000000000") { id } }');
    expect(found(none)).toEqual([['NOT_FOUND', '/id']]);
  });

  it('[WKF-42] the diagram of a workflow is data, in the language of the reader', async () => {
    const { workflows } = await trade.data(
      '{ workflows { id entity label initial states { id label class } transitions { id label from to roles posts reverses approvals { id } } } }',
      { locale: 'zh-CN' },
    );
    const [flow] = workflows as unknown as readonly Readonly<Record<string, unknown>>[];
    expect(flow).toMatchObject({
      id: 'orderFlow',
      entity: 'Order',
      label: '订单',
      initial: 'draft',
      transitions: [
        { id: 'confirm', label: '确认', from: ['draft'], to: 'confirmed', roles: ['销售'] },
        { id: 'ship' },
        { id: 'cancel', reverses: ['Reserve', 'Use credit', 'Issue'] },
        { id: 'touch', roles: [] },
      ],
    });
    const asGuest = await trade.data('{ workflows { id } }', { roles: ['guest'] });
    expect(asGuest['workflows']).toEqual([]);
  });
});
