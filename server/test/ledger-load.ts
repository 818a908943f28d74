import { createHash } from 'node:crypto';
import type { MovePosting, PostAnswer, PostRequest } from '../compile/post-request.ts';

/** Numbers that look random and are the same for the same seed (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A UUID made from a text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export interface LoadOptions {
  readonly seed: number;
  readonly keys: number;
  /** How often a request that was sent before is sent again. */
  readonly replays?: number;
  readonly now: string;
}

export interface LoadTally {
  readonly acknowledged: Set<string>;
  readonly refused: Set<string>;
  readonly contradictions: string[];
  attempts: number;
}

export function newTally(): LoadTally {
  return { acknowledged: new Set(), refused: new Set(), contradictions: [], attempts: 0 };
}

/** The balance that key `index` of a load stands for. */
export function loadKey(index: number): { readonly u0: string } {
  return { u0: uuidOf(`key ${String(index)}`) };
}

/**
 * One client: posts to few hot balances, one to four lines, now and then two lines on one balance or a request that it
 * sent before, and writes down every acknowledgement. `post` may throw where the connection is lost; the request is
 * then sent again until it is answered.
 */
export async function loadClient(
  post: (request: PostRequest) => Promise<PostAnswer>,
  options: LoadOptions,
  tally: LoadTally,
  isOver: () => boolean,
): Promise<void> {
  const random = randomFrom(options.seed);
  const sent: MovePosting[] = [];
  for (let count = 0; !isOver(); count += 1) {
    const old = random() < (options.replays ?? 0.1) ? sent[Math.floor(random() * sent.length)] : undefined;
    const posting = old ?? newPosting(`${String(options.seed)} ${String(count)}`, random, options.keys);
    if (old === undefined) sent.push(posting);
    const answer = await insist(
      () => post({ now: options.now, actor: null, templateVersion: 1, postings: [posting] }),
      isOver,
    );
    if (answer === undefined) return;
    tally.attempts += 1;
    note(tally, posting.id, answer);
  }
}

function newPosting(name: string, random: () => number, keys: number): MovePosting {
  const count = 1 + Math.floor(random() * 4);
  const lines = Array.from({ length: count }, () => ({
    book: 'stock',
    key: loadKey(Math.floor(random() * keys)),
    amounts: [String(Math.floor(random() * 21) - 10)],
    bounds: [{ measure: 0, lo: '0', hi: null }],
  }));
  return { kind: 'move', id: uuidOf(name), source: null, ledger: 'stock', rule: 'load', lines };
}

async function insist<T>(work: () => Promise<T>, isOver: () => boolean): Promise<T | undefined> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isOver()) return undefined;
      if (!isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The server went away or said to try again; anything else is a bug. */
function isPassing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null ? String(Reflect.get(error, 'code') ?? '') : '';
  const text = error instanceof Error ? error.message : '';
  return /^(08|57P|40001|ECONN|EPIPE)/.test(code) || /terminated|connection|timeout/i.test(text);
}

function note(tally: LoadTally, id: string, answer: PostAnswer): void {
  if (answer.ok) {
    const [one] = answer.postings;
    if (one?.replayed !== true && tally.acknowledged.has(id)) tally.contradictions.push(`${id} was made twice`);
    tally.acknowledged.add(id);
  } else {
    if (tally.acknowledged.has(id)) tally.contradictions.push(`${id} was refused after it was made`);
    tally.refused.add(id);
  }
}
