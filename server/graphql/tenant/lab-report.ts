import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { programmeReport, type ReportQuestion } from '../../points-lab/report.ts';
import { reportCsv } from '../../points-lab/report-csv.ts';
import { labPlace, ledgerArg, periodOf } from './lab-request.ts';
import type { Service, ServiceCall } from './services.ts';

/** The programme report as rows. */
export const report: Service = async (call) => {
  const question = questionOf(call);
  return question.ok ? programmeReport(question.value) : question;
};

/** The programme report as CSV. */
export const reportText: Service = async (call) => {
  const question = questionOf(call);
  if (!question.ok) return question;
  const made = await programmeReport(question.value);
  return made.ok ? ok(reportCsv(made.value)) : made;
};

function questionOf({ request, args }: ServiceCall): Result<ReportQuestion> {
  const { model } = request.shape;
  const ledger = ledgerArg(model, args);
  if (!ledger.ok) return ledger;
  const { baselineFrom, baselineTo, comparison } = args;
  const [from, to] = [baselineFrom, baselineTo].map((at) => (typeof at === 'string' ? at : null));
  if ((from === null) !== (to === null))
    return refused([issue('LAB_BASELINE_HALF', from === null ? '/baselineFrom' : '/baselineTo')]);
  return ok({
    place: labPlace(request),
    model,
    ledger: ledger.value,
    period: periodOf(args),
    baseline: typeof from === 'string' && typeof to === 'string' ? { from, to } : null,
    comparison: Array.isArray(comparison) ? comparison.filter((id) => typeof id === 'string') : [],
    now: request.now().toISOString(),
    locale: request.caller.locale,
  });
}
