import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { Text } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { isUuid } from '../../compile/sql-text.ts';
import type { Execute } from '../../db/points-awards.ts';
import {
  instant,
  isCommittee,
  personOf,
  plain,
  pointsBooks,
  readPoints,
  textArg,
  told,
  type PointsBooks,
} from './points-context.ts';
import { idsIn, keptAward, whyAnswer, type KeptAward } from './points-why.ts';
import type { Service, ServiceCall } from './services.ts';

/** Entries of a person's points, newest first, each award with its why (SPEC [PTS-8]). `POINTS_NOT_YOURS`. */
export const entriesService: Service = async (call) => {
  const { request, args } = call;
  const books = pointsBooks(request.shape.model, textArg(args, 'ledger'));
  if (!books.ok) return books;
  const user = whoseArg(call);
  if (!user.ok) return user;
  const page = pageArg(args);
  if (!page.ok) return page;
  return ok(
    await readPoints(request, async (execute) => {
      const rows = await entryRows(execute, books.value, { user: user.value, ...page.value, ...filterOf(args) });
      const shown = rows.slice(0, page.value.first);
      const people = await peopleOf(execute, shown);
      const nodes = shown.map((row) => entryAnswer(call, row, people));
      return {
        nodes,
        pageInfo: {
          hasNextPage: rows.length > shown.length,
          hasPreviousPage: page.value.before !== null,
          startCursor: shown[0]?.seq ?? null,
          endCursor: shown.at(-1)?.seq ?? null,
        },
      };
    }),
  );
};

/** The caller, or whom the committee asks about. */
export function whoseArg({ request, args }: ServiceCall): Result<string> {
  const person = personOf(request);
  if (!person.ok) return person;
  const other = textArg(args, 'user');
  if (other === null || other === person.value) return person;
  return isCommittee(request.shape.model, request.caller.roles)
    ? ok(isUuid(other) ? other : NOBODY)
    : refused([issue('POINTS_NOT_YOURS', '/user')]);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Page {
  readonly first: number;
  /** The number of the entry before which the page begins. */
  readonly before: string | null;
}

function pageArg(args: ServiceCall['args']): Result<Page> {
  const first = args['first'] === undefined || args['first'] === null ? LIMITS.pageSizeDefault : Number(args['first']);
  if (!(first >= 1 && first <= LIMITS.pageSizeMax))
    return refused([issue('PAGE_SIZE', '/first', { size: String(args['first']), max: LIMITS.pageSizeMax })]);
  const after = textArg(args, 'after');
  if (after !== null && !/^\d{1,18}$/.test(after))
    return refused([issue('CURSOR_INVALID', '/after', { cursor: after.slice(0, 80) })]);
  return ok({ first, before: after });
}

/** What entries are asked for; `null` for all. */
interface EntryFilter {
  readonly kind: string | null;
  readonly rule: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

function filterOf(args: ServiceCall['args']): EntryFilter {
  return {
    kind: textArg(args, 'kind'),
    rule: textArg(args, 'rule'),
    from: textArg(args, 'from'),
    to: textArg(args, 'to'),
  };
}

interface EntryRow {
  readonly id: string;
  readonly seq: string;
  readonly at: string;
  readonly kind: string;
  readonly rule: string;
  readonly entity: string | null;
  readonly record_id: string | null;
  readonly explain: unknown;
  readonly waits_until: string | null;
  readonly expires_at: string | null;
  readonly balance: string;
  readonly pending: string;
  readonly owed: string;
}

async function entryRows(
  execute: Execute,
  { ledger, wallet, pending, owed }: PointsBooks,
  { user, first, before, ...filter }: Page & EntryFilter & { readonly user: string },
): Promise<readonly EntryRow[]> {
  return execute<EntryRow>(
    `with mine as (
       select m.posting as id from "@tenant".fw_balance b join "@tenant".fw_movement m on m.book = b.book and m.key = b.key
        where b.book = any($2::text[]) and b.u0 = $3::uuid
       union select id from "@tenant".fw_posting where user_id = $3::uuid and kind = 'award'
     )
     select p.id, p.seq::text as seq, p.at, p.kind, p.rule, p.entity, p.record_id, coalesce(o.explain, p.explain) as explain, p.expires_at as waits_until,
            (select min(l.expires_at) from "@tenant".fw_lot l where l.posting = p.id) as expires_at,
            s.balance::text as balance, s.pending::text as pending, s.owed::text as owed
       from mine join "@tenant".fw_posting p using (id)
       cross join lateral (
         select coalesce(sum(m.d0) filter (where m.book = $4), 0) as balance, coalesce(sum(m.d0) filter (where m.book = $5), 0) as pending,
                coalesce(sum(m.d0) filter (where m.book = $6), 0) as owed
           from "@tenant".fw_movement m where m.posting = p.id and m.u0 = $3::uuid
       ) s
       left join lateral (
         select a.explain from "@tenant".fw_posting a
          where p.kind in ('matured', 'released', 'clawed') and a.kind = 'award'
            and (a.id = p.reverses or p.kind <> 'clawed' and a.rule = p.rule and a.record_id = p.record_id and a.user_id = $3::uuid)
          order by a.seq desc limit 1
       ) o on true
      where p.ledger = $1 and (p.explain ->> 'cutBy') is distinct from 'once' and ($7::bigint is null or p.seq < $7::bigint)
        and ($9::text is null or $9 = coalesce($13::jsonb ->> p.kind, 'POSTED')) and ($10::text is null or p.rule = $10)
        and ($11::timestamptz is null or p.at >= $11::timestamptz) and ($12::timestamptz is null or p.at < $12::timestamptz)
      order by p.seq desc limit $8`,
    [
      ledger.id,
      [wallet.id, pending, owed],
      user,
      wallet.id,
      pending,
      owed,
      before,
      first + 1,
      filter.kind,
      filter.rule,
      filter.from,
      filter.to,
      JSON.stringify(KINDS),
    ],
  );
}

async function peopleOf(execute: Execute, rows: readonly EntryRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = rows.flatMap(({ explain }) => {
    const kept = keptAward(explain);
    return kept === undefined ? [] : [...(kept.why.actor === null ? [] : [kept.why.actor]), ...idsIn(kept)];
  });
  return namesOf(execute, ids);
}

/** Names of members by id. */
export async function namesOf(execute: Execute, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await execute<{ readonly id: string; readonly name: string }>(
    `select id, name from "@tenant".fw_user where id = any($1::uuid[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const KINDS: Readonly<Record<string, string>> = {
  award: 'AWARD',
  matured: 'MATURED',
  released: 'RELEASED',
  clawed: 'TAKEN_BACK',
  expire: 'EXPIRED',
  mirror: 'REVERSED',
  lapse: 'REVERSED',
};

const AWARDED: readonly string[] = ['award', 'matured', 'released', 'clawed'];

function entryAnswer(call: ServiceCall, row: EntryRow, people: ReadonlyMap<string, string>): object {
  const { request } = call;
  // What became of an award later has its reasons.
  const kept = AWARDED.includes(row.kind) ? keptAward(row.explain) : undefined;
  return {
    id: row.id,
    at: instant(row.at),
    kind: KINDS[row.kind] ?? 'POSTED',
    rule: row.rule,
    label: told(request, kept?.why.label ?? ruleLabel(call, row)),
    text: textOf(call, row, row.kind === 'award' ? kept : undefined),
    balance: plain(row.balance),
    pending: plain(row.pending),
    owed: plain(row.owed),
    entity: row.entity,
    recordId: row.record_id,
    why:
      kept === undefined
        ? null
        : whyAnswer(call, kept, {
            people,
            expiresAt: instant(row.expires_at),
            pendingUntil: row.kind === 'award' ? instant(row.waits_until) : null,
          }),
  };
}

/** What came about, in a sentence: an award's own, and of all else what its kind means. */
function textOf({ request }: ServiceCall, { kind }: EntryRow, kept: KeptAward | undefined): string | null {
  const says = kept === undefined ? KIND_SAYS.get(kind) : kept.why.text;
  return says === undefined || says === null ? null : told(request, says);
}

const KIND_SAYS: ReadonlyMap<string, Text> = new Map<string, Text>([
  ['matured', { en: 'What these points waited for has happened.', 'zh-CN': '所等待的结果已达成，积分到账。' }],
  [
    'released',
    { en: 'What these points waited for did not happen in time.', 'zh-CN': '所等待的结果未按期达成，积分退回预算。' },
  ],
  ['clawed', { en: 'What they were given for was undone.', 'zh-CN': '发放积分的依据已被取消，积分收回。' }],
  ['expire', { en: 'They were not used in time.', 'zh-CN': '逾期未使用。' }],
  ['mirror', { en: 'What had been posted was taken back.', 'zh-CN': '原有记账已冲回。' }],
]);

function ruleLabel({ request }: ServiceCall, { rule, kind }: EntryRow): Text {
  const { awards, postings } = request.shape.model.behaviour;
  if (kind === 'expire') return { en: 'Expired', 'zh-CN': '已过期' };
  return [...awards, ...postings].find(({ id }) => id === rule)?.label ?? humanText(rule);
}
