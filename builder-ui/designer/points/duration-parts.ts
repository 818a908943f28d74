import type { Locale } from '../../../schema/core/text.ts';

/** The units that lengths of time are set in, from the longest. */
export const DURATION_UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

export interface DurationParts {
  readonly count: number;
  readonly unit: DurationUnit;
}

const DATE_UNITS: Readonly<Record<string, DurationUnit>> = { Y: 'years', M: 'months', W: 'weeks', D: 'days' };
const TIME_UNITS: Readonly<Record<string, DurationUnit>> = { H: 'hours', M: 'minutes' };

/** `P12M` as 12 months; `undefined` for a length of several units, which is shown as it is. */
export function durationParts(duration: string): DurationParts | undefined {
  const found = /^P(T?)(\d+)([A-Z])$/.exec(duration);
  const unit = (found?.[1] === 'T' ? TIME_UNITS : DATE_UNITS)[found?.[3] ?? ''];
  return found === null || unit === undefined ? undefined : { count: Number(found[2]), unit };
}

/** 12 months as `P12M`. */
export function durationOf({ count, unit }: DurationParts): string {
  const isTime = unit === 'hours' || unit === 'minutes';
  return `P${isTime ? 'T' : ''}${count}${unit.charAt(0).toUpperCase()}`;
}

/** A length of time in words: `12 months`, `12 个月`. */
export function durationWords(duration: string, locale: Locale): string {
  const [date = '', time = ''] = duration.slice(1).split('T');
  const parts = [
    [date, DATE_UNITS],
    [time, TIME_UNITS],
  ] as const;
  const words = parts.flatMap(([text, units]) =>
    [...text.matchAll(/(\d+)([A-Z])/g)].flatMap(([, count = '', letter = '']) => {
      const unit = units[letter];
      if (unit === undefined) return [];
      if (locale === 'zh-CN') return [`${count} ${UNIT_WORDS[unit][locale]}`];
      return [`${count} ${count === '1' ? unit.slice(0, -1) : unit}`];
    }),
  );
  return words.length === 0 ? duration : words.join(' ');
}

/** The unit's name by itself. */
export function unitWord(unit: DurationUnit, locale: Locale): string {
  return UNIT_WORDS[unit][locale];
}

const UNIT_WORDS: Readonly<Record<DurationUnit, Readonly<Record<Locale, string>>>> = {
  years: { en: 'years', 'zh-CN': '年' },
  months: { en: 'months', 'zh-CN': '个月' },
  weeks: { en: 'weeks', 'zh-CN': '周' },
  days: { en: 'days', 'zh-CN': '天' },
  hours: { en: 'hours', 'zh-CN': '小时' },
  minutes: { en: 'minutes', 'zh-CN': '分钟' },
};
