import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { flowBench, type FlowBench } from '../test/flow-bench.ts';
import { flowTemplate } from '../test/flow-template.ts';
import type { Answer } from '../test/tenant-bench.ts';
import { wholeRuns } from '../test/whole-runs.ts';

/*
 * A document with approvals, beside a model of a few lines: whatever members do in whatever order, each answer, each
 * state and the stock are the same.
 */

type Person = Awaited<ReturnType<FlowBench['person']>>;
type Who = 'Bea' | 'Bob';

let db: TestDatabase;
let trade: FlowBench;
let people: Readonly<Record<'Sam' | Who, Person>>;

beforeAll(async () => {
  db = await freshDatabase();
  const flow = flowTemplate((workflow) => ({
    ...workflow,
    transitions: workflow.transitions.map((one) =>
      one.id === 'confirm'
        ? { ...one, approvals: [{ id: 'large', when: "doc.total >= dec('100')", mode: 'all', roles: ['boss'] }] }
        : one,
    ),
  }));
  trade = await flowBench(db.database, flow);
  people = {
    Sam: await trade.person('Sam', ['sales', 'warehouse']),
    Bea: await trade.person('Bea', ['boss']),
    Bob: await trade.person('Bob', ['boss']),
  };
});
afterAll(() => db.drop());

type State = 'draft' | 'confirmed' | 'shipped' | 'cancelled';

interface Asked {
  readonly approved: Set<Who>;
  isOver: boolean;
}

/** One order as it should be. */
class OrderModel {
  state: State = 'draft';
  version = 1;
  inBin = false;
  asked: Asked | null = null;

  constructor(
    readonly id: string,
    readonly qty: number,
    readonly stock: { onHand: number; available: number },
  ) {}

  get isPending(): boolean {
    return this.asked !== null && !this.asked.isOver;
  }

  /** What refuses any change of the row as it was read. */
  private closed(version: number): string | null {
    if (this.inBin) return 'NOT_FOUND';
    if (version !== this.version) return 'VERSION_CONFLICT';
    return this.isPending ? 'APPROVAL_PENDING' : null;
  }

  private change(refusal: string | null, effect: () => void): string | null {
    if (refusal === null) {
      effect();
      this.version += 1;
    }
    return refusal;
  }

  note(version: number): string | null {
    return this.change(this.closed(version), () => undefined);
  }

  carrier(version: number): string | null {
    return this.change(this.closed(version) ?? (this.state === 'draft' ? null : 'DOCUMENT_FROZEN'), () => undefined);
  }

  remove(version: number): string | null {
    return this.change(this.closed(version) ?? (this.state === 'draft' ? null : 'DOCUMENT_FROZEN'), () => {
      this.inBin = true;
    });
  }

  restore(): string | null {
    if (this.isPending) return 'APPROVAL_PENDING';
    // What is not in the bin stays as it is.
    if (this.inBin) this.change(null, () => (this.inBin = false));
    return null;
  }

  confirm(version: number): string | null {
    const refusal = this.closed(version) ?? (this.state === 'draft' ? null : 'TRANSITION_NOT_POSSIBLE');
    if (refusal !== null) return refusal;
    if (this.qty < 10) return this.reserve();
    this.asked = { approved: new Set(), isOver: false };
    return null;
  }

  private reserve(): string | null {
    return this.change(this.stock.available < this.qty ? 'LEDGER_BELOW_MINIMUM' : null, () => {
      this.stock.available -= this.qty;
      this.state = 'confirmed';
    });
  }

  ship(version: number): string | null {
    return this.change(this.closed(version) ?? (this.state === 'confirmed' ? null : 'TRANSITION_NOT_POSSIBLE'), () => {
      this.stock.onHand -= this.qty;
      this.state = 'shipped';
    });
  }

  cancel(version: number): string | null {
    const possible = this.state === 'confirmed' || this.state === 'shipped';
    return this.change(this.closed(version) ?? (possible ? null : 'TRANSITION_NOT_POSSIBLE'), () => {
      this.stock.available += this.qty;
      if (this.state === 'shipped') this.stock.onHand += this.qty;
      this.state = 'cancelled';
    });
  }

  approve(who: Who): string | null {
    const { asked } = this;
    if (asked === null) return 'APPROVAL_NOT_FOUND';
    if (asked.isOver) return 'APPROVAL_OVER';
    if (asked.approved.has(who)) return 'APPROVAL_NOT_YOURS';
    if (asked.approved.size === 1) {
      const refusal = this.reserve();
      if (refusal !== null) return refusal;
      asked.isOver = true;
    }
    asked.approved.add(who);
    return null;
  }

  /** Rejecting, sending back and withdrawing come to the same for the row. */
  end(who: Who | null): string | null {
    const { asked } = this;
    if (asked === null) return 'APPROVAL_NOT_FOUND';
    if (asked.isOver) return 'APPROVAL_OVER';
    if (who !== null && asked.approved.has(who)) return 'APPROVAL_NOT_YOURS';
    asked.isOver = true;
    return null;
  }
}

let count = 0;
const codeOf = ({ errors }: Answer): unknown => errors[0]?.extensions['code'] ?? null;
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The latest request for the order. */
async function requestOf(id: string): Promise<string> {
  const [row] = await trade.query<{ readonly id: string }>(
    'SELECT id::text AS id FROM @.fw_approval WHERE record_id = $1 ORDER BY id DESC LIMIT 1',
    [id],
  );
  return row?.id ?? NOBODY;
}

interface Command {
  readonly name: string;
  readonly which: number;
  readonly isStale: boolean;
}

interface Step {
  readonly name: string;
  readonly model: (order: OrderModel, version: number) => string | null;
  readonly send: (order: OrderModel, version: number) => Promise<Answer>;
}

const onRow = (name: string, model: Step['model'], text: (at: string) => string, who: 'Sam' | Who = 'Sam'): Step => ({
  name,
  model,
  send: ({ id }, version) =>
    trade.ask(`mutation { ${text(`id: "${id}", version: ${String(version)}`)} { id } }`, people[who]),
});

const decide = (who: Who, decision: string): Step => ({
  name: `${who} ${decision}`,
  model: (order) => (decision === 'APPROVE' ? order.approve(who) : order.end(who)),
  send: async ({ id }) =>
    trade.ask(
      `mutation { decideApproval(id: "${await requestOf(id)}", decision: ${decision}, comment: "so be it") { state } }`,
      people[who],
    ),
});

const next = (): string => String((count += 1));

const STEPS: readonly Step[] = [
  onRow(
    'note',
    (order, version) => order.note(version),
    (at) => `updateOrder(${at}, patch: { note: "n${next()}" })`,
  ),
  onRow(
    'carrier',
    (order, version) => order.carrier(version),
    (at) => `updateOrder(${at}, patch: { carrier: "c${next()}" })`,
  ),
  onRow(
    'delete',
    (order, version) => order.remove(version),
    (at) => `deleteOrder(${at})`,
  ),
  {
    name: 'restore',
    model: (order) => order.restore(),
    send: ({ id }) => trade.ask(`mutation { restoreOrder(id: "${id}") { id } }`, people.Sam),
  },
  onRow(
    'confirm',
    (order, version) => order.confirm(version),
    (at) => `confirmOrder(${at})`,
  ),
  onRow(
    'confirm again',
    (order, version) => order.confirm(version),
    (at) => `confirmOrder(${at})`,
  ),
  onRow(
    'ship',
    (order, version) => order.ship(version),
    (at) => `shipOrder(${at}, input: { carrier: "Kite" })`,
  ),
  onRow(
    'cancel',
    (order, version) => order.cancel(version),
    (at) => `cancelOrder(${at}, reason: "no more")`,
    'Bea',
  ),
  decide('Bea', 'APPROVE'),
  decide('Bob', 'APPROVE'),
  decide('Bea', 'REJECT'),
  decide('Bob', 'SEND_BACK'),
  {
    name: 'withdraw',
    model: (order) => order.end(null),
    send: async ({ id }) =>
      trade.ask(`mutation { withdrawApproval(id: "${await requestOf(id)}") { state } }`, people.Sam),
  },
];

/** The orders of one run share the stock of an item of their own. */
async function ordersOf(stock: number, quantities: readonly number[]): Promise<readonly OrderModel[]> {
  const name = `Item ${next()}`;
  await trade.data(`mutation { createItem(input: { name: "${name}", price: "10" }) { id } }`);
  await trade.receive(name, String(stock));
  const shared = { onHand: stock, available: stock };
  const orders: OrderModel[] = [];
  for (const qty of quantities) {
    const { createOrder } = await trade.data(
      `mutation { createOrder(input: { client: { name: "Rich" }, depot: "main", lines: [{ item: { name: "${name}" }, qty: "${String(qty)}" }] }) { id } }`,
      people.Sam,
    );
    orders.push(new OrderModel((createOrder as unknown as { readonly id: string }).id, qty, shared));
  }
  return orders;
}

async function compare(orders: readonly OrderModel[]): Promise<void> {
  for (const order of orders) {
    const [row] = await trade.query(
      `SELECT o.state, o.version, o.deleted_at IS NOT NULL AS "inBin", (SELECT count(*)::int FROM @.fw_event e WHERE e.record_id = o.id AND e.entity NOT LIKE chr(64) || '%') AS events,
         EXISTS (SELECT FROM @.fw_approval a WHERE a.record_id = o.id AND a.state = 'pending') AS "isPending" FROM @."order" o WHERE o.id = $1`,
      [order.id],
    );
    const { state, version, inBin, isPending } = order;
    expect(row).toEqual({ state, version, inBin, events: version, isPending });
  }
  const { stock, id } = must(orders[0], 'order');
  const [row] = await trade.query(
    `SELECT b.m0::float8 AS "onHand", b.m1::float8 AS available FROM @.fw_balance b JOIN @.order_line l ON l.item = b.u0 WHERE b.book = 'stock' AND l.parent_id = $1`,
    [id],
  );
  expect(row).toEqual(stock);
}

describe('documents with approvals and a model of them', () => {
  const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 2_147_483_647);

  it(`[PRF-20] agree on every answer, state and balance (seed ${String(seed)})`, { timeout: 180_000 }, async () => {
    const commands = fc.array(
      fc.record({
        name: fc.constantFrom(...STEPS.map((one) => one.name)),
        which: fc.nat(2),
        isStale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      }),
      { minLength: 10, maxLength: 40 },
    );
    const { whole, ended } = wholeRuns();
    const run = async (list: readonly Command[], stock: number): Promise<void> => {
      const orders = await ordersOf(stock, [3, 12, 15]);
      for (const { name, which, isStale } of list) {
        const step = must(
          STEPS.find((one) => one.name === name),
          name,
        );
        const order = must(orders[which], 'order');
        const version = isStale ? order.version + 1 : order.version;
        const expected = step.model(order, version);
        expect([step.name, codeOf(await step.send(order, version))]).toEqual([step.name, expected]);
      }
      await compare(orders);
    };
    await fc.assert(fc.asyncProperty(commands, fc.integer({ min: 8, max: 30 }), whole(run)), {
      seed,
      numRuns: 500,
      interruptAfterTimeLimit: process.env['FORMWORK_LONG'] === '1' ? 100_000 : 6_000,
      markInterruptAsFailure: false,
    });
    await ended();
    expect((await ledgerVerify(trade.place)).differences).toEqual([]);
  });
});
