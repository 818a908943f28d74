import type { Issue } from '../../../schema/core/result.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { renderIssue } from '../../../schema/core/issues.ts';
import { textIn } from '../../../schema/core/text.ts';
import { isUuid, quoteIdentifier } from '../../compile/sql-text.ts';
import { readerOfRequest } from '../tenant/approval-views.ts';
import type { Service, ServiceCall } from '../tenant/services.ts';
import { instantColumn, listPage, type Listing } from './service-pages.ts';

/** Runs of rules and the state of the outbox, for owners. */
export const AUTOMATION_SERVICES = {
  'automation.runs': runs,
  'automation.rerun': rerun,
  'automation.outbox': outbox,
} as const satisfies Record<string, Service>;

interface RunRow {
  readonly id: string;
  readonly kind: 'automation' | 'schedule';
  readonly rule: string;
  readonly state: string;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly depth: number;
  readonly attempts: number;
  readonly createdAt: string;
  readonly nextAt: string | null;
  readonly endedAt: string | null;
  readonly issues: readonly Issue[] | null;
}

const RUNS: Omit<Listing, 'where' | 'params'> = {
  table: 'fw_run',
  time: 'created_at',
  columns: `t.id, t.kind, t.rule, t.state, t.entity, t.record_id as "recordId", t.depth, t.attempts, t.issues, ${instantColumn('created_at', 'createdAt')}, ${instantColumn('next_at', 'nextAt')}, ${instantColumn('ended_at', 'endedAt')}`,
};

function runs(call: ServiceCall): Promise<Result<unknown>> {
  const { rule, state } = call.args;
  const params = [rule ?? null, typeof state === 'string' ? state.toLowerCase() : null];
  const where = '($1::text is null or t.rule = $1) and ($2::text is null or t.state = $2)';
  return listPage(call, { ...RUNS, where, params }, (row: RunRow) => viewRun(call, row));
}

function viewRun({ request }: ServiceCall, row: RunRow): RunRow & Readonly<Record<string, unknown>> {
  const { model } = request.shape;
  const { locale } = request.caller;
  const { automations, schedules } = model.behaviour;
  const rules: readonly { readonly id: string; readonly label: Parameters<typeof textIn>[0] }[] =
    row.kind === 'automation' ? automations : schedules;
  return {
    ...row,
    label: textIn(rules.find(({ id }) => id === row.rule)?.label, locale) || row.rule,
    state: row.state.toUpperCase(),
    entity: model.entities.find(({ id }) => id === row.entity)?.apiName ?? row.entity,
    nextAt: row.state === 'waiting' ? row.nextAt : null,
    problems: (row.issues ?? []).map((one) => ({ ...renderIssue(one, locale), path: one.path })),
  };
}

/** What was refused, failed or stopped waits again, at once. Codes: RUN_NOT_FOUND, RUN_NOT_REPEATABLE. */
async function rerun(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const id = String(args['id']);
  const found = isUuid(id) ? await oneRun(call, id) : undefined;
  if (found === undefined) return refused([issue('RUN_NOT_FOUND', '/id', { id })]);
  const rows = await request.database.query({
    text: `update ${quoteIdentifier(request.tenant.schema)}.fw_run set depth = case state when 'stopped' then 1 else depth end, state = 'waiting', attempts = 0, issues = null, ended_at = null, next_at = $2::timestamptz
      where id = $1::uuid and state in ('refused', 'failed', 'stopped') returning id`,
    params: [id, request.now().toISOString()],
  });
  if (rows.length === 0) return refused([issue('RUN_NOT_REPEATABLE', '/id', { state: found.state })]);
  const again = await oneRun(call, id);
  return again === undefined ? refused([issue('RUN_NOT_FOUND', '/id', { id })]) : ok(viewRun(call, again));
}

async function oneRun({ request }: ServiceCall, id: string): Promise<RunRow | undefined> {
  const [row] = await readerOfRequest(request).rows<RunRow>(
    `select ${RUNS.columns} from "@tenant".fw_run t where t.id = $1::uuid`,
    [id],
  );
  return row;
}

async function outbox({ request }: ServiceCall): Promise<Result<unknown>> {
  const [row] = await readerOfRequest(request).rows(
    `select (select count(*)::int from "@tenant".fw_outbox where done_at is null) as waiting,
       (select ${instantColumn('created_at', 'at')} from "@tenant".fw_outbox t where done_at is null order by seq limit 1) as "oldestAt",
       (select failure from "@tenant".fw_outbox where done_at is null order by seq limit 1) as failure,
       (select count(*)::int from "@tenant".fw_run where state = 'waiting') as runs,
       (select count(*)::int from "@tenant".fw_delivery where state = 'waiting') as deliveries`,
    [],
  );
  return ok(row);
}
