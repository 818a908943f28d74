import type { ReactNode } from 'react';
import { LOCALES, type Locale } from '../../schema/core/text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useAppearance } from './appearance.tsx';
import { MoonIcon, SunIcon } from './icons.tsx';

const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'EN', 'zh-CN': '中文' };

/** Language and light or dark. */
export function Preferences(): ReactNode {
  const { locale, setLocale, text } = useLanguage();
  const { theme, setTheme } = useAppearance();
  return (
    <div className="preferences">
      <div className="switch" role="group" aria-label={text('language')}>
        {LOCALES.map((one) => (
          <button key={one} type="button" aria-pressed={one === locale} onClick={() => setLocale(one)} lang={one}>
            {LOCALE_NAMES[one]}
          </button>
        ))}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={text('theme')}
        title={text('theme')}
        onClick={() => setTheme(theme === 'light' ? 'dark' : 'light')}
      >
        {theme === 'light' ? <MoonIcon /> : <SunIcon />}
      </button>
    </div>
  );
}
