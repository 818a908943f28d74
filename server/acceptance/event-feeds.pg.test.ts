import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { eventFeeds, type EventQueue } from '../http/event-feeds.ts';
import { countingDatabase } from '../test/counting-database.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { newBench, publishContext, type Bench } from '../test/publishing.ts';

let database: TestDatabase;
let tenant: Bench;
beforeAll(async () => {
  database = await freshDatabase();
  tenant = await newBench(await publishContext(database.database));
});
afterAll(() => database.drop());

const feeds = eventFeeds();
afterAll(() => feeds.close());
const open = (entity: string, place = tenant.place): Promise<EventQueue> => feeds.open(place.schema, place, entity);

/** Writes events as so many transactions of one row each would. */
async function happen(entity: string, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await tenant.query(
    `INSERT INTO @.fw_event (entity, record_id, kind, version, template_version) SELECT $1, id, 'created', 1, 1 FROM unnest($2::uuid[]) AS id`,
    [entity, ids],
  );
  return ids;
}

async function take(queue: EventQueue, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const event = await queue.next();
    ids.push(typeof event === 'string' ? event : event.recordId);
  }
  return ids;
}

describe('the events of a watched tenant', () => {
  it('[ACPT-38] are read once for all who watch, and no longer when nobody does', async () => {
    const counted = countingDatabase(database.database);
    const place = { ...tenant.place, database: counted.database };
    const queues = await Promise.all(Array.from({ length: 20 }, () => open('Once', place)));
    expect(counted.taken()).toBe(1);
    const ids = await happen('Once', 3);
    for (const queue of queues) expect(await take(queue, 3)).toEqual(ids);
    // Ending frees who waits, at once and without an event.
    const waiting = queues.map((queue) => queue.next());
    for (const queue of queues) queue.end();
    expect(await Promise.all(waiting)).toEqual(queues.map(() => 'ended'));
    // Another reading may be on its way; after it there is none.
    const other = await open('Other');
    await happen('Other', 1);
    await take(other, 1);
    counted.taken();
    await happen('Other', 1);
    await take(other, 1);
    expect(counted.taken()).toBe(0);
    other.end();
  });

  it('[ACPT-39] wait for a slow subscriber up to a bound, and then end his subscription', async () => {
    const { eventsWaitingMax } = LIMITS;
    const [patient, marker] = [await open('Slow'), await open('Marker')];
    const ids = await happen('Slow', eventsWaitingMax);
    await happen('Marker', 1);
    await take(marker, 1);
    expect(await take(patient, eventsWaitingMax)).toEqual(ids);
    await happen('Slow', eventsWaitingMax + 1);
    await happen('Marker', 1);
    await take(marker, 1);
    expect(await patient.next()).toBe('overrun');
    marker.end();
  });
});
