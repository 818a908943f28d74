import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from './i18n/locale-context.tsx';
import { App } from './shell/app.tsx';
import { applyTheme, storedTheme } from './shell/theme.ts';
import './shell/base.css';
import './shell/shell.css';
import './develop/explorer.css';

applyTheme(storedTheme());
const root = document.getElementById('app');
if (root === null) throw new Error('Broken invariant: index.html has #app');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <App />
    </LanguageProvider>
  </StrictMode>,
);
