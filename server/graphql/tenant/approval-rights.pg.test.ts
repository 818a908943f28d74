import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowBench, type FlowBench } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';
import type { Answer } from '../../test/tenant-bench.ts';

type Person = Awaited<ReturnType<FlowBench['person']>>;

let database: TestDatabase;
let trade: FlowBench;
let people: Readonly<Record<'sam' | 'bea' | 'bob', Person>>;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** A trade in which a boss approves large orders, but none of their own. */
async function open(): Promise<void> {
  const approvals = [
    { id: 'large', when: "doc.total >= dec('100')", mode: 'any', roles: ['boss'], except: 'doc.createdBy' },
  ] as const;
  const template = flowTemplate((flow) => ({
    ...flow,
    transitions: flow.transitions.map((one) => (one.id === 'confirm' ? { ...one, approvals } : one)),
  }));
  trade = await flowBench(database.database, template);
  await trade.receive('Bolt', '1000');
  people = {
    sam: await trade.person('Sam', ['sales']),
    bea: await trade.person('Bea', ['boss']),
    bob: await trade.person('Bob', ['boss']),
  };
}

const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions }) => extensions['code']);

describe('approval without somebody of the row', () => {
  const askAs = (person: Person, id: string): Promise<Answer> =>
    trade.ask(`mutation { confirmOrder(id: "${id}", version: 1) { id } }`, person);

  it('[WKF-43] whom it names is not asked and not handed the task, in capitals neither', async () => {
    await open();
    const order = await trade.order('20', { client: 'Rich' });
    await trade.query(`update @."order" set created_by = '${String(people.bea.actor.id)}' where id = '${order.id}'`);
    expect((await askAs(people.sam, order.id)).errors).toEqual([]);
    const { inbox } = await trade.data(
      '{ inbox(box: STARTED) { nodes { id tasks { state person { name } } } } }',
      people.sam,
    );
    const [request] = (inbox as unknown as { readonly nodes: readonly { readonly id: string }[] }).nodes;
    expect(request).toMatchObject({ tasks: [{ state: 'OPEN', person: { name: 'Bob' } }] });
    for (const to of [String(people.bea.actor.id), String(people.bea.actor.id).toUpperCase()]) {
      const handed = await trade.ask(
        `mutation { delegateApproval(id: "${request?.id ?? ''}", to: "${to}") { id } }`,
        people.bob,
      );
      expect(codes(handed)).toEqual(['APPROVAL_DELEGATE']);
    }
    const { inbox: waiting } = await trade.data('{ inbox(box: TO_DECIDE) { totalCount } }', people.bea);
    expect(waiting).toEqual({ totalCount: 0 });
  });

  it('[WKF-43] with nobody else left nothing is asked, whoever asks', async () => {
    await open();
    const order = await trade.order('20', { client: 'Rich' });
    await trade.query(`update @."order" set created_by = '${String(people.bea.actor.id)}' where id = '${order.id}'`);
    await trade.query(`update @.fw_user set active = false where id = '${String(people.bob.actor.id)}'`);
    expect(codes(await askAs(people.sam, order.id))).toEqual(['APPROVAL_NOBODY']);
  });

  it('[API-22] an id in capitals is the same id, in every argument of a mutation', async () => {
    await open();
    const order = await trade.order('2', { client: 'Rich' });
    const id = order.id.toUpperCase();
    const { client } = await trade.data(`{ client(by: { name: "Ada" }) { id } }`);
    const ada = (client as unknown as { readonly id: string }).id.toUpperCase();
    await trade.data(`mutation { updateOrder(id: "${id}", version: 1, patch: { client: { id: "${ada}" } }) { id } }`);
    await trade.data(
      `mutation { upsertOrder(by: { id: "${id}" }, input: { client: { id: "${ada}" }, note: "same" }) { id } }`,
    );
    const { confirmOrder } = await trade.data(
      `mutation { confirmOrder(id: "${id}", version: 3) { id state } }`,
      people.sam,
    );
    expect(confirmOrder).toEqual({ id: order.id, state: 'confirmed' });
  });
});

describe('what is given with a request', () => {
  it('[WKF-38] is not told where a role hides the field', async () => {
    const flow = flowTemplate((one) =>
      one.of === 'Order'
        ? {
            ...one,
            transitions: one.transitions.map((step) =>
              step.id === 'confirm'
                ? { ...step, input: ['carrier'], approvals: [{ id: 'both', mode: 'all', roles: ['boss', 'director'] }] }
                : step,
            ),
          }
        : one,
    );
    trade = await flowBench(database.database, {
      ...flow,
      roles: (flow.roles ?? []).map((role) =>
        role.id === 'boss'
          ? { ...role, grants: [{ entity: 'Order', can: ['read'] as const, hide: ['carrier'] }] }
          : role.id === 'director'
            ? { ...role, grants: [] }
            : role,
      ),
    });
    const [sam, bea] = [await trade.person('Sam', ['sales']), await trade.person('Bea', ['boss'])];
    const dan = await trade.person('Dan', ['director']);
    const order = await trade.order('1');
    await trade.data(
      `mutation { confirmOrder(id: "${order.id}", version: 1, input: { carrier: "Kite" }) { id } }`,
      sam,
    );
    const given = async (name: string, person: Person): Promise<unknown> => {
      const { inbox } = await trade.data(`{ inbox(box: ${name}) { nodes { input { field value } } } }`, person);
      return (inbox as unknown as { readonly nodes: readonly { readonly input: unknown }[] }).nodes[0]?.input;
    };
    expect(await given('STARTED', sam)).toEqual([{ field: 'carrier', value: 'Kite' }]);
    expect(await given('TO_DECIDE', bea)).toEqual([{ field: 'carrier', value: null }]);
    // Who may not read the rows at all was asked to decide: what about, is what the request says.
    expect(await given('TO_DECIDE', dan)).toEqual([{ field: 'carrier', value: 'Kite' }]);
  });
});
