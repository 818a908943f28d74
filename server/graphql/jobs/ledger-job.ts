import { settleDue } from '../../db/ledger-jobs.ts';
import type { TenantJob } from './tenant-job.ts';

/** Reservations and pending points whose time is over, and lots that have expired. */
export const LEDGER_JOB: TenantJob = {
  name: 'ledger',
  run: ({ handle, now }) =>
    handle.shape.model.behaviour.ledgers.length === 0 ? Promise.resolve(0) : settleDue(handle.place, now),
};
