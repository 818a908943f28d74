import { afterEach, describe, expect, it, vi } from 'vitest';
import { closing } from './closing.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('closing connections', () => {
  it('[TEN-29] waits for what ends, and five seconds for what does not', async () => {
    vi.useFakeTimers();
    await closing(Promise.resolve());
    let isOver = false;
    const waiting = closing(new Promise(() => undefined)).then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(isOver).toBe(true);
  });
});
