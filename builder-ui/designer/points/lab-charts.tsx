import { Segmented } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { pointsText, type Bin, type LabAnswer } from './lab-figures.ts';
import { useLabText } from './lab-texts.ts';

export interface TwinProps {
  readonly title: string;
  readonly hint: string;
  readonly chart: ReactNode;
  readonly table: ReactNode;
}

/** A chart and the table that says the same. */
export function Twin({ title, hint, chart, table }: TwinProps): ReactNode {
  const text = useLabText();
  const id = useId();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="lab-head">
        <h2 id={id}>{title}</h2>
        <Segmented
          size="small"
          aria-label={text('viewOf', { title })}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart' as const, label: text('asChart') },
            { value: 'table' as const, label: text('asTable') },
          ]}
        />
      </div>
      <p className="flow-hint">{hint}</p>
      {view === 'chart' && <Legend />}
      {view === 'chart' ? chart : table}
    </section>
  );
}

function Legend(): ReactNode {
  const text = useLabText();
  return (
    <p className="lab-legend">
      <span className="lab-key is-before" aria-hidden="true" /> {text('now')}
      <span className="lab-key is-after" aria-hidden="true" /> {text('then')}
    </p>
  );
}

const WIDTH = 720;
const HEIGHT = 210;
const FLOOR = 170;
const LEFT = 34;

/** What a range of points is called. */
export function binName({ from, to }: Bin, locale: 'en' | 'zh-CN'): string {
  if (to === 0) return '0';
  return `${pointsText(String(from), locale)}–${pointsText(String(to), locale)}`;
}

/** People by their points: two bars for each range. */
export function HistogramChart({ bins, title }: { readonly bins: readonly Bin[]; readonly title: string }): ReactNode {
  const { locale } = useLanguage();
  const highest = Math.max(1, ...bins.flatMap(({ before, after }) => [before, after]));
  const step = (WIDTH - LEFT) / Math.max(1, bins.length);
  const bar = Math.min(28, step / 2 - 5);
  const y = (count: number): number => FLOOR - (count / highest) * (FLOOR - 22);
  const ticks = [...new Set([0, Math.ceil(highest / 2), highest])];
  return (
    <svg className="lab-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="lab-grid" x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} />
          <text className="lab-tick" x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {bins.map((bin, index) => {
        const middle = LEFT + step * index + step / 2;
        return (
          <g key={bin.to}>
            {(['before', 'after'] as const).map((side) => (
              <g key={side}>
                <rect
                  className={`lab-bar is-${side}`}
                  x={side === 'before' ? middle - bar - 1 : middle + 1}
                  y={y(bin[side])}
                  width={bar}
                  height={FLOOR - y(bin[side])}
                  rx={3}
                />
                {bin[side] > 0 && (
                  <text
                    className="lab-count"
                    x={side === 'before' ? middle - bar / 2 - 1 : middle + bar / 2 + 1}
                    y={y(bin[side]) - 4}
                    textAnchor="middle"
                  >
                    {bin[side]}
                  </text>
                )}
              </g>
            ))}
            <text className="lab-tick" x={middle} y={FLOOR + 18} textAnchor="middle">
              {binName(bin, locale)}
            </text>
          </g>
        );
      })}
      <line className="lab-axis" x1={LEFT} x2={WIDTH} y1={FLOOR} y2={FLOOR} />
    </svg>
  );
}

type Group = LabAnswer['departments'][number];
type Spread = NonNullable<Group['spread']>['before'];

/** The middle half and the median of each group, as it is and under the draft. */
export function BoxRows({ groups, title }: { readonly groups: readonly Group[]; readonly title: string }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const highest = Math.max(
    1,
    ...groups.flatMap(({ spread }) => [Number(spread?.before.upper ?? 0), Number(spread?.after.upper ?? 0)]),
  );
  return (
    <ul className="lab-boxes" aria-label={title}>
      {groups.map((group) => (
        <li key={group.id ?? ''}>
          <span className="lab-box-name">
            {group.label || text('noGroup')} <small>{group.people}</small>
          </span>
          {group.spread === null ? (
            <span className="lab-box-none">{text('tooFew')}</span>
          ) : (
            <svg
              viewBox="0 0 400 40"
              preserveAspectRatio="none"
              role="img"
              aria-label={`${group.label || text('noGroup')}: ${text('median')} ${pointsText(group.spread.before.median, locale)} → ${pointsText(group.spread.after.median, locale)}`}
            >
              <Box spread={group.spread.before} highest={highest} side="before" />
              <Box spread={group.spread.after} highest={highest} side="after" />
            </svg>
          )}
          <span className="lab-box-figure">
            {group.spread !== null && (
              <>
                {pointsText(group.spread.before.median, locale)} → {pointsText(group.spread.after.median, locale)}
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Box({
  spread,
  highest,
  side,
}: {
  readonly spread: Spread;
  readonly highest: number;
  readonly side: 'before' | 'after';
}): ReactNode {
  const x = (value: string | null): number => 4 + (Math.max(0, Number(value ?? 0)) / highest) * 390;
  const top = side === 'before' ? 4 : 22;
  return (
    <>
      <rect
        className={`lab-box is-${side}`}
        x={x(spread.lower)}
        y={top}
        width={Math.max(2, x(spread.upper) - x(spread.lower))}
        height={14}
        rx={3}
      />
      <line
        className={`lab-median is-${side}`}
        x1={x(spread.median)}
        x2={x(spread.median)}
        y1={top - 2}
        y2={top + 16}
      />
    </>
  );
}
