import { renderIssue } from '../../../schema/core/issues.ts';
import { issue, must, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { textIn } from '../../../schema/core/text.ts';
import type { TransitionModel } from '../../../schema/model/behaviour.ts';
import { ledgerEntityId } from '../../../schema/model/ledger-entities.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { transitionName } from '../../../schema/model/names.ts';
import { workflowOf } from '../../compile/behaviour-reads.ts';
import { planFetch } from '../../compile/row-fetch.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { entityOf } from '../../compile/storage.ts';
import { WriteRefused, type TransitionProbe } from '../../db/write-operation.ts';
import { writeRows } from '../../db/write-rows.ts';
import { retriedWhenStale } from '../../db/stale-retry.ts';
import { inWriteUnit, type WriteUnit } from '../../db/write-unit.ts';
import { readerOfUnit } from './approval-views.ts';
import { refusalOfError } from './service-write.ts';
import type { ServiceCall } from './services.ts';
import { bindingOf } from './tenant-request.ts';

/** What trying all transitions found; thrown so that nothing of it stays. */
class Tried extends Error {
  readonly answer: Result<unknown>;
  constructor(answer: Result<unknown>) {
    super('Only tried');
    this.answer = answer;
  }
}

/**
 * Each transition of the row's workflow, with all that speaks against it: the writer itself is asked, ledgers
 * included, behind savepoints in a transaction that is rolled back (SPEC [WKF-40]). Code NOT_FOUND.
 */
export async function transitionOptions(call: ServiceCall): Promise<Result<unknown>> {
  const { request, source, args } = call;
  const { shape, tenant } = request;
  const entity = entityOf(shape.model, must(source.entity, 'entity of the transitions'));
  const id = String(args['id']);
  const target = { target: tenant, binding: bindingOf(request, {}) };
  try {
    await retriedWhenStale(() =>
      inWriteUnit(request.database, shape.model, target, async (unit) => {
        throw new Tried(await optionsOf(call, unit, { entity, id }));
      }),
    );
  } catch (error) {
    if (error instanceof Tried) return error.answer;
    return refused(refusalOfError(error, request));
  }
  throw new Error('Broken invariant: what is only tried is rolled back');
}

async function optionsOf(
  call: ServiceCall,
  unit: WriteUnit,
  row: { readonly entity: EntityModel; readonly id: string },
): Promise<Result<unknown>> {
  const { entity, id } = row;
  const state = isUuid(id) ? await stateOf(call, unit, row) : undefined;
  if (state === undefined) return refused([issue('NOT_FOUND', '/id', { entity: entity.apiName, index: 0 })]);
  const transitions = must(workflowOf(unit.model, entity), 'workflow').transitions;
  const options: unknown[] = [];
  for (const transition of transitions) {
    const probe: TransitionProbe = { needsApproval: false };
    const issues = await tryTransition(call, unit, { entity, id, transition, probe });
    options.push(optionOf(call, { entity, transition, state, issues, probe }));
  }
  return ok(options);
}

/** The state of a row that the caller may read. */
async function stateOf(
  { caller }: ServiceCall,
  unit: WriteUnit,
  { entity, id }: { readonly entity: EntityModel; readonly id: string },
): Promise<string | undefined> {
  const plan = planFetch(unit.model, entity.id, {
    tree: { state: {}, deletedAt: {} },
    stored: false,
    may: { read: caller.access.rows(entity.id, 'read') },
  });
  const [row] = await readerOfUnit(unit).fetch(plan, [id]);
  return row === undefined || row['may:read'] !== true || row['deletedAt'] !== null ? undefined : String(row['state']);
}

interface Attempt {
  readonly entity: EntityModel;
  readonly id: string;
  readonly transition: TransitionModel;
  readonly probe: TransitionProbe;
}

async function tryTransition(call: ServiceCall, unit: WriteUnit, attempt: Attempt): Promise<readonly Issue[]> {
  const { request, caller } = call;
  const { entity, id, transition, probe } = attempt;
  const { locale } = request.caller;
  await unit.execute('savepoint fw_try', []);
  try {
    await writeRows(
      unit,
      {
        access: caller.access,
        locale,
        requestId: request.requestId,
        secrets: request.secrets,
        tenant: request.tenant.id,
      },
      [{ kind: 'transition', entity, id, version: null, transition: transition.id, input: null, reason: null, probe }],
    );
    return [];
  } catch (error) {
    if (error instanceof WriteRefused) return error.issues;
    return refusalOfError(error, request);
  } finally {
    await unit.execute('rollback to savepoint fw_try', []);
  }
}

function optionOf(
  call: ServiceCall,
  option: {
    readonly entity: EntityModel;
    readonly transition: TransitionModel;
    readonly state: string;
    readonly issues: readonly Issue[];
    readonly probe: TransitionProbe;
  },
): unknown {
  const { entity, transition, state, issues, probe } = option;
  const { locale } = call.request.caller;
  return {
    id: transition.id,
    label: textIn(transition.label, locale),
    mutation: transitionName(transition.id, entity.apiName),
    to: transition.to,
    leavesFromHere: transition.from.includes(state),
    available: issues.length === 0,
    needsApproval: probe.needsApproval,
    reason: transition.reason ?? null,
    input: transition.input.flatMap((id) =>
      entity.fields
        .filter((field) => field.id === id)
        .map((field) => ({ field: field.apiName, label: textIn(field.label, locale), required: field.required })),
    ),
    whyNot: issues.map((one) => obstacleOf(call, one)),
  };
}

function obstacleOf({ request, caller }: ServiceCall, one: Issue): unknown {
  const { code, message, cure, params } = renderIssue(one, request.caller.locale);
  const { rule, book, key } = params;
  const ledger = request.shape.model.behaviour.ledgers.find(({ books }) => books.some(({ id }) => id === book));
  const isRead =
    ledger !== undefined && caller.access.meets({ entity: ledgerEntityId(ledger.id, 'balance'), right: 'read' });
  return {
    code,
    message,
    cure,
    rule: typeof rule === 'string' ? rule : null,
    path: one.path,
    ledger: isRead ? ledger.id : null,
    key: isRead && typeof key === 'string' ? keyParts(key) : [],
  };
}

/** The values of the key that a refusal tells, by dimension. */
function keyParts(key: string): readonly { readonly dimension: string; readonly value: string }[] {
  const values: unknown = JSON.parse(key);
  return typeof values === 'object' && values !== null
    ? Object.entries(values).map(([dimension, value]) => ({ dimension, value: String(value) }))
    : [];
}
