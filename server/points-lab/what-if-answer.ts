import { decimalText, subtractDecimal, type Decimal } from '../../schema/core/decimal.ts';
import { textIn, type Locale } from '../../schema/core/text.ts';
import type { Model } from '../../schema/model/model.ts';
import type { WhyPart } from '../compile/award-words.ts';
import type { Person, People } from './people.ts';
import type { RuleTally } from './tally.ts';
import type { BeforeAfter, GroupChange, PersonChange, Spread, SpreadChange } from './what-if-compare.ts';
import type { WhatIf, WhatIfQuestion, WhatIfSample } from './what-if.ts';

/** What the answer is and is not; in both languages. */
const NOTES = {
  nature: {
    en: 'Re-scoring: the rules in force and those of the draft, both applied to what happened. It is not a prediction; people act differently under other rules.',
    'zh-CN': '重新计分：将生效规则与草稿规则分别用于已发生的业务，并非预测；规则改变后，人们的行为也会改变。',
  },
  people: {
    en: 'Departments and roles are those of the person now. Groups of fewer than 5 people are not told.',
    'zh-CN': '部门和角色取人员当前所属；少于 5 人的分组不显示数值。',
  },
  opening: {
    en: 'Caps, budgets and pending points begin as the ledger had them at the start. Redemptions and funding are as they were.',
    'zh-CN': '上限、预算和待确认积分以期初台账为准；兑换与拨款保持原样。',
  },
  asOfNow: {
    en: 'Some values that the rules read were not kept with the events; they were read as they are now: {paths}.',
    'zh-CN': '规则读取的部分数值未随事件保存，按当前值计算：{paths}。',
  },
  withoutSnapshot: {
    en: '{count} events keep no row as it was then and were left out.',
    'zh-CN': '{count} 个事件未保存当时的数据，未计入。',
  },
} as const;

interface AnswerOptions {
  readonly question: WhatIfQuestion;
  readonly locale: Locale;
  /** Parts of a reason as the reader may see them. */
  readonly parts: (parts: readonly WhyPart[]) => readonly object[];
}

/** The answer as plain data in the reader's language; numbers are exact texts. */
export function whatIfAnswer(found: WhatIf, options: AnswerOptions): Readonly<Record<string, unknown>> {
  const { question, locale } = options;
  const { comparison, members } = found;
  const labels = ruleLabels([question.live, question.draft], locale);
  return {
    from: question.period.from,
    to: question.period.to,
    ledger: question.ledger,
    notes: notesOf(found, locale),
    events: found.events,
    eventsWithoutSnapshot: found.withoutSnapshot,
    asOfNow: found.asOfNow,
    missed: found.missed,
    totals: changeOf(comparison.totals),
    posted: decimalText(found.posted),
    spread: spreadAnswer(comparison.spread),
    giniBefore: text(comparison.giniBefore),
    giniAfter: text(comparison.giniAfter),
    giniWithinRolesBefore: text(comparison.giniWithinRolesBefore),
    giniWithinRolesAfter: text(comparison.giniWithinRolesAfter),
    people: comparison.people.map((change) => personChange(change, members.people)),
    departments: comparison.departments.map((change) => groupAnswer(change, members.people)),
    roles: comparison.roles.map((change) => groupAnswer(change, members.people, roleLabels(question.live, locale))),
    winners: comparison.winners.map((change) => personChange(change, members.people)),
    losers: comparison.losers.map((change) => personChange(change, members.people)),
    winnersCount: comparison.winnersCount,
    losersCount: comparison.losersCount,
    winnersShare: text(comparison.winnersShare),
    losersShare: text(comparison.losersShare),
    rules: found.rules.map(({ rule, before, after }) => ({
      rule,
      label: labels.get(rule) ?? rule,
      entriesBefore: before?.entries ?? 0,
      pointsBefore: decimalText(netOf(before)),
      entriesAfter: after?.entries ?? 0,
      askedAfter: decimalText(after?.asked ?? ZERO),
      grantedAfter: decimalText(after?.granted ?? ZERO),
      returnedAfter: decimalText(after?.returned ?? ZERO),
      pointsAfter: decimalText(netOf(after)),
    })),
    budgets: found.budgets.map(({ label, opening, left, ranOutAt }) => ({
      label,
      opening: decimalText(opening),
      left: decimalText(left),
      ranOutAt,
    })),
    cuts: found.cuts.map(({ rule, by, count, amount }) => ({
      rule,
      label: labels.get(rule) ?? rule,
      by,
      count,
      amount: decimalText(amount),
    })),
    samples: found.samples.map((sample) => sampleAnswer(sample, { ...options, labels, people: members.people })),
    flags: found.flags.map(({ kind, user, rule, share }) => ({
      kind: kind === 'oneRule' ? 'ONE_RULE' : 'OFTEN_CUT',
      person: personAnswer(user, members.people),
      rule,
      share: decimalText(share),
    })),
  };
}

const ZERO: Decimal = { coefficient: 0n, scale: 0 };

/** What a rule gave less what was taken back of it. */
function netOf(tally: RuleTally | null): Decimal {
  return tally === null ? ZERO : subtractDecimal(tally.granted, tally.returned);
}

function text(value: Decimal | undefined): string | null {
  return value === undefined ? null : decimalText(value);
}

function notesOf({ asOfNow, withoutSnapshot }: WhatIf, locale: Locale): readonly string[] {
  return [
    NOTES.nature[locale],
    NOTES.people[locale],
    NOTES.opening[locale],
    ...(asOfNow.length === 0 ? [] : [NOTES.asOfNow[locale].replace('{paths}', asOfNow.join(', '))]),
    ...(withoutSnapshot === 0 ? [] : [NOTES.withoutSnapshot[locale].replace('{count}', String(withoutSnapshot))]),
  ];
}

function ruleLabels(models: readonly Model[], locale: Locale): ReadonlyMap<string, string> {
  return new Map(
    models.flatMap(({ behaviour }) => behaviour.awards.map(({ id, label }) => [id, textIn(label, locale)] as const)),
  );
}

function roleLabels({ roles }: Model, locale: Locale): ReadonlyMap<string, string> {
  return new Map(roles.map(({ id, label }) => [id, textIn(label, locale)] as const));
}

function changeOf({ before, after, difference }: BeforeAfter): Readonly<Record<string, string>> {
  return { before: decimalText(before), after: decimalText(after), difference: decimalText(difference) };
}

function personChange({ person, ...change }: PersonChange, people: People): Readonly<Record<string, unknown>> {
  return { person: personOf(person, people), ...changeOf(change) };
}

function personAnswer(id: string, people: People): Readonly<Record<string, unknown>> {
  const person = people.all.find((one) => one.id === id);
  return person === undefined ? { id, name: '', department: null, role: null } : personOf(person, people);
}

function personOf({ id, name, department, role }: Person, { departments }: People): Readonly<Record<string, unknown>> {
  return { id, name, department: department === null ? null : (departments.get(department) ?? department), role };
}

function groupAnswer(
  { group, points, giniBefore, giniAfter, spread }: GroupChange,
  people: People,
  roles: ReadonlyMap<string, string> = new Map(),
): Readonly<Record<string, unknown>> {
  const label = group.id === null ? '' : (people.departments.get(group.id) ?? roles.get(group.id) ?? group.id);
  return {
    id: group.id,
    label,
    people: group.isSmall ? null : group.members.length,
    suppressed: group.isSmall,
    change: points === null ? null : changeOf(points),
    giniBefore: text(giniBefore),
    giniAfter: text(giniAfter),
    spread: spreadAnswer(spread),
  };
}

function spreadAnswer(spread: SpreadChange | null): Readonly<Record<string, unknown>> | null {
  return spread === null ? null : { before: spreadTexts(spread.before), after: spreadTexts(spread.after) };
}

function spreadTexts({ median, lower, upper, zeroShare, topTenth, gini }: Spread): Readonly<Record<string, unknown>> {
  return {
    median: text(median),
    lower: text(lower),
    upper: text(upper),
    zeroShare: text(zeroShare),
    topTenth: text(topTenth),
    gini: text(gini),
  };
}

function sampleAnswer(
  { user, why, rule, ...sample }: WhatIfSample,
  at: AnswerOptions & { readonly labels: ReadonlyMap<string, string>; readonly people: People },
): Readonly<Record<string, unknown>> {
  return {
    ...sample,
    recordId: sample.record,
    rule,
    label: at.labels.get(rule) ?? rule,
    person: personAnswer(user, at.people),
    text: why?.text === null || why === null ? null : textIn(why.text, at.locale),
    condition: at.parts(why?.condition ?? []),
    amount: at.parts(why?.amount ?? []),
  };
}

/** Parts for who may not read every record: what was read, without its values. */
export function closedParts(locale: Locale): AnswerOptions['parts'] {
  const open = openParts(locale);
  return (parts) => open(parts).map((part) => ({ ...part, value: null }));
}

/** Parts for whoever runs the server: everything is shown. */
export function openParts(locale: Locale): AnswerOptions['parts'] {
  return (parts) =>
    parts.map(({ says, source, value, depth, rows }) => ({
      says: textIn(says, locale),
      source,
      value: value === null ? null : typeof value === 'string' ? value : JSON.stringify(value),
      depth,
      rows: rows ?? null,
    }));
}
