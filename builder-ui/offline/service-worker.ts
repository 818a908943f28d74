/**
 * Keeps the application's own files on the device, so that it opens without a connection (SPEC [OFF-6]). Answers of the
 * APIs never come here: they belong to a person, and are kept by the page.
 */

/** The files of this build, put in by it. */
declare const SHELL_FILES: readonly string[];
/** The name of this build's store: another build has another. */
declare const SHELL_NAME: string;

/** The pages of this origin. */
declare const clients: { readonly claim: () => Promise<void> };

/** What a worker's events have, of which the types of pages know nothing. */
interface LifeEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface AskEvent extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** A page that is slower than this is opened from the device. */
const PATIENCE_MS = 4_000;
const PAGE = '/';
const IS_OWN = /^\/(?:$|w\/|explore\/)/;

const isLife = (event: Event): event is LifeEvent => 'waitUntil' in event;
const isAsk = (event: Event): event is AskEvent => 'respondWith' in event;

addEventListener('install', (event: Event) => {
  if (isLife(event)) event.waitUntil(keepShell());
});
addEventListener('activate', (event: Event) => {
  if (isLife(event)) event.waitUntil(takeOver());
});
addEventListener('fetch', (event: Event) => {
  if (!isAsk(event)) return;
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (IS_OWN.test(pathname)) event.respondWith(page(request));
  } else if (SHELL_FILES.includes(pathname)) event.respondWith(file(request));
});

async function keepShell(): Promise<void> {
  const store = await caches.open(SHELL_NAME);
  await store.addAll([PAGE, ...SHELL_FILES]);
}

/** The page that brought the worker has its files too: a menu that was never opened opens without a connection. */
async function takeOver(): Promise<void> {
  await dropOthers();
  await clients.claim();
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL_NAME).map((name) => caches.delete(name)));
}

/** From the server, which knows the newest build; from the device where it can't be reached. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(PAGE);
  if (kept === undefined) return fetch(request);
  const late = new Promise<Response>((resolve) => {
    setTimeout(() => resolve(kept), PATIENCE_MS);
  });
  const fresh = fetch(request).then(
    (answer) => (answer.status >= 500 ? kept : answer),
    () => kept,
  );
  return Promise.race([fresh, late]);
}

/** Its name says what is in it, so the one that is kept is the one that is asked for. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}
