import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { isUuid } from '../../compile/sql-text.ts';
import type { ViewReader } from '../tenant/approval-views.ts';

/** What an entry of a history is made of. */
export const SOURCES = ['event', 'request', 'decision', 'ended', 'posting', 'comment'] as const;
export type HistorySource = (typeof SOURCES)[number];

/** Parts of a history that can be asked for alone. */
export type HistoryPart = 'CHANGES' | 'STEPS' | 'COMMENTS';

/** Where an entry stands: by time, then by what comes after what at one time, then by number. */
export interface HistoryKey {
  readonly source: HistorySource;
  readonly id: string;
  /** Microseconds since 1970, as text: what orders entries is kept exactly. */
  readonly at: string;
  readonly rank: number;
  readonly n: string;
}

/**
 * `$1` the record, `$2` its entity. An event comes after the request that led to it and the decision on it, and what it
 * posted is told with it; what was posted in no transaction of an event stands by itself.
 */
const ENTRIES: Readonly<Record<HistorySource, { readonly part: HistoryPart | null; readonly sql: string }>> = {
  event: {
    part: null,
    sql: `select 'event' as source, e.seq::text as id, e.at, 3 as rank, e.seq as n, case when e.kind = 'transition' then 'STEPS' else 'CHANGES' end as part
      from "@tenant".fw_event e where e.record_id = $1::uuid and e.entity = $2`,
  },
  request: {
    part: 'STEPS',
    sql: `select 'request', a.id::text, a.asked_at, 0, 0, 'STEPS' from "@tenant".fw_approval a where a.record_id = $1::uuid and a.entity = $2`,
  },
  decision: {
    part: 'STEPS',
    sql: `select 'decision', t.id::text, t.decided_at, 1, t.step * 1000 + t.position, 'STEPS' from "@tenant".fw_approval a join "@tenant".fw_approval_task t on t.request = a.id
      where a.record_id = $1::uuid and a.entity = $2 and t.decided_at is not null and t.state in ('approved', 'rejected', 'sentBack', 'delegated')`,
  },
  ended: {
    part: 'STEPS',
    sql: `select 'ended', a.id::text, a.ended_at, 2, 0, 'STEPS' from "@tenant".fw_approval a
      where a.record_id = $1::uuid and a.entity = $2 and a.state in ('withdrawn', 'lapsed') and a.ended_at is not null`,
  },
  posting: {
    part: 'STEPS',
    sql: `select 'posting', p.id::text, p.at, 4, p.seq, 'STEPS' from "@tenant".fw_posting p where p.record_id = $1::uuid and p.entity = $2
      and not exists (select from "@tenant".fw_event e where e.record_id = $1::uuid and e.xid = p.xid and e.at = p.at)`,
  },
  comment: {
    part: 'COMMENTS',
    sql: `select 'comment', c.id::text, c.at, 5, 0, 'COMMENTS' from "@tenant".fw_comment c where c.record_id = $1::uuid and c.entity = $2`,
  },
};

const ALL = SOURCES.map((source) => ENTRIES[source].sql).join(' union all ');

const KEYS = `select k.source, k.id, k.rank, k.n::text as n, (extract(epoch from k.at) * 1000000)::bigint::text as at
  from (${ALL}) as k
  where ($3::text[] is null or k.part = any($3::text[]))
    and ($4::bigint is null or ((extract(epoch from k.at) * 1000000)::bigint, k.rank, k.n, k.id) < ($4::bigint, $5::int, $6::bigint, $7::text))
  order by (extract(epoch from k.at) * 1000000)::bigint desc, k.rank desc, k.n desc, k.id desc limit $8`;

/** The keys of one page, and whether there are more behind it. */
export async function historyKeys(
  reader: ViewReader,
  page: {
    readonly record: string;
    readonly entity: string;
    readonly parts: readonly string[] | null;
    readonly first: number;
    readonly after: HistoryKey | null;
  },
): Promise<{ readonly keys: readonly HistoryKey[]; readonly hasMore: boolean }> {
  const { record, entity, parts, first, after } = page;
  const rows = await reader.rows<HistoryKey>(KEYS, [
    record,
    entity,
    parts,
    after?.at ?? null,
    after?.rank ?? null,
    after?.n ?? null,
    after?.id ?? null,
    first + 1,
  ]);
  return { keys: rows.slice(0, first), hasMore: rows.length > first };
}

/** The key as a cursor. */
export function cursorOf({ source, id, at, rank, n }: HistoryKey): string {
  return Buffer.from([source, id, at, rank, n].join(' ')).toString('base64url');
}

/** The key that a cursor stands for; CURSOR_INVALID for any other text. */
export function keyOf(cursor: string | null): Result<HistoryKey | null> {
  if (cursor === null) return ok(null);
  const [name = '', id = '', at = '', rank = '', n = '', more] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const source = SOURCES.find((one) => one === name);
  const isKey =
    source !== undefined &&
    more === undefined &&
    (isUuid(id) || /^\d{1,18}$/.test(id)) &&
    /^\d$/.test(rank) &&
    [at, n].every((number) => /^-?\d{1,18}$/.test(number));
  return isKey
    ? ok({ source, id, at, rank: Number(rank), n })
    : refused([issue('CURSOR_INVALID', '/after', { cursor: cursor.slice(0, 80) })]);
}
