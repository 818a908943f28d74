import { GraphQLError, OperationTypeNode } from 'graphql';
import { givenValue } from '../../compile/arguments.ts';
import { bindRead, planChange, type ReadPlan } from '../../compile/read-plan.ts';
import { keptId, textFor } from '../../compile/sql-text.ts';
import { APPROVAL_CHANGED } from '../../db/approval-notices.ts';
import { COMMENTED } from '../record/record-comments.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { must } from '../../../schema/core/result.ts';
import { entityId, type EntityId } from '../../../schema/core/ids.ts';
import type { Selection } from '../../compile/selection.ts';
import type { ShapeAccess } from './compiled-shape.ts';
import { coerceVariables, namedOperation } from './answer-tenant.ts';
import { rootSelections, type Operation } from './execute-query.ts';
import { documentError, issueErrors, type WireError } from './graphql-errors.ts';
import { prepareDocument } from './prepare-document.ts';
import { runService } from './services.ts';
import { bindingOf, type TenantRequest } from './tenant-request.ts';

/** A subscription that was accepted: which entity it watches, and how an event becomes its next result. */
export interface TenantSubscription {
  readonly entity: EntityId;
  /** The data for an event, or `null` when the row is out of the subscriber's sight or filter. */
  readonly resultOf: (event: ChangeEvent) => Promise<Readonly<Record<string, unknown>> | null>;
}

export interface ChangeEvent {
  readonly entity: string;
  readonly recordId: string;
  readonly kind: string;
}

export type SubscribeAnswer = { readonly subscription: TenantSubscription } | { readonly errors: readonly WireError[] };

/** Whether the document's chosen operation is a subscription; others are answered as over HTTP. */
export function isSubscription(request: TenantRequest): boolean {
  const prepared = prepareDocument(request.shape, request.shape.accessOf(request.caller.roles), request.body.query);
  const node = namedOperation(prepared, request.body.operationName);
  return !(node instanceof GraphQLError) && node.operation === OperationTypeNode.SUBSCRIPTION;
}

/** Plans a subscription: each event costs one statement by primary key, with row rules and the filter in it. */
export function subscribeTenant(request: TenantRequest): SubscribeAnswer {
  const { shape } = request;
  const { locale } = request.caller;
  const caller = shape.accessOf(request.caller.roles);
  const prepared = prepareDocument(shape, caller, request.body.query);
  if (prepared.issues.length > 0) return { errors: issueErrors(prepared.issues, locale) };
  if (prepared.errors.length > 0) return { errors: prepared.errors.map((error) => documentError(error, locale)) };
  const node = namedOperation(prepared, request.body.operationName);
  if (node instanceof GraphQLError) return { errors: [documentError(node, locale)] };
  const variables = coerceVariables(request, caller, node);
  if ('errors' in variables) return { errors: variables.errors.map((error) => documentError(error, locale)) };
  const operation: Operation = { prepared, node, variables: variables.coerced };
  const root = must(rootSelections(request, operation)[0], 'root field of a subscription');
  const source = root.plan?.source;
  if (source?.kind === 'service')
    return {
      subscription: aboutRecord(request, caller, { root, service: source.service }) ?? ownPoints(request, caller, root),
    };
  if (source?.kind !== 'changed')
    return { errors: [documentError(new GraphQLError('Introspection is answered over HTTP.'), locale)] };
  const plan = planChange(shape.model, caller.access, root);
  if (!plan.ok) return { errors: issueErrors(plan.issues, locale) };
  return {
    subscription: {
      entity: source.entity,
      resultOf: (event) => changeData(request, operation, { plan: plan.value, event }),
    },
  };
}

/** What tells that somebody's points have changed: the event's record is the person. */
const POINTS_CHANGED = entityId('@points');

/** A service's answer, anew whenever the caller's own points change. */
function ownPoints(request: TenantRequest, caller: ShapeAccess, root: Selection): TenantSubscription {
  return {
    entity: POINTS_CHANGED,
    resultOf: async (event) => {
      if (event.recordId !== request.caller.actor.id) return null;
      const answer = await runService(request, caller, root);
      return answer.ok ? { [root.key]: answer.value } : null;
    },
  };
}

/** What is told of one record by events that belong to no entity of the model, and the argument that names it. */
const ABOUT_RECORDS: Readonly<Record<string, { readonly entity: string; readonly arg: string }>> = {
  'record.comments': { entity: COMMENTED, arg: 'id' },
  'workflow.approvalOf': { entity: APPROVAL_CHANGED, arg: 'record' },
};

/** A service's answer about the record that is named, anew whenever its comments or its approval have changed. */
function aboutRecord(
  request: TenantRequest,
  caller: ShapeAccess,
  { root, service }: { readonly root: Selection; readonly service: string },
): TenantSubscription | undefined {
  const about = ABOUT_RECORDS[service];
  if (about === undefined) return undefined;
  const id = root.args.get(about.arg);
  const record = id === undefined ? '' : keptId(String(givenValue(id)));
  return {
    entity: entityId(about.entity),
    resultOf: async (event) => {
      if (event.recordId !== record) return null;
      const answer = await runService(request, caller, root);
      return answer.ok ? { [root.key]: answer.value } : null;
    },
  };
}

/** A kind of event as the API calls it. */
function eventName(kind: string): string {
  return kind === 'transition' ? 'TRANSITIONED' : kind.toUpperCase();
}

async function changeData(
  request: TenantRequest,
  operation: Operation,
  { plan, event }: { readonly plan: ReadPlan; readonly event: ChangeEvent },
): Promise<Readonly<Record<string, unknown>> | null> {
  const binding = bindingOf(request, operation.variables);
  const bound = bindRead(plan, { ...binding, given: { id: event.recordId, event: eventName(event.kind) } });
  if (!bound.ok) return null;
  const scope = { role: request.tenant.role, timeoutMs: LIMITS.readTimeoutMs };
  const text = await request.database.readAsTenant(scope, {
    text: textFor(plan.template, request.tenant.schema),
    params: bound.value,
  });
  return text === null ? null : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}
