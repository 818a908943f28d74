import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalDef, WorkflowDef } from '../../../schema/template/template.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowBench, type FlowBench, type FlowRow } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';
import type { Answer } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let trade: FlowBench;
type Person = Awaited<ReturnType<FlowBench['person']>>;
let people: Readonly<Record<'sam' | 'bea' | 'bob' | 'dan', Person>>;

/** The flow with these approvals for confirming. */
function approvedBy(...approvals: readonly ApprovalDef[]): (flow: WorkflowDef) => WorkflowDef {
  return (flow) => ({
    ...flow,
    transitions: flow.transitions.map((one) => (one.id === 'confirm' ? { ...one, approvals } : one)),
  });
}

const LARGE = "doc.total >= dec('100')";

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function open(...approvals: readonly ApprovalDef[]): Promise<void> {
  trade = await flowBench(database.database, flowTemplate(approvedBy(...approvals)));
  await trade.receive('Bolt', '1000');
  people = {
    sam: await trade.person('Sam', ['sales']),
    bea: await trade.person('Bea', ['boss']),
    bob: await trade.person('Bob', ['boss']),
    dan: await trade.person('Dan', ['director']),
  };
}

const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions }) => extensions['code']);
const FIELDS = `id state step canDecide canWithdraw recordId recordTitle transitionLabel reason askedBy { name }
  tasks { step state role comment overdue person { name } delegatedFrom { name } decidedBy { name } }`;

interface Request {
  readonly id: string;
  readonly state: string;
  readonly step: number;
  readonly canDecide: boolean;
  readonly tasks: readonly {
    readonly state: string;
    readonly step: number;
    readonly overdue: boolean;
    readonly person: { readonly name: string };
  }[];
}

/** Asks to confirm an order of that many bolts as Sam; gives the order and what waits. */
async function ask(qty: string): Promise<{ readonly order: FlowRow; readonly request: Request }> {
  const order = await trade.order(qty, { client: 'Rich' });
  const { confirmOrder } = await trade.data(
    `mutation { confirmOrder(id: "${order.id}", version: 1) { id version state } }`,
    people.sam,
  );
  expect(confirmOrder).toMatchObject({ state: 'draft', version: 1 });
  const [request] = (await box('STARTED', people.sam)).filter(
    (one) => 'recordId' in one && one['recordId'] === order.id,
  );
  if (request === undefined) throw new Error('nothing was asked');
  return { order, request };
}

async function box(name: string, person: Person): Promise<readonly Request[]> {
  const { inbox } = await trade.data(`{ inbox(box: ${name}) { nodes { ${FIELDS} } totalCount } }`, person);
  return (inbox as unknown as { readonly nodes: readonly Request[] }).nodes;
}

function decide(person: Person, request: Pick<Request, 'id'>, decision: string, more = ''): Promise<Answer> {
  return trade.ask(
    `mutation { decideApproval(id: "${request.id}", decision: ${decision}${more}) { ${FIELDS} } }`,
    person,
  );
}

const decided = (answer: Answer): Request => {
  expect(answer.errors).toEqual([]);
  return Object.values(answer.data ?? {})[0] as unknown as Request;
};
const tasksOf = ({ tasks }: Request): readonly string[] => tasks.map(({ person, state }) => `${person.name} ${state}`);

describe('approval by all', () => {
  beforeAll(() => open({ id: 'large', when: LARGE, mode: 'all', roles: ['boss'] }));

  it('[WKF-30] where the condition holds a request is made and the row stays; elsewhere the step is taken', async () => {
    const small = await trade.order('2', { client: 'Rich' });
    const { confirmOrder } = await trade.data(
      `mutation { confirmOrder(id: "${small.id}", version: 1) { state } }`,
      people.sam,
    );
    expect(confirmOrder).toEqual({ state: 'confirmed' });
    const before = await trade.stock('Bolt');
    const { order, request } = await ask('20');
    expect(request).toMatchObject({
      state: 'PENDING',
      recordTitle: expect.stringMatching(/^O-/) as string,
      transitionLabel: 'Confirm',
      askedBy: { name: 'Sam' },
      canDecide: false,
      canWithdraw: true,
    });
    expect(tasksOf(request)).toEqual(['Bea OPEN', 'Bob OPEN']);
    expect(await trade.row(order.id)).toMatchObject({ state: 'draft', version: 1 });
    expect(await trade.stock('Bolt')).toEqual(before);
  });

  it('[WKF-34] the last approval takes the transition as who asked, and posts', async () => {
    const before = await trade.stock('Bolt');
    const { order, request } = await ask('30');
    expect((await box('TO_DECIDE', people.bea)).map(({ id }) => id)).toContain(request.id);
    expect(decided(await decide(people.bea, request, 'APPROVE', ', comment: "fine"'))).toMatchObject({
      state: 'PENDING',
      canDecide: false,
    });
    expect(await trade.row(order.id)).toMatchObject({ state: 'draft' });
    expect(decided(await decide(people.bob, request, 'APPROVE'))).toMatchObject({ state: 'APPROVED' });
    expect(await trade.row(order.id)).toMatchObject({ state: 'confirmed', version: 2, confirmedBy: { name: 'Sam' } });
    expect(Number((await trade.stock('Bolt'))?.available)).toBe(Number(before?.available) - 30);
    expect((await box('TO_DECIDE', people.bea)).map(({ id }) => id)).not.toContain(request.id);
    expect((await box('DONE', people.bea)).map(({ id }) => id)).toContain(request.id);
  });

  it('[WKF-33] while it waits the record refuses changes on every path, and a second request', async () => {
    const { order, request } = await ask('20');
    const { id } = order;
    const tries = [
      `updateOrder(id: "${id}", version: 1, patch: { note: "x" })`,
      `deleteOrder(id: "${id}", version: 1)`,
      `upsertOrder(by: { id: "${id}" }, input: { client: { name: "Ada" }, lines: [{ item: { name: "Bolt" }, qty: "1" }] })`,
      `confirmOrder(id: "${id}", version: 1)`,
      `touchOrder(id: "${id}", version: 1)`,
    ];
    for (const one of tries)
      expect([one, ...codes(await trade.ask(`mutation { ${one} { id } }`))]).toEqual([one, 'APPROVAL_PENDING']);
    const { orderTransitions } = await trade.data(`{ orderTransitions(id: "${id}") { id available whyNot { code } } }`);
    expect(orderTransitions).toContainEqual({
      id: 'confirm',
      available: false,
      whyNot: [{ code: 'APPROVAL_PENDING' }],
    });
    const withdrawn = await trade.ask(`mutation { withdrawApproval(id: "${request.id}") { state } }`, people.sam);
    expect(withdrawn.data).toEqual({ withdrawApproval: { state: 'WITHDRAWN' } });
    expect(
      codes(await trade.ask(`mutation { updateOrder(id: "${id}", version: 1, patch: { note: "x" }) { id } }`)),
    ).toEqual([]);
    expect(codes(await decide(people.bea, request, 'APPROVE'))).toEqual(['APPROVAL_OVER']);
  });

  it('[WKF-33] an update and a request at the same moment: one sees the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await trade.order('20', { client: 'Rich' });
      const answers = await Promise.all([
        trade.ask(`mutation { updateOrder(id: "${id}", version: 1, patch: { note: "x" }) { version } }`),
        trade.ask(`mutation { confirmOrder(id: "${id}", version: 1) { state } }`, people.sam),
      ]);
      const refused = answers.flatMap(codes);
      expect(refused).toHaveLength(1);
      expect(['APPROVAL_PENDING', 'VERSION_CONFLICT']).toContain(refused[0]);
    }
  });

  it('[WKF-35] rejecting and sending back need a comment and end the request; the asker may ask again', async () => {
    const { order, request } = await ask('20');
    expect(codes(await decide(people.bob, request, 'REJECT'))).toEqual(['COMMENT_REQUIRED']);
    expect(tasksOf(decided(await decide(people.bob, request, 'SEND_BACK', ', comment: "too dear"')))).toEqual([
      'Bea SKIPPED',
      'Bob SENT_BACK',
    ]);
    const { updateOrder } = await trade.data(
      `mutation { updateOrder(id: "${order.id}", version: 1, patch: { note: "cheaper" }) { version } }`,
      people.sam,
    );
    expect(updateOrder).toEqual({ version: 2 });
    await trade.data(`mutation { confirmOrder(id: "${order.id}", version: 2) { state } }`, people.sam);
    const again = (await box('TO_DECIDE', people.bob))[0];
    expect(decided(await decide(people.bob, again ?? { id: '' }, 'REJECT', ', comment: "no"')).state).toBe('REJECTED');
  });

  it('[WKF-34] what the ledger refuses at the end refuses the decision, and the task stays open', async () => {
    const { order, request } = await ask('100000');
    await decide(people.bea, request, 'APPROVE');
    expect(codes(await decide(people.bob, request, 'APPROVE'))).toContain('LEDGER_BELOW_MINIMUM');
    expect(await trade.row(order.id)).toMatchObject({ state: 'draft', version: 1 });
    const [open] = (await box('TO_DECIDE', people.bob)).filter(({ id }) => id === request.id);
    expect(open && tasksOf(open)).toEqual(['Bea APPROVED', 'Bob OPEN']);
  });

  it('[WKF-37] a task can be handed on, to an active member who is not yet asked and did not ask', async () => {
    const { order, request } = await ask('20');
    const hand = (from: Person, to: Person): Promise<Answer> =>
      trade.ask(
        `mutation { delegateApproval(id: "${request.id}", to: "${String(to.actor.id)}", comment: "on leave") { ${FIELDS} } }`,
        from,
      );
    expect(codes(await hand(people.bea, people.bob))).toEqual(['APPROVAL_DELEGATE']);
    expect(codes(await hand(people.bea, people.sam))).toEqual(['APPROVAL_DELEGATE']);
    expect(codes(await hand(people.dan, people.dan))).toEqual(['APPROVAL_NOT_FOUND']);
    expect(tasksOf(decided(await hand(people.bea, people.dan)))).toEqual(['Bea DELEGATED', 'Bob OPEN', 'Dan OPEN']);
    expect(codes(await decide(people.bea, request, 'APPROVE'))).toEqual(['APPROVAL_NOT_YOURS']);
    await decide(people.bob, request, 'APPROVE');
    expect(decided(await decide(people.dan, request, 'APPROVE')).state).toBe('APPROVED');
    expect(await trade.row(order.id)).toMatchObject({ state: 'confirmed' });
  });

  it('[WKF-38] strangers see no request, parties and readers of the record do', async () => {
    const { request } = await ask('20');
    const guest = await trade.person('Gil', ['guest']);
    const query = `{ approvalRequest(id: "${request.id}") { id } }`;
    expect((await trade.data(query, guest))['approvalRequest']).toBeNull();
    expect((await trade.data(query, people.bea))['approvalRequest']).toEqual({ id: request.id });
    expect((await trade.data(query, people.dan))['approvalRequest']).toEqual({ id: request.id });
    expect(codes(await decide(guest, request, 'APPROVE'))).toEqual(['APPROVAL_NOT_FOUND']);
    expect(codes(await trade.ask(`mutation { withdrawApproval(id: "${request.id}") { id } }`, people.bea))).toEqual([
      'APPROVAL_NOT_ASKER',
    ]);
  });

  it('[WRK-103] of a record the waiting request is told, with an event for who watches, and none once it ended', async () => {
    const { order, request } = await ask('20');
    const guest = await trade.person('Gus', ['guest']);
    const query = `{ approvalOf(record: "${order.id}") { id step tasks { person { name } state } } }`;
    const events = async (): Promise<number> =>
      (await trade.query('select 1 from @.fw_event where entity = $2 and record_id = $1', [order.id, '@approval']))
        .length;
    expect((await trade.data(query, guest))['approvalOf']).toBeNull();
    expect((await trade.data(query, people.sam))['approvalOf']).toMatchObject({ id: request.id, step: 0 });
    expect(await events()).toBe(1);
    await decide(people.bea, request, 'APPROVE');
    expect(await events()).toBe(2);
    await decide(people.bob, request, 'APPROVE');
    expect((await trade.data(query, people.sam))['approvalOf']).toBeNull();
    expect(await events()).toBe(3);
  });

  it('[WKF-34] two who decide at once: each counts once, and the transition is taken once', async () => {
    const { order, request } = await ask('20');
    const answers = await Promise.all([
      decide(people.bea, request, 'APPROVE'),
      decide(people.bob, request, 'APPROVE'),
      decide(people.bea, request, 'APPROVE'),
    ]);
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(2);
    expect(await trade.row(order.id)).toMatchObject({ state: 'confirmed', version: 2 });
  });

  it('[WKF-39] a decision repeated under its key is answered as before', async () => {
    const { request } = await ask('20');
    const first = await decide(people.bea, request, 'APPROVE', ', idempotencyKey: "d-1"');
    expect((await decide(people.bea, request, 'APPROVE', ', idempotencyKey: "d-1"')).text).toBe(first.text);
    expect(codes(await decide(people.bea, request, 'APPROVE'))).toEqual(['APPROVAL_NOT_YOURS']);
  });

  it('[WKF-32] nobody holds the role: nothing is asked', async () => {
    const order = await trade.order('20', { client: 'Rich' });
    await trade.query(`update @.fw_user set active = false where 'boss' = any(roles)`);
    const refused = await trade.ask(`mutation { confirmOrder(id: "${order.id}", version: 1) { id } }`, people.sam);
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'APPROVAL_NOBODY', params: { roles: ['boss'] } });
    await trade.query(`update @.fw_user set active = true where 'boss' = any(roles)`);
  });
});

describe('approval by any, in order, and step after step', () => {
  beforeAll(() =>
    open(
      { id: 'any', when: LARGE, mode: 'any', roles: ['boss'] },
      {
        id: 'chain',
        when: "doc.total >= dec('500')",
        mode: 'inOrder',
        roles: ['boss', 'director'],
        copyTo: ['warehouse'],
      },
    ),
  );

  it('[WKF-34] any: one is enough, the others need not', async () => {
    const { order, request } = await ask('20');
    const done = decided(await decide(people.bob, request, 'APPROVE'));
    expect([done.state, ...tasksOf(done)]).toEqual(['APPROVED', 'Bea SKIPPED', 'Bob APPROVED']);
    expect(await trade.row(order.id)).toMatchObject({ state: 'confirmed' });
  });

  it('[WKF-34] steps in order, and roles in order within a step', async () => {
    const { order, request } = await ask('60');
    expect(request.tasks).toHaveLength(2);
    const second = decided(await decide(people.bea, request, 'APPROVE'));
    expect([second.step, ...tasksOf(second).slice(2)]).toEqual([1, 'Bea OPEN', 'Bob OPEN', 'Dan WAITING']);
    expect(codes(await decide(people.dan, request, 'APPROVE'))).toEqual(['APPROVAL_NOT_YOURS']);
    const third = decided(await decide(people.bob, request, 'APPROVE'));
    expect(tasksOf(third).slice(2)).toEqual(['Bea SKIPPED', 'Bob APPROVED', 'Dan OPEN']);
    expect(decided(await decide(people.dan, request, 'APPROVE')).state).toBe('APPROVED');
    expect(await trade.row(order.id)).toMatchObject({ state: 'confirmed' });
  });

  it('[WKF-31] who asked does not decide, unless nobody else can', async () => {
    const both = await trade.person('Una', ['sales', 'boss']);
    const order = await trade.order('20', { client: 'Rich' });
    await trade.data(`mutation { confirmOrder(id: "${order.id}", version: 1) { id } }`, both);
    const [mine] = await box('STARTED', both);
    expect(mine && tasksOf(mine)).toEqual(['Bea OPEN', 'Bob OPEN']);
    await trade.query(`update @.fw_user set active = false where name in ('Bea', 'Bob')`);
    const other = await trade.order('20', { client: 'Rich' });
    await trade.data(`mutation { confirmOrder(id: "${other.id}", version: 1) { id } }`, both);
    const [alone] = await box('TO_DECIDE', both);
    expect(alone && tasksOf(alone)).toEqual(['Una OPEN']);
    await trade.query(`update @.fw_user set active = true where name in ('Bea', 'Bob')`);
  });

  it('[WKF-31] a role that a tier of points grants counts like one of the membership', async () => {
    const tom = await trade.person('Tom', []);
    await trade.query(
      `insert into @.fw_tier (user_id, tier, roles, earned, since, checked_at, seen) values ($1, 'gold', '{sales,director}', 1, now(), now(), 0)`,
      [tom.actor.id],
    );
    const order = await trade.order('20', { client: 'Rich' });
    const asked = { ...tom, roles: ['sales', 'director'], actor: { ...tom.actor, roles: ['sales', 'director'] } };
    await trade.data(`mutation { confirmOrder(id: "${order.id}", version: 1) { id } }`, asked);
    const [request] = await box('STARTED', tom);
    expect(decided(await decide(people.bob, request ?? { id: '' }, 'APPROVE')).state).toBe('APPROVED');
    expect(await trade.row(order.id)).toMatchObject({ state: 'confirmed', confirmedBy: { name: 'Tom' } });
  });

  it('[WKF-38] those who are kept informed find it in their box', async () => {
    const wanda = await trade.person('Wanda', ['warehouse']);
    const { request } = await ask('60');
    expect((await box('COPIED', wanda)).map(({ id }) => id)).toContain(request.id);
    const small = await ask('20');
    expect((await box('COPIED', wanda)).map(({ id }) => id)).not.toContain(small.request.id);
  });

  it('[WKF-38] a box is read page by page, the latest first', async () => {
    const all = await box('STARTED', people.sam);
    const page = (after: string | null): Promise<Record<string, never>> =>
      trade.data(
        `query P($after: String) { inbox(box: STARTED, first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } totalCount } }`,
        { ...people.sam, variables: { after } },
      );
    const first = (await page(null))['inbox'] as unknown as {
      nodes: { id: string }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
      totalCount: number;
    };
    expect(first.totalCount).toBe(all.length);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = (await page(first.pageInfo.endCursor))['inbox'] as unknown as { nodes: { id: string }[] };
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ id }) => id));
    expect(codes(await trade.ask('{ inbox(box: DONE, first: 5000) { totalCount } }'))).toEqual(['PAGE_SIZE']);
    expect(codes(await trade.ask('{ inbox(box: DONE, after: "x") { totalCount } }'))).toEqual(['CURSOR_INVALID']);
  });
});

describe('a request whose approvals a publication takes away', () => {
  it('[WKF-34] lapses with the decision, and nothing is carried out: the row was free meanwhile', async () => {
    await open({ id: 'one', mode: 'any', roles: ['boss'] });
    const { order, request } = await ask('20');
    await trade.republish(
      flowTemplate((flow) => ({
        ...flow,
        transitions: flow.transitions.map((one) =>
          one.id === 'ship' ? { ...one, approvals: [{ id: 'one', mode: 'any', roles: ['boss'] }] } : one,
        ),
      })),
    );
    expect(decided(await decide(people.bea, request, 'APPROVE')).state).toBe('LAPSED');
    expect(await trade.row(order.id)).toMatchObject({ state: 'draft' });
  });
});
