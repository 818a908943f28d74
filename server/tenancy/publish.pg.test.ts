import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { FieldDef } from '../../schema/template/template.ts';
import { listPublications } from '../db/control-templates.ts';
import { idOf } from '../db/control-tenants.ts';
import { catalogueOf } from '../test/catalogue.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { documentOf, master, newBench, publishContext, templateOf, type Bench } from '../test/publishing.ts';
import { publicationProgress } from './publication-progress.ts';
import { listQuarantine, purgeQuarantine } from './quarantine.ts';
import { planPublish, publish, resumePublications, rollback, type PublishContext } from './publish.ts';

let server: TestDatabase;
let context: PublishContext;
beforeAll(async () => {
  server = await freshDatabase();
  context = await publishContext(server.database);
});
afterAll(() => server.drop());

const customer = (fields: readonly FieldDef[]) => templateOf([master('Customer', fields)]);

/** So many customers, the first with a name, in the columns that the test names. */
async function fill(bench: Bench, rows: number, columns: Readonly<Record<string, string>> = {}): Promise<void> {
  const names = Object.keys(columns)
    .map((name) => `, "${name}"`)
    .join('');
  const values = Object.values(columns)
    .map((value) => `, ${value}`)
    .join('');
  await bench.query(
    `INSERT INTO @.customer (id, version, created_at, updated_at, name${names}) SELECT gen_random_uuid(), 1, now(), now(), 'c' || i${values} FROM generate_series(1, ${rows}) AS i`,
  );
}

/** Published or not, the catalogue is that of a tenant that was given the version at once. */
async function expectAsFromScratch(bench: Bench, template: ReturnType<typeof templateOf>): Promise<void> {
  const other = await newBench(context);
  expect((await other.publish(template)).ok).toBe(true);
  expect(await catalogueOf(bench.place)).toEqual(await catalogueOf(other.place));
}

describe('publishing', () => {
  it('[PUB-1] makes the first version and then an additive change, each in one transaction', async () => {
    const bench = await newBench(context);
    const first = await bench.publish(customer([{ id: 'limit', type: 'money' }]));
    expect(first).toMatchObject({ ok: true, value: { version: 1, plan: { atOnce: true } } });
    await fill(bench, 3);
    const second = await bench.publish(
      customer([
        { id: 'limit', type: 'money' },
        { id: 'email', type: 'text' },
      ]),
    );
    expect(second).toMatchObject({ ok: true, value: { version: 2, plan: { atOnce: true } } });
    await expectAsFromScratch(
      bench,
      customer([
        { id: 'limit', type: 'money' },
        { id: 'email', type: 'text' },
      ]),
    );
  });

  it('[PUB-2] refuses a base that is no longer in force', async () => {
    const bench = await newBench(context);
    await bench.publish(customer([]));
    await bench.publish(customer([{ id: 'a', type: 'text' }]));
    const stale = await bench.publish(customer([{ id: 'b', type: 'text' }]), { baseVersion: 1 });
    expect(stale).toMatchObject({
      ok: false,
      issues: [{ code: 'PUBLISH_STALE_BASE', params: { base: 1, current: 2 } }],
    });
  });

  it('[PUB-3] lets one of several publications at a time through', async () => {
    const bench = await newBench(context);
    await bench.publish(customer([]));
    const tries = await Promise.all(
      ['a', 'b', 'c'].map((id) => bench.publish(customer([{ id, type: 'text' }]), { baseVersion: 1 })),
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    const codes = tries.flatMap((one) => (one.ok ? [] : one.issues.map(({ code }) => code)));
    expect(codes.every((code) => code === 'PUBLISH_IN_PROGRESS' || code === 'PUBLISH_STALE_BASE')).toBe(true);
  });

  it('[PUB-4] says of data that stands in the way how much and which, all at once, and changes nothing', async () => {
    const bench = await newBench(context);
    const before = customer([
      { id: 'code', type: 'text' },
      { id: 'level', type: 'int' },
      { id: 'kind', type: 'enum', options: [{ id: 'a' }, { id: 'b' }] },
    ]);
    await bench.publish(before);
    await fill(bench, 6, {
      code: `CASE WHEN i < 4 THEN 'x' ELSE 'y' || i END`,
      level: 'i',
      kind: `CASE WHEN i = 1 THEN 'b' ELSE 'a' END`,
    });
    const was = await catalogueOf(bench.place);
    const result = await bench.publish(
      customer([
        { id: 'code', type: 'text', unique: true },
        { id: 'level', type: 'int', max: 4 },
        { id: 'kind', type: 'enum', options: [{ id: 'a' }] },
        { id: 'must', type: 'text', required: true },
      ]),
    );
    const found = result.ok
      ? []
      : result.issues.map(({ code, params }) => [
          code,
          params['count'],
          Array.isArray(params['samples']) ? params['samples'].length : 0,
        ]);
    expect(found.sort()).toEqual([
      ['DATA_NOT_UNIQUE', 3, 3],
      ['DATA_OPTION_IN_USE', 1, 1],
      ['DATA_OUT_OF_BOUNDS', 2, 2],
      ['DATA_REQUIRED_MISSING', 6, 6],
    ]);
    expect(await catalogueOf(bench.place)).toEqual(was);
  });

  it('[PUB-5] puts a removed field aside and gives its values back when the same field returns', async () => {
    const bench = await newBench(context);
    const withLimit = customer([{ id: 'limit', type: 'money', required: true, default: '1' }]);
    await bench.publish(withLimit);
    await fill(bench, 2, { limit: 'i * 10' });
    await bench.publish(customer([]));
    await bench.query(
      `INSERT INTO @.customer (id, version, created_at, updated_at) VALUES (gen_random_uuid(), 1, now(), now())`,
    );
    expect(await bench.publish(withLimit)).toMatchObject({ ok: true });
    const rows = await bench.query<{ limit: string }>(
      'SELECT trim_scale("limit")::text AS limit FROM @.customer ORDER BY "limit"',
    );
    expect(rows.map(({ limit }) => limit)).toEqual(['1', '10', '20']);
    await expectAsFromScratch(bench, withLimit);
  });

  it('[PUB-6] puts a removed entity aside with its rows, and back', async () => {
    const bench = await newBench(context);
    const both = templateOf([
      master('Customer', [{ id: 'tags', type: 'multiRef', to: 'Tag' }]),
      master('Tag', [{ id: 'color', type: 'text' }]),
    ]);
    await bench.publish(both);
    await bench.query(
      `INSERT INTO @.tag (id, version, created_at, updated_at, name) VALUES (gen_random_uuid(), 1, now(), now(), 'vip')`,
    );
    await fill(bench, 1);
    await bench.query(
      'INSERT INTO @.customer___tags (owner_id, target_id, position) SELECT c.id, t.id, 1 FROM @.customer c, @.tag t',
    );
    expect(await bench.publish(customer([]))).toMatchObject({ ok: true });
    expect(await bench.publish(both)).toMatchObject({ ok: true });
    expect(await bench.query('SELECT t.name FROM @.customer___tags j JOIN @.tag t ON t.id = j.target_id')).toEqual([
      { name: 'vip' },
    ]);
    await expectAsFromScratch(bench, both);
  });

  it('[PUB-7] goes back to a former version under a new number', async () => {
    const bench = await newBench(context);
    await bench.publish(customer([{ id: 'level', type: 'int' }]));
    await fill(bench, 1, { level: '7' });
    await bench.publish(customer([{ id: 'level', type: 'text' }]));
    const back = await rollback(context, bench.tenant, { to: 1 });
    expect(back).toMatchObject({ ok: true, value: { version: 3 } });
    expect(await bench.query('SELECT level FROM @.customer')).toEqual([{ level: 7 }]);
    expect(await rollback(context, bench.tenant, { to: 99 })).toMatchObject({
      ok: false,
      issues: [{ code: 'VERSION_UNKNOWN' }],
    });
  });

  it('[PUB-8] plans without changing anything', async () => {
    const bench = await newBench(context);
    const plan = await planPublish(context, bench.tenant, { document: documentOf(customer([])), baseVersion: 0 });
    expect(plan).toMatchObject({ ok: true, value: { version: 1, issues: [] } });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(await bench.query('SELECT version FROM @.fw_meta')).toEqual([{ version: 0 }]);
  });
});

describe('what a plan says besides', () => {
  it('[PUB-13] warns of records that a new check would refuse, and publishes', async () => {
    const bench = await newBench(context);
    await bench.publish(customer([{ id: 'level', type: 'int' }]));
    await fill(bench, 5, { level: 'i' });
    const checked = templateOf([
      master(
        'Customer',
        [
          { id: 'level', type: 'int' },
          { id: 'fresh', type: 'int' },
        ],
        {
          checks: [
            { id: 'low', when: 'doc.level <= 2' },
            { id: 'later', when: 'doc.fresh > 0' },
          ],
        },
      ),
    ]);
    const result = await bench.publish(checked);
    const warnings = result.ok ? result.value.plan.warnings : [];
    expect(warnings).toMatchObject([
      { code: 'DATA_CHECK_FAILS', params: { entity: 'Customer', check: 'low', count: 3 } },
    ]);
  });

  it('[PUB-14] destroys what was put aside only by wish, and not before its days are over', async () => {
    const bench = await newBench(context);
    await bench.publish(templateOf([master('Customer', [{ id: 'level', type: 'int' }]), master('Tag', [])]));
    await bench.publish(customer([]));
    expect((await listQuarantine(bench.place)).map(({ kind, entity }) => [kind, entity])).toEqual([
      ['table', 'Tag'],
      ['column', 'Customer'],
    ]);
    const now = new Date();
    expect(await purgeQuarantine(bench.place, { before: new Date(now.getTime() + 1_000), now })).toEqual([]);
    const later = new Date(now.getTime() + (LIMITS.quarantineDays + 1) * 86_400_000);
    expect(await purgeQuarantine(bench.place, { before: later, now: later })).toHaveLength(2);
    expect(await listQuarantine(bench.place)).toEqual([]);
    const [left] = await bench.query<{ n: string }>(
      `SELECT count(*) AS n FROM pg_class WHERE relnamespace = '@'::regnamespace AND relname LIKE 'q\\_%'`,
    );
    expect(left?.n).toBe('0');
    expect(await bench.publish(customer([{ id: 'level', type: 'int' }]))).toMatchObject({ ok: true });
  });
});

describe('publishing beside a live writer', () => {
  it('[PUB-9] [PUB-24] loses no row that the old shape writes meanwhile, and tells how far it is', async () => {
    const seen: string[] = [];
    const told: unknown[] = [];
    let ask: (() => Promise<unknown>) | undefined;
    const slow: PublishContext = {
      ...context,
      async onProgress(_, { phase, rows: gone }) {
        seen.push(phase);
        if (phase === 'backfill' && gone > 0 && told.length === 0) told.push(gone, await ask?.());
      },
    };
    const bench = await newBench(slow);
    ask = async () => {
      const [row] = await bench.query<{ id: string }>(`SELECT id FROM @.fw_publication WHERE state = 'running'`);
      return publicationProgress(bench.place, must(row, 'publication').id);
    };
    await bench.publish(
      customer([
        { id: 'level', type: 'text' },
        { id: 'code', type: 'text' },
      ]),
    );
    const rows = LIMITS.publishAtOnceRowsMax * 6;
    await fill(bench, rows, { level: 'i::text', code: `'k' || i` });
    await bench.query('ANALYZE @.customer');
    let written = 0;
    const going = new AbortController();
    let refusals = 0;
    const writer = (async () => {
      while (!going.signal.aborted) {
        try {
          await server.database.transaction({ tenant: { role: bench.place.role, timeoutMs: 5_000 } }, async (tx) => {
            await tx.query({ text: `SELECT "${bench.place.schema}".fw_begin_write(1)`, params: [] });
            await tx.query({
              text: `INSERT INTO "${bench.place.schema}".customer (id, version, created_at, updated_at, name, level, code) VALUES (gen_random_uuid(), 1, now(), now(), 'live', $1, $2)`,
              params: [String(written), `live${written}`],
            });
          });
          written += 1;
        } catch (error) {
          if (!(error instanceof Error) || !('code' in error) || error.code !== 'FW001') throw error;
          refusals += 1;
          return;
        }
      }
    })();
    const wanted = customer([
      { id: 'level', type: 'int', required: true, min: 0 },
      { id: 'code', type: 'text', unique: true },
    ]);
    const done = await bench.publish(wanted);
    going.abort();
    await writer;
    expect(done).toMatchObject({ ok: true, value: { plan: { atOnce: false } } });
    expect(written).toBeGreaterThan(0);
    expect(refusals).toBeLessThanOrEqual(1);
    expect(new Set(seen)).toEqual(new Set(['expand', 'backfill', 'index', 'validate', 'switch']));
    const [gone, progress] = told;
    expect(progress).toMatchObject({ phase: 'backfill', table: 'customer', rows: gone, rowsOf: rows });
    const [count] = await bench.query<{ all: string; live: string }>(
      `SELECT count(*) AS all, count(*) FILTER (WHERE name = 'live' AND level IS NOT NULL) AS live FROM @.customer`,
    );
    expect(must(count, 'count')).toEqual({ all: String(rows + written), live: String(written) });
    await expectAsFromScratch(bench, wanted);
  });

  it('[PUB-10] takes everything back when the data turns bad under way', async () => {
    let spoil: (() => Promise<void>) | undefined;
    const spoiled: PublishContext = {
      ...context,
      async onProgress(_, { phase }) {
        if (phase === 'index') await spoil?.();
      },
    };
    const bench = await newBench(spoiled);
    await bench.publish(
      customer([
        { id: 'code', type: 'text' },
        { id: 'level', type: 'text' },
      ]),
    );
    await fill(bench, LIMITS.publishAtOnceRowsMax + 1, { code: `'k' || i`, level: 'i::text' });
    const was = await catalogueOf(bench.place);
    spoil = async () => {
      spoil = undefined;
      await fill(bench, 2, { code: `'same'` });
    };
    const result = await bench.publish(
      customer([
        { id: 'code', type: 'text', unique: true },
        { id: 'level', type: 'int' },
      ]),
    );
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'PUBLISH_FAILED' }] });
    expect(await catalogueOf(bench.place)).toEqual(was);
    expect(
      await publish(context, bench.tenant, {
        document: documentOf(customer([{ id: 'code', type: 'text' }])),
        baseVersion: 1,
      }),
    ).toMatchObject({ ok: true });
  });

  it('[DDL-16] ends when a table that had no rows, and so allowed any change of type, has got one', async () => {
    const bench = await newBench(context);
    await bench.publish(customer([{ id: 'level', type: 'date' }]));
    const wanted = customer([{ id: 'level', type: 'int' }]);
    let row: Promise<void> | undefined;
    const racing: PublishContext = {
      ...context,
      control: {
        ...context.control,
        // The next word with the control plane comes after the plan.
        async asTenant(tenant, work) {
          await row;
          return context.control.asTenant(tenant, work);
        },
      },
      // The tests run once the plan is made.
      testTemplate() {
        row = fill(bench, 1, { level: `'2026-02-03'` });
        return Promise.resolve([]);
      },
    };
    const late = await publish(racing, bench.tenant, {
      document: documentOf(wanted),
      baseVersion: 1,
      tests: { despite: null },
    });
    expect(late).toMatchObject({ ok: false, issues: [{ code: 'PUBLISH_FAILED' }] });
    expect(await bench.query('SELECT level::text FROM @.customer')).toEqual([{ level: '2026-02-03' }]);
  });

  it('[PUB-25] keeps nobody waiting while it waits until a table is tidied up', async () => {
    const bench = await newBench(context);
    await bench.publish(customer([]));
    await fill(bench, 3);
    const { schema, lockKey } = bench.place;
    const tidying = Promise.withResolvers<null>();
    const isTidied = server.database.transaction({}, async (tx) => {
      // As autovacuum does.
      await tx.query({ text: `LOCK TABLE "${schema}".customer IN SHARE UPDATE EXCLUSIVE MODE`, params: [] });
      const published = bench.publish(customer([{ id: 'email', type: 'text' }]));
      await expect
        .poll(() => bench.query(`SELECT FROM pg_locks WHERE relation = '@.customer'::regclass AND NOT granted`))
        .toHaveLength(1);
      tidying.resolve(null);
      for (let write = 0; write < 5; write += 1)
        await server.database.transaction({ lockTimeoutMs: 20 }, async (writer) => {
          await writer.query({ text: 'SELECT pg_advisory_xact_lock_shared($1)', params: [lockKey] });
          await writer.query({ text: `UPDATE "${schema}".customer SET version = version + 1`, params: [] });
        });
      return { published };
    });
    await tidying.promise;
    expect(await (await isTidied).published).toMatchObject({ ok: true, value: { version: 2 } });
  });

  it('[PUB-15] in two hands at once, since a lock was lost, is done once', async () => {
    let steal: (() => Promise<void>) | undefined;
    const robbed: PublishContext = {
      ...context,
      async onProgress(_, { phase }) {
        if (phase === 'index') await steal?.();
      },
    };
    const bench = await newBench(robbed);
    await bench.publish(customer([{ id: 'code', type: 'text' }]));
    await fill(bench, LIMITS.publishAtOnceRowsMax + 1, { code: `i::text` });
    steal = async () => {
      steal = undefined;
      await server.database.query({
        text: `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        params: [],
      });
      await expect.poll(() => resumePublications(context), { timeout: 5_000 }).toHaveLength(1);
    };
    const wanted = customer([{ id: 'code', type: 'int', unique: true }]);
    expect(await bench.publish(wanted)).toMatchObject({ ok: true, value: { version: 2 } });
    await expectAsFromScratch(bench, wanted);
    expect((await listPublications(context.control, idOf(bench.tenant), 5)).map(({ state }) => state)).toEqual([
      'done',
      'done',
    ]);
  });
});
