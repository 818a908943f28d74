import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { hearInstallOffer } from './offline/install-offer.ts';
import { installWorker } from './offline/install-worker.ts';
import { App } from './shell/app.tsx';
import { giveStylesTheirNonce } from './shell/style-nonce.ts';
import { applyTheme, storedTheme } from './shell/theme.ts';
import './shell/base.css';
import './shell/shell.css';

giveStylesTheirNonce();
applyTheme(storedTheme());
hearInstallOffer();
const root = document.getElementById('app');
if (root === null) throw new Error('Broken invariant: index.html has #app');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
installWorker();
