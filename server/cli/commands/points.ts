import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { instantText, parseDate, parseInstant, startOfDay } from '../../../schema/expr/calendar.ts';
import { documentOf, type TenantHandle } from '../../graphql/application.ts';
import { labPlace, ledgerArg } from '../../graphql/tenant/lab-request.ts';
import { assumedBudgets } from '../../points-lab/assumed-budget.ts';
import { draftModel } from '../../points-lab/draft-model.ts';
import type { Period } from '../../points-lab/lab-place.ts';
import { programmeReport } from '../../points-lab/report.ts';
import { reportCsv } from '../../points-lab/report-csv.ts';
import { askWhatIf, type WhatIfQuestion } from '../../points-lab/what-if.ts';
import { openParts, whatIfAnswer } from '../../points-lab/what-if-answer.ts';
import {
  flagArg,
  listArg,
  textArg,
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandResult,
} from '../command-context.ts';
import { readJson } from './templates.ts';

/** `points what-if <tenant> <draft.json> [--from when] [--to when] [--ledger id] [--budget budgets.json]` */
async function pointsWhatIf(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const handle = await context.application.tenantByName(textArg(args, 'tenant') ?? '');
  if (!handle.ok) return handle;
  const question = await questionOf(context, handle.value, args);
  if (!question.ok) return question;
  const found = await askWhatIf(question.value);
  if (!found.ok) return found;
  const { locale } = context;
  const answer = whatIfAnswer(found.value, { question: question.value, locale, parts: openParts(locale) });
  return ok({ tenant: handle.value.tenant.name, ...answer });
}

async function questionOf(
  context: CommandContext,
  handle: TenantHandle,
  args: CommandArgs,
): Promise<Result<WhatIfQuestion>> {
  const period = periodArg(handle, args, context.application.now());
  if (!period.ok) return period;
  const json = await fileArg(args, 'draft');
  if (!json.ok) return json;
  const { application } = context;
  const draft = draftModel(await documentOf(application, handle), json.value, '');
  if (!draft.ok) return draft;
  const ledger = ledgerArg(draft.value, args);
  if (!ledger.ok) return ledger;
  const budget = args['budget'] === undefined ? ok(null) : await fileArg(args, 'budget');
  if (!budget.ok) return budget;
  const awards = draft.value.behaviour.awards.filter((award) => award.ledger === ledger.value);
  const budgets = assumedBudgets(budget.value, awards, '/budget');
  if (!budgets.ok) return budgets;
  return ok({
    place: labPlace({ database: handle.place.database, tenant: handle.ref }),
    live: handle.shape.model,
    draft: draft.value,
    templateVersion: handle.ref.version,
    period: period.value,
    ledger: ledger.value,
    budgets: budgets.value,
    now: application.now().toISOString(),
    onProgress: (done, total) => context.say({ kind: 'progress', label: 'score', done, total }),
  });
}

/** `points report <tenant> [--from when] [--to when] [--baseline-from … --baseline-to …] [--comparison ids] [--csv]` */
async function pointsReport(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const { application, locale } = context;
  const handle = await application.tenantByName(textArg(args, 'tenant') ?? '');
  if (!handle.ok) return handle;
  const { place, ref, shape } = handle.value;
  const period = periodArg(handle.value, args, application.now());
  if (!period.ok) return period;
  const hasBaseline = textArg(args, 'baselineFrom') !== undefined || textArg(args, 'baselineTo') !== undefined;
  const baseline = hasBaseline ? instants(handle.value, args, ['baselineFrom', 'baselineTo']) : ok(null);
  if (!baseline.ok) return baseline;
  const ledger = ledgerArg(shape.model, args);
  if (!ledger.ok) return ledger;
  const made = await programmeReport({
    place: labPlace({ database: place.database, tenant: ref }),
    model: shape.model,
    ledger: ledger.value,
    period: period.value,
    baseline: baseline.value,
    comparison: listArg(args, 'comparison'),
    now: application.now().toISOString(),
    locale,
  });
  if (!made.ok) return made;
  if (flagArg(args, 'csv')) context.say({ kind: 'data', text: reportCsv(made.value) });
  return ok({ ...made.value });
}

/** A file of JSON; one that is none has the wrong form. */
async function fileArg(args: CommandArgs, name: 'draft' | 'budget'): Promise<Result<unknown>> {
  const json = await readJson(textArg(args, name) ?? '');
  if (json.ok || json.issues.some(({ code }) => code === 'CLI_FILE_MISSING')) return json;
  return refused([issue(name === 'draft' ? 'LAB_DRAFT_FORM' : 'LAB_BUDGET_FORM', '')]);
}

/** What `--from` and `--to` say; without them the period ends now and has 90 days. */
function periodArg(handle: TenantHandle, args: CommandArgs, now: Date): Result<Period> {
  const to = textArg(args, 'to') ?? now.toISOString();
  const end = Date.parse(instantOf(to, handle.ref.timeZone) ?? '');
  const begin = Number.isNaN(end) ? now : new Date(end - PERIOD_MS);
  return instants(handle, { ...args, from: textArg(args, 'from') ?? begin.toISOString(), to }, ['from', 'to']);
}

const PERIOD_MS = 90 * 86_400_000;

/** Dates are midnights of the tenant's time zone. `LAB_TIME_FORM`. */
function instants(
  { ref }: TenantHandle,
  args: CommandArgs,
  [first, second]: readonly [from: string, to: string],
): Result<Period> {
  const [from, to] = [first, second].map((name) => instantOf(textArg(args, name), ref.timeZone));
  const wrong = [first, second].filter((_, index) => [from, to][index] === undefined);
  if (from === undefined || to === undefined) {
    return refused(wrong.map((name) => issue('LAB_TIME_FORM', `/${name}`, { text: textArg(args, name) ?? '' })));
  }
  return ok({ from, to });
}

function instantOf(text: string | undefined, timeZone: string): string | undefined {
  if (text === undefined) return undefined;
  const day = parseDate(text);
  const instant = day === undefined ? parseInstant(text) : startOfDay(day, timeZone);
  return instant === undefined ? undefined : instantText(instant);
}

export const POINTS_COMMANDS = {
  'points.whatIf': pointsWhatIf,
  'points.report': pointsReport,
} as const satisfies Readonly<Record<string, Command>>;
