import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { textIn } from '../../../schema/core/text.ts';
import { readerOfRequest } from '../tenant/approval-views.ts';
import type { ServiceCall } from '../tenant/services.ts';
import { readComments } from './comment-rows.ts';
import { effectsOf, readPostings, type RawPosting } from './history-effects.ts';
import { cursorOf, historyKeys, keyOf, type HistoryKey, type HistorySource } from './history-keys.ts';
import {
  rawChanges,
  roleLabel,
  toldChanges,
  transitionLabel,
  wantNames,
  type RawChanges,
  type Telling,
} from './history-values.ts';
import { seenRecord, type SeenRecord } from './seen-record.ts';
import { WantedNames } from './shown-names.ts';

/** What became of a record, the latest first (SPEC [API-40]). Codes: NOT_FOUND, PAGE_SIZE, CURSOR_INVALID. */
export async function recordHistory(call: ServiceCall): Promise<Result<unknown>> {
  const { args, request } = call;
  const first = typeof args['first'] === 'number' ? args['first'] : LIMITS.pageSizeDefault;
  if (first < 0 || first > LIMITS.pageSizeMax)
    return refused([issue('PAGE_SIZE', '/first', { size: first, max: LIMITS.pageSizeMax })]);
  const after = keyOf(typeof args['after'] === 'string' ? args['after'] : null);
  if (!after.ok) return after;
  const record = await seenRecord(call, { entity: String(args['entity']), id: String(args['id']) });
  if (!record.ok) return record;
  const { entity, id } = record.value;
  const parts = Array.isArray(args['parts']) ? args['parts'].map(String) : null;
  const { keys, hasMore } = await historyKeys(readerOfRequest(request), {
    record: id,
    entity: entity.id,
    parts,
    first,
    after: after.value,
  });
  const [start, end] = [keys[0], keys.at(-1)];
  return ok({
    nodes: await toldEntries(call, record.value, keys),
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: after.value !== null,
      startCursor: start === undefined ? null : cursorOf(start),
      endCursor: end === undefined ? null : cursorOf(end),
    },
  });
}

interface RawEvent {
  readonly seq: string;
  readonly at: string;
  readonly kind: string;
  readonly version: number;
  readonly actor: string | null;
  readonly cause: string | null;
  readonly transition: string | null;
  readonly reason: string | null;
  readonly changes: unknown;
}

interface RawRequest {
  readonly id: string;
  readonly state: string;
  readonly transition: string;
  readonly reason: string | null;
  readonly askedBy: string | null;
  readonly askedAt: string;
  readonly endedAt: string | null;
}

interface RawDecision {
  readonly id: string;
  readonly state: string;
  readonly transition: string;
  readonly role: string;
  readonly by: string | null;
  readonly at: string;
  readonly comment: string | null;
}

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

async function toldEntries(
  call: ServiceCall,
  record: SeenRecord,
  keys: readonly HistoryKey[],
): Promise<readonly object[]> {
  const ids = (source: HistorySource): readonly string[] =>
    keys.filter((key) => key.source === source).map(({ id }) => id);
  const [events, requests, decisions, postings, comments] = await Promise.all([
    readEvents(call, ids('event')),
    readRequests(call, [...ids('request'), ...ids('ended')]),
    readDecisions(call, ids('decision')),
    readPostings(call, { record: record.id, entity: record.entity.id, events: ids('event'), ids: ids('posting') }),
    readComments(call, ids('comment')),
  ]);
  const { model } = call.request.shape;
  const raw = new Map(events.map((event) => [event.seq, rawChanges(model, record, event.changes)]));
  const wanted = new WantedNames(call);
  for (const changes of raw.values()) wantNames(changes, wanted);
  for (const { actor } of events) wanted.person(actor);
  for (const { askedBy } of requests) wanted.person(askedBy);
  for (const { by } of decisions) wanted.person(by);
  for (const { actor } of postings) wanted.person(actor);
  const [names, effects] = await Promise.all([wanted.read(), effectsOf(call, postings)]);
  const telling: Telling = { model, locale: call.request.caller.locale, names };
  const at: Place = { telling, record, effects, postings };
  return keys.flatMap(({ source, id }): readonly object[] => {
    const event = source === 'event' ? events.find(({ seq }) => seq === id) : undefined;
    if (event !== undefined) return [toldEvent(at, event, raw.get(id))];
    const request = requests.find((one) => one.id === id);
    if (source === 'request' && request !== undefined) return [toldRequest(at, request)];
    if (source === 'ended' && request !== undefined) return [toldEnd(at, request)];
    const decision = decisions.find((one) => one.id === id);
    if (decision !== undefined) return [toldDecision(at, decision)];
    const posting = source === 'posting' ? postings.find((one) => one.id === id) : undefined;
    // What is out of the caller's sight leaves nothing to tell.
    if (posting !== undefined) return (effects.get(id) ?? []).length === 0 ? [] : [toldPosting(at, posting)];
    const comment = comments.find((one) => one.id === id);
    if (comment === undefined) return [];
    return [{ ...EMPTY, id: `comment:${id}`, at: comment.at, kind: 'COMMENTED', actor: comment.author, comment }];
  });
}

interface Place {
  readonly telling: Telling;
  readonly record: SeenRecord;
  readonly effects: ReadonlyMap<string, readonly object[]>;
  readonly postings: readonly RawPosting[];
}

/** What an entry has none of. */
const EMPTY = {
  actor: null,
  cause: null,
  version: null,
  transition: null,
  transitionLabel: null,
  reason: null,
  decision: null,
  role: null,
  changes: [],
  lines: [],
  effects: [],
  comment: null,
};

const KINDS: Readonly<Record<string, string>> = { transition: 'TRANSITIONED' };

function toldEvent(
  { telling, record, effects, postings }: Place,
  event: RawEvent,
  raw: RawChanges | undefined,
): object {
  return {
    ...EMPTY,
    id: `event:${event.seq}`,
    at: event.at,
    kind: KINDS[event.kind] ?? event.kind.toUpperCase(),
    actor: person(telling, event.actor),
    cause: toldCause(telling, event.cause),
    version: event.version,
    transition: event.transition,
    transitionLabel: event.transition === null ? null : transitionLabel(telling, record.entity, event.transition),
    reason: event.reason,
    ...(raw === undefined ? {} : toldChanges(telling, record, raw)),
    effects: postings.filter((one) => one.event === event.seq).flatMap(({ id }) => effects.get(id) ?? []),
  };
}

function toldRequest({ telling, record }: Place, request: RawRequest): object {
  return {
    ...EMPTY,
    id: `request:${request.id}`,
    at: request.askedAt,
    kind: 'REQUESTED',
    actor: person(telling, request.askedBy),
    transition: request.transition,
    transitionLabel: transitionLabel(telling, record.entity, request.transition),
    reason: request.reason,
  };
}

function toldEnd({ telling, record }: Place, request: RawRequest): object {
  const isWithdrawn = request.state === 'withdrawn';
  return {
    ...EMPTY,
    id: `ended:${request.id}`,
    at: request.endedAt,
    kind: isWithdrawn ? 'WITHDRAWN' : 'LAPSED',
    actor: isWithdrawn ? person(telling, request.askedBy) : null,
    transition: request.transition,
    transitionLabel: transitionLabel(telling, record.entity, request.transition),
  };
}

function toldDecision({ telling, record }: Place, decision: RawDecision): object {
  return {
    ...EMPTY,
    id: `decision:${decision.id}`,
    at: decision.at,
    kind: 'DECIDED',
    actor: person(telling, decision.by),
    transition: decision.transition,
    transitionLabel: transitionLabel(telling, record.entity, decision.transition),
    reason: decision.comment,
    decision: decision.state === 'sentBack' ? 'SENT_BACK' : decision.state.toUpperCase(),
    role: decision.role === '' ? null : roleLabel(telling, decision.role),
  };
}

function toldPosting({ telling, effects }: Place, posting: RawPosting): object {
  return {
    ...EMPTY,
    id: `posting:${posting.id}`,
    at: posting.at,
    kind: 'POSTED',
    actor: person(telling, posting.actor),
    effects: effects.get(posting.id) ?? [],
  };
}

function person({ names }: Telling, id: string | null): object | null {
  return id === null ? null : { id, name: names.get(id) ?? '' };
}

function toldCause({ model, locale }: Telling, cause: string | null): object | null {
  if (cause === null) return null;
  const [kind = '', id = ''] = cause.split(':');
  const { automations, schedules } = model.behaviour;
  const rule = [...(kind === 'schedule' ? schedules : automations)].find((one) => one.id === id);
  return { kind, label: rule === undefined ? id : textIn(rule.label, locale) || id };
}

function readEvents({ request }: ServiceCall, seqs: readonly string[]): Promise<readonly RawEvent[]> {
  if (seqs.length === 0) return Promise.resolve([]);
  return readerOfRequest(request).rows<RawEvent>(
    `select e.seq::text as seq, ${instant('e.at')} as at, e.kind, e.version, e.actor, e.cause, e.transition, e.reason, e.changes from "@tenant".fw_event e where e.seq = any($1::bigint[])`,
    [seqs],
  );
}

function readRequests({ request }: ServiceCall, ids: readonly string[]): Promise<readonly RawRequest[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return readerOfRequest(request).rows<RawRequest>(
    `select a.id, a.state, a.transition, a.reason, a.asked_by as "askedBy", ${instant('a.asked_at')} as "askedAt", ${instant('a.ended_at')} as "endedAt" from "@tenant".fw_approval a where a.id = any($1::uuid[])`,
    [ids],
  );
}

function readDecisions({ request }: ServiceCall, ids: readonly string[]): Promise<readonly RawDecision[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return readerOfRequest(request).rows<RawDecision>(
    `select t.id, t.state, a.transition, t.role, t.decided_by as by, ${instant('t.decided_at')} as at, t.comment from "@tenant".fw_approval_task t join "@tenant".fw_approval a on a.id = t.request where t.id = any($1::uuid[])`,
    [ids],
  );
}
