import { useSyncExternalStore } from 'react';
import { installing } from './install-offer.ts';

/** What browsers that can install the application give, once and early: asked, they ask the reader. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

const isInstall = (event: Event): event is InstallEvent => 'prompt' in event;
const TOLD = ['beforeinstallprompt', 'appinstalled', 'install-asked'] as const;

/** Installs the application; nothing where this browser cannot, or has it already. */
export function useInstall(): (() => void) | undefined {
  const event = useSyncExternalStore(listen, () => installing.offer);
  if (event === undefined || !isInstall(event)) return undefined;
  return () => {
    // It asks once; whoever says no may be offered it again later.
    installing.offer = undefined;
    dispatchEvent(new Event('install-asked'));
    void event.prompt().catch(() => undefined);
  };
}

function listen(hear: () => void): () => void {
  const told = (event: Event): void => {
    if (event.type === 'appinstalled') installing.offer = undefined;
    hear();
  };
  for (const type of TOLD) addEventListener(type, told);
  return () => {
    for (const type of TOLD) removeEventListener(type, told);
  };
}
