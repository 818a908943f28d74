import { randomUUID } from 'node:crypto';
import { flatRequest } from '../compile/flat-request.ts';
import type { PostingRequest } from '../compile/post-request.ts';
import { isUnforeseen } from '../db/pg-errors.ts';
import { awardedUsers } from '../db/points-awards.ts';
import { postSurely } from '../db/post-ledger.ts';
import type { LedgerBench } from './ledger-side.ts';

/**
 * Posts as a write of a document does: without an answer, and once more the general way where it met what it had not
 * counted on. Tells whether the shortest way took it.
 */
export async function postAsDocument(
  side: LedgerBench,
  postings: readonly PostingRequest[],
  now: string,
): Promise<'taken' | 'left'> {
  const { role, schema, database } = side.place;
  const request = { now, actor: null, templateVersion: 1, postings };
  try {
    await database.transaction({ tenant: { role, timeoutMs: 30_000 } }, (tx) => {
      const execute = <Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> =>
        tx.query<Row>({ text: text.replaceAll('"@tenant"', `"${schema}"`), params });
      return postSurely({ execute }, request, awardedUsers(postings));
    });
    return flatRequest(request, randomUUID) === undefined ? 'left' : 'taken';
  } catch (error) {
    if (!isUnforeseen(error)) throw error;
    await side.post(postings, now);
    return 'left';
  }
}
