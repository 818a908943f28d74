/** The first page comes first: only then its files are kept. */
const PATIENCE_MS = 8_000;
const LATER_MS = 60 * 60_000;

type Told = () => void;
let told: Told | undefined;
let isNewer = false;

/** Calls back once there is a newer build than the one that runs. */
export function onNewBuild(tell: Told): () => void {
  told = tell;
  if (isNewer) tell();
  return () => {
    told = undefined;
  };
}

/** Keeps the application on this device (SPEC [OFF-6]); a newer build takes over at the next start. */
export function installWorker(): void {
  // Without https (and not on this machine) browsers have none.
  if (!('serviceWorker' in navigator)) return;
  setTimeout(() => {
    if (navigator.onLine) register();
    else addEventListener('online', register, { once: true });
  }, PATIENCE_MS);
}

function register(): void {
  void navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(watch, () => undefined);
}

function watch(registration: ServiceWorkerRegistration): void {
  const newer = (): void => {
    isNewer = true;
    told?.();
  };
  if (registration.waiting !== null) newer();
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      // The first one of all is no news.
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) newer();
    });
  });
  setInterval(() => {
    if (navigator.onLine) void registration.update().catch(() => undefined);
  }, LATER_MS);
}
