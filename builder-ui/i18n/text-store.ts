import { createInstance, type TFunction } from 'i18next';
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

const i18n = createInstance();
void i18n.init({
  lng: 'en',
  fallbackLng: false,
  initAsync: false,
  resources: {},
  // A key is one word: nothing is looked up inside another text, and texts are drawn by React, which escapes.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { prefix: '{', suffix: '}', escapeValue: false, skipOnVariables: true },
});

/** Registers an area's texts; what comes back gives them in each language. Areas have different names. */
export function textsOf<const Texts extends AreaTexts>(
  area: string,
  texts: Texts,
): Readonly<Record<Locale, TextOf<Texts>>> {
  const inLocale = (locale: Locale): TextOf<Texts> => {
    const bundle = Object.entries(texts).map(([key, text]) => [key, text[locale]]);
    i18n.addResourceBundle(locale, area, Object.fromEntries(bundle));
    const t: TFunction = i18n.getFixedT(locale, area);
    return (key, params) => t(key, { ...params });
  };
  return { en: inLocale('en'), 'zh-CN': inLocale('zh-CN') };
}
