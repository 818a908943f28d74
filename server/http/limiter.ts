import { assert } from '../../schema/core/result.ts';

export interface LimiterOptions {
  /** How much quick work of several keys always runs at once: as much as keeps the database at work. */
  readonly quick: number;
  /** More does as long as it takes less than this, on average. */
  readonly quickMs: number;
  /** A key is alone when no other came within this time. */
  readonly aloneMs: number;
  /** What has run for so long is slow: it waits for something itself, so that other work may run beside it. */
  readonly slowMs: number;
  /** How much runs at once at most, slow work included. */
  readonly running: number;
  /** Of that, how much of one key. */
  readonly runningPerKey: number;
  /** How much may wait in a rush: of keys that were not turned away within the last `rushMs`. */
  readonly queuedInRush: number;
  readonly rushMs: number;
  /** With how many waiting the others are turned away. */
  readonly queued: number;
  /** How long anybody waits. */
  readonly waitMs: number;
}

/**
 * Lets a bounded amount of work run, lets a little wait, and turns the rest away at once. Keys share what there is: a
 * place goes to the waiting key that has the least running, and who is turned away is of the key that has the most
 * waiting. A key that is alone has it all.
 */
export interface Limiter {
  /** Runs the work when there is room. Throws `Overloaded`. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Whether work of the key would be turned away now, which then counts as turned away: to be asked before it costs anything. */
  turnsAway(key: string): boolean;
  readonly running: number;
  readonly waiting: number;
}

/** There is more work than can be answered in time. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/**
 * Where more comes than can be done, a longer queue makes nobody faster: all who are let in wait for as long as it is.
 * So it holds little more than what runs, and grows only in a rush that will soon be over (K. Nichols and V. Jacobson,
 * Controlling Queue Delay, ACM Queue 2012; B. Maurer, Fail at Scale, ACM Queue 2015).
 */
export function limiter(options: LimiterOptions): Limiter {
  return new FairLimiter(options);
}

interface Waiter {
  readonly start: () => void;
  readonly refuse: (error: Overloaded) => void;
  readonly timer: NodeJS.Timeout;
}

/** What one key has; kept only while it has something. */
interface Share {
  readonly key: string;
  running: number;
  /** Of those running, the ones that are not slow. */
  quick: number;
  /** In the order of their coming. */
  readonly queue: Set<Waiter>;
}

class FairLimiter implements Limiter {
  running = 0;
  waiting = 0;
  private quick = 0;
  /** How many keys have something quick running. */
  private quickKeys = 0;
  /** How much quick work may run at once, by how long it took of late. */
  private quickMax: number;
  private readonly ended = { count: 0, ms: 0, hasWaited: false };
  private readonly options: LimiterOptions;
  private readonly shares = new Map<string, Share>();
  /** The shares that wait, in the order in which they were served. */
  private readonly turns = new Set<Share>();
  /** When each key was turned away last, the latest at the end. */
  private readonly refusedAt = new Map<string, number>();
  private lastKey: string | undefined;
  private otherKeyAt = -Infinity;

  constructor(options: LimiterOptions) {
    this.options = options;
    this.quickMax = options.running;
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const share = this.shareOf(key);
    // Who comes later overtakes nobody of the same key.
    if (share.queue.size === 0 && this.mayStart(share)) this.begin(share);
    else await this.turn(share);
    const beganAt = performance.now();
    let isSlow = false;
    const slow = setTimeout(() => {
      isSlow = true;
      this.slowed(share);
    }, this.options.slowMs);
    try {
      return await work();
    } finally {
      clearTimeout(slow);
      this.adapt(Math.min(performance.now() - beganAt, this.options.slowMs));
      this.end(share, isSlow);
    }
  }

  turnsAway(key: string): boolean {
    if (!this.isFullFor(key)) return false;
    const share = this.shares.get(key);
    // Who has nobody waiting may start at once, or take the place of somebody else's.
    if (share === undefined || share.queue.size === 0 || this.longerThan(share) !== undefined) return false;
    this.note(key);
    this.turnedAway(key);
    return true;
  }

  private note(key: string): void {
    if (this.lastKey !== undefined && key !== this.lastKey) this.otherKeyAt = performance.now();
    this.lastKey = key;
  }

  private shareOf(key: string): Share {
    this.note(key);
    const known = this.shares.get(key);
    if (known !== undefined) return known;
    const share: Share = { key, running: 0, quick: 0, queue: new Set() };
    this.shares.set(key, share);
    return share;
  }

  private mayStart(share: Share): boolean {
    const { running, runningPerKey } = this.options;
    if (this.running >= running || share.running >= runningPerKey) return false;
    // Who has nothing running does not wait until others have ended.
    if (share.quick === 0 || this.isAlone()) return true;
    return this.quick + 1 <= this.quickMax && share.quick + 1 <= this.ofOne(share);
  }

  /**
   * How much of one key may run while others come: half of what there is, or, beside others that run, its share, so
   * that those find the database nearly free.
   */
  private ofOne(share: Share): number {
    const keys = this.quickKeys - (share.quick > 0 ? 1 : 0) + 1;
    return keys > 1 ? Math.floor(this.quickMax / keys) : Math.max(OF_ONE_KEY, Math.ceil(this.quickMax / 2));
  }

  private isAlone(): boolean {
    return performance.now() - this.otherKeyAt > this.options.aloneMs;
  }

  private begin(share: Share): void {
    this.running += 1;
    share.running += 1;
    this.quick += 1;
    share.quick += 1;
    if (share.quick === 1) this.quickKeys += 1;
  }

  private slowed(share: Share): void {
    this.lessQuick(share);
    this.startWaiting();
  }

  private lessQuick(share: Share): void {
    this.quick -= 1;
    share.quick -= 1;
    if (share.quick === 0) this.quickKeys -= 1;
    assert(this.quick >= 0 && share.quick >= 0, 'work ends once');
  }

  private end(share: Share, wasSlow: boolean): void {
    this.running -= 1;
    share.running -= 1;
    if (!wasSlow) this.lessQuick(share);
    this.startWaiting();
    this.forgetIdle(share);
  }

  /**
   * Small answers are made faster when many are under way, since what they say to the database goes out together;
   * large ones only wait for each other. So the time that work takes tells how much of it should run (Little's law).
   */
  private adapt(ms: number): void {
    const { ended, options } = this;
    ended.count += 1;
    ended.ms += ms;
    if (ended.count < ADAPT_EVERY) return;
    // No less than a fifth at a time: one bad moment says little.
    const factor = Math.min(1.25, Math.max(0.8, (options.quickMs * ended.count) / ended.ms));
    // Where nobody has waited, more of it would not have run.
    if (factor < 1 || ended.hasWaited)
      this.quickMax = Math.min(options.running, Math.max(options.quick, this.quickMax * factor));
    ended.count = 0;
    ended.ms = 0;
    ended.hasWaited = false;
  }

  private forgetIdle(share: Share): void {
    if (share.running === 0 && share.queue.size === 0) this.shares.delete(share.key);
  }

  private turn(share: Share): Promise<void> {
    if (this.isFullFor(share.key)) {
      const longer = this.longerThan(share);
      this.turnedAway((longer ?? share).key);
      if (longer === undefined) {
        this.forgetIdle(share);
        return Promise.reject(fullQueue());
      }
      const [last] = [...longer.queue].slice(-1);
      if (last !== undefined) this.refuse(longer, last, fullQueue());
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        start: resolve,
        refuse: reject,
        timer: setTimeout(() => this.refuse(share, waiter, new Overloaded('Waited too long')), this.options.waitMs),
      };
      share.queue.add(waiter);
      this.turns.add(share);
      this.waiting += 1;
      this.ended.hasWaited = true;
    });
  }

  private refuse(share: Share, waiter: Waiter, error: Overloaded): void {
    this.leave(share, waiter);
    this.forgetIdle(share);
    waiter.refuse(error);
  }

  private leave(share: Share, waiter: Waiter): void {
    clearTimeout(waiter.timer);
    share.queue.delete(waiter);
    this.waiting -= 1;
    // Whoever was served goes behind all others.
    this.turns.delete(share);
    if (share.queue.size > 0) this.turns.add(share);
  }

  private startWaiting(): void {
    for (let next = this.nextShare(); next !== undefined; next = this.nextShare()) {
      const [first] = next.queue;
      if (first === undefined) return;
      this.leave(next, first);
      this.begin(next);
      first.start();
    }
  }

  /** Of the shares that may start something, the one with the least running; of equal ones, who waits for its turn longest. */
  private nextShare(): Share | undefined {
    let found: Share | undefined;
    for (const share of this.turns)
      if (this.mayStart(share) && (found === undefined || share.running < found.running)) found = share;
    return found;
  }

  /** A key that asks for more than there is for long leaves the room for a rush to those that do not. */
  private isFullFor(key: string): boolean {
    const { queued, queuedInRush, rushMs } = this.options;
    if (this.waiting < queued) return false;
    return this.waiting >= queuedInRush || performance.now() - (this.refusedAt.get(key) ?? -Infinity) <= rushMs;
  }

  private turnedAway(key: string): void {
    const now = performance.now();
    this.refusedAt.delete(key);
    this.refusedAt.set(key, now);
    for (const [other, at] of this.refusedAt) {
      if (now - at <= this.options.rushMs) return;
      this.refusedAt.delete(other);
    }
  }

  /** The share with the most waiting, if a newcomer of the other one would leave it with no less. */
  private longerThan(share: Share): Share | undefined {
    let found: Share | undefined;
    for (const one of this.turns) if (one.queue.size > (found?.queue.size ?? share.queue.size + 1)) found = one;
    return found;
  }
}

/** One that is done, and one that may be begun as soon as it ends. */
const OF_ONE_KEY = 2;

/** Quick works between two looks at how long they take. */
const ADAPT_EVERY = 50;

function fullQueue(): Overloaded {
  return new Overloaded('The queue is full');
}
