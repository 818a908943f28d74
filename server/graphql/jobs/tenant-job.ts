import type { Application, TenantHandle } from '../application.ts';

/** What jobs need of the server besides the tenant. */
export type JobApplication = Pick<Application, 'control' | 'secrets' | 'outside' | 'files' | 'keepDays'>;

/** What a job works on: one tenant, its shape in force, and the clock. */
export interface TenantJobContext {
  readonly application: JobApplication;
  readonly handle: TenantHandle;
  readonly now: Date;
  /** Tells a number of the tenant that operators watch, such as how old the oldest undelivered entry is. */
  readonly report?: (name: JobGauge, value: number) => void;
}

/** Seconds since the oldest entry of the outbox that waits was written; deliveries that wait for their next attempt. */
export type JobGauge = 'outbox_age_seconds' | 'deliveries_waiting';

/**
 * Work that a tenant has waiting: outbox, reservations that lapse, approvals past their deadline. Each run does a
 * bounded piece in transactions of its own, safe beside the same job in another process, and says how much it did.
 */
export interface TenantJob {
  readonly name: string;
  /** It waits for others' servers, so it runs beside the other jobs and not among them. */
  readonly isOutside?: boolean;
  /** It may write for minutes, so it runs beside the other jobs as well. */
  readonly isLong?: boolean;
  /** How long a tenant without such work is left alone, in milliseconds; absent: it is looked at each time. */
  readonly everyMs?: number;
  /**
   * A condition in SQL that is true when the job may have something to do; `"@tenant"` is the schema, `$1` the time.
   * With it a tenant whose shape is not at hand is asked this, and its shape is compiled only for a yes.
   */
  readonly due?: string;
  /** Items done; 0 means that nothing is due. */
  readonly run: (context: TenantJobContext) => Promise<number>;
}
