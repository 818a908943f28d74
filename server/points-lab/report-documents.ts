import type { WorkflowModel } from '../../schema/model/behaviour.ts';
import type { Execute } from '../db/points-awards.ts';
import { entityOf } from '../compile/storage.ts';
import { readAnswer } from './lab-place.ts';
import { OUTCOMES, stepsTo, type ReportScope } from './report-activity.ts';
import { amount, share, type Figure } from './report-figures.ts';

/** Fields that say when a document was done and when it was due, in any pack. */
const DONE_FIELDS = ['shippedAt', 'deliveredAt', 'completedAt', 'doneAt'] as const;
const DUE_FIELD = 'dueAt';

interface DocumentFacts {
  readonly done: number;
  readonly p50: string | null;
  readonly p90: string | null;
  readonly due: number;
  readonly inTime: number;
  readonly watched: number;
  readonly kept: number;
  readonly created: number;
  readonly cancelled: number;
}

/** Figures of each entity with a workflow that has an outcome, from the steps in the event log. */
export async function documentFigures(execute: Execute, scope: ReportScope): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const workflow of scope.model.behaviour.workflows) {
    if (stepsOf(scope, workflow, OUTCOMES).length > 0) figures.push(...(await entityFigures(execute, scope, workflow)));
  }
  return figures;
}

async function entityFigures(
  execute: Execute,
  scope: ReportScope,
  workflow: WorkflowModel,
): Promise<readonly Figure[]> {
  const { entity } = workflow;
  const fields = new Set<string>(entityOf(scope.model, entity).fields.map(({ id }) => id));
  const doneField = DONE_FIELDS.find((id) => fields.has(id)) ?? null;
  const dueField = fields.has(DUE_FIELD) ? DUE_FIELD : null;
  const facts = await readAnswer<DocumentFacts>(execute, DOCUMENTS, [
    scope.from,
    scope.to,
    scope.people,
    entity,
    stepsOf(scope, workflow, OUTCOMES),
    stepsOf(scope, workflow, ['reversed']),
    dueField,
    doneField,
    scope.now,
  ]);
  const group = { kind: 'entity', id: entity } as const;
  const onTime = share('onTime', facts.inTime, facts.due, { group });
  const note = { en: `${entity} has no field dueAt.`, 'zh-CN': `${entity} 没有 dueAt 字段。` };
  return [
    amount('processingP50', facts.p50, { group, denominator: amount('processingP50', facts.done).value }),
    amount('processingP90', facts.p90, { group, denominator: amount('processingP90', facts.done).value }),
    dueField === null ? { metric: 'onTime', group, value: undefined, note } : onTime,
    share('firstPassYield', facts.kept, facts.watched, { group }),
    share('createCancel', facts.cancelled, facts.created, { group }),
  ];
}

function stepsOf({ model }: ReportScope, { entity }: WorkflowModel, classes: readonly string[]): readonly string[] {
  return stepsTo(model, classes)
    .filter((step) => step.startsWith(`${entity}.`))
    .map((step) => step.slice(entity.length + 1));
}

/** Who took the step, or created the document, decides whose it is. Hours to two digits. */
const DOCUMENTS = `
with step as (
  select e.record_id, e.at, e.actor, e.kind, e.transition, e.snapshot from "@tenant".fw_event e where e.entity = $4 and e.at < least($2::timestamptz, $9::timestamptz)
), made as (
  select distinct on (record_id) record_id, at, actor from step where kind = 'created' order by record_id, at
), reached as (
  select distinct on (record_id) record_id, at, actor from step where transition = any($5::text[]) order by record_id, at
), first_time as (
  select r.*, m.at as made_at from reached r left join made m using (record_id)
   where r.at >= $1::timestamptz and ($3::uuid[] is null or r.actor = any($3::uuid[]))
), undone as (
  select record_id, min(at) as at from step where transition = any($6::text[]) group by record_id
), finished as (
  select distinct on (s.record_id) s.record_id, s.actor, (s.snapshot->'doc'->>$7)::timestamptz as due_at,
      case when $8::text is null then s.at else (s.snapshot->'doc'->>$8)::timestamptz end as done_at
    from step s where $7::text is not null and s.snapshot->'doc'->>$7 is not null
     and case when $8::text is null then s.transition = any($5::text[]) else s.snapshot->'doc'->>$8 is not null end
   order by s.record_id, s.at
), timed as (
  select * from finished where done_at >= $1::timestamptz and done_at < $2::timestamptz and ($3::uuid[] is null or actor = any($3::uuid[]))
), watched as (
  select f.*, u.at as undone_at from first_time f left join undone u using (record_id) where f.at <= least($2::timestamptz, $9::timestamptz) - interval '14 days'
), mine as (
  select m.*, u.at as undone_at from made m left join undone u using (record_id) where m.at >= $1::timestamptz and ($3::uuid[] is null or m.actor = any($3::uuid[]))
)
select json_build_object(
  'done', (select count(*) from first_time where made_at is not null),
  'p50', (select round((percentile_cont(0.5) within group (order by extract(epoch from at - made_at)) / 3600)::numeric, 2)::text from first_time where made_at is not null),
  'p90', (select round((percentile_cont(0.9) within group (order by extract(epoch from at - made_at)) / 3600)::numeric, 2)::text from first_time where made_at is not null),
  'due', (select count(*) from timed), 'inTime', (select count(*) from timed where done_at <= due_at),
  'watched', (select count(*) from watched), 'kept', (select count(*) from watched where undone_at is null or undone_at > at + interval '14 days'),
  'created', (select count(*) from mine), 'cancelled', (select count(*) from mine where undone_at is not null)
)::text as answer`;
