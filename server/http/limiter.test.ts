import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import { requestLimiters } from './request-limiters.ts';
import { limiter, Overloaded, type Limiter, type LimiterOptions } from './limiter.ts';

const OPTIONS: LimiterOptions = {
  quick: 2,
  quickMs: 5,
  aloneMs: 5_000,
  slowMs: 30,
  running: 6,
  runningPerKey: 4,
  queued: 4,
  queuedInRush: 8,
  rushMs: 1_000,
  waitMs: 500,
};

/** Work that ends when it is told to, and what became of it. */
class Desk {
  readonly refused: string[] = [];
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  private readonly ends = new Map<string, (() => void)[]>();
  private readonly limited: Limiter;

  constructor(limited: Limiter) {
    this.limited = limited;
  }

  async ask(key: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1)
      this.limited
        .run(key, () => {
          this.begun.push(key);
          return new Promise<void>((end) => {
            this.ends.set(key, [...(this.ends.get(key) ?? []), end]);
          });
        })
        .then(
          () => this.ended.push(key),
          (error: unknown) => this.refused.push(error instanceof Overloaded ? key : String(error)),
        );
    await settled();
  }

  /** Ends the oldest work of the key. */
  async end(key: string): Promise<void> {
    must(this.ends.get(key)?.shift(), `work of ${key}`)();
    await settled();
  }

  count(key: string): number {
    return this.begun.filter((one) => one === key).length;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A limiter at which several keys have been, with work that took so long that little of it runs together. */
async function shared(options: Partial<LimiterOptions> = {}): Promise<readonly [Desk, Limiter]> {
  const limited = limiter({ ...OPTIONS, ...options });
  for (let turn = 0; turn < 300; turn += 1) {
    const one = limited.run(turn % 2 === 0 ? 'a' : 'b', () => new Promise<void>((end) => setTimeout(end, 20)));
    await vi.advanceTimersByTimeAsync(20);
    await one;
  }
  return [new Desk(limited), limited];
}

describe('[HTTP-6] the limiter', () => {
  it('lets a key that is alone have all the places of a key, and keeps some for others', async () => {
    const desk = new Desk(limiter(OPTIONS));
    await desk.ask('a', 5);
    expect(desk.count('a')).toBe(4);
    await desk.ask('b', 3);
    expect(desk.count('b')).toBe(2);
    await desk.end('b');
    expect([desk.count('b'), desk.ended]).toEqual([3, ['b']]);
  });

  it('gives the next place to the key that has the least running, not to who came first', async () => {
    const [desk] = await shared();
    await desk.ask('noisy', 4);
    expect(desk.begun).toEqual(['noisy', 'noisy']);
    // Who has nothing running starts at once.
    await desk.ask('quiet', 2);
    expect(desk.begun).toEqual(['noisy', 'noisy', 'quiet']);
    await desk.end('quiet');
    expect(desk.begun).toEqual(['noisy', 'noisy', 'quiet', 'quiet']);
  });

  it('gives no key more than half of the places while others come, so that those find the database nearly free', async () => {
    const [desk, limited] = await shared({ quick: 6, running: 20, runningPerKey: 20, queued: 20 });
    await desk.ask('noisy', 10);
    expect([desk.count('noisy'), limited.waiting]).toEqual([3, 7]);
    await desk.ask('quiet', 4);
    expect(desk.count('quiet')).toBe(3);
    await desk.end('noisy');
    expect([desk.count('noisy'), desk.count('quiet')]).toEqual([4, 3]);
  });

  it('serves keys with as much running in turn, and each in the order of its requests', async () => {
    const [desk] = await shared({ running: 2 });
    await desk.ask('a', 4);
    await desk.ask('b', 2);
    await desk.ask('c', 2);
    expect(desk.begun).toEqual(['a', 'a']);
    for (const key of ['a', 'a', 'b', 'a', 'c', 'b']) await desk.end(key);
    expect(desk.begun).toEqual(['a', 'a', 'b', 'a', 'c', 'b', 'a', 'c']);
  });

  it('lets other work run beside what has become slow', async () => {
    const [desk, limited] = await shared();
    await desk.ask('a', 3);
    expect([desk.count('a'), limited.waiting]).toEqual([2, 1]);
    await vi.advanceTimersByTimeAsync(OPTIONS.slowMs - 1);
    expect(desk.count('a')).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect([desk.count('a'), limited.running]).toEqual([3, 3]);
    await desk.ask('a', 3);
    // All places of a key, slow or not.
    expect(desk.count('a')).toBe(4);
  });

  it('runs more together while it takes little time, and less when it takes long', async () => {
    const limited = limiter({ ...OPTIONS, running: 40, runningPerKey: 40, queued: 40, queuedInRush: 40 });
    const work = (ms: number) => (): Promise<void> => new Promise((end) => setTimeout(end, ms));
    const most = async (ms: number): Promise<number> => {
      let highest = 0;
      for (let round = 0; round < 60; round += 1) {
        const all = ['a', 'b'].flatMap((key) => Array.from({ length: 20 }, () => limited.run(key, work(ms))));
        highest = limited.running;
        await vi.advanceTimersByTimeAsync(ms * 25);
        await Promise.all(all);
      }
      return highest;
    };
    expect(await most(1)).toBe(40);
    // One of the other key starts at once.
    expect(await most(20)).toBe(OPTIONS.quick + 1);
    expect(await most(1)).toBe(40);
    // A key that has been alone for a while has it all, however long its work takes.
    expect(await most(20)).toBe(OPTIONS.quick + 1);
    await vi.advanceTimersByTimeAsync(OPTIONS.aloneMs + 1);
    const alone = Array.from({ length: 20 }, () => limited.run('b', work(20)));
    expect(limited.running).toBe(20);
    await vi.advanceTimersByTimeAsync(20);
    await Promise.all(alone);
  });

  it('lets more wait in a rush than when it has turned somebody away', async () => {
    const desk = new Desk(limiter(OPTIONS));
    await desk.ask('a', 4 + OPTIONS.queuedInRush);
    expect(desk.refused).toEqual([]);
    await desk.ask('a');
    expect(desk.refused).toHaveLength(1);
    for (let left = OPTIONS.queuedInRush; left > OPTIONS.queued; left -= 1) await desk.end('a');
    await desk.ask('a');
    expect(desk.refused).toHaveLength(2);
    await desk.end('a');
    await desk.ask('a');
    expect(desk.refused).toHaveLength(2);
  });

  it('has a rush again when it had room for everybody for a while', async () => {
    const desk = new Desk(limiter({ ...OPTIONS, waitMs: 60_000 }));
    await desk.ask('a', 4 + OPTIONS.queuedInRush + 1);
    for (let left = OPTIONS.queuedInRush; left > OPTIONS.queued; left -= 1) await desk.end('a');
    await vi.advanceTimersByTimeAsync(OPTIONS.rushMs);
    await desk.ask('a');
    expect(desk.refused).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(OPTIONS.rushMs + 1);
    await desk.ask('a');
    expect(desk.refused).toHaveLength(2);
  });

  it('turns away the last of the key that has the most waiting', async () => {
    const [desk, limited] = await shared();
    await desk.ask('noisy', 2 + OPTIONS.queuedInRush);
    await desk.ask('quiet', 3);
    expect([desk.refused, limited.waiting]).toEqual([['noisy', 'noisy'], OPTIONS.queuedInRush]);
    await desk.ask('noisy');
    expect(desk.refused).toEqual(['noisy', 'noisy', 'noisy']);
  });

  it('keeps the room for a rush to those who were not turned away', async () => {
    const [desk, limited] = await shared();
    await desk.ask('noisy', 2 + OPTIONS.queuedInRush + 1);
    for (let left = OPTIONS.queuedInRush; left > OPTIONS.queued; left -= 1) await desk.end('noisy');
    await desk.ask('noisy');
    expect([desk.refused, limited.waiting]).toEqual([['noisy', 'noisy'], OPTIONS.queued]);
    // The first starts; the others come in one moment, and all of them are let in.
    await desk.ask('quiet', 4);
    expect([desk.refused, limited.waiting]).toEqual([['noisy', 'noisy'], OPTIONS.queued + 3]);
    await desk.ask('noisy');
    expect(desk.refused).toEqual(['noisy', 'noisy', 'noisy']);
  });

  it('tells beforehand whom it will turn away: nobody who has nobody waiting', async () => {
    const [desk, limited] = await shared();
    await desk.ask('noisy', 2 + OPTIONS.queuedInRush);
    expect([limited.turnsAway('quiet'), limited.turnsAway('noisy')]).toEqual([false, true]);
    await desk.ask('quiet', 2);
    expect([limited.turnsAway('quiet'), limited.turnsAway('noisy'), desk.refused]).toEqual([false, true, ['noisy']]);
    for (let left = OPTIONS.queuedInRush; left >= OPTIONS.queued - 1; left -= 1) await desk.end('noisy');
    expect(limited.turnsAway('noisy')).toBe(false);
  });

  it('does not let anybody wait for long, and frees the place of work that failed', async () => {
    const desk = new Desk(limiter(OPTIONS));
    await desk.ask('a', 5);
    await vi.advanceTimersByTimeAsync(OPTIONS.waitMs - 1);
    expect(desk.refused).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.refused).toEqual(['a']);
    const limited = limiter({ ...OPTIONS, running: 1, queuedInRush: 0, queued: 0 });
    await expect(limited.run('a', async () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
    expect(await limited.run('a', async () => 'free')).toBe('free');
    expect([limited.running, limited.waiting]).toEqual([0, 0]);
  });

  it.each([
    ['of one tenant', ['acme'], LIMITS.requestsPerTenantMax],
    ['of all', ['acme', 'other'], LIMITS.requestsRunningMax],
  ])('has the bounds of the product: requests %s', async (_, keys, running) => {
    const { tenants } = requestLimiters();
    const desk = new Desk(tenants);
    const each = LIMITS.requestsPerTenantMax + LIMITS.requestsQueuedInRushMax / keys.length;
    for (const key of keys) await desk.ask(key, each);
    expect([tenants.running, tenants.waiting, desk.refused]).toEqual([running, LIMITS.requestsQueuedInRushMax, []]);
    await desk.ask('acme');
    expect(desk.refused).toEqual(['acme']);
    await vi.advanceTimersByTimeAsync(LIMITS.requestQueueMs);
    expect([tenants.running, tenants.waiting]).toEqual([running, 0]);
  });
});
