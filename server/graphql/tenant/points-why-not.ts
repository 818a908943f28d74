import { issue, ok, refused } from '../../../schema/core/result.ts';
import type { Text } from '../../../schema/core/text.ts';
import { addIsoDuration } from '../../compile/business-calendar.ts';
import type { AwardMiss } from '../../compile/award-plan.ts';
import type { WhyPart } from '../../compile/award-words.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { instant, plain, isCommittee, readPoints, textArg, told } from './points-context.ts';
import { whoseArg } from './points-entries.ts';
import { cutAnswer, jsonOf, keptAward, partsAnswer } from './points-why.ts';
import type { Service, ServiceCall } from './services.ts';

/** How long it is remembered why an award was not made (SPEC [PTS-9]). */
export const MISSES_KEPT = 'P30D';

/**
 * Why an award gave nothing, or less than asked, for a record: what was remembered of the last thirty days, newest
 * first; that nothing has happened yet where there is nothing. `POINTS_AWARD_UNKNOWN`, `POINTS_NOT_YOURS`.
 */
export const whyNotService: Service = async (call) => {
  const { request, args } = call;
  const { awards } = request.shape.model.behaviour;
  const award = awards.find(({ id }) => id === textArg(args, 'award'));
  if (award === undefined) {
    const known = awards.map(({ id }) => id);
    return refused([issue('POINTS_AWARD_UNKNOWN', '/award', { id: textArg(args, 'award') ?? '', known })]);
  }
  const user = whoseArg(call);
  if (!user.ok) return user;
  const record = textArg(args, 'recordId') ?? '';
  const now = request.now().toISOString();
  const since = addIsoDuration(now, MISSES_KEPT, { timeZone: request.tenant.timeZone, sign: -1 });
  const found = isUuid(record)
    ? await readPoints(request, async (execute) => ({
        misses: await execute<MissRow>(
          `select at, reason, parts, user_id from "@tenant".fw_award_miss
            where record_id = $1::uuid and rule = $2 and at >= $3::timestamptz and (user_id = $4::uuid or $5)
            order by seq desc limit 20`,
          [record, award.id, since, user.value, mayAskForAll(call)],
        ),
        given: await execute<GivenRow>(
          `select at, explain from "@tenant".fw_posting
            where record_id = $1::uuid and rule = $2 and kind = 'award' and at >= $3::timestamptz and (user_id = $4::uuid or $5)
            order by seq desc limit 20`,
          [record, award.id, since, user.value, mayAskForAll(call)],
        ),
      }))
    : { misses: [], given: [] };
  const told = { rule: award.id, label: awardLabel(call, award.label) };
  const answers = [
    ...found.misses.map((row) => missAnswer(call, told, row)),
    ...found.given.flatMap((row) => givenAnswer(call, told, row)),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  return ok(answers.length > 0 ? answers : [notYet(call, told, now)]);
};

/** The committee looks into a record, whoever's it is. */
function mayAskForAll({ request, args }: ServiceCall): boolean {
  return textArg(args, 'user') === null && isCommittee(request.shape.model, request.caller.roles);
}

interface MissRow {
  readonly at: string;
  readonly reason: AwardMiss['reason'];
  readonly parts: unknown;
}

interface GivenRow {
  readonly at: string;
  readonly explain: unknown;
}

interface Told {
  readonly rule: string;
  readonly label: string;
}

type Answer = Readonly<Record<string, unknown>> & { readonly at: string };

function missAnswer(call: ServiceCall, of: Told, row: MissRow): Answer {
  const parts = jsonOf(row.parts) as readonly WhyPart[];
  return {
    ...of,
    at: instant(row.at),
    reason: row.reason === 'budget' ? 'BUDGET_MISSING' : row.reason.toUpperCase(),
    text: told(call.request, REASONS[row.reason]),
    parts: partsAnswer(call, parts),
    asked: null,
    granted: null,
    cutBy: null,
  };
}

function givenAnswer(call: ServiceCall, of: Told, row: GivenRow): readonly Answer[] {
  const kept = keptAward(row.explain);
  if (kept === undefined) return [];
  const award = call.request.shape.model.behaviour.awards.find(({ id }) => id === of.rule);
  const isCut = kept.cutBy !== undefined;
  return [
    {
      ...of,
      at: instant(row.at),
      reason: isCut ? 'CUT' : 'GIVEN',
      text: told(call.request, isCut ? CUT : GIVEN),
      parts: partsAnswer(call, kept.why.amount),
      asked: plain(kept.asked),
      granted: plain(kept.granted),
      cutBy: cutAnswer(call, kept, award),
    },
  ];
}

function notYet(call: ServiceCall, of: Told, at: string): Answer {
  const text = told(call.request, NOT_YET);
  return { ...of, at, reason: 'NOT_YET', text, parts: [], asked: null, granted: null, cutBy: null };
}

function awardLabel({ request }: ServiceCall, label: Text): string {
  return told(request, label);
}

const REASONS: Readonly<Record<AwardMiss['reason'], Text>> = {
  condition: { en: 'The condition did not hold.', 'zh-CN': '未满足条件。' },
  nobody: { en: 'The rule found nobody to give points to.', 'zh-CN': '规则未找到可发放的人员。' },
  amount: { en: 'The amount came to nothing.', 'zh-CN': '计算出的积分为零。' },
  budget: { en: 'The rule’s budget names a record that is not there.', 'zh-CN': '规则的预算所指的记录不存在。' },
  inactive: { en: 'The person was no active member.', 'zh-CN': '该人员当时不是在职成员。' },
};
const CUT: Text = { en: 'Less was given than the rule asked for.', 'zh-CN': '实发少于规则计算的积分。' };
const GIVEN: Text = { en: 'The rule gave what it asked for.', 'zh-CN': '规则已足额发放。' };
const NOT_YET: Text = {
  en: 'What the rule waits for has not happened in the last thirty days.',
  'zh-CN': '近三十天内未发生规则所要求的事件。',
};
