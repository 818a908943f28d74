import { useMemo, type ReactNode } from 'react';
import type { GridColumn } from '../form-layout.ts';
import type { RowDerived } from '../form-rules.ts';
import { useFormText, type FormText } from '../form-texts.ts';
import type { RowValue } from '../form-value.ts';
import { shownText, unitOf } from '../shown-value.tsx';
import { useReading } from '../value-field.tsx';
import { cellValue } from './grid-row.tsx';
import { summaryOf } from './grid-totals.ts';
import { cssWidths, type ColumnWidth } from './grid-widths.ts';

/** The heads of the columns: labels, units, what is required. */
export function GridHead({
  columns,
  widths,
  isReadOnly,
}: {
  readonly columns: readonly GridColumn[];
  readonly widths: readonly ColumnWidth[];
  readonly isReadOnly: boolean;
}): ReactNode {
  const t = useFormText();
  const css = cssWidths(widths, isReadOnly);
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" className="fw-row-number">
          <span className="unseen">{t('rowNumber')}</span>
        </th>
        {columns.map((column, index) => {
          const { field } = column;
          const isNumber = field?.widget === 'decimal' || field?.widget === 'number';
          const unit = field === undefined || !isNumber ? undefined : unitOf(field);
          const isAsked = !isReadOnly && field?.required === true && field.lock === undefined;
          return (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              style={{ width: css[index] }}
              className={`${index === 0 ? 'is-first' : ''}${isNumber ? ' is-number' : ''}`}
            >
              {column.label}
              {unit === undefined ? null : <span className="fw-unit"> {unit}</span>}
              {isAsked ? <RequiredMark /> : null}
            </th>
          );
        })}
        {isReadOnly ? null : (
          <th role="columnheader" scope="col" className="fw-row-actions">
            <span className="unseen">{t('rowActions')}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

/** The star of a required field, spoken as a word. */
export function RequiredMark(): ReactNode {
  const t = useFormText();
  return (
    <>
      <span className="fw-star" aria-hidden="true">
        *
      </span>
      <span className="unseen"> ({t('required')})</span>
    </>
  );
}

const SUMMARY_TEXTS = {
  count: 'summaryCount',
  sum: 'summarySum',
  avg: 'summaryAvg',
  min: 'summaryMin',
  max: 'summaryMax',
  countDistinct: 'summaryDistinct',
} as const satisfies Readonly<Record<NonNullable<GridColumn['summary']>, Parameters<FormText>[0]>>;

interface GridTotalsProps {
  readonly columns: readonly GridColumn[];
  /** What stands under each column; `''` where nothing does. */
  readonly totals: readonly string[];
  readonly isReadOnly: boolean;
}

/** The row of summaries; none where no column has one. Where all are sums, that is said once. */
export function GridTotals({ columns, totals, isReadOnly }: GridTotalsProps): ReactNode {
  const t = useFormText();
  if (totals.every((total) => total === '')) return null;
  const isPlain = columns[0]?.summary === undefined && columns.every(({ summary = 'sum' }) => summary === 'sum');
  return (
    <tfoot role="rowgroup">
      <tr role="row" className={isPlain ? 'is-plain' : ''}>
        <td role="cell" className="fw-row-number" />
        {columns.map(({ id, label, summary }, index) => {
          const total = totals[index] ?? '';
          const first = index === 0 ? ' is-first' : '';
          if (summary === undefined || total === '')
            return (
              <td key={id} role="cell" className={`is-blank${first}`}>
                {isPlain && index === 0 ? <span aria-hidden="true">{t('summarySum')}</span> : null}
              </td>
            );
          return (
            <td key={id} role="cell" data-label={label} className={`is-number${first}`}>
              <span className="fw-total">
                <span className="fw-total-name">{t(SUMMARY_TEXTS[summary])} </span>
                {total}
              </span>
            </td>
          );
        })}
        {isReadOnly ? null : <td role="cell" className="fw-row-actions" />}
      </tr>
    </tfoot>
  );
}

/** The summaries of a grid as they are shown; `''` where a column has none. */
export function useTotals(
  columns: readonly GridColumn[],
  rows: readonly RowValue[],
  derived: ReadonlyMap<string, RowDerived>,
): readonly string[] {
  const reading = useReading();
  return useMemo(
    () =>
      columns.map((column) => {
        const { field, summary, apiName } = column;
        if (summary === undefined || rows.length === 0) return '';
        const total = summaryOf(
          column,
          rows.map((row) => cellValue(row, derived.get(row.$key), apiName)),
        );
        const isCount = summary === 'count' || summary === 'countDistinct';
        if (total === undefined) return '';
        return field === undefined || isCount ? total : shownText(field, total, reading);
      }),
    [columns, rows, derived, reading],
  );
}
