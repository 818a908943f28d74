import {
  addDecimal,
  compareDecimal,
  DECIMAL_ZERO,
  divideDecimal,
  multiplyDecimal,
  subtractDecimal,
  type Decimal,
} from '../../schema/core/decimal.ts';
import { amountsOf, countedPeople, peopleGroups, type People, type PeopleGroup, type Person } from './people.ts';
import { countOf, gini, PEOPLE_MIN, quantile, ratioOf, sumOf, topTenthShare, zerosIn } from './statistics.ts';

/** Points under the rules as they were and under the draft. */
export interface BeforeAfter {
  readonly before: Decimal;
  readonly after: Decimal;
  readonly difference: Decimal;
}

export interface PersonChange extends BeforeAfter {
  readonly person: Person;
}

/** How points are spread over people; nothing of fewer than five (SPEC [LAB-10]). */
export interface Spread {
  readonly median: Decimal | undefined;
  /** The quarters: half of the people lie between them. */
  readonly lower: Decimal | undefined;
  readonly upper: Decimal | undefined;
  /** Of the people: who has nothing. */
  readonly zeroShare: Decimal | undefined;
  /** Of the points: what the best tenth of the people have. */
  readonly topTenth: Decimal | undefined;
  readonly gini: Decimal | undefined;
}

export interface SpreadChange {
  readonly before: Spread;
  readonly after: Spread;
}

/** A department or role. Of a small one only how many people it has. */
export interface GroupChange {
  readonly group: PeopleGroup;
  readonly points: BeforeAfter | null;
  readonly giniBefore: Decimal | undefined;
  readonly giniAfter: Decimal | undefined;
  readonly spread: SpreadChange | null;
}

/** Who gets more and who less, all together and within groups (SPEC [LAB-5]). */
export interface Comparison {
  readonly totals: BeforeAfter;
  readonly spread: SpreadChange | null;
  readonly people: readonly PersonChange[];
  readonly departments: readonly GroupChange[];
  readonly roles: readonly GroupChange[];
  readonly giniBefore: Decimal | undefined;
  readonly giniAfter: Decimal | undefined;
  /** Mean of the Gini of each role, by its people; roles that are small or have nothing are left out. */
  readonly giniWithinRolesBefore: Decimal | undefined;
  readonly giniWithinRolesAfter: Decimal | undefined;
  /** Most first. */
  readonly winners: readonly PersonChange[];
  readonly losers: readonly PersonChange[];
  /** Of all people. */
  readonly winnersShare: Decimal | undefined;
  readonly losersShare: Decimal | undefined;
  readonly winnersCount: number;
  readonly losersCount: number;
}

/** Compares points by person. `topMax` is how many winners and losers are named. */
export function compareScores(
  people: People,
  scores: { readonly before: ReadonlyMap<string, Decimal>; readonly after: ReadonlyMap<string, Decimal> },
  topMax: number,
): Comparison {
  const { before, after } = scores;
  const counted = countedPeople(people, [before, after]);
  const changes = counted.map((person): PersonChange => ({ person, ...change([person], scores) }));
  const roles = peopleGroups(counted, 'role').map((group) => groupChange(group, scores));
  const gained = changes.filter(({ difference }) => difference.coefficient > 0n).toSorted(byDifference(-1));
  const lost = changes.filter(({ difference }) => difference.coefficient < 0n).toSorted(byDifference(1));
  return {
    totals: change(counted, scores),
    spread: counted.length < PEOPLE_MIN ? null : spreadChange(counted, scores),
    people: changes,
    departments: peopleGroups(counted, 'department').map((group) => groupChange(group, scores)),
    roles,
    giniBefore: gini(amountsOf(counted, before)),
    giniAfter: gini(amountsOf(counted, after)),
    giniWithinRolesBefore: weighted(
      roles.map(({ group, giniBefore: value }) => ({ count: group.members.length, value })),
    ),
    giniWithinRolesAfter: weighted(
      roles.map(({ group, giniAfter: value }) => ({ count: group.members.length, value })),
    ),
    winners: gained.slice(0, topMax),
    losers: lost.slice(0, topMax),
    winnersShare: ratioOf(gained.length, counted.length),
    losersShare: ratioOf(lost.length, counted.length),
    winnersCount: gained.length,
    losersCount: lost.length,
  };
}

type Scores = Parameters<typeof compareScores>[1];

function change(people: readonly Person[], { before, after }: Scores): BeforeAfter {
  const [was, is] = [sumOf(amountsOf(people, before)), sumOf(amountsOf(people, after))];
  return { before: was, after: is, difference: subtractDecimal(is, was) };
}

function groupChange(group: PeopleGroup, scores: Scores): GroupChange {
  if (group.isSmall) return { group, points: null, giniBefore: undefined, giniAfter: undefined, spread: null };
  return {
    group,
    points: change(group.members, scores),
    giniBefore: gini(amountsOf(group.members, scores.before)),
    giniAfter: gini(amountsOf(group.members, scores.after)),
    spread: spreadChange(group.members, scores),
  };
}

function spreadChange(people: readonly Person[], { before, after }: Scores): SpreadChange {
  return { before: spreadOf(amountsOf(people, before)), after: spreadOf(amountsOf(people, after)) };
}

function spreadOf(points: readonly Decimal[]): Spread {
  return {
    median: quantile(points, 50),
    lower: quantile(points, 25),
    upper: quantile(points, 75),
    zeroShare: ratioOf(zerosIn(points), points.length),
    topTenth: topTenthShare(points),
    gini: gini(points),
  };
}

/** The mean of what is known, by how many people each stands for. */
export function weighted(
  parts: readonly { readonly count: number; readonly value: Decimal | undefined }[],
): Decimal | undefined {
  let [sum, count] = [DECIMAL_ZERO, 0];
  for (const part of parts) {
    if (part.value === undefined) continue;
    sum = addDecimal(sum, multiplyDecimal(part.value, countOf(part.count)));
    count += part.count;
  }
  return divideDecimal(sum, countOf(count), 4);
}

/** By difference, then by id, so that the same scores always give the same list. */
function byDifference(sign: 1 | -1): (a: PersonChange, b: PersonChange) => number {
  return (a, b) =>
    compareDecimal(a.difference, b.difference) * sign ||
    (a.person.id < b.person.id ? -1 : a.person.id > b.person.id ? 1 : 0);
}
