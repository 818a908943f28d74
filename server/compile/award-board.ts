import {
  compareDecimal,
  decimalText,
  DECIMAL_ZERO,
  divideDecimal,
  parseDecimal,
  addDecimal,
} from '../../schema/core/decimal.ts';

/** A member as leaderboards see one. */
export interface BoardMember {
  readonly id: string;
  readonly name: string;
  readonly departments: readonly string[];
  readonly out: boolean;
}

/** A place on a leaderboard; equal values share a rank. */
export interface BoardPlace {
  readonly rank: number;
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** Departments with fewer active members are not shown: their value would be a person's. */
export const BOARD_MEMBERS_MIN = 3;

/** People by what they earned; who stays off, or earned nothing, is nowhere in it (SPEC [PTS-13]). */
export function rankPeople(
  members: readonly BoardMember[],
  earned: ReadonlyMap<string, string>,
  options: { readonly optOut: boolean },
): readonly BoardPlace[] {
  const shown = members.filter(({ out }) => !out || !options.optOut);
  const rows = shown.map(({ id, name }) => ({ id, name, value: earned.get(id) ?? '0' }));
  return ranked(rows.filter(({ value }) => compareDecimal(number(value), DECIMAL_ZERO) > 0));
}

/**
 * Departments by what their active members earned, in all or per member. Who stays off leaderboards counts here
 * without a name.
 */
export function rankDepartments(
  departments: readonly { readonly id: string; readonly name: string }[],
  members: readonly BoardMember[],
  at: { readonly earned: ReadonlyMap<string, string>; readonly perMember: boolean; readonly scale: number },
): readonly BoardPlace[] {
  const rows = departments.flatMap(({ id, name }) => {
    const own = members.filter((member) => member.departments.includes(id));
    if (own.length < BOARD_MEMBERS_MIN) return [];
    const sum = own.reduce((total, member) => addDecimal(total, number(at.earned.get(member.id))), DECIMAL_ZERO);
    const count = { coefficient: BigInt(own.length), scale: 0 };
    const value = at.perMember ? (divideDecimal(sum, count, at.scale) ?? DECIMAL_ZERO) : sum;
    return [{ id, name, value: decimalText(value) }];
  });
  return ranked(rows);
}

/** Those around a place: so many before and after it. */
export function around(places: readonly BoardPlace[], id: string | undefined, reach: number): readonly BoardPlace[] {
  const index = places.findIndex((place) => place.id === id);
  return index < 0 ? [] : places.slice(Math.max(0, index - reach), index + reach + 1);
}

/** How many of the first are shown: `top10`, `topThird`, `all`, none for `aroundMe`; ten when it is not said. */
export function topOf(places: readonly BoardPlace[], show: string | undefined): readonly BoardPlace[] {
  if (show === 'all') return places;
  if (show === 'aroundMe') return [];
  if (show === 'topThird') return places.slice(0, Math.ceil(places.length / 3));
  const count = Number(/^top(\d{1,4})$/.exec(show ?? '')?.[1] ?? 10);
  return places.slice(0, count);
}

function ranked(rows: readonly Omit<BoardPlace, 'rank'>[]): readonly BoardPlace[] {
  const sorted = [...rows].sort(
    (a, b) =>
      compareDecimal(number(b.value), number(a.value)) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1),
  );
  const places: BoardPlace[] = [];
  for (const [index, row] of sorted.entries()) {
    const before = places.at(-1);
    const isEqual = before !== undefined && compareDecimal(number(before.value), number(row.value)) === 0;
    places.push({ ...row, value: decimalText(number(row.value)), rank: isEqual ? before.rank : index + 1 });
  }
  return places;
}

function number(text: string | undefined) {
  return parseDecimal(text ?? '0') ?? DECIMAL_ZERO;
}
