import type { Locale } from '../../schema/core/text.ts';
import { instantText, localText, parseDate, parseInstant, parseTime, startOfDay } from '../../schema/expr/calendar.ts';

/** An instant as a `datetime-local` input has it, on the clock of the tenant's time zone; `''` for none. */
export function localInput(value: string, timeZone: string): string {
  const instant = parseInstant(value);
  return instant === undefined ? '' : localText(instant, timeZone).replace(' ', 'T').slice(0, 16);
}

const MICROS_PER_MINUTE = 60_000_000n;

/** The instant at which a clock in the time zone shows this; `undefined` for what is no moment. */
export function instantOfLocal(text: string, timeZone: string): string | undefined {
  const [day = '', clock = ''] = text.split('T');
  const [days, time] = [parseDate(day), parseTime(clock)];
  if (days === undefined || time === undefined) return undefined;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const guess = startOfDay(days, timeZone) + BigInt(hours * 60 + minutes) * MICROS_PER_MINUTE;
  // A day on which the clock changes is an hour longer or shorter after the change.
  const shown = localText(guess, timeZone);
  const [shownHours = 0, shownMinutes = 0] = shown.slice(11).split(':').map(Number);
  const off = hours * 60 + minutes - (shownHours * 60 + shownMinutes);
  return instantText(guess + BigInt(Math.abs(off) > 180 ? 0 : off) * MICROS_PER_MINUTE);
}

/** A date that was typed or pasted: `2026-3-1`, `2026/3/1`, `2026.3.1`, `2026年3月1日`, `20260301`. */
export function typedDate(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  const match =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseDate(date) === undefined ? undefined : date;
}

const DATE = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit', hour12: false } as const;

/** A date for reading; what is none stands as it is. */
export function shownDate(value: string, locale: Locale): string {
  const days = parseDate(value);
  if (days === undefined) return value;
  return new Intl.DateTimeFormat(dateLocale(locale), { ...DATE, timeZone: 'UTC' }).format(new Date(days * 86_400_000));
}

/** A moment for reading, on the clock of the time zone. */
export function shownMoment(value: string, locale: Locale, timeZone: string): string {
  const instant = parseInstant(value);
  if (instant === undefined) return value;
  return new Intl.DateTimeFormat(dateLocale(locale), { ...DATE, ...CLOCK, timeZone }).format(
    new Date(Number(instant / 1_000n)),
  );
}

/** English is read on both sides of the Atlantic: dates with the year first leave nobody guessing. */
function dateLocale(locale: Locale): string {
  return locale === 'en' ? 'en-CA' : locale;
}
