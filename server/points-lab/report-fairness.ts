import { divideDecimal, type Decimal } from '../../schema/core/decimal.ts';
import type { Execute } from '../db/points-awards.ts';
import { readAnswer } from './lab-place.ts';
import { amountsOf, peopleGroups, type PeopleGroup, type Person } from './people.ts';
import { readLedgerScores } from './read-ledger.ts';
import type { ReportScope } from './report-activity.ts';
import { cases, ofPeople, type Figure } from './report-figures.ts';
import { countOf, gini, meanOf, quantile, ratio, rounded, sumOf, topTenthOf, zerosIn } from './statistics.ts';

/** Above this part of all points a rule for merely signing in is worth a warning; four digits. */
const SIGN_IN_MAX = 1000n;

/** How points are spread over active members, departments and roles (SPEC [LAB-12]). */
export async function fairnessFigures(
  execute: Execute,
  scope: ReportScope,
  members: readonly Person[],
): Promise<readonly Figure[]> {
  const { from, to, ledger } = scope;
  const scores = await readLedgerScores(execute, { from, to, ledger });
  const chances = new Map(
    (await readAnswer<readonly (readonly [string, number])[]>(execute, CHANCES, [from, to, ledger])).map(
      ([user, count]) => [user, countOf(count)] as const,
    ),
  );
  const people = members.filter(({ active }) => active);
  const spread = (group: Omit<PeopleGroup, 'isSmall'> | null, of: readonly Person[]): readonly Figure[] => {
    const figures = spreadFigures(amountsOf(of, scores.people), amountsOf(of, chances));
    const at = group === null ? {} : { group: { kind: group.kind, id: group.id } };
    return figures.map((figure) => ofPeople({ ...figure, ...at }, of.length));
  };
  const groups = [...peopleGroups(people, 'department'), ...peopleGroups(people, 'role')];
  return [
    ...spread(null, people),
    ...groups.flatMap((group) => spread(group, group.members)),
    ...ruleFigures(scope, scores.rules),
  ];
}

/** How amounts of some people are spread, and how often each could have had some. */
export function spreadFigures(points: readonly Decimal[], chances: readonly Decimal[]): readonly Figure[] {
  const total = sumOf(points);
  const [low, high] = [quantile(points, 10), quantile(points, 90)];
  const zeros = cases(zerosIn(points));
  const top = topTenthOf(points);
  const all = cases(points.length);
  return [
    { metric: 'perHead', numerator: total, denominator: all, value: meanOf(points) },
    { metric: 'medianPoints', denominator: all, value: quantile(points, 50) },
    { metric: 'lowerQuartile', denominator: all, value: quantile(points, 25) },
    { metric: 'upperQuartile', denominator: all, value: quantile(points, 75) },
    { metric: 'spread', numerator: high, denominator: low, value: low && high && rounded(divideDecimal(high, low), 2) },
    { metric: 'gini', denominator: all, value: gini(points) },
    { metric: 'opportunity', numerator: sumOf(chances), denominator: all, value: meanOf(chances) },
    { metric: 'topTenth', numerator: top.part, denominator: top.whole, value: ratio(top.part, top.whole) },
    { metric: 'zeroEarners', numerator: zeros, denominator: all, value: ratio(zeros, all) },
  ];
}

/** What each rule gave of all; a rule for signing in that gives a tenth or more is pointed at. */
function ruleFigures(
  { model, ledger }: ReportScope,
  rules: readonly { readonly rule: string; readonly granted: Decimal }[],
): readonly Figure[] {
  const total = sumOf(rules.map(({ granted }) => granted));
  return rules.map(({ rule, granted }): Figure => {
    const award = model.behaviour.awards.find(({ id, ledger: own }) => id === rule && own === ledger);
    const value = ratio(granted, total);
    const isMuch = award?.on.kind === 'event' && value !== undefined && value.coefficient > SIGN_IN_MAX;
    return {
      metric: 'ruleShare',
      group: { kind: 'rule', id: rule },
      numerator: granted,
      denominator: total,
      value,
      ...(isMuch
        ? { note: { en: 'More than 10 % of the points are for signing in.', 'zh-CN': '超过 10% 的积分来自登录。' } }
        : {}),
    };
  });
}

/** Awards that were made, and those that were not, by person. Misses are kept for thirty days. */
const CHANCES = `
select coalesce(json_agg(json_build_array(user_id, n)), '[]')::text as answer from (
  select user_id, count(*)::int as n from (
    select user_id from "@tenant".fw_posting where kind = 'award' and ledger = $3 and at >= $1::timestamptz and at < $2::timestamptz
    union all
    select user_id from "@tenant".fw_award_miss where at >= $1::timestamptz and at < $2::timestamptz) c
  where user_id is not null group by user_id) g`;
