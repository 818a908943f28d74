import type { SystemName, Workload } from './contract.ts';
import type { Summary } from './summary.ts';

export interface ChartInput {
  readonly title: string;
  readonly subtitle: string;
  readonly systems: readonly { readonly name: SystemName; readonly title: string }[];
  readonly workloads: readonly { readonly id: Workload; readonly title: string }[];
  /** Of one number of clients. */
  readonly summaries: readonly Summary[];
}

/** Colours that stand out from white and from black alike. */
const COLOURS: Readonly<Record<SystemName, string>> = {
  sql: '#8a8f98',
  formwork: '#d9480f',
  postgraphile: '#2f7ed8',
  usual: '#2b9a66',
  directus: '#9a5fd0',
};

const WIDTH = 860;
const LEFT = 210;
const RIGHT = 120;
const BAR = 14;
const GAP = 14;
const TOP = 92;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1c2024; }
.big { font-size: 17px; font-weight: 600; } .soft { fill: #5d6670; font-size: 12px; }
.line { stroke: #c4cad1; stroke-width: 1; } .one { stroke: #5d6670; stroke-dasharray: 4 3; }
.spread { stroke: #1c2024; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e8eaed; } .soft { fill: #a2abb5; } .line { stroke: #3a4149; } .one { stroke: #a2abb5; } .spread { stroke: #e8eaed; }
}`;

/** Bars of throughput ratios by workload, with the least and the most of any round as a line. Readable on light and dark. */
export function chartSvg({ title, subtitle, systems, workloads, summaries }: ChartInput): string {
  const found = (system: SystemName, workload: Workload): Summary | undefined =>
    summaries.find((one) => one.system === system && one.workload === workload && one.ratio !== undefined);
  const most = Math.max(1.2, ...summaries.map(({ ratio }) => ratio?.most ?? 0));
  const scale = (ratio: number): number => LEFT + (ratio / most) * (WIDTH - LEFT - RIGHT);
  const parts: string[] = [];
  let y = TOP;
  for (const { id, title: name } of workloads) {
    const those = systems.flatMap((system) => {
      const summary = found(system.name, id);
      return summary === undefined ? [] : [summary];
    });
    if (those.length === 0) continue;
    const middle = y + (those.length * BAR) / 2;
    parts.push(
      `<text x="12" y="${middle - 2}" font-weight="600">${id}</text>`,
      `<text class="soft" x="12" y="${middle + 14}">${escaped(name)}</text>`,
    );
    for (const { system, ratio } of those) {
      if (ratio === undefined) continue;
      parts.push(bar(y, { colour: COLOURS[system], ...ratio, scale }));
      y += BAR;
    }
    y += GAP;
  }
  const bottom = y - GAP + 6;
  const ticks = Array.from({ length: Math.floor(most / 0.2) + 1 }, (_, index) => index * 0.2);
  const axis = ticks.map((tick) => {
    const isOne = Math.abs(tick - 1) < 0.01;
    const x = scale(tick).toFixed(1);
    return `<line class="${isOne ? 'one' : 'line'}" x1="${x}" x2="${x}" y1="${TOP - 6}" y2="${bottom}"/><text class="soft" x="${x}" y="${bottom + 16}" text-anchor="middle">${tick.toFixed(1)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 28}" width="${WIDTH}" height="${bottom + 28}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    `<text class="big" x="12" y="26">${escaped(title)}</text>`,
    `<text class="soft" x="12" y="46">${escaped(subtitle)}</text>`,
    legend(systems),
    ...axis,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

interface Bar {
  readonly colour: string;
  readonly middle: number;
  readonly least: number;
  readonly most: number;
  readonly scale: (ratio: number) => number;
}

function bar(y: number, { colour, middle, least, most, scale }: Bar): string {
  const width = Math.max(1, scale(middle) - LEFT).toFixed(1);
  const centre = y + BAR / 2 - 1;
  const after = (scale(Math.max(middle, most)) + 6).toFixed(1);
  return [
    `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR - 2}" fill="${colour}"/>`,
    `<line class="spread" x1="${scale(least).toFixed(1)}" x2="${scale(most).toFixed(1)}" y1="${centre}" y2="${centre}"/>`,
    `<text class="soft" x="${after}" y="${y + BAR - 4}">${middle.toFixed(2)}</text>`,
  ].join('');
}

function legend(systems: ChartInput['systems']): string {
  let x = 12;
  const items = systems.map(({ name, title }) => {
    const item = `<rect x="${x}" y="60" width="11" height="11" fill="${COLOURS[name]}"/><text class="soft" x="${x + 16}" y="70">${escaped(title)}</text>`;
    x += 30 + title.length * 6.4;
    return item;
  });
  return items.join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
