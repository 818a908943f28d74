import type { Execute } from './points-awards.ts';

/** The accounts that earnings are counted in. */
export interface EarnedBooks {
  readonly ledger: { readonly id: string };
  readonly wallet: { readonly id: string };
  readonly budget: { readonly id: string };
  readonly pending: string;
  readonly owed: string;
}

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
        and (p.kind in ('award', 'matured', 'released', 'clawed')
             or (p.kind in ('move', 'mirror')
                 and exists (select from "@tenant".fw_movement b where b.posting = p.id and b.book = $5)))
      group by m.u0`,
    [ledger.id, wallet.id, pending, owed, budget.id, at.from, at.to, at.users ?? null],
  );
  return new Map(rows.map(({ person, earned }) => [person, earned]));
}
