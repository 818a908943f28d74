import type { Locale } from '../../schema/core/text.ts';

const STEPS = [
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
] as const;

const WEEK = 7 * 86_400;

/** How long ago a moment is, or how far off; after a week its date, with the year where it is another one. Both ISO 8601. */
export function sinceText(at: string, now: string, locale: Locale): string {
  const seconds = Math.round((Date.parse(at) - Date.parse(now)) / 1_000);
  if (Number.isNaN(seconds)) return at;
  const far = Math.abs(seconds);
  if (far >= WEEK) {
    const year = at.slice(0, 4) === now.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
    return new Intl.DateTimeFormat(locale, { ...year, month: 'short', day: 'numeric' }).format(new Date(at));
  }
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  if (far < 60) return format.format(0, 'second');
  const [unit, size] = STEPS.findLast(([, own]) => far >= own) ?? STEPS[0];
  // Chinese has a space beside figures.
  return format.format(Math.trunc(seconds / size), unit).replace(/^(\d+)(?=\p{L})/u, '$1 ');
}
