import type { Tenant } from '../../db/control-entities.ts';
import { pgFailureOf } from '../../db/pg-errors.ts';
import { STALE_VERSION_STATE } from '../../compile/ddl-system.ts';
import type { Application } from '../application.ts';
import { StaleShape } from '../tenant/stale-shape.ts';
import type { JobGauge, TenantJob } from './tenant-job.ts';

export interface RunOptions {
  readonly jobs: readonly TenantJob[];
  /** Asked before each job: whether it may run now. Absent: all may. */
  readonly mayRun?: (job: TenantJob) => boolean;
  readonly onDone?: (job: TenantJob, items: number) => void;
  /** Told what a job threw; the others run all the same. Absent: it is thrown. */
  readonly onFailed?: (job: TenantJob, error: unknown) => void;
  readonly report?: (name: JobGauge, value: number) => void;
}

/** How many pieces one job does for a tenant before others have their turn. */
const PIECES_MAX = 20;

/**
 * Runs each job for the tenant until it has nothing more to do, or until its turn is over. Gives whether something is
 * likely left. A tenant without a publication has no work.
 */
export async function runTenantJobs(application: Application, tenant: Tenant, options: RunOptions): Promise<boolean> {
  let isLeft = false;
  for (const job of options.jobs) {
    if (options.mayRun?.(job) === false) continue;
    try {
      const items = await runJob(application, tenant, { job, options });
      options.onDone?.(job, items.done);
      isLeft ||= items.isLeft;
    } catch (error) {
      if (options.onFailed === undefined) throw error;
      options.onFailed(job, error);
    }
  }
  return isLeft;
}

async function runJob(
  application: Application,
  tenant: Tenant,
  { job, options }: { readonly job: TenantJob; readonly options: RunOptions },
): Promise<{ readonly done: number; readonly isLeft: boolean }> {
  const { report } = options;
  let done = 0;
  let refreshed = false;
  for (let piece = 0; piece < PIECES_MAX; piece += 1) {
    const handle = await application.tenantHandle(tenant);
    if (!handle.ok) return { done, isLeft: false };
    try {
      const items = await job.run({
        application,
        handle: handle.value,
        now: application.now(),
        ...(report === undefined ? {} : { report }),
      });
      if (items === 0) return { done, isLeft: false };
      done += items;
    } catch (error) {
      // The tenant was published meanwhile: the next handle is of the new version.
      if (refreshed || !isStale(error)) throw error;
      refreshed = true;
      await application.registry.refresh();
    }
  }
  return { done, isLeft: true };
}

function isStale(error: unknown): boolean {
  return error instanceof StaleShape || pgFailureOf(error)?.sqlState === STALE_VERSION_STATE;
}
