import { tenantId } from '../../../schema/core/ids.ts';
import type { Tenant } from '../../db/control-entities.ts';
import { tenantById } from '../../db/control-tenants.ts';
import type { Application } from '../application.ts';
import { runTenantJobs } from './run-tenant-jobs.ts';
import type { JobGauge, TenantJob } from './tenant-job.ts';
import { TENANT_JOBS } from './tenant-jobs.ts';
import { sweepTenants, type SweepLane, type Why } from './tenant-sweep.ts';

export interface JobsOptions {
  readonly onError: (error: unknown, at: { readonly job: string; readonly tenant: string }) => void;
  /** How often every tenant is looked at, whoever wrote to it; milliseconds. */
  readonly sweepMs?: number;
  /** How long after a write its tenant is looked at; writes in between are one look. Milliseconds. */
  readonly delayMs?: number;
  readonly jobs?: readonly TenantJob[];
}

/** Background work of all tenants in this process. */
export interface Jobs {
  /** Counts since the start by job, and what jobs report by gauge: the highest of the tenants looked at last. */
  readonly status: () => JobsStatus;
  /** Begins no new piece of work and waits for those that run. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

export interface JobsStatus {
  readonly runs: ReadonlyMap<string, number>;
  readonly items: ReadonlyMap<string, number>;
  readonly failures: ReadonlyMap<string, number>;
  readonly gauges: ReadonlyMap<JobGauge, number>;
}

/** Before the first look. */
export const NO_JOBS: JobsStatus = { runs: new Map(), items: new Map(), failures: new Map(), gauges: new Map() };

const SWEEP_MS = 30_000;
const DELAY_MS = 25;
/** A busy tenant is left alone so many times as long as its last look took: one look then does what many wrote. */
const REST_TIMES = 6;
/** At most; stored rollups and messages are behind by no more than this and the look itself. */
const REST_MAX_MS = 250;
const AT_ONCE_MAX = 2;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 300_000;

/**
 * Looks after every tenant's waiting work: at once where this process wrote, and each half minute everywhere, since
 * another process may have died with its hint. Two processes may do this at the same time: jobs claim what they do.
 * What fails is told, tried again later and later, and never stops the others. Rules: SPEC [RUN-1], [RUN-2].
 */
export function openJobs(application: Application, options: JobsOptions): Jobs {
  const jobs = options.jobs ?? TENANT_JOBS;
  // A webhook that does not answer must not hold up what happens inside.
  const lanes = [...Map.groupBy(jobs, laneOf).values()].map(
    (own) => new JobRunner(application, { ...options, jobs: own }),
  );
  const endSweep = sweepTenants(application, {
    lanes,
    everyMs: options.sweepMs ?? SWEEP_MS,
    onError: (error, tenant) => options.onError(error, { job: 'sweep', tenant }),
  });
  return {
    status: () => ({
      runs: merged(lanes.map((lane) => lane.status().runs)),
      items: merged(lanes.map((lane) => lane.status().items)),
      failures: merged(lanes.map((lane) => lane.status().failures)),
      gauges: merged(lanes.map((lane) => lane.status().gauges)),
    }),
    stop: async () => {
      await Promise.all([endSweep(), ...lanes.map((lane) => lane.stop())]);
    },
  };
}

function laneOf({ isOutside, isLong }: TenantJob): string {
  return isOutside === true ? 'outside' : isLong === true ? 'long' : 'inside';
}

/** Lanes have other jobs, so no key is twice. */
function merged<Key>(maps: readonly ReadonlyMap<Key, number>[]): ReadonlyMap<Key, number> {
  return new Map(maps.flatMap((map) => [...map]));
}

class JobRunner implements Jobs, SweepLane {
  readonly jobs: readonly TenantJob[];
  private readonly application: Application;
  private readonly options: JobsOptions;
  /** By tenant: whether it is only its turn, or somebody knows of work. */
  private readonly waiting = new Map<string, Why>();
  /** Until when a tenant that was just looked at is left alone, however much is written to it. */
  private readonly restUntil = new Map<string, number>();
  /** Written to while they were looked at. */
  private readonly heard = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly timers = new Map<
    string,
    { readonly timer: NodeJS.Timeout; readonly at: number; readonly why: Why }
  >();
  private readonly backoff = new Map<string, { readonly until: number; readonly failures: number }>();
  /** Until when a job with its own rhythm leaves a tenant alone. */
  private readonly resting = new Map<string, number>();
  private readonly counts = { runs: new Map<string, number>(), items: new Map<string, number>() };
  private readonly failures = new Map<string, number>();
  private readonly gauges = new Map<string, ReadonlyMap<JobGauge, number>>();
  private readonly unlisten: () => void;
  private stopped = false;

  constructor(application: Application, options: JobsOptions & { readonly jobs: readonly TenantJob[] }) {
    this.application = application;
    this.options = options;
    this.jobs = options.jobs;
    this.unlisten = application.writes.listen((tenant) => this.hear(tenant));
  }

  status(): JobsStatus {
    const gauges = new Map<JobGauge, number>();
    for (const own of this.gauges.values()) {
      for (const [name, value] of own) gauges.set(name, Math.max(value, gauges.get(name) ?? 0));
    }
    return { ...this.counts, failures: this.failures, gauges };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.unlisten();
    for (const { timer } of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.waiting.clear();
    await Promise.all(this.running.values());
  }

  /** Somebody wrote. While a look runs it may have passed what was written: it is done again, after a rest. */
  private hear(tenant: string): void {
    if (this.running.has(tenant)) {
      this.heard.add(tenant);
      return;
    }
    const restMs = (this.restUntil.get(tenant) ?? 0) - Date.now();
    this.later(tenant, Math.max(this.options.delayMs ?? DELAY_MS, restMs));
  }

  later(tenant: string, delayMs: number, asked: Why = 'work'): void {
    const at = Date.now() + delayMs;
    const planned = this.timers.get(tenant);
    const why = asked === 'work' || planned?.why === 'work' ? 'work' : 'turn';
    if (this.stopped) return;
    if (this.waiting.has(tenant)) {
      if (why === 'work') this.waiting.set(tenant, why);
      return;
    }
    if (planned !== undefined && planned.at <= at && planned.why === why) return;
    clearTimeout(planned?.timer);
    const dueAt = Math.min(at, planned?.at ?? at);
    const timer = setTimeout(
      () => {
        this.timers.delete(tenant);
        this.waiting.set(tenant, why);
        this.next();
      },
      Math.max(0, dueAt - Date.now()),
    );
    timer.unref();
    this.timers.set(tenant, { timer, at: dueAt, why });
  }

  /** Starts what waits, a few tenants at once; one tenant's jobs never run twice at a time here. */
  private next(): void {
    for (const [tenant, why] of this.waiting) {
      if (this.stopped || this.running.size >= AT_ONCE_MAX) return;
      if (this.running.has(tenant)) continue;
      this.waiting.delete(tenant);
      const began = Date.now();
      const run = this.runTenant(tenant, why)
        .catch((error: unknown) => this.options.onError(error, { job: 'look', tenant }))
        .finally(() => {
          const ended = Date.now();
          this.restUntil.set(tenant, ended + Math.min(REST_MAX_MS, (ended - began) * REST_TIMES));
          this.running.delete(tenant);
          if (this.heard.delete(tenant)) this.hear(tenant);
          this.next();
        });
      this.running.set(tenant, run);
    }
  }

  private async runTenant(id: string, why: Why): Promise<void> {
    const tenant = await tenantById(this.application.control, tenantId(id));
    if (tenant === null || tenant.state === 'dropped' || this.stopped) return;
    const gauges = new Map<JobGauge, number>();
    let worked = 0;
    const isLeft = await runTenantJobs(this.application, tenant, {
      jobs: this.jobs,
      // What can be asked of the tenant by a statement was asked before its turn came.
      mayRun: (job) => !this.stopped && (why === 'work' || job.due === undefined) && this.isReady(`${id} ${job.name}`),
      onDone: (job, items) => {
        worked += items;
        this.backoff.delete(`${id} ${job.name}`);
        if (items === 0 && job.everyMs !== undefined) this.resting.set(`${id} ${job.name}`, Date.now() + job.everyMs);
        count(this.counts.runs, job.name, 1);
        count(this.counts.items, job.name, items);
      },
      onFailed: (job, error) => this.failed(tenant, job, error),
      report: (name, value) => gauges.set(name, Math.max(value, gauges.get(name) ?? 0)),
    });
    this.gauges.set(id, new Map([...(this.gauges.get(id) ?? []), ...gauges]));
    if (isLeft) this.later(id, 0);
    // What a job did is a write too: a rule's events may start other rules, and leave something to be sent.
    else if (worked > 0 && !this.stopped) this.application.writes.touch(id);
    const retries = this.jobs.flatMap((job) => this.backoff.get(`${id} ${job.name}`)?.until ?? []);
    if (retries.length > 0) this.later(id, Math.max(0, Math.min(...retries) - Date.now()));
  }

  private isReady(key: string): boolean {
    return Math.max(this.backoff.get(key)?.until ?? 0, this.resting.get(key) ?? 0) <= Date.now();
  }

  private failed(tenant: Tenant, job: TenantJob, error: unknown): void {
    // A database that closes while the server stops is no failure of the job.
    if (this.stopped) return;
    const key = `${tenant.id} ${job.name}`;
    const failures = (this.backoff.get(key)?.failures ?? 0) + 1;
    const waitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (failures - 1));
    this.backoff.set(key, { until: Date.now() + waitMs, failures });
    count(this.failures, job.name, 1);
    this.options.onError(error, { job: job.name, tenant: tenant.name });
  }
}

function count(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}
