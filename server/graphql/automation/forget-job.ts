import { LIMITS } from '../../../schema/core/limits.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import type { TenantJob } from '../jobs/tenant-job.ts';

const DAY_MS = 86_400_000;

/**
 * Forgets what was worked off, run and delivered a month ago, and what only figures and readers of notices look back at
 * after as many days as the operator keeps it (SPEC [RUN-43]); some at a time. The log of events stays. A tenant
 * that was made today is left alone.
 */
export const FORGET_JOB: TenantJob = {
  name: 'forget',
  everyMs: 3_600_000,
  async run({ application, handle, now }) {
    // Nothing in it is as old as that, and a new tenant has more to do: looking takes seven statements, planned for it.
    if (now.getTime() - handle.tenant.createdAt.getTime() < DAY_MS) return 0;
    const { database, schema } = handle.place;
    const ns = quoteIdentifier(schema);
    const before = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();
    let forgotten = 0;
    const forget = async (texts: readonly string[], days: number): Promise<void> => {
      for (const text of texts) forgotten += (await database.query({ text, params: [before(days)] })).length;
    };
    const worked = [
      // The oldest are the first: looking at the beginning is enough.
      `delete from ${ns}.fw_outbox where seq in (select seq from (select seq, done_at from ${ns}.fw_outbox order by seq limit 500) o where done_at < $1::timestamptz) returning 1`,
      `delete from ${ns}.fw_run where id in (select id from (select id, state, created_at from ${ns}.fw_run order by created_at, id limit 500) r where state <> 'waiting' and created_at < $1::timestamptz) returning 1`,
      `delete from ${ns}.fw_delivery where id in (select id from (select id, state, created_at from ${ns}.fw_delivery order by created_at, id limit 500) d where state <> 'waiting' and created_at < $1::timestamptz) returning 1`,
      // Which records came of an import: it can't be taken back any more.
      `delete from ${ns}.fw_import_row where (run, record_id) in (select w.run, w.record_id from ${ns}.fw_import_row w join ${ns}.fw_import_run r on r.id = w.run where r.ended_at < $1::timestamptz and r.state <> 'undoing' limit 5000) returning 1`,
    ];
    const kept = [
      `delete from ${ns}.fw_refusal where seq in (select seq from ${ns}.fw_refusal where at < $1::timestamptz order by at limit 5000) returning 1`,
      `delete from ${ns}.fw_sign_in where (user_id, day) in (select user_id, day from ${ns}.fw_sign_in where day < ($1::timestamptz)::date order by day limit 5000) returning 1`,
      `delete from ${ns}.fw_notification where id in (select id from ${ns}.fw_notification where at < $1::timestamptz and mail_state <> 'waiting' limit 5000) returning 1`,
    ];
    await forget(worked, LIMITS.outboxDays);
    await forget(kept, application.keepDays);
    return forgotten;
  },
};
