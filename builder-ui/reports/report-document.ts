import type { Axis, Measure, ReportPlan } from './report-ask.ts';
import { typeNames } from '../../schema/model/names.ts';

/** Groups that one level of a report shows at most; a report with more says so. */
export const GROUPS_MAX = 2_000;

/**
 * One document for a whole report, variable `where`: an aggregate for each level of rows against each level of
 * columns, so that every subtotal is the server's own and exact, averages and distinct counts too (SPEC [RPT-3]).
 */
export function reportDocument(plan: ReportPlan): string {
  const levels = levelsOf(plan).map((level) => levelText(plan, level));
  return `query ($where: ${typeNames(plan.entity.apiName).where}) { ${levels.join(' ')} }`;
}

/** Pairs of how many rows' and how many columns' groups a level has. */
export function levelsOf({
  rows,
  columns,
}: Pick<ReportPlan, 'rows' | 'columns'>): readonly (readonly [number, number])[] {
  return Array.from({ length: rows.length + 1 }, (_, down) =>
    Array.from({ length: columns.length + 1 }, (_unused, across) => [down, across] as const),
  ).flat();
}

/** The alias of a level in the answer. */
export function levelName([down, across]: readonly [number, number]): string {
  return `r${down}c${across}`;
}

function levelText({ entity, rows, columns, measures }: ReportPlan, level: readonly [number, number]): string {
  const [down, across] = level;
  const axes = [...rows.slice(0, down), ...columns.slice(0, across)];
  const args = ['where: $where'];
  if (axes.length > 0) args.push(`groupBy: [${axes.map(groupText).join(', ')}]`, `first: ${GROUPS_MAX}`);
  const key = axes.length === 0 ? '' : ` key { ${axes.map(keyText).join(' ')} }`;
  return `${levelName(level)}: ${entity.plural}Aggregate(${args.join(', ')}) { count${key}${measuresText(measures)} }`;
}

function groupText({ end, bucket }: Axis): string {
  const leaf = bucket === undefined ? 'VALUE' : bucket.toUpperCase();
  const inner = isRow(end.kind) ? `{ id: ${leaf} }` : leaf;
  return end.steps.reduceRight((below, step) => `{ ${step}: ${below} }`, inner);
}

/** `k0: customer { id name }`: what groups, under the place it has among the groups. */
function keyText({ end, bucket }: Axis, index: number): string {
  const named = end.kind === 'ref' ? end.target?.title : 'name';
  const leaf = isRow(end.kind)
    ? ` { ${[...new Set(['id', named ?? 'id'])].join(' ')} }`
    : bucket === undefined
      ? ''
      : `(bucket: ${bucket.toUpperCase()})`;
  const [first = '', ...rest] = end.steps;
  const inner = rest.reduceRight((below, step, at) => ` { ${step}${at === rest.length - 1 ? leaf : ''}${below} }`, '');
  return `k${index}: ${first}${rest.length === 0 ? leaf : inner}`;
}

function isRow(kind: Axis['end']['kind']): boolean {
  return kind === 'ref' || kind === 'user' || kind === 'org';
}

function measuresText(measures: readonly Measure[]): string {
  const fns = [...new Set(measures.map(({ fn }) => fn))].filter((fn) => fn !== 'count');
  return fns
    .map((fn) => {
      const names = measures.flatMap((one) => (one.fn === fn && one.end !== undefined ? [one.end.steps[0]] : []));
      return ` ${fn} { ${[...new Set(names)].join(' ')} }`;
    })
    .join('');
}
