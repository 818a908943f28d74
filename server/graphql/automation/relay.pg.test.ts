import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { tenantId } from '../../../schema/core/ids.ts';
import { jobBench, type JobBench } from '../../test/job-bench.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { createSecretBox } from '../../db/secret-box.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { openPostgres } from '../../db/postgres-database.ts';
import { openApplication, type Application } from '../application.ts';
import { runTenantJobs } from '../jobs/run-tenant-jobs.ts';
import { openJobs } from '../jobs/open-jobs.ts';
import { TENANT_JOBS } from '../jobs/tenant-jobs.ts';
import type { Tenant } from '../../db/control-entities.ts';
import { FORGET_JOB } from './forget-job.ts';
import { RELAY_JOB } from './relay-job.ts';
import { RUN_JOB } from './run-job.ts';

const TEMPLATE = templateOf(
  [
    master('Order', [
      { id: 'count', type: 'int', default: '0' },
      { id: 'echo', type: 'int', default: '0' },
    ]),
    master('Echo', [{ id: 'count', type: 'int' }]),
  ],
  {
    automations: [
      {
        id: 'echo',
        on: { entity: 'Order', change: 'created' },
        do: [
          { kind: 'create', id: 'make', entity: 'Echo', values: { name: 'doc.name', count: 'doc.count' } },
          { kind: 'set', id: 'mark', values: { echo: 'doc.echo + 1' } },
        ],
      },
      {
        id: 'follow',
        on: { entity: 'Order', change: 'updated', fields: ['count'] },
        do: [{ kind: 'create', id: 'make', entity: 'Echo', values: { name: "doc.name + '+'", count: 'doc.count' } }],
      },
    ],
  },
);

let database: TestDatabase;
let bench: JobBench;

beforeAll(async () => {
  database = await freshDatabase();
  bench = await jobBench(database.database, TEMPLATE);
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

const orders = (from: number, count: number): Promise<unknown> =>
  bench.data(
    `mutation { createOrders(inputs: [${Array.from({ length: count }, (_, n) => `{ name: "o${String(from + n)}", count: ${String(n)} }`).join(',')}]) { id } }`,
  );

/** How often each order was echoed, by how many there are of each. */
const echoes = (like: string): Promise<readonly unknown[]> =>
  bench.query(
    `select times, count(*)::int as orders from (select count(e.id)::int as times from @."order" o left join @.echo e on e.name = o.name where o.name like $1 group by o.id) t group by 1 order by 1`,
    [like],
  );

/** The same database, whose process dies before the transaction that `dies` picks is committed. */
function dying(inner: Database, dies: (text: string) => boolean): Database {
  return {
    ...inner,
    transaction: (options, work) =>
      inner.transaction(options, async (tx) => {
        let isDoomed = false;
        const watched: Transaction = {
          query: (statement) => {
            isDoomed ||= dies(statement.text);
            return tx.query(statement);
          },
          look: (statement) => tx.look(statement),
        };
        const result = await work(watched);
        if (isDoomed) throw new Error('killed');
        return result;
      }),
  };
}

async function applicationOn(own: Database): Promise<Application> {
  return openApplication({ database: own, secrets: createSecretBox(Buffer.alloc(32, 7)), now: bench.clock.now });
}

describe('the relay', () => {
  it('[RUN-3] runs each rule once with three servers at work at the same time', async () => {
    await orders(0, 150);
    const others = [await openPostgres({ url: database.url }), await openPostgres({ url: database.url })];
    const applications = await Promise.all(others.map(applicationOn));
    const work = async (application: Application): Promise<void> => {
      for (let round = 0; round < 40; round += 1)
        await runTenantJobs(application, bench.tenant.tenant, { jobs: TENANT_JOBS });
    };
    await Promise.all([bench.settle(), ...applications.map(work)]);
    await bench.settle();
    expect(await echoes('o%')).toEqual([{ times: 1, orders: 150 }]);
    expect(await bench.query(`select echo, count(*)::int as n from @."order" group by 1`)).toEqual([
      { echo: 1, n: 150 },
    ]);
    for (const application of applications) await application.close();
    for (const own of others) await own.close();
  }, 60_000);

  it('[RUN-3] ends what nobody hears of, and tells the rules of the rest', async () => {
    await bench.data('mutation { createEchoes(inputs: [{ name: "e1" }, { name: "e2" }]) { id } }');
    await orders(500, 2);
    expect(
      await bench.query(
        `select topic, count(*)::int as n from @.fw_outbox where done_at is null group by 1 order by 1`,
      ),
    ).toEqual([
      { topic: 'Echo.created', n: 2 },
      { topic: 'Order.created', n: 2 },
    ]);
    await bench.settle();
    expect(await bench.query(`select count(*)::int as n from @.fw_outbox where done_at is null`)).toEqual([{ n: 0 }]);
    expect(await echoes('o50_')).toEqual([{ times: 1, orders: 2 }]);
  });

  it('[RUN-4] loses nothing and doubles nothing when it is killed between claim and done', async () => {
    await orders(1000, 5);
    const dead = await applicationOn(dying(database.database, (text) => text.includes('set done_at')));
    const failures: unknown[] = [];
    await runTenantJobs(dead, bench.tenant.tenant, {
      jobs: [RELAY_JOB, RUN_JOB],
      onFailed: (_, error) => failures.push(error),
    });
    await dead.close();
    expect(failures).toHaveLength(1);
    expect(await bench.query(`select count(*)::int as n from @.fw_run where state = 'waiting'`)).toEqual([{ n: 0 }]);
    bench.clock.set('2026-03-02T10:00:00.000Z');
    await bench.settle();
    expect(await echoes('o100_')).toEqual([{ times: 1, orders: 5 }]);
  });

  it('[RUN-5] does the events of a record in their order', async () => {
    const { createOrder } = await bench.data(`mutation { createOrder(input: { name: "row" }) { id } }`);
    const { id } = createOrder as unknown as { id: string };
    for (let version = 1; version <= 6; version += 1)
      await bench.data(
        `mutation { updateOrder(id: "${id}", version: ${String(version)}, patch: { count: ${String(version)} }) { id } }`,
      );
    await bench.settle();
    const runs = await bench.query<{ rule: string }>(
      `select rule from @.fw_run where record_id = $1::uuid order by ended_at, event_seq`,
      [id],
    );
    expect(runs.map(({ rule }) => rule)).toEqual(['echo', ...Array.from({ length: 6 }, () => 'follow')]);
  });

  it('[RUN-4] puts an entry that can’t be worked off aside, and goes on with the others', async () => {
    await bench.query(`update @.fw_outbox set done_at = now() where done_at is null`);
    await orders(2000, 3);
    // No server of ours writes such an event.
    await bench.query(
      `update @.fw_event set kind = 'updated', changes = '"?"' where record_id = (select id from @."order" where name = 'o2000')`,
    );
    const failures: unknown[] = [];
    const look = (): Promise<boolean> =>
      runTenantJobs(bench.application, bench.tenant.tenant, {
        jobs: [RELAY_JOB, RUN_JOB],
        onFailed: (_, error) => failures.push(error),
      });
    for (let round = 0; round < 4; round += 1) await look();
    expect(await echoes('o2001')).toEqual([{ times: 1, orders: 1 }]);
    expect(await echoes('o2000')).toEqual([{ times: 0, orders: 1 }]);
    expect(failures.length).toBeGreaterThan(0);
    expect(
      await bench.query(
        `select tries > 0 as tried, failure is not null as told from @.fw_outbox where done_at is null`,
      ),
    ).toEqual([{ tried: true, told: true }]);
    await bench.query(`update @.fw_outbox set done_at = now() where done_at is null`);
  });

  it('[RUN-7] runs a rule as it was when its event happened, and says when the template has moved on', async () => {
    await bench.data(`mutation { createOrder(input: { name: "before" }) { id } }`);
    const { automations = [] } = TEMPLATE;
    const changed = automations.map((rule) => ({
      ...rule,
      do: [{ kind: 'set' as const, id: 'mark', values: { echo: '99' } }],
    }));
    await bench.tenant.republish({ ...TEMPLATE, automations: changed });
    await bench.settle();
    expect(await echoes('before')).toEqual([{ times: 1, orders: 1 }]);
    await bench.data(`mutation { createOrder(input: { name: "gone" }) { id } }`);
    const withoutEcho = TEMPLATE.entities?.map((entity) => ({
      ...entity,
      fields: entity.fields.filter(({ id }) => id !== 'echo'),
    }));
    await bench.tenant.republish(templateOf(withoutEcho ?? []));
    await bench.settle();
    const [run] = await bench.query<{ state: string; code: string }>(
      `select state, issues -> 0 ->> 'code' as code from @.fw_run order by created_at desc, event_seq desc limit 1`,
    );
    expect(run).toEqual({ state: 'refused', code: 'AUTOMATION_OUTDATED' });
    await bench.tenant.republish(TEMPLATE);
  });

  it('[RUN-1] compiles no shape for a tenant that has nothing to do', async () => {
    await bench.settle();
    const fresh = await applicationOn(database.database);
    const id = tenantId(bench.tenant.tenant.id);
    const errors: unknown[] = [];
    const jobs = openJobs(fresh, { onError: (error) => errors.push(error), sweepMs: 20 });
    await new Promise((done) => setTimeout(done, 400));
    expect(fresh.registry.holds(id)).toBe(false);
    await bench.data(`mutation { createOrder(input: { name: "elsewhere" }) { id } }`);
    await expect.poll(() => echoes('elsewhere'), { timeout: 5_000 }).toEqual([{ times: 1, orders: 1 }]);
    expect(fresh.registry.holds(id)).toBe(true);
    await jobs.stop();
    await fresh.close();
    expect(errors).toEqual([]);
  }, 20_000);

  it('[RUN-1] looks again when a job did something: what follows from it does not wait for the sweep', async () => {
    const left: string[] = [];
    const done: string[] = [];
    /** Takes what is left for it, and leaves something for another, one step at a time. */
    const worker = (name: string, next: string | null, isOutside: boolean) => ({
      name,
      isOutside,
      run: () => {
        const at = left.indexOf(name);
        if (at < 0) return Promise.resolve(0);
        left.splice(at, 1);
        done.push(name);
        if (next !== null) left.push(next);
        return Promise.resolve(1);
      },
    });
    const jobs = openJobs(bench.application, {
      onError: (error) => done.push(String(error)),
      sweepMs: 60_000,
      delayMs: 1,
      jobs: [worker('send', null, true), worker('third', 'send', false), worker('second', 'third', false)],
    });
    left.push('second');
    bench.application.writes.touch(bench.tenant.tenant.id);
    await expect.poll(() => done, { timeout: 5_000 }).toEqual(['second', 'third', 'send']);
    await jobs.stop();
  }, 20_000);

  it('[RUN-2] goes on when a job fails, tells it, and tries it again later', async () => {
    const told: string[] = [];
    let tries = 0;
    const jobs = openJobs(bench.application, {
      onError: (error, at) => told.push(`${at.job}: ${error instanceof Error ? error.message : ''}`),
      delayMs: 1,
      jobs: [
        {
          name: 'broken',
          run: () => {
            tries += 1;
            return tries === 1 ? Promise.reject(new Error('no luck')) : Promise.resolve(0);
          },
        },
        ...TENANT_JOBS,
      ],
    });
    await bench.data(`mutation { createOrder(input: { name: "beside" }) { id } }`);
    bench.application.writes.touch(bench.tenant.tenant.id);
    await expect.poll(() => echoes('beside'), { timeout: 5_000 }).toEqual([{ times: 1, orders: 1 }]);
    await expect.poll(() => tries, { timeout: 5_000 }).toBeGreaterThan(1);
    await jobs.stop();
    expect(told).toEqual(['broken: no luck']);
    expect(jobs.status().failures.get('broken')).toBe(1);
  }, 20_000);

  it('[RUN-36] leaves the tenant’s role nothing but to end its own run, and to tell', async () => {
    const { schema, role } = bench.tenant.place;
    const may = async (right: string): Promise<boolean> => {
      const [row] = await bench.query<{ may: boolean }>(`select ${right} as may`);
      return row?.may ?? true;
    };
    const table = (name: string): string => `'${role}', '"${schema}".${name}'`;
    for (const right of [
      ...['insert', 'delete', 'truncate'].map((what) => `has_table_privilege(${table('fw_run')}, '${what}')`),
      ...['key', 'rule', 'depth'].map((column) => `has_column_privilege(${table('fw_run')}, '${column}', 'update')`),
      ...['secret', 'headers'].map(
        (column) => `has_column_privilege(${table('fw_connection')}, '${column}', 'select')`,
      ),
      ...['fw_outbox', 'fw_delivery', 'fw_notification', 'fw_connection', 'fw_schedule', 'fw_rollup'].flatMap((name) =>
        ['update', 'delete', 'truncate'].map((what) => `has_table_privilege(${table(name)}, '${what}')`),
      ),
      ...['fw_connection', 'fw_schedule', 'fw_rollup', 'fw_mail_choice'].map(
        (name) => `has_table_privilege(${table(name)}, 'insert')`,
      ),
    ])
      expect([right, await may(right)]).toEqual([right, false]);
  });

  it('[RUN-43] forgets refusals, sign-ins and notices when they are older than they are to be kept', async () => {
    const ages = [99, 101];
    for (const days of ages) {
      const at = new Date(bench.clock.now().getTime() - days * 86_400_000).toISOString();
      await bench.query(`insert into @.fw_refusal (at, code, ledger) values ($1, 'LEDGER_BELOW_MINIMUM', 'stock')`, [
        at,
      ]);
      await bench.query(
        'insert into @.fw_sign_in (user_id, day, at) values (gen_random_uuid(), ($1::timestamptz)::date, $1::timestamptz)',
        [at],
      );
      await bench.query(
        `insert into @.fw_notification (key, user_id, at, text_en, text_zh, mail_state) values (gen_random_uuid()::text, gen_random_uuid(), $1::timestamptz, '', '', 'none')`,
        [at],
      );
    }
    const madeAgo = (days: number): Tenant => ({
      ...bench.tenant.tenant,
      createdAt: new Date(bench.clock.now().getTime() - days * 86_400_000),
    });
    const left = (): Promise<unknown> => bench.query('select count(*)::int as n from @.fw_refusal');
    for (const [made, count] of [
      [0.9, 2],
      [1.1, 1],
    ] as const) {
      await runTenantJobs({ ...bench.application, keepDays: 100 }, madeAgo(made), { jobs: [FORGET_JOB] });
      expect(await left()).toEqual([{ n: count }]);
    }
    for (const table of ['fw_refusal', 'fw_sign_in', 'fw_notification'])
      expect([
        table,
        await bench.query(`select count(*)::int as n from @.${table} where at < $1`, [
          new Date(bench.clock.now().getTime() - 90 * 86_400_000).toISOString(),
        ]),
      ]).toEqual([table, [{ n: 1 }]]);
  });

  it('[RUN-1] is begun by a write in this process, and found by the sweep otherwise', async () => {
    const errors: unknown[] = [];
    const jobs = openJobs(bench.application, { onError: (error) => errors.push(error), sweepMs: 60_000, delayMs: 1 });
    await bench.data(`mutation { createOrder(input: { name: "hint" }) { id } }`);
    bench.application.writes.touch(bench.tenant.tenant.id);
    await expect.poll(() => echoes('hint'), { timeout: 5_000 }).toEqual([{ times: 1, orders: 1 }]);
    await jobs.stop();
    const sweeping = openJobs(bench.application, { onError: (error) => errors.push(error), sweepMs: 50, delayMs: 1 });
    await bench.data(`mutation { createOrder(input: { name: "sweep" }) { id } }`);
    await expect.poll(() => echoes('sweep'), { timeout: 5_000 }).toEqual([{ times: 1, orders: 1 }]);
    await sweeping.stop();
    expect(errors).toEqual([]);
    expect(sweeping.status().runs.get('relay') ?? 0).toBeGreaterThan(0);
    expect(sweeping.status().gauges.get('outbox_age_seconds')).toBeGreaterThanOrEqual(0);
  }, 20_000);
});
