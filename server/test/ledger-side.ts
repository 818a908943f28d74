import { randomUUID } from 'node:crypto';
import { must } from '../../schema/core/result.ts';
import type { LineRequest, MovePosting, PostAnswer, PostingRequest } from '../compile/post-request.ts';
import type { Database } from '../db/database.ts';
import { newBench, publishContext, type Bench } from './publishing.ts';

/** A tenant whose ledger engine is called as its role. */
export interface LedgerBench extends Bench {
  post(postings: readonly PostingRequest[], now?: string): Promise<PostAnswer>;
  postMany(requests: readonly (readonly PostingRequest[])[], now?: string): Promise<readonly PostAnswer[]>;
  balance(book: string, key: LineRequest['key']): Promise<readonly string[]>;
  lapse(now: string): Promise<number>;
  expire(now: string): Promise<number>;
}

export const NOW = '2026-03-01T09:00:00.000Z';

export async function ledgerBench(database: Database): Promise<LedgerBench> {
  const bench = await newBench(await publishContext(database));
  return { ...bench, ...sideOf(bench) };
}

/** The calls, on a tenant that is there. */
export function sideOf({ place, query }: Pick<Bench, 'place' | 'query'>): Omit<LedgerBench, keyof Bench> {
  const { role, schema, database } = place;
  const asTenant = async <T>(text: string, params: readonly unknown[]): Promise<T> =>
    database.transaction({ tenant: { role, timeoutMs: 30_000 } }, async (tx) => {
      const [row] = await tx.query<{ readonly answer: string }>({ text: text.replace('@', `"${schema}"`), params });
      return JSON.parse(must(row, 'answer').answer) as T;
    });
  const requestOf = (postings: readonly PostingRequest[], now: string) => ({
    now,
    actor: null,
    templateVersion: 1,
    postings,
  });
  const asOwner = async (text: string, params: readonly unknown[]): Promise<number> =>
    must((await query<{ readonly n: number }>(text, params))[0], 'row').n;
  return {
    post: (postings, now = NOW) =>
      asTenant('select @.fw_post($1::jsonb)::text as answer', [JSON.stringify(requestOf(postings, now))]),
    postMany: (requests, now = NOW) =>
      asTenant('select @.fw_post_many($1::jsonb)::text as answer', [
        JSON.stringify(requests.map((one) => requestOf(one, now))),
      ]),
    async balance(book, key) {
      const rows = await query<Readonly<Record<string, string>>>(
        'SELECT trim_scale(m0)::text AS m0, trim_scale(m1)::text AS m1, trim_scale(m2)::text AS m2, trim_scale(m3)::text AS m3 FROM @.fw_balance WHERE book = $1 AND key = @.fw_key($2::jsonb)',
        [book, JSON.stringify(key)],
      );
      const [row] = rows;
      return row === undefined ? ['0', '0', '0', '0'] : Object.values(row);
    },
    lapse: (now) => asOwner('SELECT @.fw_lapse($1, 100) AS n', [now]),
    expire: (now) => asOwner('SELECT @.fw_expire($1, 100) AS n', [now]),
  };
}

type Line = Pick<LineRequest, 'book' | 'key' | 'amounts'> & Partial<LineRequest>;

/** A move posting with a new id. */
export function move(given: Partial<Omit<MovePosting, 'lines'>> & { readonly lines: readonly Line[] }): MovePosting {
  return {
    kind: 'move',
    id: randomUUID(),
    ledger: given.lines[0]?.book.split('.')[0] ?? 'stock',
    rule: 'adjust',
    source: null,
    ...given,
    lines: given.lines.map((line) => ({ bounds: [], ...line })),
  };
}
