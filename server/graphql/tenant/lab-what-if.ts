import { must, ok, type Result } from '../../../schema/core/result.ts';
import { assumedBudgets } from '../../points-lab/assumed-budget.ts';
import { draftModel } from '../../points-lab/draft-model.ts';
import { askWhatIf, type WhatIfQuestion } from '../../points-lab/what-if.ts';
import { whatIfAnswer } from '../../points-lab/what-if-answer.ts';
import { partsAnswer } from './points-why.ts';
import type { Service, ServiceCall } from './services.ts';
import { labPlace, ledgerArg, periodOf } from './lab-request.ts';

/** What a draft would have given; its mistakes are those of a template, placed in the draft. */
export const whatIf: Service = async (call) => {
  const question = await questionOf(call);
  if (!question.ok) return question;
  const found = await askWhatIf(question.value);
  if (!found.ok) return found;
  const { locale } = call.request.caller;
  return ok(
    whatIfAnswer(found.value, {
      question: question.value,
      locale,
      parts: (parts) => partsAnswer(call, parts),
    }),
  );
};

async function questionOf({ request, args }: ServiceCall): Promise<Result<WhatIfQuestion>> {
  const document = await must(request.document, 'document of the request')();
  const draft = draftModel(document, args['draft'], '/draft');
  if (!draft.ok) return draft;
  const live = request.shape.model;
  const ledger = ledgerArg(draft.value, args);
  if (!ledger.ok) return ledger;
  const awards = draft.value.behaviour.awards.filter((award) => award.ledger === ledger.value);
  const budgets = assumedBudgets(args['budget'], awards, '/budget');
  if (!budgets.ok) return budgets;
  const top = args['top'];
  return ok({
    place: labPlace(request),
    live,
    draft: draft.value,
    templateVersion: request.tenant.version,
    period: periodOf(args),
    ledger: ledger.value,
    budgets: budgets.value,
    now: request.now().toISOString(),
    ...(typeof top === 'number' ? { topMax: Math.max(0, top) } : {}),
  });
}
