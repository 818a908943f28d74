import { randomUUID } from 'node:crypto';
import type { Template } from '../../schema/template/template.ts';
import { userId } from '../../schema/core/ids.ts';
import type { Actor } from '../compile/read-plan.ts';
import type { Database } from '../db/database.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import { flowTemplate } from './flow-template.ts';
import { tenantBench, type Ask, type TenantBench } from './tenant-bench.ts';

/** A row as far as the tests of workflows look at it. */
export interface FlowRow {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

export interface FlowBench extends TenantBench {
  /** A member with these roles; gives what a request of theirs says of who asks. */
  person(name: string, roles: readonly string[]): Promise<Required<Pick<Ask, 'roles'>> & { readonly actor: Actor }>;
  /** A draft order of one item; gives its id and version. */
  order(
    qty: string,
    more?: { readonly item?: string; readonly client?: string; readonly depot?: string },
  ): Promise<FlowRow>;
  /** Puts goods into stock. */
  receive(item: string, qty: string): Promise<void>;
  /** The order as it is now. */
  row(id: string): Promise<FlowRow & Readonly<Record<string, unknown>>>;
  /** Measures of the stock of an item, or null when nothing was ever posted. */
  stock(item: string): Promise<{ readonly onHand: string; readonly available: string } | null>;
}

/** A published trade with a client, two items and nothing in stock. */
export async function flowBench(database: Database, template: Template = flowTemplate()): Promise<FlowBench> {
  return flowOf(await tenantBench(database, template));
}

/** The same with a tenant that has the template already. */
export async function flowOf(bench: TenantBench): Promise<FlowBench> {
  await bench.data(`mutation {
    a: createClient(input: { name: "Ada" }) { id }
    b: createClient(input: { name: "Rich", limit: "1000000" }) { id }
    c: createItem(input: { name: "Bolt", price: "10" }) { id }
    d: createItem(input: { name: "Nut", price: "5" }) { id }
  }`);
  return {
    ...bench,
    async person(name, roles) {
      const id = randomUUID();
      const email = `${name.toLowerCase()}@example.com`;
      await putTenantUser(bench.place, { id: userId(id), name, email, active: true, roles });
      return { roles, actor: { id, name, email, role: roles[0] ?? '', roles, departments: [] } };
    },
    async order(qty, { item = 'Bolt', client = 'Ada', depot = 'main' } = {}) {
      const { createOrder } = await bench.data(
        `mutation { createOrder(input: { client: { name: "${client}" }, depot: "${depot}", lines: [{ item: { name: "${item}" }, qty: "${qty}" }] }) { id version state } }`,
      );
      return createOrder as unknown as FlowRow;
    },
    async receive(item, qty) {
      const { createReceipt } = await bench.data(
        `mutation { createReceipt(input: { item: { name: "${item}" }, qty: "${qty}", depot: "main" }) { id } }`,
      );
      const { id } = createReceipt as unknown as FlowRow;
      await bench.data(`mutation { receiveReceipt(id: "${id}", version: 1) { state } }`);
    },
    async row(id) {
      const { order } = await bench.data(
        `{ order(id: "${id}") { id version state number note carrier total shippedAt confirmedBy { name } lines { id qty amount remark } } }`,
      );
      return order as unknown as FlowRow & Readonly<Record<string, unknown>>;
    },
    async stock(item) {
      const [row] = await bench.query<{ readonly onHand: string; readonly available: string }>(
        `select trim_scale(b.m0)::text as "onHand", trim_scale(b.m1)::text as "available" from @.fw_balance b join @.item i on i.id = b.u0 where b.book = 'stock' and b.t0 = 'main' and i.name = $1`,
        [item],
      );
      return row ?? null;
    },
  };
}
