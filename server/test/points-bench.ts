import { randomUUID } from 'node:crypto';
import { userId } from '../../schema/core/ids.ts';
import type { Template } from '../../schema/template/template.ts';
import type { Database } from '../db/database.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import { tenantBench, type Answer, type Ask, type TenantBench } from './tenant-bench.ts';

/** A member of the company, and what he asks. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** The data of a request that must succeed. */
  readonly data: (query: string, variables?: Ask['variables'], more?: Ask) => Promise<Record<string, never>>;
  readonly ask: (query: string, variables?: Ask['variables'], more?: Ask) => Promise<Answer>;
}

/** A company that gives points, with its budgets funded. */
export interface PointsBench extends TenantBench {
  readonly person: (name: string, roles?: readonly string[], departments?: readonly string[]) => Promise<Person>;
  /** Makes a job of the person and finishes it; gives its id and version. */
  readonly finishJob: (doer: Person, values?: Readonly<Record<string, unknown>>, more?: Ask) => Promise<Job>;
  readonly wallet: (of: Person, now?: Date) => Promise<Wallet>;
}

export interface Job {
  readonly id: string;
  readonly version: number;
}

export interface Wallet {
  readonly balance: string;
  readonly pending: string;
  readonly owed: string;
  readonly earned: string;
}

/** Publishes the template and puts so many points into the budgets `jobs` and `special`. */
export async function pointsBench(
  database: Database,
  template: Template,
  budgets?: Readonly<Record<string, string>>,
): Promise<PointsBench> {
  return inPointsBench(await tenantBench(database, template), budgets);
}

/** The same in a tenant that is there already. */
export async function inPointsBench(
  bench: TenantBench,
  budgets: Readonly<Record<string, string>> = { finished: '10000', special: '1000' },
): Promise<PointsBench> {
  await bench.data(
    `mutation { a: createProgramme(input: {code: "jobs"}) { id } b: createProgramme(input: {code: "special"}) { id } }`,
  );
  for (const [award, amount] of Object.entries(budgets)) {
    await bench.data(
      `mutation ($award: ID!, $amount: Decimal!) { fundPoints(award: $award, amount: $amount, reason: "Start", idempotencyKey: "fund-${award}") { left } }`,
      { variables: { award, amount } },
    );
  }
  const person: PointsBench['person'] = async (name, roles = ['member'], departments = []) => {
    const id = randomUUID();
    await putTenantUser(bench.place, { id: userId(id), name, email: `${id}@example.com`, active: true });
    await bench.query('update @.fw_user set roles = $2::text[], org_ids = $3::uuid[] where id = $1', [
      id,
      roles,
      departments,
    ]);
    const as = (variables?: Ask['variables'], more: Ask = {}): Ask => ({
      roles,
      actor: { id, name, email: `${id}@example.com`, departments },
      ...(variables === undefined ? {} : { variables }),
      ...more,
    });
    return {
      id,
      name,
      roles,
      data: (query, variables, more) => bench.data(query, as(variables, more)),
      ask: (query, variables, more) => bench.ask(query, as(variables, more)),
    };
  };
  return {
    ...bench,
    person,
    async finishJob(doer, values = {}, more = {}) {
      const input = { name: 'Roof', doer: { id: doer.id }, ...values };
      const { createJob: made } = (await doer.data(
        'mutation ($input: JobInput!) { createJob(input: $input) { id version } }',
        { input },
        more,
      )) as unknown as { readonly createJob: Job };
      const { finishJob: job } = (await doer.data(
        'mutation ($id: ID!, $version: Int!) { finishJob(id: $id, version: $version) { id version } }',
        { ...made },
        more,
      )) as unknown as { readonly finishJob: Job };
      return job;
    },
    async wallet(of, now) {
      const { myPoints } = (await of.data(
        '{ myPoints { balance pending owed earned } }',
        {},
        now === undefined ? {} : { now },
      )) as unknown as {
        readonly myPoints: Wallet;
      };
      return myPoints;
    },
  };
}
