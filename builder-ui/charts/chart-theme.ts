/** The page's colours and type as the chart library wants them; read when light and dark change. */
export function chartTheme(element: Element): Readonly<Record<string, unknown>> {
  const styles = getComputedStyle(element);
  const value = (name: string): string => styles.getPropertyValue(name).trim();
  const [ink, soft, line, grid, surface] = [
    value('--ink'),
    value('--ink-soft'),
    value('--line'),
    value('--line-soft'),
    value('--surface'),
  ];
  const text = { color: soft, fontFamily: styles.fontFamily, fontSize: 12 };
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: text,
    nameTextStyle: text,
    splitLine: { lineStyle: { color: grid } },
  };
  return {
    color: SERIES.map(value),
    backgroundColor: 'transparent',
    textStyle: { fontFamily: styles.fontFamily, color: ink },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    logAxis: axis,
    legend: { textStyle: { ...text, color: ink }, itemWidth: 12, itemHeight: 12, itemGap: 16, icon: 'roundRect' },
    tooltip: {
      backgroundColor: surface,
      borderColor: line,
      borderWidth: 1,
      textStyle: { color: ink, fontFamily: styles.fontFamily, fontSize: 13 },
      axisPointer: { lineStyle: { color: line }, shadowStyle: { color: grid, opacity: 0.6 } },
    },
    bar: { itemStyle: { borderRadius: 3 }, barMaxWidth: 44, label: { color: ink } },
    line: { symbolSize: 6, lineStyle: { width: 2.5 }, smooth: false },
    pie: {
      itemStyle: { borderColor: surface, borderWidth: 2 },
      label: { color: ink },
      labelLine: { lineStyle: { color: line } },
    },
    funnel: { itemStyle: { borderColor: surface, borderWidth: 2 }, label: { color: ink } },
    gauge: { axisLine: { lineStyle: { color: [[1, grid]] } }, title: { color: soft }, detail: { color: ink } },
    markLine: { lineStyle: { color: soft }, label: { color: soft } },
  };
}

const SERIES = Array.from({ length: 8 }, (_, index) => `--chart-${index + 1}`);
