import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { LOCALES, localeFor, type Locale } from '../../schema/core/text.ts';
import { textOf, type TextKey, type TextParams } from './texts.ts';

/** The reader's language and what goes with it. */
export interface Language {
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
  readonly text: (key: TextKey, params?: TextParams) => string;
}

const LanguageContext = createContext<Language | undefined>(undefined);
const STORAGE_KEY = 'formwork.locale';

/** Gives all below it the language: what was chosen here before, else the browser's. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [locale, setLocale] = useState<Locale>(initialLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
    localStorage.setItem(STORAGE_KEY, locale);
  }, [locale]);
  const language = useMemo<Language>(
    () => ({ locale, setLocale, text: (key, params) => textOf(key, locale, params) }),
    [locale],
  );
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === undefined) throw new Error('Broken invariant: no LanguageProvider');
  return language;
}

function initialLocale(): Locale {
  const stored = localStorage.getItem(STORAGE_KEY);
  return LOCALES.find((locale) => locale === stored) ?? localeFor(navigator.languages.join(','));
}
