import type { ChangesText } from './changes-texts.ts';

/** How long something takes, as roughly as one can know it. */
export function durationWords(ms: number, text: ChangesText): string {
  const seconds = Math.round(ms / 1000);
  if (seconds <= 1) return text('underASecond');
  return seconds < 90 ? text('seconds', { count: seconds }) : text('minutes', { count: Math.round(seconds / 60) });
}
