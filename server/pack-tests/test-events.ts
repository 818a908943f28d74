import { LIMITS } from '../../schema/core/limits.ts';
import { must, ok, refused, type Result } from '../../schema/core/result.ts';
import { accessOf } from '../compile/access.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { decideApproval } from '../db/approval-decide.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { WriteRefused } from '../db/write-operation.ts';
import { NO_FILES } from '../files/file-store.ts';
import { TENANT_JOBS } from '../graphql/jobs/tenant-jobs.ts';
import type { TenantJobContext } from '../graphql/jobs/tenant-job.ts';
import { compileShape, type CompiledShape } from '../graphql/tenant/compiled-shape.ts';
import type { Model } from '../../schema/model/model.ts';
import type { TestEvents } from './test-steps.ts';
import { TEST_SECRETS, TEST_TENANT_ID, type TestWorld } from './test-world.ts';

/** What falls due within the tenant; the rest reaches beyond it, or looks at months of history. */
const DUE_JOBS: ReadonlySet<string> = new Set(['ledger', 'workflows', 'relay', 'rollups', 'schedules', 'runs']);
/** Automations cause automations, at most this many rounds. */
const ROUNDS_MAX = 20;

/** Decisions and the passing of time, as the server does them. */
export const testEvents: TestEvents = {
  async decide(world, { actor, record, decision, comment }) {
    const request = await requestOf(world, record);
    const { access: _, ...options } = world.writer(actor, 'decide');
    const done = await world.act(actor, async (unit) => {
      const decided = await decideApproval(
        { unit, options, accessOf: (roles) => accessOf(world.tenant.model, roles) },
        { request, decision, comment },
      );
      // Thrown, so that nothing of a decision that was refused stays.
      if (!decided.ok) throw new WriteRefused(decided.issues);
    });
    return done.ok ? ok(null) : refused(done.issues);
  },
  async pass(world): Promise<Result<null>> {
    const context = jobContext(world);
    const jobs = TENANT_JOBS.filter(({ name }) => DUE_JOBS.has(name));
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      let items = 0;
      for (const job of jobs) items += await job.run(context);
      if (items === 0) break;
    }
    return ok(null);
  },
};

/** The request that waits for the record; a made-up id, which the decision refuses, when there is none. */
async function requestOf(world: TestWorld, record: string): Promise<string> {
  const { database, schema } = world.tenant.place;
  const [row] = await database.query<{ readonly id: string }>({
    text: `SELECT id FROM ${quoteIdent(schema)}.fw_approval WHERE record_id = $1 AND state = 'pending'`,
    params: [record],
  });
  return row?.id ?? TEST_TENANT_ID;
}

const shapes = new WeakMap<Model, CompiledShape>();

/** The tenant as jobs take one. It is in no directory: its one version is the one in force. */
function jobContext(world: TestWorld): TenantJobContext {
  const { place, model, version, timeZone } = world.tenant;
  const shape = shapes.get(model) ?? compileShape(model);
  shapes.set(model, shape);
  const { schema, role } = place;
  const name = 'test';
  return {
    now: world.now,
    application: {
      control: noDirectory(world),
      secrets: TEST_SECRETS,
      outside: { allow: [], mailer: { send: () => Promise.resolve() } },
      files: NO_FILES,
      keepDays: LIMITS.keepDays,
    },
    handle: {
      place,
      shape,
      ref: { id: TEST_TENANT_ID, name, timeZone, schema, role, version },
      tenant: {
        id: TEST_TENANT_ID,
        name,
        label: name,
        cell: 'home',
        timeZone,
        state: 'active',
        createdAt: world.now,
      },
    },
  };
}

function noDirectory({ tenant }: TestWorld): ControlPlane {
  const none = (): never => must<never>(undefined, 'directory of a test');
  return { database: tenant.place.database, asSystem: none, asTenant: none, askSystem: none };
}
