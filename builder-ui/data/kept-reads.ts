import { create } from 'zustand';

/** Who reads here: what was answered to one person is never shown to another. */
const PERSON_KEY = 'formwork.person';

/** When what is shown was true, where it comes from this device and not from the server; ISO 8601. */
export const useAsOf = create<{ readonly asOf: string | undefined }>(() => ({ asOf: undefined }));

/** Notes who is signed in, from now on and for the next start without a connection. */
export function notePerson(person: string): void {
  localStorage.setItem(PERSON_KEY, person);
}

/** Forgets who was here and all that was read. */
export async function forgetReads(): Promise<void> {
  localStorage.removeItem(PERSON_KEY);
  const { forgetAnswers } = await import('../offline/kept-answers.ts');
  await forgetAnswers();
}

interface Read {
  readonly query: string;
  readonly variables?: unknown;
}

/** Of the platform, only what a page of the workplace cannot be without. */
const PLATFORM_READS = /^\s*query (?:Me|TemplateInForce|Tenants)\b/;
const IS_ME = /^\s*query Me\b/;
const ME_KEY = 'me';

/** The name under which a read is kept; `undefined` for a write, and for what is not worth keeping. */
function keyOf(url: string, { query, variables }: Read, locale: string): string | undefined {
  const isTenant = url.startsWith('/t/');
  if (isTenant ? /^\s*(?:mutation|subscription)\b/.test(query) : !PLATFORM_READS.test(query)) return undefined;
  // Who is here is asked before it is known; the last who was told is who starts without a connection.
  if (IS_ME.test(query)) return ME_KEY;
  const person = localStorage.getItem(PERSON_KEY);
  if (person === null) return undefined;
  return JSON.stringify([person, url, query, variables ?? null, locale]);
}

/** Keeps an answer when the page has time. */
export function keepRead(
  url: string,
  read: Read,
  { locale, text }: { readonly locale: string; readonly text: string },
): void {
  if (useAsOf.getState().asOf !== undefined) useAsOf.setState({ asOf: undefined });
  const key = keyOf(url, read, locale);
  if (key === undefined || text.includes('"errors"')) return;
  setTimeout(() => {
    // Whoever signed out meanwhile left nothing behind.
    if (keyOf(url, read, locale) !== key) return;
    void import('../offline/kept-answers.ts').then(({ keepAnswer }) => keepAnswer(key, text));
  }, KEEP_AFTER_MS);
}

const KEEP_AFTER_MS = 500;

/** What the same read answered last, when the server can't be reached. */
export async function readKept(
  url: string,
  read: Read,
  locale: string,
): Promise<{ readonly text: string; readonly at: string } | undefined> {
  const key = keyOf(url, read, locale);
  if (key === undefined) return undefined;
  try {
    const { keptAnswer } = await import('../offline/kept-answers.ts');
    const answer = await keptAnswer(key);
    const { asOf } = useAsOf.getState();
    if (answer !== undefined && (asOf === undefined || answer.at < asOf)) useAsOf.setState({ asOf: answer.at });
    return answer;
  } catch {
    // The part of the application that would know is not on this device yet.
    return undefined;
  }
}
