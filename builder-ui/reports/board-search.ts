import type { Condition } from '../workplace/documents/list-search.ts';
import { listSearchFrom } from '../workplace/documents/list-search.ts';

/** What a dashboard shows, as the address of the page says it. */
export interface BoardSearch {
  /** A name of `period.ts`, `all`, or `2026-01-01..2026-01-31`. */
  readonly period?: string;
  /** Values of fields that tiles have in common; `field` is the key of `common-fields.ts`. */
  readonly where?: readonly Condition[];
  /** Fills the screen, for a wall. */
  readonly screen?: 1;
  /** Seconds until the next dashboard. */
  readonly pace?: number;
}

const PACE_MIN = 5;
const PACE_MAX = 3_600;

/** The address's part, whatever somebody wrote into it: what is none is left out (SPEC [RPT-7]). */
export function boardSearchFrom(raw: Readonly<Record<string, unknown>>): BoardSearch {
  const { period, screen, pace } = raw;
  const { where } = listSearchFrom({ where: raw['where'] });
  const seconds = typeof pace === 'number' && Number.isFinite(pace) ? Math.round(pace) : 0;
  return {
    ...(typeof period === 'string' && /^[\w.-]+$/.test(period) ? { period } : {}),
    ...(where === undefined ? {} : { where }),
    ...(screen === 1 ? { screen: 1 as const } : {}),
    ...(seconds >= PACE_MIN && seconds <= PACE_MAX ? { pace: seconds } : {}),
  };
}
