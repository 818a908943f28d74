import { setTimeout as pause } from 'node:timers/promises';
import { tenantId } from '../../../schema/core/ids.ts';
import type { Tenant } from '../../db/control-entities.ts';
import { listTenants } from '../../db/control-tenants.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import type { Application } from '../application.ts';
import { ASKED_TOGETHER, dueTenants, type AskedTenant } from './due-tenants.ts';
import type { TenantJob } from './tenant-job.ts';

/** A look because of a tenant's turn, which only its model may give a reason for, or because work is known of. */
export type Why = 'turn' | 'work';

/** Jobs that run beside those of other lanes. */
export interface SweepLane {
  readonly jobs: readonly TenantJob[];
  later(tenant: string, delayMs: number, why: Why): void;
}

export interface SweepOptions {
  readonly lanes: readonly SweepLane[];
  readonly everyMs: number;
  readonly onError: (error: unknown, tenant: string) => void;
}

/** Tenants are looked at this far apart in a sweep at least, so that a thousand of them are no burst. */
const SPREAD_MS = 20;
/** How often a tenant that has nothing due is looked at all the same: some work only its model knows of. */
const FULL_LOOK_MS = 600_000;

/** What a sweep needs of the server. */
export interface SweptApplication extends Pick<Application, 'control' | 'cells' | 'now'> {
  readonly registry: Pick<Application['registry'], 'holds'>;
}

/** Goes through all tenants again and again; gives what ends that. */
export function sweepTenants(application: SweptApplication, options: SweepOptions): () => Promise<void> {
  const ended = new AbortController();
  const looked = new Map<string, number>();
  let sweeping: Promise<void> | undefined;
  const begin = (): void => {
    sweeping ??= sweep(application, { ...options, looked, signal: ended.signal })
      .catch((error: unknown) => {
        if (!ended.signal.aborted) options.onError(error, '');
      })
      .finally(() => {
        sweeping = undefined;
      });
  };
  const timer = setInterval(begin, options.everyMs);
  timer.unref();
  begin();
  return async () => {
    ended.abort();
    clearInterval(timer);
    await sweeping;
  };
}

interface Sweep extends SweepOptions {
  /** When a tenant was last looked at in full. */
  readonly looked: Map<string, number>;
  readonly signal: AbortSignal;
}

/**
 * A few tenants at a time are asked, by one statement, what is due. Compiling a shape costs more than its work, so a
 * tenant whose shape is not at hand is looked at only when something is; one whose shape is has its turn as well.
 */
async function sweep(application: SweptApplication, { lanes, onError, looked, signal }: Sweep): Promise<void> {
  const tenants = await listTenants(application.control);
  for (let from = 0; from < tenants.length; from += ASKED_TOGETHER) {
    if (signal.aborted) return;
    const some = tenants.slice(from, from + ASKED_TOGETHER);
    const due = await dueTenants(askedOf(application, some, onError), {
      groups: lanes.map(({ jobs }) => jobs),
      now: application.now(),
      onError,
    });
    for (const [index, { id }] of some.entries()) {
      const isFull = isFullLookDue(looked, id);
      const isAtHand = application.registry.holds(tenantId(id));
      for (const [at, lane] of lanes.entries()) {
        if (isFull || due.get(id)?.[at] === true) lane.later(id, index * SPREAD_MS, 'work');
        else if (isAtHand && lane.jobs.some((job) => job.due === undefined)) lane.later(id, index * SPREAD_MS, 'turn');
      }
    }
    await pause(some.length * SPREAD_MS, undefined, { signal, ref: false });
  }
}

function askedOf(
  { cells }: Pick<SweptApplication, 'cells'>,
  tenants: readonly Tenant[],
  onError: SweepOptions['onError'],
): readonly AskedTenant[] {
  return tenants.flatMap((tenant) => {
    try {
      return [{ id: tenant.id, place: placeOf(cells, tenant) }];
    } catch (error) {
      onError(error, tenant.id);
      return [];
    }
  });
}

function isFullLookDue(looked: Map<string, number>, id: string): boolean {
  const last = looked.get(id);
  const now = Date.now();
  if (last !== undefined && now - last <= FULL_LOOK_MS) return false;
  // Not all at once, and not all when the server starts.
  looked.set(id, last === undefined ? now - Math.random() * FULL_LOOK_MS : now);
  return last !== undefined;
}
