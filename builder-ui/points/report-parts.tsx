import { useMemo, type ReactNode } from 'react';
import { Chart } from '../charts/chart.tsx';
import type { ChartOption } from '../charts/chart-option.ts';
import { evenness } from '../designer/points/lab-figures.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Panel } from './parts.tsx';
import { pointsText } from './points-figures.ts';
import { figureOf, spreadsOf, type Report, type ReportRow, type Spread } from './report-document.ts';
import { useReportText } from './report-texts.ts';

/** Gives a figure as people write it, by its unit. */
function useShownFigure(): (value: string | null, unit: string) => string {
  const text = useReportText();
  const { locale } = useLanguage();
  return (value, unit) => {
    if (value === null) return text('noData');
    switch (unit) {
      case 'share':
        return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(Number(value));
      case 'hours':
      case 'days':
        return text(unit, { value: pointsText(value) });
      default:
        return pointsText(value);
    }
  };
}

const TILES = [
  'earned',
  'redeemed',
  'outstanding',
  'budgetBurn',
  'gini',
  'zeroEarners',
  'redeemers',
  'signInRate',
  'productiveRate',
  'flagsUpheld',
] as const;

/** What one looks at first, each with its definition. */
export function Tiles({ report }: { readonly report: Report }): ReactNode {
  return (
    <ul className="pts-tiles">
      {TILES.map((id) => {
        const row = figureOf(report.rows, id);
        return row === undefined ? null : <Tile key={id} row={row} />;
      })}
    </ul>
  );
}

function Tile({ row }: { readonly row: ReportRow }): ReactNode {
  const text = useReportText();
  const shown = useShownFigure();
  const { id, label, value, unit, definition, baseline, numerator, denominator, note, suppressed } = row;
  const isPart = unit === 'share' && numerator !== null && denominator !== null;
  return (
    <li className="pts-tile">
      <span className="pts-label">{label}</span>
      <strong className={value === null ? 'is-none' : ''}>
        {suppressed ? text('tooFew') : shown(value, unit)}
        {id === 'gini' && value !== null && <small>{text(evenness(value))}</small>}
      </strong>
      {id === 'budgetBurn' && value !== null && (
        <span className="pts-bar" aria-hidden="true">
          <span style={{ inlineSize: `${Math.min(1, Math.max(0, Number(value))) * 100}%` }} />
        </span>
      )}
      {isPart && <small>{text('of', { part: pointsText(numerator), all: pointsText(denominator) })}</small>}
      {baseline !== null && (
        <small>
          {baseline.value === null ? text('noBefore') : text('before', { value: shown(baseline.value, unit) })}
        </small>
      )}
      <small className="pts-tile-says">{note ?? definition}</small>
    </li>
  );
}

const FLOW = ['asked', 'earned', 'matured', 'pending', 'released', 'clawedBack', 'redeemed', 'expired'] as const;

/** Where points went, from asked to spent. */
export function Flow({ report }: { readonly report: Report }): ReactNode {
  const text = useReportText();
  const option = useMemo<ChartOption>(() => {
    const rows = FLOW.flatMap((id) => {
      const row = figureOf(report.rows, id);
      return row === undefined || row.value === null ? [] : [row];
    });
    return barsOf(
      text('points'),
      rows.map(({ label, value }) => [label, Number(value)]),
    );
  }, [report, text]);
  return (
    <Panel title={text('flow')}>
      <div className="pts-chart is-tall">
        <Chart option={option} label={text('flow')} of={text('figure')} />
      </div>
    </Panel>
  );
}

/** What each rule gave. */
export function RuleShares({ report }: { readonly report: Report }): ReactNode {
  const text = useReportText();
  const rows = useMemo(
    () => report.rows.filter(({ id, numerator }) => id === 'ruleShare' && numerator !== null),
    [report],
  );
  const option = useMemo<ChartOption>(
    () =>
      barsOf(
        text('points'),
        rows
          .map((row) => [row.group?.label ?? '', Number(row.numerator)] as const)
          .sort(([, one], [, other]) => other - one),
      ),
    [rows, text],
  );
  const warnings = [...new Set(rows.flatMap(({ note }) => (note === null ? [] : [note])))];
  return (
    <Panel title={text('rules')}>
      <div className="pts-chart is-tall">
        <Chart option={option} label={text('rules')} of={text('rule')} />
      </div>
      {warnings.map((note) => (
        <p key={note} className="pts-warn">
          {note}
        </p>
      ))}
    </Panel>
  );
}

/** Lying bars, the first on top. */
function barsOf(name: string, rows: readonly (readonly [label: string, value: number])[]): ChartOption {
  return {
    grid: { left: 4, right: 28, top: 4, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'value', splitNumber: 4, axisLabel: { hideOverlap: true } },
    yAxis: { type: 'category', inverse: true, data: rows.map(([label]) => label) },
    series: [{ type: 'bar', name, data: rows.map(([, value]) => value), barMaxWidth: 20 }],
  };
}

interface SpreadsProps {
  readonly report: Report;
  readonly kind: 'department' | 'role';
}

/** How points are spread within departments or roles; of small ones nothing is told. */
export function Spreads({ report, kind }: SpreadsProps): ReactNode {
  const text = useReportText();
  const spreads = useMemo(() => spreadsOf(report.rows, kind), [report, kind]);
  if (spreads.length === 0) return null;
  const highest = Math.max(1, ...spreads.map(({ high }) => Number(high ?? 0)));
  const shown = spreads.filter((spread) => !isUntold(spread));
  const few = spreads.filter(isUntold).map(({ label }) => (label === '' ? text('noGroup') : label));
  return (
    <Panel
      title={text(kind === 'department' ? 'spreadDepartments' : 'spreadRoles')}
      {...(shown.length === 0 ? {} : { hint: text('spreadHint') })}
    >
      <ul className="pts-spreads">
        {shown.map((spread) => (
          <SpreadRow key={spread.key} spread={spread} highest={highest} />
        ))}
        {few.length > 0 && (
          <li className="pts-spread-few">
            <span className="pts-hint">{text('tooFew')}</span>
            <span>{few.join(' · ')}</span>
          </li>
        )}
      </ul>
    </Panel>
  );
}

/** Of so few people that a figure would tell of one. */
function isUntold({ isSuppressed, median }: Spread): boolean {
  return isSuppressed || median === null;
}

function SpreadRow({ spread, highest }: { readonly spread: Spread; readonly highest: number }): ReactNode {
  const text = useReportText();
  const shown = useShownFigure();
  const { label, low, lower, median, upper, high, perHead, gini, top, zero } = spread;
  const at = (value: string | null): number => (Math.max(0, Number(value ?? 0)) / highest) * 100;
  return (
    <li>
      <span className="pts-spread-name">{label === '' ? text('noGroup') : label}</span>
      {median !== null && (
        <>
          <span
            className="pts-spread"
            role="img"
            aria-label={text('spreadOf', {
              low: shown(low, 'points'),
              high: shown(high, 'points'),
              lower: shown(lower, 'points'),
              upper: shown(upper, 'points'),
              median: pointsText(median),
            })}
          >
            <span style={{ insetInlineStart: `${at(low)}%`, inlineSize: `${at(high) - at(low)}%` }} />
            <span
              className="is-half"
              style={{ insetInlineStart: `${at(lower)}%`, inlineSize: `${at(upper) - at(lower)}%` }}
            />
            <i style={{ insetInlineStart: `${at(median)}%` }} />
          </span>
          <span className="pts-spread-facts">
            <span>{text('perHead', { value: shown(perHead, 'points') })}</span>
            <span>{text('middle', { lower: shown(lower, 'points'), upper: shown(upper, 'points') })}</span>
            {gini !== null && <span>{text('gini', { value: gini })}</span>}
            {top !== null && <span>{text('top', { value: shown(top, 'share') })}</span>}
            <span>{text('zero', { value: shown(zero, 'share') })}</span>
          </span>
        </>
      )}
    </li>
  );
}

/** Every figure that there is something to count of, by block, with its definition. */
export function AllFigures({
  report,
  isCompared,
}: {
  readonly report: Report;
  readonly isCompared: boolean;
}): ReactNode {
  const text = useReportText();
  const shown = useShownFigure();
  const known = report.rows.filter(({ value }) => value !== null);
  const blocks = [...new Set(known.map(({ block }) => block))];
  return (
    <details className="pts-panel pts-figures">
      <summary>{text('all')}</summary>
      {blocks.map((block) => (
        <table key={block}>
          <caption>{block}</caption>
          <thead>
            <tr>
              <th scope="col">{text('figure')}</th>
              <th scope="col" className="is-number">
                {text('value')}
              </th>
              {isCompared && (
                <th scope="col" className="is-number">
                  {text('was')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {known
              .filter((row) => row.block === block)
              .map((row) => (
                <tr key={`${row.id} ${row.group?.kind ?? ''} ${row.group?.id ?? ''}`}>
                  <th scope="row">
                    {row.label}
                    {row.group !== null && <> · {row.group.label === '' ? text('noGroup') : row.group.label}</>}
                    <small>{row.note ?? row.definition}</small>
                  </th>
                  <td className="is-number">{shown(row.value, row.unit)}</td>
                  {isCompared && <td className="is-number">{shown(row.baseline?.value ?? null, row.unit)}</td>}
                </tr>
              ))}
          </tbody>
        </table>
      ))}
      <p className="pts-hint">{text('nothingToCount', { count: report.rows.length - known.length })}</p>
    </details>
  );
}
