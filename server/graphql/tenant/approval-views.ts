import { entityId } from '../../../schema/core/ids.ts';
import { must } from '../../../schema/core/result.ts';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import type { Access } from '../../compile/access.ts';
import { bindRead } from '../../compile/read-plan.ts';
import { planFetch } from '../../compile/row-fetch.ts';
import { textFor, type SqlTemplate } from '../../compile/sql-text.ts';
import { findTransition } from '../../compile/transition-row.ts';
import type { KeptInput } from '../../db/approval-input.ts';
import type { ApprovalStep } from '../../db/approval-steps.ts';
import type { WriteUnit } from '../../db/write-unit.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { bindingOf, type TenantRequest } from './tenant-request.ts';

/** Reads for views, be it within a unit of work or in statements of their own. `"@tenant"` is the schema. */
export interface ViewReader {
  readonly rows: <Row>(text: string, params: readonly unknown[]) => Promise<readonly Row[]>;
  readonly fetch: (plan: SqlTemplate, ids: readonly string[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Reads what the unit of work has written as well. */
export function readerOfUnit(unit: WriteUnit): ViewReader {
  return {
    rows: async <Row>(text: string, params: readonly unknown[]) => {
      const [row] = await unit.execute<{ readonly rows: string }>(
        `select coalesce(json_agg(row_to_json(t)), '[]')::text as rows from (${text}) as t`,
        params,
      );
      return JSON.parse(must(row, 'rows of a view').rows) as Row[];
    },
    fetch: async (plan, ids) => {
      const [row] = await unit.run<{ readonly rows: string }>(plan, { ids });
      return JSON.parse(must(row, 'fetched rows').rows) as Readonly<Record<string, unknown>>[];
    },
  };
}

/** Reads as the tenant, each statement on its own. */
export function readerOfRequest(request: TenantRequest): ViewReader {
  const { schema, role } = request.tenant;
  const scope = { role, timeoutMs: LIMITS.readTimeoutMs };
  return {
    rows: async <Row>(text: string, params: readonly unknown[]) => {
      const inner = textFor({ parts: text.split('"@tenant"'), params: [] }, schema);
      const json = await request.database.readAsTenant(scope, {
        text: `select coalesce(json_agg(row_to_json(t)), '[]')::text from (${inner}) as t`,
        params,
      });
      return JSON.parse(must(json, 'rows of a view')) as Row[];
    },
    fetch: async (plan, ids) => {
      const bound = bindRead({ template: plan, checks: [] }, { ...bindingOf(request, {}), given: { ids } });
      if (!bound.ok) throw new Error('Broken invariant: a plan of ours with a cursor');
      const json = await request.database.readAsTenant(scope, { text: textFor(plan, schema), params: bound.value });
      return JSON.parse(must(json, 'fetched rows')) as Readonly<Record<string, unknown>>[];
    },
  };
}

export interface ViewContext {
  readonly model: Model;
  readonly access: Access;
  readonly locale: Locale;
  readonly me: string | null;
}

interface RawRequest {
  readonly id: string;
  readonly entity: string;
  readonly recordId: string;
  readonly recordVersion: number;
  readonly transition: string;
  readonly state: string;
  readonly reason: string | null;
  readonly askedById: string | null;
  readonly askedByName: string | null;
  readonly askedAt: string;
  readonly endedAt: string | null;
  readonly step: number;
  readonly steps: readonly ApprovalStep[];
  readonly input: KeptInput | null;
}

interface RawTask {
  readonly request: string;
  readonly id: string;
  readonly step: number;
  readonly userId: string;
  readonly userName: string | null;
  readonly role: string;
  readonly state: string;
  readonly dueAt: string | null;
  readonly overdue: boolean;
  readonly decidedAt: string | null;
  readonly decidedById: string | null;
  readonly decidedByName: string | null;
  readonly fromId: string | null;
  readonly fromName: string | null;
  readonly comment: string | null;
}

/** A request as the API shows it. */
export interface ApprovalView {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Why a person sees a request: it is theirs, or the row it is about may be read. */
export interface SeenRequest {
  readonly view: ApprovalView;
  readonly isParty: boolean;
  readonly mayRead: boolean;
}

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The requests of these ids in their order, with tasks, titles and labels in the reader's language. */
export async function viewRequests(
  reader: ViewReader,
  context: ViewContext,
  ids: readonly string[],
): Promise<readonly SeenRequest[]> {
  if (ids.length === 0) return [];
  const requests = await reader.rows<RawRequest>(
    `select a.id, a.entity, a.record_id as "recordId", a.record_version as "recordVersion", a.transition, a.state, a.reason, a.asked_by as "askedById", u.name as "askedByName", ${instant('a.asked_at')} as "askedAt", ${instant('a.ended_at')} as "endedAt", a.step, a.steps, a.input
     from "@tenant".fw_approval a left join "@tenant".fw_user u on u.id = a.asked_by where a.id = any($1::uuid[])`,
    [ids],
  );
  const tasks = await reader.rows<RawTask>(
    `select t.request, t.id, t.step, t.user_id as "userId", u.name as "userName", t.role, t.state, ${instant('t.due_at')} as "dueAt", t.overdue, ${instant('t.decided_at')} as "decidedAt", t.decided_by as "decidedById", d.name as "decidedByName", t.delegated_from as "fromId", f.name as "fromName", t.comment
     from "@tenant".fw_approval_task t left join "@tenant".fw_user u on u.id = t.user_id left join "@tenant".fw_user d on d.id = t.decided_by left join "@tenant".fw_user f on f.id = t.delegated_from
     where t.request = any($1::uuid[]) order by t.step, t.position, t.id`,
    [ids],
  );
  const rows = await recordsOf(reader, context, requests);
  return ids.flatMap((id): readonly SeenRequest[] => {
    const request = requests.find((one) => one.id === id);
    if (request === undefined) return [];
    const own = tasks.filter((task) => task.request === id);
    const row = rows.get(request.recordId);
    const isParty =
      context.me !== null && (request.askedById === context.me || own.some(({ userId }) => userId === context.me));
    return [
      {
        view: viewOf(context, request, { tasks: own, title: row?.title ?? '' }),
        isParty,
        mayRead: row?.mayRead ?? false,
      },
    ];
  });
}

async function recordsOf(
  reader: ViewReader,
  { model, access }: ViewContext,
  requests: readonly RawRequest[],
): Promise<ReadonlyMap<string, { readonly title: string; readonly mayRead: boolean }>> {
  const found = new Map<string, { readonly title: string; readonly mayRead: boolean }>();
  const byEntity = Map.groupBy(requests, ({ entity }) => entity);
  for (const [id, list] of byEntity) {
    const entity = model.entities.find((one) => one.id === entityId(id));
    if (entity === undefined) continue;
    const may = { read: access.rows(entity.id, 'read') };
    const plan = planFetch(model, entity.id, { tree: { [entity.title]: {} }, stored: false, may });
    for (const row of await reader.fetch(plan, [...new Set(list.map(({ recordId }) => recordId))])) {
      const title = row[entity.title];
      found.set(String(row['id']), {
        title: typeof title === 'string' || typeof title === 'number' ? String(title) : String(row['id']),
        mayRead: row['may:read'] === true,
      });
    }
  }
  return found;
}

const person = (id: string | null, name: string | null): { readonly id: string; readonly name: string } | null =>
  id === null ? null : { id, name: name ?? '' };

function viewOf(
  { model, access, locale, me }: ViewContext,
  request: RawRequest,
  more: { readonly tasks: readonly RawTask[]; readonly title: string },
): ApprovalView {
  const entity = model.entities.find((one) => one.id === entityId(request.entity));
  const found = entity === undefined ? undefined : findTransition(model, entity, request.transition);
  const roleLabel = (id: string): string => {
    const role = model.roles.find((one) => one.id === id);
    return role === undefined ? id : textIn(role.label, locale);
  };
  const pending = request.state === 'pending';
  return {
    id: request.id,
    entity: entity?.apiName ?? request.entity,
    entityLabel: entity === undefined ? request.entity : textIn(entity.label, locale),
    recordId: request.recordId,
    recordTitle: more.title,
    recordVersion: request.recordVersion,
    transition: request.transition,
    transitionLabel: found === undefined ? request.transition : textIn(found.transition.label, locale),
    state: enumName(request.state),
    reason: request.reason,
    input: entity === undefined ? [] : givenFields(entity, request, { access, locale, me }),
    askedBy: person(request.askedById, request.askedByName),
    askedAt: request.askedAt,
    endedAt: request.endedAt,
    step: request.step,
    steps: request.steps.map(({ id, mode, roles }) => ({ id, mode, roles: roles.map(roleLabel) })),
    tasks: more.tasks.map((task) => ({
      id: task.id,
      step: task.step,
      person: person(task.userId, task.userName),
      role: roleLabel(task.role),
      state: enumName(task.state),
      dueAt: task.dueAt,
      overdue: task.overdue,
      decidedAt: task.decidedAt,
      decidedBy: person(task.decidedById, task.decidedByName),
      delegatedFrom: person(task.fromId, task.fromName),
      comment: task.comment,
    })),
    canDecide:
      pending && more.tasks.some((task) => task.userId === me && task.state === 'open' && task.step === request.step),
    canWithdraw: pending && me !== null && request.askedById === me,
  };
}

/**
 * What was given with the transition, by field. Secrets are not shown, nor is a field that is hidden from the reader in
 * the rows that they may read; who may read none of them and is asked to decide sees what they decide about.
 */
function givenFields(
  entity: EntityModel,
  { input, askedById }: Pick<RawRequest, 'input' | 'askedById'>,
  { access, locale, me }: Omit<ViewContext, 'model'>,
): readonly unknown[] {
  if (input === null) return [];
  const isOpen = (askedById !== null && askedById === me) || access.rows(entity.id, 'read') === 'none';
  const given: Readonly<Record<string, unknown>> = { ...input.values, ...input.refs, ...input.links, ...input.lines };
  return entity.fields
    .filter(({ id }) => Object.hasOwn(given, id))
    .map((field) => ({
      field: field.apiName,
      label: textIn(field.label, locale),
      value:
        !field.secret && (isOpen || access.meets({ entity: entity.id, field: field.id, use: 'compare' }))
          ? given[field.id]
          : null,
    }));
}

/** `sentBack` → `SENT_BACK`. */
function enumName(state: string): string {
  return state.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
