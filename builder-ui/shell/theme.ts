export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'formwork.theme';

/** What was chosen here before, else what the system prefers. */
export function storedTheme(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  if (stored === 'light' || stored === 'dark') return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Shows the theme; style sheets read it from the root element. At the start `public/first.js` did so already. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

/**
 * Shows the theme and keeps it for next time. All of the page turns at once: parts that fade from the one to the other,
 * each at its own pace, are a flash.
 */
export function keepTheme(theme: Theme): void {
  localStorage.setItem(STORAGE_KEY, theme);
  const root = document.documentElement;
  root.dataset['turning'] = '';
  applyTheme(theme);
  // The component library's colours come with what is drawn next.
  requestAnimationFrame(() => requestAnimationFrame(() => root.removeAttribute('data-turning')));
}
