import { LIMITS } from '../../../schema/core/limits.ts';
import type { AutomationModel } from '../../../schema/model/build-automations.ts';
import type { Model } from '../../../schema/model/model.ts';
import { STALE_VERSION_STATE } from '../../compile/ddl-system.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import { storedRollups } from '../../compile/stored-rollups.ts';
import type { Transaction } from '../../db/database.ts';
import {
  claimEntries,
  finishEntries,
  finishUnheard,
  oldestEntry,
  openVersions,
  postponeEntry,
} from '../../db/outbox-claim.ts';
import { addDeliveries, addRuns } from '../../db/outbox-effects.ts';
import { pgFailureOf } from '../../db/pg-errors.ts';
import { refreshRollups } from '../../db/refresh-rollups.ts';
import type { TenantJob, TenantJobContext } from '../jobs/tenant-job.ts';
import { backoffUntil, isTemporary } from './retry.ts';
import { matchAutomations } from './match-automations.ts';
import { automationsByVersion } from './version-behaviour.ts';
import { openConnections, webhooksOf, type ListeningConnection } from './webhook-events.ts';

/**
 * Tells each event of the outbox to everybody who has to hear of it: stored rollups are computed, runs of automations
 * and deliveries to webhooks are written down, and the entry is done, all in one transaction. So a crash at any moment
 * loses nothing and doubles nothing; what takes long or leaves the server is the work of other jobs. SPEC [RUN-3] on.
 */
export const RELAY_JOB: TenantJob = {
  name: 'relay',
  due: 'exists (select from "@tenant".fw_outbox where done_at is null and (next_at is null or next_at <= $1::timestamptz))',
  async run(context) {
    const { place } = context.handle;
    const oldest = await oldestEntry(place.database, place.schema);
    context.report?.('outbox_age_seconds', oldest === null ? 0 : (context.now.getTime() - oldest.at.getTime()) / 1_000);
    if (oldest === null) return 0;
    try {
      return await relay(context, LIMITS.outboxBatchMax);
    } catch (error) {
      if (isWhole(error)) throw error;
      // One entry that can't be worked off must not hold up the others: found by going one at a time.
      return relayOneByOne(context);
    }
  },
};

/** Not one entry's fault: another version, locks, the connection. */
function isWhole(error: unknown): boolean {
  return isTemporary(error) || pgFailureOf(error)?.sqlState === STALE_VERSION_STATE;
}

async function relay(context: TenantJobContext, limit: number, onClaimed?: (seq: string) => void): Promise<number> {
  const { application, handle, now } = context;
  const { place, shape } = handle;
  const at = now.toISOString();
  // Looked up before the transaction: the embedded database has one connection.
  const automations = await automationsByVersion(application, handle, await openVersions(place.database, place.schema));
  return place.database.transaction({ lockTimeoutMs: LOCK_TIMEOUT_MS }, async (tx) => {
    await begin(tx, context);
    const connections = await openConnections(tx, place.schema);
    // Those in force stand for events that came in since: what is written by now is of their version.
    const all = [...shape.model.behaviour.automations, ...[...automations.values()].flat()];
    const heard = heardEntities(shape.model, all, connections);
    const unheard =
      heard === 'all' ? 0 : await finishUnheard(tx, place.schema, { now: at, heard: [...heard], limit: UNHEARD_MAX });
    if (heard !== 'all' && heard.size === 0) return unheard;
    const claimed = await claimEntries(tx, place.schema, { now: at, limit });
    // An event of a version that came in between waits for the next turn.
    const entries = claimed.filter(({ event }) => event === null || automations.has(event.templateVersion));
    if (entries[0] !== undefined) onClaimed?.(entries[0].seq);
    const events = entries.flatMap(({ event }) => (event === null ? [] : [event]));
    await refreshRollups({ tx, schema: place.schema, model: shape.model }, events);
    const runs = events.flatMap((event) => matchAutomations(automations.get(event.templateVersion) ?? [], event));
    await addRuns(tx, place.schema, { runs, now: at });
    await addDeliveries(tx, place.schema, { deliveries: webhooksOf(shape.model, connections, events), now: at });
    await finishEntries(tx, place.schema, { seqs: entries.map(({ seq }) => seq), now: at });
    return unheard + entries.length;
  });
}

/** At once: they cost little. */
const UNHEARD_MAX = 2_000;

/**
 * The entities of whose events somebody has to hear: what no automation, webhook or stored rollup is about is done
 * without being read. Rollups go by more than their own entity, so with any of them all events are heard.
 */
function heardEntities(
  model: Model,
  automations: readonly AutomationModel[],
  connections: readonly ListeningConnection[],
): ReadonlySet<string> | 'all' {
  const topics = connections.flatMap((connection) => connection.topics);
  if (storedRollups(model).length > 0 || topics.includes('*')) return 'all';
  return new Set([...automations.map(({ on }) => on.entity), ...topics.map((topic) => topic.split('.', 1)[0] ?? '')]);
}

const LOCK_TIMEOUT_MS = 5_000;
const SINGLE_MAX = 50;

async function relayOneByOne(context: TenantJobContext): Promise<number> {
  const { place } = context.handle;
  for (let count = 0; count < SINGLE_MAX; count += 1) {
    let seq: string | undefined;
    try {
      if ((await relay(context, 1, (claimed) => (seq = claimed))) === 0) return count;
    } catch (error) {
      if (isWhole(error) || seq === undefined) throw error;
      const failure = error instanceof Error ? error.message : String(error);
      await postponeEntry(place.database, place.schema, { seq, now: context.now, failure, backoff: backoffUntil });
      // The log should have it as well; what waits behind goes on at the next look.
      throw error;
    }
  }
  return SINGLE_MAX;
}

/** Waits for a publication that switches, and makes sure that the tables are those of the shape. */
async function begin(tx: Transaction, { handle }: TenantJobContext): Promise<void> {
  await tx.query({
    text: `select ${quoteIdentifier(handle.place.schema)}.fw_begin_write($1)`,
    params: [handle.ref.version],
  });
}
