import { openPostgres } from '../db/postgres-database.ts';
import { sqlName } from '../../schema/core/ids.ts';
import { loadClient, newTally } from './ledger-load.ts';
import { sideOf } from './ledger-side.ts';

/**
 * A process that posts until it is killed: `node server/test/ledger-worker.ts <url> <schema> <role> <seed> <clients>
 * <keys>`. Each line of its output is the id of a posting that was acknowledged; when the database goes away it tries
 * again. Whoever started it compares the lines with what is there.
 */
const [url = '', schema = '', role = '', seed = '1', clients = '4', keys = '12'] = process.argv.slice(2);
const database = await openPostgres({ url, poolMax: Number(clients) });
const place = { database, schema: sqlName(schema), role: sqlName(role), lockKey: '0' };
const { post } = sideOf({ place, query: (text, params = []) => database.query({ text, params }) });
const tally = newTally();
const said = new Set<string>();

await Promise.all(
  Array.from({ length: Number(clients) }, (_, index) =>
    loadClient(
      async ({ postings }) => {
        const answer = await post(postings);
        if (answer.ok)
          for (const { id } of answer.postings) {
            if (!said.has(id)) process.stdout.write(`${id}\n`);
            said.add(id);
          }
        return answer;
      },
      { seed: Number(seed) * 1_000 + index, keys: Number(keys), now: '2026-03-01T09:00:00.000Z' },
      tally,
      () => tally.contradictions.length > 0,
    ),
  ),
);
process.stderr.write(`${tally.contradictions.join('\n')}\n`);
process.exitCode = 1;
await database.close();
