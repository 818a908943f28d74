import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../schema/template/template.ts';
import type { AutomationDef } from '../../../schema/template/template-rules.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { jobBench, type JobBench } from '../../test/job-bench.ts';
import { templateOf } from '../../test/publishing.ts';

const text = (en: string, zh: string) => ({ en, 'zh-CN': zh });

const AUTOMATIONS: readonly AutomationDef[] = [
  {
    id: 'urgentOnes',
    on: { entity: 'Task', change: 'created' },
    when: "doc.name.startsWith('!') && doc.customer.vip",
    do: [
      { kind: 'set', id: 'mark', values: { urgent: 'true', points: "doc.points + dec('10')" } },
      { kind: 'create', id: 'log', entity: 'Log', values: { name: "'urgent: ' + doc.name", task: 'doc.id' } },
      {
        kind: 'notify',
        id: 'tell',
        to: 'doc.owner',
        message: text('Task {doc.name} of {doc.customer.name} is urgent', '任务 {doc.name} 紧急'),
      },
    ],
  },
  {
    id: 'finish',
    on: { entity: 'Task', change: 'updated', fields: ['points'] },
    when: "doc.points >= dec('100')",
    do: [{ kind: 'transition', id: 'close', transition: 'close' }],
  },
  {
    id: 'closedOnes',
    on: { entity: 'Task', transition: 'close' },
    do: [{ kind: 'create', id: 'log', entity: 'Log', values: { name: "'closed: ' + doc.name", task: 'doc.id' } }],
  },
  // Two that set each other off, for ever if nothing stopped them.
  { id: 'ping', on: { entity: 'Ball', fields: ['a'] }, do: [{ kind: 'set', id: 's', values: { b: 'doc.b + 1' } }] },
  { id: 'pong', on: { entity: 'Ball', fields: ['b'] }, do: [{ kind: 'set', id: 's', values: { a: 'doc.a + 1' } }] },
];

function template(automations: readonly AutomationDef[] = AUTOMATIONS): Template {
  return templateOf(
    [
      {
        id: 'Customer',
        kind: 'master',
        label: text('Customer', '客户'),
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'vip', type: 'bool', default: 'false' },
        ],
      },
      {
        id: 'Task',
        kind: 'document',
        label: text('Task', '任务'),
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'customer', type: 'ref', to: 'Customer' },
          { id: 'owner', type: 'user', default: 'actor.id' },
          { id: 'urgent', type: 'bool', default: 'false' },
          { id: 'points', type: 'decimal(12,2)', default: "dec('0')", max: '1000' },
        ],
      },
      {
        id: 'Log',
        kind: 'log',
        label: text('Log', '日志'),
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'task', type: 'ref', to: 'Task' },
        ],
      },
      {
        id: 'Ball',
        kind: 'master',
        label: text('Ball', '球'),
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'a', type: 'int', default: '0' },
          { id: 'b', type: 'int', default: '0' },
        ],
      },
    ],
    {
      automations,
      workflows: [
        {
          id: 'taskFlow',
          of: 'Task',
          initial: 'open',
          states: [{ id: 'open' }, { id: 'closed', class: 'closed' }],
          transitions: [{ id: 'close', from: ['open'], to: 'closed' }],
        },
      ],
    },
  );
}

let database: TestDatabase;
let bench: JobBench;

beforeAll(async () => {
  database = await freshDatabase();
  bench = await jobBench(database.database, template());
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

async function runs(rule: string) {
  const rows = await bench.query<{ run: string }>(
    `select json_build_object('state', state, 'depth', depth, 'attempts', attempts, 'issues', issues)::text as run from @.fw_run where rule = $1 order by event_seq`,
    [rule],
  );
  return rows.map(
    ({ run }) =>
      JSON.parse(run) as { state: string; depth: number; attempts: number; issues: { code: string }[] | null },
  );
}

describe('automations', () => {
  it('[RUN-6] acts on the event once: sets, creates and notifies in one transaction', async () => {
    await bench.data(`mutation { createCustomer(input: { name: "Gu", vip: true }) { id } }`);
    const createTask = await made(
      `mutation { createTask(input: { name: "!lamp", points: "1.5", customer: { id: "${await customer('Gu')}" } }) { id version } }`,
    );
    await bench.settle();
    await bench.settle();
    const { task } = await bench.data(`{ task(id: "${createTask}") { urgent points version } }`);
    expect(task).toEqual({ urgent: true, points: '11.50', version: 2 });
    expect(await runs('urgentOnes')).toEqual([{ state: 'done', depth: 1, attempts: 1, issues: null }]);
    const { logs } = await bench.data(`{ logs { nodes { name createdBy { name } task { name } } } }`);
    expect(logs).toEqual({ nodes: [{ name: 'urgent: !lamp', createdBy: null, task: { name: '!lamp' } }] });
    const told = await bench.query('select text_en, text_zh, user_id::text from @.fw_notification');
    expect(told).toEqual([
      { text_en: 'Task !lamp of Gu is urgent', text_zh: '任务 !lamp 紧急', user_id: bench.tenant.user.id },
    ]);
    const events = await bench.query(
      "select kind, depth, cause, actor from @.fw_event where entity in ('Task', 'Log') order by seq",
    );
    expect(events).toEqual([
      { kind: 'created', depth: 0, cause: null, actor: bench.tenant.user.id },
      { kind: 'updated', depth: 1, cause: 'automation:urgentOnes', actor: null },
      { kind: 'created', depth: 1, cause: 'automation:urgentOnes', actor: null },
    ]);
  });

  it('[RUN-7] reads the condition over the record as it was at the event, with what was behind its references', async () => {
    await bench.data(`mutation { createCustomer(input: { name: "Tao", vip: false }) { id } }`);
    const id = await customer('Tao');
    const createTask = await made(
      `mutation { createTask(input: { name: "!chair", customer: { id: "${id}" } }) { id } }`,
    );
    await bench.data(`mutation { updateCustomer(id: "${id}", version: 1, patch: { vip: true }) { id } }`);
    await bench.settle();
    const { task } = await bench.data(`{ task(id: "${createTask}") { urgent } }`);
    expect(task).toEqual({ urgent: false });
    expect((await runs('urgentOnes')).at(-1)).toMatchObject({ state: 'skipped' });
  });

  it('[RUN-6] takes transitions, and hears of them', async () => {
    const createTask = await made(`mutation { createTask(input: { name: "desk" }) { id version } }`);
    await bench.data(`mutation { updateTask(id: "${createTask}", version: 1, patch: { points: "100" }) { id } }`);
    await bench.settle();
    const { task } = await bench.data(`{ task(id: "${createTask}") { state } }`);
    expect(task).toEqual({ state: 'closed' });
    const { logs } = await bench.data(`{ logs(where: { name: { startsWith: "closed" } }) { nodes { name } } }`);
    expect(logs).toEqual({ nodes: [{ name: 'closed: desk' }] });
    expect(await runs('closedOnes')).toEqual([{ state: 'done', depth: 2, attempts: 1, issues: null }]);
  });

  it('[RUN-8] stops rules that set each other off after 8', async () => {
    await bench.data(`mutation { createBall(input: { name: "red", a: 1 }) { id } }`);
    await bench.settle();
    const [row] = await bench.query<{ deepest: number }>(
      `select max(depth) as deepest from @.fw_event where entity = 'Ball'`,
    );
    expect(row?.deepest).toBe(8);
    const stopped = [...(await runs('ping')), ...(await runs('pong'))].filter(({ state }) => state === 'stopped');
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.every(({ depth, issues }) => depth === 9 && issues?.[0]?.code === 'AUTOMATION_TOO_DEEP')).toBe(true);
  });

  it('[RUN-9] keeps a refusal with its issues, and changes nothing', async () => {
    const createTask = await made(
      `mutation { createTask(input: { name: "!bench", points: "999", customer: { id: "${await customer('Gu')}" } }) { id } }`,
    );
    await bench.settle();
    const { task } = await bench.data(`{ task(id: "${createTask}") { version urgent } }`);
    expect(task).toEqual({ version: 1, urgent: false });
    expect((await runs('urgentOnes')).at(-1)).toMatchObject({
      state: 'refused',
      issues: [{ code: 'VALUE_ABOVE_MAX', path: '/do/0/values/points' }],
    });
  });
});

/** The id of the task that the mutation makes. */
async function made(mutation: string): Promise<string> {
  const { createTask } = await bench.data(mutation);
  return (createTask as unknown as { id: string }).id;
}

async function customer(name: string): Promise<string> {
  const { customers } = await bench.data(`{ customers(where: { name: { eq: "${name}" } }) { nodes { id } } }`);
  return (customers as unknown as { nodes: { id: string }[] }).nodes[0]?.id ?? '';
}
