import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { FlatLine, FlatLook, FlatPosting, FlatRequest } from './flat-params.ts';
import type { AwardPosting, BookKey, LineRequest, MovePosting, PostRequest } from './post-request.ts';
import { isUuid } from './sql-text.ts';

/** One posting with the balances that it moves and those that are looked at, each of them once. */
interface Flat {
  readonly posting: FlatPosting;
  readonly lines: readonly FlatLine[];
  readonly looks: readonly FlatLook[];
}

/**
 * The request as `fw_post_flat` takes it, or `undefined` where it is none of the everyday requests that go so: moves of
 * one plain amount each and awards without limits, every balance once (SPEC [LED-47]). `newId` names lots.
 */
export function flatRequest(request: PostRequest, newId: () => string): FlatRequest | undefined {
  const { now, actor, templateVersion } = request;
  const flats: Flat[] = [];
  for (const posting of request.postings) {
    const isNow = !('effectiveAt' in posting) || posting.effectiveAt === undefined;
    const by = { moments: now, actors: actor };
    const flat =
      isNow && posting.kind === 'move'
        ? flatMove(posting, by)
        : isNow && posting.kind === 'award'
          ? flatAward(posting, by, newId())
          : undefined;
    if (flat === undefined) return undefined;
    flats.push(flat);
  }
  const lines = flats.flatMap((flat) => flat.lines);
  const looks = flats.flatMap((flat) => flat.looks);
  const owed = looks.filter(({ role }) => role === 'owed');
  const places = [...lines, ...owed].map(({ book, key }) => `${book} ${key}`);
  if (new Set(places).size < places.length) return undefined;
  return { templateVersion, postings: flats.map(({ posting }) => posting), lines, looks };
}

const NO_AWARD = {
  onces: null,
  users: null,
  grants: null,
  specs: null,
  lot_expiries: null,
  lot_books: null,
  lot_keys: null,
};

/** Of when, and by whom. */
type By = Pick<FlatPosting, 'moments' | 'actors'>;

function flatMove(posting: MovePosting, by: By): Flat | undefined {
  const { id, ledger, rule, source, lines, explain } = posting;
  if (posting.consume !== undefined || posting.expiresAt !== undefined || lines.length === 0) return undefined;
  const flats: FlatLine[] = [];
  for (const line of lines) {
    const change = plainChange(line);
    if (change === undefined || isDouble(line.book)) return undefined;
    const [bound] = line.bounds;
    flats.push({
      ...{ book: line.book, key: keyText(line.key), change, cause: id, lineNo: flats.length + 1, at: by.moments },
      ...{ isBound: bound !== undefined, lo: bound?.lo ?? null, hi: bound?.hi ?? null, isBudget: false, lot: null },
    });
  }
  const moves = lines.map(({ book, key, amounts }) => [book, key, amounts]);
  const asked = ['move', ledger, rule, source?.record ?? null, null, null, moves];
  const explains = explain === undefined || explain === null ? null : JSON.stringify(explain);
  return {
    lines: flats,
    looks: [],
    posting: { ...NO_AWARD, ...headOf(posting), ...by, hashes: hashOf(asked), explains },
  };
}

/** The change of the first measure, where it is all that the line is about. */
function plainChange(line: LineRequest): string | undefined {
  const [change, ...others] = line.amounts;
  if ('lot' in line || 'consumeLots' in line || 'ref' in line || others.some((other) => other !== null))
    return undefined;
  if (line.bounds.length > 1 || line.bounds.some(({ measure }) => measure !== 0)) return undefined;
  return change !== undefined && change !== null && PLAIN.test(change) && NOT_ZERO.test(change) ? change : undefined;
}

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const NOT_ZERO = /[1-9]/;

/** An award as two lines: from the budget, or from nowhere, into a lot of the wallet. What is owed is only looked at. */
function flatAward(posting: AwardPosting, by: By, lot: string): Flat | undefined {
  const { id, budget, wallet, owed, expireTo, once, user, explain, rule } = posting;
  const amount = paddedAmount(posting);
  if (amount === undefined || !isUuid(user) || posting.limits.length > 0 || posting.pending !== undefined)
    return undefined;
  const opening = { book: `${posting.ledger}.opening`, key: {} };
  const payer = at(budget ?? opening);
  const line = { cause: id, at: by.moments, isBound: false, lo: null, hi: null };
  const isBudget = budget !== null;
  const place = (one: BookKey): readonly string[] => [one.book, keyText(one.key)];
  const spec = {
    ...(budget === null ? {} : { budget: place(budget) }),
    ...{ wallet: place(wallet), opening: place(opening) },
    ...(owed === undefined ? {} : { owed: place(owed) }),
    ...(expireTo === undefined ? {} : { expireTo: place(expireTo) }),
    ...(posting.lotExpiresAt === null ? {} : { lotExpiresAt: posting.lotExpiresAt }),
  };
  const lotPlace = expireTo ?? opening;
  return {
    lines: [
      { ...line, ...payer, change: `-${amount}`, lineNo: 1, isBudget, lot: null },
      { ...line, ...at(wallet), change: amount, lineNo: 2, isBudget: false, lot },
    ],
    looks: [
      { ...payer, role: isBudget ? 'budget' : 'opening' },
      ...(owed === undefined ? [] : [{ ...at(owed), role: 'owed' } as const]),
    ],
    posting: {
      ...headOf(posting),
      ...by,
      ...{ hashes: hashOf(['award', rule, once, user]), onces: once, users: user, grants: amount },
      explains: JSON.stringify({ asked: posting.asked, granted: amount, limits: [], why: explain ?? null }),
      specs: JSON.stringify(spec),
      ...{ lot_expiries: posting.lotExpiresAt, lot_books: lotPlace.book, lot_keys: keyText(lotPlace.key) },
    },
  };
}

function at({ book, key }: BookKey): Pick<FlatLine, 'book' | 'key'> {
  return { book, key: keyText(key) };
}

/** What is asked with all digits of the ledger's scale, as `trunc` would give it; nothing where it would cut one off. */
function paddedAmount({ asked, scale }: AwardPosting): string | undefined {
  if (!PLAIN.test(asked) || asked.startsWith('-') || !NOT_ZERO.test(asked)) return undefined;
  const [whole = '', fraction = ''] = asked.split('.');
  if (fraction.length > scale) return undefined;
  return scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0')}`;
}

function headOf({ id, kind, ledger, rule, source }: MovePosting | AwardPosting) {
  const [entities, records, transitions] = [source?.entity, source?.record, source?.transition];
  return {
    ...{ ids: id, kinds: kind, ledgers: ledger, rules: rule },
    ...{ entities: entities ?? null, records: records ?? null, transitions: transitions ?? null },
  };
}

/** Whether a book is an account of a double ledger, as `fw_is_double` says. */
function isDouble(book: string): boolean {
  return book.includes('.') && !book.startsWith('@');
}

/** The canonical text of a key as `fw_key` makes it. A text that differs finds no balance, and the short way ends. */
function keyText(key: BookKey['key']): string {
  return jsonbText(Object.fromEntries(Object.entries(key).filter(([, value]) => value !== null)));
}

function hashOf(asked: readonly unknown[]): string {
  return bytesToHex(sha256(utf8ToBytes(jsonbText(asked))));
}

/** Texts, lists and objects with keys of one length as PostgreSQL writes `jsonb`. */
export function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}: ${jsonbText(item)}`).join(', ')}}`;
}
