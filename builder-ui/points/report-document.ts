/** One figure of the programme report (SPEC LAB); numbers are exact texts. */
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
  readonly baseline: { readonly value: string | null } | null;
  readonly note: string | null;
}

export interface Report {
  readonly notes: readonly string[];
  readonly rows: readonly ReportRow[];
}

const ARGS = 'from: $from, to: $to, baselineFrom: $baselineFrom, baselineTo: $baselineTo';
const VARIABLES = '$from: DateTime!, $to: DateTime!, $baselineFrom: DateTime, $baselineTo: DateTime';

export const REPORT_DOCUMENT = `query (${VARIABLES}) { report: pointsReport(${ARGS}) { notes rows { block id label definition numerator denominator value unit group { kind id label } suppressed baseline { value } note } } }`;
export const REPORT_CSV_DOCUMENT = `query (${VARIABLES}) { csv: pointsReportCsv(${ARGS}) }`;

/** The figure of everybody. */
export function figureOf(rows: readonly ReportRow[], id: string): ReportRow | undefined {
  return rows.find((row) => row.id === id && row.group === null);
}

/** How points are spread in one department or role. */
export interface Spread {
  readonly key: string;
  readonly label: string;
  readonly isSuppressed: boolean;
  readonly low: string | null;
  readonly lower: string | null;
  readonly median: string | null;
  readonly upper: string | null;
  readonly high: string | null;
  readonly perHead: string | null;
  readonly gini: string | null;
  readonly top: string | null;
  readonly zero: string | null;
}

/** Departments or roles by how their points are spread, in the order of the report. */
export function spreadsOf(rows: readonly ReportRow[], kind: 'department' | 'role'): readonly Spread[] {
  const own = rows.filter(({ group }) => group?.kind === kind);
  const keys = [...new Set(own.map(({ group }) => group?.id ?? ''))];
  return keys.map((key) => {
    const of = (id: string): ReportRow | undefined => own.find((row) => row.id === id && (row.group?.id ?? '') === key);
    const spread = of('spread');
    return {
      key,
      label: own.find(({ group }) => (group?.id ?? '') === key)?.group?.label ?? '',
      isSuppressed: of('medianPoints')?.suppressed ?? true,
      // The spread is the 90th percentile by the 10th: both are told with it.
      low: spread?.denominator ?? null,
      high: spread?.numerator ?? null,
      lower: of('lowerQuartile')?.value ?? null,
      median: of('medianPoints')?.value ?? null,
      upper: of('upperQuartile')?.value ?? null,
      perHead: of('perHead')?.value ?? null,
      gini: of('gini')?.value ?? null,
      top: of('topTenth')?.value ?? null,
      zero: of('zeroEarners')?.value ?? null,
    };
  });
}
