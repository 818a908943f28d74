import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../schema/template/template.ts';
import type { ScheduleDef } from '../../../schema/template/template-rules.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { jobBench, only, type JobBench } from '../../test/job-bench.ts';
import { master, templateOf } from '../../test/publishing.ts';

const OVERDUE: ScheduleDef = {
  id: 'overdue',
  every: 'day',
  at: '02:30',
  timeZone: 'Europe/Berlin',
  of: 'Bill',
  where: 'doc.due < today() && !doc.late',
  do: [{ kind: 'set', id: 'mark', values: { late: 'true' } }],
};
const REPORT: ScheduleDef = {
  id: 'hourly',
  every: 'hour',
  do: [{ kind: 'create', id: 'note', entity: 'Note', values: { name: "'report'" } }],
};

function template(schedules: readonly ScheduleDef[]): Template {
  return templateOf(
    [
      master('Bill', [
        { id: 'due', type: 'date' },
        { id: 'late', type: 'bool', default: 'false' },
      ]),
      master('Note', []),
    ],
    { schedules },
  );
}

let database: TestDatabase;
let bench: JobBench;

beforeAll(async () => {
  database = await freshDatabase();
  bench = await jobBench(database.database, template([OVERDUE, REPORT]), { at: '2026-03-02T09:10:00.000Z' });
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

const notes = async (): Promise<number> => {
  const { notes: found } = await bench.data('{ notes { totalCount } }');
  return (found as unknown as { totalCount: number }).totalCount;
};

describe('schedules', () => {
  it('[RUN-11] run at their time, for each record that the condition admits, once an occurrence', async () => {
    const inputs = Array.from({ length: 240 }, (_, n) => ({
      name: `b${String(n)}`,
      due: n < 210 ? '2026-02-01' : '2026-04-01',
    }));
    await bench.data('mutation ($inputs: [BillInput!]!) { createBills(inputs: $inputs) { id } }', {
      variables: { inputs },
    });
    await bench.settle();
    expect(await bench.query(`select count(*)::int as n from @.fw_run`)).toEqual([{ n: 0 }]);
    bench.clock.set('2026-03-03T01:30:00.000Z');
    await bench.settle();
    await bench.settle();
    const late = await bench.query(`select count(*)::int as n from @.bill where late`);
    expect(late).toEqual([{ n: 210 }]);
    expect(
      await bench.query(`select state, count(*)::int as n from @.fw_run where rule = 'overdue' group by 1`),
    ).toEqual([{ state: 'done', n: 210 }]);
    expect(
      await bench.query(`select cause, depth from @.fw_event where cause is not null and entity = 'Bill' limit 1`),
    ).toEqual([{ cause: 'schedule:overdue', depth: 1 }]);
  });

  it('[RUN-13] make up for what was missed once', async () => {
    const before = await notes();
    bench.clock.set('2026-03-09T12:20:00.000Z');
    await bench.settle();
    await bench.settle();
    expect(await notes()).toBe(before + 1);
    bench.clock.set('2026-03-09T13:00:00.000Z');
    await bench.settle();
    expect(await notes()).toBe(before + 2);
  });

  it('[RUN-14] begin anew when they are due at other times, and end when the template has them no more', async () => {
    await bench.tenant.republish(template([{ ...REPORT, every: 'year' }]));
    await bench.settle();
    const row = only(
      await bench.query<{ id: string; next: string }>(`select id, next_at::text as next from @.fw_schedule`),
    );
    expect(row).toEqual({ id: 'hourly', next: '2026-12-31 16:00:00+00' });
  });

  it('[RUN-11] are made by one of two servers that look at the same time', async () => {
    await bench.tenant.republish(template([REPORT]));
    await bench.settle();
    const before = await notes();
    bench.clock.set('2026-03-09T14:00:00.000Z');
    await Promise.all([bench.settle(), bench.settle(), bench.settle()]);
    expect(await notes()).toBe(before + 1);
  });
});
