import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { findLabRun, type LabProgress } from '../../db/control-lab.ts';
import { templateVersion } from '../../db/control-templates.ts';
import { assumedBudgets } from '../../points-lab/assumed-budget.ts';
import { draftModel } from '../../points-lab/draft-model.ts';
import { askWhatIf, type WhatIfQuestion } from '../../points-lab/what-if.ts';
import { closedParts, openParts, whatIfAnswer } from '../../points-lab/what-if-answer.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import { ledgerArg } from '../tenant/lab-request.ts';
import { userIdOf } from './caller.ts';
import { isOperator, tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';
import { modelInForce, requestOf, versionInForce, type PlanInput } from './template-service.ts';

export interface WhatIfInput extends PlanInput {
  readonly from: Date;
  readonly to: Date;
  readonly ledger?: string | undefined;
  readonly budget?: unknown;
  readonly top?: number | undefined;
}

/**
 * Begins to score what happened in a period by the award rules and tables of a draft (SPEC LAB, [LAB-20]); the rest of
 * the template is the one in force. What is wrong with the rules is told at once, placed in the draft.
 */
export async function startWhatIf(context: PlatformContext, input: WhatIfInput): Promise<Result<LabProgress>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const question = await questionOf(context, granted.value, input);
  if (!question.ok) return question;
  const { locale } = context;
  // Values of records are for who reads all of them; an operator reads records only as a member.
  const parts = granted.value.roles.includes(OWNER_ROLE) ? openParts(locale) : closedParts(locale);
  const labs = must(context.labs, 'a server that calculates');
  const { id } = granted.value;
  const run = await labs.start(id, userIdOf(context.caller), async (onProgress) => {
    const found = await askWhatIf({ ...question.value, onProgress });
    return found.ok ? ok(whatIfAnswer(found.value, { question: question.value, locale, parts })) : found;
  });
  return ok(must(await findLabRun(context.services.publishing.control, id, run), 'the run just begun'));
}

/** How far a calculation is, and its answer once it has one. LAB_RUN_UNKNOWN. */
export async function whatIfRun(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string },
): Promise<Result<LabProgress>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  const found = isUuid(input.id) ? await findLabRun(control, granted.value.id, input.id) : null;
  return found === null ? refused([issue('LAB_RUN_UNKNOWN', '/id')]) : ok(found);
}

async function questionOf(
  context: PlatformContext,
  granted: TenantGrant,
  input: WhatIfInput,
): Promise<Result<WhatIfQuestion>> {
  const request = await requestOf(context, granted, input);
  if (!request.ok) return request;
  const { publishing, now } = context.services;
  const { tenant, id } = granted;
  // An operator manages every tenant, but points of people are their own tenant's business.
  if (isOperator(context.caller) && granted.roles.length === 0) return refused([issue('FORBIDDEN', '')]);
  const number = await versionInForce(context, granted);
  const [live, version] = [
    await modelInForce(context, granted, number),
    number === 0 ? null : await templateVersion(publishing.control, id, number),
  ];
  if (live === null || version === null) return refused([issue('TENANT_EMPTY', '', { tenant: tenant.name })]);
  const { awards = [], tables = [] } = request.value.document;
  const draft = draftModel(version.document, { awards, tables }, '');
  if (!draft.ok) return draft;
  const ledger = ledgerArg(draft.value, { ledger: input.ledger });
  if (!ledger.ok) return ledger;
  const own = draft.value.behaviour.awards.filter((award) => award.ledger === ledger.value);
  const budgets = assumedBudgets(input.budget, own, '/budget');
  if (!budgets.ok) return budgets;
  const period = { from: input.from.toISOString(), to: input.to.toISOString() };
  if (!(input.from < input.to)) return refused([issue('LAB_PERIOD_WRONG', '/to', period)]);
  const { database, schema, role } = placeOf(publishing.cells, tenant);
  return ok({
    place: { database, schema, role, timeZone: tenant.timeZone },
    live,
    draft: draft.value,
    templateVersion: number,
    period,
    ledger: ledger.value,
    budgets: budgets.value,
    now: now().toISOString(),
    ...(input.top === undefined ? {} : { topMax: Math.max(0, input.top) }),
  });
}
