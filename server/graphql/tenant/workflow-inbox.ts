import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { decideApproval, delegateApproval, withdrawApproval, type Decision } from '../../db/approval-decide.ts';
import type { WriteUnit } from '../../db/write-unit.ts';
import { readerOfRequest, readerOfUnit, viewRequests, type SeenRequest, type ViewContext } from './approval-views.ts';
import { writeAsService } from './service-write.ts';
import type { ServiceCall } from './services.ts';

function viewContext({ request, caller }: ServiceCall): ViewContext {
  return {
    model: request.shape.model,
    access: caller.access,
    locale: request.caller.locale,
    me: request.caller.actor.id,
  };
}

/** Which requests a box holds. `$1` is the person, `$2` their roles. */
const BOXES: Readonly<Record<string, string>> = {
  TO_DECIDE: `a.state = 'pending' and exists (select from "@tenant".fw_approval_task t where t.request = a.id and t.step = a.step and t.user_id = $1::uuid and t.state = 'open')`,
  STARTED: 'a.asked_by = $1::uuid',
  DONE: `exists (select from "@tenant".fw_approval_task t where t.request = a.id and t.decided_by = $1::uuid)`,
  COPIED: `exists (select from jsonb_array_elements(a.steps) as s(step), jsonb_array_elements_text(coalesce(s.step->'copyTo', '[]')) as c(role) where c.role = any($2::text[]))`,
};

/** So many of the latest requests are looked through for those whose rows the reader may see. */
const COPIED_MAX = LIMITS.pageSizeMax;

/** One box of the caller's inbox, the latest first. Codes: PAGE_SIZE, CURSOR_INVALID. */
export async function inbox(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const box = String(args['box']);
  const first = typeof args['first'] === 'number' ? args['first'] : LIMITS.pageSizeDefault;
  const after = typeof args['after'] === 'string' ? args['after'] : null;
  if (first < 0 || first > LIMITS.pageSizeMax)
    return refused([issue('PAGE_SIZE', '/first', { size: first, max: LIMITS.pageSizeMax })]);
  if (after !== null && !isUuid(after)) return refused([issue('CURSOR_INVALID', '/after', { cursor: after })]);
  const reader = readerOfRequest(request);
  const condition = BOXES[box] ?? 'false';
  const params = [request.caller.actor.id, request.caller.roles];
  // Ids are made in the order of time (UUIDv7), so they are the order and the cursor.
  const known = (
    await reader.rows<{ readonly id: string }>(
      `select a.id from "@tenant".fw_approval a where $1::uuid is not null and $2::text[] is not null and ${condition} order by a.id desc limit ${String(INBOX_MAX)}`,
      params,
    )
  ).map(({ id }) => id);
  const visible = box === 'COPIED' ? await readable(call, known.slice(0, COPIED_MAX)) : known;
  const rest = after === null ? visible : visible.filter((id) => id < after.toLowerCase());
  const page = await viewRequests(reader, viewContext(call), rest.slice(0, first));
  const nodes = page.map(({ view }) => view);
  return ok({
    nodes,
    pageInfo: {
      hasNextPage: rest.length > first,
      hasPreviousPage: after !== null && rest.length < visible.length,
      startCursor: nodes[0]?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
    totalCount: visible.length,
  });
}

/** A box shows so many requests at most; older ones are found by their records. */
const INBOX_MAX = 10_000;

async function readable(call: ServiceCall, ids: readonly string[]): Promise<readonly string[]> {
  const seen = await viewRequests(readerOfRequest(call.request), viewContext(call), ids);
  return seen.filter(isVisible).map(({ view }) => view.id);
}

function isVisible({ isParty, mayRead }: SeenRequest): boolean {
  return isParty || mayRead;
}

/** One request, or null where there is none that the caller may see. */
export async function approvalRequest(call: ServiceCall): Promise<Result<unknown>> {
  const id = String(call.args['id']);
  if (!isUuid(id)) return ok(null);
  const [found] = await viewRequests(readerOfRequest(call.request), viewContext(call), [id]);
  return ok(found !== undefined && isVisible(found) ? found.view : null);
}

/** The request that waits about a record, or null where none does that the caller may see. */
export async function approvalOf(call: ServiceCall): Promise<Result<unknown>> {
  const record = String(call.args['record']);
  if (!isUuid(record)) return ok(null);
  const reader = readerOfRequest(call.request);
  // There is at most one: the record takes no other step meanwhile.
  const [waiting] = await reader.rows<{ readonly id: string }>(
    `select a.id from "@tenant".fw_approval a where a.record_id = $1::uuid and a.state = 'pending'`,
    [record],
  );
  if (waiting === undefined) return ok(null);
  const [found] = await viewRequests(reader, viewContext(call), [waiting.id]);
  return ok(found !== undefined && isVisible(found) ? found.view : null);
}

const DECISIONS: Readonly<Record<string, Decision>> = { APPROVE: 'approve', REJECT: 'reject', SEND_BACK: 'sendBack' };

/** The services of decisions; each answers the request as it is then. */
export const APPROVAL_SERVICES = {
  'workflow.decideApproval': (call: ServiceCall) =>
    changed(call, (unit, at) => {
      const decision = DECISIONS[String(call.args['decision'])] ?? 'approve';
      return decideApproval(decisionContext(call, unit), { ...at, decision });
    }),
  'workflow.delegateApproval': (call: ServiceCall) =>
    changed(call, (unit, at) => delegateApproval({ unit }, { ...at, to: String(call.args['to']).toLowerCase() })),
  'workflow.withdrawApproval': (call: ServiceCall) => changed(call, (unit, at) => withdrawApproval({ unit }, at)),
} as const;

function decisionContext({ request, caller }: ServiceCall, unit: WriteUnit): Parameters<typeof decideApproval>[0] {
  const { shape, tenant, requestId, secrets } = request;
  return {
    unit,
    options: { locale: request.caller.locale, requestId, secrets, tenant: tenant.id },
    accessOf: (roles) => (roles === request.caller.roles ? caller : shape.accessOf(roles)).access,
  };
}

function changed(
  call: ServiceCall,
  change: (unit: WriteUnit, at: { readonly request: string; readonly comment: string | null }) => Promise<Result<null>>,
): Promise<Result<unknown>> {
  const { id, comment } = call.args;
  const text = typeof comment === 'string' && comment.trim() !== '' ? comment.trim() : null;
  const max = LIMITS.labelCharsMax;
  if (text !== null && text.length > max)
    return Promise.resolve(refused([issue('VALUE_TOO_LONG', '/comment', { field: 'comment', max })]));
  return writeAsService(call, async (unit) => {
    const done = await change(unit, { request: String(id), comment: text });
    if (!done.ok) return done;
    const [found] = await viewRequests(readerOfUnit(unit), viewContext(call), [String(id)]);
    return found === undefined ? refused([issue('APPROVAL_NOT_FOUND', '/id')]) : ok(found.view);
  });
}
