import type { AwardPosting, BookKey } from '../compile/post-request.ts';
import type { OpenAward } from './points-opening.ts';
import { keyText, units } from './points-units.ts';

/** An award and the balances it was made with, by the text of their keys. */
export interface Grant {
  readonly id: string;
  readonly rule: string;
  readonly user: string | null;
  readonly record: string | null;
  readonly granted: bigint;
  readonly payer: string;
  readonly wallet: string;
  readonly pending: string | undefined;
  readonly owed: string | undefined;
  readonly opening: string;
  readonly lotExpiresAt: string | null;
  state: 'open' | 'settled' | 'lapsed' | 'reversed';
}

/** Book and key in one text, as `balances()` names them. */
export function placeOf(book: string, key: string): string {
  return `${book} ${key}`;
}

/** The same of a book as postings name it. */
export function bookPlace({ book, key }: BookKey): string {
  return placeOf(book, keyText(key));
}

/** Where a limit of a rule is counted. */
export function limitPlace(rule: string, { id, key }: AwardPosting['limits'][number]): string {
  return placeOf(`@limit.${rule}.${id}`, keyText(key));
}

/** The award as it was made just now. */
export function grantOf(posting: AwardPosting, granted: bigint): Grant {
  const { budget, wallet, pending, owed } = posting;
  const opening = placeOf(`${posting.ledger}.opening`, '{}');
  const waits = pending !== undefined && (pending.until !== null || granted > 0n);
  return {
    id: posting.id,
    rule: posting.rule,
    user: posting.user,
    record: posting.source?.record ?? null,
    granted,
    payer: budget === null ? opening : bookPlace(budget),
    wallet: bookPlace(wallet),
    pending: pending && bookPlace(pending),
    owed: owed && bookPlace(owed),
    opening,
    lotExpiresAt: posting.lotExpiresAt,
    state: waits ? 'open' : 'settled',
  };
}

/** An award that was made before. */
export function openGrant(award: OpenAward): Grant {
  const { id, rule, user, record, state, lotExpiresAt } = award;
  const opening = placeOf(`${award.ledger}.opening`, '{}');
  const place = (pair: readonly [string, string] | null): string | undefined =>
    pair === null ? undefined : placeOf(...pair);
  return {
    id,
    rule,
    user,
    record,
    granted: units(award.granted),
    payer: place(award.budget) ?? opening,
    wallet: placeOf(...award.wallet),
    pending: place(award.pending),
    owed: place(award.owed),
    opening,
    lotExpiresAt,
    state,
  };
}
