import { randomUUID } from 'node:crypto';
import { userId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { LineRequest, PostAnswer, PostRequest } from '../compile/post-request.ts';
import type { Database } from '../db/database.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import { depotTemplate } from './depot-template.ts';
import { tenantBench, type TenantBench } from './tenant-bench.ts';

/** A movement as the tests say it: how much of what, where, in words. */
export interface StockLine {
  readonly item: string;
  readonly warehouse: string;
  readonly lot?: string;
  readonly onHand: string;
  readonly value?: string;
}

export interface DepotBench extends TenantBench {
  /** Ids by name: items, warehouses, the receipt (`receipt`), people (`Ann`, `Bo`). */
  readonly ids: Readonly<Record<string, string>>;
  /** Posts in the stock ledger as of a moment; gives the id of the posting. */
  post(
    at: string,
    lines: readonly StockLine[],
    more?: { readonly now?: string; readonly record?: string },
  ): Promise<string>;
  /** Gives points to a person from the budget of a programme. */
  award(at: string, person: string, amount: string): Promise<string>;
  /** Takes back what the record has posted. */
  reverse(record: string, reason: string): Promise<void>;
}

const UNBOUND = [{ measure: 0, lo: '0', hi: null }];

/** A depot with two items, two warehouses and two people, and nothing posted yet. */
export async function depotBench(database: Database): Promise<DepotBench> {
  const bench = await tenantBench(database, depotTemplate());
  const people = { Ann: randomUUID(), Bo: randomUUID() };
  for (const [name, id] of Object.entries(people)) {
    await putTenantUser(bench.place, { id: userId(id), name, email: `${name}@example.com`, active: true });
  }
  const data: Readonly<Record<string, { readonly id: string }>> = await bench.data(`mutation {
    Bolt: createItem(input: { name: "Bolt" }) { id }
    Nut: createItem(input: { name: "Nut" }) { id }
    Main: createWarehouse(input: { name: "Main", keeper: { id: "${people.Ann}" } }) { id }
    Side: createWarehouse(input: { name: "Side", keeper: { id: "${people.Bo}" } }) { id }
    AnnHere: createEmployee(input: { name: "Ann", login: { id: "${people.Ann}" } }) { id }
    receipt: createReceipt(input: { warehouse: { name: "Main" }, lines: [{ item: { name: "Bolt" }, quantity: "1" }] }) { id }
  }`);
  const ids = { ...Object.fromEntries(Object.entries(data).map(([name, { id }]) => [name, id])), ...people };
  const known = (name: string): string => must(new Map(Object.entries(ids)).get(name), name);
  async function send(posting: PostRequest['postings'][number], now: string): Promise<void> {
    const request: PostRequest = { now, actor: bench.user.id, templateVersion: bench.version(), postings: [posting] };
    const [row] = await bench.query<{ readonly answer: string }>('select @.fw_post($1::jsonb)::text as answer', [
      JSON.stringify(request),
    ]);
    const answer = JSON.parse(must(row, 'answer').answer) as PostAnswer;
    if (!answer.ok) throw new Error(JSON.stringify(answer.refusals));
  }
  return {
    ...bench,
    ids,
    async post(at, lines, { now = at, record } = {}) {
      const id = randomUUID();
      await send(
        {
          kind: 'move',
          id,
          source: record === undefined ? null : { entity: 'Receipt', record },
          ledger: 'stock',
          rule: 'receive',
          effectiveAt: at,
          lines: lines.map(({ item, warehouse, lot, onHand, value = '0' }): LineRequest => ({
            book: 'stock',
            key: { u0: known(item), u1: known(warehouse), t0: lot ?? null },
            amounts: [onHand, value],
            bounds: UNBOUND,
          })),
        },
        now,
      );
      return id;
    },
    async award(at, person, amount) {
      const id = randomUUID();
      const line = (book: string, key: LineRequest['key'], change: string): LineRequest => ({
        book,
        key,
        amounts: [change],
        bounds: [],
      });
      await send(
        {
          kind: 'move',
          id,
          source: null,
          ledger: 'points',
          rule: 'gift',
          effectiveAt: at,
          lines: [
            line('points.wallet', { u0: known(person) }, amount),
            line('points.budget', { t0: 'erp', t1: '2026' }, `-${amount}`),
          ],
        },
        at,
      );
      return id;
    },
    reverse: (record, reason) =>
      send(
        { kind: 'reverse', id: randomUUID(), source: null, record, rules: ['receive'], reason },
        new Date().toISOString(),
      ),
  };
}
