import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { textIn } from '../../../schema/core/text.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { findTransition } from '../../compile/transition-row.ts';
import { seenRecord } from '../record/seen-record.ts';
import { readerOfRequest } from './approval-views.ts';
import type { ServiceCall } from './services.ts';

interface ChangedRow {
  readonly entity: string;
  readonly recordId: string;
  readonly count: number;
  readonly at: string;
  readonly kind: string;
  readonly transition: string | null;
  readonly actor: string | null;
  readonly name: string | null;
}

/** More are looked at than are told, for those that the caller may not read any more. */
const SPARE = 8;

/**
 * Records that others changed since: those that the caller once made or changed, and those that they name. Out of the
 * latest events alone, so that it costs the same in an old company as in a new one. Codes: PAGE_SIZE, VALUE_INVALID.
 */
export async function changesForMe(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const { model } = request.shape;
  const me = request.caller.actor.id;
  const { changesShownMax: max, changesLookedAt } = LIMITS;
  const first = typeof args['first'] === 'number' ? args['first'] : max;
  if (first < 0 || first > max) return refused([issue('PAGE_SIZE', '/first', { size: first, max })]);
  const given: readonly unknown[] = Array.isArray(args['follow']) ? args['follow'] : [];
  const follow = given.filter((id) => typeof id === 'string').filter(isUuid);
  const kinds = model.entities.filter(({ parent }) => parent === undefined).map(({ id }) => id);
  const rows = await readerOfRequest(request).rows<ChangedRow>(
    `with late as (select * from (select seq, at, actor, entity, record_id, kind, transition from "@tenant".fw_event order by seq desc limit ${String(changesLookedAt)}) e
         where e.at > $1::timestamptz and e.actor is distinct from $2::uuid and e.entity = any($3::text[])),
       mine as (select record_id, max(seq) as seq, count(*)::int as count from late l
         where record_id = any($4::uuid[]) or ($2::uuid is not null and exists (select from "@tenant".fw_event m where m.record_id = l.record_id and m.actor = $2::uuid))
         group by record_id order by max(seq) desc limit ${String(first + SPARE)})
     select l.entity, l.record_id as "recordId", mine.count, to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, l.kind, l.transition, l.actor, u.name
       from mine join late l on l.seq = mine.seq left join "@tenant".fw_user u on u.id = l.actor order by l.seq desc`,
    [args['since'], me, kinds, follow],
  );
  const told: unknown[] = [];
  for (const row of rows) {
    if (told.length >= first) break;
    const entity = model.entities.find(({ id }) => id === row.entity);
    if (entity === undefined) continue;
    const seen = await seenRecord(call, { entity: entity.apiName, id: row.recordId });
    if (!seen.ok || seen.value.isBinned) continue;
    const { locale } = request.caller;
    const step = row.transition === null ? undefined : findTransition(model, entity, row.transition);
    const { title } = seen.value;
    told.push({
      entity: entity.apiName,
      entityLabel: textIn(entity.label, locale),
      recordId: row.recordId,
      recordTitle: typeof title === 'string' || typeof title === 'number' ? String(title) : row.recordId.slice(0, 8),
      at: row.at,
      by: row.actor === null ? null : { id: row.actor, name: row.name ?? '' },
      transition: step === undefined ? null : textIn(step.transition.label, locale),
      isNew: row.kind === 'created',
      count: row.count,
    });
  }
  return ok(told);
}
