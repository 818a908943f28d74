import type { AwardPosting, BookKey } from '../compile/post-request.ts';
import type { Execute } from '../db/points-awards.ts';
import { instantSql, readAnswer, type Period } from './lab-place.ts';
import type { SimItem } from './simulate.ts';
import type { LedgerMove } from './points-opening.ts';

/** What the ledger tells besides the awards of events, by the number of its posting. */
export interface LedgerStep {
  readonly seq: bigint;
  readonly item: Exclude<SimItem, { readonly kind: 'transaction' }>;
}

type Pair = readonly [book: string, key: string];

interface GivenRow {
  readonly seq: string;
  readonly at: string;
  readonly id: string;
  readonly ledger: string;
  readonly rule: string;
  readonly once: string | null;
  readonly user: string;
  readonly giver: string | null;
  readonly asked: string;
  readonly effectiveAt: string;
  readonly until: string | null;
  readonly entity: string | null;
  readonly record: string | null;
  readonly spec: {
    readonly budget?: Pair;
    readonly wallet: Pair;
    readonly pending?: Pair;
    readonly owed?: Pair;
    readonly lotExpiresAt?: string;
    readonly limits?: readonly {
      readonly id: string;
      readonly max?: string;
      readonly cooldownSeconds?: number;
      readonly at: Pair;
    }[];
  };
}

/**
 * Redemptions, funding and their mirrors, awards that no row's event caused, and for a replay also what the jobs did
 * (expiry, pending points that went back), in the order of the ledger.
 */
export async function readSteps(
  execute: Execute,
  at: Period & {
    readonly ledgers: readonly string[];
    /** Awards by hand and for signing in: no event of a row tells of them. */
    readonly givenRules: readonly string[];
    /** Digits of each ledger. */
    readonly scales: ReadonlyMap<string, number>;
    readonly withJobs: boolean;
  },
): Promise<readonly LedgerStep[]> {
  const { from, to, ledgers, givenRules, withJobs } = at;
  const kinds = ['move', 'mirror', 'lapse', ...(withJobs ? ['expire', 'released'] : [])];
  const moves = await readAnswer<readonly (LedgerMove & { readonly seq: string; readonly released: string | null })[]>(
    execute,
    MOVES,
    [from, to, ledgers, kinds],
  );
  const given = await readAnswer<readonly GivenRow[]>(execute, GIVEN, [from, to, ledgers, givenRules]);
  return [
    ...moves.map(({ seq, at: when, deltas, released, expires = false }): LedgerStep => ({
      seq: BigInt(seq),
      item: {
        kind: 'move',
        move: { at: when, deltas: deltas.map(plainDelta), expires, ...(released === null ? {} : { released }) },
      },
    })),
    ...given.map((row): LedgerStep => ({
      seq: BigInt(row.seq),
      item: {
        kind: 'given',
        at: row.at,
        given: { posting: givenPosting(row, at.scales.get(row.ledger) ?? 0), giver: row.giver },
      },
    })),
  ].sort((a, b) => (a.seq < b.seq ? -1 : 1));
}

/** SQL says null where there is none. */
function plainDelta({ lots, ...rest }: LedgerMove['deltas'][number]): LedgerMove['deltas'][number] {
  return lots === null || lots === undefined ? rest : { ...rest, lots };
}

/** The posting as it was asked, from what is kept of it. */
function givenPosting(row: GivenRow, scale: number): AwardPosting {
  const { spec, until } = row;
  return {
    kind: 'award',
    id: row.id,
    ledger: row.ledger,
    rule: row.rule,
    // A second award under the same key kept no key of its own: it granted nothing and would again.
    once: row.once ?? `again:${row.id}`,
    user: row.user,
    asked: row.once === null ? '0' : row.asked,
    scale,
    effectiveAt: row.effectiveAt,
    source: row.entity === null || row.record === null ? null : { entity: row.entity, record: row.record },
    budget: spec.budget === undefined ? null : keyOf(spec.budget),
    wallet: keyOf(spec.wallet),
    ...(spec.pending === undefined ? {} : { pending: { ...keyOf(spec.pending), until } }),
    ...(spec.owed === undefined ? {} : { owed: keyOf(spec.owed) }),
    lotExpiresAt: spec.lotExpiresAt ?? null,
    limits: (spec.limits ?? []).map(({ id, max, cooldownSeconds, at }) => ({
      id,
      key: keyOf(at).key,
      ...(max === undefined ? {} : { max }),
      ...(cooldownSeconds === undefined ? {} : { cooldownSeconds }),
    })),
    explain: null,
  };
}

function keyOf([book, key]: Pair): BookKey {
  // The codec: the ledger writes keys as objects of texts.
  return { book, key: JSON.parse(key) as Readonly<Record<string, string>> };
}

/** A pending award that a job gives back is named by the posting's id, which is made from the award's. */
const MOVES = `
with wanted as (
  select p.id, p.seq, p.at, p.kind from "@tenant".fw_posting p
   where p.at >= $1::timestamptz and p.at < $2::timestamptz and p.kind = any($4::text[])
     and exists (select from "@tenant".fw_movement m where m.posting = p.id and m.book not like '@%' and split_part(m.book, '.', 1) = any($3::text[]))
)
select coalesce(json_agg(json_build_object('seq', w.seq::text, 'at', ${instantSql('w.at')}, 'expires', w.kind = 'expire',
    'released', case when w.kind = 'released' then (select a.id from "@tenant".fw_posting a, "@tenant".fw_posting own where own.id = w.id and a.rule = own.rule and a.record_id = own.record_id and a.kind = 'award' and md5('lapse:' || a.id)::uuid = w.id limit 1) end,
    'deltas', case when w.kind = 'released' then '[]'::json else (
      select coalesce(json_agg(json_build_object('book', m.book, 'key', m.key, 'amount', m.d0::text,
          'lots', case when m.lot is not null then (select json_build_object('award', l.posting, 'expiresAt', ${instantSql('l.expires_at')}) from "@tenant".fw_lot l where l.id = m.lot) end) order by m.line), '[]')
        from "@tenant".fw_movement m where m.posting = w.id and m.d0 <> 0 and split_part(m.book, '.', 1) = any($3::text[])) end) order by w.seq), '[]')::text as answer
  from wanted w`;

const GIVEN = `
select coalesce(json_agg(json_build_object('seq', seq::text, 'at', ${instantSql('at')}, 'id', id, 'ledger', ledger, 'rule', rule, 'once', once, 'user', user_id,
    'giver', coalesce(explain->'why'->>'actor', actor::text), 'asked', explain->>'asked', 'effectiveAt', ${instantSql('effective_at')}, 'until', ${instantSql('expires_at')},
    'entity', entity, 'record', record_id, 'spec', spec) order by seq), '[]')::text as answer
  from "@tenant".fw_posting
 where kind = 'award' and at >= $1::timestamptz and at < $2::timestamptz and ledger = any($3::text[]) and rule = any($4::text[])`;
