import { addDecimal } from '../../schema/core/decimal.ts';
import type { Execute } from '../db/points-awards.ts';
import { readAnswer } from './lab-place.ts';
import type { ReportScope } from './report-activity.ts';
import { amount, exact, share, type Fact, type Figure } from './report-figures.ts';
import { ratio } from './statistics.ts';

type Facts = Readonly<Record<string, Fact>>;

/** Points as they went through the ledger. */
export async function programmeFigures(execute: Execute, scope: ReportScope): Promise<readonly Figure[]> {
  const wallet = scope.model.behaviour.ledgers
    .find(({ id }) => id === scope.ledger)
    ?.books.find(({ account }) => account === 'wallet');
  const user = wallet?.dimensions.find(({ kind }) => kind === 'user')?.column;
  if (user !== 'u0') return [];
  const facts = await readAnswer<Facts>(execute, POINTS, [scope.from, scope.to, scope.people, scope.ledger]);
  const [flags, detectors] = [
    await readAnswer<Facts>(execute, FLAGS, [scope.from, scope.to, scope.people]),
    await readAnswer<readonly (readonly [string, number])[]>(execute, DETECTORS, [scope.from, scope.to, scope.people]),
  ];
  return [
    amount('asked', facts['asked']),
    amount('earned', facts['earned']),
    amount('matured', facts['credited']),
    amount('pending', facts['pending']),
    amount('released', facts['released']),
    share('clawedBack', facts['clawed'], facts['earned'], { value: exact(facts['clawed']) }),
    amount('expired', facts['expired']),
    amount('redeemed', facts['redeemed']),
    amount('outstanding', facts['outstanding']),
    share('redemptionRate', facts['redeemed'], facts['credited']),
    share('redeemers', facts['redeemers'], facts['holders']),
    amount('firstRedemption', facts['firstDays']),
    ...(scope.people === null ? [budgetBurn(facts)] : []),
    amount('appeals', flags['appeals']),
    share('appealsWon', flags['won'], flags['decided']),
    amount('appealDays', flags['days']),
    ...detectors.map(([id, count]) => amount('flags', count, { group: { kind: 'detector', id } })),
    share('flagsUpheld', flags['upheld'], flags['judged']),
    share('takenBackShare', facts['clawed'], facts['earned']),
  ];
}

/** Budgets are everybody's: of some people it can't be told. */
function budgetBurn(facts: Facts): Figure {
  const [numerator, opening, funded] = [exact(facts['spent']), exact(facts['opening']), exact(facts['funded'])];
  const denominator = opening && funded && addDecimal(opening, funded);
  return {
    metric: 'budgetBurn',
    numerator,
    denominator,
    value: numerator && denominator && ratio(numerator, denominator),
  };
}

/** Days to one digit. Lines of a wallet are the person's; awards name their person. */
const POINTS = `
with post as (
  select p.* from "@tenant".fw_posting p where p.ledger = $4 and p.at < $2::timestamptz
), award as (
  select * from post where kind = 'award' and at >= $1::timestamptz and ($3::uuid[] is null or user_id = any($3::uuid[]))
), after as (
  select r.kind, a.granted from post r
    join "@tenant".fw_posting a on a.kind = 'award' and (a.id = r.reverses and r.kind = 'clawed'
      or r.kind = 'released' and a.rule = r.rule and a.record_id = r.record_id and r.id = md5('lapse:' || a.id)::uuid)
   where r.at >= $1::timestamptz and ($3::uuid[] is null or a.user_id = any($3::uuid[]))
), line as (
  select m.book, m.u0 as person, m.d0, m.at, p.kind, p.at >= $1::timestamptz as is_now,
         p.kind in ('move', 'mirror') and not exists (select from "@tenant".fw_movement b where b.posting = p.id and b.book = $4 || '.budget') as is_spent
    from "@tenant".fw_movement m join post p on p.id = m.posting
   where m.book in ($4 || '.wallet', $4 || '.pending') and ($3::uuid[] is null or m.u0 = any($3::uuid[]))
), wallet as (
  select * from line where book = $4 || '.wallet'
), spent as (
  select person, min(at) filter (where is_spent and kind = 'move' and d0 < 0) as first_at, sum(-d0) filter (where is_now and is_spent) as amount from wallet group by person
), got as (
  select person, min(at) as first_at from line where d0 > 0 group by person
), budget as (
  select m.d0, p.kind, p.at >= $1::timestamptz as is_now from "@tenant".fw_movement m join post p on p.id = m.posting where m.book = $4 || '.budget'
)
select json_build_object(
  'asked', (select coalesce(sum((explain->>'asked')::numeric) filter (where explain->>'cutBy' is distinct from 'once'), 0)::text from award),
  'earned', (select coalesce(sum(granted), 0)::text from award),
  'credited', (select coalesce(sum(d0), 0)::text from wallet where is_now and kind in ('award', 'matured')),
  'pending', (select coalesce(sum(d0), 0)::text from line where book = $4 || '.pending'),
  'released', (select coalesce(sum(granted), 0)::text from after where kind = 'released'),
  'clawed', (select coalesce(sum(granted), 0)::text from after where kind = 'clawed'),
  'expired', (select coalesce(sum(-d0), 0)::text from wallet where is_now and kind = 'expire'),
  'redeemed', (select coalesce(sum(amount), 0)::text from spent),
  'outstanding', (select coalesce(sum(d0), 0)::text from line),
  'redeemers', (select count(*) from spent where amount > 0),
  'holders', (select count(*) from got),
  'firstDays', (select round((percentile_cont(0.5) within group (order by extract(epoch from s.first_at - g.first_at)) / 86400)::numeric, 1)::text
     from spent s join got g using (person) where s.first_at >= $1::timestamptz),
  'opening', (select coalesce(sum(d0), 0)::text from budget where not is_now),
  'funded', (select coalesce(sum(d0), 0)::text from budget where is_now and kind in ('move', 'mirror')),
  'spent', (select coalesce(sum(-d0), 0)::text from budget where is_now and kind not in ('move', 'mirror'))
)::text as answer`;

const MINE = `($3::uuid[] is null or user_id = any($3::uuid[]))`;

const FLAGS = `
select json_build_object(
  'appeals', count(*) filter (where appealed_at >= $1::timestamptz and appealed_at < $2::timestamptz),
  'decided', count(*) filter (where appealed_at >= $1::timestamptz and appealed_at < $2::timestamptz and decided_at is not null),
  'won', count(*) filter (where appealed_at >= $1::timestamptz and appealed_at < $2::timestamptz and decided_at is not null and state in ('explained', 'dismissed')),
  'days', round((avg(extract(epoch from decided_at - appealed_at)) filter (where appealed_at >= $1::timestamptz and appealed_at < $2::timestamptz) / 86400)::numeric, 1)::text,
  'judged', count(*) filter (where at >= $1::timestamptz and at < $2::timestamptz and decided_at is not null),
  'upheld', count(*) filter (where at >= $1::timestamptz and at < $2::timestamptz and decided_at is not null and state = 'upheld')
)::text as answer from "@tenant".fw_flag where ${MINE}`;

const DETECTORS = `
select coalesce(json_agg(json_build_array(detector, n) order by detector), '[]')::text as answer
  from (select detector, count(*) as n from "@tenant".fw_flag where at >= $1::timestamptz and at < $2::timestamptz and ${MINE} group by detector) d`;
