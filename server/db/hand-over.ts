import { LIMITS } from '../../schema/core/limits.ts';
import type { FieldId } from '../../schema/core/ids.ts';
import { issue, ok, pointer, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { isFrozenState } from '../../schema/model/frozen-state.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { planFetch } from '../compile/row-fetch.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { columnName, tableName } from '../compile/sql-name.ts';
import type { RowInput, RowKey } from '../compile/write-input.ts';
import { passTask } from './approval-decide.ts';
import { loadRequest } from './approval-rows.ts';
import { notify } from './notify.ts';
import type { RowOperation, WriterOptions } from './write-operation.ts';
import { fetchRows } from './write-related.ts';
import { writeRows } from './write-rows.ts';
import type { WriteUnit } from './write-unit.ts';

/** A field that says whose a record is. */
export interface PersonField {
  readonly entity: EntityModel;
  readonly field: FieldModel;
}

/** The fields by which records belong to people and that people may fill: those of masters and documents. */
export function personFields(model: Model): readonly PersonField[] {
  return model.entities
    .filter(({ kind }) => kind === 'master' || kind === 'document')
    .flatMap((entity) => entity.fields.filter(isOwnerLike).map((field) => ({ entity, field })));
}

function isOwnerLike({ type, readonly, secret, formula, rollup }: FieldModel): boolean {
  return type.kind === 'user' && !readonly && !secret && formula === undefined && rollup === undefined;
}

/** How `personFields` are named: `SalesOrder.owner`. */
export function personFieldName({ entity, field }: PersonField): string {
  return `${entity.id}.${field.id}`;
}

/** What is in a person's hands. */
export interface InHand {
  /** Records by field: those that can move, and those that stay, being over or waiting for a decision. */
  readonly fields: readonly (PersonField & { readonly open: number; readonly over: number })[];
  /** Decisions that wait for them. */
  readonly approvals: number;
  /** Views of lists that they share with others. */
  readonly views: number;
}

/** Counts what is in a person's hands. */
export async function inHandOf(unit: Pick<WriteUnit, 'execute' | 'model'>, user: string): Promise<InHand> {
  const fields: (PersonField & { readonly open: number; readonly over: number })[] = [];
  for (const one of personFields(unit.model)) {
    const [row] = await unit.execute<{ readonly open: number; readonly over: number }>(
      `select count(*) filter (where ${openSql(one, 2)})::int as open, count(*) filter (where not ${openSql(one, 2)})::int as over from ${placeOf(one)} where ${columnOf(one)} = $1::uuid and deleted_at is null`,
      [user, ...openStates(unit.model, one)],
    );
    const { open = 0, over = 0 } = row ?? {};
    if (open + over > 0) fields.push({ ...one, open, over });
  }
  const [rest] = await unit.execute<{ readonly approvals: number; readonly views: number }>(
    `select (select count(*)::int from "@tenant".fw_approval_task t join "@tenant".fw_approval a on a.id = t.request where a.state = 'pending' and t.user_id = $1::uuid and t.state in ('open', 'waiting')) as approvals, (select count(*)::int from "@tenant".fw_saved_view where user_id = $1::uuid and roles is not null) as views`,
    [user],
  );
  return { fields, approvals: rest?.approvals ?? 0, views: rest?.views ?? 0 };
}

export interface HandOverInput {
  readonly user: string;
  readonly to: string;
  /** As `personFieldName` has them. */
  readonly fields: readonly string[];
  readonly approvals: boolean;
  readonly views: boolean;
}

/** What went into other hands. */
export interface HandedOver {
  readonly records: number;
  readonly approvals: number;
  /** Decisions that the successor can't take: they asked for them, or decide beside the leaver already. */
  readonly approvalsLeft: number;
  readonly views: number;
}

/**
 * Gives what is in one person's hands to another, all or nothing: records through the writer that everybody's changes
 * go through, decisions as if they were delegated. Records that are over, or
 * wait for a decision, stay. HAND_OVER_TO, HAND_OVER_FIELD,
 * HAND_OVER_TOO_MANY, and whatever the writer refuses, which is thrown.
 */
export async function handOver(
  unit: WriteUnit,
  options: WriterOptions,
  input: HandOverInput,
): Promise<Result<HandedOver>> {
  const wrong = await problemsOf(unit, input);
  if (wrong.length > 0) return refused(wrong);
  const { user, to } = input;
  const chosen = personFields(unit.model).filter((one) => input.fields.includes(personFieldName(one)));
  const operations = await movesOf(unit, chosen, { user, to });
  if (operations.length > LIMITS.handOverRowsMax)
    return refused([issue('HAND_OVER_TOO_MANY', '/fields', { rows: operations.length, max: LIMITS.handOverRowsMax })]);
  for (let from = 0; from < operations.length; from += LIMITS.bulkRowsMax)
    await writeRows(unit, options, operations.slice(from, from + LIMITS.bulkRowsMax));
  const passed = input.approvals ? await passTasks(unit, { user, to }) : { approvals: 0, approvalsLeft: 0 };
  const views = input.views ? await passViews(unit, { user, to }) : 0;
  const done: HandedOver = { records: operations.length, ...passed, views };
  await tellSuccessor(unit, { user, to }, { ...done, key: options.requestId });
  return ok(done);
}

async function problemsOf(unit: WriteUnit, { user, to, fields }: HandOverInput): Promise<readonly Issue[]> {
  const active = await unit.execute('select id from "@tenant".fw_user where id = $1::uuid and active', [to]);
  const known = new Set(personFields(unit.model).map(personFieldName));
  return [
    ...(active.length === 0 || user === to ? [issue('HAND_OVER_TO', '/to')] : []),
    ...fields.flatMap((name, index) =>
      known.has(name) ? [] : [issue('HAND_OVER_FIELD', pointer('', 'fields', index), { field: name })],
    ),
  ];
}

interface Hands {
  readonly user: string;
  readonly to: string;
}

/** One update a record, also where several of its fields name the leaver. */
async function movesOf(unit: WriteUnit, fields: readonly PersonField[], { user, to }: Hands): Promise<RowOperation[]> {
  const moves: RowOperation[] = [];
  for (const [entity, own] of Map.groupBy(fields, (one) => one.entity)) {
    const byId = new Map<string, FieldId[]>();
    for (const one of own) {
      const rows = await unit.execute<{ readonly id: string }>(
        `select id::text as id from ${placeOf(one)} where ${columnOf(one)} = $1::uuid and deleted_at is null and ${openSql(one, 2)} order by id limit ${LIMITS.handOverRowsMax + 1}`,
        [user, ...openStates(unit.model, one)],
      );
      for (const { id } of rows) byId.set(id, [...(byId.get(id) ?? []), one.field.id]);
    }
    for (const [id, ids] of byId)
      moves.push({ kind: 'update', id, version: null, input: inputOf(entity, ids, { to, id }) });
  }
  return moves;
}

/** A patch of these fields; where it is wrong, the message says of which record. */
function inputOf(
  entity: EntityModel,
  fields: readonly FieldId[],
  { to, id }: { readonly to: string; readonly id: string },
): RowInput {
  const path = pointer('', entity.apiName, id);
  const key: RowKey = { entity: 'user', parts: [{ field: 'id', value: to }], path };
  return {
    entity,
    values: new Map(),
    refs: new Map(fields.map((field) => [field, key])),
    links: new Map(),
    lines: new Map(),
    paths: new Map(),
    path,
  };
}

function placeOf({ entity }: PersonField): string {
  return `"@tenant".${quoteIdentifier(tableName(entity.id))}`;
}

function columnOf({ field }: PersonField): string {
  return quoteIdentifier(columnName(field.id));
}

/** Whether a row is still to be worked on: all of an entity without a workflow, and what waits for no decision. */
function openSql(one: PersonField, at: number): string {
  if (one.entity.workflow === undefined) return 'true';
  // While it waits nobody may change it (APPROVAL_PENDING).
  return `(state = any($${String(at)}::text[]) and not exists (select from "@tenant".fw_approval a where a.record_id = ${placeOf(one)}.id and a.state = 'pending'))`;
}

/** States that are neither frozen nor the end of the road. */
function openStates(model: Model, { entity }: PersonField): readonly (readonly string[])[] {
  if (entity.workflow === undefined) return [];
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  const ways = new Set((workflow?.transitions ?? []).flatMap(({ from }) => from));
  const states = (workflow?.states ?? []).map(({ id }) => id);
  return [states.filter((state) => ways.has(state) && !isFrozenState(model, entity, state))];
}

async function passTasks(
  unit: WriteUnit,
  { user, to }: Hands,
): Promise<Pick<HandedOver, 'approvals' | 'approvalsLeft'>> {
  const found = await unit.execute<{ readonly id: string; readonly request: string }>(
    `select t.id, t.request from "@tenant".fw_approval_task t join "@tenant".fw_approval a on a.id = t.request where a.state = 'pending' and t.user_id = $1::uuid and t.state in ('open', 'waiting') order by t.request, t.id`,
    [user],
  );
  let passed = 0;
  for (const { id, request: of } of found) {
    const request = await loadRequest(unit, of, { lock: true });
    // Who decides at the same moment was faster.
    const task = request?.tasks.find((one) => one.id === id && (one.state === 'open' || one.state === 'waiting'));
    if (request === null || request.state !== 'pending' || task === undefined) continue;
    if (await passTask(unit, { request, task }, { to, comment: null })) passed += 1;
  }
  return { approvals: passed, approvalsLeft: found.length - passed };
}

async function passViews(unit: WriteUnit, { user, to }: Hands): Promise<number> {
  const moved = await unit.execute(
    'update "@tenant".fw_saved_view set user_id = $2::uuid where user_id = $1::uuid and roles is not null returning id',
    [user, to],
  );
  return moved.length;
}

async function tellSuccessor(
  unit: WriteUnit,
  { user, to }: Hands,
  { key, records, approvals }: HandedOver & { readonly key: string },
): Promise<void> {
  const [leaver] = await unit.execute<{ readonly name: string }>(
    'select name from "@tenant".fw_user where id = $1::uuid',
    [user],
  );
  const name = leaver?.name ?? '';
  await notify(unit, {
    key: `handOver:${key}`,
    users: [to],
    roles: [],
    text: {
      en: `You have taken over from ${name}: records ${String(records)}, decisions ${String(approvals)}.`,
      'zh-CN': `您已接手“${name}”的工作：数据 ${String(records)} 条，待审批 ${String(approvals)} 项。`,
    },
    about: null,
  });
}

/** A record that changed hands. */
export interface MovedRecord {
  readonly entity: EntityModel;
  readonly id: string;
  readonly title: string;
}

/** What a hand-over moved, as the log of events has it under its id; records that are gone for good are left out. */
export async function movedBy(unit: WriteUnit, id: string): Promise<readonly MovedRecord[]> {
  const events = await unit.execute<{ readonly entity: string; readonly id: string }>(
    `select distinct entity, record_id::text as id from "@tenant".fw_event where request_id = $1 and kind = 'updated' order by 1, 2 limit ${LIMITS.handOverRowsMax}`,
    [id],
  );
  const moved: MovedRecord[] = [];
  for (const [name, rows] of Map.groupBy(events, ({ entity }) => entity)) {
    const entity = unit.model.entities.find((one) => one.id === name);
    if (entity === undefined) continue;
    const plan = planFetch(unit.model, entity.id, { tree: { [entity.title]: {} }, stored: false });
    const found = await fetchRows(
      unit,
      plan,
      rows.map((row) => row.id),
    );
    for (const row of found) {
      const title = row[entity.title];
      const isText = typeof title === 'string' || typeof title === 'number';
      moved.push({ entity, id: String(row['id']), title: isText ? String(title) : '' });
    }
  }
  return moved;
}
