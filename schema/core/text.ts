/** The languages every text of ours exists in; the first is the fallback. */
export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** A text per language tag, as templates carry it. */
export type Text = Readonly<Record<string, string>>;

/** The text in `locale`, else in English, else in any language there is; `''` when there is none. */
export function textIn(text: Text | undefined, locale: Locale): string {
  if (text === undefined) return '';
  return text[locale] ?? text['en'] ?? Object.values(text)[0] ?? '';
}

/** The best of our languages for an HTTP `Accept-Language` value (RFC 9110 §12.5.4). */
export function localeFor(acceptLanguage: string | undefined): Locale {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.trim().split(';');
      const quality = options.map((option) => /^\s*q=([\d.]+)/.exec(option)?.[1]).find((found) => found !== undefined);
      return { tag: tag.trim().toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of ranked) {
    if (tag === 'zh' || tag.startsWith('zh-')) return 'zh-CN';
    if (tag === 'en' || tag.startsWith('en-') || tag === '*') return 'en';
  }
  return 'en';
}
