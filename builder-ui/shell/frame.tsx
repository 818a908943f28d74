import { useState, type ReactNode } from 'react';
import { LOCALES, type Locale } from '../../schema/core/text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { MoonIcon, SunIcon } from './icons.tsx';
import { Link } from './navigation.tsx';
import { keepTheme, storedTheme, type Theme } from './theme.ts';

/** The bar at the top and the page below it. */
export function Frame({
  name,
  signOut,
  children,
}: {
  readonly name: string;
  readonly signOut: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { text } = useLanguage();
  return (
    <>
      <header className="bar">
        <Link to="/" className="brand">
          <img src="/formwork.svg" alt="" width="26" height="26" />
          <span>Formwork</span>
        </Link>
        <span className="bar-space" />
        <Preferences />
        <span className="bar-name">{name}</span>
        <button type="button" className="button is-quiet" onClick={signOut}>
          {text('signOut')}
        </button>
      </header>
      <main>{children}</main>
    </>
  );
}

const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'EN', 'zh-CN': '中文' };

/** Language and light or dark. */
export function Preferences(): ReactNode {
  const { locale, setLocale, text } = useLanguage();
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const other: Theme = theme === 'light' ? 'dark' : 'light';
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
        onClick={() => {
          keepTheme(other);
          setTheme(other);
        }}
      >
        {theme === 'light' ? <MoonIcon /> : <SunIcon />}
      </button>
    </div>
  );
}
