import { LIMITS } from '../../../schema/core/limits.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import type { TenantJob } from '../jobs/tenant-job.ts';

/** Forgets what was worked off, run and delivered a month ago, some at a time; the log of events stays. */
export const FORGET_JOB: TenantJob = {
  name: 'forget',
  everyMs: 3_600_000,
  async run({ handle, now }) {
    const { database, schema } = handle.place;
    const ns = quoteIdentifier(schema);
    const before = new Date(now.getTime() - LIMITS.outboxDays * 86_400_000).toISOString();
    let forgotten = 0;
    for (const text of [
      // The oldest are the first: looking at the beginning is enough.
      `delete from ${ns}.fw_outbox where seq in (select seq from (select seq, done_at from ${ns}.fw_outbox order by seq limit 500) o where done_at < $1::timestamptz) returning 1`,
      `delete from ${ns}.fw_run where id in (select id from (select id, state, created_at from ${ns}.fw_run order by created_at, id limit 500) r where state <> 'waiting' and created_at < $1::timestamptz) returning 1`,
      `delete from ${ns}.fw_delivery where id in (select id from (select id, state, created_at from ${ns}.fw_delivery order by created_at, id limit 500) d where state <> 'waiting' and created_at < $1::timestamptz) returning 1`,
      // Which records came of an import: it can't be taken back any more.
      `delete from ${ns}.fw_import_row where (run, record_id) in (select w.run, w.record_id from ${ns}.fw_import_row w join ${ns}.fw_import_run r on r.id = w.run where r.ended_at < $1::timestamptz and r.state <> 'undoing' limit 5000) returning 1`,
    ]) {
      const rows = await database.query({ text, params: [before] });
      forgotten += rows.length;
    }
    return forgotten;
  },
};
