import { DELIVERY_JOB } from '../automation/delivery-job.ts';
import { FORGET_JOB } from '../automation/forget-job.ts';
import { MAIL_JOB } from '../automation/mail-job.ts';
import { RELAY_JOB } from '../automation/relay-job.ts';
import { ROLLUP_JOB } from '../automation/rollup-job.ts';
import { RUN_JOB } from '../automation/run-job.ts';
import { SCHEDULE_JOB } from '../automation/schedule-job.ts';
import { FILE_JOB } from './file-job.ts';
import { LEDGER_JOB } from './ledger-job.ts';
import { POINTS_FLAG_JOB } from './points-flag-job.ts';
import { POINTS_SIGN_IN_JOB } from './points-sign-in-job.ts';
import { POINTS_TIER_JOB } from './points-tier-job.ts';
import { POINTS_UPKEEP_JOB } from './points-upkeep-job.ts';
import type { TenantJob } from './tenant-job.ts';
import { WORKFLOW_JOB } from './workflow-job.ts';

/**
 * The work that every tenant may have waiting, in the order it is done. A job is added here and nowhere else; the
 * runner (`openJobs`) asks each of them in turn, and a job's answer is how many items it did.
 */
export const TENANT_JOBS: readonly TenantJob[] = [
  LEDGER_JOB,
  WORKFLOW_JOB,
  RELAY_JOB,
  ROLLUP_JOB,
  SCHEDULE_JOB,
  RUN_JOB,
  DELIVERY_JOB,
  MAIL_JOB,
  FORGET_JOB,
  FILE_JOB,
  POINTS_SIGN_IN_JOB,
  POINTS_TIER_JOB,
  POINTS_FLAG_JOB,
  POINTS_UPKEEP_JOB,
];
