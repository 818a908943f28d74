import { useMemo, type ReactNode } from 'react';
import type { GridColumn } from '../form-layout.ts';
import type { RowDerived } from '../form-rules.ts';
import { useFormText, type FormText } from '../form-texts.ts';
import type { RowValue } from '../form-value.ts';
import { shownText, unitOf } from '../shown-value.tsx';
import { useReading } from '../value-field.tsx';
import { cellValue, columnStyle } from './grid-row.tsx';
import { summaryOf } from './grid-totals.ts';

/** The heads of the columns: labels, units, what is required. */
export function GridHead({
  columns,
  isReadOnly,
}: {
  readonly columns: readonly GridColumn[];
  readonly isReadOnly: boolean;
}): ReactNode {
  const t = useFormText();
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" className="fw-row-number">
          <span className="unseen">{t('rowNumber')}</span>
        </th>
        {columns.map((column) => {
          const { field } = column;
          const isNumber = field?.widget === 'decimal' || field?.widget === 'number';
          const unit = field === undefined || !isNumber ? undefined : unitOf(field);
          const isAsked = !isReadOnly && field?.required === true && field.lock === undefined;
          return (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              style={columnStyle(column)}
              className={isNumber ? 'is-number' : ''}
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
  readonly rows: readonly RowValue[];
  readonly derived: ReadonlyMap<string, RowDerived>;
  readonly isReadOnly: boolean;
}

/** The row of summaries; none where no column has one. */
export function GridTotals({ columns, rows, derived, isReadOnly }: GridTotalsProps): ReactNode {
  const t = useFormText();
  const reading = useReading();
  const totals = useMemo(
    () =>
      columns.map((column) =>
        summaryOf(
          column,
          column.summary === undefined ? [] : rows.map((row) => cellValue(row, derived.get(row.$key), column.apiName)),
        ),
      ),
    [columns, rows, derived],
  );
  if (columns.every(({ summary }) => summary === undefined) || rows.length === 0) return null;
  return (
    <tfoot role="rowgroup">
      <tr role="row">
        <td role="cell" className="fw-row-number" />
        {columns.map(({ id, label, field, summary }, index) => {
          const total = totals[index];
          const isCount = summary === 'count' || summary === 'countDistinct';
          const shown =
            total === undefined || field === undefined || isCount ? total : shownText(field, total, reading);
          return (
            <td key={id} role="cell" data-label={label} className={shown === undefined ? 'is-blank' : 'is-number'}>
              {summary === undefined || shown === undefined ? null : (
                <span>
                  <span className="fw-total-name">{t(SUMMARY_TEXTS[summary])}</span> {shown}
                </span>
              )}
            </td>
          );
        })}
        {isReadOnly ? null : <td role="cell" className="fw-row-actions" />}
      </tr>
    </tfoot>
  );
}
