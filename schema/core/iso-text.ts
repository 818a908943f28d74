let last = { ms: Number.NaN, text: '' };

/** An instant as `Date` writes it, `2026-03-01T01:00:00.000Z`. Several are asked for in one millisecond, and each costs 1 % of a short answer. */
export function isoText(ms: number): string {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() };
  return last.text;
}
