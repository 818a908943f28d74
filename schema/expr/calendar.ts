import { decimal, parseDecimal, roundDecimal, type Decimal } from '../core/decimal.ts';

/**
 * Dates, instants and durations for the evaluator. A date is a count of days since 1970-01-01, an instant a count of
 * microseconds (PostgreSQL's resolution), both in the proleptic Gregorian calendar; a duration is exact seconds.
 */
export const MICROS_PER_SECOND = 1_000_000n;
const SECONDS_PER_DAY = 86_400n;
export const MICROS_PER_DAY = SECONDS_PER_DAY * MICROS_PER_SECOND;

export const DATE_MIN = daysOf(1, 1, 1);
export const DATE_MAX = daysOf(9999, 12, 31);
/** Instants keep a day's distance from the ends, so that their date in any time zone is a date. */
export const INSTANT_MIN = BigInt(DATE_MIN + 1) * MICROS_PER_DAY;
export const INSTANT_MAX = BigInt(DATE_MAX) * MICROS_PER_DAY - 1n;

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01 of a civil date; after Howard Hinnant, “chrono-compatible low-level date algorithms”. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The civil date of a count of days; same source. */
export function civilOf(days: number): Civil {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}

/** Days of `2026-01-31`; `undefined` for anything else, wrong days of the month included. */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysOf(year, month, day);
}

export function dateText(days: number): string {
  const { year, month, day } = civilOf(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `08:00`, `08:00:30` or with a fraction to microseconds, as `08:00:30[.ffffff]`; `undefined` for anything else. */
export function parseTime(text: string): string | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/.exec(text);
  if (match === null) return undefined;
  const fraction = (match[4] ?? '').replace(/0+$/, '');
  return `${match[1]}:${match[2]}:${match[3] ?? '00'}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Microseconds since the epoch of an ISO 8601 instant with `Z` or an offset; `undefined` for anything else. */
export function parseInstant(text: string): bigint | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/.exec(
    text,
  );
  if (match === null) return undefined;
  const days = parseDate(match[1] ?? '');
  const time = parseTime(match[2] ?? '');
  if (days === undefined || time === undefined) return undefined;
  const offsetMinutes = (Number(match[4] ?? 0) * 60 + Number(match[5] ?? 0)) * (match[3] === '-' ? -1 : 1);
  const micros = BigInt(days) * MICROS_PER_DAY + microsOfTime(time) - BigInt(offsetMinutes) * 60n * MICROS_PER_SECOND;
  return inInstantRange(micros);
}

/** The instant when it lies in the years that are kept, else `undefined` (SPEC EXP-15). */
export function inInstantRange(micros: bigint): bigint | undefined {
  return micros < INSTANT_MIN || micros > INSTANT_MAX ? undefined : micros;
}

/** Whether a date begins, in any time zone, at a moment that is kept. */
export function isInnerDate(days: number): boolean {
  return days >= DATE_MIN + 2 && days <= DATE_MAX - 2;
}

export function inDateRange(days: number): number | undefined {
  return days < DATE_MIN || days > DATE_MAX ? undefined : days;
}

/** `2026-03-01T01:00:00.000Z`, with six digits when there are microseconds. */
export function instantText(micros: bigint): string {
  const { days, rest } = splitDays(micros);
  const fraction = String(rest % MICROS_PER_SECOND).padStart(6, '0');
  return `${dateText(days)}T${clockText(rest)}.${fraction.endsWith('000') ? fraction.slice(0, 3) : fraction}Z`;
}

/** The date in a time zone. */
export function localDate(micros: bigint, timeZone: string): number {
  return splitDays(micros + offsetMicros(micros, timeZone)).days;
}

/** Date and clock in a time zone as `2026-03-01 09:00:00`, fractions cut off. */
export function localText(micros: bigint, timeZone: string): string {
  const { days, rest } = splitDays(micros + offsetMicros(micros, timeZone));
  return `${dateText(days)} ${clockText(rest)}`;
}

/** The hour of the day in a time zone, 0 to 23. */
export function localHour(micros: bigint, timeZone: string): number {
  return Number(splitDays(micros + offsetMicros(micros, timeZone)).rest / (3600n * MICROS_PER_SECOND));
}

/**
 * The instant at which a date begins in a time zone. A local midnight that a clock change skips is read with the
 * offset before it, one that occurs twice with the offset after it, as PostgreSQL's DetermineTimeZoneOffset does.
 */
export function startOfDay(days: number, timeZone: string): bigint {
  const local = BigInt(days) * MICROS_PER_DAY;
  const before = local - offsetMicros(local - MICROS_PER_DAY, timeZone);
  const after = local - offsetMicros(local + MICROS_PER_DAY, timeZone);
  if (before === after) return before;
  const isAfterValid = after + offsetMicros(after, timeZone) === local;
  return isAfterValid ? after : before;
}

/** The date `months` months later, the day cut to the month's last; `undefined` outside the years that are kept. */
export function addMonths(days: number, months: number): number | undefined {
  const { year, month, day } = civilOf(days);
  const total = year * 12 + month - 1 + months;
  if (total < 12 || total >= 120_000) return undefined;
  const [newYear, newMonth] = [Math.floor(total / 12), (total % 12) + 1];
  return daysOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** Exact seconds of `P7D`, `PT2M`, `-PT0.5S`, `72h`, `1h30m`; `undefined` for anything else, months and years too. */
export function parseDuration(text: string): Decimal | undefined {
  const iso =
    /^(-)?P(?=.)(?:(\d{1,6})W)?(?:(\d{1,7})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:\.\d{1,6})?)S)?)?$/;
  const short = /^(-)?(?=.)()(?:(\d{1,7})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,12}(?:\.\d{1,6})?)s)?$/;
  const match = iso.exec(text) ?? short.exec(text);
  if (match === null) return undefined;
  const [, sign, weeks, days, hours, minutes, seconds] = match;
  const whole =
    BigInt(weeks || 0) * 7n * SECONDS_PER_DAY +
    BigInt(days || 0) * SECONDS_PER_DAY +
    BigInt(hours || 0) * 3600n +
    BigInt(minutes || 0) * 60n;
  const rest = parseDecimal(seconds ?? '0');
  if (rest === undefined) return undefined;
  const unit = 10n ** BigInt(rest.scale);
  const total = whole * unit + rest.coefficient;
  return decimal(sign === '-' ? -total : total, rest.scale);
}

/** Whole microseconds of exact seconds, half away from zero. */
export function microsOf(seconds: Decimal): bigint {
  const rounded = roundDecimal(seconds, 6);
  return rounded.coefficient * 10n ** BigInt(6 - rounded.scale);
}

export function secondsOf(micros: bigint): Decimal {
  return decimal(micros, 6);
}

/** Whether the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return formatterOf(name) !== undefined;
  } catch {
    return false;
  }
}

function splitDays(micros: bigint): { readonly days: number; readonly rest: bigint } {
  const rest = ((micros % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  return { days: Number((micros - rest) / MICROS_PER_DAY), rest };
}

function clockText(microsOfDay: bigint): string {
  const seconds = Number(microsOfDay / MICROS_PER_SECOND);
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
}

function microsOfTime(time: string): bigint {
  const [clock = '', fraction = ''] = time.split('.');
  const [hours = '0', minutes = '0', seconds = '0'] = clock.split(':');
  const whole = BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  return whole * MICROS_PER_SECOND + BigInt(fraction.padEnd(6, '0'));
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}

/** Offsets change on quarter hours only (since standard time began), so one look-up serves a quarter hour. */
const QUARTER_MS = 900_000;
const OFFSETS_KEPT = 20_000;
const offsets = new Map<string, Map<number, bigint>>();

function offsetMicros(micros: bigint, timeZone: string): bigint {
  if (timeZone === 'UTC') return 0n;
  const quarter = Math.floor(Number(micros / 1000n) / QUARTER_MS);
  let zone = offsets.get(timeZone);
  if (zone === undefined || zone.size > OFFSETS_KEPT) {
    zone = new Map();
    offsets.set(timeZone, zone);
  }
  const known = zone.get(quarter);
  if (known !== undefined) return known;
  const parts: Record<string, number> = {};
  const at = quarter * QUARTER_MS;
  for (const part of formatterOf(timeZone).formatToParts(at)) parts[part.type] = Number(part.value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const localSeconds = daysOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  const offset = BigInt(localSeconds - at / 1000) * MICROS_PER_SECOND;
  zone.set(quarter, offset);
  return offset;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
