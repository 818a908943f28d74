import type { EvalContext } from '../../schema/expr/evaluate.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { budgetCodes, hasAwards, planAwards, type AwardEvent, type AwardMiss } from '../compile/award-plan.ts';
import type { AwardContext } from '../compile/award-why.ts';
import type { PostingRequest } from '../compile/post-request.ts';
import { writtenRow } from '../compile/row-state.ts';
import { columnName, tableName } from '../compile/sql-name.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { entityOf } from '../compile/storage.ts';
import type { PostingContext, ToldState } from './write-postings.ts';

/** Runs a statement in an open transaction of the tenant; `"@tenant"` in the text is the schema. */
export type Execute = <Row>(text: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** What awards give and take because of written rows; awards that were not made leave a note of why. */
export function awardPostings(
  { unit, complete, isSure, sent }: PostingContext,
  told: readonly ToldState[],
): readonly PostingRequest[] | Promise<readonly PostingRequest[]> {
  const events = told
    .filter(({ state }) => hasAwards(unit.model.behaviour, state.entity.id))
    .flatMap(({ state, changes }) => eventsOf(state, changes));
  if (events.length === 0) return [];
  const at = { model: unit.model, templateVersion: unit.version, evaluation: complete.evaluation, events };
  if (!isSure) return planEvents(unit.execute, at);
  const keep = ({ postings, misses }: PlannedAwards): readonly PostingRequest[] => {
    if (misses.length > 0)
      sent.push(keepMisses(unit.execute, { misses, now: at.evaluation.now, templateVersion: at.templateVersion }));
    return postings;
  };
  // Where no budget names a row by its code there is nothing to ask.
  if (budgetCodes(unit.model).length === 0) return keep(planWith(at, () => undefined));
  return planAll(unit.execute, at).then(keep);
}

/** Those who are to be given points. */
export function awardedUsers(postings: readonly PostingRequest[]): readonly string[] {
  return [...new Set(postings.flatMap((posting) => (posting.kind === 'award' ? [posting.user] : [])))];
}

/** A step changes fields as well: awards on changes see it too. */
function eventsOf(state: ToldState['state'], changes: ToldState['changes']): readonly AwardEvent[] {
  const row = {
    entity: state.entity.id,
    id: state.id,
    version: Number(state.values['version']),
    doc: writtenRow(state),
  };
  const fields = Object.keys(changes);
  if (state.event !== 'transition') return [{ happened: { kind: 'change', change: state.event, fields }, row }];
  const transition = state.taken?.transition.id;
  return [
    ...(transition === undefined ? [] : [{ happened: { kind: 'transition', transition }, row } as const]),
    { happened: { kind: 'change', change: 'updated', fields }, row },
  ];
}

interface EventsToPlan {
  readonly model: Model;
  readonly templateVersion: number;
  readonly evaluation: EvalContext;
  readonly events: readonly AwardEvent[];
}

interface PlannedAwards {
  readonly postings: readonly PostingRequest[];
  readonly misses: AwardMiss[];
}

async function planAll(execute: Execute, at: EventsToPlan): Promise<PlannedAwards> {
  return planWith(at, await codeRows(execute, at.model));
}

function planWith(at: EventsToPlan, rowOfCode: AwardContext['rowOfCode']): PlannedAwards {
  const context: AwardContext = { ...at, rowOfCode };
  const plans = at.events.map((event) => planAwards(context, event));
  return { postings: plans.flatMap(({ postings }) => postings), misses: plans.flatMap(({ misses }) => misses) };
}

/** Plans the awards of events in an open transaction, keeps the misses, and gives the postings. */
export async function planEvents(execute: Execute, at: EventsToPlan): Promise<readonly PostingRequest[]> {
  const { postings: planned, misses } = await planAll(execute, at);
  const members = await activeMembers(execute, awardedUsers(planned));
  const isGone = (posting: PostingRequest): boolean => posting.kind === 'award' && !members.has(posting.user);
  for (const posting of planned) {
    if (posting.kind !== 'award' || !isGone(posting)) continue;
    misses.push({ rule: posting.rule, user: null, source: posting.source, reason: 'inactive', parts: [] });
  }
  await keepMisses(execute, { misses, now: at.evaluation.now, templateVersion: at.templateVersion });
  return planned.filter((posting) => !isGone(posting));
}

/** The rows that the codes in awards' budgets name. */
export async function codeRows(execute: Execute, model: Model): Promise<AwardContext['rowOfCode']> {
  const rows = new Map<string, string>();
  const wanted = Map.groupBy(budgetCodes(model), ({ entity }) => entity);
  for (const [id, codes] of wanted) {
    const entity = entityOf(model, id);
    const field = codeField(entity);
    if (field === undefined) continue;
    const column = quoteIdentifier(columnName(field));
    const found = await execute<{ readonly id: string; readonly code: string }>(
      `select id, ${column}::text as code from "@tenant".${quoteIdentifier(tableName(id))} where ${column}::text = any($1::text[]) and deleted_at is null`,
      [codes.map(({ code }) => code)],
    );
    for (const row of found) rows.set(`${id}|${row.code}`, row.id);
  }
  return (entity, code) => rows.get(`${entity}|${code}`);
}

/** What the rows that budgets name by code are called; those of entities that `mayShow` admits. */
export async function codeTitles(
  execute: Execute,
  model: Model,
  mayShow: (entity: EntityModel) => boolean,
): Promise<(entity: string, code: string) => string | undefined> {
  const titles = new Map<string, string>();
  const wanted = Map.groupBy(budgetCodes(model), ({ entity }) => entity);
  for (const [id, codes] of wanted) {
    const entity = entityOf(model, id);
    const field = codeField(entity);
    const title = entity.fields.find((own) => own.id === entity.title);
    const isKept = title?.type.kind === 'text' && title.formula?.stored !== false && !title.secret;
    if (field === undefined || title === undefined || !isKept || !mayShow(entity)) continue;
    const column = quoteIdentifier(columnName(field));
    const found = await execute<{ readonly code: string; readonly title: string | null }>(
      `select ${column}::text as code, ${quoteIdentifier(columnName(title.id))}::text as title from "@tenant".${quoteIdentifier(tableName(id))} where ${column}::text = any($1::text[]) and deleted_at is null`,
      [codes.map(({ code }) => code)],
    );
    for (const row of found) if (row.title !== null) titles.set(`${id}|${row.code}`, row.title);
  }
  return (entity, code) => titles.get(`${entity}|${code}`);
}

/** The field that names a row to people who write templates: `code` where there is one, else the first unique text. */
export function codeField(entity: EntityModel): EntityModel['title'] | undefined {
  const unique = entity.fields.filter((field) => field.unique && field.type.kind === 'text');
  return (unique.find(({ id }) => id === 'code') ?? unique[0])?.id;
}

/** Those of the people who are active members: points are for nobody else. */
async function activeMembers(execute: Execute, users: readonly string[]): Promise<ReadonlySet<string>> {
  if (users.length === 0) return new Set();
  const found = await execute<{ readonly id: string }>(
    `select id from "@tenant".fw_user where active and id::text = any($1::text[])`,
    [users],
  );
  return new Set(found.map(({ id }) => id));
}

async function keepMisses(
  execute: Execute,
  {
    misses,
    now,
    templateVersion,
  }: { readonly misses: readonly AwardMiss[]; readonly now: string; readonly templateVersion: number },
): Promise<void> {
  if (misses.length === 0) return;
  const rows = misses.map(({ rule, user, source, reason, parts }) => ({
    rule,
    user_id: user,
    entity: source?.entity ?? null,
    record_id: source?.record ?? null,
    transition: source?.transition ?? null,
    reason,
    parts,
  }));
  await execute(
    `insert into "@tenant".fw_award_miss (at, rule, user_id, entity, record_id, transition, reason, parts, template_version)
     select $2::timestamptz, m.rule, m.user_id, m.entity, m.record_id, m.transition, m.reason, m.parts, $3::int
     from jsonb_to_recordset($1::jsonb) as m(rule text, user_id uuid, entity text, record_id uuid, transition text, reason text, parts jsonb)`,
    [JSON.stringify(rows), now, templateVersion],
  );
}
