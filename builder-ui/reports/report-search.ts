import type { Condition } from '../workplace/documents/list-search.ts';
import { listSearchFrom } from '../workplace/documents/list-search.ts';

/** How a report is turned, as the address of the page says it; what is left out is as designed. */
export interface ReportSearch {
  /** `customer`, `orderedOn:month`. */
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
  /** `count`, `sum:total`. */
  readonly figures?: readonly string[];
  /** One of these, a falling one after `-`. */
  readonly sort?: string;
  readonly chart?: string;
  readonly heat?: true;
  /** Without subtotals. */
  readonly flat?: true;
  readonly where?: readonly Condition[];
  /** A name of `period.ts`, `all`, or `2026-01-01..2026-01-31`. */
  readonly period?: string;
}

/** The address's part, whatever somebody wrote into it: what is none is left out (SPEC [RPT-7]). */
export function reportSearchFrom(raw: Readonly<Record<string, unknown>>): ReportSearch {
  const { sort, chart, period } = raw;
  const { where } = listSearchFrom({ where: raw['where'] });
  const lists = (['rows', 'columns', 'figures'] as const).flatMap((name) => {
    const value = raw[name];
    if (!Array.isArray(value)) return [];
    return [
      [name, value.filter((one) => typeof one === 'string' && /^[\w.:]+$/.test(one)).slice(0, LIST_MAX)] as const,
    ];
  });
  return {
    ...Object.fromEntries(lists),
    ...(typeof sort === 'string' && sort !== '' ? { sort } : {}),
    ...(typeof chart === 'string' && chart !== '' ? { chart } : {}),
    ...(raw['heat'] === true ? { heat: true as const } : {}),
    ...(raw['flat'] === true ? { flat: true as const } : {}),
    ...(where === undefined ? {} : { where }),
    ...(typeof period === 'string' && /^[\w.-]+$/.test(period) ? { period } : {}),
  };
}

const LIST_MAX = 8;
