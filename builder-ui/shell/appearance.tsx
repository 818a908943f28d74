import { App as AntApp, ConfigProvider, theme as antTheme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Locale } from '../../schema/core/text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { popupHome } from './popup-home.ts';
import { styleNonce } from './style-nonce.ts';
import { keepTheme, storedTheme, type Theme } from './theme.ts';

/** Light or dark, and how to change it. */
export interface Appearance {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
}

const AppearanceContext = createContext<Appearance | undefined>(undefined);

const COMPONENT_LOCALES: Readonly<Record<Locale, typeof enUS>> = { en: enUS, 'zh-CN': zhCN };
const DATE_LOCALES: Readonly<Record<Locale, string>> = { en: 'en', 'zh-CN': 'zh-cn' };

/** The same colours as base.css, for the component library. */
const COLORS: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: {
    colorPrimary: '#1f4fd8',
    colorInfo: '#1f4fd8',
    colorLink: '#1f4fd8',
    // Darker: what antd makes of it is lighter, and too faint for words on white.
    colorPrimaryHover: '#1a44bc',
    colorLinkHover: '#1a44bc',
    colorError: '#b3261e',
    colorWarning: '#9a5800',
    // What is derived from so dark a tone is mud.
    colorWarningBg: '#fdf4e3',
    colorWarningBorder: '#efcf9a',
    colorSuccess: '#19713f',
    colorSuccessBg: '#e9f5ee',
    colorSuccessBorder: '#b5dbc3',
    colorTextBase: '#1d2026',
    colorBgBase: '#ffffff',
    colorBgLayout: '#f5f4f1',
    colorBorder: '#d6d2ca',
    colorBorderSecondary: '#e7e4de',
    colorTextSecondary: '#565b66',
    colorTextTertiary: '#656a75',
    colorTextPlaceholder: '#6f747e',
    colorTextDescription: '#5c616c',
  },
  dark: {
    colorPrimary: '#6f98ff',
    colorInfo: '#6f98ff',
    colorLink: '#8dadff',
    colorError: '#ff8a80',
    colorWarning: '#ffb545',
    colorSuccess: '#8fd6a5',
    colorTextBase: '#e9eaee',
    colorBgBase: '#1c1f26',
    colorBgLayout: '#14161b',
    colorBgContainer: '#1c1f26',
    colorBgElevated: '#252932',
    colorBorder: '#3b414d',
    colorBorderSecondary: '#2c313a',
    colorTextSecondary: '#b2b7c1',
    colorTextTertiary: '#9aa0ac',
    colorTextPlaceholder: '#8b919d',
    colorTextDescription: '#a6abb6',
    colorTextLightSolid: '#0e1630',
  },
};

/** The track is seen on the ground of the page as on a card. */
const SEGMENTED: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: { trackBg: '#eae7e1', itemSelectedColor: '#1f4fd8' },
  dark: { trackBg: '#262a33', itemSelectedBg: '#3a404c', itemSelectedColor: '#a3bcff' },
};

/** What is told stands below the bar, whose buttons stay free. */
const BELOW_BAR = { top: 60 };

/** Who wants no motion gets none of the component library either (base.css has the rest). */
const STILL = matchMedia('(prefers-reduced-motion: reduce)');

/** Gives all below it the component library in the reader's language and colours. */
export function AppearanceProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { locale } = useLanguage();
  const [theme, setTheme] = useState<Theme>(storedTheme);
  useEffect(() => {
    dayjs.locale(DATE_LOCALES[locale]);
  }, [locale]);
  const appearance = useMemo<Appearance>(
    () => ({
      theme,
      setTheme: (chosen) => {
        keepTheme(chosen);
        setTheme(chosen);
      },
    }),
    [theme],
  );
  const config = useMemo(
    () => ({
      algorithm: theme === 'dark' ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
      token: {
        ...COLORS[theme],
        borderRadius: 7,
        controlHeight: 34,
        fontSize: 14,
        fontFamily: 'var(--sans)',
        wireframe: false,
        motion: !STILL.matches,
      },
      components: {
        // What is tapped is 24 px at least.
        Switch: { trackHeight: 24, handleSize: 20 },
        Segmented: SEGMENTED[theme],
      },
    }),
    [theme],
  );
  return (
    <AppearanceContext value={appearance}>
      <ConfigProvider
        locale={COMPONENT_LOCALES[locale]}
        theme={config}
        csp={{ nonce: styleNonce() }}
        button={{ autoInsertSpace: false }}
        getPopupContainer={popupHome}
      >
        <AntApp component={false} message={BELOW_BAR}>
          {children}
        </AntApp>
      </ConfigProvider>
    </AppearanceContext>
  );
}

/** Light or dark. */
export function useAppearance(): Appearance {
  const appearance = use(AppearanceContext);
  if (appearance === undefined) throw new Error('Broken invariant: no AppearanceProvider');
  return appearance;
}
