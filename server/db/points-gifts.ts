import { v5 as uuidV5 } from 'uuid';
import { decimalText, DECIMAL_ZERO, parseDecimal } from '../../schema/core/decimal.ts';
import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { textIn, type Locale } from '../../schema/core/text.ts';
import type { AwardModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import { awardPosting } from '../compile/award-plan.ts';
import { limitSays } from '../compile/award-sentences.ts';
import { explainAward, type AwardContext } from '../compile/award-why.ts';
import { codeRows } from './points-awards.ts';
import { postIssues, postLedger } from './post-ledger.ts';
import type { WriteUnit } from './write-unit.ts';

/** A special award that nothing stands against any more. */
export interface GiftGrant {
  readonly id: string;
  readonly giver: string;
  readonly receiver: string;
  readonly amount: string;
  readonly reason: string;
}

const GIFT_IDS = '6f0b8f0e-7f3c-5a55-8a5e-0f6c2f1d7b21';

/**
 * Posts a special award, in full or not at all (SPEC [PTS-14]): what a person gives is not cut behind his back.
 * `POINTS_LIMIT_REACHED`, `POINTS_BUDGET_EMPTY`, `POINTS_BUDGET_UNKNOWN`.
 */
export async function grantGift(
  unit: WriteUnit,
  award: AwardModel,
  { grant, locale }: { readonly grant: GiftGrant; readonly locale: Locale },
): Promise<Result<null>> {
  const { now, timeZone } = unit.binding;
  const context: AwardContext = {
    model: unit.model,
    templateVersion: unit.version,
    evaluation: { now, timeZone, actor: { id: grant.giver, roles: [], departments: [] } },
    rowOfCode: await codeRows(unit.execute, unit.model),
  };
  const variables = { amount: grant.amount, reason: grant.reason };
  const posting = awardPosting(context, award, {
    id: uuidV5(grant.id, GIFT_IDS),
    once: grant.id,
    user: grant.receiver,
    giver: grant.giver,
    asked: grant.amount,
    variables,
    source: null,
    explain: explainAward(context, award, {
      user: grant.receiver,
      asked: grant.amount,
      variables,
      reason: grant.reason,
    }),
  });
  if (posting === undefined) return refused([issue('POINTS_BUDGET_UNKNOWN', '/award', { award: award.id })]);
  const answer = await postLedger(unit, {
    now,
    actor: unit.binding.actor.id,
    templateVersion: unit.version,
    postings: [posting],
  });
  if (!answer.ok) return refused(postIssues(unit.model, answer.refusals, { locale }));
  const [posted] = answer.postings;
  return posted?.cutBy === undefined
    ? ok(null)
    : refused([cutIssue(award, grant, { ...posted, locale, model: unit.model })]);
}

function cutIssue(
  award: AwardModel,
  { amount }: GiftGrant,
  {
    cutBy,
    granted = '0',
    locale,
    model,
  }: { readonly cutBy?: string; readonly granted?: string; readonly locale: Locale; readonly model: Model },
): Issue {
  const limit = award.limits.find(({ id }) => id === cutBy);
  const left = decimalText(parseDecimal(granted) ?? DECIMAL_ZERO);
  if (limit === undefined) return issue('POINTS_BUDGET_EMPTY', '/amount', { award: award.id, left, asked: amount });
  const says = textIn(limitSays(model, limit), locale);
  return issue('POINTS_LIMIT_REACHED', '/amount', { left, asked: amount, says, limit: limit.id });
}
