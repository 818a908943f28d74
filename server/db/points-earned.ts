import type { Execute } from './points-awards.ts';

/** The accounts that earnings are counted in. */
export interface EarnedBooks {
  readonly ledger: { readonly id: string };
  readonly wallet: { readonly id: string };
  readonly budget: { readonly id: string };
  readonly pending: string;
  readonly owed: string;
}

/** Of a posting `p`, `$5` being the budget's account. */
const PAID_BY_BUDGETS = `(p.kind in ('award', 'matured', 'released', 'clawed')
  or (p.kind in ('move', 'mirror')
      and exists (select from "@tenant".fw_movement b where b.posting = p.id and b.book = $5)))`;

/**
 * What people earned (SPEC [PTS-10]): all that budgets paid into wallets and pending, less what was taken back or
 * released; never what was redeemed, what expired, or opening balances. Points that settled a debt were earned too.
 * Per person, of `users` or of everybody, from one instant up to another.
 */
export async function earnedBy(
  execute: Execute,
  { ledger, wallet, budget, pending, owed }: EarnedBooks,
  at: { readonly from: string | null; readonly to: string; readonly users?: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const rows = await execute<{ readonly person: string; readonly earned: string }>(
    `select m.u0 as person, sum(case when m.book = $4 then -m.d0 else m.d0 end)::text as earned
       from "@tenant".fw_posting p join "@tenant".fw_movement m on m.posting = p.id
      where p.ledger = $1 and ($6::timestamptz is null or p.at >= $6::timestamptz) and p.at <= $7::timestamptz
        and m.book in ($2, $3, $4) and m.u0 is not null and ($8::uuid[] is null or m.u0 = any($8::uuid[]))
        and ${PAID_BY_BUDGETS}
      group by m.u0`,
    [ledger.id, wallet.id, pending, owed, budget.id, at.from, at.to, at.users ?? null],
  );
  return new Map(rows.map(({ person, earned }) => [person, earned]));
}

/** The points of one person on a day of the calendar. */
export interface PointsDay {
  readonly day: string;
  readonly earned: string;
  readonly used: string;
  readonly balance: string;
}

/**
 * One person's points day by day, both days included: earned as above, what left the wallet otherwise, and what was in
 * it when the day ended.
 */
export async function pointsByDay(
  execute: Execute,
  { ledger, wallet, budget, pending, owed }: EarnedBooks,
  at: { readonly user: string; readonly first: string; readonly last: string; readonly timeZone: string },
): Promise<readonly PointsDay[]> {
  return execute<PointsDay>(
    `with line as (
       select (p.at at time zone $9)::date as day, m.book = $2 as is_wallet, case when m.book = $4 then -m.d0 else m.d0 end as d0,
              ${PAID_BY_BUDGETS} as is_earned
         from "@tenant".fw_movement m join "@tenant".fw_posting p on p.id = m.posting
        where p.ledger = $1 and m.book in ($2, $3, $4) and m.u0 = $6::uuid
     ), daily as (
       select day, coalesce(sum(d0) filter (where is_earned), 0) as earned,
              coalesce(sum(-d0) filter (where is_wallet and not is_earned), 0) as used,
              coalesce(sum(d0) filter (where is_wallet), 0) as moved
         from line where day <= $8::date group by day
     )
     select d.day::date::text as day, trim_scale(coalesce(o.earned, 0))::text as earned, trim_scale(coalesce(o.used, 0))::text as used,
            trim_scale(coalesce((select sum(e.moved) from daily e where e.day < $7::date), 0)
              + sum(coalesce(o.moved, 0)) over (order by d.day))::text as balance
       from generate_series($7::date, $8::date, interval '1 day') d(day) left join daily o on o.day = d.day::date
      order by d.day`,
    [ledger.id, wallet.id, pending, owed, budget.id, at.user, at.first, at.last, at.timeZone],
  );
}
