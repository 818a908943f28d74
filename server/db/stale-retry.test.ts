import { expect, it } from 'vitest';
import { StaleRow } from './write-persist.ts';
import { retriedWhenStale } from './stale-retry.ts';

/** Work that another writer is faster with for the first `stale` times, and how often it was done. */
function work(stale: number): { readonly run: () => Promise<string>; readonly times: () => number } {
  let times = 0;
  return {
    run: () => {
      times += 1;
      return times <= stale ? Promise.reject(new StaleRow()) : Promise.resolve('done');
    },
    times: () => times,
  };
}

it('[VER-1] what names no version is done over when another was faster, four times at most', async () => {
  const third = work(3);
  expect(await retriedWhenStale(third.run)).toBe('done');
  expect(third.times()).toBe(4);
  const never = work(4);
  await expect(retriedWhenStale(never.run)).rejects.toMatchObject({
    issues: [{ code: 'DATABASE_CONFLICT', path: '', params: {} }],
  });
  expect(never.times()).toBe(4);
});

it('[VER-1] whatever else fails is told at once', async () => {
  let times = 0;
  const broken = (): Promise<never> => {
    times += 1;
    return Promise.reject(new Error('no room'));
  };
  await expect(retriedWhenStale(broken)).rejects.toThrow('no room');
  expect(times).toBe(1);
});
