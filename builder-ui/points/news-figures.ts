import type { Entry } from './points-documents.ts';
import { signOf, sum } from './points-figures.ts';

/** What is looked at of an entry. */
export type NewsEntry = Pick<Entry, 'id' | 'kind' | 'label' | 'text' | 'balance' | 'pending'>;

/** What is told of points that came or were taken back. */
export interface News {
  /** Of the entry; of the newest where several are told together. */
  readonly id: string;
  readonly label: string;
  readonly text: string | null;
  /** What came, waiting or not; negative where it was taken back. */
  readonly amount: string;
  /** All of it waits for an outcome. */
  readonly isWaiting: boolean;
  readonly count: number;
}

/** More at once are told as one. */
const APART_MAX = 2;

/**
 * What is new since the entry `seen`, oldest first: points that came, and those that were taken back. What one did
 * oneself (spending) and what only changed its place (waiting points that were confirmed) is no news of points earned:
 * of the latter it is told that they are there (SPEC [PWK-8]).
 */
export function newsIn(entries: readonly NewsEntry[], seen: string | undefined): readonly News[] {
  const end = seen === undefined ? entries.length : entries.findIndex(({ id }) => id === seen);
  const fresh = (end < 0 ? entries : entries.slice(0, end)).filter(isNews);
  const [newest] = fresh;
  if (newest !== undefined && fresh.length > APART_MAX && fresh.every((entry) => signOf(amountOf(entry)) > 0))
    return [
      {
        id: newest.id,
        label: newest.label,
        text: null,
        amount: sum(...fresh.map(amountOf)),
        isWaiting: fresh.every(isWaiting),
        count: fresh.length,
      },
    ];
  return fresh
    .map((entry) => ({
      id: entry.id,
      label: entry.label,
      text: entry.text,
      amount: amountOf(entry),
      isWaiting: isWaiting(entry),
      count: 1,
    }))
    .reverse();
}

function isNews(entry: NewsEntry): boolean {
  if (entry.kind === 'TAKEN_BACK') return signOf(amountOf(entry)) < 0;
  return (entry.kind === 'AWARD' || entry.kind === 'MATURED' || entry.kind === 'POSTED') && signOf(amountOf(entry)) > 0;
}

function isWaiting({ balance, pending }: NewsEntry): boolean {
  return signOf(pending) > 0 && signOf(balance) <= 0;
}

function amountOf({ kind, balance, pending }: NewsEntry): string {
  return kind === 'MATURED' ? balance : sum(balance, pending);
}
