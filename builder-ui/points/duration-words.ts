import type { Locale } from '../../schema/core/text.ts';

const UNITS = [
  [/(\d+)Y/, { en: ['year', 'years'], 'zh-CN': ['年', '年'] }],
  [/(\d+)M/, { en: ['month', 'months'], 'zh-CN': ['个月', '个月'] }],
  [/(\d+)W/, { en: ['week', 'weeks'], 'zh-CN': ['周', '周'] }],
  [/(\d+)D/, { en: ['day', 'days'], 'zh-CN': ['天', '天'] }],
] as const;

/** An ISO 8601 duration of calendar parts in words: `P12M` as “12 months”. */
export function shownDuration(duration: string, locale: Locale): string {
  const parts = UNITS.flatMap(([pattern, words]) => {
    const count = pattern.exec(duration)?.[1];
    if (count === undefined) return [];
    const [one, other] = words[locale];
    return [locale === 'en' ? `${count} ${count === '1' ? one : other}` : `${count} ${one}`];
  });
  return parts.length === 0 ? duration : parts.join(' ');
}
