import { assert } from '../../schema/core/result.ts';

export interface LimiterOptions {
  /** How much work runs at once. */
  readonly running: number;
  /** How much may wait. */
  readonly queued: number;
  /** How long it may wait, in milliseconds. */
  readonly waitMs: number;
}

/** Lets a bounded amount of work run, lets a little wait, and turns the rest away at once. */
export interface Limiter {
  /** Runs the work when there is room. Throws `Overloaded`. */
  run<T>(work: () => Promise<T>): Promise<T>;
  readonly running: number;
  readonly waiting: number;
}

/** There is more work than can be answered in time. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

interface Waiter {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/** First come, first served. Waiting is short on purpose: who waits longer has gone away already. */
export function limiter({ running: runningMax, queued: queuedMax, waitMs }: LimiterOptions): Limiter {
  let running = 0;
  const queue = new Set<Waiter>();

  function turn(): Promise<void> {
    if (running < runningMax) {
      running += 1;
      return Promise.resolve();
    }
    if (queue.size >= queuedMax) return Promise.reject(new Overloaded('The queue is full'));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        start: resolve,
        timer: setTimeout(() => {
          queue.delete(waiter);
          reject(new Overloaded('Waited too long'));
        }, waitMs),
      };
      queue.add(waiter);
    });
  }

  function release(): void {
    const [next] = queue;
    if (next === undefined) {
      running -= 1;
      assert(running >= 0, 'work ends once');
      return;
    }
    // The place passes on, so that nobody overtakes who waits.
    queue.delete(next);
    clearTimeout(next.timer);
    next.start();
  }

  return {
    async run(work) {
      await turn();
      try {
        return await work();
      } finally {
        release();
      }
    },
    get running() {
      return running;
    },
    get waiting() {
      return queue.size;
    },
  };
}

/** One limiter per key, kept only while it has work, so that one tenant's rush leaves room for the others. */
export function keyedLimiter(options: LimiterOptions): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const limiters = new Map<string, Limiter>();
  return async (key, work) => {
    const own = limiters.get(key) ?? limiter(options);
    limiters.set(key, own);
    try {
      return await own.run(work);
    } finally {
      if (own.running === 0 && own.waiting === 0) limiters.delete(key);
    }
  };
}
