import type { Execute } from '../db/points-awards.ts';
import { instantSql, readAnswer, type Period } from './lab-place.ts';
import type { PointsOpening } from './points-opening.ts';

/**
 * How points stood when the period began: balances as the sums of the movements before it, once-keys, lots, and those
 * awards that outcomes within the period may find again (SPEC [LAB-3]).
 */
export async function readOpening(
  execute: Execute,
  at: Period & { readonly ledgers: readonly string[]; readonly rules: readonly string[] },
): Promise<PointsOpening> {
  const { from, to, ledgers, rules } = at;
  return {
    balances: await readAnswer(execute, BALANCES, [from, ledgers, rules]),
    onces: await readAnswer(execute, ONCES, [from, rules]),
    awards: await readAnswer(execute, AWARDS, [from, to, ledgers]),
    lots: await readAnswer(execute, LOTS, [from, ledgers]),
  };
}

/** Accounts of these ledgers, and the books that count limits of these rules. */
const BOOKS = `(m.book not like '@%' and split_part(m.book, '.', 1) = any($2::text[]) or m.book like '@limit.%' and split_part(m.book, '.', 2) = any($3::text[]))`;

const BALANCES = `
select coalesce(json_agg(json_build_object('book', s.book, 'key', s.key, 'amount', s.amount::text, 'lo', b.lo0::text, 'lastAt', ${instantSql('s.last_at')})), '[]')::text as answer
  from (select m.book, m.key, sum(m.d0) as amount, max(m.effective_at) as last_at from "@tenant".fw_movement m
         where m.at < $1::timestamptz and ${BOOKS} group by m.book, m.key) s
  join "@tenant".fw_balance b on b.book = s.book and b.key = s.key`;

const ONCES = `
select coalesce(json_agg(json_build_array(rule, once)), '[]')::text as answer from "@tenant".fw_posting
 where once is not null and at < $1::timestamptz and rule = any($2::text[])`;

/**
 * Pending ones, and those of records that something happens to in the period. What became of them by then is told by
 * postings: the award's own row says only what it is now.
 */
const AWARDS = `
with found as (
  select p.* from "@tenant".fw_posting p
   where p.kind = 'award' and p.at < $1::timestamptz and p.ledger = any($3::text[])
     and (p.reservation is not null and not exists (select from "@tenant".fw_posting n where n.rule = p.rule and n.record_id = p.record_id and n.kind in ('matured', 'released', 'clawed') and n.seq > p.seq and n.at < $1::timestamptz)
       or p.record_id in (select e.record_id from "@tenant".fw_event e where e.at >= $1::timestamptz and e.at < $2::timestamptz and e.kind = 'transition'))
), told as (
  select f.*, (select coalesce(-sum(m.d0), 0) from "@tenant".fw_lot l join "@tenant".fw_movement m on m.lot = l.id join "@tenant".fw_posting n on n.id = m.posting
      where l.posting = f.id and n.kind = 'expire' and m.at < $1::timestamptz) as expired, exists (select from "@tenant".fw_posting n where n.reverses = f.id and n.at < $1::timestamptz) as is_clawed,
    exists (select from "@tenant".fw_posting n where n.id = md5('lapse:' || f.id)::uuid and n.at < $1::timestamptz) as is_released,
    exists (select from "@tenant".fw_posting n where n.rule = f.rule and n.record_id = f.record_id and n.kind = 'matured' and n.seq > f.seq and n.at < $1::timestamptz) as is_matured
  from found f
)
select coalesce(json_agg(json_build_object('id', id, 'ledger', ledger, 'rule', rule, 'user', user_id, 'record', record_id, 'granted', granted::text, 'expired', expired::text,
    'state', case when is_clawed then 'reversed' when is_released then 'lapsed' when is_matured or not (spec ? 'pending' and (granted > 0 or expires_at is not null)) then 'settled' else 'open' end,
    'until', ${instantSql('expires_at')}, 'lotExpiresAt', spec->'lotExpiresAt', 'budget', spec->'budget', 'wallet', spec->'wallet', 'pending', spec->'pending', 'owed', spec->'owed') order by seq), '[]')::text as answer
  from told`;

const LOTS = `
select coalesce(json_agg(json_build_object('award', l.posting, 'rule', coalesce(p.rule, ''), 'user', p.user_id, 'book', l.book, 'key', l.key,
    'remaining', s.left_then::text, 'expiresAt', ${instantSql('l.expires_at')}) order by l.seq), '[]')::text as answer
  from "@tenant".fw_lot l
  join lateral (select sum(m.d0) as left_then from "@tenant".fw_movement m where m.lot = l.id and m.at < $1::timestamptz) s on s.left_then > 0
  left join "@tenant".fw_posting p on p.id = l.posting
 where l.at < $1::timestamptz and split_part(l.book, '.', 1) = any($2::text[])`;
