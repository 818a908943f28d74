import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import type { Database } from '../db/database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication, type Application, type ApplicationOptions } from '../graphql/application.ts';
import { runTenantJobs } from '../graphql/jobs/run-tenant-jobs.ts';
import type { TenantJob } from '../graphql/jobs/tenant-job.ts';
import { TENANT_JOBS } from '../graphql/jobs/tenant-jobs.ts';
import { tenantBench, type Answer, type Ask, type TenantBench } from './tenant-bench.ts';

/** A tenant with its API and the background work of a server, at a time that the test says. */
export interface JobBench {
  readonly tenant: TenantBench;
  readonly application: Application;
  /** The clock; `set` moves it. */
  readonly clock: { readonly now: () => Date; readonly set: (at: string | Date) => void };
  readonly ask: (query: string, ask?: Ask) => Promise<Answer>;
  readonly data: (query: string, ask?: Ask) => Promise<Record<string, never>>;
  /** Runs the jobs until nobody has anything to do; a job that fails fails the test. */
  readonly settle: (jobs?: readonly TenantJob[]) => Promise<void>;
  /** Rows of a statement as the owner; `@` stands for the tenant's schema. */
  readonly query: <Row>(text: string, params?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
}

/** Publishes the template to a new tenant of the database. */
export async function jobBench(
  database: Database,
  template: Template,
  options: { readonly at?: string } & Partial<ApplicationOptions> = {},
): Promise<JobBench> {
  const tenant = await tenantBench(database, template);
  let now = new Date(options.at ?? '2026-03-02T09:00:00.000Z');
  const application = await openApplication({
    database,
    secrets: createSecretBox(Buffer.alloc(32, 7)),
    now: () => now,
    ...options,
  });
  const settle = async (jobs: readonly TenantJob[] = TENANT_JOBS): Promise<void> => {
    await application.registry.refresh();
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      let items = 0;
      await runTenantJobs(application, tenant.tenant, { jobs, onDone: (_, done) => (items += done) });
      if (items === 0) return;
    }
    throw new Error('The jobs never came to an end');
  };
  return {
    tenant,
    application,
    clock: {
      now: () => now,
      set: (at) => {
        now = new Date(at);
      },
    },
    ask: (query, ask) => tenant.ask(query, { now, webhookAllow: application.outside.allow, ...ask }),
    data: (query, ask) => tenant.data(query, { now, webhookAllow: application.outside.allow, ...ask }),
    settle,
    query: (text, params) => tenant.query(text, params),
    close: () => application.close(),
  };
}

const ROUNDS_MAX = 60;

/** The only row of a list. */
export function only<Row>(rows: readonly Row[]): Row {
  return must(rows[0], 'a row');
}
