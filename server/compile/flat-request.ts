import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AwardPosting, BookKey, LineRequest, MovePosting, PostRequest } from './post-request.ts';
import { isUuid } from './sql-text.ts';

/** Arguments of `fw_post_flat`, in order: one value for all, or a list with an item for each posting or balance. */
export const FLAT_ARGS = [
  { name: 'moment', type: 'timestamptz', of: 'all' },
  { name: 'by_actor', type: 'uuid', of: 'all' },
  { name: 'by_version', type: 'integer', of: 'all' },
  { name: 'ids', type: 'uuid[]', of: 'postings' },
  { name: 'kinds', type: 'text[]', of: 'postings' },
  { name: 'ledgers', type: 'text[]', of: 'postings' },
  { name: 'rules', type: 'text[]', of: 'postings' },
  { name: 'entities', type: 'text[]', of: 'postings' },
  { name: 'records', type: 'uuid[]', of: 'postings' },
  { name: 'transitions', type: 'text[]', of: 'postings' },
  { name: 'hashes', type: 'text[]', of: 'postings' },
  { name: 'onces', type: 'text[]', of: 'postings' },
  { name: 'users', type: 'uuid[]', of: 'postings' },
  { name: 'grants', type: 'numeric[]', of: 'postings' },
  { name: 'explains', type: 'text[]', of: 'postings' },
  { name: 'specs', type: 'text[]', of: 'postings' },
  { name: 'lot_expiries', type: 'timestamptz[]', of: 'postings' },
  { name: 'lot_books', type: 'text[]', of: 'postings' },
  { name: 'lot_keys', type: 'text[]', of: 'postings' },
  { name: 'books', type: 'text[]', of: 'balances' },
  { name: 'keys', type: 'text[]', of: 'balances' },
  { name: 'roles', type: 'text[]', of: 'balances' },
  { name: 'changes', type: 'numeric[]', of: 'balances' },
  { name: 'causes', type: 'uuid[]', of: 'balances' },
  { name: 'line_nos', type: 'integer[]', of: 'balances' },
  { name: 'are_bound', type: 'boolean[]', of: 'balances' },
  { name: 'los', type: 'numeric[]', of: 'balances' },
  { name: 'his', type: 'numeric[]', of: 'balances' },
  { name: 'lots', type: 'uuid[]', of: 'balances' },
] as const satisfies readonly { readonly name: string; readonly type: string; readonly of: string }[];

type ArgOf<Kind> = Extract<(typeof FLAT_ARGS)[number], { readonly of: Kind }>['name'];
type FlatPosting = Readonly<Record<ArgOf<'postings'>, string | null>>;
/** A balance with what it changes by, once in a request. One that is only looked at has no cause. */
type FlatBalance = Readonly<Record<ArgOf<'balances'>, string | number | boolean | null>>;

interface Flat {
  readonly posting: FlatPosting;
  readonly balances: readonly FlatBalance[];
}

/**
 * The request as the arguments of `fw_post_flat`, or `undefined` where it is none of the everyday requests that go so:
 * moves of one plain amount each and awards without limits, every balance once (SPEC [LED-47]). `newId` names lots.
 */
export function flatRequest(request: PostRequest, newId: () => string): readonly unknown[] | undefined {
  const flats: Flat[] = [];
  for (const posting of request.postings) {
    const isNow = !('effectiveAt' in posting) || posting.effectiveAt === undefined;
    const flat =
      isNow && posting.kind === 'move'
        ? flatMove(posting)
        : isNow && posting.kind === 'award'
          ? flatAward(posting, newId())
          : undefined;
    if (flat === undefined) return undefined;
    flats.push(flat);
  }
  const balances = flats.flatMap((flat) => flat.balances);
  if (new Set(balances.map(({ books, keys }) => `${String(books)} ${String(keys)}`)).size < balances.length)
    return undefined;
  const postings = flats.map(({ posting }) => posting);
  if (new Set(postings.map(({ ids }) => ids)).size < postings.length) return undefined;
  if (hasTwice(postings)) return undefined;
  const { now, actor, templateVersion } = request;
  const all = { moment: now, by_actor: actor, by_version: templateVersion };
  return FLAT_ARGS.map((one) => {
    switch (one.of) {
      case 'all':
        return all[one.name];
      case 'postings':
        return postings.map((posting) => posting[one.name]);
      case 'balances':
        return balances.map((balance) => balance[one.name]);
    }
  });
}

/** One award decided twice in one request: the second grants nothing. */
function hasTwice(postings: readonly FlatPosting[]): boolean {
  const onces = postings.flatMap(({ rules, onces: once }) => (once === null ? [] : [`${String(rules)} ${once}`]));
  return new Set(onces).size < onces.length;
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

function flatMove(posting: MovePosting): Flat | undefined {
  const { id, ledger, rule, source, lines, explain } = posting;
  if (posting.consume !== undefined || posting.expiresAt !== undefined || lines.length === 0) return undefined;
  const balances: FlatBalance[] = [];
  for (const line of lines) {
    const change = plainChange(line);
    if (change === undefined || isDouble(line.book)) return undefined;
    const [bound] = line.bounds;
    balances.push({
      ...{ books: line.book, keys: keyText(line.key), roles: 'move', changes: change, causes: id },
      ...{
        line_nos: balances.length + 1,
        are_bound: bound !== undefined,
        los: bound?.lo ?? null,
        his: bound?.hi ?? null,
        lots: null,
      },
    });
  }
  const moves = lines.map(({ book, key, amounts }) => [book, key, amounts]);
  const asked = ['move', ledger, rule, source?.record ?? null, null, null, moves];
  const explains = explain === undefined || explain === null ? null : JSON.stringify(explain);
  return { balances, posting: { ...NO_AWARD, ...headOf(posting), hashes: hashOf(asked), explains } };
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
function flatAward(posting: AwardPosting, lots: string): Flat | undefined {
  const { id, budget, wallet, owed, expireTo, once, user, explain, rule } = posting;
  const amount = paddedAmount(posting);
  if (amount === undefined || !isUuid(user) || posting.limits.length > 0 || posting.pending !== undefined)
    return undefined;
  const opening = { book: `${posting.ledger}.opening`, key: {} };
  const payer = budget ?? opening;
  const unbound = { are_bound: false, los: null, his: null, lots: null };
  const at = ({ book, key }: BookKey) => ({ books: book, keys: keyText(key), ...unbound });
  const balances: readonly FlatBalance[] = [
    { ...at(payer), roles: budget === null ? 'opening' : 'budget', changes: `-${amount}`, causes: id, line_nos: 1 },
    { ...at(wallet), roles: 'wallet', changes: amount, causes: id, line_nos: 2, lots },
    ...(owed === undefined ? [] : [{ ...at(owed), roles: 'owed', changes: '0', causes: null, line_nos: 0 }]),
  ];
  const place = (one: BookKey): readonly string[] => [one.book, keyText(one.key)];
  const spec = {
    ...(budget === null ? {} : { budget: place(budget) }),
    ...{ wallet: place(wallet), opening: place(opening) },
    ...(owed === undefined ? {} : { owed: place(owed) }),
    ...(expireTo === undefined ? {} : { expireTo: place(expireTo) }),
    ...(posting.lotExpiresAt === null ? {} : { lotExpiresAt: posting.lotExpiresAt }),
  };
  const lot = expireTo ?? opening;
  return {
    balances,
    posting: {
      ...headOf(posting),
      ...{ hashes: hashOf(['award', rule, once, user]), onces: once, users: user, grants: amount },
      explains: JSON.stringify({ asked: posting.asked, granted: amount, limits: [], why: explain ?? null }),
      specs: JSON.stringify(spec),
      ...{ lot_expiries: posting.lotExpiresAt, lot_books: lot.book, lot_keys: keyText(lot.key) },
    },
  };
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
