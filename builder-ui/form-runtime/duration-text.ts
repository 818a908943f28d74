import {
  addDecimal,
  decimal,
  decimalText,
  multiplyDecimal,
  parseDecimal,
  type Decimal,
} from '../../schema/core/decimal.ts';
import { parseDuration } from '../../schema/expr/calendar.ts';
import type { FormText } from './form-texts.ts';

const UNITS: readonly (readonly [pattern: RegExp, seconds: bigint])[] = [
  [/^(?:days?|d|天|日)/i, 86_400n],
  [/^(?:hours?|hrs?|h|小时|个小时|时)/i, 3_600n],
  [/^(?:minutes?|mins?|min|m|分钟|分)/i, 60n],
  [/^(?:seconds?|secs?|s|秒)/i, 1n],
];

/**
 * A length of time as people write it (`1 h 30 min`, `1小时30分`, `1:30`, `90m`) or as ISO 8601, in the form of the
 * API: `PT5400S`. `undefined` for anything else.
 */
export function typedDuration(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  const seconds =
    parseDuration(plain.toUpperCase().startsWith('P') ? plain.toUpperCase() : plain) ?? spokenSeconds(plain);
  return seconds === undefined ? undefined : `PT${decimalText(seconds)}S`;
}

function spokenSeconds(text: string): Decimal | undefined {
  const clock = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (clock !== null) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock;
    return decimal(BigInt(hours) * 3_600n + BigInt(minutes) * 60n + BigInt(seconds), 0);
  }
  let total = decimal(0n, 0);
  let rest = text;
  while (rest !== '') {
    const amount = /^\s*(\d+(?:\.\d+)?)\s*/.exec(rest);
    if (amount === null) return undefined;
    rest = rest.slice(amount[0].length);
    const unit = UNITS.find(([pattern]) => pattern.test(rest));
    const number = parseDecimal(amount[1] ?? '');
    if (unit === undefined || number === undefined) return undefined;
    rest = rest.replace(unit[0], '').trimStart();
    total = addDecimal(total, multiplyDecimal(number, decimal(unit[1], 0)));
  }
  return text === '' ? undefined : total;
}

/** A length of time in words; a text that is none stands as it was typed. */
export function shownDuration(value: string, t: FormText): string {
  const seconds = parseDuration(value) ?? parseDecimal(value);
  if (seconds === undefined || seconds.scale > 6) return value;
  const whole = Number(seconds.coefficient) / 10 ** seconds.scale;
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  const left = Math.round((whole % 60) * 1_000) / 1_000;
  const parts = [
    ...(days === 0 ? [] : [t('durationDays', { count: days })]),
    ...(hours === 0 ? [] : [t('durationHours', { count: hours })]),
    ...(minutes === 0 ? [] : [t('durationMinutes', { count: minutes })]),
    ...(left === 0 && whole > 0 ? [] : [t('durationSeconds', { count: left })]),
  ];
  return parts.join(t('durationDays', { count: 1 }).includes(' ') ? ' ' : '');
}
