import type { IssueParams, Issue } from '../../schema/core/result.ts';
import { issue } from '../../schema/core/result.ts';
import type { BookModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import type { PostAnswer, PostRefusal, PostRequest } from '../compile/post-request.ts';
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
 * The refusals as issues at their places. `name` tells whose balance it is by the values of its dimensions; measures
 * and ledgers go by their ids.
 */
export function postIssues(model: Model, refusals: readonly PostRefusal[]): readonly Issue[] {
  return refusals.map((refusal) => {
    const related = refusal.related ?? [];
    const path = refusal.place ?? '';
    const params = paramsOf(model, refusal);
    return related.length === 0 ? issue(refusal.code, path, params) : issue(refusal.code, path, params, related);
  });
}

function paramsOf(model: Model, { params }: PostRefusal): IssueParams {
  const book = model.behaviour.ledgers.flatMap(({ books }) => books).find(({ id }) => id === params['book']);
  const given = Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
  const { measure, key } = params;
  if (typeof key !== 'string') return given;
  const name = typeof measure === 'number' ? book?.measures[measure]?.id : undefined;
  return {
    ...given,
    name: book === undefined ? String(params['book']) : keyName(book, key),
    ...(name === undefined ? {} : { measure: name }),
  };
}

/** `stock (item 0190…, warehouse 0190…)`, from the canonical key. */
function keyName(book: BookModel, key: string): string {
  const values: unknown = JSON.parse(key);
  const parts = book.dimensions.flatMap(({ id, column }) => {
    const value: unknown = typeof values === 'object' && values !== null ? Reflect.get(values, column) : undefined;
    return typeof value === 'string' ? [`${id} ${value}`] : [];
  });
  return parts.length === 0 ? book.id : `${book.id} (${parts.join(', ')})`;
}
