import type { TooltipComponentFormatterCallbackParams } from 'echarts';

/** One line of a tip. */
interface TipLine {
  readonly color: string;
  readonly name: string;
  readonly value: string;
}

/** More lines than these hide the chart that they are of; the table has them all. */
const LINES_MAX = 10;

/**
 * What is pointed at, as elements: the library's own tip either carries style attributes, which the page's policy
 * forbids, or is drawn on one line that a phone cuts. Long names break here, figures stand below each other.
 */
export function chartTip(
  params: TooltipComponentFormatterCallbackParams,
  written: (value: unknown) => string,
): HTMLElement {
  const all = Array.isArray(params) ? params : [params];
  const isOfAxis = Array.isArray(params);
  const [first] = all;
  const lines = all.map(({ color, name, seriesName, value, percent }): TipLine => {
    const values = Array.isArray(value) ? value : [value];
    const share = percent === undefined ? '' : ` (${String(Math.round(percent))}%)`;
    return {
      color: typeof color === 'string' ? color : '',
      name: isOfAxis ? (seriesName ?? '') : name,
      value: values.map(written).join(' · ') + share,
    };
  });
  const tip = made('div', 'chart-tip');
  const title = isOfAxis ? first?.name : first?.seriesName;
  if (title !== undefined && title !== '') tip.append(made('strong', 'chart-tip-title', title));
  for (const { color, name, value } of lines.slice(0, LINES_MAX)) {
    const mark = made('i', 'chart-tip-mark');
    mark.style.backgroundColor = color;
    tip.append(mark, made('span', 'chart-tip-name', name), made('span', 'chart-tip-value', value));
  }
  if (lines.length > LINES_MAX) tip.append(made('span', 'chart-tip-title', '…'));
  return tip;
}

function made(tag: 'div' | 'i' | 'span' | 'strong', className: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
