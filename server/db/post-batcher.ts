import type { SqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { PostAnswer, PostRequest } from '../compile/post-request.ts';
import type { Database } from './database.ts';

/** Where the postings go. */
export interface PostTarget {
  readonly database: Database;
  readonly schema: SqlName;
  readonly role: SqlName;
}

/** At most so many requests in one transaction: its locks are held until the last is done. */
const BATCH_MAX = 100;
/** How long a request waits for others; while a batch is under way, the next one gathers anyway. */
const GATHER_MS = 2;
const TIMEOUT_MS = 30_000;

interface Waiting {
  readonly request: PostRequest;
  readonly resolve: (answer: PostAnswer) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue {
  readonly waiting: Waiting[];
  busy: boolean;
}

const queues = new WeakMap<Database, Map<SqlName, Queue>>();

/**
 * Makes a posting that stands alone, in a transaction of its own, together with others of the tenant that come at the
 * same time. A commit costs more than a posting: what makes one balance slow is waiting for commits, so many requests
 * share one. Each has its own verdict, in order of arrival, and its own id: one that is refused or was made before
 * changes nothing for the others.
 */
export async function postBatched(target: PostTarget, request: PostRequest): Promise<PostAnswer> {
  const queue = queueOf(target);
  return new Promise<PostAnswer>((resolve, reject) => {
    queue.waiting.push({ request, resolve, reject });
    if (!queue.busy) {
      queue.busy = true;
      setTimeout(() => void drain(target, queue), GATHER_MS);
    }
  });
}

function queueOf({ database, schema }: PostTarget): Queue {
  const bySchema = queues.get(database) ?? new Map<SqlName, Queue>();
  queues.set(database, bySchema);
  const queue = bySchema.get(schema) ?? { waiting: [], busy: false };
  bySchema.set(schema, queue);
  return queue;
}

async function drain(target: PostTarget, queue: Queue): Promise<void> {
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0, BATCH_MAX);
    try {
      const answers = await postMany(
        target,
        batch.map(({ request }) => request),
      );
      batch.forEach(({ resolve }, index) => resolve(must(answers[index], 'answer')));
    } catch {
      // Nothing of the batch was done. One by one, only the request that cannot be done fails.
      for (const one of batch) await alone(target, one);
    }
  }
  queue.busy = false;
}

async function alone(target: PostTarget, { request, resolve, reject }: Waiting): Promise<void> {
  try {
    const [answer] = await postMany(target, [request]);
    resolve(must(answer, 'answer'));
  } catch (error) {
    reject(error);
  }
}

/** Several requests in one transaction, each with its own verdict. */
async function postMany(
  { database, schema, role }: PostTarget,
  requests: readonly PostRequest[],
): Promise<readonly PostAnswer[]> {
  return database.transaction({ tenant: { role, timeoutMs: TIMEOUT_MS } }, async (tx) => {
    const [row] = await tx.query<{ readonly answers: string }>({
      text: `SELECT ${quoteIdent(schema)}.fw_post_many($1::jsonb)::text AS answers`,
      params: [JSON.stringify(requests)],
    });
    return JSON.parse(must(row, 'answers').answers) as readonly PostAnswer[];
  });
}
