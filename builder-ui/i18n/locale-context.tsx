import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { LOCALES, localeFor, type Locale } from '../../schema/core/text.ts';
import { textsOf, type TextOf } from './text-store.ts';
import { TEXTS } from './texts.ts';

/** The reader's language, and the texts of the application's frame in it. */
export interface Language {
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
  readonly text: TextOf<typeof TEXTS>;
}

const LanguageContext = createContext<Language | undefined>(undefined);
const STORAGE_KEY = 'formwork.locale';
const FRAME = textsOf('frame', TEXTS);

interface LanguageProviderProps {
  readonly children: ReactNode;
  /** Called before everything is drawn in another language. */
  readonly onTurn?: (from: Locale, to: Locale) => void;
}

/** Gives all below it the language: what was chosen here before, else the browser's. */
export function LanguageProvider({ children, onTurn }: LanguageProviderProps): ReactNode {
  const [locale, setLocale] = useState<Locale>(initialLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
    localStorage.setItem(STORAGE_KEY, locale);
    // Installed, it has its name in the reader's language.
    const manifest = document.querySelector('link[rel=manifest]');
    manifest?.setAttribute('href', locale === 'en' ? '/formwork.webmanifest' : `/formwork.${locale}.webmanifest`);
  }, [locale]);
  const language = useMemo<Language>(
    () => ({
      locale,
      setLocale: (next) => {
        onTurn?.(locale, next);
        setLocale(next);
      },
      text: FRAME[locale],
    }),
    [locale, onTurn],
  );
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** The reader's language. */
export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === undefined) throw new Error('Broken invariant: no LanguageProvider');
  return language;
}

function initialLocale(): Locale {
  const stored = localStorage.getItem(STORAGE_KEY);
  return LOCALES.find((locale) => locale === stored) ?? localeFor(navigator.languages.join(','));
}
