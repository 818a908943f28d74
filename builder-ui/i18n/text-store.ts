import type { Locale } from '../../schema/core/text.ts';

/**
 * The texts of one area of the application, each in every language; `{name}` stands for a value. A text that differs
 * by number has the keys `x_one` and `x_other`, is asked for as `x`, and takes its form from the value `count`.
 */
export type AreaTexts = Readonly<Record<string, Readonly<Record<Locale, string>>>>;

export type TextParams = Readonly<Record<string, string | number>>;

/** The keys by which the texts are asked for. */
export type TextKeyOf<Texts extends AreaTexts> = PluralBase<Extract<keyof Texts, string>>;
type PluralBase<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

/** Gives a text in one language with its values filled in. */
export type TextOf<Texts extends AreaTexts> = (key: TextKeyOf<Texts>, params?: TextParams) => string;

const PLURALS: Readonly<Record<Locale, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  'zh-CN': new Intl.PluralRules('zh-CN'),
};

/** An area's texts in each language. Where there is no such text, its area and key are shown in its place. */
export function textsOf<const Texts extends AreaTexts>(
  area: string,
  texts: Texts,
): Readonly<Record<Locale, TextOf<Texts>>> {
  const known = new Map<string, Readonly<Record<Locale, string>>>(Object.entries(texts));
  const inLocale =
    (locale: Locale): TextOf<Texts> =>
    (key, params = {}) => {
      const { count } = params;
      const counted = typeof count === 'number' ? known.get(`${key}_${PLURALS[locale].select(count)}`) : undefined;
      const found = (counted ?? known.get(key))?.[locale] ?? `${area}.${key}`;
      return filled(found, params);
    };
  return { en: inLocale('en'), 'zh-CN': inLocale('zh-CN') };
}

/** Values are taken as they are: nothing is looked for inside one, and React escapes what it draws. */
function filled(text: string, params: TextParams): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}
