import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../schema/core/limits.ts';
import { must } from '../../../schema/core/result.ts';
import type { ApprovalDef, Template, WorkflowDef } from '../../../schema/template/template.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowOf, type FlowBench } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';
import { jobBench, only, type JobBench } from '../../test/job-bench.ts';
import { runTenantJobs } from './run-tenant-jobs.ts';
import { WORKFLOW_JOB } from './workflow-job.ts';

const APPROVALS: readonly ApprovalDef[] = [
  { id: 'all', when: "doc.note == 'all'", mode: 'all', roles: ['boss'], within: 'P1D', escalateTo: ['director'] },
  { id: 'any', when: "doc.note == 'any'", mode: 'any', roles: ['boss'], within: 'PT24H' },
];

/** Confirming needs approval; what is confirmed is cancelled after a month, and a draft may lie for a week. */
function template(): Template {
  const change = (flow: WorkflowDef): WorkflowDef => ({
    ...flow,
    states: flow.states.map((state) => {
      if (state.id === 'confirmed') return { ...state, deadline: { within: 'P1M', take: 'cancel', notify: ['boss'] } };
      return state.id === 'draft' ? { ...state, deadline: { within: 'P7D', take: 'drop', notify: ['sales'] } } : state;
    }),
    transitions: [
      ...flow.transitions.map((one) => (one.id === 'confirm' ? { ...one, approvals: APPROVALS } : one)),
      // A guard that a forgotten draft does not pass by itself.
      { id: 'drop', from: ['draft'], to: 'cancelled', guard: 'doc.carrier != null' },
    ],
  });
  return flowTemplate(change);
}

const START = '2026-01-31T09:00:00.000Z';
let database: TestDatabase;
let bench: JobBench;
let trade: FlowBench;
type Person = Awaited<ReturnType<FlowBench['person']>>;
let people: Readonly<Record<'sam' | 'bea' | 'bob' | 'dan', Person>>;

beforeAll(async () => {
  database = await freshDatabase();
  bench = await jobBench(database.database, template(), { at: START });
  trade = await flowOf(bench.tenant);
  people = {
    sam: await trade.person('Sam', ['sales']),
    bea: await trade.person('Bea', ['boss']),
    bob: await trade.person('Bob', ['boss']),
    dan: await trade.person('Dan', ['director']),
  };
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

interface Task {
  readonly state: string;
  readonly overdue: boolean;
  readonly person: { readonly name: string };
}

/** A draft as of the bench's clock. */
async function draft(note: string): Promise<string> {
  const { createOrder } = await bench.data(
    `mutation { createOrder(input: { client: { name: "Rich" }, note: "${note}", lines: [{ item: { name: "Bolt" }, qty: "1" }] }) { id } }`,
  );
  return (createOrder as unknown as { readonly id: string }).id;
}

async function asked(note: string): Promise<{ readonly id: string; readonly request: string }> {
  const id = await draft(note);
  await bench.data(`mutation { confirmOrder(id: "${id}", version: 1) { state } }`, people.sam);
  const { inbox } = await bench.data('{ inbox(box: STARTED, first: 1) { nodes { id } } }', people.sam);
  const { nodes } = inbox as unknown as { readonly nodes: readonly { readonly id: string }[] };
  return { id, request: only(nodes).id };
}

async function tasks(request: string): Promise<readonly string[]> {
  const { approvalRequest } = await bench.data(
    `{ approvalRequest(id: "${request}") { tasks { state overdue person { name } } } }`,
  );
  const { tasks: list } = approvalRequest as unknown as { readonly tasks: readonly Task[] };
  return list.map(({ person, state, overdue }) => `${person.name} ${state}${overdue ? ' late' : ''}`);
}

const later = (days: number, minutes = 0): string =>
  new Date(Date.parse(START) + days * 86_400_000 + minutes * 60_000).toISOString();

describe('deadlines of approvals', () => {
  it('[WKF-36] the late are replaced by those they are escalated to, of whom one decides for all the late', async () => {
    bench.clock.set(START);
    await trade.receive('Bolt', '100');
    const { id, request } = await asked('all');
    await bench.data(`mutation { decideApproval(id: "${request}", decision: APPROVE) { id } }`, people.bea);
    bench.clock.set(later(1, -1));
    await bench.settle([WORKFLOW_JOB]);
    expect(await tasks(request)).toEqual(['Bea APPROVED', 'Bob OPEN']);
    bench.clock.set(later(1, 1));
    await bench.settle([WORKFLOW_JOB]);
    expect(await tasks(request)).toEqual(['Bea APPROVED', 'Bob ESCALATED late', 'Dan OPEN']);
    const told = await bench.query<{ readonly text_en: string }>(
      `select n.text_en from @.fw_notification n join @.fw_user u on u.id = n.user_id where u.name = 'Dan'`,
    );
    expect(told).toEqual([{ text_en: 'Order: “Confirm” waits for your decision.' }]);
    const { decideApproval } = await bench.data(
      `mutation { decideApproval(id: "${request}", decision: APPROVE) { state } }`,
      people.dan,
    );
    expect(decideApproval).toEqual({ state: 'APPROVED' });
    expect(await trade.row(id)).toMatchObject({ state: 'confirmed' });
  });

  it('[WKF-36] without anybody to turn to the task stays open and is marked late, once', async () => {
    bench.clock.set(START);
    const { request } = await asked('any');
    bench.clock.set(later(2));
    await bench.settle([WORKFLOW_JOB]);
    expect(await tasks(request)).toEqual(['Bea OPEN late', 'Bob OPEN late']);
    await bench.settle([WORKFLOW_JOB]);
    const { decideApproval } = await bench.data(
      `mutation { decideApproval(id: "${request}", decision: REJECT, comment: "late") { state } }`,
      people.bob,
    );
    expect(decideApproval).toEqual({ state: 'REJECTED' });
  });
});

describe('deadlines of states', () => {
  it('[WKF-60] a row that is in its state for too long takes the step, as the tenant itself, and the roles are told', async () => {
    bench.clock.set('2026-01-31T15:00:00.000Z');
    const id = await draft('');
    await bench.data(`mutation { confirmOrder(id: "${id}", version: 1) { state } }`, people.sam);
    expect(await trade.row(id)).toMatchObject({ state: 'confirmed' });
    // A month after the last of January is the last of February.
    bench.clock.set('2026-02-28T14:59:00.000Z');
    await bench.settle([WORKFLOW_JOB]);
    expect(await trade.row(id)).toMatchObject({ state: 'confirmed' });
    bench.clock.set('2026-02-28T15:01:00.000Z');
    // Two servers at once.
    await Promise.all(
      [1, 2].map(() => runTenantJobs(bench.application, bench.tenant.tenant, { jobs: [WORKFLOW_JOB] })),
    );
    await bench.settle([WORKFLOW_JOB]);
    expect(await trade.row(id)).toMatchObject({ state: 'cancelled', version: 3 });
    // With it comes back what an earlier order had reserved, whose time was over ([LED-10]).
    expect(await trade.stock('Bolt')).toEqual({ onHand: '100', available: '100' });
    const events = await bench.query(
      `select kind, transition, reason, actor from @.fw_event where record_id = $1 order by seq desc limit 1`,
      [id],
    );
    expect(events).toEqual([{ kind: 'transition', transition: 'cancel', reason: 'confirmed: P1M', actor: null }]);
    const told = await bench.query<{ readonly n: number }>(
      `select count(*)::int as n from @.fw_notification where key like 'deadline:' || $1 || '%'`,
      [id],
    );
    expect(told).toEqual([{ n: 2 }]);
  });

  it('[WKF-61] a step that is refused is tried again, less and less often, and the roles are told once', async () => {
    bench.clock.set('2026-04-01T00:00:00.000Z');
    const id = await draft('');
    const kept = async (): Promise<unknown> =>
      only(
        await bench.query<Readonly<Record<string, unknown>>>(
          `select tries, next_at, done_at, issues::jsonb -> 0 ->> 'code' as code from @.fw_deadline where record_id = $1`,
          [id],
        ),
      );
    bench.clock.set('2026-04-08T00:30:00.000Z');
    await bench.settle([WORKFLOW_JOB]);
    expect(await kept()).toMatchObject({ tries: 1, done_at: null, code: 'TRANSITION_GUARD' });
    await bench.settle([WORKFLOW_JOB]);
    expect(await kept()).toMatchObject({ tries: 1 });
    bench.clock.set('2026-04-08T01:31:00.000Z');
    await bench.settle([WORKFLOW_JOB]);
    expect(await kept()).toMatchObject({ tries: 2 });
    // What changed meanwhile counts.
    await bench.data(`mutation { updateOrder(id: "${id}", version: 1, patch: { carrier: "Kite" }) { id } }`);
    bench.clock.set('2026-04-08T04:00:00.000Z');
    await bench.settle([WORKFLOW_JOB]);
    expect(await kept()).toMatchObject({ tries: 3, next_at: null, code: null });
    expect(await trade.row(id)).toMatchObject({ state: 'cancelled' });
  });

  it('[WKF-61] one run deals with so many rows and no more, the rest comes next', async () => {
    bench.clock.set('2026-04-20T00:00:00.000Z');
    const inputs = Array.from({ length: LIMITS.jobItemsMax + 1 }, () => ({
      client: { name: 'Rich' },
      carrier: 'Kite',
      lines: [{ item: { name: 'Bolt' }, qty: '1' }],
    }));
    await bench.data('mutation M($inputs: [OrderInput!]!) { createOrders(inputs: $inputs) { id } }', {
      variables: { inputs },
    });
    // What earlier rows still wait for is not counted here.
    await bench.query('update @.fw_deadline set done_at = now() where done_at is null');
    bench.clock.set('2026-04-28T00:00:00.000Z');
    const handle = await bench.application.tenantByName(bench.tenant.tenant.name);
    const context = { application: bench.application, handle: must(handle.ok ? handle.value : null, 'tenant') };
    const now = bench.clock.now();
    expect(await WORKFLOW_JOB.run({ ...context, now })).toBe(LIMITS.jobItemsMax);
    expect(await WORKFLOW_JOB.run({ ...context, now })).toBe(1);
    expect(await WORKFLOW_JOB.run({ ...context, now })).toBe(0);
  });

  it('[WKF-62] an attempt is the last after as many as are allowed', async () => {
    bench.clock.set('2026-05-01T00:00:00.000Z');
    const id = await draft('');
    for (let n = 0; n < 14; n += 1) {
      bench.clock.set(new Date(Date.parse('2026-05-09T00:00:00.000Z') + n * 3 * 86_400_000));
      await bench.settle([WORKFLOW_JOB]);
    }
    const rows = await bench.query(`select tries, next_at from @.fw_deadline where record_id = $1`, [id]);
    expect(rows).toEqual([{ tries: 10, next_at: null }]);
  });
});

describe('requests that a publication leaves behind', () => {
  it('[WKF-34] lapse, who asked is told, and the row is free', async () => {
    bench.clock.set('2026-06-01T00:00:00.000Z');
    const { id, request } = await asked('any');
    const state = async (): Promise<unknown> =>
      only(await bench.query<{ readonly state: string }>('select state from @.fw_approval where id = $1', [request]))
        .state;
    await bench.settle([WORKFLOW_JOB]);
    expect(await state()).toBe('pending');
    await bench.tenant.republish(flowTemplate());
    await bench.settle([WORKFLOW_JOB]);
    expect(await state()).toBe('lapsed');
    const [told] = await bench.query<{ readonly text: string }>(
      'select n::text as text from @.fw_notification n where n::text like $1',
      ['%has lapsed: the workflow has changed%'],
    );
    expect(told).toBeDefined();
    const { confirmOrder } = await bench.data(
      `mutation { confirmOrder(id: "${id}", version: 1) { state } }`,
      people.sam,
    );
    expect(confirmOrder).toEqual({ state: 'confirmed' });
  });
});
