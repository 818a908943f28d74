import type { Report } from './report.ts';

const COLUMNS = [
  'block',
  'id',
  'label',
  'group_kind',
  'group',
  'value',
  'unit',
  'numerator',
  'denominator',
  'baseline_from',
  'baseline_to',
  'baseline',
  'comparison_of',
  'comparison',
  'note',
  'definition',
] as const;

/** The report as CSV (RFC 4180) with a byte order mark, so that spreadsheets read Chinese. What is not known stays empty. */
export function reportCsv({ rows }: Report): string {
  const lines = rows.map(({ group, baseline, comparison, noBaseline, ...row }) => {
    const cells: Readonly<Record<(typeof COLUMNS)[number], string | null | undefined>> = {
      ...row,
      group_kind: group?.kind,
      group: group?.label,
      baseline_from: baseline?.from,
      baseline_to: baseline?.to,
      baseline: noBaseline ? 'no baseline' : baseline?.value,
      comparison_of: comparison?.label,
      comparison: comparison?.value,
    };
    return COLUMNS.map((column) => cell(cells[column] ?? '')).join(',');
  });
  return `\uFEFF${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

/** A cell that a spreadsheet would take for a formula is told to be text; numbers stay numbers. */
function cell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
