import { v7 as uuidV7 } from 'uuid';
import { decimalDigits, decimalText, negateDecimal, parseDecimal } from '../../../schema/core/decimal.ts';
import { issue, must, ok, refused } from '../../../schema/core/result.ts';
import type { BookModel } from '../../../schema/model/behaviour.ts';
import { booksOf, budgetKey, scaleOf } from '../../compile/award-plan.ts';
import type { BoundRequest } from '../../compile/post-request.ts';
import { codeRows } from '../../db/points-awards.ts';
import { postIssues, postLedger } from '../../db/post-ledger.ts';
import { personOf, textArg } from './points-context.ts';
import { balanceOf } from './points-rules.ts';
import { writeAsService } from './service-write.ts';
import type { Service, ServiceCall } from './services.ts';

/**
 * Puts points into the budget that pays an award, against the ledger's opening account (SPEC [PTS-16]); taken out
 * again when negative, as far as the budget has any. `POINTS_AWARD_UNKNOWN`, `POINTS_FUND_FORBIDDEN`,
 * `POINTS_AMOUNT_INVALID`, `POINTS_REASON_MISSING`, `POINTS_BUDGET_UNKNOWN`, `LEDGER_BELOW_MINIMUM`.
 */
export const fundService: Service = async (call) => {
  const { request, args } = call;
  const { model } = request.shape;
  const person = personOf(request);
  if (!person.ok) return person;
  const { awards } = model.behaviour;
  const award = awards.find(({ id }) => id === textArg(args, 'award'));
  if (award === undefined) {
    const known = awards.map(({ id }) => id);
    return refused([issue('POINTS_AWARD_UNKNOWN', '/award', { id: textArg(args, 'award') ?? '', known })]);
  }
  const { budget } = booksOf(model.behaviour, award);
  const text = textArg(args, 'amount') ?? '';
  const amount = parseDecimal(text);
  const scale = scaleOf(budget);
  const reason = (textArg(args, 'reason') ?? '').trim();
  const isAmount = amount !== undefined && amount.coefficient !== 0n && decimalDigits(amount).fraction <= scale;
  const issues = [
    ...(mayFund(call, budget) ? [] : [issue('POINTS_FUND_FORBIDDEN', '/award')]),
    ...(isAmount ? [] : [issue('POINTS_AMOUNT_INVALID', '/amount', { amount: text, scale })]),
    ...(reason === '' ? [issue('POINTS_REASON_MISSING', '/reason')] : []),
  ];
  if (issues.length > 0 || amount === undefined) return refused(issues);
  return writeAsService(call, async (unit) => {
    const key = budgetKey({ model, rowOfCode: await codeRows(unit.execute, model) }, award);
    if (key === undefined) return refused([issue('POINTS_BUDGET_UNKNOWN', '/award', { award: award.id })]);
    const answer = await postLedger(unit, {
      now: unit.binding.now,
      actor: person.value,
      templateVersion: unit.version,
      postings: [
        {
          kind: 'move',
          id: uuidV7(),
          source: null,
          place: '/amount',
          ledger: award.ledger,
          rule: 'funding',
          lines: [
            { book: `${award.ledger}.opening`, key: {}, amounts: [decimalText(negateDecimal(amount))], bounds: [] },
            { book: budget.id, key, amounts: [decimalText(amount)], bounds: boundsOf(budget) },
          ],
          explain: { reason },
        },
      ],
    });
    if (!answer.ok) return refused(postIssues(model, answer.refusals, { locale: request.caller.locale }));
    return ok({ award: award.id, left: await balanceOf(unit.execute, budget.id, key) });
  });
};

/** Who may change the rows that the budget is kept by; the owner where it is kept by none. */
function mayFund({ caller }: ServiceCall, budget: BookModel): boolean {
  if (caller.access.all) return true;
  const rows = budget.dimensions.flatMap(({ entity }) => (entity === undefined ? [] : [entity]));
  return rows.length > 0 && rows.every((entity) => caller.access.rows(entity, 'update') === 'all');
}

function boundsOf({ measures }: BookModel): readonly BoundRequest[] {
  const { min, max } = must(measures[0], 'measure of a budget');
  const fixed = (bound: typeof min): string | null => (bound?.kind === 'fixed' ? bound.value : null);
  return [{ measure: 0, lo: fixed(min), hi: fixed(max) }];
}
