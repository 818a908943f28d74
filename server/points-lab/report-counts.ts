import { compileClosure } from '../../schema/expr/closure.ts';
import { admits, type EvalContext } from '../../schema/expr/evaluate.ts';
import { frameOf, type ActorValue } from '../../schema/expr/frame.ts';
import { listOf } from '../../schema/expr/values.ts';
import type { PostingModel } from '../../schema/model/behaviour.ts';
import { wholeDocument } from '../compile/event-snapshot.ts';
import type { Execute } from '../db/points-awards.ts';
import { instantSql } from './lab-place.ts';
import type { ReportScope } from './report-activity.ts';

/** How many lines were counted, and how many of them as the ledger had it. */
interface CountedLines {
  readonly lines: number;
  readonly same: number;
}

interface CountRow {
  readonly seq: string;
  readonly at: string;
  readonly rule: string;
  readonly snapshot: string;
  readonly changes: string | null;
  readonly moved: number;
}

/**
 * Lines counted in the period into a ledger, by its postings that say what there is afterwards (`to`). Which lines of
 * a document were counted is what the posting says over the document as its step kept it; a line with a difference has
 * a movement of the counted measure. `undefined` for a ledger that nothing counts.
 */
export async function countedLines(
  execute: Execute,
  scope: ReportScope,
  ledger: string,
): Promise<CountedLines | undefined> {
  const rules = scope.model.behaviour.postings.filter(
    (posting) => posting.ledger === ledger && posting.to !== undefined,
  );
  if (rules.length === 0) return undefined;
  const measures = Object.fromEntries(rules.map(({ id, to }) => [id, to?.measure ?? 0]));
  let [lines, same] = [0, 0];
  for (let after = '0', rows: readonly CountRow[]; ;) {
    rows = await execute(COUNTS, [scope.from, scope.to, ledger, JSON.stringify(measures), after, BATCH]);
    for (const row of rows) {
      const rule = rules.find(({ id }) => id === row.rule);
      if (rule === undefined) continue;
      const counted = linesOf(rule, row, scope.timeZone);
      lines += counted;
      same += counted - row.moved;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return { lines, same };
    after = last.seq;
  }
}

/** Documents read at once: each comes with all its lines. */
const BATCH = 200;

interface Snapshot {
  readonly doc: Readonly<Record<string, unknown>>;
  readonly lines?: readonly string[];
  readonly actor: Omit<ActorValue, 'id'> & { readonly id: string | null };
}

function linesOf({ each, when }: PostingModel, { at, snapshot, changes }: CountRow, timeZone: string): number {
  // The codec: the writer of events keeps exactly this.
  const { actor, ...kept } = JSON.parse(snapshot) as Snapshot;
  const doc = wholeDocument(kept, changes === null ? null : JSON.parse(changes));
  const context: EvalContext = { now: at, timeZone, actor: actor.id === null ? null : { ...actor, id: actor.id } };
  const rows: readonly Readonly<Record<string, unknown>>[] =
    each === undefined
      ? [{ doc }]
      : listOf(compileClosure(each)(frameOf({ doc }, context))).map((line) => ({ doc, line }));
  return when === undefined ? rows.length : rows.filter((variables) => admits(when, variables, context)).length;
}

const COUNTS = `
select p.seq::text as seq, ${instantSql('p.at')} as at, p.rule, e.snapshot::text as snapshot, e.changes::text as changes,
    (select count(*)::int from "@tenant".fw_movement m where m.posting = p.id and
       case ($4::jsonb->>p.rule)::int when 0 then m.d0 when 1 then m.d1 when 2 then m.d2 else m.d3 end <> 0) as moved
  from "@tenant".fw_posting p
  join lateral (select e.snapshot, e.changes from "@tenant".fw_event e
     where e.record_id = p.record_id and e.transition = p.transition and e.at = p.at and e.snapshot is not null order by e.seq desc limit 1) e on true
 where p.ledger = $3 and p.kind = 'move' and $4::jsonb->>p.rule is not null and p.at >= $1::timestamptz and p.at < $2::timestamptz and p.seq > $5::bigint
   and not exists (select from "@tenant".fw_posting r where r.reverses = p.id)
 order by p.seq limit $6`;
