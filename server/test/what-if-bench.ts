import { performance } from 'node:perf_hooks';
import { must } from '../../schema/core/result.ts';
import { askWhatIf, type WhatIf } from '../points-lab/what-if.ts';
import { companyLife, HARD_RULES, type CompanyLife } from './company-life.ts';
import { freshDatabase } from './database.ts';
import { startPostgres } from './postgres-server.ts';

/**
 * How long a what-if question takes: `node server/test/what-if-bench.ts [events]`. A company of 200 people whose log is
 * filled by SQL with jobs that are created, finished and closed; then the rules of the tests are scored on all of it.
 */
const EVENTS = Number(process.argv[2] ?? 100_000);
const PEOPLE = 200;
const PERIOD = { from: '2026-01-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z' };

const server = await startPostgres({ durable: false });
const db = await freshDatabase(server.url);
const life = await companyLife(db.database, { people: PEOPLE });
await fillLog(life, Math.ceil(EVENTS / 3));

const { model } = life.shape();
const start = performance.now();
const asked = await askWhatIf({
  place: { ...life.place, timeZone: 'Asia/Shanghai' },
  live: model,
  draft: model,
  templateVersion: life.version(),
  period: PERIOD,
  ledger: 'points',
  budgets: ['jobs', 'small'].map((programme) => ({ of: { programme }, amount: '1000000' })),
  now: PERIOD.to,
});
const seconds = (performance.now() - start) / 1000;
const found: WhatIf = must(asked.ok ? asked.value : null, 'an answer');
const entries = found.rules.reduce((sum, { after }) => sum + (after?.entries ?? 0), 0);
process.stdout.write(
  `${String(found.events)} events, ${String(HARD_RULES.length)} rules, ${String(entries)} entries, ${String(PEOPLE)} people: ${seconds.toFixed(1)} s, ${String(Math.round(found.events / seconds))} events/s, ${String(Math.round(process.memoryUsage().rss / 1_048_576))} MB\n`,
);
await db.drop();
await server.stop();

/** Events as the writer keeps them, three for each job, in the order of time. */
async function fillLog({ query, people }: CompanyLife, jobs: number): Promise<void> {
  const users = people.map(({ id }) => id);
  await query(
    `insert into @.fw_event (at, actor, entity, record_id, kind, version, changes, template_version, transition, xid, snapshot)
     select e.at, (users.ids)[1 + j.n % ${String(PEOPLE)}], 'Job', j.id, e.kind, e.version, '{"state": [null, null]}', 1, e.transition, (1000000 + j.n * 3 + s.step)::text::xid8,
       jsonb_build_object('actor', jsonb_build_object('id', (users.ids)[1 + j.n % ${String(PEOPLE)}], 'role', 'member', 'roles', array['member'], 'departments', '{}'::text[]),
         'doc', jsonb_build_object('id', j.id, 'version', e.version, 'state', e.state, 'name', 'Job ' || j.n, 'client', c.id, 'doer', (users.ids)[1 + (j.n * 7) % ${String(PEOPLE)}],
           'size', ((j.n % 9000)::numeric / 1000)::text, 'onTime', j.n % 5 > 0, 'note', null,
           'createdAt', j.at, 'createdBy', (users.ids)[1], 'updatedAt', e.at, 'updatedBy', (users.ids)[1], 'deletedAt', null))
     from (select array_agg(x::uuid) as ids from unnest($1::text[]) x) users,
       (select n, gen_random_uuid() as id, timestamptz '2026-01-02' + n * interval '150 days' / ${String(jobs)} as at from generate_series(1, ${String(jobs)}) n) j
       join lateral (select id from @.client order by (j.n % 3 = 0), id limit 1) c on true
       cross join lateral (values (0, 'created', 1, null, 'open'), (1, 'transition', 2, 'finish', 'done'), (2, 'transition', 3, 'close', 'closed')) s(step, kind, version, transition, state)
       cross join lateral (select j.at + s.step * interval '20 hours' as at, s.kind, s.version, s.transition, s.state) e
     order by e.at`,
    [users],
  );
}
