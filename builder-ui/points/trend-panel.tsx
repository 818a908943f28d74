import { Segmented } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { Chart } from '../charts/chart.tsx';
import type { ChartOption } from '../charts/chart-option.ts';
import { shownDate } from '../form-runtime/moment-text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useMyText } from './my-texts.ts';
import { Panel } from './parts.tsx';
import { TREND_DOCUMENT, type Day } from './points-documents.ts';
import { stretches } from './points-figures.ts';
import { usePoints } from './use-points.ts';

const SPANS = {
  days30: { days: 30, by: 'day' },
  days90: { days: 91, by: 'week' },
  year: { days: 365, by: 'month' },
} as const;
type Span = keyof typeof SPANS;

/** What was earned and used, and the balance over it. */
export function TrendPanel(): ReactNode {
  const text = useMyText();
  const { locale } = useLanguage();
  const [span, setSpan] = useState<Span>('days90');
  const { days, by } = SPANS[span];
  const { data } = usePoints<{ readonly days: readonly Day[] }>({ query: TREND_DOCUMENT, variables: { days } });
  const option = useMemo<ChartOption | undefined>(() => {
    if (data === undefined) return undefined;
    const points = stretches(data.days, by);
    const name = (from: string): string =>
      by === 'month' ? from.slice(0, 7) : shownDate(from, locale).replace(/^\d{4}[-/]/, '');
    return {
      grid: { left: 8, right: 8, top: 36, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: points.map(({ from }) => name(from)) },
      yAxis: [{ type: 'value' }],
      series: [
        { type: 'bar', name: text('earned'), data: points.map(({ earned }) => earned), barMaxWidth: 18 },
        { type: 'bar', name: text('used'), data: points.map(({ used }) => -used), barMaxWidth: 18, stack: 'used' },
        {
          type: 'line',
          name: text('balance'),
          data: points.map(({ balance }) => balance),
          showSymbol: false,
          step: 'end',
          lineStyle: { width: 2 },
        },
      ],
    };
  }, [data, by, locale, text]);
  return (
    <Panel
      title={text('trend')}
      extra={
        <Segmented<Span>
          size="small"
          aria-label={text('span')}
          value={span}
          onChange={setSpan}
          options={(['days30', 'days90', 'year'] as const).map((value) => ({ value, label: text(value) }))}
        />
      }
    >
      <div className="pts-chart">{option !== undefined && <Chart option={option} label={text('trend')} />}</div>
    </Panel>
  );
}
