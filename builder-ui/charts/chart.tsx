import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import type { ChartOption, ChartPick } from './chart-option.ts';
import { chartTable } from './chart-table.ts';
import { useChartText } from './chart-texts.ts';
import './chart.css';

/** The drawing library comes with the first chart. */
const ChartCanvas = lazy(() => import('./chart-canvas.tsx').then((canvas) => ({ default: canvas.ChartCanvas })));

export interface ChartProps {
  /** Keep it the same object while nothing changes (`useMemo`): another one is drawn anew. */
  readonly option: ChartOption;
  /** What the chart shows, in words. */
  readonly label: string;
  /** What a click on a bar, a point or a slice does; the table offers the same by its buttons. */
  readonly onPick?: (pick: ChartPick) => void;
  /** How a figure is written; by default as numbers are in the reader's language. */
  readonly format?: (value: number) => string;
  /** Names the categories' column of the table. */
  readonly of?: string;
  /** Without the button that shows the table instead (a small tile); screen readers have the table anyway. */
  readonly isPlain?: boolean;
}

/**
 * A chart in the page's colours, with the same figures as a table: hidden beside the drawing for screen readers, or in
 * its place for whoever prefers it (SPEC [WRK-34]). It fills its container; give that a height.
 */
export function Chart({ option, label, onPick, format, of, isPlain = false }: ChartProps): ReactNode {
  const text = useChartText();
  const { locale } = useLanguage();
  const [isTable, setTable] = useState(false);
  const written = useMemo(() => {
    const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    return format ?? ((value: number) => numbers.format(value));
  }, [format, locale]);
  const drawn = useMemo(() => withNumbers(option, written), [option, written]);
  return (
    <figure className="chart" aria-label={label}>
      {!isPlain && (
        <button
          type="button"
          className="chart-switch"
          aria-label={text(isTable ? 'asChart' : 'asTable', { what: label })}
          onClick={() => setTable(!isTable)}
        >
          {text(isTable ? 'chart' : 'table')}
        </button>
      )}
      {!isTable && (
        <Suspense fallback={<div className="chart-canvas" />}>
          <ChartCanvas option={drawn} onPick={onPick} />
        </Suspense>
      )}
      <FigureTable {...{ option, label, of, written }} isShown={isTable} onPick={onPick} />
    </figure>
  );
}

interface FigureTableProps {
  readonly option: ChartOption;
  readonly label: string;
  readonly of: string | undefined;
  readonly written: (value: number) => string;
  readonly isShown: boolean;
  readonly onPick: ChartProps['onPick'] | undefined;
}

function FigureTable({ option, label, of, written, isShown, onPick }: FigureTableProps): ReactNode {
  const text = useChartText();
  const { columns, rows } = useMemo(() => chartTable(option), [option]);
  const table = (
    <table className="chart-table">
      <caption className="unseen">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{of ?? text('name')}</th>
          {columns.map((name, index) => (
            // Series have no other identity than their place.
            // oxlint-disable-next-line react/no-array-index-key
            <th key={index} scope="col" className="is-number">
              {name === '' ? text('value') : name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }, dataIndex) => (
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={dataIndex}>
            <th scope="row">
              {isShown && onPick !== undefined && columns.length < 2 ? (
                <button
                  type="button"
                  className="chart-pick"
                  onClick={() => onPick({ seriesIndex: 0, dataIndex, name })}
                >
                  {name}
                </button>
              ) : (
                name
              )}
            </th>
            {values.map((value, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <td key={index} className="is-number">
                {isShown && onPick !== undefined && columns.length > 1 && value !== undefined ? (
                  <button
                    type="button"
                    className="chart-pick"
                    onClick={() => onPick({ seriesIndex: index, dataIndex, name })}
                  >
                    {typeof value === 'number' ? written(value) : value}
                  </button>
                ) : typeof value === 'number' ? (
                  written(value)
                ) : (
                  (value ?? '—')
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  return isShown ? (
    // A scrolling table is reached by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="chart-figures" role="region" aria-label={label} tabIndex={0}>
      {table}
    </div>
  ) : (
    <div className="unseen">{table}</div>
  );
}

/** Figures of tips and axes as the page writes them, unless the option says otherwise. */
function withNumbers(option: ChartOption, written: (value: number) => string): ChartOption {
  const [tooltip] = Array.isArray(option.tooltip) ? option.tooltip : [option.tooltip];
  return {
    ...option,
    tooltip: {
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? written(value) : typeof value === 'string' ? value : '—',
      ...tooltip,
    },
  };
}
