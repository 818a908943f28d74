import { must } from '../../schema/core/result.ts';
import { parseDecimal, type Decimal } from '../../schema/core/decimal.ts';
import type { Execute } from '../db/points-awards.ts';
import { instantSql, readAnswer, type Period } from './lab-place.ts';

/** What the ledger says that awards came to in a period. */
export interface LedgerScores {
  /** Granted less what was taken back and what came back from pending, by person. */
  readonly people: ReadonlyMap<string, Decimal>;
  readonly rules: readonly { readonly rule: string; readonly entries: number; readonly granted: Decimal }[];
}

/** An award as it was posted. */
export interface LedgerEntry {
  readonly id: string;
  readonly rule: string;
  readonly user: string;
  readonly at: string;
  readonly asked: string;
  readonly granted: string;
  readonly cutBy: string | null;
}

/** Scores of a ledger in a period, as posted. */
export async function readLedgerScores(
  execute: Execute,
  { from, to, ledger }: Period & { readonly ledger: string },
): Promise<LedgerScores> {
  const { people, rules } = await readAnswer<{
    readonly people: readonly (readonly [string, string])[];
    readonly rules: readonly (readonly [string, number, string])[];
  }>(execute, SCORES, [from, to, ledger]);
  return {
    people: new Map(people.map(([user, points]) => [user, exact(points)] as const)),
    rules: rules.map(([rule, entries, granted]) => ({ rule, entries, granted: exact(granted) })),
  };
}

/** The awards of a ledger in a period, one by one, in the order of posting. */
export async function readLedgerEntries(
  execute: Execute,
  { from, to, ledger }: Period & { readonly ledger: string },
): Promise<readonly LedgerEntry[]> {
  return readAnswer(
    execute,
    `select coalesce(json_agg(json_build_object('id', id, 'rule', rule, 'user', user_id, 'at', ${instantSql('at')}, 'asked', explain->>'asked',
        'granted', trim_scale(granted)::text, 'cutBy', explain->>'cutBy') order by seq), '[]')::text as answer
       from "@tenant".fw_posting where kind = 'award' and ledger = $3 and at >= $1::timestamptz and at < $2::timestamptz`,
    [from, to, ledger],
  );
}

/** Claw-backs name the award that they mirror; pending points that a job gave back are found by the id made from it. */
const SCORES = `
with period as (
  select p.* from "@tenant".fw_posting p where p.ledger = $3 and p.at >= $1::timestamptz and p.at < $2::timestamptz
), entry as (
  select user_id, rule, granted as points, 1 as made from period where kind = 'award'
  union all
  select a.user_id, a.rule, -a.granted, 0 from period r join "@tenant".fw_posting a on a.id = r.reverses where r.kind = 'clawed'
  union all
  select a.user_id, a.rule, -a.granted, 0 from period r
    join "@tenant".fw_posting a on a.rule = r.rule and a.record_id = r.record_id and a.kind = 'award' and r.id = md5('lapse:' || a.id)::uuid
   where r.kind = 'released'
)
select json_build_object(
  'people', (select coalesce(json_agg(json_build_array(user_id, points::text)), '[]') from (select user_id, sum(points) as points from entry where user_id is not null group by user_id) s),
  'rules', (select coalesce(json_agg(json_build_array(rule, made, points::text) order by rule), '[]') from (select rule, sum(made)::int as made, sum(points) as points from entry group by rule) s))::text as answer`;

function exact(text: string): Decimal {
  return must(parseDecimal(text), 'a decimal');
}
