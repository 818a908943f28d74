import { clear, createStore, delMany, entries, get, set, type UseStore } from 'idb-keyval';

/** What a read answered, and when. */
interface KeptAnswer {
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
}

/** All that is kept of reads, at most. */
export const KEPT_MAX_BYTES = 50_000_000;
/** An answer larger than this is a report, not a page that one goes back to. */
const ANSWER_MAX_BYTES = 2_000_000;
/** Answers between two looks at how much there is. */
const SWEEP_EVERY = 100;

let store: UseStore | undefined;
let kept = 0;

function answers(): UseStore {
  store ??= createStore('formwork-answers', 'answers');
  return store;
}

/** Keeps what a read answered, for when there is no connection (SPEC [OFF-7]). */
export async function keepAnswer(key: string, text: string): Promise<void> {
  if (text.length * 2 > ANSWER_MAX_BYTES) return;
  try {
    await set(key, { text, at: new Date().toISOString() } satisfies KeptAnswer, answers());
    kept += 1;
    if (kept % SWEEP_EVERY === 0) await sweep();
  } catch {
    // A browser that keeps nothing, or is full, still shows what it was answered.
  }
}

/** What the same read answered last; `undefined` where nothing is kept of it. */
export async function keptAnswer(key: string): Promise<KeptAnswer | undefined> {
  return get<KeptAnswer>(key, answers()).catch(() => undefined);
}

/** The bytes that are kept, about. */
export async function keptBytes(): Promise<number> {
  const all = await entries<string, KeptAnswer>(answers()).catch(() => []);
  return all.reduce((sum, [key, { text }]) => sum + bytesOf(key, text), 0);
}

/** Forgets all that was read, of whomever: at sign-out, and when the reader says so. */
export async function forgetAnswers(): Promise<void> {
  await clear(answers()).catch(() => undefined);
}

function bytesOf(key: string, text: string): number {
  return (key.length + text.length) * 2;
}

/** What was read longest ago goes first. */
async function sweep(): Promise<void> {
  const all = await entries<string, KeptAnswer>(answers());
  const gone = overflowing(all.map(([key, { text, at }]) => ({ key, at, bytes: bytesOf(key, text) })));
  if (gone.length > 0) await delMany([...gone], answers());
}

/** The keys of what has to go, the oldest first, for the rest to fit. */
export function overflowing(
  all: readonly { readonly key: string; readonly at: string; readonly bytes: number }[],
): readonly string[] {
  let sum = 0;
  return [...all]
    .sort((a, b) => b.at.localeCompare(a.at))
    .filter(({ bytes }) => (sum += bytes) > KEPT_MAX_BYTES)
    .map(({ key }) => key)
    .reverse();
}
