import { randomUUID } from 'node:crypto';
import { flatParams } from '../compile/flat-params.ts';
import { flatRequest } from '../compile/flat-request.ts';
import type { PostingRequest } from '../compile/post-request.ts';
import { Committing } from '../db/database.ts';
import { isUnforeseen } from '../db/pg-errors.ts';
import { awardedUsers } from '../db/points-awards.ts';
import { POST_FLAT, postSurely } from '../db/post-ledger.ts';
import type { WriteUnit } from '../db/write-unit.ts';
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
      const execute: WriteUnit['execute'] = (asked, params, shared) => {
        const text = asked.replaceAll('"@tenant"', `"${schema}"`);
        return tx.query({ text, params, name: text, ...(shared === undefined ? {} : { shared }) });
      };
      return Promise.resolve(new Committing(postSurely({ execute }, request, awardedUsers(postings))));
    });
    const flat = flatRequest(request, randomUUID);
    return flat === undefined || flatParams([flat]) === undefined ? 'left' : 'taken';
  } catch (error) {
    if (!isUnforeseen(error)) throw error;
    await side.post(postings, now);
    return 'left';
  }
}

/**
 * Posts what several documents cause as one, as writes that are sent together do. Tells whether they could; nothing is
 * done where not.
 */
export async function postTogether(
  side: LedgerBench,
  documents: readonly (readonly PostingRequest[])[],
  now: string,
): Promise<boolean> {
  const flats = documents.map((postings) =>
    flatRequest({ now, actor: null, templateVersion: 1, postings }, randomUUID),
  );
  const params = documents.length < 2 ? undefined : flatParams(flats.flatMap((flat) => flat ?? []));
  if (params === undefined || flats.includes(undefined)) return false;
  const { role, schema, database } = side.place;
  const text = POST_FLAT.replaceAll('"@tenant"', `"${schema}"`);
  try {
    await database.transaction({ tenant: { role, timeoutMs: 30_000 } }, (tx) => tx.query({ text, params, name: text }));
    return true;
  } catch (error) {
    if (!isUnforeseen(error)) throw error;
    return false;
  }
}
