import type { Execute } from '../db/points-awards.ts';
import { readAnswer } from './lab-place.ts';
import type { ReportScope } from './report-activity.ts';
import { countedLines } from './report-counts.ts';
import { amount, share, type Figure } from './report-figures.ts';

interface LedgerFacts {
  readonly moved: number;
  readonly p90: string | null;
  readonly keys: number;
  readonly empty: number;
}

/**
 * Figures of each ledger: refused writes of all, and from their movements those of balance ledgers. Whose they are is
 * not told: stock is nobody's.
 */
export async function ledgerFigures(execute: Execute, scope: ReportScope): Promise<readonly Figure[]> {
  if (scope.people !== null) return [];
  const figures: Figure[] = await refusedFigures(execute, scope);
  for (const ledger of scope.model.behaviour.ledgers) {
    const book = ledger.books[0];
    if (ledger.mode !== 'balance' || book === undefined) continue;
    const bounded = book.measures.find(({ min }) => min?.kind === 'fixed' && Number(min.value) === 0);
    const facts = await readAnswer<LedgerFacts>(execute, LEDGER, [scope.from, scope.to, book.id, bounded?.index ?? 0]);
    const group = { kind: 'ledger', id: ledger.id } as const;
    figures.push(
      amount('postingDelay', facts.p90, { group, denominator: amount('postingDelay', facts.moved).value }),
      ...(bounded === undefined ? [] : [share('emptyKeys', facts.empty, facts.keys, { group })]),
    );
    const counted = await countedLines(execute, scope, ledger.id);
    if (counted !== undefined) figures.push(share('accuracy', counted.same, counted.lines, { group }));
  }
  return figures;
}

/** None is no number before any was ever noted: an older server kept nothing. */
async function refusedFigures(execute: Execute, { model, from, to }: ReportScope): Promise<Figure[]> {
  const counts = await readAnswer<Readonly<Record<string, number>> | null>(execute, REFUSED, [from, to]);
  return model.behaviour.ledgers.map(({ id }) =>
    amount('refused', counts === null ? null : (counts[id] ?? 0), { group: { kind: 'ledger', id } }),
  );
}

const REFUSED = `
select coalesce(case when exists (select from "@tenant".fw_refusal where at < $2::timestamptz)
  then (select coalesce(json_object_agg(ledger, n), '{}') from (
    select ledger, count(*) as n from "@tenant".fw_refusal where at >= $1::timestamptz and at < $2::timestamptz group by ledger) r) end, 'null')::text as answer`;

/** Hours to two digits, over postings of documents. */
const LEDGER = `
with moved as (
  select distinct p.id, p.at, p.effective_at from "@tenant".fw_movement m join "@tenant".fw_posting p on p.id = m.posting
   where m.book = $3 and p.kind = 'move' and p.entity is not null and p.at >= $1::timestamptz and p.at < $2::timestamptz
), held as (
  select m.key, sum(case $4::int when 0 then m.d0 when 1 then m.d1 when 2 then m.d2 else m.d3 end) as amount
    from "@tenant".fw_movement m where m.book = $3 and m.at < $2::timestamptz group by m.key
)
select json_build_object(
  'moved', (select count(*) from moved),
  'p90', (select round((percentile_cont(0.9) within group (order by greatest(extract(epoch from at - effective_at), 0)) / 3600)::numeric, 2)::text from moved),
  'keys', (select count(*) from held), 'empty', (select count(*) from held where amount = 0)
)::text as answer`;
