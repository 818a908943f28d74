import { addDecimal, compareDecimal, DECIMAL_ZERO, parseDecimal, type Decimal } from '../../schema/core/decimal.ts';

/** Arguments of `fw_post_flat`, in order: one value, or a list with an item for each of what it tells of. */
export const FLAT_ARGS = [
  { name: 'by_version', type: 'integer', of: 'all' },
  { name: 'earliest', type: 'timestamptz', of: 'all' },
  { name: 'latest', type: 'timestamptz', of: 'all' },
  { name: 'ids', type: 'uuid[]', of: 'postings' },
  { name: 'moments', type: 'timestamptz[]', of: 'postings' },
  { name: 'actors', type: 'uuid[]', of: 'postings' },
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
  { name: 'lot_ids', type: 'uuid[]', of: 'lots' },
  { name: 'lot_places', type: 'integer[]', of: 'lots' },
  { name: 'books', type: 'text[]', of: 'balances' },
  { name: 'keys', type: 'text[]', of: 'balances' },
  { name: 'starts', type: 'integer[]', of: 'balances' },
  { name: 'totals', type: 'numeric[]', of: 'balances' },
  { name: 'counts', type: 'integer[]', of: 'balances' },
  { name: 'lasts', type: 'timestamptz[]', of: 'balances' },
  { name: 'are_bound', type: 'boolean[]', of: 'balances' },
  { name: 'los', type: 'numeric[]', of: 'balances' },
  { name: 'his', type: 'numeric[]', of: 'balances' },
  { name: 'are_budgets', type: 'boolean[]', of: 'balances' },
  { name: 'mosts', type: 'numeric[]', of: 'balances' },
  { name: 'leasts', type: 'numeric[]', of: 'balances' },
  { name: 'orders', type: 'integer[]', of: 'movements' },
  { name: 'causes', type: 'uuid[]', of: 'movements' },
  { name: 'line_nos', type: 'integer[]', of: 'movements' },
  { name: 'changes', type: 'numeric[]', of: 'movements' },
  { name: 'rests', type: 'numeric[]', of: 'movements' },
  { name: 'times', type: 'timestamptz[]', of: 'movements' },
  { name: 'lots', type: 'uuid[]', of: 'movements' },
  { name: 'seen_books', type: 'text[]', of: 'looks' },
  { name: 'seen_keys', type: 'text[]', of: 'looks' },
  { name: 'seen_roles', type: 'text[]', of: 'looks' },
] as const satisfies readonly { readonly name: string; readonly type: string; readonly of: string }[];

type ArgOf<Kind> = Extract<(typeof FLAT_ARGS)[number], { readonly of: Kind }>['name'];
type Row<Kind> = Readonly<Record<ArgOf<Kind>, string | number | boolean | null>>;

/** A posting as its arguments name its values. */
export type FlatPosting = Readonly<Record<Exclude<ArgOf<'postings'>, 'moments'>, string | null>> & {
  readonly moments: string;
};

/** One movement: what a balance changes by, and what is known of its bounds. */
export interface FlatLine {
  readonly book: string;
  readonly key: string;
  readonly change: string;
  readonly cause: string;
  readonly lineNo: number;
  readonly at: string;
  readonly isBound: boolean;
  readonly lo: string | null;
  readonly hi: string | null;
  readonly isBudget: boolean;
  readonly lot: string | null;
}

/** A balance of which something else must be so. */
export interface FlatLook {
  readonly book: string;
  readonly key: string;
  readonly role: 'owed' | 'budget' | 'opening';
}

/** What `fw_post_flat` is asked by one transaction; each balance is moved once in it. */
export interface FlatRequest {
  readonly templateVersion: number;
  readonly postings: readonly FlatPosting[];
  readonly lines: readonly FlatLine[];
  readonly looks: readonly FlatLook[];
}

/**
 * The arguments for all requests, as if they had been made one after the other: a balance that several move is changed
 * once, and each movement knows what comes after it. Nothing where they can't go together: one would see what another
 * did, or they are the same.
 */
export function flatParams(requests: readonly FlatRequest[]): readonly unknown[] | undefined {
  const [first] = requests;
  const postings = requests.flatMap((one) => one.postings);
  const moved = requests.length === 1 ? onceEach(requests) : together(requests);
  if (first === undefined || moved === undefined || isTwice(postings)) return undefined;
  const moments = postings.map((one) => one.moments).toSorted();
  const looks = seen(requests, moved);
  if (looks === undefined) return undefined;
  const lots = postings.map((posting) => moved.lots.get(posting.ids ?? '') ?? NO_LOT);
  const all = { by_version: first.templateVersion, earliest: moments[0], latest: moments.at(-1) };
  return FLAT_ARGS.map((one) => {
    switch (one.of) {
      case 'all':
        return all[one.name];
      case 'postings':
        return postings.map((posting) => posting[one.name]);
      case 'lots':
        return lots.map((lot) => lot[one.name]);
      case 'balances':
        return moved.balances.map((balance) => balance[one.name]);
      case 'movements':
        return moved.movements.map((movement) => movement[one.name]);
      case 'looks':
        return looks.map((look) => look[one.name]);
    }
  });
}

/** The same posting, or one award decided twice: the second grants nothing. */
function isTwice(postings: readonly FlatPosting[]): boolean {
  const onces = postings.flatMap(({ rules, onces: once }) => (once === null ? [] : [`${String(rules)} ${once}`]));
  const ids = postings.map((one) => one.ids);
  return new Set(onces).size < onces.length || new Set(ids).size < ids.length;
}

interface Moved {
  readonly balances: readonly Row<'balances'>[];
  /** Those of one balance beside each other; `orders` tells the order in which they were made. */
  readonly movements: readonly Row<'movements'>[];
  /** What postings lay into wallets, by posting. */
  readonly lots: ReadonlyMap<string, Row<'lots'>>;
}

const NO_LOT: Row<'lots'> = { lot_ids: null, lot_places: null };

function onceEach(requests: readonly FlatRequest[]): Moved {
  const lines = requests.flatMap((one) => one.lines);
  const once = { counts: 1, mosts: '0', leasts: '0' };
  return {
    balances: lines.map((line, index) => ({ ...balanceOf(line), ...once, starts: index + 1, totals: line.change })),
    movements: lines.map((line, index) => ({ ...movementOf(line), orders: index + 1, rests: '0' })),
    lots: lotsOf(lines.map((line, index) => [line, index + 1])),
  };
}

function lotsOf(placed: readonly (readonly [FlatLine, number])[]): Moved['lots'] {
  return new Map(
    placed.flatMap(([{ cause, lot }, place]) =>
      lot === null ? [] : [[cause, { lot_ids: lot, lot_places: place }] as const],
    ),
  );
}

function balanceOf({ book, key, at, isBound, lo, hi, isBudget }: FlatLine) {
  return { books: book, keys: key, lasts: at, are_bound: isBound, los: lo, his: hi, are_budgets: isBudget };
}

function movementOf({ cause, lineNo, change, at, lot }: FlatLine) {
  return { causes: cause, line_nos: lineNo, changes: change, times: at, lots: lot };
}

/** Lines of one balance, in order. */
interface Shared {
  readonly lines: FlatLine[];
  readonly changes: Decimal[];
  /** Places in the order of all lines. */
  readonly orders: number[];
}

function together(requests: readonly FlatRequest[]): Moved | undefined {
  const byPlace = new Map<string, Shared>();
  const all = requests.flatMap((one) => one.lines);
  for (const [index, line] of all.entries()) {
    const change = parseDecimal(line.change);
    const place = placeOf(line);
    const shared = byPlace.get(place) ?? { lines: [], changes: [], orders: [] };
    if (change === undefined || !goesWith(shared, line)) return undefined;
    byPlace.set(place, shared);
    shared.lines.push(line);
    shared.changes.push(change);
    shared.orders.push(index + 1);
  }
  const balances: Row<'balances'>[] = [];
  const movements: Row<'movements'>[] = [];
  const placed: (readonly [FlatLine, number])[] = [];
  for (const { lines, changes, orders } of byPlace.values()) {
    const rests = restsOf(changes);
    const [one] = lines;
    if (one === undefined) continue;
    const sums = {
      totals: fixedText(changes.reduce(addDecimal, DECIMAL_ZERO)),
      mosts: fixedText(rests.reduce(larger)),
      leasts: fixedText(rests.reduce(smaller)),
    };
    const last =
      lines
        .map(({ at }) => at)
        .toSorted()
        .at(-1) ?? null;
    const own = { counts: lines.length, lasts: last, starts: movements.length + 1 };
    balances.push({ ...balanceOf(one), ...sums, ...own });
    for (const [index, line] of lines.entries()) {
      const rest = fixedText(rests[index] ?? DECIMAL_ZERO);
      movements.push({ ...movementOf(line), orders: orders[index] ?? 0, rests: rest });
      placed.push([line, balances.length]);
    }
  }
  return { balances, movements, lots: lotsOf(placed) };
}

function placeOf({ book, key }: Pick<FlatLine, 'book' | 'key'>): string {
  return `${book} ${key}`;
}

/** Whether it is under the same bounds as those before it. */
function goesWith({ lines: [first] }: Shared, { isBound, lo, hi, isBudget }: FlatLine): boolean {
  if (first === undefined) return true;
  return isBound === first.isBound && lo === first.lo && hi === first.hi && isBudget === first.isBudget;
}

/** For each change the sum of those behind it. */
function restsOf(changes: readonly Decimal[]): readonly Decimal[] {
  const rests: Decimal[] = [];
  let rest = DECIMAL_ZERO;
  for (const change of changes.toReversed()) {
    rests.push(rest);
    rest = addDecimal(rest, change);
  }
  return rests.toReversed();
}

function larger(a: Decimal, b: Decimal): Decimal {
  return compareDecimal(a, b) >= 0 ? a : b;
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return compareDecimal(a, b) <= 0 ? a : b;
}

/** With all digits after the point, as PostgreSQL adds. */
function fixedText({ coefficient, scale }: Decimal): string {
  const isNegative = coefficient < 0n;
  const digits = (isNegative ? -coefficient : coefficient).toString().padStart(scale + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - scale), digits.slice(digits.length - scale)];
  return `${isNegative ? '-' : ''}${whole}${scale === 0 ? '' : `.${fraction}`}`;
}

/** Each balance that is looked at once for a reason; none where a debt is looked at that is moved here. */
function seen(requests: readonly FlatRequest[], { balances }: Moved): readonly Row<'looks'>[] | undefined {
  const looks = new Map<string, Row<'looks'>>();
  const moved = new Set(balances.map(({ books, keys }) => `${String(books)} ${String(keys)}`));
  for (const look of requests.flatMap((one) => one.looks)) {
    if (look.role === 'owed' && moved.has(placeOf(look))) return undefined;
    looks.set(`${placeOf(look)} ${look.role}`, { seen_books: look.book, seen_keys: look.key, seen_roles: look.role });
  }
  return [...looks.values()];
}
