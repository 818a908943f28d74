import type { SqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { BookKey, PostAnswer, PostingRequest, PostRequest } from '../compile/post-request.ts';
import type { Database } from './database.ts';
import { keyGate, type KeyGate } from './key-gate.ts';
import { atTurnEnd } from './turn-end.ts';

/** Where the postings go. */
export interface PostTarget {
  readonly database: Database;
  readonly schema: SqlName;
  readonly role: SqlName;
}

/** At most so many requests in one transaction: its locks are held until the last is done. */
const BATCH_MAX = 100;
/** Batches of a tenant that are under way at once, each on a connection of its own. */
const LANES = 4;
const TIMEOUT_MS = 30_000;

interface Waiting {
  readonly request: PostRequest;
  /** The balances that it is known to need. */
  readonly keys: readonly string[];
  readonly resolve: (answer: PostAnswer) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue {
  waiting: Waiting[];
  readonly gate: KeyGate;
  lanes: number;
  /** Whether the next batch is about to be made up. */
  gathers: boolean;
}

const queues = new WeakMap<Database, Map<SqlName, Queue>>();

/**
 * Makes a posting that stands alone, in a transaction of its own, together with others of the tenant that come at the
 * same time. A commit costs more than a posting: what makes one balance slow is waiting for commits, so many requests
 * share one. Batches that need the same balance go one after the other, the others beside each other. Each request has
 * its own verdict, in order of arrival, and its own id: one that is refused or was made before changes nothing for the
 * others.
 */
export async function postBatched(target: PostTarget, request: PostRequest): Promise<PostAnswer> {
  const queue = queueOf(target);
  return new Promise<PostAnswer>((resolve, reject) => {
    queue.waiting.push({ request, keys: request.postings.flatMap(keysOf), resolve, reject });
    gather(target, queue);
  });
}

function queueOf({ database, schema }: PostTarget): Queue {
  const bySchema = queues.get(database) ?? new Map<SqlName, Queue>();
  queues.set(database, bySchema);
  const queue = bySchema.get(schema) ?? { waiting: [], gate: keyGate(1), lanes: 0, gathers: false };
  bySchema.set(schema, queue);
  return queue;
}

/** What the request says; what else it needs is locked in the database. */
function keysOf(posting: PostingRequest): readonly string[] {
  if (posting.kind === 'move') return posting.lines.map(keyText);
  if (posting.kind !== 'award') return [posting.record];
  const { wallet, budget, pending, owed } = posting;
  return [wallet, budget, pending, owed].flatMap((place) =>
    place === null || place === undefined ? [] : [keyText(place)],
  );
}

function keyText({ book, key }: BookKey): string {
  return `${book} ${JSON.stringify(key)}`;
}

/**
 * Makes up a batch after this turn of the event loop: what comes in it comes along, also from those who were answered
 * just now. What waits for a balance gathers while the batch before it is under way.
 */
function gather(target: PostTarget, queue: Queue): void {
  if (queue.gathers || queue.lanes >= LANES || queue.waiting.length === 0) return;
  queue.gathers = true;
  atTurnEnd(() => {
    queue.gathers = false;
    const { batch, leave } = takeBatch(queue);
    if (batch.length === 0) return;
    queue.lanes += 1;
    gather(target, queue);
    void post(target, batch).finally(() => {
      leave();
      queue.lanes -= 1;
      gather(target, queue);
    });
  });
}

/** The first requests whose balances nobody has; whoever waits for a balance holds back those behind him there. */
function takeBatch(queue: Queue): { readonly batch: readonly Waiting[]; readonly leave: () => void } {
  const batch: Waiting[] = [];
  const later: Waiting[] = [];
  const leaves: (() => void)[] = [];
  const [ours, held] = [new Set<string>(), new Set<string>()];
  for (const one of queue.waiting) {
    const leave =
      batch.length < BATCH_MAX && !one.keys.some((key) => held.has(key))
        ? queue.gate.tryEnter(one.keys.filter((key) => !ours.has(key)))
        : undefined;
    (leave === undefined ? later : batch).push(one);
    for (const key of one.keys) (leave === undefined ? held : ours).add(key);
    if (leave !== undefined) leaves.push(leave);
  }
  queue.waiting = later;
  return { batch, leave: () => leaves.forEach((leave) => leave()) };
}

/** Answers everyone in the batch. */
async function post(target: PostTarget, batch: readonly Waiting[]): Promise<void> {
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
