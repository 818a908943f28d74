import type { EntityId, SqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { bindRead, type ReadBinding } from '../compile/read-plan.ts';
import { isUuid, quoteIdentifier, textFor, type SqlTemplate } from '../compile/sql-text.ts';
import { tableName } from '../compile/sql-name.ts';
import { rollupDefinition, storedRollups, type StoredRollup } from '../compile/stored-rollups.ts';
import type { Transaction } from './database.ts';
import type { OutboxEvent } from './outbox-claim.ts';

interface Place {
  readonly tx: Transaction;
  readonly schema: SqlName;
  readonly model: Model;
}

/** What changed: rows of an entity, and of which fields; `all` for rows that came or went. */
interface Changed {
  readonly entity: EntityId;
  readonly ids: readonly string[];
  readonly fields: ReadonlySet<string> | 'all';
}

/**
 * Computes the stored rollups that the events concern, and those that are made of them in turn. Rows are locked first
 * and computed by a statement after that, so that the later of two computations has seen what the earlier one saw.
 * Computing again changes nothing. Gives how many values changed.
 */
export async function refreshRollups(place: Place, events: readonly OutboxEvent[]): Promise<number> {
  const rollups = storedRollups(place.model);
  if (rollups.length === 0) return 0;
  await takeTurn(place);
  let count = 0;
  let changed = events.map(changeOf);
  const moved = events.filter(({ kind }) => kind !== 'deleted' && kind !== 'restored');
  for (let round = 0; changed.length > 0 && round <= rollups.length; round += 1) {
    const due: { readonly rollup: StoredRollup; readonly rows: ReadonlySet<string> }[] = [];
    for (const rollup of rollups) {
      const rows = new Set(await concerned(place, rollup, changed));
      if (round === 0) for (const id of [...left(rollup, moved), ...(await born(place, rollup, events))]) rows.add(id);
      due.push({ rollup, rows });
    }
    changed = await recompute(place, due);
    count += changed.reduce((sum, { ids }) => sum + ids.length, 0);
  }
  return count;
}

/**
 * One at a time in a tenant: rollups of rollups are found only on the way, so two that compute at once could each wait
 * for rows of the other.
 */
async function takeTurn({ tx, schema }: Place): Promise<void> {
  await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', params: [`rollups:${schema}`] });
}

function changeOf({ entity, recordId, kind, changes }: OutboxEvent): Changed {
  const isWhole = kind === 'created' || kind === 'deleted' || kind === 'restored';
  return { entity: entity as EntityId, ids: [recordId], fields: isWhole ? 'all' : new Set(Object.keys(changes)) };
}

async function concerned(place: Place, rollup: StoredRollup, changed: readonly Changed[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const watch of rollup.watches) {
    const ids = changed
      .filter(
        ({ entity, fields }) =>
          entity === watch.entity && (fields === 'all' || [...watch.fields].some((field) => fields.has(field))),
      )
      .flatMap((one) => one.ids);
    if (ids.length > 0) found.push(...(await runIds(place, watch.rows, ids)));
  }
  return found;
}

/** The rows that sources have left: who they pointed at before. */
function left(rollup: StoredRollup, events: readonly OutboxEvent[]): readonly string[] {
  const { source, by } = rollup;
  const lines = source.parent;
  // Removed lines are gone from the tables; their document is the row itself.
  if (by === 'parent') return events.filter(({ entity }) => entity === lines?.entity).map(({ recordId }) => recordId);
  return events.flatMap(({ entity, changes }) => {
    if (entity === source.id) return idsIn(changes[by]);
    if (lines === undefined || entity !== lines.entity) return [];
    const entries = changes[lines.field];
    return Array.isArray(entries) ? entries.flatMap((entry: unknown) => lineIds(entry, by)) : [];
  });
}

function lineIds(entry: unknown, by: string): readonly string[] {
  if (typeof entry !== 'object' || entry === null) return [];
  return ['added', 'changed', 'removed'].flatMap((how) => {
    const values: unknown = Reflect.get(entry, how);
    return typeof values === 'object' && values !== null ? idsIn(Reflect.get(values, by)) : [];
  });
}

/** Ids in a change: `[before, after]`, or the value of a row that went. */
function idsIn(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string' && isUuid(one));
}

/** New rows have no value yet: what nothing adds up to is 0 for a count, not nothing. */
async function born(place: Place, rollup: StoredRollup, events: readonly OutboxEvent[]): Promise<readonly string[]> {
  const { entity } = rollup;
  if (entity.parent === undefined)
    return events
      .filter((event) => event.kind === 'created' && event.entity === entity.id)
      .map((event) => event.recordId);
  const { parent } = entity;
  const documents = events
    .filter((event) => event.entity === parent.entity && (event.kind === 'created' || parent.field in event.changes))
    .map(({ recordId }) => recordId);
  if (documents.length === 0) return [];
  const rows = await place.tx.query<{ readonly id: string }>({
    text: `select id from ${quoteIdentifier(place.schema)}.${quoteIdentifier(tableName(entity.id))} where parent_id = any($1::uuid[])`,
    params: [documents],
  });
  return rows.map(({ id }) => id);
}

/** Locks the rows of each entity in the order of their ids, whichever rollups they are locked for, then computes. */
async function recompute(
  place: Place,
  due: readonly { readonly rollup: StoredRollup; readonly rows: ReadonlySet<string> }[],
): Promise<Changed[]> {
  for (const own of Map.groupBy(due, ({ rollup }) => rollup.entity).values()) {
    const ids = [...new Set(own.flatMap(({ rows }) => [...rows]))].sort();
    for (const page of pagesOf(ids)) await runIds(place, must(own[0], 'rollup').rollup.lock, page);
  }
  const changed: Changed[] = [];
  for (const { rollup, rows } of due) {
    const ids: string[] = [];
    for (const page of pagesOf([...rows].sort())) ids.push(...(await runIds(place, rollup.update, page)));
    if (ids.length > 0) changed.push({ entity: rollup.entity.id, ids, fields: new Set([rollup.field.id]) });
  }
  return changed;
}

function pagesOf(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, n) => ids.slice(n * PAGE, (n + 1) * PAGE));
}

const PAGE = 1_000;

/**
 * Computes the next page of a stored rollup that is new or means something else now; what existed before it was stored
 * has no events. Gives how many rows it looked at: 0 when all rollups are done.
 */
export async function fillRollups(place: Place, now: string): Promise<number> {
  const table = `${quoteIdentifier(place.schema)}.fw_rollup`;
  const rollups = storedRollups(place.model);
  if (rollups.length > 0) await takeTurn(place);
  // One that comes back is computed anew: nobody kept it while it was away.
  await place.tx.query({
    text: `delete from ${table} where not entity || '.' || field = any($1::text[])`,
    params: [rollups.map(({ entity, field }) => `${entity.id}.${field.id}`)],
  });
  for (const rollup of rollups) {
    const [row] = await place.tx.query<{ readonly cursor: string | null; readonly done: boolean }>({
      text: `insert into ${table} as r (entity, field, definition) values ($1, $2, $3)
        on conflict (entity, field) do update set definition = excluded.definition,
          cursor = case when r.definition = excluded.definition then r.cursor end,
          done_at = case when r.definition = excluded.definition then r.done_at end
        returning cursor, done_at is not null as done`,
      params: [rollup.entity.id, rollup.field.id, rollupDefinition(rollup)],
    });
    if (row === undefined || row.done) continue;
    const rows = await place.tx.query<{ readonly id: string }>({
      text: `select id from ${quoteIdentifier(place.schema)}.${quoteIdentifier(tableName(rollup.entity.id))} where $1::uuid is null or id > $1::uuid order by id limit $2`,
      params: [row.cursor, PAGE],
    });
    const ids = rows.map(({ id }) => id);
    await recompute(place, [{ rollup, rows: new Set(ids) }]);
    await place.tx.query({
      text: `update ${table} set cursor = $3::uuid, done_at = case when $4 then $5::timestamptz end where entity = $1 and field = $2`,
      params: [rollup.entity.id, rollup.field.id, ids.at(-1) ?? row.cursor, ids.length < PAGE, now],
    });
    if (ids.length > 0) return ids.length;
  }
  return 0;
}

async function runIds(place: Place, template: SqlTemplate, ids: readonly string[]): Promise<readonly string[]> {
  const bound = bindRead({ template, checks: [] }, { ...NOBODY, given: { ids } });
  if (!bound.ok) throw new Error('Broken invariant: a plan of ours with a cursor');
  const rows = await place.tx.query<{ readonly id: string }>({
    text: textFor(template, place.schema),
    params: bound.value,
  });
  return rows.map(({ id }) => id);
}

/** Stored values depend neither on who looks nor on when. */
const NOBODY: ReadBinding = {
  variables: {},
  actor: { id: null, name: '', email: '', role: '', roles: [], departments: [] },
  now: '1970-01-01T00:00:00.000Z',
  today: '1970-01-01',
  timeZone: 'UTC',
};
