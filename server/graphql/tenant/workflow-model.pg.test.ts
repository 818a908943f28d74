import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowBench, type FlowBench } from '../../test/flow-bench.ts';
import type { Answer } from '../../test/tenant-bench.ts';

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const STEPS = ['confirm', 'ship', 'cancel', 'touch', 'note', 'depot', 'delete'] as const;
type Step = (typeof STEPS)[number];

interface Order {
  readonly id: string;
  readonly qty: number;
  state: 'draft' | 'confirmed' | 'shipped' | 'cancelled' | 'deleted';
  version: number;
}

/** What should come of orders and stock, in a few lines. */
class Model {
  readonly orders: Order[] = [];
  onHand = 0;
  available = 0;

  /** The code that refuses the step, or null when it is taken. */
  take(order: Order, step: Step, version: number): string | null {
    if (order.state === 'deleted') return 'NOT_FOUND';
    const isPosted = order.state !== 'draft';
    if (version !== order.version) return 'VERSION_CONFLICT';
    const refusal = {
      confirm: () =>
        isPosted ? 'TRANSITION_NOT_POSSIBLE' : order.qty > this.available ? 'LEDGER_BELOW_MINIMUM' : null,
      ship: () => (order.state === 'confirmed' ? null : 'TRANSITION_NOT_POSSIBLE'),
      cancel: () => (order.state === 'confirmed' || order.state === 'shipped' ? null : 'TRANSITION_NOT_POSSIBLE'),
      touch: () => (isPosted ? 'TRANSITION_NOT_POSSIBLE' : null),
      note: () => null,
      depot: () => (isPosted ? 'DOCUMENT_FROZEN' : null),
      delete: () => (isPosted ? 'DOCUMENT_FROZEN' : null),
    }[step]();
    if (refusal !== null) return refusal;
    this.effect(order, step);
    order.version += 1;
    return null;
  }

  private effect(order: Order, step: Step): void {
    if (step === 'confirm') {
      order.state = 'confirmed';
      this.available -= order.qty;
    } else if (step === 'ship') {
      order.state = 'shipped';
      this.onHand -= order.qty;
    } else if (step === 'cancel') {
      this.available += order.qty;
      if (order.state === 'shipped') this.onHand += order.qty;
      order.state = 'cancelled';
    } else if (step === 'delete') order.state = 'deleted';
  }
}

let database: TestDatabase;
let trade: FlowBench;
let count = 0;

beforeAll(async () => {
  database = await freshDatabase();
  trade = await flowBench(database.database);
});
afterAll(() => database.drop());

/** Does the step of an order as of a version; each note and depot is another one, so that it is a change. */
function send(order: Pick<Order, 'id'>, step: Step, version: number): Promise<Answer> {
  count += 1;
  const at = `id: "${order.id}", version: ${String(version)}`;
  const text = {
    confirm: `confirmOrder(${at})`,
    ship: `shipOrder(${at}, input: { carrier: "Kite" })`,
    cancel: `cancelOrder(${at}, reason: "no more")`,
    touch: `touchOrder(${at})`,
    note: `updateOrder(${at}, patch: { note: "n${String(count)}" })`,
    depot: `updateOrder(${at}, patch: { carrier: "c${String(count)}" })`,
    delete: `deleteOrder(${at})`,
  }[step];
  return trade.ask(`mutation { ${text} { id } }`);
}

const codeOf = ({ errors }: Answer): unknown => errors[0]?.extensions['code'] ?? null;

/** A fresh item, so that each run has a stock of its own. */
async function freshItem(stock: number): Promise<string> {
  count += 1;
  const name = `Item ${String(count)}`;
  await trade.data(`mutation { createItem(input: { name: "${name}", price: "1" }) { id } }`);
  if (stock > 0) await trade.receive(name, String(stock));
  return name;
}

const numbers = (stock: { readonly onHand: string; readonly available: string } | null): readonly number[] => [
  Number(stock?.onHand ?? 0),
  Number(stock?.available ?? 0),
];

const STOCK = fc.integer({ min: 0, max: 12 });
const QUANTITIES = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
const MOVE = fc.record({
  order: fc.nat({ max: 3 }),
  step: fc.constantFrom(...STEPS),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

describe('workflows against a model', () => {
  it(`[WKF-80] any row of steps is taken or refused as the model says, and stock is what it says, seed ${String(SEED)}`, async () => {
    await fc.assert(
      fc.asyncProperty(STOCK, QUANTITIES, fc.array(MOVE, { maxLength: 14 }), async (stock, quantities, moves) => {
        const item = await freshItem(stock);
        const model = new Model();
        model.onHand = stock;
        model.available = stock;
        for (const qty of quantities) {
          const { id, version } = await trade.order(String(qty), { item, client: 'Rich' });
          model.orders.push({ id, qty, version, state: 'draft' });
        }
        for (const { order: index, step, stale } of moves) {
          const order = must(model.orders[index % model.orders.length], 'order');
          const version = stale ? order.version + 1 : order.version;
          const answer = await send(order, step, version);
          const from = order.state;
          expect([step, from, codeOf(answer)]).toEqual([step, from, model.take(order, step, version)]);
          expect(numbers(await trade.stock(item))).toEqual([model.onHand, model.available]);
        }
      }),
      { seed: SEED, numRuns: 25, endOnFailure: true },
    );
  });

  it(`[WKF-81] steps that race leave rows, events and stock in agreement, seed ${String(SEED)}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        STOCK,
        QUANTITIES,
        fc.array(MOVE, { minLength: 6, maxLength: 18 }),
        async (stock, quantities, moves) => {
          const item = await freshItem(stock);
          const orders = await Promise.all(
            quantities.map(async (qty) => ({ qty, ...(await trade.order(String(qty), { item, client: 'Rich' })) })),
          );
          for (let at = 0; at < moves.length; at += 6) {
            const present = await Promise.all(orders.map(({ id }) => versionOf(id)));
            await Promise.all(
              moves.slice(at, at + 6).map(({ order: index, step }) => {
                const n = index % orders.length;
                return send(must(orders[n], 'order'), step, present[n] ?? 0);
              }),
            );
          }
          let [onHand, available] = [stock, stock];
          for (const { id, qty } of orders) {
            const told = await rowAndEvents(id);
            expect(told.version).toBe(told.events);
            if (told.state === 'confirmed' || told.state === 'shipped') available -= qty;
            if (told.state === 'shipped') onHand -= qty;
          }
          expect(numbers(await trade.stock(item))).toEqual([onHand, available]);
        },
      ),
      { seed: SEED, numRuns: 12, endOnFailure: true },
    );
  });
});

async function versionOf(id: string): Promise<number> {
  const [row] = await trade.query<{ readonly version: number }>('select version from @."order" where id = $1', [id]);
  return must(row, 'order').version;
}

/** The row, and how many events tell of it. */
async function rowAndEvents(
  id: string,
): Promise<{ readonly state: string; readonly version: number; readonly events: number }> {
  const [row] = await trade.query<{ readonly state: string; readonly version: number; readonly events: number }>(
    'select state, version, (select count(*)::int from @.fw_event e where e.record_id = o.id) as events from @."order" o where id = $1',
    [id],
  );
  return must(row, 'order');
}
