import type { Application, TenantHandle } from '../application.ts';

/** What a job works on: one tenant, its shape in force, and the clock. */
export interface TenantJobContext {
  readonly application: Application;
  readonly handle: TenantHandle;
  readonly now: Date;
}

/**
 * Work that a tenant has waiting: outbox, reservations that lapse, approvals past their deadline. Each run does a
 * bounded piece in transactions of its own, safe beside the same job in another process, and says how much it did.
 */
export interface TenantJob {
  readonly name: string;
  /** Items done; 0 means that nothing is due. */
  readonly run: (context: TenantJobContext) => Promise<number>;
}
