import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openPglite } from '../../db/pglite-database.ts';
import { flowBench, type FlowBench } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';

let database: Database;
let trade: FlowBench;

beforeAll(async () => {
  database = await openPglite({});
  trade = await flowBench(
    database,
    flowTemplate((flow) => ({
      ...flow,
      transitions: flow.transitions.map((one) =>
        one.id === 'cancel' ? { ...one, approvals: [{ id: 'boss', mode: 'all', roles: ['director'] }] } : one,
      ),
    })),
  );
});
afterAll(() => database.close());

describe('workflows on the embedded database', () => {
  it('[WKF-70] transitions, ledgers, refusals under a key, approvals and what may be taken work alike', async () => {
    const [sam, dan] = [await trade.person('Sam', ['boss']), await trade.person('Dan', ['director'])];
    await trade.receive('Bolt', '10');
    const order = await trade.order('4', { client: 'Rich' });
    await trade.data(`mutation { confirmOrder(id: "${order.id}", version: 1) { state } }`);
    expect(await trade.stock('Bolt')).toEqual({ onHand: '10', available: '6' });
    const large = await trade.order('7', { client: 'Rich' });
    const confirm = `mutation { confirmOrder(id: "${large.id}", version: 1, idempotencyKey: "k") { state } }`;
    const refused = await trade.ask(confirm);
    expect(refused.errors[0]?.extensions['code']).toBe('LEDGER_BELOW_MINIMUM');
    expect((await trade.ask(confirm)).text).toBe(refused.text);
    expect(await trade.query('select code, ledger from @.fw_refusal')).toEqual([
      { code: 'LEDGER_BELOW_MINIMUM', ledger: 'stock' },
    ]);
    const { orderTransitions } = await trade.data(
      `{ orderTransitions(id: "${order.id}") { id available needsApproval } }`,
    );
    expect(orderTransitions).toContainEqual({ id: 'cancel', available: true, needsApproval: true });
    await trade.data(`mutation { cancelOrder(id: "${order.id}", version: 2, reason: "late") { state } }`, sam);
    const { inbox } = await trade.data('{ inbox(box: TO_DECIDE) { nodes { id } } }', dan);
    const [request] = (inbox as unknown as { readonly nodes: readonly { readonly id: string }[] }).nodes;
    const decided = await trade.data(
      `mutation { decideApproval(id: "${request?.id ?? ''}", decision: APPROVE) { state } }`,
      dan,
    );
    expect(decided['decideApproval']).toEqual({ state: 'APPROVED' });
    expect(await trade.row(order.id)).toMatchObject({ state: 'cancelled' });
    expect(await trade.stock('Bolt')).toEqual({ onHand: '10', available: '10' });
  });
});
