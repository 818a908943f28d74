import type { IssueParams, Issue } from '../../schema/core/result.ts';
import { issue } from '../../schema/core/result.ts';
import { textIn, type Locale } from '../../schema/core/text.ts';
import type { BookModel, DimensionModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import { FLAT_ARGS, flatParams, type FlatRequest } from '../compile/flat-params.ts';
import { flatRequest } from '../compile/flat-request.ts';
import type { PostAnswer, PostRefusal, PostRequest } from '../compile/post-request.ts';
import type { SharedStatement } from './database.ts';
import { newRowId } from './row-id.ts';
import type { WriteUnit } from './write-unit.ts';

/**
 * Does all postings of a transaction, or none (SPEC LED). The last statement before the commit: it takes the locks
 * that others wait for. Call it once in a transaction, with everything; a second call could wait for someone who waits
 * for the first.
 */
export async function postLedger(unit: Pick<WriteUnit, 'execute'>, request: PostRequest): Promise<PostAnswer> {
  if (request.postings.length === 0) return { ok: true, postings: [] };
  const rows = await unit.execute<{ readonly answer: string }>('select "@tenant".fw_post($1::jsonb)::text as answer', [
    JSON.stringify(request),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('Broken invariant: fw_post gives one row');
  return JSON.parse(row.answer) as PostAnswer;
}

/**
 * The same, without waiting for the answer: a refusal, or one of `members` who is no active member, fails the
 * transaction as `isUnforeseen` tells.
 */
export function postSurely(
  unit: Pick<WriteUnit, 'execute'>,
  request: PostRequest,
  members: readonly string[],
): Promise<unknown> {
  const flat = flatRequest(request, newRowId);
  const params = flat === undefined ? undefined : flatParams([flat]);
  if (flat !== undefined && params !== undefined) return unit.execute(POST_FLAT, params, sharedPosting(flat));
  return unit.execute('select "@tenant".fw_post_sure($1::jsonb, $2::text[])', [JSON.stringify(request), members]);
}

/** What transactions ask of the function that posts, by what they share of its statement. */
const flats = new WeakMap<SharedStatement, FlatRequest>();

function sharedPosting(request: FlatRequest): SharedStatement {
  const shared: SharedStatement = {
    paramsOf: (parts) => {
      const requests = parts.flatMap((part) => flats.get(part) ?? []);
      return requests.length === parts.length ? flatParams(requests) : undefined;
    },
  };
  flats.set(shared, request);
  return shared;
}

/** The statement of what goes the shortest way. */
export const POST_FLAT = `select "@tenant".fw_post_flat(${FLAT_ARGS.map(({ type }, index) => `$${String(index + 1)}::${type}`).join(', ')})`;

/** How a refusal names things: in whose language, and the rows and people whose names the reader may know, by id. */
interface RefusalWords {
  readonly locale: Locale;
  readonly titles?: ReadonlyMap<string, string>;
}

/**
 * The refusals as issues at their places. `ledger`, `measure` and `key` (JSON of the dimensions) go by ids;
 * `ledgerName`, `measureName` and `name` say the same to people. A row without a title here stays an id.
 */
export function postIssues(
  model: Model,
  refusals: readonly PostRefusal[],
  words: RefusalWords = { locale: 'en' },
): readonly Issue[] {
  return refusals.map((refusal) => {
    const related = refusal.related ?? [];
    const path = refusal.place ?? '';
    const params = paramsOf(model, refusal, words);
    return related.length === 0 ? issue(refusal.code, path, params) : issue(refusal.code, path, params, related);
  });
}

function paramsOf(model: Model, { params }: PostRefusal, { locale, titles }: RefusalWords): IssueParams {
  const book = model.behaviour.ledgers.flatMap(({ books }) => books).find(({ id }) => id === params['book']);
  const ledger = model.behaviour.ledgers.find(({ id }) => id === params['ledger']);
  const ledgerName = ledger === undefined ? String(params['ledger'] ?? '') : textIn(ledger.label, locale);
  const known = Object.entries(params).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  // What is out of a bound that was changed has no room left, not less than none.
  const room = String(params['available'] ?? '').startsWith('-') ? { available: '0' } : {};
  const given: IssueParams = { ...Object.fromEntries(known), ...room, ledgerName };
  const { measure, key } = params;
  if (typeof key !== 'string') return given;
  if (book === undefined) return { ...given, name: String(params['book']) };
  const values = dimensionsOf(book, key);
  const named = values
    .map(([{ label }, value]) => `${textIn(label, locale)} ${titles?.get(value) ?? value}`)
    .join(', ');
  const moved = typeof measure === 'number' ? book.measures[measure] : undefined;
  const home = book.account === undefined ? ledgerName : `${ledgerName}: ${textIn(book.label, locale)}`;
  return {
    ...given,
    key: JSON.stringify(Object.fromEntries(values.map(([{ id }, value]) => [id, value]))),
    name: named === '' ? home : `${home} (${named})`,
    ...(moved === undefined ? {} : { measure: moved.id, measureName: textIn(moved.label, locale) }),
  };
}

/** The values of a canonical key by dimension. */
export function dimensionsOf(book: BookModel, key: string): readonly (readonly [DimensionModel, string])[] {
  const values: unknown = JSON.parse(key);
  return book.dimensions.flatMap((dimension) => {
    const value: unknown =
      typeof values === 'object' && values !== null ? Reflect.get(values, dimension.column) : undefined;
    return typeof value === 'string' ? [[dimension, value] as const] : [];
  });
}
