import { BarChart, FunnelChart, GaugeChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendScrollComponent,
  LegendPlainComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use as load, type ECharts } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { useAppearance } from '../shell/appearance.tsx';
import type { ChartOption, ChartPick } from './chart-option.ts';
import { chartTip } from './chart-tip.ts';
import { chartTheme } from './chart-theme.ts';

load([
  BarChart,
  LineChart,
  PieChart,
  ScatterChart,
  FunnelChart,
  GaugeChart,
  GridComponent,
  LegendPlainComponent,
  LegendScrollComponent,
  TooltipComponent,
  MarkLineComponent,
  LabelLayout,
  SVGRenderer,
]);

interface ChartCanvasProps {
  readonly option: ChartOption;
  readonly onPick: ((pick: ChartPick) => void) | undefined;
}

/** The drawing itself. It says nothing to screen readers: the table beside it does. */
export function ChartCanvas({ option, onPick }: ChartCanvasProps): ReactNode {
  const { theme } = useAppearance();
  const home = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | undefined>(undefined);
  const picked = useEffectEvent((pick: ChartPick) => onPick?.(pick));
  const show = useEffectEvent((drawn: ECharts) => drawn.setOption(quiet(option), { notMerge: true }));

  useEffect(() => {
    const element = home.current;
    if (element === null) return undefined;
    const drawn = init(element, chartTheme(element), { renderer: 'svg' });
    chart.current = drawn;
    drawn.on('click', ({ seriesIndex, dataIndex, name }) => {
      if (seriesIndex !== undefined) picked({ seriesIndex, dataIndex, name });
    });
    show(drawn);
    const watch = new ResizeObserver(() => drawn.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.dispose();
      chart.current = undefined;
    };
    // Drawn anew in the other colours.
  }, [theme]);

  useEffect(() => {
    chart.current?.setOption(quiet(option), { notMerge: true });
  }, [option]);

  return <div ref={home} className={`chart-canvas${onPick === undefined ? '' : ' is-pickable'}`} aria-hidden="true" />;
}

/** Tips are elements of ours. Who wants less motion gets none. */
function quiet(option: ChartOption): ChartOption {
  const [tooltip] = Array.isArray(option.tooltip) ? option.tooltip : [option.tooltip];
  const written = (value: unknown): string => tooltip?.valueFormatter?.(value as never, 0) ?? String(value);
  return {
    ...option,
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 300,
    tooltip: { ...tooltip, renderMode: 'html', confine: true, formatter: (params) => chartTip(params, written) },
  };
}
