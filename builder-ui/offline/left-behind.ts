import { draftsOf, forgetDrafts } from './form-drafts.ts';
import { forgetOutboxes, waitingOf } from './outbox-store.ts';

/** What of a person is on this device and nowhere else. */
export interface LeftBehind {
  readonly writes: number;
  readonly drafts: number;
}

/** Writes of the person that wait, in whichever company, and forms that were not saved. */
export async function leftBehind(person: string): Promise<LeftBehind> {
  const [writes, drafts] = await Promise.all([waitingOf(person), draftsOf(person)]);
  return { writes, drafts: drafts.length };
}

/** Gives all of it up. */
export async function forgetLeft(person: string): Promise<void> {
  await Promise.all([forgetOutboxes(person), forgetDrafts(person)]);
}
