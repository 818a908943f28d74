import type { Result } from '../../../schema/core/result.ts';
import { givenValue } from '../../compile/arguments.ts';
import type { FieldSource, ServiceName } from '../../compile/graphql-plan-types.ts';
import { must } from '../../../schema/core/result.ts';
import { AUTOMATION_SERVICES } from '../automation/automation-services.ts';
import { NOTIFICATION_SERVICES } from '../automation/notification-services.ts';
import { RECORD_SERVICES } from '../record/record-services.ts';
import { WEBHOOK_SERVICES } from '../automation/webhook-services.ts';
import type { Selection } from '../../compile/selection.ts';
import { isUuid } from '../../compile/sql-text.ts';
import type { ShapeAccess } from './compiled-shape.ts';
import { report, reportText } from './lab-report.ts';
import { whatIf } from './lab-what-if.ts';
import { LEDGER_ADMIN_SERVICES } from './ledger-admin.ts';
import { ledgerInfos } from './ledger-infos.ts';
import { POINTS_SERVICES } from './points-services.ts';
import { changesForMe } from './changes-for-me.ts';
import { PREFERENCE_SERVICES } from './preference-services.ts';
import { SAVED_VIEW_SERVICES } from './saved-view-services.ts';
import type { TenantRequest } from './tenant-request.ts';
import { workflowDiagrams } from './workflow-diagrams.ts';
import { APPROVAL_SERVICES, approvalOf, approvalRequest, inbox } from './workflow-inbox.ts';
import { transitionOptions } from './workflow-options.ts';

/** What a service is asked: its field's arguments as plain values, and what the field's source says besides. */
export interface ServiceCall {
  readonly request: TenantRequest;
  readonly caller: ShapeAccess;
  readonly args: Readonly<Record<string, unknown>>;
  readonly source: Extract<FieldSource, { readonly kind: 'service' }>;
}

/** Answers plain data whose properties are the fields of the service's GraphQL type; refuses with issues. */
export type Service = (call: ServiceCall) => Promise<Result<unknown>>;

const SERVICES: Readonly<Partial<Record<ServiceName, Service>>> = {
  'workflow.transitions': transitionOptions,
  'workflow.diagrams': workflowDiagrams,
  'workflow.inbox': inbox,
  'workflow.approvalRequest': approvalRequest,
  'workflow.approvalOf': approvalOf,
  ...APPROVAL_SERVICES,
  'ledger.infos': ledgerInfos,
  ...POINTS_SERVICES,
  ...LEDGER_ADMIN_SERVICES,
  'lab.whatIf': whatIf,
  'lab.report': report,
  'lab.reportCsv': reportText,
  ...AUTOMATION_SERVICES,
  ...WEBHOOK_SERVICES,
  ...NOTIFICATION_SERVICES,
  ...RECORD_SERVICES,
  ...PREFERENCE_SERVICES,
  ...SAVED_VIEW_SERVICES,
  'home.changes': changesForMe,
};

/** Runs the service of a root field and gives what was selected of its answer. */
export async function runService(
  request: TenantRequest,
  caller: ShapeAccess,
  root: Selection,
): Promise<Result<unknown>> {
  const source = must(root.plan, 'service field').source;
  if (source.kind !== 'service') throw new Error(`Broken invariant: ${source.kind} is no service`);
  const service = must(SERVICES[source.service], `service ${source.service}`);
  const args = Object.fromEntries([...root.args].map(([name, node]) => [name, asKept(givenValue(node))]));
  const answer = await service({ request, caller, args, source });
  return answer.ok ? { ok: true, value: selected(answer.value, root) } : answer;
}

/** Ids as the database writes them: services compare them as texts, and `ID` takes capitals as well. */
function asKept(value: unknown): unknown {
  if (typeof value === 'string') return isUuid(value) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(asKept);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asKept(part)]));
}

/** The part of a plain value that is asked for, under the keys of the answer. */
function selected(value: unknown, selection: Selection): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => selected(item, selection));
  const parts = selection.on();
  if (typeof value !== 'object' || parts.length === 0) return value;
  const object = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    parts.map((part) => [part.key, part.plan === null ? part.typeName : selected(object[part.plan.name], part)]),
  );
}
