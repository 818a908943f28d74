import { OWNER_LABEL, OWNER_ROLE } from '../compile/access.ts';
import { decimalText, type Decimal } from '../../schema/core/decimal.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import { textIn, type Locale } from '../../schema/core/text.ts';
import type { Model } from '../../schema/model/model.ts';
import type { Execute } from '../db/points-awards.ts';
import { readLab, type LabPlace, type Period } from './lab-place.ts';
import type { People, Person } from './people.ts';
import { readMembers } from './read-people.ts';
import { activityFigures, type ReportScope } from './report-activity.ts';
import { documentFigures } from './report-documents.ts';
import { fairnessFigures } from './report-fairness.ts';
import type { Figure } from './report-figures.ts';
import { ledgerFigures } from './report-ledgers.ts';
import { BLOCKS, METRICS, type Metric, type MetricId } from './report-metrics.ts';
import { programmeFigures } from './report-programme.ts';

export interface ReportQuestion {
  readonly place: LabPlace;
  readonly model: Model;
  readonly ledger: string;
  readonly period: Period;
  readonly baseline: Period | null;
  /** Departments that are not in the programme: the figures are then of everybody else, beside those of these. */
  readonly comparison: readonly string[];
  readonly now: string;
  readonly locale: Locale;
}

/** A figure with what it means, in the reader's language; numbers are exact texts. */
export interface ReportRow {
  readonly block: string;
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly value: string | null;
  readonly unit: string;
  readonly group: { readonly kind: string; readonly id: string | null; readonly label: string } | null;
  readonly suppressed: boolean;
  readonly noBaseline: boolean;
  readonly baseline: { readonly from: string; readonly to: string; readonly value: string | null } | null;
  readonly comparison: { readonly label: string; readonly value: string | null } | null;
  readonly note: string | null;
}

export interface Report {
  readonly from: string;
  readonly to: string;
  readonly ledger: string;
  readonly baseline: Period | null;
  readonly notes: readonly string[];
  readonly rows: readonly ReportRow[];
}

const NOTES = {
  compare: {
    en: 'Figures beside each other do not prove a cause: seasons, hiring and training change them too.',
    'zh-CN': '并列的数字不能证明因果：季节、人员变动和培训也会产生影响。',
  },
  use: {
    en: 'Not to be the only base of decisions about a person. Groups of fewer than 5 people are not told.',
    'zh-CN': '不得作为个人决策的唯一依据；少于 5 人的分组不显示数值。',
  },
  noData: { en: 'No data', 'zh-CN': '无数据' },
  nothing: { en: 'No data: there was nothing to count.', 'zh-CN': '无数据：没有可统计的内容。' },
  small: { en: 'Fewer than 5 people.', 'zh-CN': '少于 5 人。' },
} as const;

/** The programme report (SPEC LAB): every metric, with a baseline and a comparison where they were asked for. */
export async function programmeReport(question: ReportQuestion): Promise<Result<Report>> {
  const { period, baseline } = question;
  for (const [at, { from, to }] of [
    ['/to', period] as const,
    ...(baseline === null ? [] : [['/baselineTo', baseline] as const]),
  ]) {
    if (!(Date.parse(from) < Date.parse(to))) return refused([issue('LAB_PERIOD_WRONG', at, { from, to })]);
  }
  return readLab(question.place, async (execute) => {
    const { people } = await readMembers(execute, period);
    const outside = people.all.filter(
      ({ department }) => department !== null && question.comparison.includes(department),
    );
    const inside = question.comparison.length === 0 ? null : people.all.filter((person) => !outside.includes(person));
    const of = (window: Period, members: readonly Person[] | null): Promise<readonly Figure[]> =>
      figuresOf(execute, question, { window, people, members });
    const now = await of(period, inside);
    const before = baseline === null ? [] : await of(baseline, inside);
    const beside = inside === null ? [] : await of(period, outside);
    return ok({
      from: period.from,
      to: period.to,
      ledger: question.ledger,
      baseline,
      notes: [NOTES.compare, NOTES.use].map((note) => note[question.locale]),
      rows: reportRows(now, { question, people, before, beside }),
    });
  });
}

async function figuresOf(
  execute: Execute,
  question: ReportQuestion,
  at: { readonly window: Period; readonly people: People; readonly members: readonly Person[] | null },
): Promise<readonly Figure[]> {
  const { model, ledger, place, now } = question;
  const scope: ReportScope = {
    ...at.window,
    model,
    ledger,
    timeZone: place.timeZone,
    people: at.members === null ? null : at.members.map(({ id }) => id),
    now,
  };
  return [
    ...(await activityFigures(execute, scope)),
    ...(await documentFigures(execute, scope)),
    ...(await ledgerFigures(execute, scope)),
    ...(await programmeFigures(execute, scope)),
    ...(await fairnessFigures(execute, scope, at.members ?? at.people.all)),
  ];
}

interface Beside {
  readonly question: ReportQuestion;
  readonly people: People;
  readonly before: readonly Figure[];
  readonly beside: readonly Figure[];
}

/** Rows in the order of the metrics; a metric without any figure says that there is no data, and why. */
function reportRows(figures: readonly Figure[], at: Beside): readonly ReportRow[] {
  // The codec: the keys of METRICS are the ids.
  return (Object.keys(METRICS) as MetricId[]).flatMap((id) => {
    const found = figures.filter(({ metric }) => metric === id);
    return (found.length === 0 ? [{ metric: id, value: undefined } satisfies Figure] : found).map((figure) =>
      rowOf(figure, at),
    );
  });
}

function rowOf(figure: Figure, { question, people, before, beside }: Beside): ReportRow {
  const { locale, baseline } = question;
  const metric: Metric = METRICS[figure.metric];
  const same = (other: Figure): boolean =>
    other.metric === figure.metric && other.group?.kind === figure.group?.kind && other.group?.id === figure.group?.id;
  const was = before.find(same);
  const others = beside.find(same);
  return {
    block: BLOCKS[metric.block][locale],
    id: figure.metric,
    label: textIn(metric.label, locale),
    definition: textIn(metric.definition, locale),
    numerator: text(figure.numerator),
    denominator: text(figure.denominator),
    value: text(figure.value),
    unit: metric.unit,
    group: figure.group === undefined ? null : { ...figure.group, label: groupLabel(figure.group, question, people) },
    suppressed: figure.suppressed ?? false,
    noBaseline: was?.value === undefined,
    baseline: baseline === null || was === undefined ? null : { ...baseline, value: text(was.value) },
    comparison: others === undefined ? null : { label: comparisonLabel(question, people), value: text(others.value) },
    note: noteOf(figure, metric, locale),
  };
}

function noteOf(figure: Figure, metric: Metric, locale: Locale): string | null {
  if (figure.note !== undefined) return textIn(figure.note, locale);
  if (figure.suppressed === true) return NOTES.small[locale];
  if (metric.noData !== undefined) return `${NOTES.noData[locale]}: ${textIn(metric.noData, locale)}`;
  return figure.value === undefined ? NOTES.nothing[locale] : null;
}

function text(value: Decimal | undefined): string | null {
  return value === undefined ? null : decimalText(value);
}

function groupLabel(group: NonNullable<Figure['group']>, { model, locale }: ReportQuestion, people: People): string {
  const { kind, id } = group;
  if (id === null) return '';
  if (kind === 'department') return people.departments.get(id) ?? id;
  if (kind === 'role' && id === OWNER_ROLE) return OWNER_LABEL[locale];
  const items = {
    role: model.roles,
    entity: model.entities,
    ledger: model.behaviour.ledgers,
    rule: model.behaviour.awards,
    detector: [],
  }[kind];
  const found = items.find((item) => item.id === id);
  return found === undefined ? id : textIn(found.label, locale);
}

function comparisonLabel({ comparison }: ReportQuestion, { departments }: People): string {
  return comparison.map((id) => departments.get(id) ?? id).join(', ');
}
